"""Looking back in a long record: found wherever it stands, without reading all of it for what stands near the end."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from dichtbij.conversations.model import Content, ConversationId, Draft
from dichtbij.conversations.service import Conversations

Process = Callable[[], SimpleNamespace]


def button(title: str, payload: str) -> Content:
    return Content(text=title, quick_replies=({"title": title, "payload": payload},))


async def begun(conversations: Conversations, *, after: int, before: int) -> ConversationId:
    """A conversation with a button between so many messages of customer and bot."""
    conversation = await conversations.current("web", "k1", Content(text="Welkom"))
    rows = [Draft("customer", Content(text="vraag")), Draft("bot", button("Nu", "/nu"))] * (before // 2)
    rows.append(Draft("bot", button("Toen", "/toen")))
    rows += [Draft("customer", Content(text="vraag")), Draft("bot", button("Straks", "/straks"))] * (after // 2)
    async with conversations._database.writing() as session:
        await conversations.append_in(session, conversation.id, rows)
    return conversation.id


@pytest.mark.parametrize("after", [0, 2, 18, 20, 22, 120])
async def test_a_button_is_found_however_long_ago_it_was_offered(process: Process, after: int) -> None:
    conversations = process().conversations
    id_ = await begun(conversations, after=after, before=30)

    found = await conversations.offering("web", "k1", "/toen")

    assert found is not None
    assert (found[0].id, found[1]) == (id_, "Toen")
    assert await conversations.offering("web", "k1", "/toen", "Een andere titel") is None
    assert await conversations.offering("web", "k1", "/nooit") is None


async def test_of_two_buttons_with_one_payload_the_newest_counts(process: Process) -> None:
    conversations = process().conversations
    id_ = await begun(conversations, after=60, before=60)
    await conversations.say(id_, Draft("system", button("Opnieuw", "/toen")))

    found = await conversations.offering("web", "k1", "/toen")

    assert found is not None
    assert found[1] == "Opnieuw"


async def test_the_last_words_of_others_before_a_message(process: Process) -> None:
    conversations = process().conversations
    id_ = (await conversations.current("web", "k1", Content(text="Welkom"))).id
    for words in ("een", "twee", "drie"):
        await conversations.receive("web", "k1", words)
    await conversations.say(id_, Draft("system", Content(text="Even geduld")))
    received = await conversations.receive("web", "k1", "vier")

    last = await conversations.last_words_before(id_, received.message.seq)

    assert last is not None
    assert last.content.text == "Even geduld"
    assert (await conversations.last_words_before(id_, last.seq)).content.text == "Welkom"
    assert await conversations.last_words_before(id_, 1) is None


async def test_a_tap_on_the_newest_button_reads_as_little_of_a_long_record_as_of_a_short_one(process: Process) -> None:
    parts = process()
    await begun(parts.conversations, after=0, before=400)
    statements: list[str] = []
    event.listen(
        parts.database.engine.sync_engine, "before_cursor_execute", lambda *call: statements.append(str(call[2]))
    )

    assert await parts.conversations.offering("web", "k1", "/toen") is not None

    assert sum("FROM messages" in statement for statement in statements) == 1, "one page"
