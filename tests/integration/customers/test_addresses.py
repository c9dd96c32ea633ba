"""Looking up addresses over a real socket: a local server that speaks the Locatieserver's protocol, well or badly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from dichtbij.customers.addresses import (
    AddressesFound,
    AddressesUnavailable,
    AddressFinder,
    AddressNotFound,
    Locatieserver,
    StandIn,
    address_finder,
    demo_rows,
    over_http,
)
from dichtbij.customers.demo import make_rows
from tests.integration.customers.conftest import TODAY, FakeClock

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
BASE = "/bzk/locatieserver/search/v3_1"
QUICK = 0.3
"""Seconds before a try is given up in these tests."""


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A server with this for an answer; gives the address that ADDRESS_URL would hold."""
    app = web.Application()
    app.router.add_get(f"{BASE}/free", handler)
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url(BASE))
    finally:
        await server.close()


async def stand_in(request: web.Request) -> web.StreamResponse:
    status, body = StandIn(demo_rows()).answer(list(request.query.items()))
    return web.Response(status=status, body=body, content_type="application/json")


def finder(url: str) -> AddressFinder:
    return Locatieserver(over_http(url, QUICK), FakeClock())


async def test_an_address_is_found_over_the_real_protocol() -> None:
    async with serving(stand_in) as url:
        answer = await address_finder(url, demo=False, clock=FakeClock()).find("3812 HL", 140)
        assert isinstance(answer, AddressesFound)
        assert [one.line for one in answer.addresses] == ["Weverskade 140, Amersfoort"]
        several = await finder(f"{url}/").find("1825KM", 41)
        assert isinstance(several, AddressesFound)
        assert [one.house_number for one in several.addresses] == ["41A", "41B", "41C"]
        assert await finder(url).find("9999 XX", 1) == AddressNotFound()


def answering(status: int, body: bytes) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body)

    return answer


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (503, b"busy"), (404, b""), (400, b"parameter x in query has an error"), (200, b""), (200, b"<html/>"),
     (200, b"{"), (200, b'{"response": {}}'), (302, b""), (200, b"\x00" * 2_000_000)],
)  # fmt: skip
async def test_faults_and_garbage_are_no_address_and_no_exception(status: int, body: bytes) -> None:
    async with serving(answering(status, body)) as url:
        assert await finder(url).find("3812 HL", 140) == AddressesUnavailable()


async def test_a_server_that_is_too_slow_is_not_waited_for() -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    async with serving(slow) as url:
        answer = await asyncio.wait_for(finder(url).find("3812 HL", 140), 4)
    assert answer == AddressesUnavailable()


async def test_a_connection_that_breaks_is_tried_once_more() -> None:
    tries = 0

    async def shaky(request: web.Request) -> web.StreamResponse:
        nonlocal tries
        tries += 1
        if tries == 1:
            assert request.transport is not None
            request.transport.close()
        return await stand_in(request)

    async with serving(shaky) as url:
        assert isinstance(await finder(url).find("3812 HL", 140), AddressesFound)
    assert tries == 2


async def test_nobody_at_home() -> None:
    assert await finder("http://127.0.0.1:9").find("3812 HL", 140) == AddressesUnavailable()


async def test_without_a_setting_the_demo_has_its_own_addresses_and_a_real_counter_has_none() -> None:
    demo = address_finder("", demo=True, clock=FakeClock())
    assert isinstance(await demo.find("3812 HL", 140), AddressesFound)
    assert await address_finder("", demo=False, clock=FakeClock()).find("3812 HL", 140) == AddressesUnavailable()


async def test_every_home_of_the_demo_is_in_the_demo_addresses_and_there_are_streets_to_move_to() -> None:
    demo = address_finder("", demo=True, clock=FakeClock())
    homes = make_rows(TODAY, lambda line: None)["addresses"]
    for home in homes:
        digits = "".join(filter(str.isdigit, home["house_number"]))
        answer = await demo.find(home["postcode"], int(digits), home["house_number"][len(digits) :])
        assert isinstance(answer, AddressesFound), home
        assert (home["street"], home["house_number"], home["city"]) in {
            (one.street, one.house_number, one.city) for one in answer.addresses
        }
    streets = {(one["straatnaam"], one["postcode"]) for one in demo_rows()}
    assert len(streets - {(home["street"], home["postcode"].replace(" ", "")) for home in homes}) >= 24
