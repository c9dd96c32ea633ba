"""The real thing for tests: Rasa with the trained model, the real actions and the real counter, on free ports.

Started once for a whole test run by `dichtbij.launcher`, the same code as `make run`, on a database of its own.
"""

from __future__ import annotations

import asyncio
import re
import socket
import sqlite3
import threading
from pathlib import Path

from dichtbij.customers.demo import seed
from dichtbij.database import Database
from dichtbij.handoff.agents import Agents
from dichtbij.launcher import MODEL, Program, _wait_ready, programs
from dichtbij.migrate import migrate
from dichtbij.settings import Settings

SECRET = "test-secret-of-at-least-32-characters-long"
PASSWORD = "wachtwoord-van-de-test"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
            **overrides,
        }
        self.settings = Settings(**values)  # type: ignore[arg-type]
        self.bot, self.actions, self.counter = programs(self.settings)
        # The children are started and stopped from a loop of their own, whatever loop a test runs in.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The public address."""
        return self.settings.base_url

    def do(self, work: object, timeout: float = 240.0) -> object:
        """Run a coroutine on the stack's own loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)  # type: ignore[arg-type]

    def start(self) -> None:
        """Fill the database, start the three, wait for a real answer."""
        assert MODEL.is_file(), "there is no trained model: run scripts/setup train"
        self.do(self._prepare())
        for program in self.all:
            program.environment["LOG_LEVEL"] = "INFO"
            self.do(program.start())
        self.do(_wait_ready(list(self.all)))

    @property
    def all(self) -> tuple[Program, Program, Program]:
        """The three processes."""
        return self.bot, self.actions, self.counter

    async def _prepare(self) -> None:
        from datetime import datetime

        from argon2 import PasswordHasher

        from dichtbij.clock import AMSTERDAM, system_clock

        database = Database(self.settings.database_url)
        await migrate(database)
        await seed(database, datetime.now(AMSTERDAM).date(), progress=lambda line: None)
        agents = Agents(database, system_clock, PasswordHasher(time_cost=1, memory_cost=8192))
        await agents.add("fatima", "Fatima", PASSWORD)
        await agents.add("joost", "Joost", PASSWORD)
        await database.close()

    def stop(self) -> None:
        """Stop the three."""
        for program in reversed(self.all):
            self.do(program.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def restart(self, program: Program) -> None:
        """Stop one of the three and start it again."""
        self.do(program.stop())
        self.do(program.start())

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the database holds now."""
        with sqlite3.connect(f"file:{self.database_file}?mode=ro", uri=True, timeout=10) as connection:
            return connection.execute(query, values).fetchall()

    def code_for(self, email: str) -> str:
        """The newest code that was mailed to an address."""
        [(text,)] = self.rows("SELECT text FROM demo_mails WHERE "to" = ? ORDER BY rowid DESC LIMIT 1", email)
        found = re.search(r"\b(\d{3}) ?(\d{3})\b", str(text))
        assert found, "no code in the mail"
        return found[1] + found[2]
