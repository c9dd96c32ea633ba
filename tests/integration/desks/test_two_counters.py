"""Two counters with Chatwoot as their desk, on one database: what both do at the same moment happens once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dichtbij.conversations.model import Content
from dichtbij.desks.store import links, people
from dichtbij.desks.store.links import Subject
from dichtbij.desks.tables import DeskLinkRow
from dichtbij.handoff.tables import AgentRow, DeskSessionRow
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import Side

LEASE = timedelta(seconds=60)


@pytest.fixture
def two(side: Side, sides: Callable[[], Side]) -> list[Side]:
    return [side, sides()]


async def test_one_of_two_gets_the_right_to_send_and_the_link_is_made_once(two: list[Side]) -> None:
    case = await two[0].hands_over()
    await two[0].desk.sender.idle()
    async with two[0].database.writing() as session:
        await session.execute(DeskLinkRow.__table__.delete())
    subject = Subject(conversation_id=case.conversation_id)

    async def claims(side: Side) -> object:
        async with side.database.writing() as session:
            await links.begin(session, "chatwoot", subject)
            return await links.claim(session, "chatwoot", subject, side.conversations.process_id, side.clock(), LEASE)

    for _ in range(10):
        got = await asyncio.gather(*(claims(side) for side in two * 3))
        assert sum(link is not None for link in got) == 1
        async with two[0].database.writing() as session:
            assert await session.scalar(select(func.count()).select_from(DeskLinkRow)) == 1
            await session.execute(DeskLinkRow.__table__.delete())


async def test_who_lost_the_lease_can_store_nothing_and_give_nothing_back(two: list[Side]) -> None:
    case = await two[0].hands_over()
    await two[0].desk.sender.idle()
    one, other = two
    subject = Subject(conversation_id=case.conversation_id)
    async with one.database.writing() as session:
        slow = await links.claim(session, "chatwoot", subject, "slow", one.clock(), LEASE)
    assert slow is not None
    later = one.clock() + timedelta(seconds=61)
    async with other.database.writing() as session:
        assert await links.claim(session, "chatwoot", subject, "quick", later, LEASE) is not None
    async with one.database.writing() as session:
        assert await links.save(session, slow, "slow", later, LEASE, sent_seq=99) is None
        await links.release(session, slow, "slow", None)
    async with other.database.writing() as session:
        assert await links.save(session, slow, "quick", later, LEASE) is not None


async def test_an_agent_who_is_seen_by_two_at_once_is_one_agent(two: list[Side]) -> None:
    for number in range(30, 40):
        same = [side.desk.front.agent(number, "Fatima") for side in two * 3]
        assert len({agent.id for agent in await asyncio.gather(*same)}) == 1
    await asyncio.gather(*(side.desk.look_who_is_there() for side in two * 3))
    async with two[0].database.reading() as session:
        seen = set(await session.scalars(select(DeskSessionRow.agent_id)))
        assert seen == {people.agent_id("chatwoot", 21), people.agent_id("chatwoot", 22)}
        assert await session.scalar(select(func.count()).select_from(AgentRow)) == 12


async def test_a_message_that_comes_to_two_counters_at_once_is_said_once_and_refused_by_none(
    two: list[Side], chatwoot: Chatwoot
) -> None:
    case = await two[0].hands_over()
    await two[0].settled()
    fatima = await two[0].desk.front.agent(21, "Fatima")
    for number in range(10):
        refused = await asyncio.gather(
            *(
                side.desk.front.reply(case, fatima, Content(text=f"regel {number}"), f"chatwoot:{number}")
                for side in two * 2
            )
        )
        assert set(refused) == {None}
    said = [text for who, text in await two[0].read(case) if who == "Fatima"]
    assert said == [f"regel {number}" for number in range(10)]
    assert sum("neemt het gesprek over" in text for _, text in await two[0].read(case)) == 1


async def test_an_end_that_comes_to_two_counters_at_once_is_one_end(two: list[Side]) -> None:
    for round_ in range(5):
        case = await two[0].hands_over(f"keer {round_}")
        await two[0].settled()
        fatima = await two[0].desk.front.agent(21, "Fatima")
        ended = await asyncio.gather(*(side.desk.front.end(case, fatima, "afspraak") for side in two * 2))
        assert sum(one is not None for one in ended) == 1
        assert (await two[0].conversation(case)).owner == "bot"
    said = [text for _, text in await two[0].read(case)]
    assert sum(text.startswith("De medewerker is klaar.") for text in said) == 5
