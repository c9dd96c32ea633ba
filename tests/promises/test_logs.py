"""No personal data in the logs: a whole conversation through the real process at DEBUG, faults included.

The counter runs as operators run it (`python -m dichtbij counter`); only Rasa is a stand-in that speaks its HTTP.
Everything the process writes is read afterwards.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import pytest
import structlog
from aiohttp import web

from dichtbij.clock import system_clock
from dichtbij.errors import DatabaseUnavailable
from dichtbij.launcher import STOP_WITHIN
from dichtbij.logging import configure_logging, trace
from dichtbij.settings import ROOT, Settings
from tests.running_counter import (
    PASSWORD,
    SANNE,
    SECRETS,
    Agent,
    FakeBot,
    Running,
    Time,
    Widget,
    free_port,
    handover,
    template,
)

__all__ = ["template"]

PERSONAL = {
    "IBAN": "NL91ABNA0417164300",
    "e-mail": "sanne.dewit@voorbeeld.example",
    "phone": "0612000101",
    "phone abroad": "+31612000101",
    "postcode": "2011 KD",
    "customer number": SANNE,
    "first name": "Sanne",
    "name": "de Wit",
    "words": "kletsnatte theedoek",
    "another's words": "paarse olifant",
    "agent's words": "groene kangoeroe",
    "note": "gestreepte zebra",
    "answer": "roze flamingo",
}


async def answer(request: web.Request) -> web.Response:
    """Rasa's side of the counter channel: answers, hands over, answers nonsense, and fails."""
    message = (await request.json())["message"]
    if "mens" in message:
        return web.json_response({"answers": list(handover(text=f"Dag {PERSONAL['first name']}"))})
    if "kapot" in message:
        return web.json_response({"error": message}, status=500)
    if "onzin" in message:
        return web.json_response({"answers": [{"text": message, "buttons": message}]})
    return web.json_response({"answers": [{"text": f"{PERSONAL['answer']}: {message}"}]})


@asynccontextmanager
async def rasa() -> AsyncIterator[str]:
    async def ready(request: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    app.add_routes([web.post("/webhooks/counter/webhook", answer), web.get("/webhooks/counter/ready", ready)])
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


@asynccontextmanager
async def process(file: Path, log: Path, rasa_url: str) -> AsyncIterator[str]:
    """The counter as its own process; gives its address, and waits until it has really stopped."""
    port = free_port()
    settings = {
        "PORT": str(port), "DATABASE_URL": f"sqlite+aiosqlite:///{file}", "RASA_URL": rasa_url, "LOG_LEVEL": "DEBUG",
        "OPENING_HOURS": "always", "PYTHONASYNCIODEBUG": "", "PYTHONUNBUFFERED": "1",
        **{name.upper(): value for name, value in SECRETS.items()},
    }  # fmt: skip
    with log.open("wb") as output:
        counter = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "dichtbij", "counter"),
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=output,
            stderr=output,
        )
    url = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as http:
        for _ in range(300):
            try:
                async with http.get(f"{url}/readyz") as response:
                    if response.status == 200:
                        break
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    yield url
    counter.terminate()
    assert await asyncio.wait_for(counter.wait(), STOP_WITHIN) == 0


async def _as_customer(counter: Running) -> Widget:
    widget = await counter.widget(login_token=counter.token(SANNE))
    for text in (
        f"Ik ben {PERSONAL['name']}, {PERSONAL['customer number']}, {PERSONAL['postcode']}",
        f"Mijn rekening is {PERSONAL['IBAN']}, mail {PERSONAL['e-mail']} of bel {PERSONAL['phone']}",
        f"Ik ruik gas naast de {PERSONAL['words']}",
        f"onzin {PERSONAL['words']}",
    ):
        assert (await widget.say(text, message_id=str(len(widget.heard))))["ok"]
    await widget.say(PERSONAL["another's words"] * 1000)
    await widget.ask("user_uttered", {"message": PERSONAL["words"], "title": [PERSONAL["IBAN"]]})
    await widget.ask("session_request", {"login_token": PERSONAL["words"], "session_id": PERSONAL["IBAN"]})
    await widget.client.eio.send('2["user_uttered",' + PERSONAL["another's words"])
    await widget.client.eio.send(f"2[{PERSONAL['customer number']}]")
    stranger = await counter.widget()
    await stranger.say(PERSONAL["another's words"])
    await stranger.hears(PERSONAL["answer"])
    return stranger


