"""What can be done with a case. Every change of a case and its conversation's owner is one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.apart import told
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Message, Turn
from dichtbij.conversations.service import Conversations
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import add_contact_moment_in
from dichtbij.database import Database
from dichtbij.handoff import routing, store
from dichtbij.handoff.cases import Cases, context_of, mood_of
from dichtbij.handoff.model import (
    Agent,
    AgentId,
    AlreadyTaken,
    Case,
    CaseId,
    Full,
    HandoverRequest,
    NotYours,
    OfferedToAnother,
    Taken,
    priority_of,
)
from dichtbij.organisation import Balie

CaseListener = Callable[[Case], Awaitable[None]]


@dataclass(frozen=True)
class Contact:
    """The line among a customer's contacts that the end of a case leaves."""

    customer_id: CustomerId
    words: str


class Handoffs(Cases):
    """The queue and the cases, to change them. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self, database: Database, clock: Clock, conversations: Conversations, balie: Balie | None = None
    ) -> None:
        """Args:
        balie: whose question is whose, and how many conversations an agent has at once; None: one team, no maximum.
        """
        super().__init__(database, clock)
        self._conversations = conversations
        self._balie = balie
        self._listeners: list[CaseListener] = []
        self._open_listeners: list[CaseListener] = []

    def on_case(self, listener: CaseListener) -> None:
        """Be told of every change of a case, after it was stored."""
        self._listeners.append(listener)

    def on_open(self, listener: CaseListener) -> None:
        """Be told of every new case, after it was stored."""
        self._open_listeners.append(listener)

    async def announce(self, case: Case) -> None:
        """Tell the listeners of a case that was changed inside somebody's transaction."""
        for listener in self._listeners:
            await told(listener(case))

    async def open(
        self,
        turn: Turn,
        request: HandoverRequest,
        answers: Sequence[Draft],
        *,
        customer_id: str | None,
        level: int,
        vulnerable: bool,
    ) -> Case | None:
        """Put a conversation in the queue, with what the customer reads about it.

        Who left the queue not long ago gets the old place back. None when the conversation is no longer the bot's, or
        the message was handled before: then nothing is opened and nothing is said.
        """
        conversation, now = turn.conversation, self._clock()
        async with self._database.writing() as session:
            left = await store.left_the_queue(session, conversation.id, now - routing.PLACE_KEPT)
            changed = await self._conversations.change_owner(
                session, conversation.id, "bot", "queue", who="bot", why=request.reason
            )
            if changed is None:
                await self._conversations.finish_turn_in(session, turn, ())
                return None
            ours = replace(turn, conversation=changed)
            messages = await self._conversations.finish_turn_in(session, ours, answers)
            if messages is None:
                await session.rollback()
                return None
            case = await store.add(
                session,
                conversation_id=conversation.id,
                priority=priority_of(
                    request.reason, request.intent, vulnerable, danger=bool(request.context.get("danger"))
                ),
                reason=request.reason,
                trigger=request.trigger[:64],
                ask=request.ask,
                context=context_of(request),
                customer_id=customer_id,
                level=level,
                opened_at=left.opened_at if left else now,
                waited=routing.place_of(left, now),
                opened_seq=turn.message.seq,
                team=self.team_of(request.intent),
                waiting_since=now,
                vulnerable=vulnerable,
                **mood_of(turn.message.reading),
            )
        await self._conversations.announce(changed, messages)
        await self._conversations.announce_owner(changed)
        await self.announce(case)
        for listener in self._open_listeners:
            await told(listener(case))
        return case

    def team_of(self, intent: str) -> str:
        """Key of the team whose question it is; empty when there are no teams."""
        return self._balie.team_of(intent).key if self._balie else ""

    async def take(
        self, case_id: CaseId, agent: Agent, announcement: Content
    ) -> Taken | AlreadyTaken | OfferedToAnother | Full:
        """Make a waiting case this agent's: one that was offered, or one picked from the queue.

        Of two at once one gets it and the other hears who was first. While it is offered to one agent no other takes
        it, except who leads.
        """
        async with self._database.writing() as session:
            await store.hold_agents(session, [agent.id])
            case = await store.case(session, case_id)
            if case is None:
                return AlreadyTaken("")
            refused = await self._refused(session, case, agent) if case.state == "waiting" else None
            if refused is not None:
                return refused
            changed = None
            if case.state == "waiting":
                changed = await self._conversations.change_owner(
                    session,
                    case.conversation_id,
                    "queue",
                    "agent",
                    who=f"agent:{agent.id}",
                    why="aangenomen",
                    agent_id=agent.id,
                )
            if changed is None:
                now = await store.case(session, case_id) or case  # as the one who was first left it
                mine = now.state == "taken" and now.agent_id == agent.id
                return Taken(now) if mine else AlreadyTaken(now.agent_name)
            await store.change(
                session,
                case_id,
                state="taken",
                agent_id=agent.id,
                taken_at=self._clock(),
                waited=routing.waited(case, self._clock()),
                offered_to=None,
                offer_until=None,
                passed_by=[],
            )
            messages = await self._conversations.append_in(
                session, case.conversation_id, [Draft("system", announcement)]
            )
            taken = await store.case(session, case_id)
        assert taken is not None
        await self.after(changed, messages, taken)
        return Taken(taken)

    async def _refused(self, session: AsyncSession, case: Case, agent: Agent) -> OfferedToAnother | Full | None:
        """Why this agent may not take this waiting case now."""
        if agent.may_lead():
            return None
        if case.offered_to not in (None, agent.id) and not routing.has_lapsed(case, self._clock()):
            asked = await store.agent(session, AgentId(case.offered_to or ""))
            return OfferedToAnother(asked.name if asked else "")
        most = agent.max_cases
        if most is None and self._balie is not None:
            most = self._balie.hoogstens_tegelijk
        if most is not None and await store.count_taken(session, agent.id) >= most:
            return Full(most)
        return None

    async def hand_back(
        self,
        case_id: CaseId,
        agent: Agent,
        note: str,
        announcement: Content,
        *,
        outcome: str = "",
        lesson: str = "",
        contact: Contact | None = None,
    ) -> Case | NotYours:
        """Give the conversation back to the bot, with what was agreed.

        Args:
            outcome: one of Outcome, or empty.
            lesson: what the bot should have known.
            contact: what is noted among the customer's contacts; None when nobody knows who it was.
        """
        ending = {"note": note, "outcome": outcome, "lesson": lesson}
        return await self._end(case_id, agent, ending, announcement, contact, to_bot=True)

    async def close(
        self,
        case_id: CaseId,
        agent: Agent,
        note: str,
        announcement: Content,
        *,
        outcome: str = "",
        lesson: str = "",
        contact: Contact | None = None,
    ) -> Case | NotYours:
        """The question is solved: the conversation is over. See hand_back."""
        ending = {"note": note, "outcome": outcome, "lesson": lesson}
        return await self._end(case_id, agent, ending, announcement, contact, to_bot=False)

    async def _end(
        self,
        case_id: CaseId,
        agent: Agent,
        ending: Mapping[str, str],
        announcement: Content,
        contact: Contact | None,
        *,
        to_bot: bool,
    ) -> Case | NotYours:
        async with self._database.writing() as session:
            case = await store.case(session, case_id)
            if case is not None:  # held, then looked at again: two clicks at once (hand back, close) end it once
                await self._conversations.get_in(session, case.conversation_id)
                case = await store.case(session, case_id)
            if case is None or case.state != "taken" or case.agent_id != agent.id:
                return NotYours()
            # The words come first: a message after the end would belong to no one.
            messages = await self._conversations.append_in(
                session, case.conversation_id, [Draft("system", announcement)]
            )
            changed = await self._conversations.change_owner(
                session,
                case.conversation_id,
                "agent",
                "bot" if to_bot else "closed",
                who=f"agent:{agent.id}",
                why="teruggegeven" if to_bot else "afgesloten",
                expected_agent=agent.id,
            )
            if changed is None:
                raise AssertionError("a taken case whose conversation has another owner")
            now = self._clock()
            await store.change(session, case_id, state="handed_back" if to_bot else "closed", ended_at=now, **ending)
            if contact is not None:  # with the ending or not at all: the ending is not done a second time
                add_contact_moment_in(session, contact.customer_id, "chat", contact.words, now)
            ended = await store.case(session, case_id)
        assert ended is not None
        await self.after(changed, messages, ended)
        return ended

    async def leave_queue(self, turn: Turn, answers: Sequence[Draft], *, keep_turn: bool = False) -> bool:
        """The customer no longer waits and goes on with the bot.

        Args:
            keep_turn: leave the customer's message unhandled, so that the bot answers it next.
        """
        id_ = turn.conversation.id
        async with self._database.writing() as session:
            changed = await self._conversations.change_owner(
                session, id_, "queue", "bot", who="customer", why="wacht niet langer"
            )
            if changed is None:
                return False
            case = await store.open_case_of(session, id_)
            if case is not None:
                await store.change(
                    session, case.id, state="handed_back", ended_at=self._clock(), note="De klant wachtte niet langer."
                )
            ours = replace(turn, conversation=changed)
            messages = [] if keep_turn else await self._conversations.finish_turn_in(session, ours, answers) or []
            ended = await store.case(session, case.id) if case else None
        await self._conversations.announce(changed, messages)
        await self._conversations.announce_owner(changed)
        if ended is not None:
            await self.announce(ended)
        return True

    async def abandon(self, id_: ConversationId, why: str, note: str) -> None:
        """Close a conversation whose customer is gone for good, with its case when there is one."""
        async with self._database.writing() as session:
            found = await self._conversations.get_in(session, id_)
            if found is None or found.owner == "closed":
                return
            changed = await self._conversations.change_owner(
                session, id_, found.owner, "closed", who="customer", why=why
            )
            case = await store.open_case_of(session, id_)
            if case is not None:
                await store.change(session, case.id, state="closed", ended_at=self._clock(), note=note)
                case = await store.case(session, case.id)
        if changed is not None:
            await self._conversations.announce_owner(changed)
        if case is not None:
            await self.announce(case)

    async def after(self, conversation: Conversation, messages: Sequence[Message], case: Case) -> None:
        """Tell everybody of a case whose owner changed inside somebody's transaction."""
        await self._conversations.announce(conversation, messages)
        await self._conversations.announce_owner(conversation)
        await self.announce(case)

    async def sounds(self, id_: ConversationId, reading: Mapping[str, Any]) -> None:
        """Keep how the customer of an open case sounds now; the queue goes by it."""
        mood, danger = mood_of(reading), (reading.get("danger") or {}).get("kind")
        async with self._database.writing() as session:
            changed = await store.note_mood(session, id_, mood["mood_level"], mood["mood_score"], danger)
        if changed:
            await self.changed(id_)

    async def read(self, case_id: CaseId, agent_id: AgentId, seq: int) -> None:
        """Note how far the agent has read."""
        async with self._database.writing() as session:
            await store.read_upto(session, case_id, agent_id, seq)

    async def tell(self, case_id: CaseId) -> None:
        """Tell the listeners of a case that was changed inside somebody's transaction."""
        case = await self.get(case_id)
        if case is not None:
            await self.announce(case)

    async def changed(self, id_: ConversationId) -> None:
        """Tell the listeners that a message came into a case."""
        case = await self.of_conversation(id_)
        if case is not None:
            await self.announce(case)

    async def waited_too_long(self, limit: timedelta) -> list[Case]:
        """Waiting cases whose customer has not heard yet that it takes long; see heard_long_wait."""
        async with self._database.reading() as session:
            return await store.long_waits(session, self._clock() - limit)

    async def heard_long_wait(self, case: Case) -> None:
        """Note that the customer heard it, of this wait: a case that came back since waits anew."""
        async with self._database.writing() as session:
            await store.heard_long_wait(session, case)
