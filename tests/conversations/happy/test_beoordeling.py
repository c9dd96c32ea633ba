"""The end of a conversation: one tap, in the record, at the desk."""

from __future__ import annotations

import pytest

from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import Stack, persona

TOM, SANNE = persona("Tom"), persona("Sanne")
BUTTONS = ["Goed geholpen", "Ging wel", "Niet geholpen"]
SCORES = "SELECT after, score FROM ratings WHERE conversation_id = ?"


@pytest.mark.question("bedanken", "openingstijden")
async def test_after_thanks_one_tap_lands_in_the_record(customer: NewCustomer, stack: Stack) -> None:
    one = await customer()
    await one.say("Hoe laat gaan jullie open?")
    asked = await one.say("super, dankjewel")
    assert asked.text.startswith("Graag gedaan.")
    assert asked.titles == BUTTONS
    assert len(asked.messages) == 1
    assert "Dank je wel." in await one.tap("Goed geholpen")
    assert stack.rows(SCORES, one.conversation_id) == [("bot", "goed")]
    assert one.owner in ("", "bot")
    again = await one.say("nogmaals bedankt")
    assert again.titles == [], "asked once"


@pytest.mark.question("ontkennen", "termijnbedrag_opvragen")
async def test_after_no_to_the_next_step(customer: NewCustomer, stack: Stack) -> None:
    one = await customer(SANNE)
    assert "Zal ik dat aanpassen?" in await one.say("Hoeveel betaal ik nu per maand aan jullie?")
    asked = await one.say("nee hoor")
    assert asked.titles == BUTTONS
    await one.tap("Ging wel")
    await one.tap("Goed geholpen")
    assert stack.rows(SCORES, one.conversation_id) == [("bot", "goed")], "the last tap counts"


@pytest.mark.question("afscheid", "medewerker_spreken")
async def test_no_help_leads_to_a_human(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    fatima, one = await agent(), await customer()
    await one.say("Hoe werkt een dynamisch contract?")
    await one.say("ok tot ziens")
    heard = await one.tap("Niet geholpen")
    assert "Zal ik er een medewerker bij halen?" in heard
    assert "Ik haal er een medewerker bij." in await one.say("ja doe maar")
    assert stack.rows(SCORES, one.conversation_id) == [("bot", "slecht")]
    await fatima.sees(one)


async def closed_by(fatima: AgentAt, one: Customer) -> str:
    await one.say("kan ik een medewerker spreken?")
    case_id = await fatima.take(one)
    await one.becomes("agent")
    await fatima.close(case_id, "geholpen")
    await one.becomes("closed")
    return case_id


@pytest.mark.question("medewerker_spreken")
async def test_after_an_agent_closed_it_the_tap_rates_that_conversation(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima, tom = await agent(), await customer(TOM)
    case_id = await closed_by(fatima, tom)
    old = tom.conversation_id
    assert tom.transcript[-1]["text"].endswith("Ben je goed geholpen? Eén tik is genoeg.")
    before = stack.one("SELECT COUNT(*) FROM conversations")
    acknowledged = await tom.send("/beoordeling_goed", title="Goed geholpen")
    assert acknowledged["conversation_id"] == old
    await tom.shows("Daar leren we van.")
    assert stack.rows(SCORES, old) == [("agent", "goed")]
    assert stack.one("SELECT COUNT(*) FROM conversations") == before, "no new conversation for a tap"
    full = await fatima.get(f"cases/{case_id}")
    assert [(row["after"], row["score"]) for row in full["case"]["ratings"]] == [("agent", "goed")]


@pytest.mark.question("medewerker_spreken")
async def test_typed_words_after_the_end_are_a_new_question(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima, one = await agent(), await customer()
    await closed_by(fatima, one)
    old = one.conversation_id
    acknowledged = await one.send("wanneer zijn jullie open?")
    assert acknowledged["conversation_id"] != old
    assert stack.rows(SCORES, old) == []
    await one.shows("Bellen: ")


@pytest.mark.question("schulden", "bedanken")
async def test_never_asked_after_debts(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    await one.say("Wat zijn jullie openingstijden?")
    await one.say("ik heb zoveel schulden dat ik de stroom niet meer kan betalen")
    case_id = await fatima.take(one)
    await one.becomes("agent")
    await fatima.close(case_id, "geholpen")
    await one.becomes("closed")
    assert "geholpen?" not in one.transcript[-1]["text"]
    assert not one.transcript[-1].get("quick_replies")
