"""The real thing for tests: Rasa with the trained model, the real actions and the real counter, on free ports.

Started once for a whole test run by `dichtbij.launcher`, the same code as `make run`, on a database of its own.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import jwt
from argon2 import PasswordHasher

from dichtbij.clock import AMSTERDAM, system_clock
from dichtbij.customers.demo import seed
from dichtbij.customers.demo_personas import PERSONAS, Persona
from dichtbij.database import Database
from dichtbij.handoff.agents import Agents
from dichtbij.launcher import MODEL, Program, programs, wait_ready
from dichtbij.migrate import migrate
from dichtbij.settings import Settings

SECRET = "test-secret-of-at-least-32-characters-long"
PASSWORD = "wachtwoord-van-de-test"
READY_WITHIN = 90.0
"""Seconds a restarted counter or action server may take; the bot has the launcher's own, longer limit."""

Result = TypeVar("Result")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def persona(first_name: str) -> Persona:
    """A named demo customer by first name."""
    return next(one for one in PERSONAS if one.first_name == first_name)


@dataclass
class Logged(Program):
    """A process with a log of its own for every start, in the test's own folder and not in that of `make run`."""

    folder: Path = Path()
    starts: int = 0

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.folder / f"{self.name}-{self.starts}.log"

    async def start(self) -> None:
        """See Program."""
        self.starts += 1
        await super().start()


