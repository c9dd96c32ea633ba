"""The stand-in for WhatsApp's Cloud API as tests use it: a real server, which calls a running counter's webhook.

    async def test_a_greeting(whatsapp_counter):
        meta, counter = whatsapp_counter
        phone = meta.phone("31612000101", "Sanne")
        phone.say("hallo")
        await meta.hears(phone, "Je zei: hallo")

What it can be told stands in dichtbij/whatsapp_stand_in: phones (say, tap, send_picture, edit, delete, call, on,
reads), line.habits (batch, copies, chance, delay, in_order, again), line.hold, line.release,
fail, hang, cut, page, rates.
"""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp import web

from dichtbij.whatsapp_stand_in import StandIn
from tests.running_counter import Running, Time, running

WEBHOOK = "/webhooks/whatsapp"
_ID = re.compile(r"HBg[\w+/]{12,}={0,2}")


def told_by_ids(text: str) -> set[str]:
    """The numbers and user ids that ids of WhatsApp give away, wherever they stand in a text (a log, a row, an export).

    An id is base64 around them, so that a search for the number itself does not find it.
    """
    found = (base64.b64decode(id_[: len(id_) // 4 * 4]) for id_ in _ID.findall(text))
    return {inside[3 : 3 + inside[2]].decode("ascii", "replace") for inside in found}


async def challenge(request: web.Request) -> web.Response:
    """A webhook's answer to Meta's question whether it is ours."""
    return web.Response(text=request.query["hub.challenge"])


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


@asynccontextmanager
async def stand_in(clock: Callable[[], datetime] = _utc_now, webhook: str = "") -> AsyncIterator[StandIn]:
    """The stand-in alone, on a free port; nothing undocumented may have been asked of it."""
    meta = await StandIn(clock=clock).start(webhook)
    try:
        yield meta
    finally:
        await meta.stop()
    assert meta.undocumented == [], f"not in Meta's documentation: {meta.undocumented}"


@asynccontextmanager
async def connected(file: Path, clock: Time, **overrides: Any) -> AsyncIterator[tuple[StandIn, Running]]:
    """A counter and the stand-in, each with the other's address."""
    async with stand_in(clock) as meta, running(file, clock=clock, **{**meta.settings(), **overrides}) as counter:
        meta.line.url = f"{counter.url}{WEBHOOK}"
        for name, body in counter.parts.phone.templates.bodies.items():
            meta.approve(name, body)
        yield meta, counter


@pytest_asyncio.fixture
async def meta(clock: Time) -> AsyncIterator[StandIn]:
    """The stand-in alone, with the test's clock; give line.url the address of a webhook."""
    async with stand_in(clock) as meta:
        yield meta


@pytest_asyncio.fixture
async def whatsapp_counter(file: Path, clock: Time) -> AsyncIterator[tuple[StandIn, Running]]:
    """Stand-in and counter, connected. For files that take `file` and `clock` from tests.running_counter."""
    async with connected(file, clock) as both:
        yield both
