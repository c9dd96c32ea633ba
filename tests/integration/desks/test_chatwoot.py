"""Chatwoot as the desk: a case goes there, words go both ways, and the end comes back."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dichtbij.conversations.attachments import Upload
from dichtbij.conversations.model import Message
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import Side


async def test_a_case_stands_at_chatwoot_with_reason_course_and_the_customers_words_last(side: Side) -> None:
    await side.says("Wat is mijn termijnbedrag?")
    id_ = (await side.conversations.current("web", "browser-1")).id
    turn = await side.conversations.begin_turn(id_)
    await side.conversations.finish_turn(turn, [])  # type: ignore[arg-type]
    case = await side.hands_over("Ik wil een mens", reason="frustratie")
    await side.settled()

    there = side.there(case)
    found = side.chatwoot.conversations[there]
    assert (found["status"], found["priority"]) == ("open", "high")
    assert found["custom_attributes"]["dichtbij_zaak"] == case.id
    assert found["custom_attributes"]["reden"] == "De klant is gefrustreerd"
    note, course, word = side.chatwoot.texts(there, private=True)
    assert "Ik wil een mens" in note
    assert "nog niet bekend" in note
    assert "Wat is mijn termijnbedrag?" in course
    assert "Ik wil een mens" not in course
    assert "Assistent: Ik haal er iemand bij." in word
    assert side.chatwoot.texts(there, kind="incoming") == ["Ik wil een mens"]
    [contact] = side.chatwoot.contacts.values()
    assert contact["name"] == "Onbekende klant"
    assert "email" not in contact


async def test_the_first_words_of_an_agent_take_the_case_and_reach_the_customer_once(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    number = side.chatwoot.say(side.there(case), 21, "Goedemiddag, ik kijk met u mee.")
    side.chatwoot.again(side.there(case), number)
    await side.settled()

    conversation = await side.conversation(case)
    assert conversation.owner == "agent"
    taken = await side.handoffs.get(case.id)
    assert taken is not None
    assert (taken.state, taken.agent_name) == ("taken", "Fatima")
    said = await side.read(case)
    assert said[-2:] == [
        ("system", "Fatima neemt het gesprek over. Je praat nu met een mens."),
        ("Fatima", "Goedemiddag, ik kijk met u mee."),
    ]
    assert [text for _, text in said].count("Goedemiddag, ik kijk met u mee.") == 1
    assert side.chatwoot.texts(side.there(case), kind="incoming") == ["Ik wil een mens"]  # no echo


async def test_what_the_customer_says_next_comes_in_order(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.say(side.there(case), 21, "Zeg het maar.")
    await side.settled()
    for number in range(5):
        await side.says(f"regel {number}")
    await side.settled()
    assert side.chatwoot.texts(side.there(case), kind="incoming")[1:] == [f"regel {number}" for number in range(5)]


async def test_resolving_gives_the_customer_back_to_the_assistant_with_the_last_private_note(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    side.chatwoot.say(there, 21, "Ik pas het aan.")
    side.chatwoot.say(there, 21, "Nieuw bedrag per 1 december", private=True)
    await side.settled()
    side.chatwoot.set_status(there, "resolved", 21)
    await side.settled()

    assert (await side.conversation(case)).owner == "bot"
    ended = await side.handoffs.get(case.id)
    assert ended is not None
    assert (ended.state, ended.note, ended.agent_name) == ("handed_back", "Nieuw bedrag per 1 december", "Fatima")
    assert (await side.read(case))[-1][1].startswith("De medewerker is klaar.")
    assert "Nieuw bedrag per 1 december" not in [text for _, text in await side.read(case)]
    assert side.chatwoot.conversations[there]["status"] == "resolved"
    assert not any("weer bij de digitale assistent" in text for text in side.chatwoot.texts(there, private=True))


@pytest.mark.parametrize("assignee", [None, 22])
async def test_resolving_what_nobody_answered_gives_back_too(side: Side, assignee: int | None) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.set_status(side.there(case), "resolved", assignee)
    await side.settled()
    ended = await side.handoffs.get(case.id)
    assert ended is not None
    assert (ended.state, ended.agent_name) == ("handed_back", "Joost" if assignee else "Een medewerker")
    assert (await side.conversation(case)).owner == "bot"


async def test_five_handovers_of_one_conversation_stay_one_conversation_there(side: Side) -> None:
    for round_ in range(5):
        case = await side.hands_over(f"Ik wil een mens, keer {round_}")
        await side.settled()
        there = side.there(case)
        assert side.chatwoot.conversations[there]["status"] == "open"
        side.chatwoot.say(there, 21, f"antwoord {round_}")
        await side.settled()
        side.chatwoot.set_status(there, "resolved", 21)
        await side.settled()
        assert (await side.conversation(case)).owner == "bot"
    assert len(side.chatwoot.conversations) == 1
    assert len(side.chatwoot.contacts) == 1
    assert side.chatwoot.texts(there, kind="incoming") == [f"Ik wil een mens, keer {number}" for number in range(5)]
    said = [text for _, text in await side.read(case)]
    assert [text for text in said if text.startswith("antwoord")] == [f"antwoord {number}" for number in range(5)]


async def test_a_customer_who_goes_back_to_the_assistant_is_resolved_there(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    await side.conversations.receive("web", "browser-1", "Laat maar")
    turn = await side.conversations.begin_turn(case.conversation_id)
    assert turn is not None
    await side.handoffs.leave_queue(turn, [])
    await side.settled()
    there = side.there(case)
    assert side.chatwoot.conversations[there]["status"] == "resolved"
    assert "De klant is weer bij de digitale assistent." in side.chatwoot.texts(there, private=True)[-1]
    assert (await side.conversation(case)).owner == "bot"


async def test_who_writes_when_the_assistant_has_the_customer_sees_that_it_did_not_arrive(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    side.chatwoot.set_status(there, "resolved", 21)
    await side.settled()
    number = side.chatwoot.say(there, 21, "Nog iets vergeten")
    await side.settled()
    [message] = [one for one in side.chatwoot.messages[there] if one["id"] == number]
    assert message["status"] == "failed"
    assert "Nog iets vergeten" not in [text for _, text in await side.read(case)]
    assert (await side.conversation(case)).owner == "bot"


async def test_a_second_agent_is_named_and_both_reach_the_customer(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.say(side.there(case), 21, "Ik haal mijn collega erbij.")
    side.chatwoot.say(side.there(case), 22, "Hallo, met Joost.")
    await side.settled()
    said = await side.read(case)
    assert ("Fatima", "Ik haal mijn collega erbij.") in said
    assert ("Joost", "Hallo, met Joost.") in said


async def test_files_of_an_agent_come_as_links(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.say(
        side.there(case), 21, "Zie hier", files=("https://chatwoot.example/rails/foto.png", "javascript:x")
    )
    await side.settled()
    last = (await side.conversations.messages(case.conversation_id))[-1]
    assert [dict(link) for link in last.content.links] == [
        {"title": "Bestand 1", "url": "https://chatwoot.example/rails/foto.png"}
    ]


async def test_a_file_of_the_customer_goes_along_as_a_file(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.say(side.there(case), 21, "Stuur maar een foto.")
    await side.settled()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    upload = Upload("meter.png", picture.getvalue(), "m1")
    sent = await side.attachments.receive("web", "browser-1", upload)
    assert isinstance(sent, Message)
    await side.settled()
    last = side.chatwoot.messages[side.there(case)][-1]
    assert last["content"] == "Bestand: meter.png"
    [file] = last["attachments"]
    assert (file["name"], file["file_type"]) == ("meter.png", "image/png")
    assert file["size"] > 50


async def test_with_an_agent_bot_on_the_inbox_everything_counts_once(side: Side, chatwoot: Chatwoot) -> None:
    chatwoot.webhooks.bot_url = chatwoot.webhooks.url
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    assert chatwoot.conversations[there]["status"] == "open"  # and not pending, which is the bot's
    chatwoot.say(there, 21, "Goedemiddag")
    await side.settled()
    assert [text for _, text in await side.read(case)].count("Goedemiddag") == 1
    chatwoot.set_status(there, "resolved", 21)
    await side.settled()
    said = [text for _, text in await side.read(case)]
    assert sum(text.startswith("De medewerker is klaar.") for text in said) == 1
    assert {status for _, status in chatwoot.webhooks.answers} == {200}


async def test_giving_it_to_a_bot_at_chatwoot_is_giving_it_to_ours(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.set_status(side.there(case), "pending", 21)
    await side.settled()
    assert (await side.conversation(case)).owner == "bot"


async def test_a_snoozed_conversation_stays_the_agents(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    side.chatwoot.say(side.there(case), 21, "Ik zoek het uit.")
    side.chatwoot.set_status(side.there(case), "snoozed", 21)
    await side.settled()
    assert (await side.conversation(case)).owner == "agent"


async def test_who_is_there_is_known_to_the_actions_too(side: Side) -> None:
    from dichtbij.handoff.hours import Availability
    from dichtbij.organisation import load_organisation

    available = Availability(side.database, side.clock, load_organisation("organisatie.yml"))
    assert not (await available.now()).available
    await side.desk.look_who_is_there()
    assert (await available.now()).agents == 2
    side.chatwoot.agents[0]["availability_status"] = "offline"
    side.chatwoot.agents[1]["availability_status"] = "busy"
    await side.desk.look_who_is_there()
    assert (await available.now()).agents == 1
    side.clock.forward(seconds=61)  # Chatwoot did not answer any more
    assert not (await available.now()).available


async def test_a_promised_call_stands_there_and_resolving_it_keeps_the_promise(side: Side) -> None:
    id_ = await side.says("Bel me maar")
    call = await side.callbacks.ask(
        name="Sanne de Wit", phone="+31612345678", slot="ochtend", subject="de rekening", customer_id=None,
        conversation_id=id_,
    )  # fmt: skip
    await side.settled()
    [there] = side.chatwoot.conversations.values()
    [note] = side.chatwoot.texts(there["id"], private=True)
    assert "+31612345678" in note
    assert "in de ochtend" in note
    await side.settled()
    assert len(side.chatwoot.conversations) == 1
    side.chatwoot.set_status(there["id"], "resolved", 21)
    await side.settled()
    assert call.id not in [one.id for one in await side.callbacks.open()]
