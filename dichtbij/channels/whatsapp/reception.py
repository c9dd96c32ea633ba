"""What a burst means: who it is from, what goes into the record as a turn, and what changes something said before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from dichtbij.channels.whatsapp.arrivals import Kept
from dichtbij.channels.whatsapp.kinds import EVENTS, piece, settled
from dichtbij.channels.whatsapp.model import Channel, Incoming, Kind, Person, PersonId
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.rendering import Place, is_fingerprint, is_tap_of, read_more
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.clock import Clock
from dichtbij.conversations.bursts import Bursts
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Piece
from dichtbij.conversations.service import Conversations
from dichtbij.counter.ratings import SCORES
from dichtbij.counter.taps import ASK_HUMAN, tapped_on
from dichtbij.counter.wishes import stands_alone
from dichtbij.database import Database
from dichtbij.texts import Texts

log = structlog.get_logger()

WAIT_FOR = timedelta(seconds=30)
"""How long an edit, deletion or reaction waits for the message that it is about: deliveries come in any order."""

REACTION_ASKED = "utter_whatsapp_reactie"

More = Callable[[PersonId, Place, int], Awaitable[bool]]
"""Sends the choices of a message that did not fit before (Packer.more)."""

Welcome = Callable[[Person, Sequence[Incoming]], Awaitable[Content | None]]
"""What a person's conversation begins with; None: nothing."""

Look = Callable[[Person, Conversation, Sequence[Incoming]], Awaitable[Sequence[Incoming]]]
"""Somebody who sees what a person sent before it goes into the record, and gives what is left to go there."""


