"""Agents, customers and time, with the true processes: one owner at a time, never silence, nothing lost or doubled.

The desk's own times are shortened (organisatie.yml): a customer is offered for 4 seconds, a lost agent has 9.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio
import yaml

from dichtbij.clock import system_clock
from dichtbij.settings import ROOT
from tests.conversations.owners import changes, one_owner_and_nothing_lost
from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import Stack, persona

TOM, SANNE, YARA = (persona(name) for name in ("Tom", "Sanne", "Yara"))
HUMAN = "Mag ik een medewerker spreken?"
OPENING = "Wat zijn jullie openingstijden?"
FIRST, SECOND = "Je bent de eerste in de rij.", "Er is één klant voor je."


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organisation with short times at its desk."""
    rows = yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))
    rows["balie"] |= {"aannemen_binnen_seconden": 4, "terug_in_rij_na_seconden": 9}
    path = tmp_path_factory.mktemp("organisation") / "organisatie.yml"
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return path


@pytest_asyncio.fixture(scope="module", autouse=True)
async def in_a_hurry(stack: Stack, hurried: Path) -> AsyncIterator[None]:
    """The counter with short times. The action server asks for none of them, and stays."""
    before = stack.counter.environment
    stack.counter.environment = {**before, "ORGANISATION_FILE": str(hurried)}
    await stack.aside(stack.restart, stack.counter)
    yield
    stack.counter.environment = before
    await stack.aside(stack.restart, stack.counter)


async def waits(somebody: Customer) -> Customer:
    """Ask for a human."""
    assert "Ik haal er een medewerker bij." in await somebody.say(HUMAN)
    await somebody.becomes("queue")
    return somebody


# -- two agents, one customer --------------------------------------------------------------------------------------


