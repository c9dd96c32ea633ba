"""What comes in when something is broken: nothing is thrown away, nobody waits for another, and the sender hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from dichtbij.channels.whatsapp.inbox import LONGEST_WAIT, TELL_AFTER
from dichtbij.channels.whatsapp.model import KEPT, Incoming, Person
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.channels.whatsapp.tables import ArrivalRow
from dichtbij.conversations.model import Conversation
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from tests.conftest import FakeClock
from tests.phone import Way, sent, words

UNREADABLE = "Stuurde iets dat wij niet kunnen lezen"


class Fault:
    """A bug of ours in one of the looks of the reception, for messages with a word in them, until it is mended."""

    def __init__(self, word: str, fault: Callable[[], Exception] = lambda: RuntimeError("a bug")) -> None:
        self.word = word
        self.fault = fault
        self.mended = False
        self.met = 0

    async def look(self, _person: Person, _in: Conversation, messages: Sequence[Incoming]) -> Sequence[Incoming]:
        if not self.mended and any(self.word in message.text for message in messages):
            self.met += 1
            raise self.fault()
        return messages


def with_fault(way: Way, fault: Fault) -> Fault:
    way.reception.looks.append(fault.look)
    return fault


async def later(way: Way, clock: FakeClock, seconds: float) -> None:
    clock.forward(seconds=seconds)
    await way.inbox.look()
    await way.idle()


async def until_tries(way: Way, clock: FakeClock, tries: int) -> None:
    """Let time go by until something was tried so often."""
    for _ in range(60):
        async with way.database.reading() as session:
            if (await session.scalar(select(func.max(ArrivalRow.tries)))) >= tries:
                return
        await later(way, clock, 35)
    raise AssertionError("it was not tried any more")


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What an operator reads."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def way(database: Database, clock: FakeClock) -> Way:
    return Way(database, clock)


async def test_a_message_that_breaks_the_handling_holds_up_no_other(way: Way, clock: FakeClock) -> None:
    with_fault(way, Fault("kapot"))
    await way.take(sent("kapot", second=1), sent("heel", second=2))
    await way.idle()
    await until_tries(way, clock, 4)
    assert words(await way.record()) == ["heel"]
    # The broken one waits for its next try; what comes meanwhile does not wait with it.
    assert words(await way.brings(sent("en nog iets", second=30))) == ["heel", "en nog iets"]


async def test_who_sent_what_breaks_hears_it_within_minutes_and_once(way: Way, clock: FakeClock) -> None:
    with_fault(way, Fault("gas"))
    began = clock.now
    await way.take(sent("Ik ruik gas"))
    await way.idle()
    await until_tries(way, clock, TELL_AFTER)
    assert (clock.now - began).total_seconds() < 180
    await until_tries(way, clock, TELL_AFTER + 3)
    assert words(await way.record()) == [UNREADABLE]
    [turn] = await way.turns()
    assert "met:onleesbaar" in turn.message.content.marks
    assert way.notified == [turn.conversation.id]


async def test_what_breaks_is_kept_and_handled_once_it_is_mended_also_after_days(way: Way, clock: FakeClock) -> None:
    fault = with_fault(way, Fault("gas"))
    await way.take(sent("Ik ruik gas"))
    await way.idle()
    await until_tries(way, clock, TELL_AFTER)
    for _ in range(3):
        before = fault.met
        await later(way, clock, 86_400)
        assert fault.met == before + 1, "it is tried no more"
    assert way.metrics.arrivals_failed._value.get() == fault.met
    fault.mended = True
    await later(way, clock, LONGEST_WAIT + 1)
    assert words(await way.record()) == [UNREADABLE, "Ik ruik gas"]
    async with way.database.reading() as session:
        assert (await session.scalars(select(ArrivalRow.body))).all() == [None]


async def test_what_breaks_is_kept_no_longer_than_anything_that_came(
    way: Way, clock: FakeClock, logged: list[MutableMapping[str, Any]]
) -> None:
    fault = with_fault(way, Fault("gas"))
    await way.take(sent("Ik ruik gas"))
    await way.idle()
    await until_tries(way, clock, TELL_AFTER)
    await later(way, clock, KEPT.total_seconds())
    tries = fault.met
    await later(way, clock, 86_400)
    await way.inbox.tidy()
    async with way.database.reading() as session:
        assert (await session.scalars(select(ArrivalRow))).all() == []
    assert fault.met == tries
    failures = [line["event"] for line in logged if line["log_level"] == "error"]
    assert failures == ["arrival_failed"] * (tries - 1) + ["arrival_given_up"]


async def test_one_hiccup_of_the_database_costs_a_second(way: Way) -> None:
    """The clock stands still: nobody waits for the lease to end."""
    fault = with_fault(way, Fault("Hoi", lambda: DatabaseUnavailable("locked for 5 seconds")))
    await way.take(sent("Hoi"))
    await way.idle()
    assert await way.record() == []
    await way.inbox.look()
    await way.idle()
    assert fault.met == 2
    fault.mended = True
    await way.inbox.look()
    await way.idle()
    assert words(await way.record()) == ["Hoi"]


async def test_ids_are_forgotten_a_few_at_a_time(way: Way, clock: FakeClock) -> None:
    await way.brings(*(sent(f"regel {n}", second=n) for n in range(7)))
    async with way.database.writing() as session:
        assert await store.forget(session, clock.now, limit=3) is False  # nothing is that old
    clock.forward(days=KEPT.days, hours=1)
    for more, left in ((True, 4), (True, 1), (False, 0)):
        async with way.database.writing() as session:
            assert await store.forget(session, clock.now - KEPT, limit=3) is more
            assert await session.scalar(select(func.count()).select_from(ArrivalRow)) == left
