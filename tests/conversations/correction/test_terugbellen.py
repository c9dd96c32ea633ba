"""Being called back, otherwise than proposed."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

TOM = persona("Tom")


@pytest.mark.question("terugbelverzoek")
async def test_terugbelverzoek_takes_another_number_than_the_profile_has(customer: NewCustomer, stack: Stack) -> None:
    """The "ja" at the end once put the number of the profile back, for ever."""
    tom = await customer(TOM)
    assert "Zullen we je bellen op 06 12000110?" in await tom.say("bel me terug aub")
    await tom.say("nee, op 06 87654321")
    await tom.say("morgenmiddag")
    assert "Nummer: 06 87654321" in await tom.say("over mijn rekening")
    assert "op 06 87654321" in await tom.say("ja")
    assert stack.one("SELECT phone FROM callbacks WHERE conversation_id = ?", tom.conversation_id) == "+31687654321"


@pytest.mark.question("terugbelverzoek")
async def test_another_subject_at_the_end_is_no_new_question(customer: NewCustomer, stack: Stack) -> None:
    """A subject that looks like a question ("mijn verhuizing") once broke out of the callback."""
    somebody = await customer()
    await somebody.say("ik wil graag gebeld worden")
    await somebody.say("nul zes twaalf vierendertig zesenvijftig achtenzeventig")
    await somebody.say("liefst s ochtends")
    assert "Onderwerp: de rekening" in await somebody.say("de rekening")
    heard = await somebody.say("nee, het gaat over mijn verhuizing")
    assert "Onderwerp: mijn verhuizing" in heard
    assert "Genoteerd." in await somebody.say("ja zo is het goed")
    query = "SELECT phone, slot, subject FROM callbacks WHERE conversation_id = ?"
    assert stack.rows(query, somebody.conversation_id) == [("+31612345678", "ochtend", "mijn verhuizing")]


@pytest.mark.question("terugbelverzoek")
async def test_only_the_part_that_is_wrong_is_asked_again(customer: NewCustomer, stack: Stack) -> None:
    somebody = await customer()
    await somebody.say("bel me even terug")
    await somebody.say("0612345678")
    await somebody.say("ochtend")
    await somebody.say("mijn zonnepanelen")
    assert "Wat moet er anders?" in await somebody.tap("Nee, aanpassen")
    assert "telefoonnummer" in await somebody.say("het nummer")
    heard = await somebody.say("06-87654321")
    assert "Nummer: 06 87654321" in heard
    assert "Onderwerp: mijn zonnepanelen" in heard
    await somebody.say("ja")
    assert (
        stack.one("SELECT phone FROM callbacks WHERE conversation_id = ?", somebody.conversation_id) == "+31687654321"
    )
