"""Panels, tips and the smart meter for who is not known: general, and one tap away from the own figures."""

from __future__ import annotations

import pytest

from actions.words import euro, number
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

CORRIE, KARIM, SANNE = persona("Corrie"), persona("Karim"), persona("Sanne")


@pytest.mark.question("zonnepanelen")
async def test_the_rules_first_and_the_own_figures_after_identifying(customer: NewCustomer, books: Books) -> None:
    someone = await customer()
    heard = await someone.say("Hoe zit het met salderen in 2027?")
    assert "2027" in heard
    assert "€ 0,1150" in heard
    assert "klantnummer" not in heard
    assert heard.titles == ["Mijn eigen gegevens"]
    assert "klantnummer" in await someone.tap("Mijn eigen gegevens")
    heard = await someone.identify(KARIM)
    [home] = (await books.solar.report(books.id(KARIM))).homes
    assert f"leverde je {number(home.feed_in.fed_in)} kWh terug" in heard


@pytest.mark.question("besparen")
async def test_general_tips_first_and_the_own_after_identifying(customer: NewCustomer, books: Books) -> None:
    someone = await customer()
    heard = await someone.say("Waarop kan ik thuis het beste bezuinigen?")
    assert "Op verwarming bespaar je vaak het meest." in heard
    await someone.tap("Mijn eigen gegevens")
    heard = await someone.identify(SANNE)
    [home] = (await books.savings.report(books.id(SANNE))).homes
    assert f"Scheelt ongeveer {euro(home.savings[0].euros)} per jaar." in heard


@pytest.mark.question("slimme_meter")
async def test_the_own_meter_after_identifying(customer: NewCustomer) -> None:
    someone = await customer()
    await someone.say("Hoe werkt zo'n slimme meter?")
    await someone.tap("Mijn eigen gegevens")
    assert "U heeft nog geen slimme meter." in await someone.identify(CORRIE)
