"""Who is called "u" hears u in every answer of a long conversation, and who is called "je" never does."""

from __future__ import annotations

import re

import pytest

from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import persona

U_WORDS = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
JE_WORDS = re.compile(r"\b(?:je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)

TALK = (
    "hallo",
    "waarom moet ik bijbetalen op mijn jaarafrekening?",
    "heb ik nog iets openstaan?",
    "wanneer krijg ik geld terug?",
    "wat is mijn termijnbedrag?",
    "hoeveel heb ik verbruikt?",
    "wat voor contract heb ik?",
    "ik wil mijn betaaldag wijzigen",
    "blabla",
    "de 31e",
    "de 5e",
    "nee",
    "stop",
    "ik wil mijn termijnbedrag verlagen naar 3 euro",
    "stop",
    "kunnen jullie mij terugbellen?",
    "stop maar",
    "wat kun je allemaal?",
    "ben je een mens?",
)


@pytest.mark.question("groet", "factuur_uitleg", "betaalstatus", "teruggave", "hulp", "bot_vraag")
@pytest.mark.parametrize(
    ("first_name", "wrong", "right"),
    [("Pieter", JE_WORDS, U_WORDS), ("Jolanda", JE_WORDS, U_WORDS), ("Tom", U_WORDS, JE_WORDS)],
)
async def test_a_long_conversation(
    customer: NewCustomer, agent: NewAgent, first_name: str, wrong: re.Pattern[str], right: re.Pattern[str]
) -> None:
    fatima = await agent()
    somebody = await customer(persona(first_name))
    answers = {question: (await somebody.say(question)).text for question in TALK}
    assert {question: text for question, text in answers.items() if wrong.search(text)} == {}
    assert sum(bool(right.search(text)) for text in answers.values()) >= len(TALK) // 2
    handed_over = await somebody.say("ik wil een medewerker spreken")
    assert not wrong.search(handed_over.text)
    case_id = await fatima.take(somebody)
    await somebody.becomes("agent")
    await fatima.hand_back(case_id, "klaar")
    await somebody.becomes("bot")
    system = [m["text"] for m in somebody.transcript if m["sender"] == "system" and m["seq"] > 1]
    assert [text for text in system if wrong.search(text)] == []


@pytest.mark.question("termijnbedrag_opvragen", "openingstijden")
async def test_the_address_changes_with_the_identification(customer: NewCustomer) -> None:
    somebody = await customer()
    assert JE_WORDS.search((await somebody.say("wat is mijn termijnbedrag?")).text)
    heard = await somebody.identify(persona("Pieter"))
    assert U_WORDS.search(heard.text)
    assert not JE_WORDS.search(heard.text)
    assert not JE_WORDS.search((await somebody.say("wat zijn jullie openingstijden?")).text)
