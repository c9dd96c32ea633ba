"""Danger is answered at once with the fixed text: whoever owns the conversation, with the bot away, before all else."""

from __future__ import annotations

import pytest

from dichtbij.conversations.model import Content
from dichtbij.counter.service import DANGER_TEXTS

GAS = "ik ruik gas in de keuken"


@pytest.fixture
def database_url(sqlite_copy: str) -> str:
    """What is tested here does not differ between databases."""
    return sqlite_copy


async def bring_to(world, bot, owner: str) -> None:
    if owner != "bot":
        agent = await world.at_the_desk()
        bot.hands_over("help")
        await world.tell("help")
    if owner == "agent":
        await world.take(agent)


@pytest.mark.parametrize("bot_is_down", [False, True], ids=["bot", "no bot"])
@pytest.mark.parametrize("owner", ["bot", "queue", "agent"])
async def test_danger_is_answered_in_every_state(world, bot, owner: str, bot_is_down: bool) -> None:
    await bring_to(world, bot, owner)
    calls = len(bot.calls)
    bot.is_down = bot_is_down

    await world.tell(GAS)

    assert (await world.record())[-2:] == [("customer", GAS), ("system", world.words("utter_gaslucht"))]
    assert "0800-9009" in (await world.last())[1]
    assert len(bot.calls) == calls, "nobody is asked first"
    assert await world.owner() == owner


async def test_danger_in_a_conversation_that_was_just_closed_is_answered(world, bot) -> None:
    fatima = await world.at_the_desk()
    bot.hands_over("help")
    await world.tell("help")
    await world.take(fatima)
    case = await world.case()
    received = await world.conversations.receive("web", "k1", GAS)
    await world.handoffs.close(case.id, fatima, "", Content(text="dag"))

    world.dispatcher.notify(received.conversation.id)
    await world.settle()

    stored = await world.conversations.messages(received.conversation.id)
    assert stored[-1].content.text == world.words("utter_gaslucht")


async def test_danger_does_not_wait_for_the_answer_to_an_earlier_question(world, bot) -> None:
    gate = bot.gate("wat is mijn saldo")
    await world.write("wat is mijn saldo")
    await bot.asked("wat is mijn saldo")

    await world.write(GAS)
    await world.until(lambda: _warned(world))
    assert await world.record() == [
        ("customer", "wat is mijn saldo"),
        ("customer", GAS),
        ("system", world.words("utter_gaslucht")),
    ]

    gate.set()
    await world.settle()
    assert [text for _, text in await world.record()].count(world.words("utter_gaslucht")) == 1
    assert GAS not in bot.texts


async def test_danger_does_not_wait_for_a_bot_that_is_away(world, bot) -> None:
    bot.is_down = True
    await world.write("wat is mijn saldo")
    await world.until(lambda: _tried(bot))

    await world.write(GAS)
    await world.until(lambda: _warned(world))

    bot.is_down = False
    await world.settle()
    assert [text for _, text in await world.record()].count(world.words("utter_gaslucht")) == 1
    assert await world.last() == ("bot", "antwoord op wat is mijn saldo")


async def test_danger_does_not_wait_for_another_process(world, another_world, bot) -> None:
    """The other process has the lease and hangs on the bot."""
    gate = bot.gate("wat is mijn saldo")
    await world.write("wat is mijn saldo")
    await bot.asked("wat is mijn saldo")

    await another_world().write(GAS)
    await world.until(lambda: _warned(world))

    gate.set()
    await world.settle()
    await world.tell("dag")
    assert [text for _, text in await world.record()].count(world.words("utter_gaslucht")) == 1


async def test_danger_that_an_agent_takes_over_at_the_same_moment_is_answered_all_the_same(
    world, bot, monkeypatch
) -> None:
    fatima = await world.at_the_desk()
    bot.hands_over("help")
    await world.tell("help")
    real = world.conversations.finish_turn

    async def somebody_takes_it_first(turn, drafts, **more):
        await world.take(fatima)
        return await real(turn, drafts, **more)

    monkeypatch.setattr(world.conversations, "finish_turn", somebody_takes_it_first)
    await world.tell(GAS)

    assert await world.last() == ("system", world.words("utter_gaslucht"))
    assert await world.owner() == "agent"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mijn koolmonoxidemelder gaat af", "utter_koolmonoxide"),
        ("er komen vonken uit de meterkast", "utter_brand"),
        ("er is brand in de meterkast", "utter_brand"),
    ],
)
async def test_each_danger_has_its_own_text(demo_world, text: str, name: str) -> None:
    await demo_world.tell(text)

    assert await demo_world.last() == ("system", demo_world.words(name))


async def test_who_is_addressed_with_u_is_warned_with_u(demo_world) -> None:
    await demo_world.current()
    await demo_world.is_customer("10375916")
    await demo_world.tell(GAS)

    form = (await demo_world.counter._p.profiles.short("klant-10375916")).form_of_address
    assert await demo_world.last() == ("system", demo_world.texts.text("utter_gaslucht", form))


def test_every_kind_of_danger_has_a_text() -> None:
    from typing import get_args

    from dichtbij.signals.model import DangerKind

    assert DANGER_TEXTS.keys() == set(get_args(DangerKind))


async def test_after_danger_the_conversation_goes_on(world) -> None:
    await world.tell(GAS)
    await world.tell("we staan buiten, en nu?")

    assert await world.last() == ("bot", "antwoord op we staan buiten, en nu?")


async def _warned(world) -> bool:
    return ("system", world.words("utter_gaslucht")) in await world.record()


async def _tried(bot) -> bool:
    return len(bot.calls) > 1
