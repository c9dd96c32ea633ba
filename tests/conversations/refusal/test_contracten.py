"""What can't be done is said with what can."""

from __future__ import annotations

import pytest

from actions.words import dutch_date
from dichtbij.customers.model import CustomerId, Offers
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

CORRIE = persona("Corrie")


@pytest.mark.question("contract_verlengen")
async def test_hourly_prices_without_a_smart_meter(customer: NewCustomer, stack: Stack, books: Books) -> None:
    stored = "SELECT COUNT(*) FROM requests WHERE customer_id = ?"
    before = stack.one(stored, books.id(CORRIE))
    corrie = await customer(CORRIE)
    heard = await corrie.say("Ik wil overstappen van variabel naar dynamisch")
    assert "alleen met een slimme meter" in heard
    assert "vast 1 jaar" in heard
    await corrie.say("stop")
    assert stack.one(stored, books.id(CORRIE)) == before


@pytest.mark.question("contract_verlengen")
async def test_a_fixed_price_that_still_runs(customer: NewCustomer, books: Books, somebody: Somebody) -> None:
    number = somebody("k.kind = 'vast' AND k.fixed_until > date('now', '+200 days')")
    offers = await books.contracts.offers(CustomerId(f"klant-{number}"))
    assert isinstance(offers, Offers)
    assert offers.available_from is not None
    heard = await (await customer(number)).say("Mag ik mijn contract alvast verlengen?")
    assert f"Vanaf {dutch_date(offers.available_from, year=True)}" in heard
    assert heard.titles == ["Eerder weg?"]


@pytest.mark.question("contract_opzeggen")
async def test_notice_is_kept_and_said(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody("k.kind = 'variabel'")
    someone = await customer(number)
    heard = await someone.say("Zeg mijn contract op per overmorgen")
    assert "Eerder kan niet, want de opzegtermijn is 30 dagen." in heard
    await someone.say("stop")
    assert stack.one("SELECT ended FROM contracts WHERE customer_id = ?", f"klant-{number}") is None
