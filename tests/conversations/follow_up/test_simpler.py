""" "Zeg dat eens simpeler", and a new value for what was just said."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

SANNE = persona("Sanne")


@pytest.mark.question("herhalen", "factuur_uitleg")
async def test_a_long_explanation_in_simple_words(customer: NewCustomer) -> None:
    sanne = await customer(SANNE)
    long = await sanne.say("Hoe komt mijn jaarafrekening zo hoog?")
    short = await sanne.say("leg dat eens makkelijker uit")
    assert len(short.text) < len(long.text) / 2
    assert "€ 640" in short


@pytest.mark.question("herhalen", "openingstijden")
async def test_what_has_no_simpler_words_is_said_honestly(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("hoe laat gaan jullie dicht?")
    heard = await somebody.say("kun je dat wat simpeler zeggen?")
    assert "medewerker" in heard or len(heard.text) < 300


@pytest.mark.question("herhalen")
async def test_the_same_again_is_the_same(customer: NewCustomer) -> None:
    sanne = await customer(SANNE)
    first = await sanne.say("wat is mijn termijnbedrag")
    assert (await sanne.say("sorry, wat zei je?")).text == first.text


@pytest.mark.question("termijnbedrag_opvragen", "termijnbedrag_wijzigen")
async def test_a_new_amount_after_the_answer_changes_it(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody()
    advice = (await books.billing.instalment(books.id(number))).contracts[0]
    wish = int(advice.maximum) - 3
    one = await customer(number)
    assert f"{euro(advice.amount)} per maand" in await one.say("hoeveel schrijven jullie elke maand af?")
    assert f"op € {wish} per maand" in await one.say(f"maak er {wish} van")
    assert "Gedaan." in await one.say("ja doe maar")
    assert (await books.billing.instalment(books.id(number))).contracts[0].next_amount == wish
