"""After an answer the logical next step: once, and never a push."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.helpers import somebody_with_a_bill
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

SANNE, AHMET = persona("Sanne"), persona("Ahmet")


@pytest.mark.question("termijnbedrag_opvragen", "termijnbedrag_wijzigen")
async def test_a_low_instalment_is_offered_to_be_raised_once(customer: NewCustomer) -> None:
    one = await customer(SANNE)
    assert "Zal ik dat aanpassen?" in await one.say("Hoe hoog is mijn maandelijkse bedrag?")
    assert "Welk bedrag wil je?" in await one.say("ja doe maar")
    await one.say("laat maar")
    again = await one.say("Hoe hoog is mijn maandelijkse bedrag?")
    assert "€ 185" in again
    assert "Zal ik" not in again


@pytest.mark.question("betaalstatus", "betaalregeling_aanvragen")
async def test_an_open_bill_can_be_paid_in_parts(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    one = await customer(somebody_with_a_bill(stack, somebody))
    heard = await one.say("Heb ik nog iets openstaan bij jullie?")
    assert "Dan kijk ik of het in delen kan." in heard
    assert "In hoeveel maanden" in await one.tap("Ja, graag")
    await one.say("stop maar")
    assert "in delen" not in await one.say("Heb ik nog iets openstaan bij jullie?")


@pytest.mark.question("betaalstatus", "rekeningnummer_wijzigen")
async def test_a_collection_that_came_back_leads_to_the_account(customer: NewCustomer) -> None:
    one = await customer(AHMET)
    heard = await one.say("Is mijn betaling van deze maand wel gelukt?")
    assert "teruggekomen van de bank" in heard
    assert "Heb je een ander rekeningnummer?" in heard
    assert "Wat is je nieuwe rekeningnummer?" in await one.say("ja dat klopt")


@pytest.mark.question("automatische_incasso", "medewerker_spreken")
async def test_stopping_direct_debit_is_for_a_human_and_that_is_said(customer: NewCustomer, stack: Stack) -> None:
    one = await customer(SANNE)
    heard = await one.say("Ik wil de automatische incasso laten stoppen")
    assert "Je betaalt nu met automatische incasso" in heard
    assert "Een medewerker zet de incasso uit. Zal ik er een bij halen?" in heard
    mandate = stack.one("SELECT mandate FROM customers WHERE customer_number = ?", SANNE.customer_number)
    assert mandate, "nothing was changed by the asking"
