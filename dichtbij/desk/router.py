"""Keeps customers and agents moving: offers are made and lapse, and customers of a lost agent come back."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from dichtbij.conversations.model import Content
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.live import DeskLive
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.model import Case
from dichtbij.handoff.offers import Offers
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.transfers import Transfers

log = structlog.get_logger()

LOOK_EVERY = 1.0
"""Seconds; what changes in this process is looked at at once."""


class Router:
    """Runs until stopped, in every process of the counter: the database sees to it that nothing is done twice."""

    def __init__(
        self,
        handoffs: Handoffs,
        offers: Offers,
        transfers: Transfers,
        announcements: Announcements,
        live: DeskLive,
    ) -> None:
        self._handoffs = handoffs
        self._offers = offers
        self._transfers = transfers
        self._announcements = announcements
        self._live = live
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        handoffs.on_case(self._changed)
        live.on_presence = self.wake

    def wake(self) -> None:
        """Something changed: look now."""
        self._wake.set()

    async def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking. Offers stay; another process, or the next, goes on with them."""
        if self._task is not None:
            self._stopping = True  # wait_for may swallow the cancelling when it is woken at the same moment
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _changed(self, case: Case) -> None:
        self.wake()

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                await self.look()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="routing")
            except Exception:  # one case that fails must not end the routing of all others
                log.exception("routing_failed")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)

    async def look(self) -> None:
        """One round."""
        await self._transfers.bring_back(self._words)
        await self._offers.make()
        await self._live.look()

    async def _words(self, case: Case) -> Content:
        place = await self._announcements.place(case, await self._handoffs.behind(case))
        return await self._announcements.of(
            case, "utter_balie_weer_in_rij", medewerker=case.agent_name, wachttijd=place
        )
