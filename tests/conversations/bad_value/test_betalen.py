"""Values about paying that cannot be."""

from __future__ import annotations

import pytest

from actions.words import euro
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import somebody_with_a_bill
from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack, persona

KARIM = persona("Karim")


@pytest.mark.question("rekeningnummer_wijzigen")
async def test_three_bad_values_are_explained_and_a_human_is_offered(customer: NewCustomer, agent: NewAgent) -> None:
    await agent()
    karim = await customer(KARIM)
    await karim.say("ik wil een ander rekeningnummer doorgeven")
    assert "er zit een typfout in" in await karim.say("NL00 ABNA 0417 1643 00")
    assert "Het IBAN staat op je bankpas." in await karim.say("het blauwe pasje")
    heard = await karim.say("dat nummer van mijn vrouw")
    assert "Het lukt niet zo goed. Zal ik er een medewerker bij halen?" in heard
    assert heard.titles == ["Ja, graag", "Nee, ga verder"]
    heard = await karim.tap("Nee, ga verder")
    assert "Goed, dan gaan we verder." in heard
    assert "Wat is je nieuwe rekeningnummer?" in heard
    assert "**43 00" in await karim.say("NL91ABNA0417164300")
    await karim.say("stop")


@pytest.mark.question("termijnbedrag_wijzigen")
async def test_amounts_outside_the_range_are_refused_with_the_range(customer: NewCustomer, books: Books) -> None:
    [contract] = (await books.billing.instalment(books.id(KARIM))).contracts
    karim = await customer(KARIM)
    heard = await karim.say("verlaag mijn termijnbedrag naar 10 euro")
    assert f"Het laagste bedrag is {euro(contract.minimum)}" in heard
    heard = await karim.say("doe dan 5000 euro")
    assert f"Het hoogste bedrag is {euro(contract.maximum)}" in heard
    await karim.say("stop")


@pytest.mark.question("betaaldatum_wijzigen")
async def test_a_day_that_does_not_exist_every_month_is_refused(customer: NewCustomer) -> None:
    karim = await customer(KARIM)
    await karim.say("ik wil een andere betaaldag")
    assert "Dat kan alleen van de 1e tot en met de 28e" in await karim.say("de 31e")
    assert "op de 3e" in await karim.say("dan de derde")
    await karim.say("stop")


@pytest.mark.question("betaaldatum_wijzigen")
async def test_an_outburst_with_numbers_in_it_is_no_day(customer: NewCustomer, agent: NewAgent) -> None:
    await agent()
    karim = await customer(KARIM)
    await karim.say("de incasso mag op een andere dag")
    heard = await karim.say(
        "pff ik heb dit nu al 3 keer op de 5e doorgegeven en jullie doen er gewoon helemaal niks mee"
    )
    assert "op de 5e" not in heard
    assert "op de 3e" not in heard
    await karim.say("stop")


@pytest.mark.question("betaalregeling_aanvragen")
async def test_one_month_is_no_arrangement(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody_with_a_bill(stack, somebody)
    debtor = await customer(number)
    heard = await debtor.say("die jaarafrekening wil ik in stukjes betalen")
    if "Welke rekening" in heard:
        heard = await debtor.tap(heard.titles[0])
    heard = await debtor.say("in 1 keer")
    assert "2" in heard
    assert "Klopt dat?" not in heard
    await debtor.say("stop")
    assert stack.one("SELECT COUNT(*) FROM arrangements WHERE customer_id = ?", books.id(number)) == 0
