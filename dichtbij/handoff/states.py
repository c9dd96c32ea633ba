"""What the agents do now: free, busy or away, present or not, and with how many customers."""

from __future__ import annotations

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.handoff import store
from dichtbij.handoff.hours import PRESENT_WITHIN
from dichtbij.handoff.model import Agent, AgentId, AgentState, AtTheDesk


class States:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def everybody(self) -> list[AtTheDesk]:
        """Every agent with an account in use, by name."""
        async with self._database.reading() as session:
            desk = await store.at_the_desk(session, self._clock(), PRESENT_WITHIN)
        return [one for one in desk if one.agent.active]

    async def set(self, agent_id: AgentId, state: AgentState) -> Agent | None:
        """Say what the agent does from now on; None when there is no such agent. The same again changes nothing."""
        async with self._database.writing() as session:
            known = await store.agent(session, agent_id)
            if known is None or known.state == state:
                return known
            return await store.set_state(session, agent_id, state, self._clock())
