"""The real counter on a free port, for tests that talk to it from outside. Only the bot is ours.

`tests/contract/conftest.py`, `tests/integration/web/conftest.py` and `tests/integration/desk/conftest.py` take their
fixtures from here.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import aiohttp
import pytest
import pytest_asyncio
import socketio
import structlog
from aiohttp import web
from argon2 import PasswordHasher
from structlog.dev import plain_traceback

from dichtbij.app import CounterApp
from dichtbij.clock import AMSTERDAM, system_clock
from dichtbij.counter.bot import BotAnswer, Known, merge
from dichtbij.customers.demo import seed
from dichtbij.customers.login_token import sign_login_token
from dichtbij.database import Database
from dichtbij.handoff.agents import Agents
from dichtbij.migrate import migrate
from dichtbij.settings import Settings
from dichtbij.texts import Texts
from tests.reader import reader

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
"""A Monday, eleven o'clock in Amsterdam."""
SECRETS = {
    "bot_secret": "the-secret-of-bot-and-counter-in-tests",
    "session_secret": "the-secret-that-signs-sessions-in-tests",
    "login_token_secret": "the-secret-of-the-host-site-in-the-tests",
}
PASSWORD = "een heel lang wachtwoord"
SANNE, KARIM = "10482913", "10517264"
SECONDS = 30.0
"""How long a test waits for what should come at once."""


class Time:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


Answers = Sequence[Mapping[str, Any]]


@dataclass
class FakeBot:
    """Answers what the test says, in Rasa's own form; repeats the message when the test says nothing."""

    says: dict[str, Answers] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    knows: dict[str, Sequence[Known]] = field(default_factory=dict)
    """What it would answer, for an agent."""
    looked_up: list[tuple[str, str, str]] = field(default_factory=list)
    fault: Exception | None = None
    """Raised instead of an answer, until it is taken away."""
    gate: asyncio.Event | None = None
    """Answers wait for it."""
    ready: bool = True

    async def answer(
        self, conversation_id: str, text: str, *, message_id: str, retry: bool, metadata: Mapping[str, Any]
    ) -> BotAnswer:
        asked = {"conversation_id": conversation_id, "text": text, "message_id": message_id, "retry": retry}
        self.asked.append({**asked, "metadata": dict(metadata)})
        if self.gate is not None:
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return merge(self.says.get(text, [{"text": f"Je zei: {text}"}]))

    async def known(self, conversation_id: str, text: str, form_of_address: str) -> Sequence[Known]:
        self.looked_up.append((conversation_id, text, form_of_address))
        if self.fault is not None:
            raise self.fault
        return self.knows.get(text, [])

    async def is_ready(self) -> bool:
        return self.ready

    async def close(self) -> None:
        return None


def handover(reason: str = "verzoek", text: str = "") -> Answers:
    """What the bot's hand-over action sends."""
    case = {
        "reason": reason,
        "trigger": "medewerker_spreken",
        "intent": "medewerker_spreken",
        "ask": "Ik wil een mens",
        "evidence": [{"label": "vraagt om een medewerker", "words": "een mens", "weight": 1.0}],
        "intents": [{"intent": "medewerker_spreken", "title": "Medewerker spreken", "confidence": 0.98}],
        "tried": [],
        "slots": {},
        "open_form": None,
        "shown_figures": [],
    }
    return [*([{"text": text}] if text else []), {"custom": {"handover": case}}]


class Ears:
    """A socket.io client that remembers what it heard, in order."""

    def __init__(self, namespace: str = "/") -> None:
        self.namespace = namespace
        self.client = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self.client.on("*", self._hear, namespace=namespace)

    async def _hear(self, event: str, *data: Any) -> None:
        self.heard.append((event, data[0] if data else None))
        self._news.set()

    def all(self, event: str) -> list[Any]:
        return [data for name, data in self.heard if name == event]

    async def until(self, event: str, wanted: Callable[[Any], bool] = lambda data: True) -> Any:
        """The first such event, waiting for it when it has not come yet."""

        async def look() -> Any:
            while True:
                self._news.clear()
                for name, data in self.heard:
                    if name == event and wanted(data):
                        return data
                await self._news.wait()

        try:
            return await asyncio.wait_for(look(), SECONDS)
        except asyncio.TimeoutError:
            raise AssertionError(f"no such {event!r}; heard {self.heard}") from None

    async def emit(self, event: str, data: Any = None) -> None:
        await self.client.emit(event, data, namespace=self.namespace)

    async def ask(self, event: str, data: Any) -> Any:
        """Send and wait for the acknowledgement."""
        return await self.client.call(event, data, namespace=self.namespace, timeout=SECONDS * 2)

    async def close(self) -> None:
        await self.client.disconnect()
        await self.client.shutdown()


