"""A BSN or card number is masked before it is stored, whoever has the conversation; the customer reads that once."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from dichtbij.conversations.tables import MessageRow

BSN, CARD = "123456782", "5500 0000 0000 0004"
BSN_WORD = "Ik heb je burgerservicenummer meteen verborgen"
CARD_WORD = "Ik heb je kaartnummer meteen verborgen"


async def stored(world) -> str:
    """All that the record holds of what was written and said."""
    async with world.database.reading() as session:
        rows = await session.scalars(select(MessageRow))
        return json.dumps([[row.content, row.reading] for row in rows])


async def test_the_bot_never_sees_it_and_the_word_stands_in_its_own_bubble(world, bot) -> None:
    received = await world.tell(f"mijn bsn is {BSN}")
    assert received.message.content.text == "mijn bsn is [BSN verborgen]"
    assert bot.texts == ["mijn bsn is [BSN verborgen]"]
    [_, (who, said)] = await world.record()
    assert who == "bot"
    assert said.startswith("antwoord op mijn bsn is [BSN verborgen]\n\nIk heb")
    assert BSN_WORD in said
    assert BSN not in await stored(world)
    assert BSN not in str(bot.calls)


async def test_two_kinds_are_told_in_one_sentence(world) -> None:
    await world.tell(f"bsn {BSN} en kaart {CARD}")
    assert "Ik heb je BSN en je kaartnummer meteen verborgen" in (await world.last())[1]
    assert CARD not in await stored(world)


async def test_nothing_is_told_when_nothing_was_masked(world) -> None:
    await world.tell("mijn klantnummer is 10482913")
    assert "verborgen" not in (await world.last())[1]


async def test_at_the_handover_and_in_the_queue_and_with_an_agent(world, bot) -> None:
    fatima = await world.at_the_desk()
    bot.hands_over("een mens graag, kaart [kaartnummer verborgen]")
    await world.tell(f"een mens graag, kaart {CARD}")
    assert await world.owner() == "queue"
    assert CARD_WORD in (await world.last())[1]
    await world.tell(f"het is {BSN}")
    who, said = await world.last()
    assert (who, BSN_WORD in said) == ("system", True)
    await world.take(fatima)
    await world.tell(f"nog eens {BSN}")
    assert (await world.last())[0] == "system"
    assert (await world.last())[1].startswith(BSN_WORD)
    text = await stored(world)
    assert BSN not in text
    assert CARD not in text


@pytest.mark.parametrize("text", ["ik ruik gas, mijn bsn is 123456782"])
async def test_danger_comes_first_and_the_word_after_it(world, text: str) -> None:
    await world.tell(text)
    said = (await world.last())[1]
    assert said.startswith(world.words("utter_gaslucht"))
    assert said.endswith("nodig.")


async def test_the_same_message_again_is_still_one(world) -> None:
    await world.tell(f"bsn {BSN}", channel_message_id="m1")
    await world.tell(f"bsn {BSN}", channel_message_id="m1")
    assert len([who for who, _ in await world.record() if who == "customer"]) == 1
