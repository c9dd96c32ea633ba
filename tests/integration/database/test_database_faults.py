"""A database that is locked, gone, full of rubbish or shutting down: DatabaseUnavailable, and nothing half stored."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from dichtbij import database as module
from dichtbij.conversations import store
from dichtbij.conversations.model import Content, Draft
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database, ExactDecimal, UtcDateTime
from dichtbij.errors import DatabaseUnavailable
from dichtbij.migrate import migrate


def file_of(database: Database) -> Path:
    return Path(database.url.split("///")[1])


# -- all or nothing -------------------------------------------------------------------------------------------------


async def test_a_block_that_raises_leaves_nothing(database: Database, clock) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the block is what is tested
        async with database.writing() as session:
            conversation = await store.create(session, "web", "k1", clock(), None)
            await store.append(session, conversation.id, [Draft("system", Content(text="hallo"))], clock())
            raise ZeroDivisionError

    async with database.reading() as session:
        assert await store.latest(session, "web", "k1") is None


async def test_a_task_that_is_cancelled_half_way_leaves_nothing_and_blocks_nobody(database: Database, clock) -> None:
    written = asyncio.Event()

    async def write() -> None:
        async with database.writing() as session:
            await store.create(session, "web", "k1", clock(), None)
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await written.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    conversations = Conversations(database, clock)
    received = await conversations.receive("web", "k1", "hoi")
    assert received.is_new


async def test_reading_keeps_nothing(database: Database, clock) -> None:
    async with database.reading() as session:
        await store.create(session, "web", "k1", clock(), None)
        await session.flush()

    async with database.reading() as session:
        assert await store.latest(session, "web", "k1") is None


async def test_a_message_of_a_conversation_that_does_not_exist_is_a_broken_constraint(database: Database) -> None:
    with pytest.raises(IntegrityError):  # noqa: PT012 - the block is what is tested
        async with database.writing() as session:
            now = datetime(2026, 11, 23, tzinfo=timezone.utc)
            session.add(
                store.MessageRow(id="m", conversation_id="geen", seq=1, at=now, sender="bot", content={}, state="x")
            )


async def test_two_that_read_first_and_write_later_wait_for_each_other(
    open_database: Callable[[], Database], clock
) -> None:
    """Without BEGIN IMMEDIATE one of them would fail with "database is locked", however long it may wait."""
    one, two = open_database(), open_database()
    id_ = (await Conversations(one, clock).current("web", "k1")).id

    async def look_and_write(database: Database) -> None:
        async with database.writing() as session:
            await store.locked(session, id_)
            await asyncio.sleep(0.05)
            await store.append(session, id_, [Draft("system", Content(text="hallo"))], clock())

    await asyncio.gather(look_and_write(one), look_and_write(two))

    assert len(await Conversations(one, clock).messages(id_)) == 2


# -- SQLite in trouble ----------------------------------------------------------------------------------------------


async def test_a_locked_file_is_unavailable_after_the_busy_time_and_then_works_again(
    sqlite: Database, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 100)
    conversations = Conversations(sqlite, clock)
    blocker = sqlite3.connect(file_of(sqlite), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseUnavailable, match="locked"):
        await conversations.receive("web", "k1", "hoi", channel_message_id="m1")
    blocker.execute("ROLLBACK")
    blocker.close()

    assert await conversations.missed("web", "k1", None) == []
    assert (await conversations.receive("web", "k1", "hoi", channel_message_id="m1")).is_new


async def test_reading_does_not_wait_for_somebody_who_writes(sqlite: Database, clock) -> None:
    conversations = Conversations(sqlite, clock)
    await conversations.receive("web", "k1", "hoi")
    blocker = sqlite3.connect(file_of(sqlite), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    assert len(await asyncio.wait_for(conversations.missed("web", "k1", None), 4)) == 1
    blocker.close()


@pytest.mark.parametrize("contents", [b"this is no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5_000])
async def test_a_file_with_rubbish_is_unavailable(tmp_path: Path, clock, contents: bytes) -> None:
    (tmp_path / "rubbish.db").write_bytes(contents)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'rubbish.db'}")

    with pytest.raises(DatabaseUnavailable):
        await Conversations(database, clock).receive("web", "k1", "hoi")
    with pytest.raises(DatabaseUnavailable):
        await migrate(database)
    await database.close()


async def test_a_folder_that_is_gone_is_unavailable(tmp_path: Path, clock) -> None:
    (tmp_path / "var").mkdir()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'var' / 'dichtbij.db'}")
    (tmp_path / "var").rmdir()

    with pytest.raises(DatabaseUnavailable):
        await Conversations(database, clock).current("web", "k1")
    await database.close()


async def test_a_full_disk_is_unavailable_and_keeps_nothing(sqlite: Database, clock) -> None:
    conversations = Conversations(sqlite, clock)
    await conversations.current("web", "k1")
    async with sqlite.engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1}")

    with pytest.raises(DatabaseUnavailable, match="full"):  # noqa: PT012 - the block is what is tested
        for number in range(50):
            await conversations.receive("web", "k1", "x" * 4_000, channel_message_id=f"m{number}")

    async with sqlite.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    stored = await conversations.missed("web", "k1", None)
    assert [message.seq for message in stored] == list(range(1, len(stored) + 1))
    assert (await conversations.receive("web", "k1", "hoi")).message.seq == len(stored) + 1


# -- PostgreSQL in trouble ------------------------------------------------------------------------------------------


async def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path, clock) -> None:
    database = Database(f"postgresql+asyncpg://postgres@/dichtbij?host={tmp_path}")

    with pytest.raises(DatabaseUnavailable):
        await Conversations(database, clock).current("web", "k1")
    with pytest.raises(DatabaseUnavailable):
        await migrate(database)
    await database.close()


async def test_a_database_that_does_not_exist_is_unavailable(postgres, clock) -> None:
    database = Database(postgres.url("bestaat_niet"))

    with pytest.raises(DatabaseUnavailable):
        await Conversations(database, clock).current("web", "k1")
    await database.close()


async def test_a_connection_that_is_cut_in_a_transaction_is_unavailable_and_keeps_nothing(
    postgres, migrated_postgres, clock
) -> None:
    database = Database(postgres.url(migrated_postgres))
    conversations = Conversations(database, clock)
    key = f"cut-{id(database)}"
    others = f"datname = '{migrated_postgres}' AND pid <> pg_backend_pid()"
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"

    with pytest.raises(DatabaseUnavailable):  # noqa: PT012 - the block is what is tested
        async with database.writing() as session:
            conversation = await store.create(session, "web", key, clock(), None)
            await postgres.run(cut)
            await store.append(session, conversation.id, [Draft("system", Content(text="hallo"))], clock())

    assert await conversations.missed("web", key, None) == []
    await postgres.run(cut)  # now the idle ones in the pool: they are noticed before they are used
    assert (await conversations.receive("web", key, "hoi")).is_new
    await database.close()


async def test_a_restart_of_the_server_is_survived(postgres, migrated_postgres, clock) -> None:
    database = Database(postgres.url(migrated_postgres))
    conversations = Conversations(database, clock)
    key = f"restart-{id(database)}"
    await conversations.receive("web", key, "een")

    await asyncio.to_thread(postgres.stop)
    with pytest.raises(DatabaseUnavailable):
        await conversations.receive("web", key, "twee")
    await asyncio.to_thread(postgres.start)

    assert (await conversations.receive("web", key, "drie")).message.seq == 2
    await database.close()


async def test_a_row_that_stays_locked_is_unavailable(postgres, migrated_postgres, clock) -> None:
    """When the operator sets a lock_timeout."""
    database = Database(postgres.url(migrated_postgres))
    conversations = Conversations(database, clock)
    key = f"locked-{id(database)}"
    id_ = (await conversations.current("web", key)).id

    async with database.writing() as holder:
        await store.locked(holder, id_)
        with pytest.raises(DatabaseUnavailable):  # noqa: PT012 - the block is what is tested
            async with database.writing() as session:
                await session.execute(text("SET LOCAL lock_timeout = '50ms'"))
                await store.locked(session, id_)
    await database.close()


async def test_two_that_wait_for_each_other_one_of_them_hears_unavailable(postgres, migrated_postgres, clock) -> None:
    database = Database(postgres.url(migrated_postgres))
    conversations = Conversations(database, clock)
    one, two = [(await conversations.current("web", f"dead-{n}-{id(database)}")).id for n in (1, 2)]
    both = asyncio.Barrier(2) if hasattr(asyncio, "Barrier") else None

    async def lock(first, second) -> None:
        async with database.writing() as session:
            await session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            await store.locked(session, first)
            if both:
                await both.wait()
            else:
                await asyncio.sleep(0.2)
            await store.locked(session, second)

    results = await asyncio.gather(lock(one, two), lock(two, one), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["DatabaseUnavailable", "NoneType"]
    await database.close()


async def test_a_mistake_of_ours_is_not_called_unavailable(postgres, migrated_postgres) -> None:
    database = Database(postgres.url(migrated_postgres))

    for wrong in ("SELECT nonsense", "SELECT 1/0", "SELECT * FROM bestaat_niet"):
        with pytest.raises(DBAPIError):
            async with database.reading() as session:
                await session.execute(text(wrong))
    await database.close()


async def test_a_pool_that_is_used_up_is_unavailable(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite.engine.sync_engine.pool, "_timeout", 0.05)
    pool = sqlite.engine.sync_engine.pool
    async with AsyncExitStack() as held:
        for _ in range(pool.size() + pool._max_overflow):
            holder = await held.enter_async_context(sqlite.reading())
            await holder.execute(text("SELECT 1"))
        with pytest.raises(DatabaseUnavailable):
            async with sqlite.reading() as session:
                await session.execute(text("SELECT 1"))


# -- what is kept exactly -------------------------------------------------------------------------------------------


async def test_moments_come_back_aware_and_in_utc(database: Database, clock) -> None:
    summer = datetime(2026, 7, 1, 12, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=2)))
    async with database.writing() as session:
        await store.create(session, "web", "k1", summer, None)

    async with database.reading() as session:
        kept = await session.scalar(select(store.ConversationRow.created_at))
    assert kept == summer
    assert kept.utcoffset() == timedelta(0)


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        async with database.writing() as session:
            await store.create(session, "web", "k1", datetime(2026, 7, 1), None)  # noqa: DTZ001


@pytest.mark.parametrize(("amount", "places"), [("0.10", 2), ("-12.34", 2), ("99999999999.99", 2), ("0.2735", 4)])
def test_money_is_kept_to_the_cent(amount: str, places: int) -> None:
    column = ExactDecimal(places)

    stored = column.process_bind_param(Decimal(amount), None)
    assert isinstance(stored, int)
    assert column.process_result_value(stored, None) == Decimal(amount)


def test_more_places_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 2"):
        ExactDecimal(2).process_bind_param(Decimal("0.001"), None)


def test_nothing_stays_nothing() -> None:
    for column in (ExactDecimal(2), UtcDateTime()):
        assert column.process_bind_param(None, None) is None
        assert column.process_result_value(None, None) is None
