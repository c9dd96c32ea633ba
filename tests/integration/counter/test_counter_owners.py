"""Who may speak: the bot, nobody while waiting, the agent; and the bot again."""

from __future__ import annotations

import asyncio

import pytest

from dichtbij.conversations.model import Content, Draft
from dichtbij.counter.service import BACK_TO_BOT, CALL_BACK, KEEP_WAITING
from dichtbij.handoff.model import Taken


@pytest.fixture
async def fatima(world):
    return await world.at_the_desk()


@pytest.fixture
async def waiting(world, bot, fatima):
    """The customer has asked for a human and waits."""
    bot.hands_over("help", said="Ik begrijp het.")
    await world.tell("help")
    return world


async def systems(world) -> list[str]:
    return [text for who, text in await world.record() if who == "system"]


async def test_a_handover_says_what_happens_and_opens_a_case(waiting) -> None:
    handed_over = waiting.words("utter_balie_overgedragen", wachttijd=waiting.words("utter_deel_wachttijd_eerste"))

    assert await waiting.last() == ("bot", f"Ik begrijp het.\n\n{handed_over}")
    message = await waiting.conversations.last_message((await waiting.current()).id)
    assert [reply["payload"] for reply in message.content.quick_replies] == [BACK_TO_BOT]
    assert (await waiting.case()).state == "waiting"
    assert await waiting.owner() == "queue"


async def test_what_the_bot_showed_with_its_last_words_is_not_lost(world, bot, fatima) -> None:
    from dichtbij.counter.bot import BotAnswer

    link = {"title": "Factuur", "url": "/documenten/x"}
    said = Content(text="Dit is je factuur.", links=(link,), image={"src": "/g", "title": "Grafiek"})
    bot.answers["help"] = BotAnswer(said, {"reason": "complex", "trigger": "klacht"})
    await world.tell("help")

    shown = (await world.conversations.last_message((await world.current()).id)).content
    assert (shown.links, shown.image) == ((link,), {"src": "/g", "title": "Grafiek"})


@pytest.mark.parametrize(
    ("before", "words"),
    [(0, "utter_deel_wachttijd_eerste"), (1, "utter_deel_wachttijd_een"), (2, "utter_deel_wachttijd_plek")],
)
async def test_the_place_in_the_queue_is_true(world, bot, fatima, clock, before: int, words: str) -> None:
    bot.hands_over("help")
    for number in range(before):
        await world.tell("help", key=f"eerder{number}")
        clock.forward(seconds=1)
    await world.tell("help")
    clock.forward(seconds=1)
    await world.tell("help", key="later")

    assert (await world.last())[1].endswith(world.words(words, aantal=before))
    await world.tell("Ik blijf wachten", payload=KEEP_WAITING)
    place = world.words(words, aantal=before)
    assert (await world.last())[1] == world.words("utter_balie_blijft_wachten", wachttijd=place), "not those behind me"


async def test_who_goes_first_is_not_told_of_those_who_go_later(world, bot, fatima) -> None:
    bot.hands_over("help")
    bot.hands_over("ik heb schulden", reason="complex", intent="schulden")
    await world.tell("help", key="k2")
    await world.tell("ik heb schulden")

    assert (await world.last())[1].endswith(world.words("utter_deel_wachttijd_eerste"))


# -- while waiting --------------------------------------------------------------------------------------------------


async def test_in_the_queue_the_honest_word_comes_once_in_two_minutes(waiting, clock, bot) -> None:
    place = waiting.words("utter_deel_wachttijd_eerste")
    honest = waiting.words("utter_balie_wachtrij_bericht", wachttijd=place)
    calls = len(bot.calls)
    for _ in range(15):  # more lines than anybody looks back
        await waiting.tell("duurt het nog lang?")
        clock.forward(seconds=7)
    assert await systems(waiting) == [honest]

    clock.forward(seconds=16)
    await waiting.tell("hallo?")
    await waiting.tell("hallo??")
    assert await systems(waiting) == [honest, honest]
    assert len(bot.calls) == calls, "the bot is silent"


async def test_terug_naar_assistent_leaves_the_queue(waiting, bot) -> None:
    case = await waiting.case()
    await waiting.tell("Verder met de bot", payload=BACK_TO_BOT)

    assert await waiting.last() == ("system", waiting.words("utter_balie_uit_wachtrij_plek_bewaard"))
    assert await waiting.owner() == "bot"
    assert (await waiting.handoffs.get(case.id)).state == "handed_back"
    await waiting.tell("wat kost stroom")
    assert await waiting.last() == ("bot", "antwoord op wat kost stroom")


