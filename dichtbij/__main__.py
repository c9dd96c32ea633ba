"""python -m dichtbij COMMAND: what operators and the Makefile call.

run                 bring up everything: database, demo data, bot, actions and counter (make run)
counter             run the public process alone
migrate             bring the database up to date
seed                fill an empty database with the demo's customers and agents
agent NAME USER     make an account at the desk; asks for the password
revision MESSAGE    write a new migration (for developers)
"""

from __future__ import annotations

import asyncio
import getpass
import sys
from datetime import datetime

import structlog
from aiohttp import web

from dichtbij.clock import AMSTERDAM, system_clock
from dichtbij.database import Database
from dichtbij.errors import DichtbijError, SettingsError
from dichtbij.logging import configure_logging
from dichtbij.settings import Settings, load_settings

log = structlog.get_logger()

DEMO_AGENTS = (("fatima", "Fatima"), ("joost", "Joost"))
DEMO_PASSWORD = "dichtbij-demo"  # noqa: S105 - the demo's, printed by make run; a real desk makes its own accounts


def _counter(settings: Settings) -> None:
    settings.require_secrets()  # before the import below, which takes its time
    from dichtbij.app import build_counter

    app = build_counter(settings)
    try:
        web.run_app(
            app,
            host=settings.host,
            port=settings.port,
            print=None,
            access_log=None,
            shutdown_timeout=1.0,
        )
    except OSError as error:
        where = f"HOST={settings.host} PORT={settings.port}"
        raise SettingsError(f"{where}: can't listen there ({error.strerror}). Choose another PORT") from error


async def _run(settings: Settings) -> None:
    from dichtbij.launcher import run

    async def prepare() -> None:
        await _migrate(settings)
        if settings.demo:
            await _seed(settings)

    await run(settings, asyncio.ensure_future(prepare()))


async def _migrate(settings: Settings) -> None:
    from dichtbij.migrate import migrate

    database = Database(settings.database_url)
    await migrate(database)
    await database.close()


async def _seed(settings: Settings) -> None:
    from dichtbij.customers.demo import seed
    from dichtbij.handoff.agents import Agents

    if not settings.demo:
        raise DichtbijError("DEMO is off: no demo customers are made")
    database = Database(settings.database_url)
    await seed(database, datetime.now(AMSTERDAM).date(), progress=_show)
    agents = Agents(database, system_clock)
    for username, name in DEMO_AGENTS:
        await agents.add(username, name, DEMO_PASSWORD)
    await database.close()


def _show(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - progress for whoever runs the command


async def _agent(settings: Settings, name: str, username: str) -> None:
    from dichtbij.handoff.agents import Agents

    password = getpass.getpass("Password (at least 12 characters): ")
    if len(password) < 12:
        raise DichtbijError("a password has at least 12 characters")
    database = Database(settings.database_url)
    await Agents(database, system_clock).add(username.strip().lower(), name, password)
    await database.close()


async def _revision(settings: Settings, message: str) -> None:
    from dichtbij.migrate import make_revision

    database = Database(settings.database_url)
    await make_revision(database, message)
    await database.close()


def main(arguments: list[str]) -> int:
    """Run one command; 0 when it went well, 2 for a wrong setting or command, with one clear line."""
    command, *rest = arguments or ["help"]
    try:
        settings = load_settings()
        configure_logging(settings)
        if command == "counter" and not rest:
            _counter(settings)
        elif command == "run" and not rest:
            asyncio.run(_run(settings))
        elif command == "migrate" and not rest:
            asyncio.run(_migrate(settings))
        elif command == "seed" and not rest:
            asyncio.run(_seed(settings))
        elif command == "agent" and len(rest) == 2:
            asyncio.run(_agent(settings, *rest))
        elif command == "revision" and len(rest) == 1:
            asyncio.run(_revision(settings, *rest))
        else:
            print(__doc__, file=sys.stderr)  # noqa: T201 - the answer to a wrong command
            return 2
    except DichtbijError as error:
        print(f"dichtbij: {error}", file=sys.stderr)  # noqa: T201 - the one clear line
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
