"""A short question leans on the answer before."""

from __future__ import annotations

from datetime import date

import pytest

from actions.words import dutch_date, euro, price
from dichtbij.customers.model import CustomerId, TariffKind
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

JOLANDA, SANNE = persona("Jolanda"), persona("Sanne")


@pytest.mark.question("contract_info")
async def test_another_address(customer: NewCustomer) -> None:
    jolanda = await customer(JOLANDA)
    assert "U heeft 3 contracten" in await jolanda.say("Wat voor contracten heb ik bij jullie?")
    heard = await jolanda.say("en voor de Industrieweg?")
    assert "variabel contract voor stroom en gas op Industrieweg 61, Oosterhout." in heard
    heard = await jolanda.say("en wanneer loopt dat af?")
    assert "heeft geen einddatum." in heard
    assert "€" not in heard


@pytest.mark.question("tarieven_opvragen")
async def test_only_gas(customer: NewCustomer, books: Books) -> None:
    [contract] = await books.contracts.info(books.id(SANNE))
    bare, tax = contract.price(TariffKind.GAS), contract.price(TariffKind.ENERGIEBELASTING_GAS)
    assert bare is not None
    assert tax is not None
    sanne = await customer(SANNE)
    assert "stroom normaal" in await sanne.say("Wat is mijn stroomtarief?")
    heard = await sanne.say("en gas?")
    assert f"- gas: {price(bare + tax)} per m³" in heard
    assert "stroom normaal" not in heard


@pytest.mark.question("opzegvergoeding")
async def test_another_day(customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody) -> None:
    number = somebody("k.kind = 'vast' AND k.fixed_until > date('now', '+250 days') AND EXISTS"
                      " (SELECT 1 FROM connections n WHERE n.address_id = a.id AND n.energy = 'gas')")  # fmt: skip
    [cost] = await books.contracts.cancellation_fee(CustomerId(f"klant-{number}"))  # type: ignore[misc]
    assert cost.fee.amount > 0
    someone = await customer(number)
    assert "Zo rekenen we dat uit" in await someone.say("Hoe hoog is de boete als ik mijn contract nu verbreek?")
    later = date.fromisoformat(stack.one("SELECT date('now', 'start of month', '+4 months')"))
    [then] = await books.contracts.cancellation_fee(CustomerId(f"klant-{number}"), on=later)  # type: ignore[misc]
    heard = await someone.say(f"en per {dutch_date(later)}?")
    assert f"de opzegvergoeding {euro(then.fee.amount)}" in heard
    assert then.fee.amount < cost.fee.amount


@pytest.mark.question("opzegvergoeding")
async def test_the_fee_in_simpler_words(customer: NewCustomer, somebody: Somebody) -> None:
    someone = await customer(somebody("k.kind = 'vast' AND k.fixed_until > date('now', '+100 days')"))
    first = await someone.say("Hoeveel kost het om mijn vaste contract eerder te stoppen?")
    heard = await someone.say("kun je dat simpeler zeggen?")
    assert heard.text != first.text
    assert "×" not in heard
