"""make run: bot, actions and counter as one program. Starts them, waits for a real answer, stops them together."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
import urllib.parse
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from dichtbij.errors import DichtbijError, SettingsError
from dichtbij.settings import ROOT, Settings

LOGS = ROOT / "var" / "logs"
MODEL = ROOT / "models" / "dichtbij.tar.gz"
START_WITHIN = 180.0
"""Seconds the bot may take to give its first answer, on a slow machine."""
STOP_WITHIN = 8.0


@dataclass
class Program:
    """One of the three processes."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return LOGS / f"{self.name}.log"

    async def start(self) -> None:
        """Start it in its own group, so that Ctrl-C reaches it through us and in order."""
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )

    async def stop(self) -> None:
        """Ask it to stop; after a while, make it."""
        if self.process is None or self.process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), STOP_WITHIN)
        except asyncio.TimeoutError:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.wait()

    def last_lines(self, count: int = 5) -> str:
        """The end of its log, for the one who has to find out why it died."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line[:300]}" for line in lines[-count:])


def is_free(host: str, port: int) -> bool:
    """Whether we could listen there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _internal(url: str) -> str:
    """The address of a private process: as set, or with a free port when that one is taken."""
    parsed = urllib.parse.urlsplit(url)
    host, port = parsed.hostname or "127.0.0.1", parsed.port or 80
    if is_free(host, port):
        return url
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port = probe.getsockname()[1]
    return urllib.parse.urlunsplit(parsed._replace(netloc=f"{host}:{port}"))


def _of_rasa(settings: Settings) -> dict[str, str]:
    """Rasa's DEBUG lines hold what customers write, slots and all; personal data stays out of logs."""
    return {"LOG_LEVEL": "INFO"} if settings.log_level.upper() == "DEBUG" else {}


def programs(settings: Settings) -> list[Program]:
    """The three processes with what they need to know of each other."""
    rasa_url, actions_url = _internal(settings.rasa_url), _internal(settings.actions_url)
    environment = {
        "RASA_URL": rasa_url,
        "ACTIONS_URL": actions_url,
        "TRACKER_URL": settings.tracker_url,
        "DATABASE_URL": settings.database_url,
        "PORT": str(settings.port),
        "HOST": settings.host,
        "BOT_SECRET": settings.bot_secret.get_secret_value(),
        "SESSION_SECRET": settings.session_secret.get_secret_value(),
        "LOGIN_TOKEN_SECRET": settings.login_token_secret.get_secret_value(),
        "SANIC_HOST": "127.0.0.1",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL": settings.log_level,  # of our own lines; what Rasa logs, see _of_rasa
        "ORGANISATION_FILE": settings.organisation_file,
        "OPENING_HOURS": settings.opening_hours,
    }
    python = sys.executable
    rasa_port = str(urllib.parse.urlsplit(rasa_url).port)
    actions_port = str(urllib.parse.urlsplit(actions_url).port)
    bot = [python, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", rasa_port, "--model", str(MODEL)]
    bot += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    return [
        Program("bot", bot, environment | _of_rasa(settings)),
        Program("actions", [python, "-m", "rasa_sdk", "--actions", "actions", "--port", actions_port], environment),
        Program("counter", [python, "-m", "dichtbij", "counter"], environment),
    ]


async def _answers(program: Program) -> bool:
    """Whether a customer's word gets an answer: through the model, the policies and the actions."""
    body = {"sender": f"start-{os.getpid()}", "message": "hallo", "message_id": "start"}
    headers = {"Authorization": f"Bearer {program.environment['BOT_SECRET']}"}
    timeout = aiohttp.ClientTimeout(total=15)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            url = f"{program.environment['RASA_URL']}/webhooks/counter/webhook"
            async with session.post(url, json=body, headers=headers) as response:
                return response.status == 200 and bool((await response.json())["answers"])
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, KeyError):
        return False


async def counter_ready(program: Program) -> bool:
    """Whether the counter takes customers."""
    url = f"http://127.0.0.1:{program.environment['PORT']}/readyz"
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session:
            async with session.get(url) as response:
                return response.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return False


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the launcher talks to the person who started it


async def wait_ready(started: list[Program]) -> None:
    begin, told = time.monotonic(), 0.0
    ready = False
    while not ready:
        _raise_if_dead(started)
        elapsed = time.monotonic() - begin
        if elapsed > START_WITHIN:
            raise DichtbijError(f"the bot gave no answer within {START_WITHIN:.0f} s; see {LOGS}")
        if elapsed - told >= 4:
            told = elapsed
            _say(f"  starting bot, actions and counter ... {elapsed:.0f} s")
        ready = await _answers(started[0]) and await counter_ready(started[2])
        if not ready:
            await asyncio.sleep(0.25)
    _say(f"  ready after {time.monotonic() - begin:.0f} s")


def _raise_if_dead(started: list[Program]) -> None:
    for program in started:
        if program.process is not None and program.process.returncode is not None:
            raise DichtbijError(
                f"{program.name} stopped (exit code {program.process.returncode}); {program.log}:\n"
                f"{program.last_lines()}"
            )


def _addresses(settings: Settings) -> str:
    from dichtbij.__main__ import DEMO_AGENTS, DEMO_PASSWORD
    from dichtbij.phone_demo import PhoneDemo

    base = settings.base_url
    lines = ["", "Dichtbij is open:"]
    if settings.demo:
        users = ", ".join(f"{username} ({role})" for username, _, role in DEMO_AGENTS)
        lines += [
            f"  demo site      {base}/",
            f"  mailbox        {base}/demo/mailbox      (where the demo's codes arrive)",
            f"  agent's desk   {base}/desk              (log in as {users}, password {DEMO_PASSWORD})",
        ]
        if PhoneDemo.wanted(settings):
            lines += [f"  a phone        {base}/whatsapp-demo     (app as one of the demo's customers)"]
    else:
        lines += [f"  agent's desk   {base}/desk"]
    if settings.always_open:
        lines += ["  opening hours  day and night in the demo (OPENING_HOURS=organisation follows organisatie.yml)"]
    lines += [f"  health         {base}/healthz  {base}/readyz  {base}/metrics", "", "Ctrl-C stops everything.", ""]
    return "\n".join(lines)


async def run(settings: Settings, prepare: asyncio.Future[None] | None = None) -> None:
    """Run until Ctrl-C, SIGTERM, or until one of the three dies.

    Args:
        prepare: what must be done before the counter and the actions start; the bot starts beside it.

    Raises:
        SettingsError: a port in use, a secret missing, no model.
        DichtbijError: one of the processes died, or none answered.
    """
    settings.require_secrets()
    if not is_free(settings.host, settings.port):
        raise SettingsError(f"port {settings.port} is in use. Choose another one: PORT={settings.port + 1} make run")
    if not MODEL.is_file():
        raise SettingsError("there is no trained model. Train it first: make train")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    bot, actions, counter = programs(settings)
    all_three = [bot, actions, counter]
    try:
        await bot.start()
        if prepare is not None:
            await prepare
        await actions.start()
        await counter.start()
        waiting = asyncio.create_task(wait_ready(all_three))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            await waiting
            _say(_addresses(settings))
            deaths = [asyncio.create_task(p.process.wait()) for p in all_three if p.process]
            await asyncio.wait({*deaths, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                _raise_if_dead(all_three)
        waiting.cancel()
    finally:
        _say("Stopping ...")
        await asyncio.gather(*(program.stop() for program in (counter, actions, bot)))
        _say("Stopped.")
