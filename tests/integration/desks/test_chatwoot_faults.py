"""What goes wrong between two systems: nothing is lost, nothing comes twice, and nobody else gets in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select

from dichtbij.desks.chatwoot import telling
from dichtbij.desks.store import links
from dichtbij.desks.tables import DeskLinkRow
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import SECONDS, Side, until


async def later(side: Side, **by: float) -> None:
    """Time passes, and who has to try again does."""
    side.clock.forward(**by)
    await side.settled()


async def test_with_chatwoot_down_everything_comes_in_order_once_it_is_back(side: Side, chatwoot: Chatwoot) -> None:
    chatwoot.down = True
    case = await side.hands_over()
    await side.says("Is daar iemand?")
    for _ in range(4):
        await later(side, minutes=6)
    assert chatwoot.conversations == {}
    chatwoot.down = False
    await later(side, minutes=6)
    assert chatwoot.texts(side.there(case), kind="incoming") == ["Ik wil een mens", "Is daar iemand?"]


async def test_waits_longer_after_every_failure_and_not_before_its_time(side: Side, chatwoot: Chatwoot) -> None:
    chatwoot.down = True
    await side.hands_over()
    await side.settled()
    asked = len(chatwoot.asked)
    await side.settled()
    assert len(chatwoot.asked) == asked  # its time has not come
    await later(side, seconds=3)
    assert len(chatwoot.asked) == asked + 1
    await later(side, seconds=3)
    assert len(chatwoot.asked) == asked + 1  # five seconds now
    await later(side, seconds=3)
    assert len(chatwoot.asked) == asked + 2


async def test_waits_as_long_as_chatwoot_asks(side: Side, chatwoot: Chatwoot) -> None:
    chatwoot.fail("/contacts", 429, **{"Retry-After": "120"})
    case = await side.hands_over()
    await side.settled()
    await later(side, seconds=100)
    assert chatwoot.conversations == {}
    await later(side, seconds=30)
    assert side.there(case)


@pytest.mark.parametrize(
    "step",
    [
        "POST /api/v1/accounts/3/contacts",
        "POST /api/v1/accounts/3/conversations",
        "/custom_attributes",
        "/toggle_priority",
        "/messages",
    ],
)
@pytest.mark.parametrize("times", [1, 2])
async def test_an_answer_that_got_lost_makes_nothing_double(
    side: Side, chatwoot: Chatwoot, step: str, times: int
) -> None:
    chatwoot.fail(step, 504, after=True, times=times)
    case = await side.hands_over()
    await side.says("En nog iets")
    for _ in range(4):
        await later(side, minutes=6)
    assert len(chatwoot.contacts) == 1
    there = side.there(case)
    assert chatwoot.texts(there, kind="incoming") == ["Ik wil een mens", "En nog iets"]
    notes = chatwoot.texts(there, private=True)
    assert len(notes) == len(set(notes)) == 2  # the case, and what the bot said last
    assert chatwoot.conversations[there]["status"] == "open"


async def test_a_process_that_fell_over_is_followed_by_another_that_asks_first(
    side: Side, sides: Callable[[], Side], chatwoot: Chatwoot
) -> None:
    case = await side.hands_over()
    async with side.database.writing() as session:  # it was sending when it fell: the lease stands, nobody renews it
        await session.execute(DeskLinkRow.__table__.delete())
    await side.desk.stop()
    other = sides()
    await other.settled()
    async with other.database.writing() as session:
        row = await session.scalar(select(DeskLinkRow))
        row.sent_seq, row.lease_by, row.tries = row.sent_seq - 1, "somebody-who-fell", 1
        row.lease_until = other.clock.now
    other.clock.forward(seconds=61)
    await other.settled()
    assert chatwoot.texts(other.there(case), kind="incoming") == ["Ik wil een mens"]
    await other.desk.stop()


async def test_two_processes_at_once_tell_everything_once(
    side: Side, sides: Callable[[], Side], chatwoot: Chatwoot
) -> None:
    others = [side, sides(), sides()]
    cases = [await side.hands_over(key=f"browser-{number}") for number in range(4)]
    for number in range(4):
        await side.says("Hallo?", f"browser-{number}")
    for _ in range(3):
        await asyncio.gather(*(one.desk.sender.look() for one in others))
        await asyncio.gather(*(one.desk.sender.idle() for one in others))
    await side.settled()
    assert len(chatwoot.conversations) == 4
    for case in cases:
        assert chatwoot.texts(side.there(case), kind="incoming") == ["Ik wil een mens", "Hallo?"]
        assert len(chatwoot.texts(side.there(case), private=True)) == 2
    for one in others[1:]:
        await one.desk.stop()


async def test_two_agents_who_answer_at_the_same_moment_both_reach_the_customer(side: Side) -> None:
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    fatima, joost = await asyncio.gather(
        *(side.desk.front.agent(number, name) for number, name in ((21, "Fatima"), (22, "Joost")))
    )
    from dichtbij.conversations.model import Content

    front = side.desk.front
    await asyncio.gather(
        front.reply(case, fatima, Content(text="Met Fatima"), "chatwoot:1"),
        front.reply(case, joost, Content(text="Met Joost"), "chatwoot:2"),
    )
    said = await side.read(case)
    assert {("Fatima", "Met Fatima"), ("Joost", "Met Joost")} <= set(said)
    assert sum("neemt het gesprek over" in text for _, text in said) == 1
    assert side.there(case) == there


async def test_a_message_that_chatwoot_never_takes_does_not_block_the_next(side: Side, chatwoot: Chatwoot) -> None:
    case = await side.hands_over()
    await side.settled()
    chatwoot.fail("POST .*/messages", 422, times=telling.SKIP_AFTER)
    await side.says("dit lukt nooit")
    await side.says("dit wel")
    for _ in range(telling.SKIP_AFTER + 1):
        await later(side, minutes=6)
    assert chatwoot.texts(side.there(case), kind="incoming") == ["Ik wil een mens", "dit wel"]


async def test_a_conversation_that_was_thrown_away_there_is_made_anew(side: Side, chatwoot: Chatwoot) -> None:
    case = await side.hands_over()
    await side.settled()
    chatwoot.lose(side.there(case))
    await side.says("Ben je er nog?")
    for _ in range(3):
        await later(side, minutes=6)
    there = side.there(case)
    assert chatwoot.texts(there, kind="incoming") == ["Ik wil een mens", "Ben je er nog?"]
    assert "Ik wil een mens" in chatwoot.texts(there, private=True)[0]


async def test_old_news_of_an_end_does_not_end_the_next_case(side: Side, chatwoot: Chatwoot) -> None:
    first = await side.hands_over()
    await side.settled()
    there = side.there(first)
    old = {**chatwoot.shown(there), "status": "resolved"}
    chatwoot.set_status(there, "resolved", 21)
    await side.settled()
    second = await side.hands_over("Toch weer een mens")
    await side.settled()
    chatwoot.webhooks.tell("conversation_status_changed", old)
    await side.settled()
    assert (await side.conversation(second)).owner == "queue"


async def test_what_is_said_to_the_assistant_while_the_case_is_being_told_is_not_told(
    side: Side, chatwoot: Chatwoot
) -> None:
    waits, go_on = chatwoot.hold("/toggle_priority")
    case = await side.hands_over()
    await asyncio.wait_for(waits.wait(), SECONDS)
    await side.conversations.receive("web", "browser-1", "Laat maar")
    turn = await side.conversations.begin_turn(case.conversation_id)
    assert turn is not None
    await side.handoffs.leave_queue(turn, [])
    await side.conversations.receive("web", "browser-1", "alleen voor de assistent")
    go_on.set()
    await side.settled()
    there = side.there(case)
    assert not any("alleen voor de assistent" in text for text in chatwoot.texts(there))
    assert chatwoot.conversations[there]["status"] == "resolved"


async def test_an_end_that_comes_while_we_are_telling_is_not_opened_again(side: Side, chatwoot: Chatwoot) -> None:
    """Five handovers in a row hung: the case was told anew while its end was under way."""
    case = await side.hands_over()
    await side.settled()
    there = side.there(case)
    waits, go_on = chatwoot.hold("POST .*/messages")
    chatwoot.say(there, 21, "Goedemiddag")  # what the customer reads of it is told as a note, and that waits
    await asyncio.wait_for(waits.wait(), SECONDS)
    async with side.database.reading() as session:
        link = await links.by_remote(session, "chatwoot", there)
    assert link is not None
    async with side.database.writing() as session:
        await links.mark_ending(session, link)  # the end has come, and is not stored yet
    go_on.set()
    await side.settled()
    asked = len(chatwoot.asked)
    await side.settled()
    assert len(chatwoot.asked) == asked
    assert len([text for text in chatwoot.texts(there, private=True) if "Ik wil een mens" in text]) == 1


async def test_the_look_picks_up_what_nobody_notified(side: Side, chatwoot: Chatwoot) -> None:
    side.handoffs._listeners.clear()  # as after a crash between storing and telling
    side.conversations._message_listeners.clear()
    await side.desk.start()
    await side.hands_over()
    await until(lambda: any(chatwoot.messages.values()))
    await side.desk.sender.idle()


async def test_nothing_of_chatwoots_words_or_ours_is_in_the_log(
    side: Side, chatwoot: Chatwoot, capsys: pytest.CaptureFixture[str]
) -> None:
    chatwoot.fail("/messages", 500)
    chatwoot.fail("/contacts", 401)
    case = await side.hands_over("een heel bijzondere zin")
    for _ in range(3):
        await later(side, minutes=6)
    side.chatwoot.say(side.there(case), 21, "net zo bijzonder")
    await side.settled()
    heard = capsys.readouterr()
    assert "desk_unavailable" in heard.out
    for words in ("bijzonder", "Fatima", "token-of", "secret-of"):
        assert words not in heard.out + heard.err
