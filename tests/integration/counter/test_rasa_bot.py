"""The way to Rasa: a real HTTP server in Rasa's place."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from aiohttp import web

from dichtbij.counter.bot import BotAnswer, Known, RasaBot
from dichtbij.errors import BotFailed, BotUnavailable


@pytest.fixture
async def rasa() -> AsyncIterator[SimpleNamespace]:
    """A server that answers what a test puts in `reply`, and keeps what it was asked."""
    state = SimpleNamespace(asked=[], reply=lambda: web.json_response({"answers": []}), ready=200)

    async def webhook(request: web.Request) -> web.StreamResponse:
        state.asked.append((request.headers.get("Authorization"), await request.json()))
        reply = state.reply()
        return await reply if asyncio.iscoroutine(reply) else reply

    async def ready(request: web.Request) -> web.Response:
        if state.ready is None:
            await asyncio.sleep(5)
        return web.Response(status=state.ready)

    app = web.Application()
    app.add_routes(
        [
            web.post("/webhooks/counter/webhook", webhook),
            web.post("/webhooks/counter/answers", webhook),
            web.get("/webhooks/counter/ready", ready),
        ]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    state.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    yield state
    await runner.cleanup()


@pytest.fixture
async def rasa_bot(rasa) -> AsyncIterator[RasaBot]:
    bot = RasaBot(f"{rasa.url}/", "geheim", timeout_seconds=0.5)
    yield bot
    await bot.close()


async def ask(bot: RasaBot, text: str = "hoi") -> BotAnswer:
    return await bot.answer("c1", text, message_id="m1", retry=True, metadata={"channel": "web"})


async def test_a_message_goes_in_whole_and_its_answers_come_out_as_one(rasa, rasa_bot) -> None:
    rasa.reply = lambda: web.json_response({"answers": [{"text": "Dag"}, {"text": "Zoë 👋"}]})

    answer = await ask(rasa_bot, "hoi 👋")

    assert answer.content.text == "Dag\n\nZoë 👋"
    body = {"sender": "c1", "message": "hoi 👋", "message_id": "m1", "retry": True, "metadata": {"channel": "web"}}
    assert rasa.asked == [("Bearer geheim", body)]


async def test_a_failure_of_the_bot_is_told_from_a_bot_that_is_away(rasa, rasa_bot) -> None:
    rasa.reply = lambda: web.json_response({"error": {"code": "bot_failed"}}, status=500)
    with pytest.raises(BotFailed):
        await ask(rasa_bot)

    rasa.reply = lambda: web.Response(status=503)
    with pytest.raises(BotUnavailable) as fault:
        await ask(rasa_bot)
    assert not isinstance(fault.value, BotFailed)


@pytest.mark.parametrize("body", ["", "geen json", "[]", "{}", "null", '"tekst"'])
async def test_an_answer_that_is_none_is_a_bot_that_is_away(rasa, rasa_bot, body: str) -> None:
    rasa.reply = lambda: web.Response(text=body, content_type="application/json")

    with pytest.raises(BotUnavailable):
        await ask(rasa_bot)


async def test_a_bot_that_does_not_answer_in_time_is_away(rasa, rasa_bot) -> None:
    async def late() -> web.Response:
        await asyncio.sleep(5)
        return web.json_response({"answers": []})

    rasa.reply = late
    with pytest.raises(BotUnavailable) as fault:
        await ask(rasa_bot)
    assert "hoi" not in str(fault.value)


async def test_a_bot_that_is_not_there_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    bot = RasaBot(f"http://127.0.0.1:{port}", "geheim", timeout_seconds=0.5)

    with pytest.raises(BotUnavailable):
        await ask(bot)
    assert not await bot.is_ready()
    await bot.close()


@pytest.mark.parametrize(("status", "is_ready"), [(200, True), (503, False), (403, False), (None, False)])
async def test_ready_is_what_the_bot_says_itself(rasa, rasa_bot, status: int | None, is_ready: bool) -> None:
    rasa.ready = status

    assert await rasa_bot.is_ready() is is_ready


async def test_closing_one_that_was_never_used_is_no_fault() -> None:
    await RasaBot("http://127.0.0.1:1", "geheim", 1).close()


async def test_what_the_bot_would_answer_is_asked_for_without_saying_it(rasa, rasa_bot) -> None:
    found = {"intent": "openingstijden", "confidence": 0.93, "text": "Van 8 tot 20 uur."}
    rasa.reply = lambda: web.json_response({"answers": [found]})

    assert await rasa_bot.known("c1", "Zijn jullie open?", "u") == [Known("openingstijden", 0.93, "Van 8 tot 20 uur.")]
    asked = {"sender": "c1", "message": "Zijn jullie open?", "aanspreekvorm": "u"}
    assert rasa.asked == [("Bearer geheim", asked)]


@pytest.mark.parametrize(
    "reply",
    [
        lambda: web.Response(status=500),
        lambda: web.json_response({}),
        lambda: web.json_response({"answers": [{"intent": "groet"}]}),
        lambda: web.json_response({"answers": 1}),
    ],
)
async def test_a_bot_that_cannot_say_what_it_would_answer_is_away(rasa, rasa_bot, reply) -> None:
    rasa.reply = reply

    with pytest.raises(BotUnavailable):
        await rasa_bot.known("c1", "hoi", "je")
