"""Another value, or another detail, before the yes."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("gegevens_wijzigen")
async def test_a_typing_error_in_a_phone_number(customer: NewCustomer, somebody: Somebody, stack: Stack) -> None:
    number = somebody("c.form_of_address = 'je'")
    one = await customer(number)
    assert "06 11223344" in await one.say("mijn nieuwe telefoonnummer is 06-11223344")
    assert "06 11223355" in await one.say("nee, 06-11223355")
    assert "Gedaan. Je telefoonnummer is nu 06 11223355." in await one.tap("Ja, klopt")
    assert stack.one("SELECT phone FROM customers WHERE customer_number = ?", number) == "+31611223355"
