"""What a customer missed, and how far our messages came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import permutations
from types import SimpleNamespace

import pytest

from dichtbij.conversations.model import Content, ConversationId, Draft

Process = Callable[[], SimpleNamespace]


def texts(messages: list) -> list[str]:
    return [message.content.text for message in messages]


@pytest.fixture
async def long_story(process: Process, clock, close) -> SimpleNamespace:
    """Three conversations of one person, each with three messages, and one of somebody else."""
    conversations = process().conversations
    ids = []
    for number in (1, 2, 3):
        id_ = (await conversations.current("web", "k1")).id
        await conversations.receive("web", "k1", f"{number}a")
        await conversations.say(id_, Draft("system", Content(text=f"{number}b")))
        await conversations.receive("web", "k1", f"{number}c")
        ids.append(id_)
        if number < 3:
            await close(conversations, id_)
    other = (await conversations.receive("web", "k2", "van een ander")).conversation.id
    return SimpleNamespace(conversations=conversations, ids=ids, other=other)


async def test_missed_is_what_came_after_what_was_seen(long_story) -> None:
    missed = await long_story.conversations.missed("web", "k1", (long_story.ids[2], 2))

    assert texts(missed) == ["3c"]


async def test_missed_goes_on_through_later_conversations_in_order(long_story) -> None:
    missed = await long_story.conversations.missed("web", "k1", (long_story.ids[0], 1))

    assert texts(missed) == ["1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c"]


async def test_who_has_seen_everything_missed_nothing(long_story) -> None:
    assert await long_story.conversations.missed("web", "k1", (long_story.ids[2], 3)) == []
    assert await long_story.conversations.missed("web", "k1", (long_story.ids[2], 99)) == []


async def test_without_anything_seen_the_current_conversation_is_what_was_missed(long_story) -> None:
    assert texts(await long_story.conversations.missed("web", "k1", None)) == ["3a", "3b", "3c"]
    assert await long_story.conversations.missed("web", "nooit gezien", None) == []


async def test_another_persons_conversation_opens_nothing(long_story) -> None:
    for claimed in (long_story.other, ConversationId("bestaat-niet")):
        assert texts(await long_story.conversations.missed("web", "k1", (claimed, 0))) == ["3a", "3b", "3c"]
    assert texts(await long_story.conversations.missed("web", "k2", (long_story.ids[0], 0))) == ["van een ander"]


async def test_counting_what_the_agent_has_not_read(long_story) -> None:
    assert await long_story.conversations.unread_by_agent(long_story.ids[0], 0) == 2
    assert await long_story.conversations.unread_by_agent(long_story.ids[0], 1) == 1
    assert await long_story.conversations.unread_by_agent(long_story.ids[0], 3) == 0


# -- delivery -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def sent(process: Process) -> SimpleNamespace:
    """A conversation of: customer, system, customer, system, system."""
    conversations = process().conversations
    id_ = (await conversations.current("web", "k1")).id
    for who in "csCss":
        if who in "cC":
            await conversations.receive("web", "k1", "vraag")
        else:
            await conversations.say(id_, Draft("system", Content(text="antwoord")))
    return SimpleNamespace(conversations=conversations, id=id_)


async def states(sent) -> list[str]:
    return [message.state for message in await sent.conversations.messages(sent.id)]


async def test_up_to_a_number_all_our_messages_were_read_and_never_the_customers(sent) -> None:
    await sent.conversations.delivered(sent.id, 4, "read")

    assert await states(sent) == ["stored", "read", "stored", "read", "stored"]


async def test_one_message_alone_was_sent(sent) -> None:
    await sent.conversations.delivered(sent.id, 4, "sent", only_seq=True)

    assert await states(sent) == ["stored", "stored", "stored", "sent", "stored"]


async def test_only_what_changed_is_told(sent) -> None:
    heard: list[tuple[int, str]] = []
    sent.conversations.on_delivery(lambda _, message: asyncio.sleep(0, heard.append((message.seq, message.state))))

    await sent.conversations.delivered(sent.id, 2, "delivered")
    await sent.conversations.delivered(sent.id, 5, "sent")
    await sent.conversations.delivered(sent.id, 5, "sent")

    assert heard == [(2, "delivered"), (4, "sent"), (5, "sent")]


@pytest.mark.parametrize("order", permutations(["sent", "delivered", "read"]), ids="-".join)
async def test_states_in_any_order_end_at_read(sent, order: tuple[str, ...]) -> None:
    for state in order:
        await sent.conversations.delivered(sent.id, 5, state)

    assert await states(sent) == ["stored", "read", "stored", "read", "read"]


async def test_states_that_come_at_the_same_moment_end_at_read(process: Process, sent) -> None:
    other = process().conversations
    for _ in range(5):
        await asyncio.gather(
            *(
                which.delivered(sent.id, 5, state)
                for state in ("read", "delivered", "sent", "delivered")
                for which in (sent.conversations, other)
            )
        )
        assert (await states(sent))[4] == "read"


async def test_a_failure_that_was_none_is_corrected(sent) -> None:
    await sent.conversations.delivered(sent.id, 5, "failed")
    await sent.conversations.delivered(sent.id, 5, "sent")
    assert (await states(sent))[4] == "failed"
    await sent.conversations.delivered(sent.id, 5, "delivered")
    assert (await states(sent))[4] == "delivered"
    await sent.conversations.delivered(sent.id, 5, "failed")
    assert (await states(sent))[4] == "delivered"
