"""Carrying out what customers asked to have erased: after the turn it was asked in, once, also after a crash.

docs/adr/0006-erasing-after-the-turn.md says why it is done here and not in the action that is told to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Message
from dichtbij.conversations.pieces import again
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.handoff.model import CaseId
from dichtbij.handoff.service import Handoffs
from dichtbij.privacy.model import ERASED_NOTE, Erasure, merged
from dichtbij.privacy.report import report_text
from dichtbij.privacy.service import Privacy
from dichtbij.privacy.store import erasures, people
from dichtbij.privacy.store.session import Session
from dichtbij.privacy.store.tracker import TrackerStore
from dichtbij.texts import Texts

log = structlog.get_logger()

LATE = timedelta(hours=1)
"""So long a bot that was slow may still write about a conversation that is gone; until then we look again."""

ErasedListener = Callable[[str, str, Sequence[str]], Awaitable[None]]
"""Told of (channel, channel key, conversations that are gone), before anything is said in the new one."""


class Eraser:
    """The counter's hand. Raises DatabaseUnavailable when a database does not answer; then it is tried again."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        privacy: Privacy,
        conversations: Conversations,
        handoffs: Handoffs,
        tracker: TrackerStore,
        texts: Texts,
    ) -> None:
        self._database = database
        self._clock = clock
        self._privacy = privacy
        self._conversations = conversations
        self._handoffs = handoffs
        self._tracker = tracker
        self._texts = texts
        self._listeners: list[ErasedListener] = []

    def on_erased(self, listener: ErasedListener) -> None:
        """Be told when conversations are gone."""
        self._listeners.append(listener)

    async def after_turn(self, conversation_id: ConversationId) -> None:
        """Carry out what was asked for in the turn that just ended, if anything was."""
        async with self._database.reading() as session:
            erasure = await erasures.open_of(session, conversation_id)
        if erasure is not None:
            await self.carry_out(erasure)

    async def carry_out_open(self) -> int:
        """Carry out what is left: of a process that stopped in between, or because a conversation was being handled."""
        async with self._database.reading() as session:
            found = await erasures.open_ones(session)
        done = [await self.carry_out(erasure) for erasure in found]
        return sum(done)

    async def forget_late_words(self) -> int:
        """A bot that answered after we stopped waiting wrote about a conversation that is gone: take that away too."""
        async with self._database.reading() as session:
            found = await erasures.done_since(session, self._clock() - LATE)
        return await self._tracker.forget([id_ for erasure in found for id_ in erasure.conversation_ids])

    async def carry_out(self, erasure: Erasure) -> bool:
        """Erase, report, tell. False when it has to wait: somebody is handling one of the conversations now."""
        assert erasure.customer_id is not None
        async with self._database.reading() as session:
            person = await people.person(session, erasure.customer_id, erasure.conversation_id, erasure.scope)
        ids = [ConversationId(id_) for id_ in person.conversation_ids]
        if not await self._all_ours(ids):
            return False
        try:
            for id_ in ids:
                # First closed, with its case: nothing is taken away under an agent's hands.
                await self._handoffs.abandon(id_, "op verzoek gewist", ERASED_NOTE)
                await self._bring_along(id_)
            return await self._erase(erasure, ids)
        finally:
            for id_ in ids:
                await self._conversations.release(id_)

    async def _all_ours(self, ids: Sequence[ConversationId]) -> bool:
        """Take the right to handle each conversation; False when somebody is in the middle of one."""
        for id_ in ids:
            if await self._conversations.get(id_) is not None and not await self._conversations.claim(id_):
                return False
        async with self._database.reading() as session:
            return not [id_ for id_ in ids if await erasures.is_being_handled(session, id_)]

    async def _bring_along(self, id_: ConversationId) -> None:
        """What the customer wrote meanwhile, and nobody read yet, goes on in the new conversation."""
        for turn in await self._conversations.unhandled(id_):
            message, conversation = turn.message, turn.conversation
            await self._conversations.receive(
                conversation.channel,
                conversation.channel_key,
                message.content.said or message.content.text,
                payload=message.content.payload,
                channel_message_id=f"again:{message.id}",
                marks=again(message.content),
            )

    async def _erase(self, erasure: Erasure, ids: Sequence[ConversationId]) -> bool:
        """Everything in one transaction: either all of it is gone and reported, or nothing is.

        What goes is what was claimed and closed, and nothing more: the conversation in which the customer went on is
        the customer's too by now.
        """
        assert erasure.customer_id is not None
        async with self._database.writing() as session:
            held = await erasures.held(session, erasure.id)
            if held is None:
                return True
            if held.scope is not erasure.scope:
                return False  # more was asked meanwhile: next time, with all that it is about
            found = await people.person(session, erasure.customer_id, erasure.conversation_id, erasure.scope)
            person = replace(found, conversation_ids=tuple(ids))
            asked_in = await erasures.sessions_of(session, [erasure.conversation_id])
            sessions = await erasures.sessions_of(session, person.conversation_ids)
            cases = await erasures.cases_of(session, person.conversation_ids)
            await erasures.overwrite_freed_space(session)
            parts = [
                part for store in self._privacy.stores for part in await store.erase(session, person, erasure.scope)
            ]
            report = merged(parts)
            await erasures.finish(session, erasure, person.conversation_ids, report, self._clock())
            begun = await self._report(session, asked_in, erasure, report_text(self._texts, erasure, report))
        log.info("erased", erasure=erasure.id, scope=erasure.scope.value, conversations=len(person.conversation_ids))
        await self._tell(sessions, begun, cases)
        await self._tracker.forget(person.conversation_ids)
        return True

    async def _report(
        self, session: Session, asked_in: Mapping[str, tuple[str, str]], erasure: Erasure, text: str
    ) -> tuple[Conversation, list[Message]] | None:
        """Say what was done in the open conversation of whoever asked, mostly a fresh one; None when theirs is gone."""
        place = asked_in.get(erasure.conversation_id)
        if place is None:
            return None
        draft = Draft("system", Content(text=text, marks=(f"utter:utter_privacy_verslag_{erasure.scope.value}",)))
        return await self._conversations.begin_in(session, *place, [draft])

    async def _tell(
        self,
        sessions: Mapping[str, tuple[str, str]],
        begun: tuple[Conversation, list[Message]] | None,
        cases: Sequence[str],
    ) -> None:
        for channel, key in dict.fromkeys(sessions.values()):
            gone = [id_ for id_, place in sessions.items() if place == (channel, key)]
            for listener in self._listeners:
                try:
                    await listener(channel, key, gone)
                except Exception:  # what it is told of is done already
                    log.exception("listener_failed")
        if begun is not None:
            await self._conversations.announce_owner(begun[0])
            await self._conversations.announce(*begun)
        for case_id in cases:
            await self._handoffs.tell(CaseId(case_id))