async def _all(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    await asyncio.gather(*work)


class Stack:
    """Bot, actions and counter, with their database."""

    def __init__(self, folder: Path, **overrides: object) -> None:
        self.folder = folder
        self.database_file = folder / "dichtbij.db"
        values: dict[str, object] = {
            "port": free_port(),
            "database_url": f"sqlite+aiosqlite:///{self.database_file}",
            "tracker_url": f"sqlite:///{folder / 'rasa.db'}",
            "rasa_url": f"http://127.0.0.1:{free_port()}",
            "actions_url": f"http://127.0.0.1:{free_port()}/webhook",
            "bot_secret": SECRET,
            "session_secret": SECRET,
            "login_token_secret": SECRET,
            "opening_hours": "always",
            "smtp_url": "",
            "demo": True,
            **overrides,
        }
        self.settings = Settings(**values)  # type: ignore[arg-type]
        made = [
            Logged(**{field.name: getattr(one, field.name) for field in fields(one)}, folder=folder)
            for one in programs(self.settings)
        ]
        self.bot, self.actions, self.counter = made
        self.all: tuple[Program, Program, Program] = (self.bot, self.actions, self.counter)
        # The children are started and stopped from a loop of their own, whatever loop a test runs in.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The public address."""
        return self.settings.base_url

    def do(self, work: Coroutine[Any, Any, Result], timeout: float = 240.0) -> Result:
        """Run a coroutine on the stack's own loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    # -- starting and stopping ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Fill the database, start the three, wait for a real answer."""
        assert MODEL.is_file(), "there is no trained model: run scripts/setup train"
        try:
            self.do(self.bot.start())  # the slowest first; it needs nothing of the database
            self.do(self._prepare())
            self.do(self.actions.start())
            self.do(self.counter.start())
            self.do(wait_ready(list(self.all)))
        except BaseException:
            self.stop()
            raise

    async def _prepare(self) -> None:
        database = Database(self.settings.database_url)
        await migrate(database)
        await seed(database, datetime.now(AMSTERDAM).date())
        agents = Agents(database, system_clock, PasswordHasher(time_cost=1, memory_cost=8192))
        await agents.add("fatima", "Fatima", PASSWORD)
        await agents.add("joost", "Joost", PASSWORD)
        await database.close()

    def stop(self) -> None:
        """Stop the three."""
        self.do(_all(program.stop() for program in self.all))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def kill(self, program: Program) -> None:
        """Let one of the three die at once, as a crash does."""
        assert program.process is not None
        program.process.kill()
        self.do(program.process.wait())

    def freeze(self, program: Program) -> None:
        """Let one of the three stand still in the middle of what it does, as on a machine that is far too busy."""
        assert program.process is not None
        os.killpg(program.process.pid, signal.SIGSTOP)

    def thaw(self, program: Program) -> None:
        """Let it go on, when it still runs."""
        assert program.process is not None
        with suppress(ProcessLookupError):
            os.killpg(program.process.pid, signal.SIGCONT)

    def restart(self, *which: Program) -> None:
        """Stop some of the three and start them again; back when they answer."""
        self.do(_all(program.stop() for program in which))
        self.do(_all(program.start() for program in which))
        self.wait_ready()

    def wait_ready(self) -> None:
        """Until the counter answers, with a bot and actions that answer."""
        if self.bot.process is not None and self.bot.process.returncode is None:
            self.do(wait_ready(list(self.all)))
        else:
            self.wait_alive()

    def wait_alive(self) -> None:
        """Until the counter can be reached, whether or not the bot can."""

        async def alive() -> bool:
            try:
                async with aiohttp.ClientSession() as session, session.get(f"{self.url}/healthz") as response:
                    return response.status == 200
            except aiohttp.ClientError:
                return False

        begin = time.monotonic()
        while not self.do(alive()):
            assert time.monotonic() - begin < READY_WITHIN, f"the counter does not answer; see {self.counter.log}"
            time.sleep(0.1)

    def start_again(self, program: Program) -> None:
        """Start one that died; back when it answers."""
        self.do(program.start())
        self.wait_ready()

    async def aside(self, work: Callable[..., Result], *arguments: object) -> Result:
        """Do one of these beside the loop of a test, whose sockets would be closed if they stopped answering."""
        return await asyncio.to_thread(work, *arguments)

    @asynccontextmanager
    async def environment(self, **changes: str) -> AsyncIterator[None]:
        """Actions and counter with other settings for a while; the bot, which takes long to start, stays."""
        before = dict(self.counter.environment)
        try:
            for program in (self.actions, self.counter):
                program.environment = {**before, **changes}
            await self.aside(self.restart, self.actions, self.counter)
            yield
        finally:
            for program in (self.actions, self.counter):
                program.environment = before
            await self.aside(self.restart, self.actions, self.counter)

    # -- what is stored -------------------------------------------------------------------------------------------

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds now."""
        address = f"file:{self.database_file}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=10)) as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """The only value of the only row."""
        [(value,)] = self.rows(query, *values)
        return value

    def reading(self, register_id: str) -> tuple[Decimal, str]:
        """The newest reading of a register and where it came from. SQLite keeps it in thousandths."""
        query = 'SELECT value, source FROM readings WHERE register_id = ? ORDER BY "on" DESC LIMIT 1'
        [(value, source)] = self.rows(query, register_id)
        return Decimal(value) / 1000, source

    def turn_back(self, statement: str, *values: object) -> None:
        """Change the database behind everyone's back; only to let time pass that no test can wait for."""
        with closing(sqlite3.connect(self.database_file, timeout=10)) as connection, connection:
            connection.execute(statement, values)

    def until_nobody_is_at_the_desk(self, within: float = 75.0) -> None:
        """Wait until no agent counts as present: one of an earlier test may, for the minute that presence lasts."""
        present = "SELECT 1 FROM desk_sessions WHERE connected_at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-60 seconds')"
        begin = time.monotonic()
        while self.rows(present):
            assert time.monotonic() - begin < within, "an agent stays present without a page"
            time.sleep(0.25)

    def mails(self, email: str) -> list[str]:
        """The texts of the mails to an address, oldest first."""
        return [str(text) for (text,) in self.rows('SELECT text FROM demo_mails WHERE "to" = ? ORDER BY id', email)]

    def code_for(self, email: str) -> str:
        """The newest code that was mailed to an address."""
        found = re.search(r"\b(\d{3}) ?(\d{3})\b", self.mails(email)[-1])
        assert found, "no code in the mail"
        return found[1] + found[2]

    def login_token(self, customer_number: str) -> str:
        """A token as the organisation's own site signs it, also for customers without a story."""
        now = int(time.time())
        claims = {"sub": customer_number, "iat": now, "exp": now + 300, "jti": f"{customer_number}-{time.time_ns()}"}
        return jwt.encode(claims, SECRET, algorithm="HS256")
