"""The table of the bot's working memory: one row a conversation, replaced as a whole after every message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, event, insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.database import Database, async_url
from dichtbij.errors import DatabaseUnavailable

MEMORY = Table(
    "working_memory",
    MetaData(),
    Column("conversation_id", String(255), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("events", Text, nullable=False),
)
"""events: a JSON list of Rasa's events · size: how many · version: how often it was written, from 1.

The counter counts, shows and erases what stands in it (dichtbij/privacy/store/tracker.py).
"""

_ANYTHING = select(MEMORY.c.version).limit(1)


@dataclass(frozen=True)
class Kept:
    """What is remembered of a conversation."""

    version: int
    events: str
    """A JSON list."""


class MemoryTable:
    """Every method raises DatabaseUnavailable when the database does not answer; then nothing was changed."""

    def __init__(self, url: str) -> None:
        """`url` is TRACKER_URL, whichever driver it names."""
        self._database = Database(async_url(url))
        self._made = False
        if self._database.engine.dialect.name == "sqlite":
            event.listen(self._database.engine.sync_engine, "connect", _overwrite_freed_space)

    async def read(self, conversation_id: str) -> Kept | None:
        """What is remembered of a conversation; None when nothing is."""
        query = select(MEMORY.c.version, MEMORY.c.events).where(MEMORY.c.conversation_id == conversation_id)
        async with self._session() as session:
            row = (await session.execute(query)).one_or_none()
        return Kept(*row) if row else None

    async def write(self, conversation_id: str, kept: Kept, size: int) -> bool:
        """Put this in the place of version `kept.version`, 0 when there was nothing.

        False when another version stands there by now: somebody else wrote it, or it was erased.
        """
        values = {"version": kept.version + 1, "size": size, "events": kept.events}
        try:
            async with self._session(writes=True) as session:
                if kept.version == 0:
                    await session.execute(insert(MEMORY).values(conversation_id=conversation_id, **values))
                    return True
                replaced = await session.execute(
                    update(MEMORY)
                    .where(MEMORY.c.conversation_id == conversation_id, MEMORY.c.version == kept.version)
                    .values(**values)
                    .returning(MEMORY.c.version)
                )
                return replaced.scalar_one_or_none() is not None
        except IntegrityError:
            return False

    async def conversation_ids(self) -> list[str]:
        """All conversations of which something is remembered."""
        async with self._session() as session:
            return list(await session.scalars(select(MEMORY.c.conversation_id)))

    async def check(self) -> None:
        """Reach the database and its table."""
        async with self._session() as session:
            await session.execute(_ANYTHING)

    async def close(self) -> None:
        """Give every connection back."""
        await self._database.close()

    @asynccontextmanager
    async def _session(self, *, writes: bool = False) -> AsyncIterator[AsyncSession]:
        try:
            if not self._made:
                await self._make()
            async with self._database.writing() if writes else self._database.reading() as session:
                yield session
        except Exception:
            self._made = False  # perhaps the database came back empty
            raise

    async def _make(self) -> None:
        if not await self._is_there():
            try:
                async with self._database.writing() as session:
                    await (await session.connection()).run_sync(MEMORY.create)
            except (DatabaseUnavailable, IntegrityError, ProgrammingError):
                if not await self._is_there():  # it is when another bot made it at the same moment
                    raise
        self._made = True

    async def _is_there(self) -> bool:
        async with self._database.reading() as session:
            connection = await session.connection()
            return await connection.run_sync(lambda sync: sync.dialect.has_table(sync, MEMORY.name))


def _overwrite_freed_space(connection: Any, _record: Any) -> None:
    """What is replaced must not stay readable in SQLite's file, where no erasure would find it any more."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
