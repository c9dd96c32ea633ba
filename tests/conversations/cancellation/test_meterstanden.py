"""Readings: stopping halfway stores nothing."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("meterstand_doorgeven")
async def test_stopping_before_the_yes(customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody) -> None:
    number = somebody("1")
    register = (await books.meters.registers(books.id(number)))[-1]
    before = stack.reading(register.register_id)
    one = await customer(number)
    await one.say(f"meterstand doorgeven {register.label.split(' (')[0]} {int(register.expected_today) + 1}")
    await one.say("laat maar zitten")
    assert stack.reading(register.register_id) == before
    count = "SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = 'meterstand_doorgeven'"
    assert stack.one(count, books.id(number)) == 0