class Reception:
    """Handles what the inbox took (Inbox's Handle)."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        people: People,
        conversations: Conversations,
        bursts: Bursts,
        texts: Texts,
        channels: Mapping[str, Channel],
        notify: Callable[[ConversationId], None],
    ) -> None:
        """Args:
        channels: by the name of a provider.
        notify: told of each conversation with something to handle.
        """
        self._database = database
        self._clock = clock
        self._people = people
        self._conversations = conversations
        self._bursts = bursts
        self._texts = texts
        self._channels = channels
        self._notify = notify
        self.on_more: More | None = None
        self.welcome: Welcome | None = None
        self.looks: list[Look] = []
        """In order; for first contact, opt-out, references and whatever else is no word for the bot."""

    async def handle(self, provider: str, kept: Sequence[Kept]) -> set[str]:
        """Handle one person's messages, in order; gives the ids of those that wait for another to come.

        May be called again with the same: nothing is stored twice.
        """
        channel = self._channels[provider]
        came = [(one, one.arrival) for one in kept if isinstance(one.arrival, Incoming)]
        person: Person | None = None
        for _, message in came:
            if message.kind is Kind.NEW_NUMBER:
                await self._people.move(channel, message)
            else:
                person = await self._people.meet(channel, provider, message)
        if person is None:
            if any(message.kind is not Kind.NEW_NUMBER for _, message in came):
                log.error("message_from_nobody")  # neither id nor number: there is no way to answer it
            return set()
        messages = settled([message for _, message in came if message.kind is not Kind.NEW_NUMBER])
        rows = {message.id: one for one, message in came}
        await self._record(person, provider, [one for one in messages if one.kind not in EVENTS])
        early = set()
        for message in messages:
            row = rows[message.id]
            if message.kind in EVENTS and not await self._event(person, provider, message, row):
                early.add(row.id)
        return early

    async def broken(self, provider: str, kept: Kept) -> None:
        """Let the sender of a message know that nothing can be made of it (Inbox's Tell), the plainest way there is.

        Beside the message, which is still tried: when that is handled at last, it stands in the record as well.
        """
        message = kept.arrival
        if not isinstance(message, Incoming) or message.kind in EVENTS:
            return
        person = await self._people.meet(self._channels[provider], provider, message)
        id_ = f"{message.id}#onleesbaar"
        if person is None or await self._bursts.knows(person.channel, person.id, id_):
            return
        unreadable = Incoming(id_, message.address, message.at, Kind.UNKNOWN)
        for conversation_id in await self._bursts.receive(
            person.channel, person.id, [piece(unreadable, provider, message.at)]
        ):
            self._notify(conversation_id)

    # -- messages -----------------------------------------------------------------------------------------------------

    async def _record(self, person: Person, provider: str, messages: Sequence[Incoming]) -> None:
        messages = [message for message in messages if not await self._more(person, message)]
        if not messages:
            return
        welcome = await self.welcome(person, messages) if self.welcome is not None else None
        conversation = await self._conversations.current(person.channel, person.id, welcome)
        for look in self.looks:
            messages = await look(person, conversation, messages)
        pieces = [await self._piece(person, provider, message) for message in messages]
        for id_ in await self._bursts.receive(person.channel, person.id, pieces):
            self._notify(id_)

    async def _more(self, person: Person, message: Incoming) -> bool:
        """A tap on the last row of a list that did not hold all choices: the rest is sent, and nothing is said."""
        wanted = read_more(message.payload) if message.kind is Kind.TAP else None
        return bool(wanted and self.on_more and await self.on_more(person.id, *wanted))

    async def _piece(self, person: Person, provider: str, message: Incoming) -> Piece:
        made = piece(message, provider, self._clock())  # now, and not when it came: a process may have been down
        if not made.payload:
            return replace(made, alone=stands_alone(made.text if made.said is None else made.said))
        async with self._database.reading() as session:
            shown = await store.shown_by(session, message.about) if message.about else None
        marks = (*made.marks, tapped_on(*shown)) if shown else made.marks
        return await self._offered(person, replace(made, marks=marks))

    async def _offered(self, person: Person, tapped: Piece) -> Piece:
        """A tap as the button that the person was shown; a payload that nobody offered is only what stood on it.

        Whether it still answers anything is judged when it is handled (counter/taps.py). The title that comes back may
        have been cut to fit (rendering.py); the record shows the whole one.
        """
        if tapped.payload == ASK_HUMAN:  # the standing button, below every answer
            return tapped
        payload = await self._whole(person, tapped.payload)
        offered = await self._conversations.offering(person.channel, person.id, payload)
        if offered is None:
            return replace(tapped, payload="")
        conversation, title = offered
        return replace(tapped, text=title, payload=payload, into=conversation.id if payload in SCORES else None)

    async def _whole(self, person: Person, tapped: str) -> str:
        """The payload behind a fingerprint: one that did not fit in a button."""
        if not is_fingerprint(tapped):
            return tapped
        latest = await self._conversations.latest(person.channel, person.id)
        look = latest
        while look is not None:
            for message in reversed(await self._conversations.messages(look.id)):
                for reply in message.content.quick_replies:
                    if is_tap_of(tapped, reply["payload"]):
                        return reply["payload"]
            look = await self._conversations.get(look.previous_id) if look is latest and look.previous_id else None
        return tapped

    # -- what changes something said before ---------------------------------------------------------------------------

    async def _event(self, person: Person, provider: str, message: Incoming, row: Kept) -> bool:
        """Handle an edit, deletion or reaction; False when what it is about has not come yet."""
        waits = self._clock() - row.received_at < WAIT_FOR
        if message.kind is Kind.REACTION:
            return await self._reaction(message) or not waits
        if not await self._bursts.knows(person.channel, person.id, message.about):
            if not waits:
                await self._ahead(person, provider, message)
            return not waits
        if message.kind is Kind.EDIT:
            await self._bursts.edit(person.channel, person.id, message.about, message.text)
        elif message.kind is Kind.DELETION:
            await self._bursts.withdraw(person.channel, person.id, message.about)
        return True

    async def _ahead(self, person: Person, provider: str, message: Incoming) -> None:
        """An edit or deletion of what did not come yet takes its place: after an outage that may come much later.

        Not that of a picture, of which the edit holds the words only.
        """
        id_ = message.about if message.about and not message.details.get("below") else message.id
        if message.kind is Kind.EDIT and message.text.strip():
            await self._record(person, provider, [replace(message, id=id_)])
        elif message.kind is Kind.DELETION and message.about:
            gone = replace(message, id=id_, kind=Kind.TEXT, details={"withdrawn": True})
            await self._bursts.receive(person.channel, person.id, [piece(gone, provider, self._clock())])

    async def _reaction(self, message: Incoming) -> bool:
        """Kept with the message it is about. On an open question it is no answer, and the customer hears so."""
        async with self._database.reading() as session:
            shown = await store.shown_by(session, message.about)
        if shown is None:
            return False
        emoji = str(message.details.get("emoji", ""))
        reacted = await self._bursts.react(*shown, emoji)
        if reacted is None or not emoji:
            return True
        conversation = await self._conversations.get(shown[0])
        last = await self._conversations.last_message(shown[0])
        content = reacted.content
        asks = bool(content.quick_replies) and last is not None and last.id == reacted.id
        if asks and conversation is not None and conversation.owner == "bot" and reacted.sender != "customer":
            question = Content(
                self._texts.text(REACTION_ASKED),
                quick_replies=content.quick_replies,
                marks=(*(mark for mark in content.marks if not mark.startswith("utter:")), f"utter:{REACTION_ASKED}"),
            )
            await self._conversations.say(
                conversation.id, Draft("system", question), dedupe_key=f"reaction:{conversation.id}:{message.id}"
            )
        return True
