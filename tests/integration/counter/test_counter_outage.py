"""The bot is away, or fails on a message: the customer hears it once, and everything is answered in the end."""

from __future__ import annotations

import asyncio

import pytest

from dichtbij.counter.bot import BotAnswer


@pytest.fixture
def database_url(sqlite_copy: str) -> str:
    """What is tested here does not differ between databases."""
    return sqlite_copy


async def said(world, key: str = "k1") -> list[str]:
    return [text for who, text in await world.record(key) if who == "system"]


async def away_is_said(world) -> bool:
    return world.words("utter_balie_bot_even_weg") in await said(world)


async def test_with_the_bot_away_the_message_is_kept_and_that_is_said_once(world, bot) -> None:
    bot.is_down = True
    await world.write("wat is mijn saldo")
    await world.until(lambda: away_is_said(world))
    tries = len(bot.calls)
    await world.until(lambda: asyncio.sleep(0, len(bot.calls) > tries + 10))

    assert await said(world) == [world.words("utter_balie_bot_even_weg")]

    bot.is_down = False
    await world.settle()

    assert await world.record() == [
        ("customer", "wat is mijn saldo"),
        ("system", world.words("utter_balie_bot_even_weg")),
        ("bot", "antwoord op wat is mijn saldo"),
    ]
    assert [call["retry"] for call in bot.calls] == [False] + [True] * (len(bot.calls) - 1)


async def test_a_hiccup_passes_unseen(world, bot) -> None:
    bot.is_down = True
    await world.write("hoi")
    await world.until(lambda: asyncio.sleep(0, bot.calls))
    bot.is_down = False
    await world.settle()

    assert len(bot.calls) == 2
    assert await world.record() == [("customer", "hoi"), ("bot", "antwoord op hoi")]


async def test_when_the_bot_is_back_everything_is_answered_in_order(world, bot) -> None:
    bot.is_down = True
    for text in ("een", "twee", "drie"):
        await world.write(text)
    await world.until(lambda: away_is_said(world))
    bot.is_down = False
    await world.settle()

    assert [text for who, text in await world.record() if who == "bot"] == [
        "antwoord op een",
        "antwoord op twee",
        "antwoord op drie",
    ]
    assert len(await said(world)) == 1


async def test_a_restart_of_the_counter_during_the_outage_says_it_no_second_time(world, another_world, bot) -> None:
    bot.is_down = True
    await world.write("hoi")
    await world.until(lambda: away_is_said(world))
    await world.dispatcher.stop()

    other = another_world()
    await other.dispatcher.start()
    tries = len(bot.calls)
    await other.until(lambda: asyncio.sleep(0, len(bot.calls) > tries + 5))
    assert len(await said(other)) == 1

    bot.is_down = False
    await other.settle()
    assert await other.last() == ("bot", "antwoord op hoi")


async def test_a_message_on_which_the_bot_fails_three_times_is_given_up_with_an_honest_word(world, bot) -> None:
    bot.fails_on.add("gifpil")
    await world.write("gifpil")
    await world.write("hoe laat zijn jullie open")
    await world.settle()

    assert bot.texts == ["gifpil"] * 3 + ["hoe laat zijn jullie open"]
    assert await world.record() == [
        ("customer", "gifpil"),
        ("customer", "hoe laat zijn jullie open"),
        ("system", world.words("utter_balie_mislukt")),
        ("bot", "antwoord op hoe laat zijn jullie open"),
    ]


async def test_a_message_that_breaks_our_own_handling_is_given_up_too(world, bot) -> None:
    bot.breaks_on.add("gifpil")
    await world.write("gifpil")
    await world.tell("daarna")

    assert bot.texts == ["gifpil"] * 3 + ["daarna"]
    assert world.words("utter_balie_mislukt") in await said(world)
    assert await world.last() == ("bot", "antwoord op daarna")


