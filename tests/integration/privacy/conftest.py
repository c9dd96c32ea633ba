"""A counter's privacy room around the demo's customers, with the bot's own table beside it, on both databases."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

import dichtbij.channels.whatsapp.tables
import dichtbij.desks.tables
import dichtbij.privacy.store  # noqa: F401 - they register their tables
from dichtbij.conversations.model import Content, ConversationId, Draft, Received
from dichtbij.conversations.service import Conversations
from dichtbij.customers.consents import Consents
from dichtbij.customers.demo import seed
from dichtbij.customers.documents import Documents
from dichtbij.customers.model import CustomerId
from dichtbij.customers.store import identity as identities
from dichtbij.database import Base, Database
from dichtbij.handoff.agents import Agents
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import HandoverRequest
from dichtbij.handoff.service import Handoffs
from dichtbij.nlu.store import MEMORY, Kept, MemoryTable
from dichtbij.organisation import Organisation
from dichtbij.privacy.room import PrivacyRoom
from dichtbij.texts import Texts
from tests.conftest import FakeClock
from tests.policies import demo_policies

SANNE = "10482913"
WORDS = "kletsnatte theedoek"
"""Nobody else says this."""


class QuickHasher:
    def hash(self, password: str) -> str:
        return password

    def verify(self, password_hash: str, password: str) -> bool:
        return password_hash == password


@dataclass
class House:
    """One counter with everything that holds something of a person."""

    database: Database
    clock: FakeClock
    conversations: Conversations
    handoffs: Handoffs
    callbacks: Callbacks
    consents: Consents
    agents: Agents
    documents: Documents
    room: PrivacyRoom
    tracker: Database
    memory: MemoryTable

    def id_of(self, number: str = SANNE) -> CustomerId:
        return CustomerId(f"klant-{number}")

    async def says(
        self, words: str, *, number: str | None = SANNE, key: str = "browser-1", method: str = "login_token"
    ) -> ConversationId:
        """A customer writes, the bot answers and remembers it."""
        received = await self.conversations.receive("web", key, words)
        assert isinstance(received, Received)
        id_ = received.conversation.id
        if number:
            async with self.database.writing() as session:
                await identities.set_identity(session, id_, self.id_of(number), method, self.clock())
        turn = await self.conversations.begin_turn(id_)
        assert turn is not None
        await self.conversations.finish_turn(turn, [Draft("bot", Content(text=f"antwoord op {words}"))])
        await self.remembers(id_, words)
        return id_

    async def remembers(self, id_: str, words: str) -> None:
        """The bot adds a message to what it remembers."""
        before = await self.memory.read(id_) or Kept(0, "[]")
        event = {"event": "user", "text": words, "parse_data": {"intent": {"name": "groet"}}}
        events = [*json.loads(before.events), event]
        assert await self.memory.write(id_, Kept(before.version, json.dumps(events)), len(events))

    async def hands_over(self, id_: ConversationId, words: str) -> str:
        """A message of the customer goes to the queue; gives the case."""
        conversation = await self.conversations.get(id_)
        assert conversation is not None
        await self.conversations.receive("web", conversation.channel_key, words)
        turn = await self.conversations.begin_turn(id_)
        assert turn is not None
        request = HandoverRequest("verzoek", "medewerker_spreken", "", words, {"tried": [words]})
        case = await self.handoffs.open(turn, request, [], customer_id=self.id_of(), level=2, vulnerable=False)
        assert case is not None
        return case.id

    async def rows(self, name: str) -> list[dict[str, Any]]:
        """Every row of a table; of the bot's too."""
        database = self.tracker if name == MEMORY.name else self.database
        table = MEMORY if name == MEMORY.name else Base.metadata.tables[name]
        async with database.reading() as session:
            return [dict(row) for row in (await session.execute(select(table))).mappings()]

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, the bot's too."""
        names = [*(table.name for table in Base.metadata.sorted_tables), MEMORY.name]
        return {name: await self.rows(name) for name in names}

    async def found_in(self, words: str) -> set[str]:
        """The tables in which words stand somewhere."""
        return {
            name
            for name, rows in (await self.everything()).items()
            for row in rows
            if words.lower() in json.dumps(row, ensure_ascii=False, default=str).lower()
        }

    async def add(self, name: str, /, **values: Any) -> None:
        async with self.database.writing() as session:
            await session.execute(insert(Base.metadata.tables[name]).values(**values))


async def _seed(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await seed(database, date(2026, 11, 23), lambda line: None)
    if url.startswith("sqlite"):
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    await database.close()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """To its end, beside the loop of the fixture that asks for it."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def seeded_privacy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests get a copy."""
    file = tmp_path_factory.mktemp("privacy") / "dichtbij.db"
    _run(_seed(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def seeded_privacy_template(postgres: Any) -> str:
    """Made once; tests get a database from this template."""
    _run(postgres.run("CREATE DATABASE privacy_demo"))
    _run(_seed(postgres.url("privacy_demo")))
    return "privacy_demo"


_copies = count(1)


async def _copy_of(cluster: Any, template: str) -> str:
    name = f"privacy_{next(_copies)}"
    await cluster.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    return str(cluster.url(name))


@pytest.fixture(scope="session")
def texts(organisation: Organisation) -> Texts:
    return Texts(organisation.facts())


@pytest.fixture(params=["sqlite", "postgresql"])
async def house(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    clock: FakeClock,
    organisation: Organisation,
    texts: Texts,
) -> AsyncIterator[House]:
    """See House."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgres")
        url = await _copy_of(cluster, request.getfixturevalue("seeded_privacy_template"))
        tracker_url = await cluster.new()
    else:
        file = shutil.copy(request.getfixturevalue("seeded_privacy_file"), tmp_path / "dichtbij.db")
        url = f"sqlite+aiosqlite:///{file}"
        tracker_url = f"sqlite+aiosqlite:///{tmp_path / 'rasa.db'}"
    database, tracker = Database(url), Database(tracker_url)
    rasas_address = tracker_url.replace("+aiosqlite", "").replace("+asyncpg", "+psycopg2")
    memory = MemoryTable(rasas_address)
    await memory.check()  # makes the table
    policies = demo_policies()
    conversations = Conversations(database, clock)
    handoffs = Handoffs(database, clock, conversations)
    documents = Documents(database, clock, policies, texts, b"s" * 32)
    room = PrivacyRoom(
        database,
        clock,
        policies.bewaartermijnen,
        conversations,
        handoffs,
        documents,
        texts,
        organisation,
        rasas_address,
    )
    yield House(
        database,
        clock,
        conversations,
        handoffs,
        Callbacks(database, clock, organisation),
        Consents(database, clock),
        Agents(database, clock, QuickHasher()),
        documents,
        room,
        tracker,
        memory,
    )
    await room.stop()
    await memory.close()
    await database.close()
    await tracker.close()
