"""What became of what was sent: a parcel's state, the ticks in the record, and what happens when it fails.

Two tell of it: the sender, what the provider answered, and the provider's statuses, in any order and perhaps before the
answer. A later state never goes back. Both are written together, many at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.batch import Batch
from dichtbij.channels.whatsapp.gates import Gates
from dichtbij.channels.whatsapp.model import Fate, Refusal, Status, StatusUpdate
from dichtbij.channels.whatsapp.parcels import (
    DOUBT,
    GIVE_UP_AFTER,
    MOST_DOUBTS,
    Parcel,
    State,
    is_asked,
    is_later,
    is_news,
    retry_wait,
    slow_wait,
    together,
    unanswered_wait,
)
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.channels.whatsapp.store import parcels as store
from dichtbij.channels.whatsapp.telling import OWED
from dichtbij.clock import Clock
from dichtbij.conversations.model import ConversationId, Delivery, Message
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.texts import Texts

log = structlog.get_logger()

_LATEST_FIRST: tuple[Status, ...] = ("read", "delivered", "sent", "failed")
"""Of statuses that come together only the latest has to be written."""

WHY: Mapping[Fate, str] = {
    Fate.TEMPLATE: "utter_bezorging_venster",
    Fate.OTHER_CHANNEL: "utter_bezorging_onbereikbaar",
    Fate.NOT_NOW: "utter_bezorging_tegengehouden",
    Fate.OURS: "utter_bezorging_fout",
}
"""Why a message failed, for the agent; for all other fates utter_bezorging_storing."""
SIGNED_OFF = "utter_bezorging_afgemeld"
UNKNOWN = "utter_bezorging_onbekend"
TROUBLE = "utter_bezorging_storing"
OVERTAKEN = "utter_bezorging_ingehaald"
_NOT_ELSEWHERE = frozenset({SIGNED_OFF, OVERTAKEN, WHY[Fate.NOT_NOW]})
"""Of what failed so the person is not told on another way: by the person's own wish, or because later messages came."""


@dataclass(frozen=True)
class Outcome:
    """What the provider answered to one parcel."""

    parcel: Parcel
    remote_id: str = ""
    """Its id of the message, when it was taken."""
    refusal: Refusal | None = None
    until: datetime | None = None
    """When the provider takes messages again, when it takes none now."""
    counts: bool = True
    """Whether the try counts: not when it got no answer as nobody else did."""
    why: str = ""
    """It was never tried: the response that says why."""


@dataclass
class _Written:
    """What has to be told once a transaction is over."""

    changed: dict[ConversationId, list[Message]] = field(default_factory=dict)
    reached: dict[tuple[ConversationId, int], Parcel] = field(default_factory=dict)
    is_owed: bool = False
    """Somebody has to be told elsewhere."""


