"""A task that is cancelled inside a statement must not leave SQLite's write lock behind: nobody could write again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from dichtbij.database import Database

SLOW = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 400000) SELECT count(*) FROM c"


async def test_whoever_is_cancelled_while_writing_lets_the_next_one_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dichtbij.database.BUSY_TIMEOUT_MS", 500)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.writing() as session:
        await session.execute(text("CREATE TABLE numbers (n)"))
    inside = asyncio.Event()

    async def write() -> None:
        async with database.writing() as session:
            await session.execute(text("INSERT INTO numbers VALUES (1)"))
            inside.set()
            await session.execute(text(SLOW))
            await asyncio.sleep(60)  # here, outside the database, it is cancelled

    task = asyncio.ensure_future(write())
    await inside.wait()
    await asyncio.sleep(0.02)
    task.cancel()
    # The end is kept on purpose: what still holds it keeps its cursor, and with that the lock.
    [end] = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(end, asyncio.CancelledError)
    async with database.writing() as session:
        await session.execute(text("INSERT INTO numbers VALUES (2)"))
    async with database.reading() as session:
        assert list(await session.scalars(text("SELECT n FROM numbers"))) == [2]
    await database.close()
