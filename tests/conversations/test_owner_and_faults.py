"""A process dies or hangs while a conversation changes hands: still one owner, never silence, nothing lost."""

from __future__ import annotations

from dichtbij.clock import system_clock
from dichtbij.conversations.model import Content, Draft
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.handoff.model import HandoverRequest
from dichtbij.handoff.service import Handoffs
from tests.conversations.owners import changes, one_owner_and_nothing_lost
from tests.conversations.people import Customer, NewAgent, NewCustomer, until
from tests.stack import Stack, persona

TOM, SANNE = persona("Tom"), persona("Sanne")
HUMAN = "Mag ik een medewerker spreken?"
OPENING = "Wat zijn jullie openingstijden?"
AWAY = "De digitale assistent is even niet bereikbaar. Je bericht is bewaard."


async def is_with_the_bot(somebody: Customer, seq: int) -> None:
    """Wait until the counter has given this message to the bot."""
    query = "SELECT attempts FROM messages WHERE conversation_id = ? AND seq = ?"
    await until(lambda: somebody.stack.one(query, somebody.conversation_id, seq), "the bot to have the message")


async def open_elsewhere(stack: Stack, somebody: Customer, seq: int) -> None:
    """Another process of the counter, on the same database, hands the conversation over with this message."""
    database = Database(stack.settings.database_url)
    try:
        conversations = Conversations(database, system_clock)
        handoffs = Handoffs(database, system_clock, conversations)
        turns = await conversations.unhandled((await conversations.several([somebody.conversation_id]))[0].id)
        [turn] = [turn for turn in turns if turn.message.seq == seq]
        request = HandoverRequest("verzoek", "medewerker_spreken", "", turn.message.content.text, {})
        words = Draft("bot", Content(text="Ik haal er een medewerker bij."))
        assert await handoffs.open(turn, request, [words], customer_id=None, level=0, vulnerable=False)
    finally:
        await database.close()


