"""A customer who goes from one agent to another: passed on, taken over, or back in the queue when an agent is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.apart import apart
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, Draft, Message
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.handoff import routing, store
from dichtbij.handoff.hours import PRESENT_WITHIN
from dichtbij.handoff.model import Agent, AgentId, AlreadyTaken, AtTheDesk, Case, CaseId, NobodyThere, NotYours, Taken
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation

log = structlog.get_logger()

Words = Callable[[Case], Awaitable[Content]]
"""What the customer reads about it."""

CONNECTION_LOST = "De verbinding met {agent} viel weg. De klant staat weer in de rij."


class Transfers:
    """Every change of a case and its conversation's owner is one transaction.

    Raises DatabaseUnavailable when the database does not answer.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        handoffs: Handoffs,
        organisation: Organisation,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._handoffs = handoffs
        self._organisation = organisation
        self._balie = organisation.balie
        self._since = clock()
        """While the counter was down nobody could be connected: who was away then gets the grace time from here."""

    async def to_agent(
        self, case_id: CaseId, agent: Agent, to: AgentId, note: str, announcement: Content
    ) -> Case | NotYours | NobodyThere:
        """Give the customer to a colleague, who has them from this moment on."""
        async with self._database.writing() as session:
            await store.hold_agents(session, [to])
            case = await self._mine(session, case_id, agent)
            if case is None:
                return NotYours()
            colleague = await self._at_the_desk(session, to)
            refused = self._why_not(colleague, agent)
            if refused is not None or colleague is None:
                return refused or NobodyThere("unknown")
            changed, messages = await self._move(session, case, agent, to, announcement, "doorgezet")
            text = f"Doorgezet naar {colleague.agent.name}. {note}"
            store.add_note(session, case.id, self._clock(), agent.name, "doorgezet", text)
            moved = await self._reread(session, case)
        await self._handoffs.after(changed, messages, moved)
        return moved

    async def to_team(
        self, case_id: CaseId, agent: Agent, team: str, note: str, announcement: Content
    ) -> Case | NotYours | NobodyThere:
        """Put the customer in a team's queue, at the place that belongs to when they first waited."""
        known = self._balie.teams.get(team)
        if known is None:
            return NobodyThere("unknown")
        async with self._database.writing() as session:
            case = await self._mine(session, case_id, agent)
            if case is None:
                return NotYours()
            refused = await self._nobody_in(session, team, agent)
            if refused is not None:
                return refused
            changed, messages = await self._queue(
                session, case, f"agent:{agent.id}", "doorgezet", announcement, team, passed_by=[agent.id]
            )
            text = f"Doorgezet naar {known.naam}. {note}"
            store.add_note(session, case.id, self._clock(), agent.name, "doorgezet", text)
            moved = await self._reread(session, case)
        await self._handoffs.after(changed, messages, moved)
        return moved

    async def take_over(self, case_id: CaseId, leader: Agent, note: str, announcement: Content) -> Taken | AlreadyTaken:
        """Who leads takes a customer from whoever has them, or out of the queue."""
        case = await self._handoffs.get(case_id)
        if case is None or case.state not in ("waiting", "taken"):
            return AlreadyTaken("")
        if case.state == "waiting":
            taken = await self._handoffs.take(case_id, leader, announcement)
            return taken if isinstance(taken, Taken) else AlreadyTaken(getattr(taken, "by", ""))
        if case.agent_id == leader.id:
            return Taken(case)
        async with self._database.writing() as session:
            held = await self._held(session, case_id)
            if held is None or held.state != "taken" or held.agent_id != case.agent_id:
                return AlreadyTaken(held.agent_name if held and held.state == "taken" else "")
            before = Agent(held.agent_id or AgentId(""), "", held.agent_name)
            changed, messages = await self._move(session, held, before, leader.id, announcement, "overgenomen")
            text = f"Overgenomen van {before.name}." + (f" {note}" if note else "")
            store.add_note(session, held.id, self._clock(), leader.name, "overgenomen", text)
            moved = await self._reread(session, held)
        await self._handoffs.after(changed, messages, moved)
        return Taken(moved)

    async def bring_back(self, words: Words) -> list[Case]:
        """Put customers back in the queue whose agent was lost longer than the grace time; gives their cases.

        Args:
            words: what the customer reads about it.
        """
        brought: list[Case] = []

        async def bring(case: Case) -> None:
            back = await self._bring_back(case, await words(case))
            if back is not None:
                log.warning("case_returned", case=case.id, conversation=case.conversation_id)
                brought.append(back)

        for case in await self._lost():
            await apart(bring(case), "bring_back", case=case.id)
        return brought

    async def _lost(self) -> list[Case]:
        now = self._clock()
        async with self._database.reading() as session:
            taken = await store.cases(session, "taken")
            desk = {one.agent.id: one for one in await store.at_the_desk(session, now, PRESENT_WITHIN)} if taken else {}
        return [case for case in taken if self._is_lost(case, desk.get(case.agent_id or AgentId("")), now)]

    def _is_lost(self, case: Case, agent: AtTheDesk | None, now: datetime) -> bool:
        if agent is None or now - self._since < self._balie.terug_in_rij_na:
            return False
        return routing.is_lost(agent, case, self._balie, now)

    async def _bring_back(self, case: Case, announcement: Content) -> Case | None:
        async with self._database.writing() as session:
            held = await self._held(session, case.id)
            if held is None or held.state != "taken" or held.agent_id != case.agent_id:
                return None  # another process was first, or it ended meanwhile
            agent = await self._at_the_desk(session, held.agent_id or AgentId(""))
            if not self._is_lost(held, agent, self._clock()):
                return None  # the agent came back
            changed, messages = await self._queue(
                session, held, "system", "verbinding kwijt", announcement, held.team, passed_by=[]
            )
            text = CONNECTION_LOST.format(agent=held.agent_name)
            store.add_note(session, held.id, self._clock(), "", "teruggekomen", text)
            back = await self._reread(session, held)
        await self._handoffs.after(changed, messages, back)
        return back

    # -- inside a transaction -----------------------------------------------------------------------------------------

    async def _held(self, session: AsyncSession, case_id: CaseId) -> Case | None:
        """The case as it is once its conversation is held: of two at once the second sees what the first did."""
        case = await store.case(session, case_id)
        if case is not None:
            await self._conversations.get_in(session, case.conversation_id)
            case = await store.case(session, case_id)
        return case

    async def _mine(self, session: AsyncSession, case_id: CaseId, agent: Agent) -> Case | None:
        case = await self._held(session, case_id)
        return case if case is not None and case.state == "taken" and case.agent_id == agent.id else None

    async def _reread(self, session: AsyncSession, case: Case) -> Case:
        found = await store.case(session, case.id)
        assert found is not None
        return found

    async def _at_the_desk(self, session: AsyncSession, agent_id: AgentId) -> AtTheDesk | None:
        desk = await store.at_the_desk(session, self._clock(), PRESENT_WITHIN)
        return next((one for one in desk if one.agent.id == agent_id), None)

    def _why_not(self, colleague: AtTheDesk | None, agent: Agent) -> NobodyThere | None:
        if colleague is None or not colleague.agent.active:
            return NobodyThere("unknown")
        name = colleague.agent.name
        if colleague.agent.id == agent.id:
            return NobodyThere("self", name)
        if not colleague.there:
            return NobodyThere("absent", name)
        if colleague.agent.state == "bezet":
            return NobodyThere("busy", name)
        if colleague.open >= routing.most_of(colleague, self._balie):
            return NobodyThere("full", name)
        return None

    async def _nobody_in(self, session: AsyncSession, team: str, agent: Agent) -> NobodyThere | None:
        """A customer is put in a queue only when somebody else is there to take them out of it."""
        name = self._balie.teams[team].naam
        if not self._organisation.is_open(self._clock(), team):
            return NobodyThere("closed", name)
        desk = await store.at_the_desk(session, self._clock(), PRESENT_WITHIN)
        others = [one for one in desk if one.there and one.agent.id != agent.id]
        return None if any(routing.is_of(one, team) for one in others) else NobodyThere("absent", name)

    async def _move(
        self, session: AsyncSession, case: Case, before: Agent, to: AgentId, announcement: Content, why: str
    ) -> tuple[Conversation, list[Message]]:
        """From one agent to another."""
        messages = await self._conversations.append_in(session, case.conversation_id, [Draft("system", announcement)])
        changed = await self._conversations.change_owner(
            session,
            case.conversation_id,
            "agent",
            "agent",
            who=f"agent:{to if why == 'overgenomen' else before.id}",
            why=why,
            agent_id=to,
            expected_agent=before.id,
        )
        if changed is None:
            raise AssertionError("a taken case whose conversation has another owner")
        await store.change(session, case.id, agent_id=to, taken_at=self._clock())
        return changed, messages

    async def _queue(
        self,
        session: AsyncSession,
        case: Case,
        who: str,
        why: str,
        announcement: Content,
        team: str,
        *,
        passed_by: list[str],
    ) -> tuple[Conversation, list[Message]]:
        """From an agent back to the queue. When the customer first waited stays, and with it the place."""
        messages = await self._conversations.append_in(session, case.conversation_id, [Draft("system", announcement)])
        changed = await self._conversations.change_owner(
            session, case.conversation_id, "agent", "queue", who=who, why=why, expected_agent=case.agent_id
        )
        if changed is None:
            raise AssertionError("a taken case whose conversation has another owner")
        await store.change(
            session,
            case.id,
            state="waiting",
            agent_id=None,
            taken_at=None,
            team=team,
            offered_to=None,
            offer_until=self._clock() if passed_by else None,  # who passed it on is not asked at once
            passed_by=passed_by,
            waiting_since=self._clock(),
            long_wait_said=False,
        )
        return changed, messages
