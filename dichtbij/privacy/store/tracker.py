"""Rasa's tracker store as a store of personal data. It is Rasa's own database: we only look, count and delete in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, func, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from dichtbij.errors import DatabaseUnavailable, SettingsError
from dichtbij.privacy.model import Erased, Person, Scope
from dichtbij.privacy.store.session import Session

_EVENTS = Table(
    "events", MetaData(), Column("id", Integer, primary_key=True), Column("sender_id", String), Column("data", Text)
)
"""What we need of Rasa's table (rasa.core.tracker_store.SQLTrackerStore); sender_id is the conversation."""

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_SECRET_SLOTS = frozenset({"code", "code_gevraagd"})
_SHOWN = ("text", "name", "value")


class TrackerStore:
    """See PersonalStore. Raises DatabaseUnavailable when Rasa's database does not answer."""

    name = "geheugen_assistent"
    tables: frozenset[str] = frozenset()

    def __init__(self, tracker_url: str) -> None:
        url = make_url(tracker_url)
        backend = url.get_backend_name()
        if backend not in _DRIVERS:
            raise SettingsError(f"TRACKER_URL: {backend} is not known here; use sqlite:// or postgresql://")
        self._file = Path(url.database) if backend == "sqlite" and url.database else None
        self._engine: AsyncEngine = create_async_engine(url.set(drivername=_DRIVERS[backend]), hide_parameters=True)

    async def close(self) -> None:
        """Give every connection back."""
        await self._engine.dispose()

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """What the bot remembers, in the order in which it happened."""
        async with self._connected() as connection:
            if connection is None:
                return {"events": []}
            rows = await connection.execute(
                select(_EVENTS.c.sender_id, _EVENTS.c.data)
                .where(_EVENTS.c.sender_id.in_(person.conversation_ids))
                .order_by(_EVENTS.c.id)
            )
            shown = [_event(str(sender), str(data)) for sender, data in rows]
        return {"events": [event for event in shown if event]}

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        async with self._connected() as connection:
            if connection is None:
                return [Erased("werkgeheugen", 0)]
            count = await connection.scalar(
                select(func.count()).select_from(_EVENTS).where(_EVENTS.c.sender_id.in_(person.conversation_ids))
            )
        return [Erased("werkgeheugen", count or 0)]

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        return [Erased("werkgeheugen", await self.forget(person.conversation_ids))]

    async def forget(self, conversation_ids: Sequence[str]) -> int:
        """Take away all that is remembered of these conversations; gives how many events that were."""
        if not conversation_ids:
            return 0
        async with self._connected() as connection:
            if connection is None:
                return 0
            gone = await connection.execute(delete(_EVENTS).where(_EVENTS.c.sender_id.in_(conversation_ids)))
            await connection.commit()
        return gone.rowcount

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection | None]:
        """A connection; None as long as Rasa has not made its table."""
        if self._file is not None and not self._file.exists():
            yield None  # connecting would make an empty file
            return
        try:
            async with self._engine.connect() as connection:
                if self._file is not None:
                    await connection.execute(text("PRAGMA busy_timeout=5000"))
                    await connection.execute(text("PRAGMA secure_delete=ON"))
                there = await connection.run_sync(lambda sync: sync.dialect.has_table(sync, "events"))
                yield connection if there else None
        except (DBAPIError, OSError) as error:
            raise DatabaseUnavailable("the tracker store does not answer") from error


def _event(sender_id: str, data: str) -> dict[str, Any] | None:
    """One event as the person may read it: what was said, recognised and kept; nothing of Rasa's own plumbing."""
    try:
        event = json.loads(data)
    except ValueError:
        return None
    if event.get("event") == "slot" and (event.get("name") in _SECRET_SLOTS or event.get("value") is None):
        return None
    shown = {name: event[name] for name in _SHOWN if event.get(name)}
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    if intent:
        shown["understood_as"] = intent
    return {"conversation_id": sender_id, "event": event.get("event"), **shown} if shown else None
