"""A migrated database for every test: a file of SQLite, and a database in a real PostgreSQL of our own.

Both are made once by `dichtbij.migrate`; each test begins without a row. The PostgreSQL is Debian's
(`scripts/setup test` installs it): a private cluster in /tmp that listens on a socket only and goes away with the
tests. Without it those tests are skipped, loudly; under CI=true that is a failure.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from dichtbij.conversations.service import Conversations
from dichtbij.database import Base, Database
from dichtbij.handoff.agents import Agents
from dichtbij.handoff.service import Handoffs
from dichtbij.migrate import migrate
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.settings import ROOT

_numbers = count(1)


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


# -- PostgreSQL -----------------------------------------------------------------------------------------------------


class Cluster:
    """A PostgreSQL server of our own, without a network address. Nothing in it survives, so it never syncs to disk."""

    OPTIONS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200"

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries = binaries
        self.folder = folder
        # PostgreSQL refuses to run as root.
        self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "--pgdata", f"{folder}/data", "--auth=trust", "--no-sync", "--username=postgres",
                  "--encoding=UTF8", "--locale=C")  # fmt: skip

    def _run(self, command: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._as, str(self.binaries / command), *arguments],
            stdout=subprocess.DEVNULL,  # the server would keep a pipe open
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command} failed; see {self.folder}")

    def start(self, *, wait: bool = True) -> None:
        options = f"{self.OPTIONS} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "start", "-D", f"{self.folder}/data", "-o", options, "-l", f"{self.folder}/log",
                  "--wait" if wait else "--no-wait")  # fmt: skip

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-D", f"{self.folder}/data", "-m", "immediate", "--wait")

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self.folder}"

    async def run(self, sql: str, database: str = "postgres") -> None:
        connection = await asyncpg.connect(host=str(self.folder), user="postgres", database=database)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    async def new(self) -> str:
        """Make an empty database; gives its address."""
        name = f"test_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name}")
        return self.url(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if not found:
        missing = "no PostgreSQL server here (Debian: apt install postgresql): nothing is proven on PostgreSQL"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="dichtbij-pg-", dir="/tmp"))  # postgres can't enter pytest's own folder
    cluster = Cluster(found[-1].parent, folder)
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


# -- a database for each test ---------------------------------------------------------------------------------------


async def _migrate(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "dichtbij.db"
    asyncio.run(_migrate(sqlite_url(file)))
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Cluster) -> str:
    asyncio.run(postgres.run("CREATE DATABASE migrated"))
    asyncio.run(_migrate(postgres.url("migrated")))
    return "migrated"


async def _emptied(cluster: Cluster, name: str) -> str:
    """One database for all tests, without a row: much quicker than one each."""
    await cluster.run("; ".join(f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables)), name)
    return cluster.url(name)


@pytest.fixture
def sqlite_copy(migrated_file: Path, tmp_path: Path) -> str:
    return sqlite_url(Path(shutil.copy(migrated_file, tmp_path / "dichtbij.db")))


@pytest.fixture
async def sqlite(sqlite_copy: str) -> AsyncIterator[Database]:
    """For what does not differ between the two, or is about SQLite."""
    database = Database(sqlite_copy)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | Awaitable[str]:
    if request.param == "postgresql":
        name = request.getfixturevalue("migrated_postgres")
        return _emptied(request.getfixturevalue("postgres"), name)
    return request.getfixturevalue("sqlite_copy")


@pytest.fixture
async def open_database(database_url: str | Awaitable[str]) -> AsyncIterator[Callable[[], Database]]:
    """Each call is another process's engine on the one database of this test."""
    url = database_url if isinstance(database_url, str) else await database_url
    opened: list[Database] = []

    def another() -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield another
    for database in opened:
        await database.close()


@pytest.fixture
async def database(open_database: Callable[[], Database]) -> Database:
    return open_database()


# -- parts that many tests need -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    return load_organisation(ROOT / "organisatie.yml")


class QuickHasher:
    """Argon2 is slow on purpose; what is tested around it need not be."""

    def hash(self, password: str) -> str:
        return f"quick:{password}"

    def verify(self, password_hash: str, password: str) -> bool:
        from argon2.exceptions import VerifyMismatchError

        if password_hash != f"quick:{password}":
            raise VerifyMismatchError
        return True


@pytest.fixture
def process(open_database: Callable[[], Database], clock: Callable[[], object]) -> Callable[[], SimpleNamespace]:
    """Each call is another process of the counter, with what touches the database."""

    def another() -> SimpleNamespace:
        database = open_database()
        conversations = Conversations(database, clock)
        return SimpleNamespace(
            database=database,
            conversations=conversations,
            handoffs=Handoffs(database, clock, conversations),
            agents=Agents(database, clock, QuickHasher()),
        )

    return another
