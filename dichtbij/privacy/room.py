"""Everything of this room that a counter runs, put together once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from dichtbij.clock import Clock
from dichtbij.conversations.service import Conversations
from dichtbij.customers.documents import DocumentKind, Documents
from dichtbij.customers.rules.retention import RetentionPolicy
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation
from dichtbij.privacy.erasing import Eraser
from dichtbij.privacy.inspection import Inspection
from dichtbij.privacy.retention import Retention
from dichtbij.privacy.service import Privacy
from dichtbij.privacy.store.tracker import TrackerStore
from dichtbij.texts import Texts

log = structlog.get_logger()

TRY_AGAIN_AFTER = 600.0
"""Seconds until clearing up is tried again after a fault."""


class PrivacyRoom:
    """Inspection, erasure and clearing up of one counter."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        policy: RetentionPolicy,
        conversations: Conversations,
        handoffs: Handoffs,
        documents: Documents,
        texts: Texts,
        organisation: Organisation,
        tracker_url: str,
    ) -> None:
        self._every = policy.elke_uren * 3600.0
        self._tracker = TrackerStore(tracker_url)
        self.privacy = Privacy(database, clock, policy, [self._tracker])
        self.eraser = Eraser(database, clock, self.privacy, conversations, handoffs, self._tracker, texts)
        self.retention = Retention(database, clock, policy, self.privacy, self._tracker)
        documents.serve(DocumentKind.GEGEVENS, Inspection(self.privacy, texts, organisation, policy).open)
        self._clearing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to clear up: now, and then every so many hours."""
        self._clearing = asyncio.create_task(self._clear_up())

    async def stop(self) -> None:
        """Stop; what was under way goes on at the next start."""
        if self._clearing is not None:
            self._clearing.cancel()
            with suppress(asyncio.CancelledError):
                await self._clearing
        await self._tracker.close()

    async def tidy(self) -> None:
        """Every few seconds: erasures that are still to be done, and late words of the bot about what is gone."""
        await self.eraser.carry_out_open()
        await self.eraser.forget_late_words()

    async def _clear_up(self) -> None:
        while True:
            wait = self._every
            try:
                await self.retention.clear_up()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="retention")
                wait = TRY_AGAIN_AFTER
            except Exception:  # a table that can't be cleared must not end the clearing for good
                log.exception("retention_failed")
                wait = TRY_AGAIN_AFTER
            await asyncio.sleep(wait)