async def test_tries_while_the_bot_was_away_do_not_count_as_failures_of_the_message(world, bot) -> None:
    """Coming up, it often fails once more: that must not cost the customer the answer."""
    bot.is_down = True
    await world.write("hoi")
    await world.until(lambda: asyncio.sleep(0, len(bot.calls) > 6))
    bot.fails_on.add("hoi")
    bot.is_down = False
    fails_from = len(bot.calls)
    await world.until(lambda: asyncio.sleep(0, len(bot.calls) > fails_from))
    bot.fails_on.clear()
    await world.settle()

    assert await world.last() == ("bot", "antwoord op hoi")
    assert world.words("utter_balie_mislukt") not in await said(world)


async def test_who_asks_for_a_human_while_the_bot_is_away_gets_one(world, bot) -> None:
    await world.at_the_desk()
    bot.is_down = True
    await world.tell("ik wil een medewerker spreken")

    case = await world.case()
    assert (case.state, case.reason, case.trigger) == ("waiting", "storing_bot", "bot_unavailable")
    assert case.ask == "ik wil een medewerker spreken"
    assert "evidence" in case.context
    who, text = await world.last()
    assert who == "bot"
    assert text == world.words("utter_balie_overgedragen", wachttijd=world.words("utter_deel_wachttijd_eerste"))
    assert await said(world) == []


@pytest.mark.parametrize("asks", ["ik wil een medewerker spreken", "ja graag"])
async def test_with_the_actions_away_a_human_can_still_be_had(world, bot, asks: str) -> None:
    """The bot is there, but what it would do fails without a word: who asked for a human was only offered one again."""
    await world.at_the_desk()
    for text in ("wat is mijn saldo", asks, "/medewerker_spreken"):
        bot.answers[text] = BotAnswer(None, None)
    await world.tell("wat is mijn saldo")
    assert await said(world) == [world.words("utter_balie_mislukt")], "and a human is offered"

    await world.tell(asks)

    case = await world.case()
    assert (case.state, case.reason, case.ask) == ("waiting", "storing_bot", asks)
    assert (await world.last())[1].startswith("Ik haal er een medewerker bij.")


async def test_yes_to_the_human_who_was_offered_is_kept_while_the_bot_is_away(world, bot) -> None:
    await world.at_the_desk()
    bot.fails_on.add("gifpil")
    await world.tell("gifpil")
    bot.is_down = True
    await world.tell("ja graag")

    assert (await world.case()).reason == "storing_bot"


async def test_a_question_before_it_does_not_keep_anybody_from_a_human(world, bot) -> None:
    """The first question waits for the bot; the customer must not have to wait with it."""
    await world.at_the_desk()
    bot.is_down = True
    await world.write("wat is mijn saldo")
    await world.until(lambda: away_is_said(world))
    await world.tell("laat maar, ik wil een medewerker spreken")

    assert await world.owner() == "queue"
    assert (await world.case()).ask == "laat maar, ik wil een medewerker spreken"
    assert await world.conversations.pending() == []
    assert len(await said(world)) == 1, "no second word about what waits"

    bot.is_down = False
    await world.tell("bent u er al?")
    assert "antwoord op wat is mijn saldo" not in [text for _, text in await world.record()]


async def test_without_agents_who_asks_for_a_human_hears_that_the_bot_is_away(world, bot) -> None:
    bot.is_down = True
    await world.write("ik wil een medewerker spreken")
    await world.until(lambda: away_is_said(world))

    assert await world.owner() == "bot"
    bot.is_down = False
    await world.settle()
    assert await world.last() == ("bot", "antwoord op ik wil een medewerker spreken")


async def test_one_conversation_that_waits_for_the_bot_keeps_no_other_from_its_agent(world, bot) -> None:
    fatima = await world.at_the_desk()
    bot.hands_over("help")
    await world.tell("help", key="k2")
    await world.take(fatima, "k2")
    bot.is_down = True
    await world.write("hoi", key="k1")

    await world.write("bedankt Fatima", key="k2")
    await world.until(lambda: _handled(world, "k2"))
    assert await world.last("k2") == ("customer", "bedankt Fatima")


async def _handled(world, key: str) -> bool:
    return not await world.conversations.unhandled((await world.current(key)).id)