class Widget(Ears):
    """Our own widget's side of the socket."""

    session_id: str = ""
    conversation_id: str = ""

    async def begin(self, session_id: str | None = None, **more: Any) -> Widget:
        """Ask for a session and wait for all that belongs to it."""
        before = len(self.all("replay"))
        await self.emit("session_request", {"client": "dichtbij/1", "session_id": session_id, **more})
        await self.until("replay", lambda _: len(self.all("replay")) > before)
        self.session_id = self.all("session_confirm")[-1]
        self.conversation_id = self.all("session")[-1]["conversation_id"]
        return self

    @property
    def replayed(self) -> list[dict[str, Any]]:
        """The messages of the last replay."""
        messages: list[dict[str, Any]] = self.all("replay")[-1]["messages"]
        return messages

    async def say(self, message: object, **more: Any) -> dict[str, Any]:
        """Send a message; gives the acknowledgement."""
        data = {"message": message, "session_id": self.session_id, "message_id": str(uuid4()), **more}
        answer: dict[str, Any] = await self.ask("user_uttered", data)
        return answer

    async def hears(self, part: str) -> dict[str, Any]:
        """A message of bot, system or agent with this text in it."""
        message: dict[str, Any] = await self.until("bot_uttered", lambda m: part in m.get("text", ""))
        return message

    async def settle(self) -> None:
        """Everything that was sent to us before this moment has been heard: events stay in order on a socket."""
        await self.ask("read", {})


@dataclass
class Running:
    """A counter that runs, with the other side of everything it is connected to."""

    parts: CounterApp
    url: str
    bot: FakeBot
    clock: Time
    database_file: Path
    http: aiohttp.ClientSession
    _open: list[Ears] = field(default_factory=list)
    addresses: frozenset[tuple[str, str]] = frozenset()
    """Method and path of everything it serves."""

    async def connect(self, ears: Ears | None = None, **options: Any) -> Ears:
        """A socket that is open; closed after the test."""
        ears = ears or Ears()
        await ears.client.connect(
            self.url, namespaces=[ears.namespace], transports=["websocket"], wait_timeout=SECONDS, **options
        )
        self._open.append(ears)
        return ears

    async def widget(self, session_id: str | None = None, **more: Any) -> Widget:
        """Our widget, in a session."""
        widget = Widget()
        await self.connect(widget)
        return await widget.begin(session_id, **more)

    async def quiet(self) -> None:
        """Nothing is being handled any more."""
        await self.parts.dispatcher.idle()

    def token(self, customer_number: str = SANNE, **how: Any) -> str:
        """What the host site signs."""
        secret = how.get("secret", SECRETS["login_token_secret"])
        token_id = how.get("token_id", str(uuid4()))
        life = timedelta(minutes=how.get("minutes", 5))
        return sign_login_token(customer_number, secret, how.get("at", self.clock()), token_id, life)

    async def agent(self, username: str = "fatima") -> Agent:
        """An agent who is logged in over HTTP."""
        client = aiohttp.ClientSession(self.url, cookie_jar=aiohttp.CookieJar(unsafe=True))
        agent = Agent(self, client)
        self._open.append(agent)
        await agent.log_in(username)
        return agent

    async def close(self) -> None:
        for each in self._open:
            await each.close()


