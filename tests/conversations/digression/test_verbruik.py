"""A question about usage in the middle of a form: answered, and the form goes on."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer


@pytest.mark.question("meterstand_doorgeven", "verbruik_inzien")
async def test_usage_in_the_middle_of_readings(customer: NewCustomer, somebody: Somebody) -> None:
    number = somebody("k.kind = 'variabel'")
    one = await customer(number)
    await one.say("ik wil mijn meterstanden doorgeven")
    heard = await one.say("hoeveel stroom heb ik vorige maand verbruikt?")
    assert "verbruik" in heard
    assert "Wat is de stand van" in heard
    await one.say("stop")
