"""Usage and readings of who is not known yet: identify once, and nothing is typed twice."""

from __future__ import annotations

import pytest

from actions.words import number
from dichtbij.customers.model import UsageKind
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

FLEUR, TOM = persona("Fleur"), persona("Tom")


@pytest.mark.question("verbruik_inzien")
async def test_the_usage_that_was_asked_for_comes_after_the_code(customer: NewCustomer, books: Books) -> None:
    someone = await customer()
    assert "klantnummer" in await someone.say("Hoeveel kuub gas heb ik het afgelopen jaar verstookt?")
    heard = await someone.identify(FLEUR)
    gas = (await books.usage.usage(books.id(FLEUR))).of(UsageKind.GAS)
    assert gas is not None
    assert "gas: " in heard
    assert "stroom: " not in heard


@pytest.mark.question("meterstand_doorgeven")
async def test_the_readings_that_were_given_are_not_asked_again(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    registers = await books.meters.registers(books.id(TOM))
    stroom, gas = (int(one.expected_today) + 1 for one in registers)
    someone = await customer()
    await someone.say(f"ik wil mijn meterstanden doorgeven, stroom {stroom} en gas {gas}")
    heard = await someone.identify(TOM)
    assert number(registers[0].last_value) not in heard
    assert f"{stroom:,}".replace(",", ".") in heard
    assert "Klopt dat?" in heard
    await someone.say("laat maar")
    count = "SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = 'meterstand_doorgeven'"
    assert stack.one(count, books.id(TOM)) == 0
