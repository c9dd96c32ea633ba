"""Who is who: one person is one row, whatever of number and id came along."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from dichtbij.channels.whatsapp.model import WINDOW, Address, Kind, Person
from dichtbij.channels.whatsapp.people import People
from dichtbij.database import Database
from tests.conftest import FakeClock
from tests.phone import NOW, sent

ID, NUMBER = "NL.150201", "31612000101"
BOTH, ONLY_ID, ONLY_NUMBER = Address(ID, NUMBER), Address(ID), Address("", NUMBER)


@pytest.fixture
def people(database: Database, clock: FakeClock) -> People:
    return People(database, clock)


async def meet(people: People, address: Address, **more: object) -> Person:
    person = await people.meet("whatsapp", "cloud", sent("Hoi", address=address, **more))
    assert person is not None
    return person


@pytest.mark.parametrize("first", [BOTH, ONLY_ID, ONLY_NUMBER])
@pytest.mark.parametrize("then", [BOTH, ONLY_ID, ONLY_NUMBER])
async def test_number_and_id_join_the_same_row(people: People, first: Address, then: Address) -> None:
    before = await meet(people, first)
    after = await meet(people, BOTH)
    again = await meet(people, then)
    assert before.id == after.id == again.id
    assert again.address == BOTH


async def test_a_number_alone_and_an_id_alone_are_not_the_same_person(people: People) -> None:
    assert (await meet(people, ONLY_ID)).id != (await meet(people, ONLY_NUMBER)).id


async def test_an_id_that_takes_a_number_over_leaves_the_other_without(people: People) -> None:
    """Known by id alone and by number alone, and then by both: the id is the key."""
    by_id, by_number = await meet(people, ONLY_ID), await meet(people, ONLY_NUMBER)
    assert (await meet(people, BOTH)).id == by_id.id
    assert (await meet(people, ONLY_NUMBER)).id == by_id.id
    left = await people.get(by_number.id)
    assert left is not None
    assert left.address == Address()


async def test_a_new_id_with_a_known_number_is_somebody_new(people: People) -> None:
    """The number was given out again: nothing of who had it is the new owner's, and that one is no longer found by it.

    Who changes number or id is announced (move); an id that changes without a word is another account.
    """
    before = await meet(people, BOTH)
    await people.note(before.id, told_privacy_at=NOW, opted_out_at=NOW)
    new_owner = Address("NL.2", NUMBER)
    after = await meet(people, new_owner)
    assert (after.address, after.told_privacy_at, after.opted_out_at) == (new_owner, None, None)
    assert after.id != before.id
    assert (await meet(people, new_owner)).id == (await meet(people, ONLY_NUMBER)).id == after.id
    again = await meet(people, ONLY_ID)
    assert (again.id, again.address) == (before.id, ONLY_ID)


async def test_a_new_id_without_a_number_is_somebody_new(people: People) -> None:
    assert (await meet(people, BOTH)).id != (await meet(people, Address("NL.2"))).id


async def test_a_change_of_number_moves_the_person(people: People) -> None:
    person = await meet(people, BOTH)
    told = {"new_number": "31687654321", "new_user_id": "NL.99", "previous_user_id": ID}
    moved = await people.move("whatsapp", sent("", kind=Kind.NEW_NUMBER, address=ONLY_NUMBER, details=told))
    assert moved is not None
    assert (moved.id, moved.address) == (person.id, Address("NL.99", "31687654321"))
    assert (await meet(people, Address("NL.99", "31687654321"))).id == person.id
    assert (await meet(people, ONLY_NUMBER)).id != person.id


async def test_a_change_of_id_alone_moves_the_person(people: People) -> None:
    person = await meet(people, ONLY_ID)
    told = {"new_user_id": "NL.99", "previous_user_id": ID}
    await people.move("whatsapp", sent("", kind=Kind.NEW_NUMBER, address=Address(), details=told))
    assert (await meet(people, Address("NL.99"))).id == person.id


async def test_a_change_to_a_number_that_wrote_already_leaves_both(people: People) -> None:
    old, new = await meet(people, BOTH), await meet(people, Address("NL.99", "31687654321"))
    told = {"new_number": "31687654321", "new_user_id": "NL.99", "previous_user_id": ID}
    await people.move("whatsapp", sent("", kind=Kind.NEW_NUMBER, address=ONLY_NUMBER, details=told))
    assert (await people.get(old.id), await people.get(new.id)) == (old, new)


async def test_news_of_a_number_of_nobody_is_nothing(people: People) -> None:
    told = {"new_number": "31687654321"}
    assert await people.move("whatsapp", sent("", kind=Kind.NEW_NUMBER, details=told)) is None


async def test_the_window_is_counted_from_the_last_message_sent(people: People) -> None:
    person = await meet(people, BOTH, at=NOW)
    assert person.window_until() == NOW + WINDOW
    person = await meet(people, BOTH, at=NOW - timedelta(hours=3))
    assert person.window_until() == NOW + WINDOW
    person = await meet(people, BOTH, at=NOW + timedelta(hours=1), kind=Kind.REACTION)
    assert person.window_until() == NOW + WINDOW
    person = await meet(people, BOTH, at=NOW + timedelta(hours=2))
    assert person.window_until() == NOW + timedelta(hours=2) + WINDOW


async def test_a_name_is_kept_as_the_person_last_gave_it(people: People) -> None:
    await meet(people, BOTH, profile_name="Sanne")
    assert (await meet(people, BOTH)).name == "Sanne"
    assert (await meet(people, BOTH, profile_name="Sanne de Vries")).name == "Sanne de Vries"


async def test_the_same_new_person_at_two_processes_is_one(
    open_database: Callable[[], Database], clock: FakeClock
) -> None:
    two = [People(open_database(), clock) for _ in range(2)]
    met = await asyncio.gather(*(meet(two[n % 2], Address(f"NL.{n // 2}")) for n in range(12)))
    assert len({person.id for person in met}) == 6


async def test_nobody_is_looked_for_among_everybody(sqlite_copy: str, clock: FakeClock) -> None:
    """SQLite without statistics (nobody runs ANALYZE) looks by the whole id and the whole number, never by channel."""
    database = Database(sqlite_copy)
    people, seen = People(database, clock), list[tuple[str, Any]]()

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def see(_1: Any, _2: Any, statement: str, values: Any, *_more: Any) -> None:
        if "phone_people" in statement and statement.startswith("SELECT"):
            seen.append((statement, values))

    await meet(people, BOTH)
    await meet(people, BOTH)
    asked = list(dict(seen).items())
    async with database.reading() as session:
        connection = await session.connection()
        steps = [
            step[3]
            for statement, values in asked
            for step in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    await database.close()
    used = [
        step.rpartition("(")[2].rstrip(")") for step in steps if step.startswith(("SEARCH", "SCAN")) and "(" in step
    ]
    assert {"channel=? AND user_id=?", "channel=? AND number=?", "id=?"} <= set(used)
    assert "channel=?" not in used
    assert not [step for step in steps if step.startswith("SCAN phone_people")]
