"""Going on with an answer: last year, the ones before, simpler words."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

SANNE = persona("Sanne")


@pytest.mark.question("factuur_uitleg", "herhalen")
async def test_simpler_words_and_the_year_before(customer: NewCustomer, books: Books) -> None:
    one = await customer(SANNE)
    assert "€ 640" in await one.say("Waarom moet ik dit jaar zo veel bijbetalen?")
    simpler = await one.say("kun je dat wat makkelijker zeggen?")
    assert "Je betaalt dus nog € 640." in simpler
    before = (await books.billing.invoices(books.id(SANNE), 5))[1]
    heard = await one.say("en de rekening van vorig jaar?")
    assert f"{before.period.last_day.day} oktober {before.period.last_day.year}" in heard


@pytest.mark.question("factuur_opvragen")
async def test_the_ones_before_in_the_list(customer: NewCustomer) -> None:
    one = await customer(SANNE)
    first = await one.say("Kan ik mijn facturen hier downloaden?")
    assert first.links
    older = await one.say("en die daarvoor?")
    assert "Oudere heb ik niet." in older
