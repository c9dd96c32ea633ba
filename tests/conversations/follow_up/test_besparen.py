"""Saving energy: the next three tips, and only for one energy."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

SANNE, TOM = persona("Sanne"), persona("Tom")


@pytest.mark.question("besparen")
async def test_more_tips_by_the_button_and_in_words(customer: NewCustomer, books: Books) -> None:
    [home] = (await books.savings.report(books.id(SANNE))).homes
    sanne = await customer(SANNE)
    await sanne.say("Heb je ideeën om zuiniger te leven?")
    second = await sanne.tap("Meer tips")
    for one in home.savings[3:6]:
        assert f"Scheelt ongeveer {euro(one.euros)} per jaar." in second
    assert "Zet de verwarming een graad lager." not in second
    third = await sanne.say("en heb je er nog meer?")
    assert "Dit helpt ook:" in third


@pytest.mark.question("besparen")
async def test_only_for_electricity(customer: NewCustomer) -> None:
    tom = await customer(TOM)
    assert "verwarming" in await tom.say("Waarmee kan ik in huis energie besparen?")
    heard = await tom.say("en voor stroom?")
    assert "stand-by" in heard
    assert "verwarming" not in heard
