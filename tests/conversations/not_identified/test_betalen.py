"""Own figures for somebody who is not known yet: first who it is, then the answer at once, without typing it again."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

SANNE, KARIM, FLEUR, LINDA = (persona(name) for name in ("Sanne", "Karim", "Fleur", "Linda"))


@pytest.mark.question("teruggave")
async def test_the_refund_right_after_the_code(customer: NewCustomer, books: Books) -> None:
    refund = await books.billing.refund(books.id(FLEUR))
    somebody = await customer()
    heard = await somebody.say("ik zou nog geld terugkrijgen, waar blijft dat?")
    assert "klantnummer" in heard
    assert "€" not in heard
    assert euro(refund.amount) in await somebody.identify(FLEUR)


@pytest.mark.question("factuur_uitleg")
async def test_the_explanation_right_after_the_code(customer: NewCustomer) -> None:
    somebody = await customer()
    heard = await somebody.say("mijn eindbedrag is veel hoger dan vorig jaar, leg eens uit waar dat aan ligt")
    assert "klantnummer" in heard
    assert "€ 640" in await somebody.identify(SANNE)


@pytest.mark.question("factuur_opvragen")
async def test_the_bills_right_after_the_code(customer: NewCustomer) -> None:
    somebody = await customer()
    heard = await somebody.say("stuur me aub een kopie van de laatste nota")
    assert "klantnummer" in heard
    assert not heard.links
    assert (await somebody.identify(KARIM)).links


@pytest.mark.question("contract_info")
async def test_the_contract_right_after_the_code(customer: NewCustomer, books: Books) -> None:
    [contract, *_] = await books.contracts.info(books.id(LINDA))
    somebody = await customer()
    assert "klantnummer" in await somebody.say("welk soort contract loopt er op mijn naam?")
    assert contract.address.line in await somebody.identify(LINDA)
