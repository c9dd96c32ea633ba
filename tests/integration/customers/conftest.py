"""A seeded demo database, made once and copied for every test; time and chance are ours."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

import dichtbij.customers.store  # noqa: F401 - puts the tables on the metadata
from dichtbij.customers.demo import seed
from dichtbij.customers.model import CustomerId
from dichtbij.database import Base, Database

TODAY = date(2026, 11, 21)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class FakeMailer:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []

    async def send(self, to: str, subject: str, text: str) -> None:
        self.sent.append((to, subject, text))

    @property
    def last_code(self) -> str:
        return next(line.replace(" ", "") for line in self.sent[-1][2].splitlines() if line.replace(" ", "").isdigit())


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"

    async def fill() -> None:
        database = Database(url(path))
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await seed(database, TODAY)
        await database.close()

    asyncio.run(fill())
    return path


@pytest.fixture
async def database(seeded_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "dichtbij.db"
    shutil.copy(seeded_file, path)
    database = Database(url(path))
    yield database
    await database.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def mailer() -> FakeMailer:
    return FakeMailer()


def customer(number: str) -> CustomerId:
    return CustomerId(f"klant-{number}")


@pytest.fixture
def sanne() -> CustomerId:
    return customer("10482913")


@pytest.fixture
def karim() -> CustomerId:
    return customer("10517264")


@pytest.fixture
def linda() -> CustomerId:
    return customer("10533871")


@pytest.fixture
def bakkerij() -> CustomerId:
    return customer("20014578")


@pytest.fixture
def rachid() -> CustomerId:
    return customer("10375916")


@pytest.fixture
def nobody() -> CustomerId:
    return customer("99999999")
