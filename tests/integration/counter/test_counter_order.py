"""In order within a conversation, side by side between conversations, and nothing lost when a process goes down."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from dichtbij.conversations.service import LEASE
from dichtbij.counter.bot import BotAnswer
from dichtbij.errors import DatabaseUnavailable


async def test_a_question_is_answered(world, bot) -> None:
    received = await world.tell("Hoe laat zijn jullie open?")

    assert await world.record() == [
        ("customer", "Hoe laat zijn jullie open?"),
        ("bot", "antwoord op Hoe laat zijn jullie open?"),
    ]
    [call] = bot.calls
    assert call["conversation_id"] == received.conversation.id
    assert call["message_id"] == received.message.id
    assert call["retry"] is False
    assert call["metadata"]["channel"] == "web"
    assert call["metadata"]["reading"]["level"] == "kalm"
    assert (await world.conversations.messages(received.conversation.id))[0].reading == call["metadata"]["reading"]


async def test_messages_of_one_conversation_are_handled_in_order_one_at_a_time(world, bot) -> None:
    gate = bot.gate("een")
    await world.write("een")
    await bot.asked("een")
    for text in ("twee", "drie"):
        await world.write(text)
    assert bot.texts == ["een"]

    gate.set()
    await world.settle()

    assert bot.texts == ["een", "twee", "drie"]
    assert bot.most_at_once == 1
    assert [text for who, text in await world.record() if who == "bot"] == [
        "antwoord op een",
        "antwoord op twee",
        "antwoord op drie",
    ]


async def test_conversations_run_side_by_side(world, bot) -> None:
    gates = [bot.gate(f"van {key}") for key in ("k1", "k2", "k3")]
    for key in ("k1", "k2", "k3"):
        await world.write(f"van {key}", key=key)
    for key in ("k1", "k2", "k3"):
        await bot.asked(f"van {key}")
    assert bot.most_at_once == 3

    gates[2].set()
    await world.until(lambda: world.record("k3"))
    await world.until(lambda: _answered(world, "k3"))
    assert not await _answered(world, "k1"), "a quick one does not wait for a slow one"

    for gate in gates:
        gate.set()
    await world.settle()
    assert [await world.last(key) for key in ("k1", "k2", "k3")] == [
        ("bot", f"antwoord op van {key}") for key in ("k1", "k2", "k3")
    ]


async def _answered(world, key: str) -> bool:
    return (await world.last(key))[0] == "bot"


async def test_two_processes_handle_a_message_once_and_in_order(world, another_world, bot) -> None:
    other = another_world()
    await asyncio.gather(world.dispatcher.start(), other.dispatcher.start())

    for number in range(10):
        await (world, other)[number % 2].write(f"bericht {number}")
    await world.until(lambda: _is_answered(world, "bericht 9"))

    assert bot.texts == [f"bericht {number}" for number in range(10)]
    assert bot.most_at_once == 1


async def _is_answered(world, text: str, key: str = "k1") -> bool:
    return ("bot", f"antwoord op {text}") in await world.record(key)


async def test_what_another_process_stored_is_picked_up(world, another_world) -> None:
    await world.dispatcher.start()

    await another_world().conversations.receive("web", "k1", "hoi")

    await world.until(lambda: _is_answered(world, "hoi"))


async def test_a_crash_between_storing_and_handling_loses_nothing(world, another_world, clock) -> None:
    """The first process took the lease and is gone; the next one may handle it when the lease has ended."""
    received = await world.conversations.receive("web", "k1", "hoi")
    assert await world.conversations.claim(received.conversation.id)

    survivor = another_world()
    await survivor.dispatcher.start()
    await asyncio.sleep(0.15)
    assert await survivor.record() == [("customer", "hoi")], "the lease still runs"

    clock.forward(seconds=LEASE.total_seconds() + 1)
    await survivor.until(lambda: _is_answered(survivor, "hoi"))


async def test_a_crash_after_the_bot_answered_asks_the_bot_for_the_same_answer(
    world, another_world, bot, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot has done its work (an instalment was changed): it must be told that this is the same message again."""

    async def crash(*_, **__):
        raise asyncio.CancelledError

    monkeypatch.setattr(world.conversations, "finish_turn", crash)
    monkeypatch.setattr(world.conversations, "release", crash)
    received = await world.write("verlaag mijn termijnbedrag")
    with contextlib.suppress(asyncio.CancelledError):
        await world.settle()
    assert await world.record() == [("customer", "verlaag mijn termijnbedrag")]

    clock.forward(seconds=LEASE.total_seconds() + 1)
    survivor = another_world()
    await survivor.dispatcher.start()
    await survivor.until(lambda: _is_answered(survivor, "verlaag mijn termijnbedrag"))

    assert [call["retry"] for call in bot.calls] == [False, True]
    assert {call["message_id"] for call in bot.calls} == {received.message.id}


