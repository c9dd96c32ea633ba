"""The door to the database: one engine a process, short reading and writing transactions.

SQLite by default (WAL, so that readers and one writer do not wait for each other), PostgreSQL by URL. A writing
transaction takes SQLite's write lock at its start (BEGIN IMMEDIATE): two that read first and write later would
otherwise fail with "database is locked" without waiting for each other.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from datetime import datetime, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Engine, MetaData, event, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from dichtbij.errors import DatabaseUnavailable, SettingsError

BUSY_TIMEOUT_MS = 5_000
"""How long a SQLite connection waits for another process's write before it gives up."""

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}

_TROUBLE = ("08", "28", "3D", "40", "53", "55", "57", "58", "XX")
"""Classes of PostgreSQL's error codes that tell of a server in trouble: no way in, deadlock, full, locked, stopping."""


class Base(DeclarativeBase):
    """Every table's base; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept as UTC. Refuses naive values; SQLite has no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime was about to be stored")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of places, kept as an integer so that SQLite does not make it a float."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.places)


def Money() -> ExactDecimal:  # noqa: N802 - reads as a column type
    """Euros with two decimal places."""
    return ExactDecimal(2)


def async_url(url: str) -> str:
    """The address of a database by the driver that does not block, whichever it names.

    Raises:
        SettingsError: neither SQLite nor PostgreSQL.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend not in _DRIVERS:
        raise SettingsError(f"{backend} is not known here; use sqlite:// or postgresql://")
    return parsed.set(drivername=_DRIVERS[backend]).render_as_string(hide_password=False)


class _Turns:
    """Whose turn it is to write, first come first served; `first` goes before all who wait.

    SQLite lets one write at a time, and who has to wait tries again after a while of its own choosing: with many
    writers somebody waits for seconds whose turn it was long ago. So the writers of one process queue here.
    """

    def __init__(self) -> None:
        self._taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, first: bool) -> AsyncIterator[None]:
        """Wait for the turn and have it. Raises DatabaseUnavailable when it does not come in BUSY_TIMEOUT_MS."""
        if self._taken:
            await self._wait(self._first if first else self._others)
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(mine)
        timer = mine.get_loop().call_later(BUSY_TIMEOUT_MS / 1000, _give_up, mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled() and mine.exception() is None:
                self._pass_on()  # it was given to us at the very moment that we left
            raise
        finally:
            timer.cancel()

    def _pass_on(self) -> None:
        for queue in (self._first, self._others):
            while queue:
                waiting = queue.popleft()
                if not waiting.done():
                    waiting.set_result(None)
                    return
        self._taken = False


def _give_up(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_exception(DatabaseUnavailable("no turn to write"))


class Database:
    """One engine and the two kinds of transaction on it.

    Faults of the database itself come out as DatabaseUnavailable; a broken constraint stays an IntegrityError.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = make_url(url)
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        arguments: dict[str, Any] = {}
        if self._is_sqlite:
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        else:
            arguments = {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True, "pool_timeout": 5}
        self.engine: AsyncEngine = create_async_engine(
            url,
            hide_parameters=True,  # an error of SQLAlchemy shows the values otherwise: personal data in the log
            **arguments,
        )
        if self._is_sqlite:
            _prepare_sqlite(self.engine.sync_engine)
        self._turns = _Turns() if self._is_sqlite else None
        self._reading = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writing = async_sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for looking; nothing done in it is kept."""
        async with _faults(), self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self, *, first: bool = False) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends and rolls back when it raises.

        Args:
            first: before all others who wait to write; for what somebody outside waits for, and is short.
        """
        turn = self._turns.turn(first=first) if self._turns is not None else nullcontext()
        async with turn, _faults(), self._writing() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


@asynccontextmanager
async def _faults() -> AsyncIterator[None]:
    try:
        yield
    except DBAPIError as error:
        if _is_trouble(error):
            raise DatabaseUnavailable(str(error.orig)) from error
        raise
    except (OSError, TimeoutError, asyncio.TimeoutError, PoolTimeout) as error:
        raise DatabaseUnavailable(str(error)) from error


def _is_trouble(error: DBAPIError) -> bool:
    """Whether the database is at fault, and not what was asked of it."""
    if error.connection_invalidated or isinstance(error, (OperationalError, InternalError)):
        return True
    if type(error) is DatabaseError:  # SQLite: not a database, or damaged
        return True
    return str(getattr(error.orig, "sqlstate", None) or "").startswith(_TROUBLE)


def _drive(driver: Any) -> None:
    """Change two things in how aiosqlite hands work to its thread.

    A cancelled task finishes the statement it is in; it is cancelled at its next step outside the database. The thread
    goes on with a statement whose task was cancelled; SQLAlchemy throws the connection away then, and SQLite keeps it,
    with the write lock, for as long as anything still holds its cursor: nobody could write.

    A statement is one step in the thread and not four (cursor, statement, rows, closing): every step costs two
    switches of threads, in a writing transaction with the lock held. SQLAlchemy awaits each step, so no two meet.
    """
    fetched: list[Any] = []

    async def execute(function: Any, *arguments: Any, **named: Any) -> Any:
        if not driver._running:
            raise ValueError("Connection closed")  # as aiosqlite itself does
        cursor, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
        if name == "cursor":
            return function(*arguments, **named)
        if isinstance(cursor, sqlite3.Cursor):
            if name == "close":
                return function()
            if name == "fetchall":
                return fetched
            if name == "execute":
                function = partial(_execute, fetched, cursor)
        return await _finished(driver, partial(function, *arguments, **named))

    driver._execute = execute


def _execute(fetched: list[Any], cursor: sqlite3.Cursor, *arguments: Any) -> sqlite3.Cursor:
    """A statement with all its rows: SQLAlchemy asks for them next, for nothing here reads a result bit by bit."""
    cursor.execute(*arguments)
    fetched[:] = cursor.fetchall() if cursor.description else ()
    return cursor


async def _finished(driver: Any, work: Callable[[], Any]) -> Any:
    """Let a connection's thread do something, and wait for it also when we are cancelled."""
    done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    driver._tx.put_nowait((done, work))
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        if done.cancelled():
            raise
    while not done.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([done])
    task = asyncio.current_task()
    if task is not None:
        if hasattr(task, "uncancel"):  # Python 3.11 counts
            task.uncancel()
        task.cancel()
    return done.result()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        _drive(connection.driver_connection)
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
