"""The three processes on free ports and a database of their own, with Rasa's REST channel added to compare with."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dichtbij.clock import AMSTERDAM, system_clock
from dichtbij.customers.demo import seed
from dichtbij.customers.model import Verified
from dichtbij.customers.rooms import build_rooms
from dichtbij.database import Database
from dichtbij.errors import DichtbijError
from dichtbij.handoff.agents import Agents
from dichtbij.launcher import Program, programs, wait_ready
from dichtbij.migrate import migrate
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT, Settings
from dichtbij.texts import Texts

_SECRET = "only-for-this-measurement-on-loopback"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_in(folder: Path) -> Settings:
    """Settings that touch nothing of this machine's own demo."""
    return Settings(
        _env_file=None,
        host="127.0.0.1",
        port=free_port(),
        database_url=f"sqlite+aiosqlite:///{folder / 'dichtbij.db'}",
        tracker_url=f"sqlite:///{folder / 'rasa.db'}",
        rasa_url=f"http://127.0.0.1:{free_port()}",
        actions_url=f"http://127.0.0.1:{free_port()}/webhook",
        bot_secret=_SECRET,
        session_secret=_SECRET,
        login_token_secret=_SECRET,
        opening_hours="always",
        demo=True,
    )


class Stack:
    """Bot, actions and counter. `async with Stack(folder) as stack:`"""

    def __init__(self, folder: Path) -> None:
        self.settings = settings_in(folder)
        self.programs: list[Program] = programs(self.settings)
        credentials = folder / "credentials.yml"
        credentials.write_text((ROOT / "credentials.yml").read_text(encoding="utf-8") + "\nrest:\n", encoding="utf-8")
        bot = self.programs[0]
        bot.command = [str(credentials) if word == "credentials.yml" else word for word in bot.command]
        for program in self.programs:
            program.name = f"bench-{program.name}"  # its own log

    @property
    def url(self) -> str:
        """The counter's address."""
        return self.settings.base_url

    async def log_in(self, conversation_id: str, token: str) -> None:
        """Let a sender of Rasa's REST channel be the customer of this token, as the counter does for its own."""
        database = Database(self.settings.database_url)
        organisation = load_organisation(self.settings.organisation_file)
        texts = Texts(organisation.facts())
        identification = build_rooms(self.settings, database, system_clock, organisation, texts).identification
        proved = await identification.recognise_login(conversation_id, token)
        await database.close()
        if not isinstance(proved, Verified):
            raise DichtbijError("the demo's own login token was refused")

    async def add_agents(self, usernames: Sequence[str], password: str) -> None:
        """Accounts at the desk."""
        database = Database(self.settings.database_url)
        agents = Agents(database, system_clock)
        for username in usernames:
            await agents.add(username, username.title(), password)
        await database.close()

    async def __aenter__(self) -> Stack:
        database = Database(self.settings.database_url)
        await migrate(database)
        await seed(database, datetime.now(AMSTERDAM).date(), progress=lambda line: None)
        await database.close()
        try:
            for program in self.programs:
                await program.start()
            await wait_ready(self.programs)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for program in reversed(self.programs):
            await program.stop()
