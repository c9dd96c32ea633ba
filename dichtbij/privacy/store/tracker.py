"""The bot's working memory as a store of personal data. The database is the bot's: we look, count and delete in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, func, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from dichtbij.database import async_url
from dichtbij.errors import DatabaseUnavailable, SettingsError
from dichtbij.privacy.model import Erased, Person, Scope
from dichtbij.privacy.store.session import Session

_MEMORY = Table(
    "working_memory",
    MetaData(),
    Column("conversation_id", String, primary_key=True),
    Column("size", Integer),
    Column("events", Text),
)
"""What we need of the bot's table (dichtbij.nlu.store): the bot's room is known to nobody."""

_SECRET_SLOTS = frozenset({"code", "code_gevraagd"})
_SHOWN = ("text", "name", "value")


class TrackerStore:
    """See PersonalStore. Raises DatabaseUnavailable when the bot's database does not answer."""

    name = "geheugen_assistent"
    tables: frozenset[str] = frozenset()

    def __init__(self, tracker_url: str) -> None:
        try:
            url = make_url(async_url(tracker_url))
        except SettingsError as error:
            raise SettingsError(f"TRACKER_URL: {error}") from error
        self._file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self._engine: AsyncEngine = create_async_engine(url, hide_parameters=True)

    async def close(self) -> None:
        """Give every connection back."""
        await self._engine.dispose()

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """What the bot remembers: of each conversation what still counts, and its last turns."""
        async with self._connected() as connection:
            if connection is None:
                return {"events": []}
            rows = await connection.execute(
                select(_MEMORY.c.conversation_id, _MEMORY.c.events)
                .where(_MEMORY.c.conversation_id.in_(person.conversation_ids))
                .order_by(_MEMORY.c.conversation_id)
            )
            shown = [_event(str(id_), event) for id_, events in rows for event in json.loads(events)]
        return {"events": [event for event in shown if event]}

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        async with self._connected() as connection:
            if connection is None:
                return [Erased("werkgeheugen", 0)]
            count = await connection.scalar(
                select(func.sum(_MEMORY.c.size)).where(_MEMORY.c.conversation_id.in_(person.conversation_ids))
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
            mine = _MEMORY.c.conversation_id.in_(conversation_ids)
            gone = await connection.scalars(delete(_MEMORY).where(mine).returning(_MEMORY.c.size))
            count: int = sum(gone)
            await connection.commit()
        return count

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection | None]:
        """A connection; None as long as the bot has not made its table."""
        if self._file is not None and not self._file.exists():
            yield None  # connecting would make an empty file
            return
        try:
            async with self._engine.connect() as connection:
                if self._file is not None:
                    await connection.execute(text("PRAGMA busy_timeout=5000"))
                    await connection.execute(text("PRAGMA secure_delete=ON"))
                there = await connection.run_sync(lambda sync: sync.dialect.has_table(sync, _MEMORY.name))
                yield connection if there else None
        except (DBAPIError, OSError) as error:
            raise DatabaseUnavailable("the tracker store does not answer") from error


def _event(conversation_id: str, event: Mapping[str, Any]) -> dict[str, Any] | None:
    """One event as the person may read it: what was said, recognised and kept; nothing of Rasa's own plumbing."""
    if event.get("event") == "slot" and (event.get("name") in _SECRET_SLOTS or event.get("value") is None):
        return None
    shown = {name: event[name] for name in _SHOWN if event.get(name)}
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    if intent:
        shown["understood_as"] = intent
    return {"conversation_id": conversation_id, "event": event.get("event"), **shown} if shown else None
