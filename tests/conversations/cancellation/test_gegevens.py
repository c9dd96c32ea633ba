"""A change of mind leaves everything as it was."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("gegevens_wijzigen")
async def test_stopping_changes_nothing(customer: NewCustomer, somebody: Somebody, stack: Stack) -> None:
    number = somebody("c.form_of_address = 'je'")
    before = stack.rows("SELECT email, phone, first_name, last_name FROM customers WHERE customer_number = ?", number)
    one = await customer(number)
    await one.say("zet mijn mail op ander@post.example")
    assert "Gestopt: gegevens wijzigen. Er is niets veranderd." in await one.say("stop maar")
    after = stack.rows("SELECT email, phone, first_name, last_name FROM customers WHERE customer_number = ?", number)
    assert after == before
