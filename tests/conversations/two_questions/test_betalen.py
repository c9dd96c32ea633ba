"""Two questions about paying in one message."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

FLEUR, TOM = persona("Fleur"), persona("Tom")


@pytest.mark.question("teruggave", "termijnbedrag_opvragen")
async def test_the_refund_and_the_instalment(customer: NewCustomer, books: Books) -> None:
    refund = await books.billing.refund(books.id(FLEUR))
    [contract] = (await books.billing.instalment(books.id(FLEUR))).contracts
    heard = await (await customer(FLEUR)).say("Wanneer krijg ik geld terug en hoeveel is mijn termijnbedrag?")
    assert euro(refund.amount) in heard
    assert f"{euro(contract.amount)} per maand" in heard


@pytest.mark.question("factuur_opvragen", "betaalstatus")
async def test_the_bill_and_whether_it_was_paid(customer: NewCustomer) -> None:
    heard = await (await customer(TOM)).say("Mag ik mijn laatste factuur zien en is mijn betaling al binnen?")
    assert heard.links
    assert "niets openstaan" in heard
