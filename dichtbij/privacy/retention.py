"""Clearing up by itself: what was kept long enough goes, in small batches, while customers go on talking."""

from __future__ import annotations

from datetime import date

import structlog

from dichtbij.clock import AMSTERDAM, Clock
from dichtbij.customers.rules.retention import RetentionPolicy, books_since, since
from dichtbij.database import Database
from dichtbij.privacy.model import Scope
from dichtbij.privacy.service import Privacy
from dichtbij.privacy.store import people
from dichtbij.privacy.store import retention as store
from dichtbij.privacy.store.tracker import TrackerStore

log = structlog.get_logger()


class Retention:
    """Safe with several counters at once. Raises DatabaseUnavailable when a database does not answer."""

    def __init__(
        self, database: Database, clock: Clock, policy: RetentionPolicy, privacy: Privacy, tracker: TrackerStore
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._privacy = privacy
        self._tracker = tracker

    async def clear_up(self) -> dict[str, int]:
        """Take away all that is old; gives how many rows of what, and logs only that."""
        gone = {"memory": await self._memory(), "conversations": await self._conversations()}
        for name, (table, old) in store.old_rows(self._clock(), self._policy).items():
            gone[name] = 0
            while True:
                async with self._database.writing() as session:
                    count = await store.delete_some(session, table, old, self._policy.per_keer)
                gone[name] += count
                if count < self._policy.per_keer:
                    break
        gone["invoices"] = await self._invoices()
        gone["customers"] = await self._customers()
        counts = {name: count for name, count in gone.items() if count}
        if counts:
            log.info("retention_cleared", **counts)
        return counts

    async def _memory(self) -> int:
        """What the bot remembers of conversations that are over."""
        before, gone, last = since(self._clock(), self._policy.werkgeheugen_dagen), 0, ""
        while True:
            async with self._database.reading() as session:
                ids = await store.closed_before(session, before, self._policy.per_keer, last)
            gone += await self._tracker.forget(ids)
            if len(ids) < self._policy.per_keer:
                return gone
            last = ids[-1]

    async def _conversations(self) -> int:
        before, gone = since(self._clock(), self._policy.gesprekken_dagen), 0
        while True:
            async with self._database.reading() as session:
                ids = await store.closed_before(session, before, self._policy.per_keer)
            await self._tracker.forget(ids)  # first: without the record nobody would know of what it is the memory
            async with self._database.writing() as session:
                gone += await store.delete_conversations(session, ids)
            if len(ids) < self._policy.per_keer:
                return gone

    async def _invoices(self) -> int:
        """Books that the law no longer asks for."""
        gone = 0
        while True:
            async with self._database.writing() as session:
                count = await store.delete_old_invoices(session, self._books(), self._policy.per_keer)
            gone += count
            if count < self._policy.per_keer:
                return gone

    async def _customers(self) -> int:
        """Who left so long ago that not even the books need them; one batch at a time."""
        async with self._database.reading() as session:
            found = await store.long_gone_customers(session, self._books(), self._policy.per_keer)
        for customer_id in found:
            async with self._database.writing() as session:
                person = await people.person(session, customer_id, "", Scope.ALLES)
                for each in self._privacy.stores:
                    await each.erase(session, person, Scope.ALLES)
        return len(found)

    def _books(self) -> date:
        return books_since(self._clock().astimezone(AMSTERDAM).date(), self._policy)
