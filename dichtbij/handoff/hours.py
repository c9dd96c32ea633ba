"""Whether a human can be had now: opening hours, holidays, and who is at the desk."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import distinct, func, select

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.handoff import store, tables
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

    async def now(self) -> Presence:
        """Whether a handover may be promised at this moment."""
        moment = self._clock()
        is_open = self._organisation.is_open(moment)
        async with self._database.reading() as session:
            agents = await session.scalar(
                select(func.count(distinct(tables.DeskSessionRow.agent_id))).where(
                    tables.DeskSessionRow.connected_at > moment - PRESENT_WITHIN,
                    tables.DeskSessionRow.expires_at > moment,
                )
            )
            waiting = await store.count_waiting(session)
        return Presence(
            is_open=is_open,
            agents=agents or 0,
            waiting=waiting,
            opens_at=None if is_open else self._organisation.next_opening(moment),
        )
