"""Asking agents: a waiting case is offered to one of them with a time to accept, then to the next."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.handoff import routing, store
from dichtbij.handoff.hours import PRESENT_WITHIN
from dichtbij.handoff.model import AgentId, AtTheDesk, Case, CaseId, InLine
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Balie


class Offers:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock, handoffs: Handoffs, balie: Balie) -> None:
        self._database = database
        self._clock = clock
        self._handoffs = handoffs
        self._balie = balie

    async def make(self) -> list[Case]:
        """Take back offers that were not answered and make the ones that can be made; gives the cases that changed.

        Safe in several processes at once: the agents are held meanwhile, so nobody is asked twice.
        """
        if not await self._is_anything_to_do():
            return []
        async with self._database.writing() as session:
            await store.hold_agents(session)
            line = await store.line(session, hold=True)
            desk = await store.at_the_desk(session, self._clock(), PRESENT_WITHIN)
            changed = [await self._pass(session, case) for case in line if self._is_over(case, desk)]
            if changed:
                line = await store.line(session, hold=True)
                desk = await store.at_the_desk(session, self._clock(), PRESENT_WITHIN)
            until = self._clock() + self._balie.aannemen_binnen
            for asking in routing.plan(line, desk, self._balie, self._clock()):
                anew: dict[str, Any] = {"passed_by": []} if asking.anew else {}
                await store.change(session, asking.case_id, offered_to=asking.agent_id, offer_until=until, **anew)
                changed.append(asking.case_id)
            found = await store.several(session, set(changed))
        for case in found:
            await self._handoffs.announce(case)
        return found

    async def decline(self, case_id: CaseId, agent_id: AgentId) -> bool:
        """The agent passes: the next one is asked. False when it was not offered to this agent (any more)."""
        async with self._database.writing() as session:
            await store.hold_agents(session, [agent_id])
            case = next((one for one in await store.offered(session, agent_id) if one.id == case_id), None)
            if case is None:
                return False
            await self._pass(session, case)
            passed = await store.case(session, case_id)
        if passed is not None:
            await self._handoffs.announce(passed)
        return True

    async def open(self) -> list[Case]:
        """The offers that wait for an answer."""
        async with self._database.reading() as session:
            return await store.offered(session)

    async def _is_anything_to_do(self) -> bool:
        """A look without holding anything: mostly nothing waits, or nobody is free."""
        now = self._clock()
        async with self._database.reading() as session:
            line = await store.line(session)
            if not line:
                return False
            desk = await store.at_the_desk(session, now, PRESENT_WITHIN)
        return any(self._is_over(case, desk) for case in line) or bool(routing.plan(line, desk, self._balie, now))

    def _is_over(self, case: InLine, desk: list[AtTheDesk]) -> bool:
        """Whether an offer was not answered in time, or who was asked can't take it any more."""
        if case.offered_to is None:
            return False
        asked = next((one for one in desk if one.agent.id == case.offered_to), None)
        return routing.has_lapsed(case, self._clock()) or asked is None or not routing.has_room(asked, self._balie)

    async def _pass(self, session: AsyncSession, case: Case | InLine) -> CaseId:
        """Who was asked does not take it. Until when it was asked stays: a second round does not begin at once."""
        passed = [*case.passed_by, case.offered_to] if case.offered_to not in case.passed_by else list(case.passed_by)
        now = self._clock()
        until = min(case.offer_until or now, now)
        await store.change(session, case.id, offered_to=None, offer_until=until, passed_by=passed)
        return case.id
