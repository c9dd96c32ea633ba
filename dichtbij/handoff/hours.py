"""Whether a human can be had now: opening hours, holidays, and who is at the desk."""

from __future__ import annotations

from datetime import timedelta

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.handoff import routing, store
from dichtbij.handoff.model import Presence
from dichtbij.organisation import Organisation

PRESENT_WITHIN = timedelta(seconds=60)
"""An agent whose desk page gave no sign of life for this long is not there. The page gives one every 20 seconds."""


class Availability:
    """Looks only in the database, so that the action server knows what the counter knows."""

    def __init__(self, database: Database, clock: Clock, organisation: Organisation) -> None:
        self._database = database
        self._clock = clock
        self._organisation = organisation

    async def now(self, intent: str = "") -> Presence:
        """Whether a handover may be promised at this moment. Who has a break is nobody.

        Args:
            intent: the question it is about; its team's hours count, and its team's agents when one of them is there
                (otherwise everybody's: they are asked then).
        """
        moment = self._clock()
        team = self._organisation.balie.team_of(intent).key
        is_open = self._organisation.is_open(moment, team)
        async with self._database.reading() as session:
            desk = await store.at_the_desk(session, moment, PRESENT_WITHIN)
            waiting = await store.count_waiting(session)
        there = [agent for agent in desk if agent.there]
        of_team = [agent for agent in there if routing.is_of(agent, team)]
        return Presence(
            is_open=is_open,
            agents=len(of_team or there),
            waiting=waiting,
            opens_at=None if is_open else self._organisation.next_opening(moment, team),
        )
