"""Who writes when, in one process on SQLite: in the order of asking, what somebody outside waits for first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from dichtbij import database as module
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from dichtbij.migrate import migrate

SOON = 30.0


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'turns.db'}")
    await migrate(database)
    yield database
    await database.close()


class Writers:
    """Tasks that write, and the order in which they did."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.wrote: list[str] = []

    async def begin(self, name: str, *, first: bool = False) -> asyncio.Task[None]:
        async def write() -> None:
            async with self._database.writing(first=first):
                self.wrote.append(name)

        task = asyncio.create_task(write(), name=name)
        await asyncio.sleep(0)  # it asks for its turn now
        return task

    @asynccontextmanager
    async def one_is_writing(self) -> AsyncIterator[None]:
        async with self._database.writing():
            yield


async def test_in_the_order_of_asking_but_the_first_before_all(sqlite: Database) -> None:
    writers = Writers(sqlite)
    async with writers.one_is_writing():
        tasks = [await writers.begin("a"), await writers.begin("b")]
        tasks += [await writers.begin("acknowledgement", first=True), await writers.begin("c")]
    await asyncio.wait_for(asyncio.gather(*tasks), SOON)
    assert writers.wrote == ["acknowledgement", "a", "b", "c"]


async def test_who_leaves_the_queue_holds_nobody_up(sqlite: Database) -> None:
    writers = Writers(sqlite)
    async with writers.one_is_writing():
        leaves, stays = await writers.begin("leaves"), await writers.begin("stays")
        leaves.cancel()
    await asyncio.wait_for(stays, SOON)
    assert writers.wrote == ["stays"]


async def test_a_turn_that_comes_at_the_moment_of_leaving_goes_to_the_next(sqlite: Database) -> None:
    writers = Writers(sqlite)
    async with writers.one_is_writing():
        leaves, stays = await writers.begin("leaves"), await writers.begin("stays")
    leaves.cancel()  # its turn was given just now, and it does not know yet
    await asyncio.wait_for(stays, SOON)
    assert writers.wrote == ["stays"]
    await asyncio.wait_for(await writers.begin("later"), SOON)


async def test_who_waits_too_long_hears_so_and_the_rest_go_on(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 50)
    writers = Writers(sqlite)
    async with writers.one_is_writing():
        waited = await writers.begin("waited")
        with pytest.raises(DatabaseUnavailable):
            await asyncio.wait_for(waited, SOON)
    await asyncio.wait_for(await writers.begin("later"), SOON)
    assert writers.wrote == ["later"]


async def test_a_failed_write_gives_the_turn_back(sqlite: Database) -> None:
    writers = Writers(sqlite)
    with pytest.raises(ZeroDivisionError):
        async with writers.one_is_writing():
            raise ZeroDivisionError
    await asyncio.wait_for(await writers.begin("later"), SOON)


async def test_reading_waits_for_no_turn(sqlite: Database) -> None:
    writers = Writers(sqlite)
    async with writers.one_is_writing():
        async with sqlite.reading() as session:
            answer = await asyncio.wait_for(session.scalar(text("SELECT 1")), SOON)
    assert answer == 1
