"""The webhook from outside: only what is signed counts, all of it is stored before it is acknowledged, and quickly."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from dichtbij.channels.whatsapp.cloud.incoming import arrivals, errors
from dichtbij.channels.whatsapp.cloud.webhook import CloudWebhook, _storable, signature
from dichtbij.channels.whatsapp.model import Incoming, StatusUpdate
from dichtbij.channels.whatsapp.tables import ArrivalRow
from dichtbij.database import Database
from tests.running_counter import NOW, Running

PATH = "/webhooks/whatsapp"
APP_SECRET = "the-app-secret-in-tests"
VERIFY = "what-we-told-meta"
OURS = "106540352242922"
PAYLOADS = Path(__file__).parent / "payloads"
SETTINGS = {
    "whatsapp_phone_number_id": OURS,
    "whatsapp_access_token": "token",
    "whatsapp_app_secret": APP_SECRET,
    "whatsapp_verify_token": VERIFY,
    "whatsapp_graph_url": "http://127.0.0.1:9/v23.0",
}


@pytest_asyncio.fixture
async def phone(start: Callable[..., Awaitable[Running]]) -> AsyncIterator[Running]:
    """A counter with a number at Meta."""
    yield await start(**SETTINGS)


def raw(name: str = "text") -> bytes:
    return (PAYLOADS / f"{name}.json").read_bytes()


async def post(counter: Running, body: bytes, signed: str | None = None, **headers: str) -> int:
    with_signature = {"X-Hub-Signature-256": signature(APP_SECRET, body) if signed is None else signed, **headers}
    async with counter.http.post(PATH, data=body, headers=with_signature) as response:
        return response.status


async def stored(counter: Running) -> int:
    async with counter.parts.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(ArrivalRow)) or 0


async def test_meta_may_verify_the_webhook(phone: Running) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    async with phone.http.get(PATH, params=asked) as response:
        assert (response.status, await response.text()) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "guessed"}, {"hub.mode": "unsubscribe"}, {"hub.challenge": ""}):
        async with phone.http.get(PATH, params={**asked, **wrong}) as response:
            assert response.status == 403
    async with phone.http.get(PATH) as response:
        assert response.status == 403


async def test_what_is_signed_is_stored_before_it_is_acknowledged(phone: Running) -> None:
    assert await post(phone, raw("batch")) == 200
    assert await stored(phone) == 5


NOT_SIGNED = ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", signature("another secret", raw()), "\u00e9"]


@pytest.mark.parametrize("signed", NOT_SIGNED)
async def test_what_is_not_signed_is_refused(phone: Running, signed: str) -> None:
    assert await post(phone, raw(), signed) == 401
    assert await stored(phone) == 0


async def test_a_signature_is_over_the_raw_bytes(phone: Running) -> None:
    """The same JSON with other spaces is another body; unicode that is not escaped as Meta escapes it too."""
    body = raw()
    again = json.dumps(json.loads(body)).encode()
    assert again != body
    assert await post(phone, again, signature(APP_SECRET, body)) == 401


async def test_a_delivery_that_comes_again_is_acknowledged_again(phone: Running) -> None:
    for _ in range(3):
        assert await post(phone, raw()) == 200
    assert await stored(phone) == 1


@pytest.mark.parametrize("body", [b"", b"nothing", b"[]", b'"x"', b"null", b"\xff\xfe", b"[" * 100_000, b'{"entry":'])
async def test_what_is_signed_but_no_delivery_is_refused_clearly(phone: Running, body: bytes) -> None:
    assert await post(phone, body) == 400
    assert await stored(phone) == 0


async def test_a_large_batch_is_taken_and_a_larger_one_refused(phone: Running) -> None:
    body = json.loads(raw())
    [message] = body["entry"][0]["changes"][0]["value"]["messages"]
    many = [{**message, "id": f"wamid.{n}", "text": {"body": "x" * 2_000}} for n in range(500)]
    body["entry"][0]["changes"][0]["value"]["messages"] = many
    large = json.dumps(body).encode()
    assert len(large) > 1024 * 1024
    assert await post(phone, large) == 200
    assert await stored(phone) == 500
    assert await post(phone, b"x" * (5 * 1024 * 1024)) == 413


async def test_text_that_no_database_takes_is_kept_without_it(phone: Running) -> None:
    body = json.loads(raw())
    body["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"] = "a\x00b\ud800c"
    assert await post(phone, json.dumps(body).encode()) == 200
    assert await stored(phone) == 1


async def test_when_the_database_is_away_meta_is_asked_to_deliver_again(phone: Running) -> None:
    inbox = phone.parts.phone.inbox
    database, inbox._database = inbox._database, Database("sqlite+aiosqlite:////proc/self/mem")
    try:
        assert await post(phone, raw()) == 503
    finally:
        inbox._database = database
    assert await post(phone, raw()) == 200
    assert await stored(phone) == 1


async def test_nothing_personal_is_logged(phone: Running, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("text", "image", "contacts", "status_failed", "unknown", "account_errors"):
        assert await post(phone, raw(name)) == 200
    assert await post(phone, raw(), "sha256=wrong") == 401
    written = "".join(capsys.readouterr())
    for personal in ("16505551234", "Sheena", "another color", "wamid.", "Barbara"):
        assert personal not in written


async def test_a_delivery_is_acknowledged_within_250_ms(phone: Running, record_property: Callable[..., None]) -> None:
    """p95 of 100 deliveries, ten at a time; the best of three rounds, for who else is busy on this machine.

    `make bench` measures it under load.
    """
    body = json.loads(raw())
    [message] = body["entry"][0]["changes"][0]["value"]["messages"]

    async def one(number: int) -> float:
        mine = {**message, "id": f"wamid.{number}", "from": f"3161200{number:04}", "from_user_id": f"NL.{number}"}
        value = {**body["entry"][0]["changes"][0]["value"], "messages": [mine]}
        content = json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()
        begun = time.perf_counter()
        assert await post(phone, content) == 200
        return time.perf_counter() - begun

    rounds = []
    for first in (0, 100, 200):
        took: list[float] = []
        for start_at in range(first, first + 100, 10):
            took += await asyncio.gather(*(one(number) for number in range(start_at, start_at + 10)))
        rounds.append(statistics.quantiles(took, n=20)[-1])
    record_property("acknowledgement_p95_ms", [round(p95 * 1000, 1) for p95 in rounds])
    assert await stored(phone) == 300
    assert min(rounds) < 0.25, f"p95 {[round(p95 * 1000) for p95 in rounds]} ms"


# -- whatever is signed -----------------------------------------------------------------------------------------------

NAMES = """
entry changes value field messages statuses contacts calls metadata phone_number_id id type from from_user_id timestamp
text body image interactive button_reply errors reaction message_id edit message location latitude status code context
system wa_id
"""
KEYS = st.sampled_from(NAMES.split())
WORDS = st.text(max_size=8) | st.sampled_from(["messages", "text", "interactive", OURS])
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


@settings(max_examples=300, deadline=None)
@given(value=JSON, message=st.dictionaries(KEYS, JSON, max_size=6))
def test_nothing_that_meta_could_send_breaks_the_reading(value: Any, message: dict[str, Any]) -> None:
    for body in (
        {"entry": value},
        {"entry": [{"changes": value}]},
        {"entry": [{"changes": [{"field": "messages", "value": value}]}]},
        {"entry": [{"changes": [{"field": "messages", "value": {"messages": [message], "statuses": [message]}}]}]},
        {"entry": [{"changes": [{"field": "calls", "value": {"calls": [message], "contacts": value}}]}]},
    ):
        for arrival in arrivals(_storable(body), OURS, NOW):
            assert isinstance(arrival, (Incoming, StatusUpdate))
            assert arrival.id
        errors(body)


def test_an_empty_secret_lets_nobody_in() -> None:
    with pytest.raises(ValueError, match="empty secret"):
        CloudWebhook("", VERIFY, OURS, lambda: NOW)
