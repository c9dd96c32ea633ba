"""The answers of the Locatieserver: as documented, or as something that nobody should believe."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.addresses import (
    AddressesFound,
    AddressesUnavailable,
    AddressNotFound,
    Locatieserver,
    NoAddresses,
    StandIn,
)
from dichtbij.customers.addresses.locatieserver import BREAKS_AFTER, BROKEN_FOR, Query, _NoAnswer, read_answer
from dichtbij.customers.addresses.stand_in import row

# The shape of a document as PDOK's description and its examples give it; the address is invented.
DOCUMENTED = {
    "response": {
        "numFound": 2,
        "start": 0,
        "maxScore": 9.1,
        "numFoundExact": True,
        "docs": [
            {"straatnaam": "Demopad", "huisnummer": 12, "huisletter": "B", "huisnummertoevoeging": "2",
             "postcode": "1234AB", "woonplaatsnaam": "Duinstede", "type": "adres", "score": 9.1},
            {"straatnaam": "Demopad", "huisnummer": 12, "postcode": "1234AB", "woonplaatsnaam": "Duinstede"},
        ],
    }
}  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


class Scripted:
    """Gives one prepared answer after another, and keeps what was asked."""

    def __init__(self, *answers: tuple[int, bytes] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[Query] = []

    async def __call__(self, query: Query) -> tuple[int, bytes]:
        self.asked.append(query)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


GOOD = (200, json.dumps(DOCUMENTED).encode())
EMPTY = (200, b'{"response": {"numFound": 0, "start": 0, "docs": []}}')


def test_the_documented_answer_is_read() -> None:
    assert [one.line for one in read_answer(GOOD[1])] == ["Demopad 12, Duinstede", "Demopad 12B-2, Duinstede"]


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"null", b"[]", b"{}", b'{"response": null}', b'{"response": {"docs": 3}}', b"\xff\xfe",
     b'{"response": {"docs": [{"straatnaam": "X"}]}}', b"[" * 50_000],
)  # fmt: skip
def test_an_answer_that_is_not_the_documented_one_is_none(body: bytes) -> None:
    with pytest.raises(_NoAnswer):
        read_answer(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["response", "docs", "straatnaam", "huisnummer", "postcode"]), inner, max_size=4
        )
    ),
)


@given(JSON)
def test_no_json_at_all_makes_it_fall_over(garbage: object) -> None:
    try:
        found = read_answer(json.dumps(garbage).encode())
    except _NoAnswer:
        return
    assert isinstance(found, tuple)


async def test_the_bare_number_is_meant_unless_an_addition_is_given() -> None:
    finder = Locatieserver(Scripted(GOOD), Clock())
    assert [one.house_number for one in _found(await finder.find("1234 ab", 12))] == ["12"]
    assert [one.house_number for one in _found(await finder.find("1234AB", 12, "b2"))] == ["12B-2"]
    assert len(_found(await finder.find("1234AB", 12, "Z"))) == 2, "an unknown addition: the customer says which"


def _found(answer: object) -> tuple:
    assert isinstance(answer, AddressesFound)
    return answer.addresses


@pytest.mark.parametrize(
    ("postcode", "number"), [("1234", 1), ("0123 AB", 1), ("1234 AB", 0), ("x", 5), ("1234AB)", 1)]
)
async def test_what_can_be_no_address_is_not_asked_for(postcode: str, number: int) -> None:
    ask = Scripted(GOOD)
    assert await Locatieserver(ask, Clock()).find(postcode, number) == AddressNotFound()
    assert ask.asked == []


async def test_one_retry_and_then_unavailable() -> None:
    ask = Scripted(asyncio.TimeoutError())
    assert await Locatieserver(ask, Clock()).find("1234AB", 12) == AddressesUnavailable()
    assert len(ask.asked) == 2
    ask = Scripted((503, b""), GOOD)
    assert isinstance(await Locatieserver(ask, Clock()).find("1234AB", 12), AddressesFound)


async def test_a_refusal_is_not_tried_again() -> None:
    ask = Scripted((400, b"parameter x in query has an error"))
    assert await Locatieserver(ask, Clock()).find("1234AB", 12) == AddressesUnavailable()
    assert len(ask.asked) == 1


async def test_after_failures_it_is_left_alone_for_a_while() -> None:
    ask, clock = Scripted(OSError()), Clock()
    finder = Locatieserver(ask, clock)
    for number in range(1, BREAKS_AFTER + 3):
        assert await finder.find("1234AB", number) == AddressesUnavailable()
    assert len(ask.asked) == 2 * BREAKS_AFTER
    ask.answers = [GOOD]
    assert await finder.find("1234AB", 12) == AddressesUnavailable()
    clock.now += BROKEN_FOR
    assert isinstance(await finder.find("1234AB", 12), AddressesFound)


async def test_an_answer_is_remembered_for_minutes_also_that_there_is_none() -> None:
    ask, clock = Scripted(EMPTY), Clock()
    finder = Locatieserver(ask, clock)
    assert await finder.find("1234AB", 12) == await finder.find("1234AB", 12, "A") == AddressNotFound()
    assert len(ask.asked) == 1
    clock.now += timedelta(minutes=11)
    await finder.find("1234AB", 12)
    assert len(ask.asked) == 2


async def test_without_a_register_every_address_is_told_in_words() -> None:
    assert await NoAddresses().find("1234AB", 12) == AddressesUnavailable()


# -- the stand-in holds us to the contract ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        [("postcode", "1234AB")], [("fq", "postcode 1234AB")], [("fq", "straat:Demopad")], [("rows", "101")],
        [("rows", "x")], [("fl", "Straatnaam;x")],
    ],
)  # fmt: skip
def test_the_stand_in_refuses_what_the_service_refuses(query: Query) -> None:
    status, body = StandIn([row("Demopad", "12B-2", "1234 AB", "Duinstede")]).answer(query)
    assert status == 400
    assert body


def test_the_stand_in_speaks_as_documented() -> None:
    stand_in = StandIn([row("Demopad", "12B-2", "1234 AB", "Duinstede"), row("Demopad", "14", "1234 AB", "Duinstede")])
    status, body = stand_in.answer([("fq", "type:adres"), ("fq", "postcode:1234AB"), ("fq", "huisnummer:12")])
    envelope = json.loads(body)["response"]
    assert (status, envelope["numFound"], envelope["numFoundExact"]) == (200, 1, True)
    assert envelope["docs"][0]["postcode"] == "1234AB"
    assert (envelope["docs"][0]["huisletter"], envelope["docs"][0]["huisnummertoevoeging"]) == ("B", "2")
    _, plain = stand_in.answer([("fq", "huisnummer:14")])
    assert "huisletter" not in json.loads(plain)["response"]["docs"][0]
