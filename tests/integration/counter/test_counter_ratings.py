"""Rating with one tap: with the bot, with it down, after an agent closed; the last tap counts."""

from __future__ import annotations

import pytest

from dichtbij.conversations.model import Content
from dichtbij.counter import ratings
from dichtbij.counter.bot import BotAnswer
from dichtbij.database import Base

GOOD, SO_SO, BAD = ratings.SCORES
ANSWER = BotAnswer(Content(text="Dit is je rekening.", marks=("utter:utter_factuur_uitleg_betaald",)), None)
THANKS = BotAnswer(Content(text="Graag gedaan.", marks=("utter:utter_bedanken",)), None)


@pytest.fixture(autouse=True)
async def _prepared(world, bot):
    async with world.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    bot.answers |= {"waarom zo hoog": ANSWER, "bedankt": THANKS}


@pytest.fixture
async def rated(_prepared, world):
    """The customer got an answer, said thanks, and was asked how it was."""
    await world.tell("waarom zo hoog")
    await world.tell("bedankt")
    return world


async def scores(world, key: str = "k1") -> list[tuple[str, str]]:
    return [(one.after, one.score) for one in await world.conversations.ratings.of((await world.current(key)).id)]


async def test_asked_in_the_same_bubble_with_three_buttons(rated) -> None:
    message = await rated.conversations.last_message((await rated.current()).id)
    assert message.content.text == f"Graag gedaan.\n\n{rated.words('utter_beoordeling_vraag')}"
    assert [reply["payload"] for reply in message.content.quick_replies] == [GOOD, SO_SO, BAD]


async def test_asked_once(rated) -> None:
    await rated.tell("bedankt")
    assert await rated.last() == ("bot", "Graag gedaan.")


async def test_a_tap_is_stored_and_thanked_for_without_the_bot(rated, bot) -> None:
    bot.is_down = True
    calls = len(bot.calls)
    await rated.tell("Goed geholpen", payload=GOOD)
    assert await scores(rated) == [("bot", "goed")]
    assert await rated.last() == ("system", rated.words("utter_beoordeling_bedankt"))
    assert len(bot.calls) == calls


async def test_a_tap_does_not_wait_behind_a_message_the_bot_is_away_for(rated, bot) -> None:
    bot.is_down = True
    await rated.write("en nog iets")
    await rated.write("Goed geholpen", payload=GOOD)
    await rated.until(lambda: scores(rated))
    bot.is_down = False
    await rated.settle()
    assert await scores(rated) == [("bot", "goed")]
    assert ("bot", "antwoord op en nog iets") in await rated.record()


async def test_the_last_tap_counts(rated) -> None:
    await rated.tell("Goed geholpen", payload=GOOD)
    await rated.tell("Ging wel", payload=SO_SO)
    assert await scores(rated) == [("bot", "matig")]
    assert await rated.conversations.ratings.counts() == {("bot", "matig"): 1}


async def test_typed_words_are_an_ordinary_message(rated, bot) -> None:
    await rated.tell("Goed geholpen")
    assert await scores(rated) == []
    assert bot.texts[-1] == "Goed geholpen"


async def test_no_help_offers_a_human_and_a_typed_yes_is_a_yes_to_that(rated, bot) -> None:
    await rated.tell("Niet geholpen", payload=BAD)
    assert await rated.last() == ("system", rated.words("utter_beoordeling_slecht"))
    await rated.tell("ja graag")
    assert bot.calls[-1]["text"] == "/medewerker_spreken"
    await rated.tell("ja graag")
    assert bot.calls[-1]["text"] == "ja graag", "the offer stands for one message"


@pytest.fixture
async def closed(_prepared, world, bot):
    """An agent closed the case, with the question for a rating."""
    fatima = await world.at_the_desk()
    bot.hands_over("help")
    await world.tell("help")
    await world.take(fatima)
    said = ratings.with_question(Content(text="Fatima sluit af."), world.texts, "je", "web")
    await world.handoffs.close((await world.case()).id, fatima, "klaar", said)
    return world


