"""python -m dichtbij COMMAND: what operators and the Makefile call.

run                 bring up everything: database, demo data, bot, actions and counter (make run)
counter             run the public process alone
migrate             bring the database up to date
seed                fill an empty database with the demo's customers and agents
agent NAME USER     make an account at the desk; asks for the password. Also: agent add NAME USER [--role ROLE]
                    [--teams A,B] [--no-password], agent list, agent disable USER, agent enable USER
lessen              print what agents say the assistant should have known, a JSON line each
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
from dichtbij.handoff.model import Role
from dichtbij.logging import configure_logging
from dichtbij.settings import Settings, load_settings

log = structlog.get_logger()

DEMO_AGENTS: tuple[tuple[str, str, Role], ...] = (
    ("fatima", "Fatima", "medewerker"),
    ("joost", "Joost", "medewerker"),
    ("noor", "Noor", "teamleider"),
    ("bas", "Bas", "beheerder"),
)
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
    for username, name, role in DEMO_AGENTS:
        await agents.add(username, name, DEMO_PASSWORD, role)
    await database.close()


def _show(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - progress for whoever runs the command


async def _agent(settings: Settings, arguments: list[str]) -> None:
    from dichtbij.handoff.agent_command import run
    from dichtbij.organisation import load_organisation

    database = Database(settings.database_url)
    balie = load_organisation(settings.organisation_file).balie
    try:
        lines = await run(arguments, database, balie, lambda: getpass.getpass("Password (at least 12 characters): "))
    finally:
        await database.close()
    for line in lines:
        _show(line)


async def _lessons(settings: Settings) -> None:
    from dichtbij.handoff.lessons import Lessons

    database = Database(settings.database_url)
    for line in await Lessons(database, system_clock).lines():
        _show(line)
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
        elif command == "agent" and rest:
            asyncio.run(_agent(settings, rest))
        elif command == "lessen" and not rest:
            asyncio.run(_lessons(settings))
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