async def test_terugbelverzoek_leaves_the_queue_and_goes_to_the_bot(waiting, bot) -> None:
    await waiting.tell("Bel mij terug", payload=CALL_BACK)

    assert await waiting.last() == ("bot", f"antwoord op {CALL_BACK}")
    assert bot.calls[-1]["metadata"]["title"] == "Bel mij terug"
    assert await waiting.owner() == "bot"
    assert await waiting.handoffs.waiting() == []


async def test_terugbelverzoek_with_the_bot_away_is_not_lost(waiting, bot) -> None:
    bot.is_down = True
    await waiting.write("Bel mij terug", payload=CALL_BACK)
    await waiting.until(lambda: asyncio.sleep(0, len(bot.calls) > 4))
    bot.is_down = False
    await waiting.settle()

    assert await waiting.last() == ("bot", f"antwoord op {CALL_BACK}")


@pytest.mark.parametrize("payload", [BACK_TO_BOT, KEEP_WAITING])
async def test_a_button_of_the_queue_tapped_outside_it_is_understood(world, bot, payload: str) -> None:
    """ "Verder met de bot" is offered when the desk is closed, too; the bot does not know these payloads."""
    await world.tell("Verder met de bot", payload=payload)

    assert await world.last() == ("system", world.words("utter_balie_terug_uit_wachtrij"))
    assert bot.calls == []


async def test_a_payload_that_was_typed_is_only_text(waiting) -> None:
    await waiting.tell(BACK_TO_BOT)

    assert await waiting.owner() == "queue"


# -- an agent has it ------------------------------------------------------------------------------------------------


async def test_the_bot_never_speaks_while_an_agent_owns(waiting, bot, fatima, clock) -> None:
    await waiting.take(fatima)
    before, calls = await waiting.record(), len(bot.calls)
    texts = ["hallo Fatima", "/restart", "wat is mijn saldo"]

    for text in texts:
        await waiting.tell(text)
        clock.forward(hours=1)
        await waiting.conversations.close_idle()
    await waiting.tell("Verder met de bot", payload=BACK_TO_BOT)
    clock.forward(hours=48)
    assert await waiting.conversations.close_idle() == 0

    said = [("customer", text) for text in (*texts, "Verder met de bot")]
    assert await waiting.record() == before + said
    assert len(bot.calls) == calls
    assert await waiting.owner() == "agent"


async def test_a_reply_under_way_is_dropped_when_an_agent_takes_over(waiting, bot, fatima) -> None:
    """The bot is thinking; meanwhile the conversation goes to the queue and to an agent. Its answer is never shown."""
    await waiting.tell("Verder met de bot", payload=BACK_TO_BOT)
    gate = bot.gate("wat is mijn saldo")
    await waiting.write("wat is mijn saldo")
    await bot.asked("wat is mijn saldo")
    current = await waiting.current()
    async with waiting.database.writing() as session:
        await waiting.conversations.change_owner(session, current.id, "bot", "queue", who="system", why="proef")
        await waiting.conversations.change_owner(
            session, current.id, "queue", "agent", who="agent:1", why="proef", agent_id=fatima.id
        )

    gate.set()
    await waiting.settle()

    assert await waiting.last() == ("customer", "wat is mijn saldo")
    assert await waiting.conversations.pending() == [], "the agent reads the question"


async def test_a_handover_under_way_opens_nothing_when_somebody_was_first(world, bot, fatima) -> None:
    gate = bot.gate("help")
    bot.hands_over("help")
    await world.write("help")
    await bot.asked("help")
    current = await world.current()
    async with world.database.writing() as session:
        await world.conversations.change_owner(session, current.id, "bot", "closed", who="system", why="proef")

    gate.set()
    await world.settle()

    assert await world.handoffs.waiting() == []


async def test_a_word_for_the_queue_is_dropped_when_the_agent_has_just_come(waiting, fatima, monkeypatch) -> None:
    """ "Je staat nog in de rij" after "Fatima is er" would not be true."""
    real = waiting.conversations.finish_turn

    async def fatima_takes_it_first(turn, drafts, **more):
        await waiting.take(fatima)
        return await real(turn, drafts, **more)

    monkeypatch.setattr(waiting.conversations, "finish_turn", fatima_takes_it_first)
    await waiting.tell("hallo?")

    assert await systems(waiting) == ["Fatima is er"]


