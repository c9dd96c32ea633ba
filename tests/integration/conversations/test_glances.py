"""What lists show of many conversations at once, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dichtbij.conversations.model import Content, ConversationId, Draft
from dichtbij.conversations.service import Conversations

CALM, ANGRY = {"level": "kalm", "score": 0.1}, {"level": "gefrustreerd", "score": 0.9}


@pytest.fixture
def record(process) -> Conversations:
    return process().conversations


async def _said(record: Conversations, key: str, *texts: str, channel: str = "web") -> tuple[ConversationId, list[int]]:
    """A person writes; gives the conversation and the numbers of the messages."""
    received = [await record.receive(channel, key, text) for text in texts]
    return received[0].conversation.id, [one.message.seq for one in received]


async def test_each_shows_its_own_last_words_unread_and_newest_reading(record: Conversations) -> None:
    first, seqs = await _said(record, "k1", "een", "twee", "drie")
    second, _ = await _said(record, "k2", "hallo")
    messages = await record.messages(first)
    await record.keep_reading(messages[0].id, CALM)
    await record.keep_reading(messages[1].id, ANGRY)
    await record.say(first, Draft("bot", Content(text="Antwoord")))

    seen = {first: seqs[0], second: 0, ConversationId("is er niet"): 0}
    glances = await record.glances(seen)

    assert set(glances) == {first, second}
    assert glances[first].last is not None
    assert (glances[first].last.content.text, glances[first].unread) == ("Antwoord", 2)
    assert glances[first].reading == ANGRY, "drie was not read yet"
    assert (glances[second].unread, glances[second].reading) == (1, None)
    assert glances[second].conversation.channel_key == "k2"


async def test_a_conversation_without_a_word_has_a_glance_too(record: Conversations) -> None:
    empty = await record.current("web", "k1")
    glance = (await record.glances({empty.id: 0}))[empty.id]
    assert (glance.last, glance.reading, glance.unread) == (None, None, 0)


async def test_more_of_them_than_fit_in_one_query(record: Conversations) -> None:
    ids = [(await _said(record, f"k{number}", "hallo"))[0] for number in range(205)]
    glances = await record.glances(dict.fromkeys(ids, 0))
    assert set(glances) == set(ids)
    assert {glance.unread for glance in glances.values()} == {1}
    assert await record.glances({}) == {}


async def test_what_was_held_before_in_the_same_browser(record: Conversations, clock) -> None:
    held = []
    for _ in range(3):
        id_, _ = await _said(record, "k1", "hallo")
        held.append(id_)
        clock.forward(hours=25)
        assert await record.close_idle() == 1
    await _said(record, "k2", "iemand anders")
    await _said(record, "k1", "op WhatsApp", channel="whatsapp")
    now = await record.current("web", "k1")

    assert [one.id for one in await record.held_before(now, 5)] == held[::-1]
    assert [one.id for one in await record.held_before(now, 2)] == held[:0:-1]
    assert [one.id for one in await record.several([held[0], now.id, ConversationId("weg")])] == [now.id, held[0]]
    assert clock() - now.created_at < timedelta(seconds=1)
