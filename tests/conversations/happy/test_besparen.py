"""Saving energy, with the customer's own usage; and the smart meter."""

from __future__ import annotations

import pytest

from actions.words import dutch_date, euro
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

JOLANDA, KARIM, SANNE, YARA = (persona(name) for name in ("Jolanda", "Karim", "Sanne", "Yara"))


@pytest.mark.question("besparen")
async def test_tips_are_ranked_by_the_own_usage(customer: NewCustomer, books: Books) -> None:
    for who in (SANNE, KARIM, YARA):
        [home] = (await books.savings.report(books.id(who))).homes
        heard = await (await customer(who)).say("Heb je bespaartips voor mij?")
        places = [heard.text.index(f"Scheelt ongeveer {euro(one.euros)} per jaar.") for one in home.savings[:3]]
        assert places == sorted(places)
        assert heard.text.count("Scheelt ongeveer") == 3
        assert ("verwarming" in heard) == (who is SANNE)


@pytest.mark.question("besparen")
async def test_a_company_hears_no_euros_that_we_cannot_know(customer: NewCustomer) -> None:
    heard = await (await customer(JOLANDA)).say("Waarop kunnen wij bezuinigen met de energie in de winkels?")
    assert "Wat u bespaart, hangt af van wat u met de energie doet." in heard
    assert "€" not in heard


@pytest.mark.question("slimme_meter")
async def test_the_own_smart_meter(customer: NewCustomer, books: Books) -> None:
    registers = await books.meters.registers(books.id(SANNE))
    heard = await (await customer(SANNE)).say("Heb ik eigenlijk een slimme meter hangen?")
    assert "Je hebt een slimme meter." in heard
    assert dutch_date(max(one.last_on for one in registers), year=True) in heard