async def _with_faults(counter: Running, widget: Widget, file: Path) -> None:
    """What faults write: a broken constraint, a fault inside a handler, a failing bot, a locked database."""
    with sqlite3.connect(file, timeout=10) as other:
        words = PERSONAL["words"]
        for name, when in (("customer", "NEW.content LIKE '%stuk%'"), ("bot", "NEW.content LIKE '%barst%'")):
            other.execute(
                f"CREATE TRIGGER refuse_{name} BEFORE INSERT ON messages WHEN NEW.sender = '{name}' AND {when} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
    other.close()
    refused = await widget.say(f"{PERSONAL['words']} gaat stuk")
    assert refused["ok"] is False
    await widget.say(f"barst {PERSONAL['words']}")
    await widget.until("bot_uttered", lambda message: message["sender"] == "system")
    await widget.say(f"kapot {PERSONAL['words']}")
    await widget.until("bot_uttered", lambda message: message["seq"] >= 5)


async def _as_agent(counter: Running, widget: Widget) -> None:
    agent = Agent(counter, aiohttp.ClientSession(counter.url, cookie_jar=aiohttp.CookieJar(unsafe=True)))
    counter._open.append(agent)
    await agent.post("/desk/api/login", {"username": "fatima", "password": PERSONAL["words"]})
    await agent.log_in("fatima", PASSWORD)
    await agent.be_present()
    await widget.say("mens graag")
    case = (await agent.until("queue", lambda queue: queue["cases"]))["cases"][0]["id"]
    await agent.post(f"/desk/api/cases/{case}/take")
    await agent.post(f"/desk/api/cases/{case}/messages", {"text": PERSONAL["agent's words"], "message_id": "1"})
    await widget.hears(PERSONAL["agent's words"])
    await agent.post(f"/desk/api/cases/{PERSONAL['customer number']}/take")
    await agent.post(f"/desk/api/cases/{case}/close", {"note": PERSONAL["note"]})


async def test_nothing_of_a_conversation_reaches_the_logs(template: Path, tmp_path: Path) -> None:
    file, log = Path(shutil.copy(template, tmp_path / "dichtbij.db")), tmp_path / "counter.log"
    clock = Time()
    clock.now = system_clock()
    async with rasa() as rasa_url, process(file, log, rasa_url) as url, aiohttp.ClientSession(url) as http:
        counter = Running(None, url, FakeBot(), clock, file, http)  # type: ignore[arg-type]
        widget = await _as_customer(counter)
        await _as_agent(counter, widget)
        fresh = await counter.widget()
        await _with_faults(counter, fresh, file)
        async with http.get(f"/documenten/{PERSONAL['IBAN']}") as response:
            assert response.status == 404
    await counter.close()  # its sockets were still open when the process was told to stop
    written = log.read_text(encoding="utf-8")
    leaked = [what for what, text in PERSONAL.items() if text.lower() in written.lower()]
    assert leaked == [], written
    # The process did write, also of the faults: silence would prove nothing.
    for event in ("danger_reported", "event_failed", "bot_unavailable", "turn_failed", "login_token_refused"):
        assert event in written, written
    assert "IntegrityError" in written


def test_a_trace_tells_kind_and_place_and_no_values() -> None:
    def inner() -> None:
        raise KeyError(PERSONAL["IBAN"])

    def outer() -> None:
        try:
            inner()
        except KeyError as error:
            raise ValueError(PERSONAL["words"]) from error

    try:
        outer()
    except ValueError as fault:
        text = trace(fault)
    assert "in inner" in text
    assert text.splitlines()[-1] == "builtins.ValueError"
    assert not any(value in text for value in PERSONAL.values())
    assert trace(DatabaseUnavailable("database is locked")).endswith("DatabaseUnavailable: database is locked")


@contextmanager
def configured(log_format: str) -> Iterator[io.StringIO]:
    """Logging as a process sets it up, on a stream of our own; put back afterwards."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level, stderr = root.handlers[:], root.level, sys.stderr
    root.handlers, sys.stderr = [], stream
    try:
        configure_logging(Settings(_env_file=None, log_level="DEBUG", log_format=log_format))
        yield stream
    finally:
        root.handlers, root.level, sys.stderr = before, level, stderr
        logging.getLogger("asyncio").filters.clear()
        structlog.reset_defaults()


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_exceptions_are_logged_without_their_words_by_whoever_logs_them(log_format: str) -> None:
    secret = PERSONAL["words"]
    with configured(log_format) as stream:
        try:
            raise RuntimeError(secret)
        except RuntimeError:
            structlog.get_logger().exception("ours", number="abc123")
            logging.getLogger("some.library").exception("theirs")
        task = f"Task exception was never retrieved\nfuture: <Task exception=RuntimeError({secret!r})>"
        logging.getLogger("asyncio").error(task)
    text = stream.getvalue()
    assert secret not in text
    for expected in ("ours", "abc123", "theirs", "RuntimeError", "never retrieved"):
        assert expected in text
