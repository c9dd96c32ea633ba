"""Bring the database up to date, from inside the program: no alembic.ini, no second way to name the database."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from dichtbij.database import Database

_FOLDER = Path(__file__).resolve().parent / "migrations"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's writing transaction holds the whole file already
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('dichtbij.migrate', 0))"))
    command.upgrade(_config(connection), "head")


def _differences(connection: Connection) -> None:
    command.check(_config(connection))


async def migrate(database: Database) -> None:
    """Run every migration that this database has not had yet. Two processes at once: the second finds it done.

    Raises:
        DatabaseUnavailable: the database did not answer; nothing was changed.
    """
    async with database.writing() as session:
        await (await session.connection()).run_sync(_upgrade)


async def check(database: Database) -> None:
    """Raise alembic's CommandError when the tables in the code differ from what the migrations make."""
    async with database.engine.begin() as connection:
        await connection.run_sync(_differences)


async def make_revision(database: Database, message: str) -> None:
    """Write a new migration with what the code has and the database has not; read it before you commit it."""

    def revision(connection: Connection) -> None:
        command.revision(_config(connection), message, autogenerate=True)

    async with database.engine.begin() as connection:
        await connection.run_sync(revision)
