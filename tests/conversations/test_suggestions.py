"""What the assistant suggests to an agent: the answers it would give itself, with the same figures and rules."""

from __future__ import annotations

from typing import Any

from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import persona

SANNE, CORRIE = persona("Sanne"), persona("Corrie")


async def _suggested(agent: AgentAt, case_id: str, customer: Customer, question: str) -> dict[str, Any]:
    await customer.tell(question)
    await agent.reads(question)
    body = await agent.get(f"cases/{case_id}/suggestions")
    messages = (await agent.get(f"cases/{case_id}"))["messages"]
    assert next(one["text"] for one in messages if one["seq"] == body["for_seq"]) == question
    return {one["title"]: one for one in body["suggestions"]}


async def test_an_agent_gets_the_answer_that_the_assistant_would_give(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, sanne = await agent(), await customer(SANNE)
    own = (await sanne.say("Wat is mijn termijnbedrag?")).text
    await sanne.say("Mag ik een medewerker spreken?")
    case_id = await fatima.take(sanne)

    found = await _suggested(fatima, case_id, sanne, "En wat is mijn termijnbedrag ook alweer?")
    answer = found["Mijn termijnbedrag"]
    assert "€ 185" in answer["text"]
    assert "Mijn termijnbedrag" in answer["why"]
    assert answer["text"].splitlines()[0] == own.splitlines()[0]
    assert "Termijnbedrag van nu" in found, "and what stands ready for this question"

    found = await _suggested(fatima, case_id, sanne, "Ik wil mijn termijnbedrag graag verhogen")
    assert set(found) == {"Termijnbedrag aanpassen"}, "what would be a form is no answer"
    found = await _suggested(fatima, case_id, sanne, "Ik zit diep in de schulden, de deurwaarder komt")
    assert "Hulp bij schulden" in found

    # Nothing of this was said to Sanne, and the assistant remembers nothing of it.
    assert "€ 185" not in sanne.transcript[-1]["text"]
    await fatima.hand_back(case_id, "Vraag beantwoord")
    await sanne.becomes("bot")
    assert "185" not in (await sanne.say("ja")).text


async def test_a_stranger_s_agent_gets_no_figures(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, stranger = await agent(), await customer()
    await stranger.say("Mag ik een medewerker spreken?")
    case_id = await fatima.take(stranger)
    found = await _suggested(fatima, case_id, stranger, "Wat is mijn termijnbedrag?")
    assert not any("€" in one["text"] for one in found.values())
    await _suggested(fatima, case_id, stranger, "Wat zijn jullie openingstijden?")
    texts = [one["text"] for one in (await fatima.get(f"cases/{case_id}/suggestions"))["suggestions"]]
    [hours] = [text for text in texts if "Medewerkers zijn er" in text]  # a canned one has the same title
    assert "dag en nacht" in hours, "the organisation's own hours; this one is always open"
    assert "None" not in " ".join(texts), "a text with a hole in it"


async def test_u_stays_u(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, corrie = await agent(), await customer(CORRIE)
    await corrie.say("Mag ik een medewerker spreken?")
    case_id = await fatima.take(corrie)
    found = await _suggested(fatima, case_id, corrie, "Wat is mijn termijnbedrag?")
    assert found["Mijn termijnbedrag"]["text"].startswith("Uw termijnbedrag is")
