"""Who owns a conversation, and the end of one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import product
from types import SimpleNamespace

import pytest

from dichtbij.conversations import store
from dichtbij.conversations.model import TRANSITIONS, Content, Draft
from dichtbij.conversations.service import IDLE_AFTER

Process = Callable[[], SimpleNamespace]

OWNERS = ("bot", "queue", "agent", "closed")
WAY = {"bot": [], "queue": [("bot", "queue")], "agent": [("bot", "queue"), ("queue", "agent")]}
WAY["closed"] = [("bot", "closed")]


async def brought_to(conversations, change, owner: str):
    conversation = await conversations.current("web", "k1")
    for before, after in WAY[owner]:
        await change(conversations, conversation.id, before, after, agent_id="a1" if after == "agent" else None)
    return await conversations.get(conversation.id)


@pytest.mark.parametrize(("before", "after"), sorted(TRANSITIONS))
async def test_an_allowed_change_happens_is_counted_and_written_down(
    process: Process, change, clock, before: str, after: str
) -> None:
    conversations = process().conversations
    old = await brought_to(conversations, change, before)
    await conversations.say(old.id, Draft("system", Content(text="zin")))
    clock.forward(seconds=5)

    new = await change(conversations, old.id, before, after, agent_id="a1" if after == "agent" else None)

    assert (new.owner, new.owner_version) == (after, old.owner_version + 1)
    assert new.agent_id == ("a1" if after == "agent" else None)
    last = (await conversations.owner_changes(old.id))[-1]
    assert (last.from_owner, last.to_owner, last.at, last.seq, last.who) == (before, after, clock(), 1, "system")


@pytest.mark.parametrize("before", OWNERS)
async def test_any_other_change_is_refused_and_changes_nothing(process: Process, change, before: str) -> None:
    conversations = process().conversations
    old = await brought_to(conversations, change, before)

    for after in {after for owner, after in set(product(OWNERS, OWNERS)) - TRANSITIONS if owner == before}:
        with pytest.raises(ValueError, match="no owner change"):
            await change(conversations, old.id, before, after)

    assert await conversations.get(old.id) == old


@pytest.mark.parametrize("is_now", ["queue", "agent", "closed"])
async def test_a_change_from_an_owner_that_is_no_longer_so_is_none(process: Process, change, is_now: str) -> None:
    conversations = process().conversations
    old = await brought_to(conversations, change, is_now)
    history = await conversations.owner_changes(old.id)

    assert await change(conversations, old.id, "bot", "queue") is None

    assert await conversations.get(old.id) == old
    assert await conversations.owner_changes(old.id) == history


async def test_of_many_that_change_at_once_one_does(process: Process, change) -> None:
    one, two = process().conversations, process().conversations
    id_ = (await one.current("web", "k1")).id

    changed = await asyncio.gather(*(change(which, id_, "bot", "queue") for which in (one, two) * 4))

    assert len([result for result in changed if result]) == 1
    assert (await one.get(id_)).owner_version == 1
    assert len(await one.owner_changes(id_)) == 1


async def test_another_agents_conversation_is_not_given_away(process: Process, change) -> None:
    conversations = process().conversations
    old = await brought_to(conversations, change, "agent")

    assert await change(conversations, old.id, "agent", "bot", expected_agent="a2") is None
    assert (await change(conversations, old.id, "agent", "bot", expected_agent="a1")).owner == "bot"


# -- quiet conversations end ----------------------------------------------------------------------------------------


async def test_a_quiet_conversation_of_the_bot_is_closed_and_everybody_hears_it(process: Process, clock) -> None:
    conversations = process().conversations
    received = await conversations.receive("web", "k1", "Hoi")
    heard: list[tuple[str, str]] = []
    conversations.on_owner(lambda changed: asyncio.sleep(0, heard.append((changed.id, changed.owner))))

    clock.forward(seconds=IDLE_AFTER.total_seconds())
    assert await conversations.close_idle() == 0, "not a moment too early"
    clock.forward(seconds=1)
    assert await conversations.close_idle() == 1

    assert heard == [(received.conversation.id, "closed")]
    assert await conversations.close_idle() == 0


@pytest.mark.parametrize("owner", ["queue", "agent"])
async def test_who_waits_for_a_human_or_has_one_is_not_closed(process: Process, change, clock, owner: str) -> None:
    conversations = process().conversations
    await brought_to(conversations, change, owner)
    clock.forward(seconds=10 * IDLE_AFTER.total_seconds())

    assert await conversations.close_idle() == 0


async def test_who_writes_at_the_moment_of_closing_keeps_the_conversation(
    process: Process, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversations = process().conversations
    id_ = (await conversations.receive("web", "k1", "Hoi")).conversation.id
    clock.forward(seconds=IDLE_AFTER.total_seconds() + 1)
    look = store.idle

    async def look_and_then_somebody_writes(*arguments):
        quiet = await look(*arguments)
        await conversations.receive("web", "k1", "Ben ik weer")
        return quiet

    monkeypatch.setattr(store, "idle", look_and_then_somebody_writes)

    assert await conversations.close_idle() == 0
    assert (await conversations.get(id_)).owner == "bot"
