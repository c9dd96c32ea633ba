"""Storing what customers write: once, in order, before anybody hears of it, also with two processes at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from dichtbij.conversations import store
from dichtbij.conversations.model import MAX_CUSTOMER_TEXT, Content, Draft, Refused

Process = Callable[[], SimpleNamespace]

WELCOME = Content(text="Hallo. Je praat met de digitale assistent.")


async def test_twenty_writers_at_once_leave_no_gap_and_no_double(process: Process) -> None:
    ours, theirs = process().conversations, process().conversations
    conversation = await ours.current("web", "k1", WELCOME)

    async def write(number: int) -> None:
        conversations = (ours, theirs)[number % 2]
        if number % 4 < 2:
            await conversations.receive("web", "k1", f"vraag {number}", channel_message_id=f"m{number}")
        else:
            await conversations.say(conversation.id, Draft("system", Content(text=f"melding {number}")))

    await asyncio.gather(*(write(number) for number in range(20)))

    stored = await ours.messages(conversation.id)
    assert [message.seq for message in stored] == list(range(1, 22))
    assert len({message.content.text for message in stored}) == 21
    assert (await ours.get(conversation.id)).last_seq == 21


async def test_a_message_is_in_the_database_before_anybody_hears_of_it(process: Process) -> None:
    ours, theirs = process().conversations, process().conversations
    found: list[tuple[str, list[str]]] = []

    async def look(conversation, message) -> None:
        seen = await theirs.messages(conversation.id)
        found.append((message.content.text, [other.content.text for other in seen]))

    ours.on_message(look)
    received = await ours.receive("web", "k1", "Hoi", welcome=WELCOME)

    assert found == [(WELCOME.text, [WELCOME.text]), ("Hoi", [WELCOME.text, "Hoi"])]
    assert received.is_new
    assert await theirs.pending() == [received.conversation.id]


async def test_a_listener_that_fails_does_not_make_a_stored_message_look_refused(process: Process) -> None:
    conversations = process().conversations
    heard: list[str] = []

    async def fail(conversation, message) -> None:
        raise RuntimeError("a socket went away")

    async def hear(conversation, message) -> None:
        heard.append(message.content.text)

    conversations.on_message(fail)
    conversations.on_message(hear)
    received = await conversations.receive("web", "k1", "Hoi")

    assert received.is_new
    assert heard == ["Hoi"]
    assert await conversations.pending() == [received.conversation.id]


async def test_the_same_message_again_gives_the_first_one_back_and_tells_nobody(process: Process) -> None:
    conversations = process().conversations
    first = await conversations.receive("web", "k1", "Hoi", channel_message_id="m1")
    heard: list[str] = []
    conversations.on_message(lambda _, message: asyncio.sleep(0, heard.append(message.content.text)))

    again = await conversations.receive("web", "k1", "Hoi", channel_message_id="m1")

    assert not again.is_new
    assert again.message == first.message
    assert heard == []
    assert len(await conversations.messages(first.conversation.id)) == 1


async def test_the_same_message_in_two_processes_at_once_is_one_message(process: Process) -> None:
    one, two = process().conversations, process().conversations
    await one.current("web", "k1")

    received = await asyncio.gather(
        *(which.receive("web", "k1", "Hoi", channel_message_id="m1") for which in (one, two) * 4)
    )

    assert len({result.message.id for result in received}) == 1
    assert sum(result.is_new for result in received) == 1
    assert len(await one.messages(received[0].conversation.id)) == 1


async def test_the_same_id_of_another_person_is_another_message(process: Process) -> None:
    conversations = process().conversations

    mine = await conversations.receive("web", "k1", "Hoi", channel_message_id="m1")
    yours = await conversations.receive("web", "k2", "Hoi", channel_message_id="m1")
    elsewhere = await conversations.receive("whatsapp", "k1", "Hoi", channel_message_id="m1")

    assert len({result.message.id for result in (mine, yours, elsewhere)}) == 3
    assert all(result.is_new for result in (mine, yours, elsewhere))


async def test_a_message_sent_again_after_its_conversation_was_closed_is_not_stored_twice(
    process: Process, close: Callable
) -> None:
    conversations = process().conversations
    first = await conversations.receive("web", "k1", "Hoi", channel_message_id="m1")
    await close(conversations, first.conversation.id)

    again = await conversations.receive("web", "k1", "Hoi", channel_message_id="m1")

    assert again.message.id == first.message.id
    assert again.conversation.id == first.conversation.id


async def test_two_first_messages_at_once_open_one_conversation(process: Process) -> None:
    one, two = process().conversations, process().conversations

    received = await asyncio.gather(
        *(which.receive("web", "k1", f"vraag {number}", welcome=WELCOME) for number, which in enumerate((one, two) * 3))
    )

    assert len({result.conversation.id for result in received}) == 1
    stored = await one.messages(received[0].conversation.id)
    assert [message.seq for message in stored] == list(range(1, 8))
    assert [message.content.text for message in stored].count(WELCOME.text) == 1


async def test_the_database_itself_refuses_a_second_open_conversation(process: Process, clock) -> None:
    ours = process()
    await ours.conversations.current("web", "k1")

    with pytest.raises(IntegrityError):
        async with ours.database.writing() as session:
            await store.create(session, "web", "k1", clock(), None)

    async with ours.database.writing() as session:
        await store.create(session, "whatsapp", "k1", clock(), None)


async def test_after_the_end_a_new_conversation_begins_that_knows_the_old_one(process: Process, close) -> None:
    conversations = process().conversations
    old = await conversations.current("web", "k1")
    await close(conversations, old.id)

    new = (await conversations.receive("web", "k1", "Nog iets", welcome=WELCOME)).conversation

    assert new.id != old.id
    assert new.previous_id == old.id
    assert (await conversations.current("web", "k1")).id == new.id
    assert [message.content.text for message in await conversations.messages(new.id)] == [WELCOME.text, "Nog iets"]


async def test_the_newest_conversation_is_the_current_one_also_when_the_clock_was_set_back(
    process: Process, clock, close
) -> None:
    conversations = process().conversations
    old = await conversations.current("web", "k1")
    await close(conversations, old.id)
    clock.forward(seconds=-30)

    new = await conversations.current("web", "k1")
    await conversations.receive("web", "k1", "Hoi")

    assert (await conversations.current("web", "k1")).id == new.id != old.id
    assert [message.content.text for message in await conversations.missed("web", "k1", (old.id, 0))] == ["Hoi"]


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u202e\x00"])
async def test_nothing_is_refused_and_not_stored(process: Process, text: str) -> None:
    conversations = process().conversations

    assert await conversations.receive("web", "k1", text) == Refused("empty")
    assert await conversations.missed("web", "k1", None) == []


async def test_four_thousand_characters_are_taken_and_one_more_is_not(process: Process) -> None:
    conversations = process().conversations

    taken = await conversations.receive("web", "k1", "é" * MAX_CUSTOMER_TEXT)
    refused = await conversations.receive("web", "k1", "é" * (MAX_CUSTOMER_TEXT + 1))

    assert taken.message.content.text == "é" * 4_000
    assert refused == Refused("too_long")
    assert len(await conversations.messages(taken.conversation.id)) == 1


@pytest.mark.parametrize("text", ["👩🏽‍🔧 ik wil <b>dit</b> & 'dat' \\ %s {x} 你好", "rij 1\nrij 2", "a\x00b\ud800c"])
async def test_any_text_and_any_id_can_be_stored_in_either_database(process: Process, text: str) -> None:
    conversations = process().conversations

    received = await conversations.receive("web", "k1", text, channel_message_id="m\x00\ud800" + "1" * 300)

    [stored] = await conversations.messages(received.conversation.id)
    assert stored.content.text == text.replace("\x00", "").replace("\ud800", "?")


async def test_a_tapped_button_keeps_what_was_read_and_what_it_means(process: Process) -> None:
    conversations = process().conversations

    received = await conversations.receive("web", "k1", "Ja, graag", payload="/bevestigen")

    [stored] = await conversations.messages(received.conversation.id)
    assert (stored.content.text, stored.content.payload) == ("Ja, graag", "/bevestigen")
    assert "payload" not in stored.as_wire()


async def test_moments_are_kept_to_the_microsecond_and_in_utc(process: Process, clock) -> None:
    conversations = process().conversations
    clock.forward(microseconds=123_456)

    received = await conversations.receive("web", "k1", "Hoi")

    [stored] = await conversations.messages(received.conversation.id)
    assert stored.at == clock()
    assert stored.at.utcoffset() == timedelta(0)
    assert (await conversations.get(received.conversation.id)).last_customer_at == clock()


async def test_an_agent_says_something_only_while_owning_and_once_per_id(process: Process, own_by_agent) -> None:
    conversations = process().conversations
    conversation = await conversations.current("web", "k1")
    draft = Draft("agent", Content(text="Dag"), "Fatima", "d1")

    assert await conversations.say(conversation.id, draft, agent_id="a1") is None
    await own_by_agent(conversations, conversation.id, "a1")
    said = await conversations.say(conversation.id, draft, dedupe_key="desk:d1", agent_id="a1")
    again = await conversations.say(conversation.id, draft, dedupe_key="desk:d1", agent_id="a1")

    assert await conversations.say(conversation.id, draft, agent_id="a2") is None
    assert said.id == again.id
    assert [m.sender_name for m in await conversations.messages(conversation.id)] == ["Fatima"]
