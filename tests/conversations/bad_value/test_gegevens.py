"""A value that can't be right is asked again."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer


@pytest.mark.question("gegevens_wijzigen")
async def test_half_a_phone_number_and_half_an_address(customer: NewCustomer, somebody: Somebody) -> None:
    one = await customer(somebody("c.form_of_address = 'je'"))
    assert "Wat wordt je nieuwe telefoonnummer?" in await one.say("ik wil mijn telefoonnummer veranderen")
    assert "Een nummer heeft 10 cijfers." in await one.say("06 123")
    assert "wordt 06 55667788" in await one.say("0655667788")
    await one.say("stop")