async def offered(world, payload: str, title: str | None = None):
    return await world.conversations.offering("web", "k1", payload, title)


async def test_after_the_end_a_tap_rates_the_conversation_it_was_shown_in(closed) -> None:
    conversation, title = await offered(closed, GOOD)
    assert (conversation.owner, title) == ("closed", "Goed geholpen")
    await closed.tell("Goed geholpen", payload=GOOD, into=conversation.id)
    [rating] = await closed.conversations.ratings.of(conversation.id)
    assert (rating.after, rating.score) == ("agent", "goed")
    last = await closed.conversations.last_message(conversation.id)
    assert last.content.text == closed.words("utter_beoordeling_bedankt")
    found = await closed.conversations.missed("web", "k1", (conversation.id, 0))
    assert {message.conversation_id for message in found} == {conversation.id}, "no new conversation was opened"


async def test_the_buttons_are_still_known_when_the_next_conversation_has_begun(closed) -> None:
    old, _ = await offered(closed, GOOD)
    await closed.conversations.current("web", "k1", Content(text="Welkom"))
    assert (await offered(closed, GOOD))[0].id == old.id
    await closed.tell("Wat kost stroom")
    assert await offered(closed, GOOD) is None, "the customer went on"


async def test_what_was_never_offered_is_nothing(closed) -> None:
    assert await offered(closed, "/restart") is None
    assert await offered(closed, GOOD, "Een andere titel") is None
    assert await closed.conversations.offering("web", "somebody else", GOOD) is None


async def test_no_help_after_an_agent_and_yes_in_the_next_conversation(closed, bot) -> None:
    conversation, _ = await offered(closed, BAD)
    await closed.tell("Niet geholpen", payload=BAD, into=conversation.id)
    await closed.tell("ja")
    assert bot.calls[-1]["text"] == "/medewerker_spreken"
    assert bot.calls[-1]["conversation_id"] != conversation.id


async def test_rated_after_the_bot_and_after_the_agent(rated, bot) -> None:
    await rated.tell("Ging wel", payload=SO_SO)
    fatima = await rated.at_the_desk()
    bot.hands_over("help")
    await rated.tell("help")
    await rated.tell("Goed geholpen", payload=GOOD)
    assert await rated.last() == ("system", rated.words("utter_beoordeling_bedankt"))
    assert await rated.owner() == "queue"
    await rated.take(fatima)
    before = await rated.record()
    await rated.tell("Niet geholpen", payload=BAD)
    assert await rated.record() == [*before, ("customer", "Niet geholpen")], "nobody talks over the agent"
    assert await scores(rated) == [("bot", "slecht")]


async def test_a_typed_yes_under_the_question_is_an_answer_to_it(rated, bot) -> None:
    calls = len(bot.calls)
    await rated.tell("ja hoor")
    assert await scores(rated) == [("bot", "goed")]
    assert len(bot.calls) == calls, "nothing else is confirmed by it"


async def test_a_typed_no_under_the_question_offers_a_human(rated) -> None:
    await rated.tell("nee")
    assert await scores(rated) == [("bot", "slecht")]
    assert await rated.last() == ("system", rated.words("utter_beoordeling_slecht"))


async def test_more_than_a_bare_yes_is_an_ordinary_message(rated, bot) -> None:
    await rated.tell("ja maar ik heb nog een vraag over mijn contract")
    assert await scores(rated) == []
    assert bot.texts[-1].startswith("ja maar")


async def test_the_bot_hears_that_somebody_else_spoke_last(rated, bot) -> None:
    await rated.tell("help ik ruik gas in de keuken")
    await rated.tell("ok doe ik")
    assert bot.calls[-1]["metadata"]["na_anderen"] is True
    await rated.tell("en nu iets anders")
    assert "na_anderen" not in bot.calls[-1]["metadata"]
