"""A whole counter around a bot of our own: everything real but the bot, the clock and the mail."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from dichtbij import signals
from dichtbij.conversations.model import Content, ConversationId, Received
from dichtbij.conversations.service import Conversations
from dichtbij.counter import dispatcher as timing
from dichtbij.counter.bot import BotAnswer, Known
from dichtbij.counter.dispatcher import Dispatcher
from dichtbij.counter.service import Counter, Parts
from dichtbij.customers.demo import seed
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.store import identity as identities
from dichtbij.database import Database
from dichtbij.errors import BotFailed, BotUnavailable
from dichtbij.handoff.agents import Agents
from dichtbij.handoff.hours import Availability
from dichtbij.handoff.model import Case
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation
from dichtbij.texts import Texts
from tests.policies import demo_policies
from tests.reader import read

WAIT = 60.0
"""Longest wait for something that must happen, in seconds: the machine may be busy."""


class FakeBot:
    """Answers "antwoord op ..." to everything, unless it is told otherwise."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers: dict[str, BotAnswer | None] = {}
        self.is_down = False
        self.fails_on: set[str] = set()
        self.breaks_on: set[str] = set()
        self._gates: dict[str, asyncio.Event] = {}
        self._reached: dict[str, asyncio.Event] = {}
        self.under_way: list[str] = []
        self.most_at_once = 0

    def gate(self, text: str) -> asyncio.Event:
        """Keep the answer to this text back until the gate is set."""
        return self._gates.setdefault(text, asyncio.Event())

    async def asked(self, text: str) -> None:
        """Wait until the bot is thinking about this text."""
        await asyncio.wait_for(self._reached.setdefault(text, asyncio.Event()).wait(), WAIT)

    def hands_over(self, text: str, said: str = "", **context: Any) -> None:
        handover = {"reason": "verzoek", "trigger": "medewerker_spreken", "ask": text, **context}
        self.answers[text] = BotAnswer(Content(text=said) if said else None, handover)

    @property
    def texts(self) -> list[str]:
        return [call["text"] for call in self.calls]

    async def answer(self, conversation_id: str, text: str, **more: Any) -> BotAnswer:
        self.calls.append({"conversation_id": conversation_id, "text": text, **more})
        if self.is_down:
            raise BotUnavailable("ClientConnectorError")
        if text in self.fails_on:
            raise BotFailed("the bot failed on the message")
        if text in self.breaks_on:
            raise ZeroDivisionError
        self.under_way.append(conversation_id)
        self.most_at_once = max(self.most_at_once, len(self.under_way))
        try:
            self._reached.setdefault(text, asyncio.Event()).set()
            if text in self._gates:
                await self._gates[text].wait()
        finally:
            self.under_way.remove(conversation_id)
        return self.answers.get(text) or BotAnswer(Content(text=f"antwoord op {text}"), None)

    async def known(self, conversation_id: str, text: str, form_of_address: str) -> list[Known]:
        return []

    async def is_ready(self) -> bool:
        return not self.is_down

    async def close(self) -> None:
        pass


class NoMail:
    async def send(self, to: str, subject: str, text: str) -> None:
        raise AssertionError("the counter sends no mail")


