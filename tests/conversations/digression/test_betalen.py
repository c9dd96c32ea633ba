"""A question in the middle of a change about paying."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

AHMET, KARIM = persona("Ahmet"), persona("Karim")


@pytest.mark.question("betaaldatum_wijzigen", "openingstijden", "teruggave")
async def test_a_question_in_between_is_answered_and_the_form_goes_on(customer: NewCustomer, books: Books) -> None:
    karim = await customer(KARIM)
    await karim.say("ik wil mijn betaaldag wijzigen")
    heard = await karim.say("wat zijn jullie openingstijden?")
    assert "Bellen: 088 000 12 34" in heard
    assert "Welke dag wil je? Het kan van de 1e tot en met de 28e." in heard.messages[-1]["text"]
    refund = await books.billing.refund(books.id(KARIM))
    heard = await karim.say("en krijg ik nog geld terug van jullie?")
    assert euro(refund.amount) in heard or "Je krijgt nu geen geld terug." in heard
    assert "Welke dag wil je?" in heard
    assert "op de 14e" in await karim.say("de 14e")
    await karim.say("stop")


@pytest.mark.question("terugbelverzoek", "betaaldatum_wijzigen")
async def test_another_form_breaks_in_and_the_first_is_offered_again(customer: NewCustomer) -> None:
    karim = await customer(KARIM)
    await karim.say("ik wil mijn betaaldag wijzigen")
    assert "Zullen we je bellen op 06 12000102?" in await karim.say("kunnen jullie mij terugbellen?")
    await karim.say("06 12345678")
    assert "Onderwerp: ik wil mijn betaaldag wijzigen" in await karim.say("ochtend")
    heard = await karim.say("ja")
    assert "Genoteerd." in heard
    assert "Je was nog bezig met: andere betaaldag. Zullen we daarmee verder gaan?" in heard
    assert "Welke dag wil je?" in await karim.tap("Ja, ga verder")
    await karim.say("stop")


@pytest.mark.question("betaalstatus", "termijnbedrag_wijzigen")
async def test_the_own_figures_in_the_middle_of_a_change(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(AHMET))).contracts
    status = await books.billing.payment_status(books.id(AHMET))
    ahmet = await customer(AHMET)
    await ahmet.say("mijn voorschot moet anders")
    heard = await ahmet.say("wacht, staat er eigenlijk nog een rekening open bij jullie?")
    assert euro(status.total_open) in heard
    assert f"Het kan van {euro(contract.minimum)} tot {euro(contract.maximum)}" in heard, "and then the form's question"
    await ahmet.say("stop")


@pytest.mark.question("factuur_opvragen", "betaaldatum_wijzigen")
async def test_a_download_in_the_middle_of_a_change(customer: NewCustomer) -> None:
    karim = await customer(KARIM)
    await karim.say("kan ik een andere incassodatum kiezen?")
    heard = await karim.say("mag ik eerst de laatste factuur even zien?")
    assert heard.links
    assert "Welke dag wil je?" in heard
    await karim.say("stop")


@pytest.mark.question("termijnbedrag_opvragen", "terugbelverzoek")
async def test_the_instalment_in_the_middle_of_a_callback(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    karim = await customer(KARIM)
    await karim.say("kun je me laten bellen door iemand")
    heard = await karim.say("o ja wat is mijn maandbedrag ook alweer?")
    assert f"Je termijnbedrag is {euro(contract.amount)} per maand." in heard
    assert "06 12000102" in heard
    await karim.say("stop")
