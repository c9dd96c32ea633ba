"""Readings that cannot be, or are odd."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

CORRIE, GERRIT = (persona(name) for name in ("Corrie", "Gerrit"))


@pytest.mark.question("meterstand_doorgeven")
async def test_an_odd_reading_is_asked_about_once_more(customer: NewCustomer, books: Books, stack: Stack) -> None:
    registers = await books.meters.registers(books.id(GERRIT))
    gas = next(r for r in registers if r.energy.value == "gas")
    power = next(r for r in registers if r.energy.value == "stroom")
    gerrit = await customer(GERRIT)
    await gerrit.say("ik wil mijn meterstand doorgeven")
    odd = int(gas.expected_today) + 3000
    heard = await gerrit.say(f"gas {odd} en stroom {int(power.expected_today) + 1}")
    assert "is hoger dan ik verwacht" in heard
    assert "Weet u het zeker?" in heard
    right = int(gas.expected_today) + 2
    heard = await gerrit.say(f"o nee, het is {right}")
    assert "Klopt dat?" in heard
    assert f"{right:,}".replace(",", ".") in heard
    assert "Opgeslagen" in await gerrit.say("ja")
    assert stack.reading(gas.register_id) == (right, "klant")


@pytest.mark.question("meterstand_doorgeven")
async def test_a_reading_below_the_last_one_is_refused_with_the_last_one(customer: NewCustomer, books: Books) -> None:
    registers = await books.meters.registers(books.id(CORRIE))
    gas = next(r for r in registers if r.energy.value == "gas")
    corrie = await customer(CORRIE)
    await corrie.say("ik wil de meterstanden doorgeven")
    heard = await corrie.say("gas 12")
    assert "Een meter loopt niet terug." in heard
    assert f"{int(gas.last_value):,}".replace(",", ".") in heard
    await corrie.say("stop")
