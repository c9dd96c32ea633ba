"""More than one question in a message: each is answered, in one bubble, and nothing has to be typed again."""

from __future__ import annotations

import pytest

from actions.words import dutch_date, euro
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

KARIM, TOM, YARA = persona("Karim"), persona("Tom"), persona("Yara")


@pytest.mark.question("termijnbedrag_opvragen", "contract_info")
async def test_both_are_answered_in_one_bubble(customer: NewCustomer, books: Books) -> None:
    [instalment] = (await books.billing.instalment(books.id(KARIM))).contracts
    [contract] = await books.contracts.info(books.id(KARIM))
    heard = await (await customer(KARIM)).say("Wat is mijn termijnbedrag, en wanneer loopt mijn contract af?")
    assert len(heard.messages) == 1
    assert f"Je termijnbedrag is {euro(instalment.amount)} per maand." in heard
    assert dutch_date(contract.start, year=True) in heard
    assert "Zal ik dat aanpassen?" not in heard, "an offer would be drowned by the second answer"


@pytest.mark.question("betaalstatus", "openingstijden")
async def test_what_needs_no_identification_is_answered_first_and_the_rest_after_it(customer: NewCustomer) -> None:
    somebody = await customer()
    heard = await somebody.say("Is mijn betaling al bij jullie binnen? En tot hoe laat zijn jullie vandaag open?")
    assert heard.text.index("We zijn nu open") < heard.text.index("klantnummer")
    assert "Je hebt niets openstaan." in await somebody.identify(TOM)


@pytest.mark.question("betaalstatus", "teruggave")
async def test_two_questions_of_somebody_unknown_both_wait_for_the_identification(customer: NewCustomer) -> None:
    somebody = await customer()
    assert "klantnummer" in await somebody.say("Heb ik nog iets openstaan en wanneer krijg ik mijn geld terug?")
    heard = await somebody.identify(TOM)
    assert "Je hebt niets openstaan." in heard
    assert "terug" in heard.text.split("Je hebt niets openstaan.")[1]


@pytest.mark.question("openingstijden", "betaaldatum_wijzigen")
async def test_a_question_and_a_change_the_change_goes_on(
    customer: NewCustomer, stack: Stack, somebody: Somebody
) -> None:
    number = somebody("k.collection_day <> 9")
    one = await customer(number)
    heard = await one.say("kan mijn betaaldag naar de 9e en hoe laat gaan jullie morgen open")
    assert heard.text.index("We zijn nu open") < heard.text.index("op de 9e van de maand")
    assert "Gedaan." in await one.say("ja graag")
    assert (
        stack.one(
            "SELECT k.collection_day FROM contracts k JOIN customers c ON c.id = k.customer_id"
            " WHERE c.customer_number = ? AND k.ended IS NULL",
            number,
        )
        == 9
    )


@pytest.mark.question("betaaldatum_wijzigen", "rekeningnummer_wijzigen")
async def test_two_changes_one_after_the_other(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody("k.collection_day <> 11")
    one = await customer(number)
    heard = await one.say("Ik wil mijn betaaldag naar de 11e verzetten en mijn rekeningnummer veranderen")
    assert "op de 11e van de maand" in heard
    heard = await one.say("ja")
    assert "Gedaan." in heard
    assert "nieuwe rekeningnummer" in heard, "the second wish is not forgotten"
    assert "**43 00" in await one.say("NL91 ABNA 0417 1643 00")
    assert "Gedaan." in await one.say("ja dat klopt")
    stored = stack.rows(
        "SELECT r.kind FROM requests r JOIN customers c ON c.id = r.customer_id WHERE c.customer_number = ?"
        " AND r.kind IN ('betaaldatum_wijzigen', 'rekeningnummer_wijzigen') ORDER BY r.id",
        number,
    )
    assert stored == [("betaaldatum_wijzigen",), ("rekeningnummer_wijzigen",)]


@pytest.mark.question("betaaldatum_wijzigen")
async def test_stopping_the_first_stops_the_second_too(customer: NewCustomer, somebody: Somebody) -> None:
    one = await customer(somebody("k.collection_day <> 3"))
    await one.say("Ik wil mijn betaaldag naar de 3e verzetten en mijn rekeningnummer veranderen")
    heard = await one.say("laat maar")
    assert "Er is niets veranderd." in heard
    assert "rekeningnummer" not in heard


@pytest.mark.question("termijnbedrag_opvragen")
async def test_a_story_with_one_question_gets_one_answer(customer: NewCustomer) -> None:
    heard = await (await customer(YARA)).say(
        "Ik ben in juni kleiner gaan wonen en mijn zoon is het huis uit. Hoeveel is mijn termijnbedrag nu?"
    )
    assert heard.text.count("termijnbedrag is") == 1
    assert "nieuwe adres" not in heard
