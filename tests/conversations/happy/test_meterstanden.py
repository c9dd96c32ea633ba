"""Meter readings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.words import number
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

CORRIE = persona("Corrie")


@pytest.mark.question("meterstand_doorgeven")
async def test_meterstand_doorgeven_all_in_one_sentence(customer: NewCustomer, books: Books, stack: Stack) -> None:
    registers = await books.meters.registers(books.id(CORRIE))
    values = {r.register_id: int(r.expected_today) + 1 for r in registers}
    by_name = {f"{r.energy.value} {r.name.value}": values[r.register_id] for r in registers}
    normaal, dal, gas = (
        by_name["stroom normaal"],
        by_name["stroom dal"],
        next(values[r.register_id] for r in registers if r.energy.value == "gas"),
    )
    corrie = await customer(CORRIE)
    heard = await corrie.say(f"Ik wil mijn meterstanden doorgeven: normaal {normaal}, dal {dal} en gas {gas}")
    for value in values.values():
        assert number(Decimal(value)) in heard
    assert "Klopt dat?" in heard
    heard = await corrie.say("ja hoor")
    assert "Opgeslagen, dank u wel. Uw kenmerk is " in heard
    for register_id, value in values.items():
        assert stack.reading(register_id) == (value, "klant")