async def test_of_two_agents_at_once_one_gets_the_customer(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, joost = await agent(), await agent("joost")
    for each in (fatima, joost):
        await each.be("bezet")  # nobody is asked: who wants to, picks
    for _ in range(3):
        somebody = await waits(await customer())
        case_id = str((await fatima.sees(somebody))["id"])
        await joost.sees(somebody)
        answers = await asyncio.gather(*(each.post(f"cases/{case_id}/take") for each in (fatima, joost)))
        await _has_one(somebody, case_id, [(fatima, answers[0]), (joost, answers[1])])


async def _has_one(
    somebody: Customer, case_id: str, tries: list[tuple[AgentAt, tuple[int, dict[str, object]]]]
) -> None:
    """One of them has the customer, the others were told who; they talk, and the customer goes back to the bot."""
    assert sorted(status for _, (status, _) in tries) == [200, *[409] * (len(tries) - 1)], tries
    [winner] = [each for each, (status, _) in tries if status == 200]
    await somebody.becomes("agent")
    name = somebody.agent_name
    for loser, (status, body) in tries:
        if status != 200:
            assert str(body["error"]["message"]) == f"{name} heeft deze klant al."  # type: ignore[index]
            written = {"text": "Ik ook!", "message_id": "te-laat"}
            assert (await loser.post(f"cases/{case_id}/messages", written))[0] == 409
    await winner.say(case_id, "Ik help je.")
    await somebody.shows("Ik help je.")
    await winner.hand_back(case_id, "geholpen")
    await somebody.becomes("bot")
    assert str(somebody).count("neemt het gesprek over") == 1
    assert changes(somebody) == [("bot", "queue"), ("queue", "agent"), ("agent", "bot")]
    await one_owner_and_nothing_lost(somebody, HUMAN)


async def test_an_offer_is_taken_while_it_lapses_and_goes_to_the_next(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, joost = await agent(), await agent("joost")
    for early in (0.3, 0.0):
        somebody = await waits(await customer())
        case_id = str((await fatima.sees(somebody))["id"])
        asked, other = await _first_asked(case_id, fatima, joost)
        status, body = await other.post(f"cases/{case_id}/take")
        assert (status, body["error"]["code"]) == (409, "offered"), "it is another's to take"
        until = datetime.fromisoformat(asked.asked[case_id])

        async def at_the_last_moment(
            who: AgentAt = asked, id_: str = case_id, until: datetime = until, early: float = early
        ) -> tuple[int, dict[str, object]]:
            await asyncio.sleep((until - system_clock()).total_seconds() - early)
            return await who.post(f"cases/{id_}/take")

        async def as_soon_as_it_can_be(who: AgentAt = other, id_: str = case_id) -> tuple[int, dict[str, object]]:
            while True:
                status, body = await who.post(f"cases/{id_}/take")
                if body.get("error", {}).get("code") != "offered":
                    return status, body

        late, next_one = await asyncio.gather(at_the_last_moment(), as_soon_as_it_can_be())
        if "offered" in str(late[1].get("error")):  # it had gone to the next, who takes it
            late = await asked.post(f"cases/{case_id}/take")
        await _has_one(somebody, case_id, [(asked, late), (other, next_one)])
        await asked.wait_for(lambda who=asked, id_=case_id: id_ not in who.asked, "the offer to be over")
        await other.wait_for(lambda who=other, id_=case_id: id_ not in who.asked, "the offer to be over")


async def _first_asked(case_id: str, one: AgentAt, two: AgentAt) -> tuple[AgentAt, AgentAt]:
    """Who is asked to take the case, and who is not."""
    listening = [asyncio.create_task(each.wait_for(lambda who=each: case_id in who.asked, "")) for each in (one, two)]
    await asyncio.wait(listening, return_when=asyncio.FIRST_COMPLETED)
    for task in listening:
        task.cancel()
    return (one, two) if case_id in one.asked else (two, one)


# -- an agent's line is lost ---------------------------------------------------------------------------------------


async def test_who_comes_back_in_time_keeps_the_customer_and_who_does_not_loses_them_to_a_colleague(
    customer: NewCustomer, agent: NewAgent
) -> None:
    fatima, joost = await agent(), await agent("joost")
    await joost.be("bezet")
    tom = await waits(await customer(TOM))
    of_tom = await fatima.is_asked(tom)
    assert await fatima.take(tom) == of_tom
    await fatima.be("bezet")
    await joost.be("beschikbaar")
    sanne = await waits(await customer(SANNE))
    await joost.is_asked(sanne)
    of_sanne = await joost.take(sanne)
    await joost.post(f"cases/{of_sanne}/notes", {"text": "De meterkast is al nagekeken"})
    await joost.say(of_sanne, "Ik kijk het na.")
    await sanne.shows("Ik kijk het na.")

    await fatima.lose_line()
    await joost.lose_line()
    await sanne.tell("Ben je er nog?")
    await tom.tell("En jij?")
    await fatima.come_back()
    await fatima.be("beschikbaar")

    await sanne.becomes("queue")
    await sanne.shows("Sorry, Joost is niet meer bereikbaar. Ik zoek een collega voor je.")
    assert FIRST in sanne.transcript[-1]["text"]
    assert await fatima.is_asked(sanne) == of_sanne
    full = await fatima.opened(sanne)
    notes = [(note["agent_name"], note["text"]) for note in (await fatima.get(f"cases/{of_sanne}/notes"))["notes"]]
    assert notes == [
        ("Joost", "De meterkast is al nagekeken"),
        ("", "De verbinding met Joost viel weg. De klant staat weer in de rij."),
    ]
    record = [(message["seq"], message["sender"], message.get("text")) for message in full["messages"]]
    assert record == sanne.stored(), "a colleague reads all that was said"
    await fatima.say(of_sanne, "Met Fatima, ik neem het over.")
    await sanne.shows("Met Fatima, ik neem het over.")

    # Joost was gone as long as it takes to lose a customer; Fatima, who was cut off before him, was not.
    assert (tom.owner, tom.agent_name) == ("agent", "Fatima")
    assert changes(tom) == [("bot", "queue"), ("queue", "agent")]
    await fatima.say(of_tom, "Ja, ik ben er.")
    await tom.shows("Ja, ik ben er.")
    await joost.come_back()
    assert (await joost.get("cases?state=mine"))["cases"] == []
    status, _ = await joost.post(f"cases/{of_sanne}/messages", {"text": "Hier ben ik weer", "message_id": "weer"})
    assert status == 409
    assert changes(sanne) == [("bot", "queue"), ("queue", "agent"), ("agent", "queue"), ("queue", "agent")]
    await one_owner_and_nothing_lost(sanne, HUMAN, "Ben je er nog?")
    await one_owner_and_nothing_lost(tom, HUMAN, "En jij?")


# -- a customer comes and goes -------------------------------------------------------------------------------------


async def test_a_customer_who_leaves_and_comes_back_finds_all_that_was_said(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima = await agent()
    yara = await waits(await customer(YARA))
    await yara.leave()
    stack.turn_back(
        "UPDATE cases SET waiting_since = '2020-01-01 00:00:00.000000' WHERE conversation_id = ?", yara.conversation_id
    )
    await yara.until_stored("Sorry, je wacht al een tijdje.")
    case_id = await fatima.take(yara)
    await fatima.say(case_id, "Dag Yara")
    assert "Dag Yara" not in str(yara)
    await yara.come_back()
    assert (yara.owner, yara.agent_name) == ("agent", "Fatima")
    assert [text.split("\n")[0] for _, _, text in yara.stored()[-3:]] == [
        "Sorry, je wacht al een tijdje. Je bent de eerste in de rij. "
        "Je kunt blijven wachten, of ons laten terugbellen. Wat heb je liever?",
        "Fatima neemt het gesprek over. Je praat nu met een mens.",
        "Dag Yara",
    ]
    await one_owner_and_nothing_lost(yara, HUMAN)

    # Gone while the acknowledgement was on its way: the same message again is the same message.
    await yara.send("Dag Fatima", message_id="dag")
    await yara.leave()
    for word in ("een", "twee", "drie"):
        await fatima.say(case_id, word)
    await fatima.hand_back(case_id, "alles gezegd")
    await yara.come_back()
    assert (await yara.send("Dag Fatima", message_id="dag"))["ok"]
    assert yara.owner == "bot"
    assert [m["text"] for m in yara.transcript[-4:-1]] == ["een", "twee", "drie"]
    assert "Bellen" in await yara.say(OPENING)
    await one_owner_and_nothing_lost(yara, HUMAN, "Dag Fatima", OPENING)


# -- there and back again ------------------------------------------------------------------------------------------


async def test_handed_back_and_handed_over_again_five_times(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    desk = [await agent(), await agent("joost")]
    for each in desk:
        await each.be("bezet")
    tom, said = await customer(TOM), []
    for number in range(5):
        helper, colleague = desk[number % 2], desk[1 - number % 2]
        await waits(tom)
        await tom.tell(f"Vraag {number}")
        case_id = await helper.take(tom)
        assert (await colleague.post(f"cases/{case_id}/take"))[0] == 409
        await tom.becomes("agent")
        await helper.say(case_id, f"Antwoord {number}")
        await tom.shows(f"Antwoord {number}")
        await tom.tell(f"Dank {number}")
        await helper.reads(f"Dank {number}")
        await helper.hand_back(case_id, f"ronde {number}")
        await tom.becomes("bot")
        assert "Bellen" in await tom.say(OPENING)
        said += [HUMAN, f"Vraag {number}", f"Dank {number}", OPENING]
    assert changes(tom) == [("bot", "queue"), ("queue", "agent"), ("agent", "bot")] * 5
    notes = "SELECT note FROM cases WHERE conversation_id = ? AND state = 'handed_back' ORDER BY ended_at"
    assert stack.rows(notes, tom.conversation_id) == [(f"ronde {number}",) for number in range(5)]
    await one_owner_and_nothing_lost(tom, *said)


# -- the place in the queue ----------------------------------------------------------------------------------------


async def test_the_place_is_told_honestly_and_kept_by_who_tries_the_bot_meanwhile(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima = await agent()
    await fatima.be("bezet")
    first, second, third = await customer(), await customer(), await customer()
    assert FIRST in await first.say(HUMAN)
    assert SECOND in await second.say(HUMAN)
    assert "Er zijn 2 klanten voor je." in await third.say(HUMAN)

    heard = await second.tap("Verder met de bot")
    assert "Dan krijg je je plek in de rij terug." in heard
    await second.becomes("bot")
    assert "Bellen" in await second.say(OPENING)
    assert SECOND in await third.say("Hoe lang nog?"), "one less goes before"
    assert SECOND in await second.say(HUMAN), "the old place, not the end of the queue"
    await second.becomes("queue")
    waiting = [case["conversation_id"] for case in fatima.queue]
    if len(waiting) < 3:
        await fatima.wait_for(lambda: len(fatima.queue) == 3, "three in the queue")
    assert [case["conversation_id"] for case in fatima.queue] == [one.conversation_id for one in (first, second, third)]

    # All three, in their order: who alone had waited for years would go first.
    stack.turn_back("UPDATE cases SET waiting_since = '2020' || substr(waiting_since, 5) WHERE state = 'waiting'")
    await third.shows("Sorry, je wacht al een tijdje. Er zijn 2 klanten voor je.")
    assert [one["title"] for one in third.transcript[-1]["quick_replies"]] == [
        "Bel mij terug", "Ik blijf wachten", "Verder met de bot"
    ]  # fmt: skip
    assert "je houdt je plek in de rij.\nEr zijn 2 klanten voor je." in await third.tap("Ik blijf wachten")
    await third.tap("Bel mij terug")
    await third.becomes("bot")
    await third.say("06 12 34 56 78")
    await third.tap("Middag")
    await third.say("mijn meterkast")
    assert "Genoteerd." in await third.say("ja")
    subjects = "SELECT subject FROM callbacks WHERE conversation_id = ?"
    assert stack.rows(subjects, third.conversation_id) == [("mijn meterkast",)]
    await fatima.wait_for(lambda: len(fatima.queue) == 2, "two in the queue")
    await first.say("Ik wacht nog")
    await one_owner_and_nothing_lost(first, HUMAN, "Ik wacht nog")
    await one_owner_and_nothing_lost(second, HUMAN, "Verder met de bot", OPENING, HUMAN)
