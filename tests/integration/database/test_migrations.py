"""The migrations make exactly the tables of the code, on both engines, and can be taken back."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import inspect, text

from dichtbij import migrate as module
from dichtbij.database import Base, Database
from dichtbij.migrate import check, migrate


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path):
    """An address of a database without a table."""
    if request.param == "postgresql":
        return await request.getfixturevalue("postgres").new()
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
async def fresh(empty: str):
    database = Database(empty)
    yield database
    await database.close()


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))


async def downgrade(database: Database) -> None:
    async with database.writing() as session:
        await (await session.connection()).run_sync(
            lambda connection: command.downgrade(module._config(connection), "base")
        )


async def test_the_migrations_make_exactly_the_tables_of_the_code(fresh: Database) -> None:
    await migrate(fresh)

    assert await tables(fresh) == {*Base.metadata.tables, "alembic_version"}
    await check(fresh)


async def test_a_difference_between_code_and_migrations_is_noticed(fresh: Database) -> None:
    await migrate(fresh)
    async with fresh.writing() as session:
        await session.execute(text("DROP TABLE login_tries"))

    with pytest.raises(CommandError):
        await check(fresh)


async def test_migrating_again_changes_nothing(fresh: Database) -> None:
    await migrate(fresh)
    async with fresh.writing() as session:
        await session.execute(text("INSERT INTO agents (id, username, name, password_hash) VALUES ('a', 'a', 'A', '')"))

    await migrate(fresh)

    async with fresh.reading() as session:
        assert (await session.execute(text("SELECT count(*) FROM agents"))).scalar_one() == 1


async def test_down_to_nothing_and_up_again(fresh: Database) -> None:
    await migrate(fresh)
    await downgrade(fresh)
    assert await tables(fresh) <= {"alembic_version"}

    await migrate(fresh)
    await check(fresh)


async def test_two_processes_that_start_at_once_both_find_it_done(empty: str) -> None:
    # Alembic keeps its context in the process, so that two in one process would prove nothing.
    code = (
        "import asyncio, sys\n"
        "from dichtbij.database import Database\n"
        "from dichtbij.migrate import migrate\n"
        "asyncio.run(migrate(Database(sys.argv[1])))\n"
    )
    started = [await asyncio.create_subprocess_exec(sys.executable, "-c", code, empty) for _ in range(2)]
    assert [await process.wait() for process in started] == [0, 0]

    database = Database(empty)
    await check(database)
    await database.close()


async def test_a_migration_that_fails_half_way_leaves_nothing(fresh: Database, monkeypatch) -> None:
    real = command.upgrade

    def half(*arguments) -> None:
        real(*arguments)
        raise ZeroDivisionError

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(ZeroDivisionError):
        await migrate(fresh)
    monkeypatch.setattr(command, "upgrade", real)

    assert await tables(fresh) == set()
    await migrate(fresh)
    await check(fresh)


def test_there_is_one_line_of_migrations() -> None:
    scripts = ScriptDirectory(str(module._FOLDER))

    assert len(scripts.get_heads()) == 1
    for revision in scripts.walk_revisions():
        assert revision.doc, revision.revision
