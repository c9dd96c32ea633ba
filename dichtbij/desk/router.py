"""Keeps customers and agents moving: offers are made and lapse, and customers of a lost agent come back."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from dichtbij.apart import apart
from dichtbij.conversations.model import Content
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.live import DeskLive
from dichtbij.handoff.model import Case
from dichtbij.handoff.offers import Offers
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.transfers import Transfers

LOOK_EVERY = 1.0
"""Seconds; what changes in this process is looked at at once."""
AT_MOST_EVERY = 0.1
"""Seconds between two looks: when much changes at once, it is looked at together."""


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
        self._stopping = False
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking. Offers stay; another process, or the next, goes on with them."""
        if self._task is not None:
            self._stopping = True  # wait_for swallows the cancelling when it is woken at the same moment
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _changed(self, case: Case) -> None:
        self.wake()

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            await self.look()
            await asyncio.sleep(AT_MOST_EVERY)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)

    async def look(self) -> None:
        """One round; what fails of it keeps nothing else from being done."""
        await apart(self._transfers.bring_back(self._words), "bring_back")
        await apart(self._offers.make(), "offers")
        await apart(self._live.look(), "desk_look")

    async def _words(self, case: Case) -> Content:
        return await self._announcements.back_in_queue(case, await self._handoffs.behind(case))
