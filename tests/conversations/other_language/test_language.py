"""Who does not write Dutch hears so in words they know, and a person is near."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewAgent, NewCustomer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, why did you take so much money from my account?", "I only understand Dutch."),
        ("Guten Tag, ich verstehe meine Rechnung nicht, können Sie helfen?", "Ich verstehe nur Niederländisch."),
        ("Dzień dobry, dlaczego muszę zapłacić tak dużo?", "Rozumiem tylko niderlandzki."),
        ("لماذا يجب أن أدفع كل هذا المبلغ", "أفهم الهولندية فقط"),
    ],
)
@pytest.mark.question("buiten_onderwerp")
async def test_another_language(customer: NewCustomer, text: str, words: str) -> None:
    heard = await (await customer()).say(text)
    assert words in heard
    assert "Ik versta alleen Nederlands." in heard
    assert "Medewerker spreken" in heard.titles


@pytest.mark.question("medewerker_spreken")
async def test_the_person_reads_what_was_asked_in_that_language(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("Hello, I think there is a mistake in my contract, please help")
    assert "medewerker" in await somebody.tap("Medewerker spreken")
    case = (await fatima.case(somebody))["messages"]
    assert any("mistake in my contract" in message.get("text", "") for message in case)


@pytest.mark.question("openingstijden")
async def test_a_mixture_that_is_clear_is_just_answered(customer: NewCustomer) -> None:
    assert "We zijn nu open" in await (await customer()).say("hi, tot hoe laat zijn jullie open today please?")