class Deliveries:
    """Writes outcomes and statuses."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        providers: Mapping[str, Provider],
        gates: Gates,
        texts: Texts,
        owed: Callable[[], None],
    ) -> None:
        """Args:
        owed: called when somebody has to be told elsewhere that a message failed (telling.py).
        """
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._providers = providers
        self._gates = gates
        self._texts = texts
        self._owed = owed
        self._outcomes = Batch(self._write_outcomes)
        self._statuses = Batch(self._write_statuses)

    async def over(self, outcome: Outcome) -> None:
        """The provider answered, or did not; comes back when it is stored."""
        await self._outcomes.put(outcome)

    async def on_status(self, update: StatusUpdate) -> None:
        """A status came in (port.Statuses); comes back when it is stored. What is not of ours is dropped."""
        await self._statuses.put(update)

    # -- what the provider answered -----------------------------------------------------------------------------------

    async def _write_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        written = _Written()
        async with self._database.writing() as session:
            held = {one.id: one for one in await store.locked(session, [one.parcel.id for one in outcomes], [])}
            for outcome in outcomes:
                parcel = held.get(outcome.parcel.id)
                if parcel is not None:  # erased meanwhile, with its person
                    await self._write_outcome(session, parcel, outcome, written)
            await self._show(session, written)
        await self._tell(written)

    async def _write_outcome(self, session: AsyncSession, parcel: Parcel, outcome: Outcome, written: _Written) -> None:
        if outcome.remote_id and is_later("sent", parcel.state):
            await store.advance(session, parcel.id, "sent", outcome.remote_id)
            self._reached(written, parcel)
        elif outcome.remote_id:  # a status was quicker than the answer
            await store.name(session, parcel.id, outcome.remote_id)
        elif parcel.state != "sending":
            return  # a status told what became of it while we had no answer, or another process goes on with it
        elif outcome.why:
            await self._fail(session, parcel, 0, "", outcome.why, written)
        elif outcome.refusal is not None and not outcome.counts:
            await self._unanswered(session, parcel, outcome.refusal)
        elif outcome.refusal is not None:
            await self._refused(session, parcel, outcome.refusal, outcome.until, written)

    async def _unanswered(self, session: AsyncSession, parcel: Parcel, refusal: Refusal) -> None:
        """The provider answers nobody, which is not this parcel's fault: it goes on until it is too old."""
        now = self._clock()
        wait = timedelta(seconds=unanswered_wait(now - parcel.made_at, refusal.wait))
        if refusal.in_doubt:
            await store.hold(session, parcel.id, now + max(wait, DOUBT), refusal.reason)
        else:
            await store.again(session, parcel.id, now + wait, refusal.code, refusal.reason, counts=False)

    async def _refused(
        self, session: AsyncSession, parcel: Parcel, refusal: Refusal, until: datetime | None, written: _Written
    ) -> None:
        fate, now = refusal.fate, self._clock()
        if refusal.in_doubt:
            if parcel.tries < MOST_DOUBTS:
                await store.doubt(session, parcel.id, refusal.reason)
            else:
                await self._fail(session, parcel, 0, refusal.reason, UNKNOWN, written)
        elif until is not None:
            await store.again(session, parcel.id, until, refusal.code, refusal.reason, counts=False)
        elif fate is Fate.SLOW_PERSON:
            until = now + timedelta(seconds=slow_wait(parcel.tries, refusal.wait))
            await store.slow_down(session, parcel.person.id, until)
            await store.again(session, parcel.id, until, refusal.code, refusal.reason)
        elif fate is Fate.RETRY and (wait := retry_wait(parcel.tries, refusal.wait)) is not None:
            await store.again(session, parcel.id, now + timedelta(seconds=wait), refusal.code, refusal.reason)
        else:
            await self._fail(session, parcel, refusal.code, refusal.reason, WHY.get(fate, TROUBLE), written)

    # -- statuses -----------------------------------------------------------------------------------------------------

    async def _write_statuses(self, updates: Sequence[StatusUpdate]) -> None:
        written = _Written()
        async with self._database.writing() as session:
            references = [one.reference for one in updates if one.reference]
            held = await store.locked(session, references, [one.id for one in updates])
            by_id = {one.id: one for one in held}
            by_remote = {one.remote_id: one for one in held if one.remote_id}
            for update in sorted(updates, key=lambda one: _LATEST_FIRST.index(one.status)):
                found = by_remote.get(update.id) or by_id.get(update.reference)
                if found is None:
                    log.debug("status_of_nothing", status=update.status)
                    continue
                parcel = by_id[found.id]  # as it is now: two of one parcel may come together
                state = await self._write_status(session, parcel, update, written)
                by_id[parcel.id] = replace(parcel, state=state)
            await self._show(session, written)
        await self._tell(written)

    async def _write_status(
        self, session: AsyncSession, parcel: Parcel, update: StatusUpdate, written: _Written
    ) -> State:
        """Gives the parcel's state after it."""
        if update.status != "failed" and parcel.state != "waiting" and parcel.remote_id in ("", update.id):
            self._gates.arrived(parcel)
        if not is_news(parcel, update.status, update.id):
            return parcel.state
        if update.status == "failed":
            return await self._failed(session, parcel, update, written)
        await store.advance(session, parcel.id, update.status, "" if parcel.remote_id else update.id)
        self._reached(written, parcel)
        return update.status

    async def _failed(self, session: AsyncSession, parcel: Parcel, update: StatusUpdate, written: _Written) -> State:
        """The provider took it, and then it went wrong."""
        fate = self._fate(parcel.person.provider, update.code)
        until = self._again_at(parcel, fate, update)
        if until is None:
            await self._fail(session, parcel, update.code, update.reason, WHY.get(fate, TROUBLE), written)
            return "failed"
        if fate is Fate.SLOW_PERSON:
            await store.slow_down(session, parcel.person.id, until)
        counts = fate not in (Fate.ALARM, Fate.SLOW_NUMBER)  # none of this parcel's doing
        await store.again(session, parcel.id, until, update.code, update.reason, counts=counts)
        return "waiting"

    def _again_at(self, parcel: Parcel, fate: Fate, update: StatusUpdate) -> datetime | None:
        """When what failed after it was taken is sent again; None for never."""
        now, until = self._clock(), None
        if fate is Fate.ALARM:
            until = self._gates.sound(parcel, update.code, update.reason, by_status=True)
        elif fate is Fate.SLOW_NUMBER:
            until = self._gates.slow(parcel, None, by_status=True)
        elif fate is Fate.RETRY:
            wait = retry_wait(parcel.tries, None)
            until = now + timedelta(seconds=wait) if wait is not None else None
        elif fate is Fate.SLOW_PERSON:
            until = now + timedelta(seconds=slow_wait(parcel.tries, None))
        is_old = now - parcel.made_at > GIVE_UP_AFTER
        return None if is_old or parcel.part is None else until

    def _fate(self, provider: str, code: int) -> Fate:
        found = self._providers.get(provider)
        return found.fate(code) if found else Fate.OURS

    # -- both ---------------------------------------------------------------------------------------------------------

    def _reached(self, written: _Written, parcel: Parcel) -> None:
        written.reached[parcel.conversation_id, parcel.from_seq] = parcel

    async def _show(self, session: AsyncSession, written: _Written) -> None:
        """Carry over to the record what all parts of a message have reached."""
        if not written.reached:
            return
        states = await store.states(session, list(written.reached))
        for (id_, from_seq), parcel in written.reached.items():
            state = _as_delivery(together(states.get((id_, from_seq), ["waiting"])))
            if state is not None and state != "failed":
                seqs = (from_seq, parcel.to_seq)
                changed = await self._conversations.delivered_in(session, id_, seqs, state)
                written.changed.setdefault(id_, []).extend(changed)

    async def _fail(
        self, session: AsyncSession, parcel: Parcel, code: int, reason: str, why: str, written: _Written
    ) -> None:
        seqs, words = (parcel.from_seq, parcel.to_seq), self._texts.text(why, code=code)
        changed = await self._conversations.delivered_in(session, parcel.conversation_id, seqs, "failed", words)
        written.changed.setdefault(parcel.conversation_id, []).extend(changed)
        matters = any(message.sender == "agent" for message in changed)
        tell = matters and why not in _NOT_ELSEWHERE and is_asked(parcel.person)
        await store.fail(session, parcel.id, code, f"{OWED if tell else ''}{reason}")
        written.is_owed |= tell
        log.warning("parcel_failed", parcel=parcel.id, conversation=parcel.conversation_id, code=code, reason=reason)

    async def _tell(self, written: _Written) -> None:
        """After the transaction: the ticks at the desk, and the person on another way."""
        if written.is_owed:
            self._owed()
        for conversation in await self._conversations.several(
            [id_ for id_, changed in written.changed.items() if changed]
        ):
            await self._conversations.announce_delivery(conversation, written.changed[conversation.id])


def _as_delivery(state: State) -> Delivery | None:
    return None if state == "waiting" or state == "sending" else state
