"""PDOK Locatieserver, the Dutch government's free search in its address register (BAG).

Written after its OpenAPI description, version 3.1 (https://api.pdok.nl/bzk/locatieserver/search/v3_1/ui/):
`GET /free` with filters `fq` (repeated), fields `fl` and `rows`; unknown parameters are refused with 400. The answer is
`{"response": {"numFound", "start", "maxScore", "numFoundExact", "docs": [{"straatnaam", "huisnummer", ...}]}}`; a
postcode has no space in it, and `huisletter` and `huisnummertoevoeging` are left out when there are none.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog

from dichtbij.clock import Clock
from dichtbij.customers.addresses.model import (
    AddressAnswer,
    AddressesUnavailable,
    AddressNotFound,
    FoundAddress,
    choose,
)

TIMEOUT_SECONDS = 3.0
"""Somebody waits in a chat."""
TRIES = 2
BREAKS_AFTER = 3
"""Look-ups in a row without an answer, after which it is left alone for a while."""
BROKEN_FOR = timedelta(seconds=30)
REMEMBERED_FOR = timedelta(minutes=10)
"""A look-up is repeated within one conversation: when the form asks, when it shows and when it stores."""
MOST_REMEMBERED = 500
ROWS = 100
"""The most that the service gives at once."""
FIELDS = "straatnaam,huisnummer,huisletter,huisnummertoevoeging,postcode,woonplaatsnaam"
LARGEST_ANSWER = 1_000_000
"""Bytes; the largest true answer is some tens of thousands."""

Query = Sequence[tuple[str, str]]
Transport = Callable[[Query], Awaitable[tuple[int, bytes]]]
"""Asks `/free`: status and body. Raises OSError, aiohttp.ClientError or asyncio.TimeoutError without an answer."""

log = structlog.get_logger(__name__)


class _NoAnswer(Exception):
    """This try did not give an answer that can be used; `again` when another one might."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.again = again


@dataclass
class _Breaker:
    """Leaves a service alone that failed some times in a row, so that nobody waits for it in vain."""

    failures: int = 0
    until: datetime | None = None

    def closed(self, now: datetime) -> bool:
        return self.until is None or now >= self.until

    def failed(self, now: datetime) -> None:
        self.failures += 1
        if self.failures >= BREAKS_AFTER:
            self.until = now + BROKEN_FOR

    def succeeded(self) -> None:
        self.failures, self.until = 0, None


@dataclass
class Locatieserver:
    """An AddressFinder on the Locatieserver, or on whatever speaks like it."""

    ask: Transport
    clock: Clock
    _breaker: _Breaker = field(default_factory=_Breaker)
    _remembered: dict[tuple[str, int], tuple[datetime, tuple[FoundAddress, ...]]] = field(default_factory=dict)

    async def find(self, postcode: str, number: int, addition: str = "") -> AddressAnswer:
        """See AddressFinder."""
        place = re.sub(r"\s", "", postcode).upper()
        if not re.fullmatch(r"[1-9]\d{3}[A-Z]{2}", place) or not 0 < number < 100_000:
            return AddressNotFound()
        addresses = await self._addresses(place, number)
        return AddressesUnavailable() if addresses is None else choose(addresses, addition)

    async def _addresses(self, postcode: str, number: int) -> tuple[FoundAddress, ...] | None:
        now = self.clock()
        known = self._remembered.get((postcode, number))
        if known and now - known[0] < REMEMBERED_FOR:
            return known[1]
        if not self._breaker.closed(now):
            return None
        for attempt in range(1, TRIES + 1):
            try:
                found = await self._ask_once(postcode, number)
            except _NoAnswer as fault:
                log.warning("address_lookup_failed", attempt=attempt, fault=str(fault))
                if not fault.again:
                    break
            else:
                self._breaker.succeeded()
                self._remember(postcode, number, found)
                return found
        self._breaker.failed(now)
        return None

    async def _ask_once(self, postcode: str, number: int) -> tuple[FoundAddress, ...]:
        query = (
            ("fq", "type:adres"), ("fq", f"postcode:{postcode}"), ("fq", f"huisnummer:{number}"),
            ("fl", FIELDS), ("rows", str(ROWS)), ("wt", "json"),
        )  # fmt: skip
        try:
            status, body = await self.ask(query)
        except (OSError, aiohttp.ClientError, asyncio.TimeoutError) as fault:
            raise _NoAnswer(type(fault).__name__, again=True) from None
        if status != 200:
            raise _NoAnswer(f"status {status}", again=status >= 500 or status == 429)
        return read_answer(body)

    def _remember(self, postcode: str, number: int, found: tuple[FoundAddress, ...]) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)))
        self._remembered[postcode, number] = (self.clock(), found)


def read_answer(body: bytes) -> tuple[FoundAddress, ...]:
    """The addresses of an answer, in the order of their numbers; a row that lacks what an address needs is skipped."""
    try:
        rows = json.loads(body)["response"]["docs"]
        if not isinstance(rows, list):
            raise TypeError
        found = [address for row in rows if isinstance(row, dict) and (address := _address(row))]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _NoAnswer("not the documented answer", again=False) from None
    if rows and not found:
        raise _NoAnswer("no row is an address", again=False)
    return tuple(sorted(set(found), key=lambda one: (len(one.house_number), one.house_number)))


def _address(row: dict[str, Any]) -> FoundAddress | None:
    street, city, postcode, number = (
        row.get(name) for name in ("straatnaam", "woonplaatsnaam", "postcode", "huisnummer")
    )
    if not (isinstance(street, str) and isinstance(city, str) and isinstance(number, int) and street and city):
        return None
    if not isinstance(postcode, str) or not re.fullmatch(r"\d{4}[A-Z]{2}", postcode):
        return None
    letter, addition = (str(row.get(name) or "") for name in ("huisletter", "huisnummertoevoeging"))
    written = f"{number}{letter}" + (f"-{addition}" if addition else "")
    if len(street) > 120 or len(city) > 80 or len(written) > 12:
        return None  # nothing of the kind exists, and no column could hold it
    return FoundAddress(street, written, f"{postcode[:4]} {postcode[4:]}", city)


def over_http(url: str, timeout: float = TIMEOUT_SECONDS) -> Transport:
    """Ask a real service.

    Args:
        url: up to the version, as https://api.pdok.nl/bzk/locatieserver/search/v3_1.
        timeout: seconds for one try, connecting included.
    """
    address = f"{url.rstrip('/')}/free"

    async def ask(query: Query) -> tuple[int, bytes]:
        limit = aiohttp.ClientTimeout(total=timeout)
        # A session for each look-up: they are rare, and nothing has to be closed when the process ends.
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.get(address, params=list(query), allow_redirects=False) as response,
        ):
            return response.status, await response.content.read(LARGEST_ANSWER)

    return ask
