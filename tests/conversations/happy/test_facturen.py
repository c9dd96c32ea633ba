"""The bill itself: what it says, why, and the document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from actions.words import dutch_date, euro
from dichtbij.customers.model import SettlementExplanation
from tests.conversations.books import Books
from tests.conversations.helpers import fetch
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

JOLANDA, KARIM, SANNE = (persona(name) for name in ("Jolanda", "Karim", "Sanne"))


@pytest.mark.question("factuur_uitleg")
async def test_factuur_uitleg_tells_what_to_pay_and_proves_why(customer: NewCustomer, books: Books) -> None:
    told = await books.billing.explain_settlement(books.id(SANNE))
    assert isinstance(told, SettlementExplanation)
    heard = await (await customer(SANNE)).say("Waarom moet ik zoveel bijbetalen op mijn jaarafrekening?")
    assert "Je moet € 640 bijbetalen." in heard
    assert "je gebruikte meer gas" in heard
    assert "Het was 1.392 m³, het jaar ervoor 1.180 m³. Die 212 m³ meer kosten € 305." in heard
    assert f"kostte dat {euro(told.total_costs)}. Je betaalde 12 keer € 185, samen {euro(told.instalments)}" in heard
    assert told.difference == told.total_costs - told.instalments == Decimal(640)
    advice = (await books.billing.instalment(books.id(SANNE))).contracts[0]
    assert f"{euro(advice.advised)} past beter" in heard
    assert "In delen betalen" in heard.titles


@pytest.mark.question("factuur_uitleg")
async def test_factuur_uitleg_with_several_addresses_asks_which(customer: NewCustomer, books: Books) -> None:
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("Waarom is mijn energierekening zo hoog?")
    assert "U heeft 3 adressen, elk met een eigen afrekening" in heard
    assert set(heard.titles) == {"Stationsplein 9", "Industrieweg 61", "Oude Marktstraat 3"}
    heard = await jolanda.tap("Industrieweg 61")
    invoices = [one for one in await books.billing.invoices(books.id(JOLANDA), 40) if "Industrieweg" in one.address]
    assert f"U moest {euro(invoices[0].amount)} bijbetalen" in heard
    assert "Industrieweg 61, Oosterhout" in heard


@pytest.mark.question("factuur_opvragen")
async def test_factuur_opvragen_gives_pdfs_that_really_open(customer: NewCustomer, books: Books, stack: Stack) -> None:
    heard = await (await customer(KARIM)).say("Kan ik mijn laatste facturen krijgen?")
    invoices = await books.billing.invoices(books.id(KARIM), 3)
    for one in invoices:
        assert f"{dutch_date(one.issued, year=True)}: {euro(one.amount)}" in heard
    assert len(heard.links) == len(invoices)
    status, content_type, content = await fetch(stack, heard.links[0]["url"])
    assert (status, content_type) == (200, "application/pdf")
    assert content.startswith(b"%PDF-")
    forged = heard.links[0]["url"][:-4] + "AAAA"
    assert (await fetch(stack, forged))[0] == 404