async def test_a_process_that_stops_in_order_hands_its_work_on_at_once(world, another_world, bot) -> None:
    gate = bot.gate("hoi")
    await world.write("hoi")
    await bot.asked("hoi")

    await world.dispatcher.stop()
    gate.set()

    survivor = another_world()
    await survivor.dispatcher.start()
    await survivor.until(lambda: _is_answered(survivor, "hoi"))
    assert [call["retry"] for call in bot.calls] == [False, True]


async def test_after_stopping_nothing_new_is_begun(world, bot) -> None:
    await world.dispatcher.stop()

    await world.write("hoi")
    await asyncio.sleep(0.05)

    assert bot.calls == []


async def test_a_lease_is_kept_while_the_bot_thinks_long(world, another_world, bot, clock, monkeypatch) -> None:
    monkeypatch.setattr("dichtbij.counter.dispatcher.RENEW_EVERY", 0.01)
    gate = bot.gate("hoi")
    received = await world.write("hoi")
    await bot.asked("hoi")
    other = another_world()

    for _ in range(4):
        clock.forward(seconds=LEASE.total_seconds() - 2)
        await asyncio.sleep(0.1)
        assert not await other.conversations.claim(received.conversation.id)

    gate.set()
    await world.settle()
    assert bot.texts == ["hoi"]


async def test_a_process_that_lost_its_lease_does_not_answer_a_second_time(world, another_world, bot, clock) -> None:
    gate = bot.gate("hoi")
    await world.write("hoi")
    await bot.asked("hoi")
    clock.forward(seconds=LEASE.total_seconds() + 1)
    other = another_world()
    await other.dispatcher.start()
    await other.until(lambda: _asked_twice(bot))

    gate.set()
    await world.settle()
    await other.settle()

    assert [text for who, text in await world.record() if who == "bot"] == ["antwoord op hoi"]


async def _asked_twice(bot) -> bool:
    return len(bot.calls) == 2


async def test_a_database_that_is_away_for_a_moment_stops_nobody(world, bot, monkeypatch) -> None:
    await world.dispatcher.start()
    real = world.conversations.begin_turn
    faults = iter([DatabaseUnavailable("gone"), RuntimeError("unforeseen")])

    async def sometimes(id_):
        for fault in faults:
            raise fault
        return await real(id_)

    monkeypatch.setattr(world.conversations, "begin_turn", sometimes)
    await world.write("hoi")

    await world.until(lambda: _is_answered(world, "hoi"))


async def test_the_look_goes_on_after_any_fault(world, monkeypatch) -> None:
    real = world.conversations.pending
    faults = iter([DatabaseUnavailable("gone"), RuntimeError("unforeseen")])

    async def sometimes():
        for fault in faults:
            raise fault
        return await real()

    monkeypatch.setattr(world.conversations, "pending", sometimes)
    await world.dispatcher.start()
    await world.conversations.receive("web", "k1", "hoi")

    await world.until(lambda: _is_answered(world, "hoi"))


async def test_the_customer_sees_that_a_slow_answer_is_looked_up(world, bot, monkeypatch) -> None:
    monkeypatch.setattr("dichtbij.counter.dispatcher.BUSY_AFTER", 0.05)
    gate = bot.gate("traag")
    received = await world.write("traag")
    await world.until(lambda: asyncio.sleep(0, world.busy))
    assert world.busy == [(received.conversation.id, True)]

    gate.set()
    await world.settle()

    assert world.busy == [(received.conversation.id, True), (received.conversation.id, False)]


async def test_a_quick_answer_shows_no_sign(world) -> None:
    await world.tell("snel")

    assert world.busy == []


async def test_a_typed_slash_is_text_and_a_tapped_button_is_its_payload(world, bot) -> None:
    await world.tell("/restart")
    await world.tell("//")
    await world.tell("Ja, klopt", payload="/bevestigen")

    assert bot.texts == ["restart", "  ", "/bevestigen"]
    assert bot.calls[-1]["metadata"]["title"] == "Ja, klopt"
    assert [text for who, text in await world.record() if who == "customer"] == ["/restart", "//", "Ja, klopt"]


async def test_a_bot_that_says_nothing_leaves_nobody_in_silence(world, bot) -> None:
    bot.answers["hm"] = BotAnswer(None, None)
    await world.tell("hm")

    assert await world.record() == [("customer", "hm"), ("system", world.words("utter_balie_mislukt"))]
    assert await world.conversations.pending() == []
