"""What became of our messages, on its way from inbox to sender: in any order, for only a higher rank counts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from dichtbij.channels.whatsapp.model import StatusUpdate
from dichtbij.channels.whatsapp.port import Statuses
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable

log = structlog.get_logger()

LEASE = timedelta(seconds=30)
"""How long a process may be silent while it handles what came in."""
GIVE_UP_AFTER = 6
"""Tries of one status before it is left out, with an error in the log: a later one of the same message tells more."""


class StatusLine:
    """Tells of each status that the inbox stored; again after a fall."""

    def __init__(self, database: Database, clock: Clock, process_id: str) -> None:
        self._database = database
        self._clock = clock
        self._process = process_id
        self.hears: Statuses | None = None
        """Who hears what became of messages of ours. None: statuses wait."""
        self._news = asyncio.Event()
        self._work = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether anything is under way; for tests."""
        return self._news.is_set() or self._work.locked()

    def news(self) -> None:
        """There may be something to tell."""
        self._news.set()

    async def run(self) -> None:
        """Tell of what came, until cancelled."""
        while True:
            await self._news.wait()
            async with self._work:
                self._news.clear()
                try:
                    while await self._hand_on():
                        pass
                except DatabaseUnavailable:
                    log.error("database_unavailable", during="inbox_statuses")
                except Exception:
                    log.exception("inbox_statuses_failed")

    async def _hand_on(self) -> bool:
        """Tell of some; gives whether there was any."""
        if self.hears is None:
            return False
        now = self._clock()
        async with self._database.writing() as session:
            kept = await store.claim_statuses(session, self._process, now, now + LEASE)
        # Side by side: who hears them writes what comes together in one transaction.
        telling = [self.hears.on_status(one.arrival) for one in kept if isinstance(one.arrival, StatusUpdate)]
        results = await asyncio.gather(*telling, return_exceptions=True)
        told = []
        for one, result in zip(kept, results, strict=True):
            if isinstance(result, BaseException):
                log.error("status_failed", tries=one.tries, exc_info=result)
            if not isinstance(result, BaseException) or one.tries >= GIVE_UP_AFTER:
                told.append(one.id)
        if told:
            async with self._database.writing() as session:
                await store.done(session, told, self._clock())
        return bool(told)