class Agent(Ears):
    """An agent's page: HTTP with cookie and CSRF header, and the socket /desk."""

    def __init__(self, counter: Running, client: aiohttp.ClientSession) -> None:
        super().__init__("/desk")
        self.counter = counter
        self.http = client
        self.csrf = ""
        self.id = ""

    async def log_in(self, username: str, password: str = PASSWORD) -> None:
        status, body = await self.post("/desk/api/login", {"username": username, "password": password})
        assert status == 200, body
        self.csrf, self.id = body["csrf"], body["agent"]["id"]

    @property
    def cookie(self) -> str:
        """As a browser sends it."""
        cookies = self.http.cookie_jar.filter_cookies(aiohttp.client.URL(self.counter.url))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())

    async def be_present(self) -> Agent:
        """Open the page: from now on live, and counted as present."""
        await self.client.connect(
            self.counter.url,
            namespaces=["/desk"],
            transports=["websocket"],
            headers={"Cookie": self.cookie},
            wait_timeout=SECONDS,
        )
        await self.until("callbacks")
        return self

    async def be_busy(self) -> Agent:
        """Be there, so that customers are handed over, and be asked for none of them."""
        assert (await self.post("/desk/api/state", {"state": "bezet"}))[0] == 200
        return await self.be_present()

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.http.get(path) as response:
            return response.status, await response.json()

    async def post(self, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        async with self.http.post(path, json=body or {}, headers={"X-CSRF": self.csrf, **headers}) as response:
            return response.status, await response.json()

    async def close(self) -> None:
        await super().close()
        await self.http.close()


def _quick_hasher() -> PasswordHasher:
    """Argon2 as it is, but with as little work as it takes: passwords are not what is tested."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@lru_cache(maxsize=4)
def _read(facts: tuple[tuple[str, str], ...]) -> Texts:
    return Texts(dict(facts))


def _read_once(facts: Mapping[str, str]) -> Texts:
    """The texts are the same in every test, and reading them takes as long as all the rest of starting."""
    return _read(tuple(facts.items()))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def running(file: Path, *, clock: Time | None = None, **overrides: Any) -> AsyncIterator[Running]:
    """Start a counter on a database file and stop it afterwards."""
    bot, time = overrides.pop("bot", None) or FakeBot(), clock or Time()
    dist = {"dist": overrides.pop("dist")} if "dist" in overrides else {}
    settings = Settings(
        _env_file=None,
        **{
            "host": "127.0.0.1",
            "port": free_port(),
            "database_url": f"sqlite+aiosqlite:///{file}",
            "opening_hours": "organisation",
            "organisation_file": "organisatie.yml",
            "demo": True,
            **SECRETS,
            **overrides,
        },
    )
    # What structlog does by default, but without the local variables, which take a second each time.
    structlog.configure(processors=[structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain_traceback)])
    with (
        patch("dichtbij.app.Texts", _read_once),
        patch("dichtbij.app._reader", lambda who: reader(who.called())),  # 70 MB, the same for every counter
        patch("dichtbij.handoff.agents.PasswordHasher", _quick_hasher),
    ):
        parts = CounterApp(settings, clock=time, bot=bot, **dist)
    app = parts.build()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    async with aiohttp.ClientSession(settings.base_url) as http:
        counter = Running(parts, settings.base_url, bot, time, file, http)
        routes = [route for route in app.router.routes() if route.resource is not None]
        counter.addresses = frozenset((route.method, route.resource.canonical) for route in routes if route.resource)
        try:
            yield counter
        finally:
            await counter.close()
            await runner.cleanup()


async def fill(file: Path) -> None:
    """Make a database with the demo's customers and two agents."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    await migrate(database)
    await seed(database, NOW.astimezone(AMSTERDAM).date())
    agents = Agents(database, system_clock, _quick_hasher())
    for username, name in (("fatima", "Fatima"), ("joost", "Joost")):
        await agents.add(username, name, PASSWORD)
    await database.close()


# -- fixtures -------------------------------------------------------------------------------------------------------


_made: list[Path] = []


@pytest_asyncio.fixture(scope="session")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the demo's customers and two agents; made once."""
    if not _made:  # every conftest that takes this fixture has one of its own
        file = tmp_path_factory.mktemp("template") / "dichtbij.db"
        await fill(file)
        _made.append(file)
    return _made[0]


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    """A database of this test alone."""
    copy = tmp_path / "dichtbij.db"
    shutil.copy(template, copy)
    return copy


@pytest_asyncio.fixture
async def counter(file: Path, clock: Time) -> AsyncIterator[Running]:
    """A counter that runs."""
    async with running(file, clock=clock) as counter:
        yield counter


@pytest_asyncio.fixture(scope="session")
async def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """One counter for all tests that only need a session of their own, and do not touch clock, agents or faults."""
    copy = Path(shutil.copy(template, tmp_path_factory.mktemp("shared") / "dichtbij.db"))
    async with running(copy) as counter:
        yield counter


@pytest_asyncio.fixture
async def start(file: Path, clock: Time) -> AsyncIterator[Callable[..., Awaitable[Running]]]:
    """Start counters with other settings; the same database file, also several at once or after each other."""
    from contextlib import AsyncExitStack

    async with AsyncExitStack() as stack:

        async def start_one(**overrides: Any) -> Running:
            return await stack.enter_async_context(running(file, clock=clock, **overrides))

        yield start_one
