"""With Chatwoot as the desk a customer is never left without a word, and an operator sees what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import structlog
from structlog.testing import LogCapture

from dichtbij.desks.chatwoot import sender
from dichtbij.handoff.hours import PRESENT_WITHIN
from dichtbij.handoff.store import at_the_desk
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import Side


async def minutes(side: Side, count: int) -> None:
    """Time passes, and all that happens by itself happens."""
    for _ in range(count * 4):
        side.clock.forward(seconds=15)
        if not side.chatwoot.down:
            await side.desk.look_who_is_there()
            await side.desk.catching_up.look()
        await side.waiting.look()
        await side.desk.tidy()
        await side.settled()


async def words(side: Side) -> list[str]:
    """What the customer reads that is not their own."""
    messages = await side.conversations.messages((await side.conversations.current("web", "browser-1")).id)
    return [message.content.text for message in messages if message.sender != "customer"]


async def test_who_waits_long_hears_the_place_and_may_be_called(side: Side) -> None:
    await side.desk.look_who_is_there()
    await side.hands_over()
    await minutes(side, 10)
    said = await words(side)
    assert sum("je wacht al een tijdje" in text and "de eerste in de rij" in text for text in said) == 1
    last = (await side.conversations.messages((await side.conversations.current("web", "browser-1")).id))[-1]
    assert "/terugbelverzoek" in [reply["payload"] for reply in last.content.quick_replies]


async def test_chatwoot_away_for_an_hour_loses_nothing_keeps_the_order_and_everybody_hears(
    side: Side, chatwoot: Chatwoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = LogCapture()
    monkeypatch.setattr(sender, "log", structlog.wrap_logger(None, processors=[heard]))
    await side.desk.look_who_is_there()
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    chatwoot.say(there, 21, "Ik kijk het na.")
    await side.settled()
    chatwoot.down = True
    for number in range(6):
        await side.says(f"regel {number}")
        await minutes(side, 10)

    said = await words(side)
    assert sum("Fatima is niet meer bereikbaar" in text for text in said) == 1
    assert sum("er is nu geen medewerker meer in de chat" in text for text in said) == 1
    assert (await side.conversation(case)).owner == "queue"
    assert side.metrics.desk_behind._value.get() == 1
    assert side.metrics.desk_faults._value.get() > 5
    assert ("error", "desk_unavailable") in [(line["log_level"], line["event"]) for line in heard.entries]

    chatwoot.down = False
    await minutes(side, 6)
    assert chatwoot.texts(there, kind="incoming")[1:] == [f"regel {number}" for number in range(6)]
    assert side.metrics.desk_behind._value.get() == 0
    chatwoot.say(there, 22, "Sorry voor het wachten.")
    await side.settled()
    assert (await side.read(case))[-2:] == [
        ("system", "Joost neemt het gesprek over. Je praat nu met een mens."),
        ("Joost", "Sorry voor het wachten."),
    ]


async def test_who_has_an_agent_that_went_away_waits_again_and_agents_there_read_it(
    side: Side, chatwoot: Chatwoot
) -> None:
    await side.desk.look_who_is_there()
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    chatwoot.say(there, 21, "Ik kijk het na.")
    await minutes(side, 10)
    assert (await side.conversation(case)).owner == "agent"  # who is there and looks into it is not gone
    chatwoot.agents[0]["availability_status"] = "offline"
    await minutes(side, 10)
    assert (await side.conversation(case)).owner == "queue"
    assert sum("Fatima is niet meer bereikbaar" in text for text in await words(side)) == 1
    assert any("Fatima is niet meer bereikbaar" in text for text in chatwoot.texts(there, private=True))
    await side.says("Is daar nog iemand?")
    await side.settled()
    assert chatwoot.texts(there, kind="incoming")[-1] == "Is daar nog iemand?"


async def test_an_agent_who_is_offline_for_less_than_the_grace_time_keeps_the_customer(
    side: Side, sides: Callable[[], Side], chatwoot: Chatwoot
) -> None:
    """A page that is loaded anew looks like that. Two counters ask at once who is there."""
    other = sides()
    await side.desk.look_who_is_there()
    case = await side.hands_over()
    await side.settled()
    chatwoot.say(side.there(case), 21, "Ik kijk het na.")
    await minutes(side, 5)

    async def half_a_grace_time() -> None:
        side.clock.forward(seconds=30)
        await asyncio.gather(side.desk.look_who_is_there(), other.desk.look_who_is_there())
        await asyncio.gather(side.desk.tidy(), other.desk.tidy())
        await side.settled()

    for _ in range(2):  # offline for a moment, and there again
        chatwoot.agents[0]["availability_status"] = "offline"
        await half_a_grace_time()
        assert (await side.conversation(case)).owner == "agent"
        chatwoot.agents[0]["availability_status"] = "available"
        await half_a_grace_time()
        assert (await side.conversation(case)).owner == "agent"
    chatwoot.agents[0]["availability_status"] = "offline"
    await half_a_grace_time()
    async with side.database.reading() as session:
        desk = await at_the_desk(session, side.clock(), PRESENT_WITHIN)
    assert {one.agent.name: one.present for one in desk} == {"Fatima": False, "Joost": True}, "gone is gone at once"
    await half_a_grace_time()
    assert (await side.conversation(case)).owner == "queue"
    assert sum("Fatima is niet meer bereikbaar" in text for text in await words(side)) == 1
    await other.desk.stop()


async def test_nothing_is_offered_to_agents_of_our_own_desk(side: Side) -> None:
    from dichtbij.handoff.agents import Agents
    from tests.integration.conftest import QuickHasher

    agents = Agents(side.database, side.clock, QuickHasher())
    await agents.add("sanne", "Sanne", "een heel lang wachtwoord")
    case = await side.hands_over()
    await side.settled()
    await minutes(side, 3)
    found = await side.handoffs.get(case.id)
    assert found is not None
    assert (found.state, found.offered_to) == ("waiting", None)
