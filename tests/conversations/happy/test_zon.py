"""Solar panels: the own figures, and what the end of netting does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from actions.words import euro, number, price
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

KARIM, SANNE = persona("Karim"), persona("Sanne")


@pytest.mark.question("zonnepanelen")
async def test_the_own_feed_in_costs_and_effect_of_the_end_of_netting(customer: NewCustomer, books: Books) -> None:
    [home] = (await books.solar.report(books.id(KARIM))).homes
    heard = await (await customer(KARIM)).say("Wat hebben mijn panelen het afgelopen jaar teruggegeven aan het net?")
    assert f"leverde je {number(home.feed_in.fed_in)} kWh terug" in heard
    assert f"Dat scheelde {euro(home.feed_in.netted_worth)}." in heard
    assert f"Terugleverkosten: {euro(home.feed_in.fee)}." in heard
    assert f"De terugleverkosten zijn {price(home.fee_price)} per kWh." in heard
    more = home.netting_end.more_a_year.quantize(Decimal(1), ROUND_HALF_UP)
    assert f"ongeveer {euro(more)} per jaar" in heard
    assert "met je verbruik en prijzen van nu" in heard


@pytest.mark.question("zonnepanelen", "termijnbedrag_wijzigen")
async def test_a_yes_to_the_next_step_opens_the_instalment(customer: NewCustomer, books: Books, stack: Stack) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    assert not contract.fits
    karim = await customer(KARIM)
    heard = await karim.say("Wat verandert er voor mij als het salderen stopt?")
    assert f"{euro(contract.advised)} past beter. Zal ik dat aanpassen?" in heard
    heard = await karim.say("ja graag")
    assert f"{euro(contract.amount)}" in heard
    await karim.say("stop maar")
    count = "SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = 'termijnbedrag_wijzigen'"
    assert stack.one(count, books.id(KARIM)) == 0


@pytest.mark.question("zonnepanelen")
async def test_without_panels_it_says_so_and_tells_the_rules(customer: NewCustomer) -> None:
    heard = await (await customer(SANNE)).say("Wat krijg ik van jullie voor zonnestroom die ik terug stuur?")
    assert "Ik zie bij jou geen teruglevering." in heard
    assert "€ 0,0650" in heard