async def test_the_bot_s_answer_comes_after_an_agent_took_over(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima, tom = await agent(), await customer(TOM)
    await tom.say("hallo")
    stack.freeze(stack.bot)
    try:
        late = await tom.tell(OPENING)
        await is_with_the_bot(tom, late)
        asked = await tom.tell(HUMAN)
        await open_elsewhere(stack, tom, asked)
        case_id = await fatima.take(tom)
        await fatima.say(case_id, "Dag Tom, met Fatima.")
    finally:
        stack.thaw(stack.bot)
    await tom.is_handled(late)
    attempts = "SELECT attempts FROM messages WHERE conversation_id = ? AND seq = ?"
    assert stack.one(attempts, tom.conversation_id, late) == 1, "it was this answer that came late"
    await tom.reload()  # a page hears live only what its own counter stored
    assert (tom.owner, tom.agent_name) == ("agent", "Fatima")
    assert "Bellen: " not in str(tom), "the bot over the agent"
    texts = [message.get("text") for message in (await fatima.get(f"cases/{case_id}"))["messages"]]
    assert OPENING in texts, "the agent reads what was asked"

    await fatima.hand_back(case_id, "verder met de assistent")
    await tom.becomes("bot")
    assert "Bellen" in await tom.say(OPENING)
    assert changes(tom) == [("bot", "queue"), ("queue", "agent"), ("agent", "bot")]
    await one_owner_and_nothing_lost(tom, "hallo", OPENING, HUMAN, OPENING)


async def test_the_bot_dies_with_a_message_in_its_hands_and_agents_go_on(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima, joost = await agent(), await agent("joost")
    for each in (fatima, joost):
        await each.be("bezet")
    sanne, tom = await customer(SANNE), await customer(TOM)
    await sanne.say(HUMAN)
    of_sanne = await fatima.take(sanne)
    stack.freeze(stack.bot)
    try:
        late = await tom.tell(OPENING)
        await is_with_the_bot(tom, late)
        await tom.tell(HUMAN)
        await stack.aside(stack.kill, stack.bot)
        await tom.becomes("queue")  # without the bot
        of_tom = await joost.take(tom)
        await joost.say(of_tom, "Dag Tom, met Joost.")
        await tom.shows("Dag Tom, met Joost.")
        await fatima.say(of_sanne, "Dag Sanne, met Fatima.")
        await sanne.tell("Dag Fatima")
        await fatima.reads("Dag Fatima")
        await fatima.hand_back(of_sanne, "klaar")
        await sanne.becomes("bot")
        assert AWAY in await sanne.say(OPENING)
    finally:
        await stack.aside(stack.start_again, stack.bot)
    await sanne.shows("Bellen: ")
    await tom.tell("Kun je mijn vraag zien?")
    await joost.reads("Kun je mijn vraag zien?")
    assert "Bellen: " not in str(tom)
    await joost.hand_back(of_tom, "beantwoord")
    await tom.becomes("bot")
    assert "Bellen" in await tom.say(OPENING)
    await one_owner_and_nothing_lost(sanne, HUMAN, "Dag Fatima", OPENING)
    await one_owner_and_nothing_lost(tom, OPENING, HUMAN, "Kun je mijn vraag zien?", OPENING)
    assert str(sanne).count("Bellen: ") == str(tom).count("Bellen: ") == 1


async def test_the_counter_dies_and_stays_away_longer_than_an_agent_may(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    """Nobody could be connected meanwhile, so nobody was gone: everybody finds their customers again."""
    fatima = await agent()
    tom, sanne, third = await customer(TOM), await customer(SANNE), await customer()
    await tom.say(HUMAN)
    of_tom = await fatima.take(tom)
    await fatima.be("bezet")
    await sanne.say(HUMAN)
    await third.say(HUMAN)
    await fatima.sees(third)
    order = [case["id"] for case in fatima.queue]
    await tom.send("Vlak voor de klap", message_id="klap")
    await stack.aside(stack.kill, stack.counter)
    stack.turn_back(
        "UPDATE desk_sessions SET seen_at = datetime(seen_at, '-10 minutes'),"
        " connected_at = datetime(connected_at, '-10 minutes')"
    )
    stack.turn_back("UPDATE cases SET taken_at = datetime(taken_at, '-20 minutes') WHERE state = 'taken'")
    await stack.aside(stack.start_again, stack.counter)
    for each in (tom, sanne, third):
        await each.come_back()
    await fatima.come_back()

    assert (tom.owner, tom.agent_name) == ("agent", "Fatima")
    assert (await tom.send("Vlak voor de klap", message_id="klap"))["ok"]  # the page never saw that it was stored
    await fatima.say(of_tom, "Daar ben ik weer.")
    await tom.shows("Daar ben ik weer.")
    assert (sanne.owner, third.owner) == ("queue", "queue")
    assert [case["id"] for case in fatima.queue] == order
    of_sanne = await fatima.take(sanne)
    await fatima.say(of_sanne, "Dag Sanne.")
    await sanne.shows("Dag Sanne.")
    assert "Je bent de eerste in de rij." in await third.say("Ik sta er nog?")
    for case_id, somebody in ((of_tom, tom), (of_sanne, sanne)):
        await fatima.hand_back(case_id, "klaar")
        await somebody.becomes("bot")
    assert changes(tom) == changes(sanne) == [("bot", "queue"), ("queue", "agent"), ("agent", "bot")]
    await one_owner_and_nothing_lost(tom, HUMAN, "Vlak voor de klap")
    await one_owner_and_nothing_lost(sanne, HUMAN)
    await one_owner_and_nothing_lost(third, HUMAN, "Ik sta er nog?")


async def test_the_actions_die_at_the_moment_of_a_turn_and_a_human_can_still_be_had(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    fatima = await agent()
    await fatima.be("bezet")
    tom, sanne = await customer(TOM), await customer(SANNE)
    stack.freeze(stack.actions)
    try:
        seq = await tom.tell("wat is mijn termijnbedrag?")
        await is_with_the_bot(tom, seq)
        await stack.aside(stack.kill, stack.actions)
        assert "Sorry, dat ging niet goed." in await tom.hears(after=seq)
        heard = await tom.say("ja graag")
        assert "Ik haal er een medewerker bij." in heard, "what was offered is given"
        assert "Ik haal er een medewerker bij." in await sanne.say(HUMAN)
        for somebody in (tom, sanne):
            await somebody.becomes("queue")
            assert (await fatima.case(somebody))["case"]["reason"] == "storing_bot"
            await fatima.say(await fatima.take(somebody), "Ik help je.")
            await somebody.shows("Ik help je.")
    finally:
        await stack.aside(stack.start_again, stack.actions)
    await one_owner_and_nothing_lost(tom, "wat is mijn termijnbedrag?", "ja graag")
    await one_owner_and_nothing_lost(sanne, HUMAN)
