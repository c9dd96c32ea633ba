"""What policy does not allow goes to a human."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack, persona

AHMET, LINDA, RACHID = (persona(name) for name in ("Ahmet", "Linda", "Rachid"))


@pytest.mark.question("betaalregeling_aanvragen")
async def test_an_arrangement_outside_policy_goes_to_a_human(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    rachid = await customer(RACHID)
    heard = await rachid.say("ik wil mijn rekening in termijnen betalen")
    if "Welke rekening" in heard:
        heard = await rachid.tap(heard.titles[0])
    assert "Deze regeling mag ik niet zelf afspreken. Een medewerker kijkt wat er wel kan." in heard
    assert "Ik haal er een medewerker bij." in heard
    case = (await fatima.case(rachid))["case"]
    assert (case["reason"], case["priority"]) == ("complex", 1), "a vulnerable customer goes first"


@pytest.mark.question("betaalregeling_aanvragen")
async def test_a_second_arrangement_goes_to_a_human(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    linda = await customer(LINDA)
    heard = await linda.say("kan ik een betalingsregeling krijgen?")
    assert "Er loopt al een regeling op je naam." in heard
    assert "Ik haal er een medewerker bij." in heard
    assert (await fatima.case(linda))["case"]["reason"] == "complex"


@pytest.mark.question("betaalregeling_aanvragen")
async def test_more_months_than_allowed_goes_to_a_human(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    await agent()
    ahmet = await customer(AHMET)
    heard = await ahmet.say("ik wil in delen betalen")
    assert "In hoeveel maanden wil je dat betalen?" in heard
    heard = await ahmet.say("36 maanden")
    assert "Zelf kan ik tot en met" in heard
    assert "Ik haal er een medewerker bij." in heard
    query = "SELECT COUNT(*) FROM arrangements WHERE customer_id = ?"
    assert stack.one(query, Books.id(AHMET)) == 0
