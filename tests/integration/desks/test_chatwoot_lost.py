"""A webhook that never came is made up for: Chatwoot is asked, now and then, what is open there (catching_up.py)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select

from dichtbij.desks.tables import DeskLinkRow
from dichtbij.handoff.model import Case
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import Side

ENDED = "conversation_status_changed"


@pytest.fixture
async def case(side: Side) -> Case:
    case = await side.hands_over()
    await side.settled()
    return case


async def catch_up(side: Side) -> None:
    """What happens every minute."""
    await side.desk.catching_up.look()
    await side.settled()


async def test_an_end_that_chatwoot_never_told_gives_the_customer_back(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    there = side.there(case)
    chatwoot.say(there, 21, "Ik heb het aangepast.")
    chatwoot.say(there, 21, "Nieuw bedrag per 1 december", private=True)
    await side.settled()
    chatwoot.webhooks.lost = [ENDED]
    chatwoot.set_status(there, "resolved", 21)
    await side.settled()
    assert (await side.conversation(case)).owner == "agent"

    await catch_up(side)
    assert (await side.conversation(case)).owner == "bot"
    ended = await side.handoffs.get(case.id)
    assert ended is not None
    assert (ended.state, ended.note, ended.agent_name) == ("handed_back", "Nieuw bedrag per 1 december", "Fatima")
    assert (await side.read(case))[-1][1].startswith("De medewerker is klaar.")
    assert chatwoot.conversations[there]["status"] == "resolved"
    before = await side.read(case)
    await catch_up(side)
    assert await side.read(case) == before


async def test_an_end_of_what_nobody_had_answered_is_found_too(side: Side, chatwoot: Chatwoot, case: Case) -> None:
    chatwoot.webhooks.lost = [ENDED]
    chatwoot.set_status(side.there(case), "resolved", 22)
    await catch_up(side)
    ended = await side.handoffs.get(case.id)
    assert ended is not None
    assert (ended.state, ended.agent_name) == ("handed_back", "Joost")


async def test_an_end_that_we_could_not_store_is_made_up_for(side: Side, chatwoot: Chatwoot, case: Case) -> None:
    chatwoot.webhooks.lost = [ENDED]
    chatwoot.set_status(side.there(case), "resolved", 21)
    async with side.database.writing() as session:  # as when the database went away halfway
        link = await session.scalar(select(DeskLinkRow))
        link.told = "ending"
    await side.settled()
    assert (await side.conversation(case)).owner == "queue"
    await catch_up(side)
    assert (await side.conversation(case)).owner == "bot"
    assert (await side.handoffs.get(case.id)).state == "handed_back"  # type: ignore[union-attr]


async def test_what_was_opened_again_there_before_it_was_over_here_goes_on(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    async with side.database.writing() as session:
        link = await session.scalar(select(DeskLinkRow))
        link.told = "ending"
    await side.says("Ben je er nog?")
    await side.settled()
    assert "Ben je er nog?" not in chatwoot.texts(side.there(case))
    await catch_up(side)
    assert chatwoot.texts(side.there(case), kind="incoming")[-1] == "Ben je er nog?"


async def test_words_of_an_agent_that_chatwoot_never_told_reach_the_customer_once_and_before_the_end(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    there = side.there(case)
    chatwoot.webhooks.lost = ["message_created", "message_created", ENDED]
    chatwoot.say(there, 21, "Ik zie het al.")
    chatwoot.say(there, 21, "Bedrag hersteld", private=True)
    number = chatwoot.say(there, 21, "Het is hersteld.")
    await side.settled()
    assert [text for _, text in await side.read(case)][-1] == "Het is hersteld."  # of three this one came by itself
    chatwoot.set_status(there, "resolved", 21)
    await catch_up(side)
    said = [text for _, text in await side.read(case)]
    assert said.count("Ik zie het al.") == said.count("Het is hersteld.") == 1
    assert said[-1].startswith("De medewerker is klaar.")
    ended = await side.handoffs.get(case.id)
    assert ended is not None
    assert ended.note == "Bedrag hersteld"
    chatwoot.again(there, number)
    await side.settled()
    assert [text for _, text in await side.read(case)] == said


async def test_what_the_agent_saw_fail_or_wrote_before_this_case_is_not_brought_after_all(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    there = side.there(case)
    chatwoot.set_status(there, "resolved", 21)
    await side.settled()
    chatwoot.say(there, 21, "Te laat")  # the assistant has the customer: refused, and shown as failed
    chatwoot.webhooks.lost = ["message_created"]
    chatwoot.say(there, 21, "Ook te laat")
    await side.settled()
    second = await side.hands_over("Weer een mens")
    await side.settled()
    chatwoot.say(there, 21, "x" * 4001)  # refused, and shown as failed
    await side.settled()
    before = await side.read(second)
    await catch_up(side)
    assert await side.read(second) == before
    assert (await side.conversation(second)).owner == "queue"


async def test_more_than_a_page_of_lost_words_comes_in_order(side: Side, chatwoot: Chatwoot, case: Case) -> None:
    chatwoot.webhooks.lost = ["message_created"] * 105
    for number in range(105):
        chatwoot.say(side.there(case), 21, f"regel {number}")
    await catch_up(side)
    said = [text for who, text in await side.read(case) if who == "Fatima"]
    assert said == [f"regel {number}" for number in range(105)]


async def test_a_call_that_was_kept_without_word_is_found(side: Side, chatwoot: Chatwoot) -> None:
    id_ = await side.says("Bel me maar")
    call = await side.callbacks.ask(
        name="Sanne de Wit", phone="+31612345678", slot="ochtend", subject="de rekening", customer_id=None,
        conversation_id=id_,
    )  # fmt: skip
    await side.settled()
    [there] = chatwoot.conversations
    chatwoot.webhooks.lost = [ENDED]
    chatwoot.set_status(there, "resolved", 21)
    await catch_up(side)
    assert call.id not in [one.id for one in await side.callbacks.open()]
    asked = len(chatwoot.asked)
    await catch_up(side)
    assert len(chatwoot.asked) == asked  # nothing is open there any more


async def test_what_was_thrown_away_there_while_nobody_spoke_is_told_anew(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    chatwoot.lose(side.there(case))
    await catch_up(side)
    assert chatwoot.texts(side.there(case), kind="incoming") == ["Ik wil een mens"]


async def test_one_that_cannot_be_looked_at_does_not_keep_the_others_from_it(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    other = await side.hands_over(key="browser-2")
    await side.settled()
    chatwoot.webhooks.lost = [ENDED, ENDED]
    for one in (case, other):
        chatwoot.set_status(side.there(one), "resolved", 21)
    chatwoot.fail(f"GET .*/conversations/{side.there(case)}/messages", 500)
    await catch_up(side)
    assert (await side.conversation(case)).owner == "queue"
    assert (await side.conversation(other)).owner == "bot"
    await catch_up(side)
    assert (await side.conversation(case)).owner == "bot"


async def test_two_counters_that_look_while_the_webhook_comes_do_everything_once(
    side: Side, sides: Callable[[], Side], chatwoot: Chatwoot, case: Case
) -> None:
    other, there = sides(), side.there(case)
    number = chatwoot.say(there, 21, "Met Fatima")
    chatwoot.set_status(there, "resolved", 21)
    chatwoot.again(there, number)
    await asyncio.gather(side.desk.catching_up.look(), other.desk.catching_up.look(), chatwoot.webhooks.settled())
    await side.settled()
    said = [text for _, text in await side.read(case)]
    assert said.count("Met Fatima") == 1
    assert sum("neemt het gesprek over" in text for text in said) == 1
    assert sum(text.startswith("De medewerker is klaar.") for text in said) == 1
    assert (await side.conversation(case)).owner == "bot"
    assert {status for event, status in chatwoot.webhooks.answers} == {200}
    await other.desk.stop()


async def test_what_comes_too_late_to_be_refused_is_said_to_the_agent_once(
    side: Side, sides: Callable[[], Side], chatwoot: Chatwoot, case: Case
) -> None:
    """Two counters catch up at once; Chatwoot's first answer to the note gets lost."""
    other, there = sides(), side.there(case)
    chatwoot.webhooks.lost = ["message_created"] * 2
    chatwoot.say(there, 21, "Beste klant, " + "x" * 4001)
    chatwoot.say(there, 21, "Het kortere bericht")
    await side.settled()
    chatwoot.fail(f"POST .*/conversations/{there}/messages", 503, after=True)
    await asyncio.gather(side.desk.catching_up.look(), other.desk.catching_up.look())
    for _ in range(2):
        await asyncio.gather(side.desk.catching_up.look(), other.desk.catching_up.look())
        await side.settled()
    notes = [text for text in chatwoot.texts(there, private=True) if "niet bij de klant aangekomen" in text]
    assert len(notes) == 1
    assert notes[0].startswith(
        "Dit bericht is niet bij de klant aangekomen. Dit bericht is te lang. Maak er twee berichten van."
    )
    assert "> Beste klant, xxx" in notes[0]
    assert len(notes[0]) < 250
    said = [text for _, text in await side.read(case)]
    assert said.count("Het kortere bericht") == 1, "what comes after it is brought"
    assert not any("Beste klant" in text for text in said)
    await side.says("Dank je")
    await side.settled()
    assert chatwoot.texts(there, kind="incoming")[-1] == "Dank je", "and telling goes on"
    await other.desk.stop()


async def test_saying_what_was_refused_does_not_make_a_message_come_twice_that_was_being_sent(
    side: Side, chatwoot: Chatwoot, case: Case
) -> None:
    there = side.there(case)
    chatwoot.webhooks.lost = ["message_created"]
    chatwoot.say(there, 21, "x" * 4001)
    await side.settled()
    chatwoot.fail(f"POST .*/conversations/{there}/messages", 503, after=True)
    await side.says("Nog iets")  # Chatwoot has it, and only its answer got lost
    await side.settled()
    side.clock.forward(minutes=1)
    await catch_up(side)
    assert chatwoot.texts(there, kind="incoming").count("Nog iets") == 1
    assert sum("niet bij de klant aangekomen" in text for text in chatwoot.texts(there, private=True)) == 1
    await side.settled()
    assert side.metrics.desk_behind._value.get() == 0, "nothing waits for another try any more"
