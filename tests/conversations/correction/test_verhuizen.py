"""A move is put right before it is agreed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("verhuizing_doorgeven")
async def test_number_and_day_are_corrected_at_the_end(customer: NewCustomer, somebody: Somebody, stack: Stack) -> None:
    number = somebody("c.form_of_address = 'u'")
    keys = datetime.now(AMSTERDAM).date() + timedelta(days=50)
    later = keys + timedelta(days=3)
    mover = await customer(number)
    await mover.say(f"ik wil een verhuizing doorgeven per {dutch_date(keys, year=True)}")
    await mover.say("5213 RM 4")
    assert "Moerasdraak 4, 5213 RM 's-Hertogenbosch" in await mover.tap("Dezelfde dag")
    assert "Wat moet er anders?" in await mover.tap("Nee, aanpassen")
    assert "Moerasdraak 6, 5213 RM" in await mover.say("huisnummer 6")
    heard = await mover.say(f"en de nieuwe sleutel krijgen we pas {dutch_date(later, year=True)}")
    assert f"levering vanaf: {dutch_date(later, year=True)}" in heard
    assert changes(stack, f"klant-{number}", "verhuizing_doorgeven") == 0
    assert "Geregeld." in await mover.say("ja dat klopt")
    moved = stack.rows("SELECT key_date, house_number FROM moves WHERE customer_id = ?", f"klant-{number}")
    assert moved == [(str(later), "6")]
