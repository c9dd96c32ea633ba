"""How long what somebody sends is left to settle: no longer than it has to, and longer when more is under way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from dichtbij.channels.whatsapp.inbox import Pace
from dichtbij.channels.whatsapp.model import Incoming, Kind, Media
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.database import Database
from tests.conftest import FakeClock
from tests.phone import Way, sent, words

GAP = 0.4
"""Between two deliveries: well over `settle` below, so that what is not waited for is handled apart."""
NEVER = 600.0


def picture(number: int) -> Incoming:
    media = Media(f"m{number}", "image/jpeg")
    return sent("", f"wamid.p{number}", second=number, kind=Kind.FILE, media=media)


async def test_an_album_whose_pictures_come_seconds_apart_is_one_turn(database: Database, clock: FakeClock) -> None:
    """The words below it end it: after those nobody waits long."""
    way = Way(database, clock, Pace(settle=0.05, most=0.2, settle_long=NEVER, most_long=NEVER))
    for number in range(3):
        await way.take(picture(number))
        await asyncio.sleep(GAP)
    assert way.notified == []
    await way.take(sent("dit zijn de meters", second=4))
    await asyncio.wait_for(way.idle(), 30)
    assert len(await way.record()) == 4
    assert len(await way.turns()) == 1


async def test_who_never_stops_sending_pictures_is_answered_after_the_longest_wait(
    database: Database, clock: FakeClock
) -> None:
    way = Way(database, clock, Pace(settle=0.05, most=0.05, settle_long=NEVER, most_long=1.0))
    await way.take(picture(1))
    await asyncio.wait_for(way.idle(), 30)
    assert len(await way.turns()) == 1


async def test_who_typed_one_line_does_not_wait_for_more(database: Database, clock: FakeClock) -> None:
    way = Way(database, clock, Pace(settle=0.05, most=0.2, settle_long=NEVER, most_long=NEVER))
    await way.take(sent("een", second=1))
    await asyncio.wait_for(way.idle(), 30)
    await way.take(sent("twee", second=2))
    await asyncio.wait_for(way.idle(), 30)
    assert len(await way.turns()) == 2


async def test_deliveries_that_overtake_each_other_are_waited_for(database: Database, clock: FakeClock) -> None:
    """What was sent first came last: so may more of it. Whoever was handled before keeps its place."""
    way = Way(database, clock, Pace(settle=0.05, most=0.2, settle_long=3.0, most_long=NEVER))
    await way.brings(sent("drie", second=3))
    await way.take(sent("een", second=1))
    await asyncio.sleep(GAP)
    await way.take(sent("twee", second=2))
    await way.idle()
    assert words(await way.record()) == ["drie", "een", "twee"]
    assert [turn.message.content.said for turn in await way.turns()] == ["drie", "een\ntwee"]


async def test_nobody_takes_over_what_still_comes_in_elsewhere(database: Database, clock: FakeClock) -> None:
    """An album that another process has waited for longer than Pace.left; once nothing comes, it was left behind."""
    way = Way(database, clock)
    way.hold()
    await way.take(picture(1))
    clock.forward(seconds=8)
    await way.take(picture(2))
    async with database.reading() as session:
        assert await store.left_behind(session, clock.now - timedelta(seconds=6), clock.now) == []
        clock.forward(seconds=7)
        left = await store.left_behind(session, clock.now - timedelta(seconds=6), clock.now)
    assert left == [("cloud", picture(1).address.key)]
