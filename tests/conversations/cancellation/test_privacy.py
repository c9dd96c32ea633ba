"""A change of mind halfway: nothing is erased, no consent changes."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("privacy_verwijderen")
async def test_a_change_of_mind_erases_nothing(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody()
    who = await customer(number)
    await who.say("gooi al mijn gesprekken maar weg")
    heard = await who.say("laat maar")
    assert "gegevens verwijderen" in heard
    id_ = stack.one("SELECT id FROM customers WHERE customer_number = ?", number)
    assert changes(stack, id_, "privacy_verwijderen") == 0
    assert (await who.say("hoi")).text
    assert "gooi al mijn gesprekken maar weg" in str(who.stored())


@pytest.mark.question("toestemming_wijzigen")
async def test_a_no_changes_no_consent(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody()
    who = await customer(number)
    await who.say("ik trek mijn toestemming voor persoonlijke antwoorden in")
    await who.say("nee")
    await who.say("stop maar")
    id_ = stack.one("SELECT id FROM customers WHERE customer_number = ?", number)
    assert stack.rows("SELECT 1 FROM consents WHERE customer_id = ? AND NOT granted", id_) == []
    assert changes(stack, id_, "toestemming_wijzigen") == 0
