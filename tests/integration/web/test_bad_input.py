"""Whatever is sent, the customer gets an answer that can be understood, and the counter goes on for everybody."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress

import aiohttp
import pytest

from tests.running_counter import Running

LONG = 10_000


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\x00\x01\x02", "\u200b\ufeff", "\u202e"])
async def test_nothing_is_refused_with_a_word(shared: Running, text: str) -> None:
    widget = await shared.widget()
    answer = await widget.say(text)
    assert answer == {
        "ok": False,
        "error": {"code": "empty", "message": shared.parts.texts.text("utter_balie_leeg")},
    }


async def test_ten_thousand_characters_are_refused_with_a_word_and_four_thousand_are_not(shared: Running) -> None:
    widget = await shared.widget()
    answer = await widget.say("x" * LONG)
    assert answer["error"]["code"] == "too_long"
    assert "4.000" in answer["error"]["message"]
    assert (await widget.say("y" * 4000))["ok"]
    await shared.quiet()
    assert shared.bot.asked[-1]["text"] == "y" * 4000


@pytest.mark.parametrize(
    "text",
    [
        "😡😡😡",
        "👩‍👩‍👧‍👦",
        "♥️",
        "مرحبا كيف حالك",
        "我想知道我的账单",
        "Привет, сколько стоит?",
        "ğüşöçİ ñ ß ﷽",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
        "<script>alert('hoi')</script>",
        '<img src=x onerror="alert(1)"> & <b>vet</b> &amp; {{naam}} {organisatie} ${x}',
        "'; DROP TABLE messages; --",
        "[klik](javascript:alert(1)) **vet** `code`",
        '{"message": "geen frame", "quick_replies": []}',
        "regel één\nregel twee\n\n\nregel drie",
        "%s %d %n {0} \\x00 \\u0000",
    ],
)
async def test_odd_text_comes_back_as_the_same_text_in_every_tab_and_after_a_reload(shared: Running, text: str) -> None:
    widget = await shared.widget()
    assert (await widget.say(text))["ok"]
    assert (await widget.until("customer_uttered"))["text"] == text
    await shared.quiet()
    assert shared.bot.asked[-1]["text"] == text
    again = await shared.widget(widget.session_id)
    assert text in [message["text"] for message in again.replayed]


async def test_control_characters_and_direction_tricks_are_taken_out(shared: Running) -> None:
    widget = await shared.widget()
    await widget.say("a\x00b\x1b[31mc\u202ed\r\ne\x7f\ud800")
    assert (await widget.until("customer_uttered"))["text"] == "ab[31mcd\ne?"


async def test_too_fast_is_refused_and_after_a_moment_goes_on(counter: Running) -> None:
    widget = await counter.widget()
    answers = [await widget.say(f"bericht {number}") for number in range(25)]
    assert [answer["ok"] for answer in answers] == [True] * 20 + [False] * 5
    assert answers[-1]["error"]["code"] == "too_fast"
    other = await counter.widget()
    assert (await other.say("Een ander merkt er niets van"))["ok"]
    counter.clock.forward(seconds=2)
    assert [(await widget.say("verder"))["ok"] for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize(
    "frame",
    [
        "tekst",
        42,
        True,
        ["a", "b"],
        {},
        {"message": None},
        {"message": 42},
        {"message": ["a"]},
        {"message": {"text": "a"}},
        {"message": "a", "title": 7},
        {"message": "a", "message_id": 7},
        {"message": "a", "message_id": ""},
        {"message": "a", "message_id": "x" * 65},
        {"message": "a", "message_id": "é"},
        {"message": "a", "message_id": "\ud800"},
        {"message": "a", "message_id": {"$ne": 1}},
    ],
    ids=str,
)
async def test_a_malformed_message_is_refused_and_the_socket_goes_on(shared: Running, frame: object) -> None:
    widget = await shared.widget()
    answer = await widget.ask("user_uttered", frame)
    assert answer == {"ok": False, "error": {"code": "bad_frame", "message": "Dit bericht kwam niet goed aan."}}
    assert (await widget.say("Daarna"))["ok"]


@pytest.mark.parametrize("event", ["session_request", "user_uttered", "read", "typing", "logout"])
async def test_every_event_stands_every_kind_of_data(shared: Running, event: str) -> None:
    widget = await shared.widget()
    id_ = widget.conversation_id
    odd: list[object] = [
        None,
        "x",
        1,
        1.5,
        False,
        [],
        [[]],
        {"session_id": {}},
        {"conversation_id": id_},
        {"on": "ja"},
        {"conversation_id": id_, "seq": "1"},
        {"conversation_id": id_, "seq": -1},
        {"conversation_id": id_, "seq": 10**30},
        {"conversation_id": "\ud800", "seq": 1},
        {"conversation_id": "x" * 100, "seq": 1},
        {"conversation_id": 1, "seq": 1},
        {"after": [], "session_id": widget.session_id},
        {"after": {"conversation_id": id_, "seq": None}},
        {"client": {"a": 1}, "after": "x"},
        {"a": {"b": {"c": [None] * 100}}},
        b"bytes",
        {"message": b"bytes"},
    ]
    for data in odd:
        await widget.ask(event, data)
    await widget.begin(widget.session_id)
    assert (await widget.say("Daarna"))["ok"]


async def test_an_unknown_event_is_passed_over(shared: Running) -> None:
    widget = await shared.widget()
    for event in ("drop_table", "connect", "disconnect", "message", "*", "", "bot_uttered", "__class__"):
        await widget.emit(event, {"a": 1})
    assert (await widget.say("Daarna", session_id=widget.session_id))["ok"]


async def _raw(counter: Running) -> aiohttp.ClientWebSocketResponse:
    """A websocket with nothing but our own bytes on it, with the namespace open."""
    socket = await counter.http.ws_connect("/socket.io/?EIO=4&transport=websocket")
    assert (await socket.receive_str()).startswith("0{")
    await socket.send_str("40")
    assert (await socket.receive_str()).startswith("40{")
    return socket


async def test_a_frame_of_more_than_64_kb_closes_that_connection_and_no_other(shared: Running) -> None:
    widget = await shared.widget()
    socket = await _raw(shared)
    await socket.send_str("42" + json.dumps(["user_uttered", {"message": "x" * 70_000}]))
    while (message := await socket.receive(timeout=30)).type != aiohttp.WSMsgType.CLOSE:
        assert message.type == aiohttp.WSMsgType.TEXT
    await socket.close()
    assert (await widget.say("Daarna"))["ok"]


async def test_a_large_post_to_long_polling_is_refused(shared: Running) -> None:
    url = "/socket.io/?EIO=4&transport=polling"
    async with shared.http.get(url) as response:
        url += "&sid=" + json.loads((await response.text())[1:])["sid"]
    listening = asyncio.ensure_future(shared.http.get(url))
    await asyncio.sleep(0.2)
    # engine.io may leave the sender of this waiting for its answer; everybody else is served.
    with suppress(asyncio.TimeoutError):
        async with shared.http.post(url, data="4" * 70_000, timeout=aiohttp.ClientTimeout(total=2)) as response:
            assert response.status == 400
    listening.cancel()
    assert (await (await shared.widget()).say("Daarna"))["ok"]


RAW = [
    "",
    "4",
    "42",
    "42[",
    "42[]",
    '42["user_uttered"',
    '42["user_uttered",' + "[" * 20_000,
    '42[{"a":1}]',
    "42[null]",
    "42[1]",
    '421["user_uttered",{}]',
    '42["user_uttered",{"message":"\\ud800"}]',
    "43",
    "44",
    "45",
    '451-["x",{"_placeholder":true}]',
    '451-["user_uttered",{"_placeholder":true,"num":0}]',
    "46",
    "47",
    "49",
    "40/nergens,",
    "40/desk,",
    '42/desk,["typing",{}]',
    '42/desk,["connect",{}]',
    "41",
    "3",
    "5",
    "6",
    "9",
    "x",
    "\x00",
    "🙂",
    '42["' + "a" * 10_000 + '"]',
    "43999[]",
    "430[]",
    '42["session_request"]',
    '42["user_uttered",{},{},{}]',
    "4" * 5_000,
    "420[]",
    "42999999999999999999999[]",
]


@pytest.mark.parametrize("frame", RAW, ids=lambda frame: repr(frame[:25]))
async def test_a_raw_frame_of_any_form_does_no_harm_to_others(shared: Running, frame: str) -> None:
    socket = await _raw(shared)
    await socket.send_str(frame)
    await socket.close()


async def test_random_bytes_do_no_harm_and_everybody_else_is_served(shared: Running) -> None:
    widget = await shared.widget()
    chance = random.Random(20261121)
    for _ in range(12):
        socket = await _raw(shared)
        for _ in range(5):
            if socket.closed:
                break
            noise = chance.randbytes(chance.randrange(1, 400))
            if chance.random() < 0.5:
                await socket.send_bytes(noise)
            else:
                await socket.send_str(chance.choice(["4", "42", "42[", "45", "", "40/"]) + noise.decode("latin-1"))
        await socket.close()
    assert (await widget.say("Daarna"))["ok"]
    await widget.hears("Je zei: Daarna")