class World:
    """One process of the counter."""

    def __init__(
        self, database: Database, clock: Callable[[], Any], organisation: Organisation, texts: Texts, bot: FakeBot
    ) -> None:
        self.database, self.clock, self.organisation, self.bot = database, clock, organisation, bot
        self.conversations = Conversations(database, clock)
        self.handoffs = Handoffs(database, clock, self.conversations)
        self.availability = Availability(database, clock, organisation)
        self.agents = Agents(database, clock, QuickHasher())
        self.texts = texts
        identification = Identification(
            database,
            clock,
            demo_policies(),
            NoMail(),
            lambda below: 0,
            texts,
            code_key=b"k" * 32,
            login_token_secret="s" * 32,
        )
        self.counter = Counter(
            Parts(
                self.conversations,
                self.handoffs,
                self.availability,
                identification,
                Profiles(database, clock, demo_policies()),
                organisation,
                self.texts,
                bot,
                self._read,
            )
        )
        self.read: list[str] = []
        self.busy: list[tuple[ConversationId, bool]] = []
        self.dispatcher = Dispatcher(self.conversations, self.counter, on_busy=self._busy)

    def _read(self, turns: Sequence[signals.Turn]) -> signals.Reading:
        self.read = [turn.text for turn in turns]
        return read(turns)

    async def _busy(self, id_: ConversationId, on: bool) -> None:
        self.busy.append((id_, on))

    async def write(self, text: str, *, key: str = "k1", payload: str = "", **more: Any) -> Received:
        """The customer writes; handling begins."""
        received = await self.conversations.receive("web", key, text, payload=payload, **more)
        assert isinstance(received, Received)
        self.dispatcher.notify(received.conversation.id)
        return received

    async def settle(self) -> None:
        """Wait until everything that was notified is handled."""
        await asyncio.wait_for(self.dispatcher.idle(), WAIT)

    async def tell(self, text: str, **more: Any) -> Received:
        """The customer writes, and everything that follows from it has happened."""
        received = await self.write(text, **more)
        await self.settle()
        return received

    async def current(self, key: str = "k1"):
        return await self.conversations.current("web", key)

    async def record(self, key: str = "k1") -> list[tuple[str, str]]:
        """(who, text) of the current conversation."""
        messages = await self.conversations.messages((await self.current(key)).id)
        return [(message.sender, message.content.text) for message in messages]

    async def last(self, key: str = "k1") -> tuple[str, str]:
        return (await self.record(key))[-1]

    async def owner(self, key: str = "k1") -> str:
        return (await self.current(key)).owner

    async def until(self, happened: Callable[[], Any]) -> None:
        """Wait until an async look gives something true."""

        async def look() -> None:
            while not await happened():  # noqa: ASYNC110 - a database tells nobody
                await asyncio.sleep(0.02)

        await asyncio.wait_for(look(), WAIT)

    def words(self, name: str, **values: object) -> str:
        return self.texts.text(name, "je", **values)

    async def at_the_desk(self, name: str = "Fatima"):
        """An agent logs in and opens the desk."""
        agent = await self.agents.add(name.lower(), name, "wachtwoord")
        session = await self.agents.log_in(name.lower(), "wachtwoord")
        await self.agents.present(session.token, True)
        return agent

    async def case(self, key: str = "k1") -> Case:
        found = await self.handoffs.of_conversation((await self.current(key)).id)
        assert found is not None
        return found

    async def take(self, agent, key: str = "k1"):
        return await self.handoffs.take((await self.case(key)).id, agent, Content(text=f"{agent.name} is er"))

    async def hand_back(self, agent, key: str = "k1"):
        return await self.handoffs.hand_back((await self.case(key)).id, agent, "", Content(text="terug bij de bot"))

    async def is_customer(self, customer_number: str, key: str = "k1") -> None:
        """The conversation is with this customer from now on."""
        id_ = (await self.current(key)).id
        async with self.database.writing() as session:
            await identities.set_identity(
                session, id_, CustomerId(f"klant-{customer_number}"), "login_token", self.clock()
            )


class QuickHasher:
    """Argon2 is slow on purpose; these tests are not about it."""

    def hash(self, password: str) -> str:
        return password

    def verify(self, password_hash: str, password: str) -> bool:
        return password_hash == password


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Any]]:
    """What was logged; and no test may leave a word of a customer in it."""
    with capture_logs() as lines:
        yield lines
    assert not [line for line in lines if "gas in de keuken" in str(line) or "saldo" in str(line)]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same steps in a fraction of the time."""
    monkeypatch.setattr(timing, "RETRY_AFTER", (0.01, 0.01, 0.02))
    monkeypatch.setattr(timing, "LOOK_EVERY", 0.05)


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture(scope="session")
def texts(organisation: Organisation) -> Texts:
    return Texts(organisation.facts())


@pytest.fixture
async def another_world(open_database, clock, organisation, texts, bot: FakeBot) -> AsyncIterator[Callable[[], World]]:
    """Each call is another process of the counter on the same database."""
    worlds: list[World] = []

    def another() -> World:
        worlds.append(World(open_database(), clock, organisation, texts, bot))
        return worlds[-1]

    yield another
    for world in worlds:
        await world.dispatcher.stop()


@pytest.fixture
def world(another_world: Callable[[], World]) -> World:
    return another_world()


@pytest.fixture(scope="session")
def seeded_counter_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from datetime import date

    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("seeded") / "dichtbij.db"))

    async def fill() -> None:
        database = Database(f"sqlite+aiosqlite:///{file}")
        await seed(database, date(2026, 11, 23))
        await database.close()

    asyncio.run(fill())
    return file


@pytest.fixture
async def demo_world(
    seeded_counter_file: Path, tmp_path: Path, clock, organisation, texts, bot: FakeBot
) -> AsyncIterator[World]:
    """A counter whose customers are those of the demo."""
    database = Database(f"sqlite+aiosqlite:///{shutil.copy(seeded_counter_file, tmp_path / 'demo.db')}")
    world = World(database, clock, organisation, texts, bot)
    yield world
    await world.dispatcher.stop()
    await database.close()
