"""Something breaks: nothing is lost or doubled, the customer is told, and it goes on when it works again."""

from __future__ import annotations

import pytest

from tests.conversations.people import Customer, NewAgent, NewCustomer
from tests.stack import Stack, persona

AWAY = "De digitale assistent is even niet bereikbaar. Je bericht is bewaard. Je krijgt antwoord zodra het weer kan."
OPENING = "Wat zijn jullie openingstijden?"


def nothing_lost_or_doubled(somebody: Customer, *said: str) -> None:
    """The record holds each message once, and the page shows what the record holds."""
    stored = somebody.stored()
    assert [text for _, sender, text in stored if sender == "customer"] == list(said)
    assert [number for number, _, _ in stored] == list(range(1, len(stored) + 1))
    assert [(m["seq"], m.get("text")) for m in somebody.transcript] == [(number, text) for number, _, text in stored]


@pytest.mark.question("betaaldatum_wijzigen", "gaslucht", "medewerker_spreken", "openingstijden")
async def test_the_bot_dies_and_comes_back(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    tom, other, in_danger = await customer(persona("Tom")), await customer(), await customer()
    await tom.say("hallo")
    await tom.say("ik wil mijn betaaldag wijzigen")
    await stack.aside(stack.kill, stack.bot)
    try:
        heard = await tom.say("de 9e")
        assert heard.text == AWAY
        assert heard.senders == ["system"]

        fatima = await agent()
        heard = await other.say("ik wil een medewerker spreken")
        assert "Ik haal er een medewerker bij." in heard, "a human can be had without the bot"
        assert (await fatima.case(other))["case"]["reason"] == "storing_bot"

        await in_danger.tell(OPENING)
        await in_danger.tell("laat maar, het ruikt hier sterk naar gas")
        await in_danger.shows("Ruik je gas? Zet ramen en deuren open en ga nu met iedereen naar buiten.")
    finally:
        await stack.aside(stack.start_again, stack.bot)
    heard = await tom.hears(count=2)
    assert "op de 9e van de maand" in heard, "answered by itself, and the form is still open"
    await tom.say("stop")
    nothing_lost_or_doubled(tom, "hallo", "ik wil mijn betaaldag wijzigen", "de 9e", "stop")
    await in_danger.shows("Bellen: ")  # the question before the danger is answered too


@pytest.mark.question("termijnbedrag_opvragen", "besparen")
async def test_the_actions_die_and_it_is_said_honestly(customer: NewCustomer, stack: Stack) -> None:
    tom = await customer(persona("Tom"))
    await tom.say("hallo")
    await stack.aside(stack.kill, stack.actions)
    try:
        heard = await tom.say("wat is mijn termijnbedrag?")
        assert "Sorry, dat ging niet goed." in heard
        assert "Medewerker spreken" in heard.titles
        assert "Ik ben een computerprogramma" in await tom.say("ben je een robot?")
    finally:
        await stack.aside(stack.start_again, stack.actions)
    assert "per maand" in await tom.say("wat is mijn termijnbedrag?")


@pytest.mark.question("betaaldatum_wijzigen")
async def test_the_counter_restarts_and_every_conversation_goes_on(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    tom, somebody, fatima = await customer(persona("Tom")), await customer(), await agent()
    await tom.say("ik wil mijn betaaldag wijzigen")
    await somebody.say("ik wil een medewerker spreken")
    case_id = await fatima.take(somebody)
    await stack.aside(stack.restart, stack.counter)
    await tom.come_back()
    assert tom.session["level"] == 2, "still known"
    assert "op de 7e van de maand" in await tom.say("de 7e")
    await tom.say("stop")
    nothing_lost_or_doubled(tom, "ik wil mijn betaaldag wijzigen", "de 7e", "stop")
    await fatima.come_back()
    await somebody.come_back()
    assert (somebody.owner, somebody.agent_name) == ("agent", "Fatima")
    await fatima.say(case_id, "Daar ben ik weer.")
    await somebody.shows("Daar ben ik weer.")


@pytest.mark.question("openingstijden")
async def test_the_counter_dies_right_after_a_message_was_stored(customer: NewCustomer, stack: Stack) -> None:
    somebody = await customer()
    await somebody.say("hallo")
    await somebody.send(OPENING, message_id="voor-de-klap")
    await stack.aside(stack.kill, stack.counter)
    await stack.aside(stack.start_again, stack.counter)
    await somebody.come_back()
    again = await somebody.send(OPENING, message_id="voor-de-klap")  # the browser never saw the acknowledgement
    assert again["ok"]
    assert "Bellen" in await somebody.hears(after=again["seq"])
    await somebody.say("bedankt")
    nothing_lost_or_doubled(somebody, "hallo", OPENING, "bedankt")
    assert sum("Bellen" in (text or "") for _, _, text in somebody.stored()) == 1
