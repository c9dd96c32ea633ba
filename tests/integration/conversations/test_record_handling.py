"""Handling what was stored: turns, leases, and answers that come too late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from dichtbij.conversations.model import Content, Draft
from dichtbij.conversations.service import LEASE

Process = Callable[[], SimpleNamespace]


def bot(text: str) -> Draft:
    return Draft("bot", Content(text=text))


def texts(messages: list) -> list[str]:
    return [message.content.text for message in messages]


async def test_turns_come_oldest_first_and_count_how_often_they_were_begun(process: Process) -> None:
    conversations = process().conversations
    id_ = (await conversations.receive("web", "k1", "een")).conversation.id
    await conversations.receive("web", "k1", "twee")

    first, again = await conversations.begin_turn(id_), await conversations.begin_turn(id_)
    assert (first.message.content.text, first.attempts) == ("een", 0)
    assert (again.message.content.text, again.attempts) == ("een", 1)

    await conversations.finish_turn(again, [bot("antwoord")])
    following = await conversations.begin_turn(id_)
    assert (following.message.content.text, following.attempts) == ("twee", 0)

    await conversations.finish_turn(following, [])
    assert await conversations.begin_turn(id_) is None
    assert await conversations.pending() == []


async def test_looking_at_what_waits_begins_nothing(process: Process) -> None:
    conversations = process().conversations
    id_ = (await conversations.receive("web", "k1", "een")).conversation.id
    await conversations.receive("web", "k1", "twee")

    assert texts([turn.message for turn in await conversations.unhandled(id_)]) == ["een", "twee"]
    assert (await conversations.begin_turn(id_)).attempts == 0


async def test_an_answer_is_stored_once_however_often_the_turn_is_finished(process: Process) -> None:
    one, two = process().conversations, process().conversations
    id_ = (await one.receive("web", "k1", "een")).conversation.id
    turn, same = await one.begin_turn(id_), await two.begin_turn(id_)

    stored = await asyncio.gather(one.finish_turn(turn, [bot("a")]), two.finish_turn(same, [bot("b")]))

    assert sorted(len(messages) for messages in stored) == [0, 1]
    assert len(await one.messages(id_)) == 2


@pytest.mark.parametrize("sender", ["bot", "system"])
async def test_an_answer_is_dropped_when_the_owner_changed_meanwhile(process: Process, change, sender: str) -> None:
    conversations = process().conversations
    id_ = (await conversations.receive("web", "k1", "een")).conversation.id
    turn = await conversations.begin_turn(id_)
    await change(conversations, id_, "bot", "queue")

    assert await conversations.finish_turn(turn, [Draft(sender, Content(text="te laat"))]) == []

    assert texts(await conversations.messages(id_)) == ["een"]
    assert await conversations.begin_turn(id_) is None, "the agent has the question now"


async def test_what_must_be_said_is_said_whoever_owns(process: Process, change) -> None:
    conversations = process().conversations
    id_ = (await conversations.receive("web", "k1", "gas!")).conversation.id
    turn = await conversations.begin_turn(id_)
    await change(conversations, id_, "bot", "queue")

    await conversations.finish_turn(turn, [Draft("system", Content(text="Ga naar buiten"))], whoever_owns=True)

    assert texts(await conversations.messages(id_)) == ["gas!", "Ga naar buiten"]


async def test_one_process_at_a_time_handles_a_conversation(process: Process, clock) -> None:
    one, two = process().conversations, process().conversations
    id_ = (await one.receive("web", "k1", "een")).conversation.id

    claims = await asyncio.gather(*(which.claim(id_) for which in (one, two) * 3))
    winner, loser = (one, two) if claims[0] else (two, one)
    assert claims == [winner is one, winner is two] * 3
    assert await loser.pending() == []

    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert not await loser.claim(id_)
    assert await winner.claim(id_), "prolongs"

    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert await loser.pending() == [id_]
    assert await loser.claim(id_)
    assert not await winner.claim(id_)

    await winner.release(id_)
    assert not await winner.claim(id_), "nobody gives back what another has"
    await loser.release(id_)
    assert await winner.claim(id_)


async def test_a_process_that_stops_gives_everything_back_at_once(process: Process) -> None:
    one, two = process().conversations, process().conversations
    ids = [(await one.receive("web", key, "Hoi")).conversation.id for key in ("k1", "k2")]
    for id_ in ids:
        await one.claim(id_)

    await one.release_all()

    assert set(await two.pending()) == set(ids)
    assert [await two.claim(id_) for id_ in ids] == [True, True]


async def test_who_waits_longest_is_handled_first(process: Process, clock) -> None:
    conversations = process().conversations
    ids = []
    for key in ("k3", "k1", "k2"):
        ids.append((await conversations.receive("web", key, "Hoi")).conversation.id)
        clock.forward(seconds=1)
    await conversations.receive("web", "k3", "Nog iets")

    assert await conversations.pending() == ids


async def test_a_reading_is_kept_with_its_message(process: Process) -> None:
    conversations = process().conversations
    received = await conversations.receive("web", "k1", "Hoi")

    await conversations.keep_reading(received.message.id, {"score": 0.12, "evidence": [{"label": "roept é"}]})

    assert (await conversations.last_message(received.conversation.id)).reading == {
        "score": 0.12,
        "evidence": [{"label": "roept é"}],
    }
