"""A question about panels in the middle of a form: answered, and the form goes on."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

KARIM = persona("Karim")


@pytest.mark.question("zonnepanelen", "meterstand_doorgeven")
async def test_panels_in_the_middle_of_readings(customer: NewCustomer, books: Books, stack: Stack) -> None:
    karim = await customer(KARIM)
    asked = await karim.say("ik wil mijn meterstanden doorgeven")
    assert "Wat is de stand van" in asked
    heard = await karim.say("wat krijg ik eigenlijk voor mijn teruglevering?")
    assert "kWh terug." in heard
    assert "Wat is de stand van" in heard, "the form goes on with its own question"
    assert "Zal ik dat aanpassen?" not in heard, "no offer while a form waits"
    assert "niets" in await karim.say("stop")
    count = "SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = 'meterstand_doorgeven'"
    assert stack.one(count, books.id(KARIM)) == 0
