"""Who waits hears how it goes, once in a wait: whatever goes wrong for somebody else, and with two counters at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from sqlalchemy import text

from dichtbij.conversations.model import Content, Draft
from dichtbij.handoff.model import Agent, AgentId, Case
from tests.integration.desks.conftest import Side

LONG = "je wacht al een tijdje"


async def heard(side: Side, case: Case) -> int:
    """How often the customer read that it takes long."""
    return sum(LONG in words for _, words in await side.read(case))


async def wait_long(side: Side) -> None:
    """Everybody waits for long, while somebody is at the desk."""
    side.clock.forward(minutes=10)
    await side.desk.look_who_is_there()


async def test_a_customer_for_whom_it_fails_keeps_nobody_else_from_hearing_it_and_hears_it_later(side: Side) -> None:
    cases = [await side.hands_over(key=f"browser-{number}") for number in range(3)]
    broken = cases[1].conversation_id
    stored = await _content(side, broken, json.dumps("kapot"))
    await wait_long(side)
    await side.waiting.look()
    await _content(side, broken, stored)

    assert [await heard(side, case) for case in cases] == [1, 0, 1]
    for _ in range(2):
        await side.waiting.look()
    assert [await heard(side, case) for case in cases] == [1, 1, 1]


async def _content(side: Side, conversation_id: str, content: str) -> str:
    """Put something else in the first message of a conversation; gives what was there."""
    where = "WHERE conversation_id = :id AND seq = 1"
    async with side.database.writing() as session:
        before = await session.scalar(text(f"SELECT content FROM messages {where}"), {"id": conversation_id})
        await session.execute(
            text(f"UPDATE messages SET content = :content {where}"), {"id": conversation_id, "content": content}
        )
    return before if isinstance(before, str) else json.dumps(before)


async def test_two_counters_say_a_long_wait_once(sides: Callable[[], Side]) -> None:
    one, two = sides(), sides()
    cases = [await one.hands_over(key=f"browser-{number}") for number in range(3)]
    await wait_long(one)

    await asyncio.gather(*(which.waiting.look() for which in (one, two) * 2))

    assert [await heard(one, case) for case in cases] == [1, 1, 1]


@pytest.mark.parametrize("taken", [False, True])
async def test_who_no_longer_waits_does_not_hear_what_is_for_who_waits(side: Side, taken: bool) -> None:
    case = await side.hands_over()
    if taken:
        async with side.database.writing() as session:
            await session.execute(
                text("INSERT INTO agents (id, username, name, password_hash) VALUES ('a1', 'a1', 'Fatima', '')")
            )
        await side.handoffs.take(case.id, Agent(AgentId("a1"), "a1", "Fatima"), Content(text="Hier ben ik."))

    said = await side.conversations.say(case.conversation_id, Draft("system", Content(text=LONG)), owner="queue")

    assert (said is None, await heard(side, case)) == ((True, 0) if taken else (False, 1))