async def test_five_times_to_an_agent_and_back_and_once_more(world, bot, fatima) -> None:
    bot.hands_over("help")
    joost = await world.at_the_desk("Joost")
    for number in range(5):
        await world.tell("help")
        assert await world.owner() == "queue"
        agent = (fatima, joost)[number % 2]
        assert isinstance(await world.take(agent), Taken)
        await world.tell(f"vraag {number}")
        await world.conversations.say(
            (await world.current()).id, Draft("agent", Content(text="klaar"), agent.name), agent_id=agent.id
        )
        await world.hand_back(agent)
        await world.tell(f"nog iets {number}")
        assert await world.last() == ("bot", f"antwoord op nog iets {number}")

    await world.tell("help")
    assert await world.owner() == "queue"
    texts = [text for who, text in await world.record() if who == "bot"]
    assert not [text for text in texts if text.startswith("antwoord op vraag")]
    stored = await world.conversations.messages((await world.current()).id)
    assert [message.seq for message in stored] == list(range(1, len(stored) + 1))


async def test_after_handing_back_only_the_course_since_then_is_judged(waiting, bot, fatima) -> None:
    """Anger about the queue must not hand the next question over at once."""
    await waiting.tell("dit is belachelijk!!")
    assert waiting.read[0] == "help"
    await waiting.take(fatima)
    await waiting.hand_back(fatima)
    await waiting.tell("goed, dank je")

    assert waiting.read == ["goed, dank je"]
    await waiting.tell("dag")
    assert waiting.read == ["goed, dank je", "antwoord op goed, dank je", "dag"]


# -- the end --------------------------------------------------------------------------------------------------------


async def test_after_the_end_the_next_message_begins_a_new_conversation_with_the_bot(waiting, fatima) -> None:
    old = await waiting.current()
    await waiting.take(fatima)
    await waiting.handoffs.close((await waiting.case()).id, fatima, "klaar", Content(text="dag"))

    await waiting.tell("toch nog een vraag")

    new = await waiting.current()
    assert new.previous_id == old.id
    assert await waiting.record() == [("customer", "toch nog een vraag"), ("bot", "antwoord op toch nog een vraag")]


async def test_what_was_written_just_before_the_end_is_answered_in_the_next_conversation(waiting, fatima) -> None:
    old = await waiting.current()
    await waiting.take(fatima)
    case = await waiting.case()
    await waiting.conversations.receive("web", "k1", "en mijn saldo?")
    await waiting.handoffs.close(case.id, fatima, "klaar", Content(text="dag"))

    await waiting.dispatcher.start()
    await waiting.until(lambda: _answered(waiting))

    assert (await waiting.current()).previous_id == old.id
    assert await waiting.record() == [("customer", "en mijn saldo?"), ("bot", "antwoord op en mijn saldo?")]
    assert (await waiting.conversations.messages(old.id))[-1].content.text == "dag"


async def _answered(world) -> bool:
    return ("bot", "antwoord op en mijn saldo?") in await world.record()


async def test_what_somebody_wrote_who_then_left_is_not_shown_to_who_comes_next(waiting, bot) -> None:
    received = await waiting.conversations.receive("web", "k1", "mijn rekening klopt niet")
    await waiting.handoffs.abandon(received.conversation.id, "uitgelogd", "De klant logde uit.")

    waiting.dispatcher.notify(received.conversation.id)
    await waiting.settle()

    assert await waiting.record() == []
    assert await waiting.conversations.pending() == []
    assert "mijn rekening klopt niet" not in bot.texts


# -- who the customer is --------------------------------------------------------------------------------------------


async def test_the_case_knows_the_customer_and_a_vulnerable_one_goes_first(demo_world, bot) -> None:
    from dichtbij.customers.demo_personas import PERSONAS

    vulnerable = next(persona for persona in PERSONAS if persona.vulnerability and persona.form_of_address == "u")
    bot.hands_over("help")
    await demo_world.at_the_desk()
    await demo_world.tell("help", key="k2")
    await demo_world.current()
    await demo_world.is_customer(vulnerable.customer_number)
    await demo_world.tell("help")

    case = await demo_world.case()
    assert (case.customer_id, case.level, case.priority) == (f"klant-{vulnerable.customer_number}", 2, 1)
    text = demo_world.texts.text
    first = text("utter_deel_wachttijd_eerste", "u")
    assert await demo_world.last() == ("bot", text("utter_balie_overgedragen", "u", wachttijd=first))
    assert (await demo_world.handoffs.waiting())[0].id == case.id
