"""Danger comes before everything, in every state, in words that are fixed. With the bot down: see test_outages.py."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import persona

GAS = "Ruik je gas? Zet ramen en deuren open en ga nu met iedereen naar buiten."
NUMBER = "Bel buiten 0800-9009. Dat is gratis, dag en nacht."


@pytest.mark.question("gaslucht")
@pytest.mark.parametrize(
    ("said", "first_words"),
    [
        ("help ik ruik gas in de keuken", "Ruik je gas?"),
        ("het ruikt hier naar rotte eieren bij de ketel", "Ruik je gas?"),
        ("mijn co-melder gaat af", "Ga nu met iedereen naar buiten, de frisse lucht in."),
        ("er komen vonken uit de meterkast", "Zie je vuur, rook of vonken?"),
    ],
)
async def test_danger_as_the_first_message(customer: NewCustomer, said: str, first_words: str) -> None:
    heard = await (await customer()).say(said)
    assert heard.text.startswith(first_words), "nothing comes before it"
    assert len(heard.messages) == 1
    assert "klantnummer" not in heard


@pytest.mark.question("gaslucht")
async def test_danger_to_somebody_who_is_addressed_with_u(customer: NewCustomer) -> None:
    heard = await (await customer(persona("Corrie"))).say("ik ruik gas, wat moet ik doen?")
    assert heard.text.startswith("Ruikt u gas?")
    assert NUMBER in heard


@pytest.mark.question("gaslucht", "rekeningnummer_wijzigen")
async def test_danger_in_the_middle_of_a_form(customer: NewCustomer) -> None:
    tom = await customer(persona("Tom"))
    await tom.say("ik wil mijn rekeningnummer wijzigen")
    heard = await tom.say("wacht, ik ruik ineens gas")
    assert heard.text.startswith("Ruik je gas?")
    assert "IBAN" not in heard, "the form waits"
    assert heard.senders == ["system"], "the counter says it, whatever the model thinks"
    assert "**43 00" in await tom.say("NL91ABNA0417164300"), "and the form is still there"
    await tom.say("stop")


@pytest.mark.question("gaslucht")
async def test_danger_in_the_queue(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("ik wil een medewerker spreken")
    heard = await somebody.say("het ruikt hier trouwens wel erg naar gas")
    assert heard.text.startswith("Ruik je gas?")
    assert "staat erbij" not in heard
    assert any("ruikt hier" in m.get("text", "") for m in (await fatima.case(somebody))["messages"])


@pytest.mark.question("gaslucht")
async def test_danger_with_an_agent(customer: NewCustomer, agent: NewAgent) -> None:
    fatima = await agent()
    somebody = await customer()
    await somebody.say("ik wil een medewerker spreken")
    case_id = await fatima.take(somebody)
    await somebody.becomes("agent")
    heard = await somebody.say("nu ruik ik gas in de gang!")
    assert GAS in heard
    assert NUMBER in heard
    await fatima.reads("nu ruik ik gas in de gang!")
    await fatima.wait_for(lambda: any(GAS in m["message"].get("text", "") for m in fatima.messages), "the warning")
    await fatima.close(case_id)


@pytest.mark.question("gaslucht")
async def test_a_bill_for_gas_is_no_danger(customer: NewCustomer) -> None:
    heard = await (await customer()).say("Mijn gasrekening is hoog, hoe kan ik gas besparen?")
    assert "0800-9009" not in heard
