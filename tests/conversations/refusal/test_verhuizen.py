"""A move that is not ours to plan: said kindly, with a way on."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack


@pytest.mark.question("verhuizing_doorgeven")
async def test_too_far_ahead_is_refused_with_the_last_day(
    customer: NewCustomer, somebody: Somebody, stack: Stack
) -> None:
    number = somebody("c.form_of_address = 'je'")
    mover = await customer(number)
    await mover.say("ik wil doorgeven dat ik ga verhuizen")
    assert "Het kan tot en met" in await mover.say("1 mei 2031")
    await mover.say("laat maar")
    assert stack.rows("SELECT id FROM moves WHERE customer_id = ?", f"klant-{number}") == []


@pytest.mark.question("verhuizing_doorgeven")
async def test_keeping_both_homes_goes_to_a_person(customer: NewCustomer, somebody: Somebody, agent: NewAgent) -> None:
    fatima = await agent()
    mover = await customer(somebody("c.form_of_address = 'je'"))
    await mover.say("ik ga verhuizen en wil dat doorgeven")
    heard = await mover.say("maar ik houd mijn oude huis ook aan")
    assert "Twee adressen naast elkaar: dat worden twee contracten." in heard
    assert "Ik haal er een medewerker bij." in heard
    assert (await fatima.case(mover))["case"]["reason"] == "complex"
