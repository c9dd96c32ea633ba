"""What the customer notices when something behind the counter fails: an honest word, and nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from dichtbij.errors import BotFailed, BotUnavailable
from tests.running_counter import Ears, FakeBot, Running

Start = Callable[..., Awaitable[Running]]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same patience everywhere, but shorter, so that a test need not wait."""
    monkeypatch.setattr("dichtbij.database.BUSY_TIMEOUT_MS", 150)
    monkeypatch.setattr("dichtbij.counter.dispatcher.RETRY_AFTER", (0.05,))
    monkeypatch.setattr("dichtbij.counter.dispatcher.LOOK_EVERY", 0.1)


async def lock(file: Path) -> sqlite3.Connection:
    """Hold the database's write lock, as another program would."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    return other


@pytest.mark.usefixtures("impatient")
async def test_a_locked_database_is_said_and_the_same_message_is_taken_afterwards(start: Start) -> None:
    counter = await start()
    widget = await counter.widget()
    other = await lock(counter.database_file)
    answer = await widget.say("Bewaar dit", message_id="m-1")
    assert answer["error"]["code"] == "unavailable"
    assert "niet bewaard" in answer["error"]["message"]
    other.rollback()
    other.close()
    assert (await widget.say("Bewaar dit", message_id="m-1"))["ok"]
    await widget.hears("Je zei: Bewaar dit")
    await widget.settle()
    assert [m["text"] for m in widget.all("customer_uttered")] == ["Bewaar dit"]


@pytest.mark.usefixtures("impatient")
async def test_a_plain_widget_hears_it_as_the_bots_words(start: Start) -> None:
    counter = await start()
    widget = await counter.connect(Ears())
    await widget.emit("session_request", {})
    session_id = await widget.until("session_confirm")
    other = await lock(counter.database_file)
    await widget.emit("user_uttered", {"message": "Bewaar dit", "session_id": session_id})
    await widget.until("bot_uttered", lambda event: "niet bewaard" in event["text"])
    other.close()


@pytest.mark.usefixtures("impatient")
async def test_a_database_that_is_gone_is_said_on_every_edge_and_it_works_again_when_it_is_back(start: Start) -> None:
    counter = await start()
    widget, agent = await counter.widget(), await counter.agent()
    await widget.say("Hiervoor")
    await widget.hears("Je zei: Hiervoor")
    await counter.quiet()
    for name in (counter.database_file, *counter.database_file.parent.glob("dichtbij.db-*")):
        name.rename(name.with_name(f"away-{name.name}"))
    counter.database_file.mkdir()
    await counter.parts.database.engine.dispose()

    assert (await widget.say("Tussendoor", message_id="m-2"))["error"]["code"] == "unavailable"
    newcomer = await counter.connect(Ears())
    await newcomer.emit("session_request", {"client": "dichtbij/1"})
    assert (await newcomer.until("problem"))["code"] == "unavailable"
    assert newcomer.all("session_confirm") == []  # so the widget asks again
    status, body = await agent.get("/desk/api/cases")
    assert (status, body["error"]["code"]) == (503, "unavailable")
    async with counter.http.get("/readyz") as response:
        assert (response.status, await response.json()) == (503, {"ready": False, "database": False, "bot": True})
    async with counter.http.get("/healthz") as response:
        assert response.status == 200

    counter.database_file.rmdir()
    for name in counter.database_file.parent.glob("away-*"):
        name.rename(name.with_name(name.name.removeprefix("away-")))
    assert (await widget.say("Tussendoor", message_id="m-2"))["ok"]
    await widget.hears("Je zei: Tussendoor")
    assert len((await counter.widget(widget.session_id)).replayed) == 5


@pytest.mark.usefixtures("impatient")
async def test_a_message_while_the_bot_restarts_is_kept_and_answered_later_in_order(start: Start) -> None:
    counter = await start()
    counter.bot.fault = BotUnavailable("restarting")
    widget = await counter.widget()
    assert (await widget.say("Eén"))["ok"]
    assert (await widget.say("Twee"))["ok"]
    away = await widget.hears("bewaard")
    assert away["sender"] == "system"
    counter.bot.fault = None
    await widget.hears("Je zei: Twee")
    await widget.settle()
    texts = [m["text"] for m in widget.all("bot_uttered") if m["sender"] == "bot"]
    assert texts == ["Je zei: Eén", "Je zei: Twee"]


@pytest.mark.usefixtures("impatient")
async def test_danger_is_answered_also_when_the_bot_is_away(start: Start) -> None:
    counter = await start()
    counter.bot.fault = BotUnavailable("restarting")
    widget = await counter.widget()
    await widget.say("Wat kost stroom?")
    await widget.say("ik ruik gas in de keuken")
    await widget.hears("0800-9009")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", [BotFailed("the bot failed"), ValueError("a fault of ours")], ids=["bot", "ours"])
async def test_a_message_that_fails_every_time_is_said_and_the_next_goes_on(start: Start, fault: Exception) -> None:
    counter = await start()
    counter.bot.fault = fault
    widget = await counter.widget()
    await widget.say("Dit gaat stuk")
    said = await widget.until("bot_uttered", lambda m: m["sender"] == "system" and m["seq"] > 2)
    assert said["text"]
    counter.bot.fault = None
    await widget.say("En verder")
    await widget.hears("Je zei: En verder")


async def test_what_a_stopped_counter_left_behind_the_next_one_answers(start: Start) -> None:
    stuck = FakeBot(gate=asyncio.Event())
    first = await start(bot=stuck)
    widget = await first.widget()
    await widget.say("Ben je er nog?")
    await asyncio.sleep(0.2)
    assert stuck.asked
    await first.parts.dispatcher.stop()  # as Ctrl-C does, in the middle of the turn
    await widget.close()
    second = await start()
    back = await second.widget(widget.session_id)
    await back.until("bot_uttered") if "Je zei" not in str(back.heard) else None
    assert "Je zei: Ben je er nog?" in str(back.heard)
    assert second.bot.asked[0]["retry"] is True
