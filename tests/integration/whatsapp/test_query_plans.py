"""What is asked for every message finds its rows by an index: the record grows for years, and a look comes each second.

SQLite never hears how full its tables are (ANALYZE is not run), so its plan here is that of production. PostgreSQL is
forbidden to go through whole tables: what then still does has no index to go by.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.model import Address, Person, PersonId
from dichtbij.channels.whatsapp.parcels import Parcel
from dichtbij.channels.whatsapp.store import arrivals, parcels, people, record, telling
from dichtbij.conversations.model import ConversationId
from dichtbij.database import Database

NOW = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
TALK = ConversationId("c1")
PARCEL = Parcel("a", Person(PersonId("p1"), "whatsapp", "cloud", Address("NL.1"), "", NOW), TALK, 1, 1, 0, None)
Ask = Callable[[AsyncSession], Awaitable[Any]]

HOT: dict[str, Ask] = {
    "firsts": lambda session: parcels.firsts(session, "cloud", NOW, 24),
    "claim": lambda session: parcels.claim(session, ["a", "b"], "process", NOW),
    "waiting": lambda session: record.waiting(session, NOW),
    "unpacked": lambda session: record.unpacked(session, TALK),
    "begins": lambda session: record.begins(session, TALK, 3),
    "last_of": lambda session: parcels.last_of(session, "p1"),
    "parts_of": lambda session: parcels.parts_of(session, TALK, 3),
    "locked": lambda session: parcels.locked(session, ["a", "b"], ["wamid.1", "wamid.2"]),
    "states": lambda session: parcels.states(session, [(TALK, 1), (TALK, 2)]),
    "was_told_elsewhere": lambda session: parcels.was_told_elsewhere(session, "p1", "elders: ", NOW),
    "was_overtaken": lambda session: parcels.was_overtaken(session, PARCEL),
    "marked": lambda session: telling.marked(session, "elders?: ", "", NOW, 10),
    "claim_statuses": lambda session: arrivals.claim_statuses(session, "process", NOW, NOW + timedelta(seconds=60)),
    "left_behind": lambda session: arrivals.left_behind(session, NOW, NOW),
    "claim of arrivals": lambda session: arrivals.claim(session, "cloud", "u1", "process", NOW, NOW),
    "shown_by": lambda session: arrivals.shown_by(session, "wamid.1"),
    "by_address": lambda session: people.by_address(session, "whatsapp", Address("NL.1", "31612000101")),
}
SMALL = {"ix_phone_parcels_next", "ix_phone_parcels_unsent", "ix_phone_arrivals_unhandled", "ix_messages_unsent"}
SMALL |= {"ix_phone_parcels_failed"}
"""Indexes of what waits or failed alone: these may be gone through from end to end."""

FORGET = (
    "DELETE FROM pg_statistic WHERE starelid IN"
    " (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)",
    "UPDATE pg_class SET reltuples = -1, relpages = 0"
    " WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
)
"""PostgreSQL may have counted by now how empty the tables of the tests are: for a few rows it takes any index."""


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements that go to the database meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            found.append((statement, parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan of PostgreSQL, flat."""
    yield plan
    for below in plan.get("Plans", []):
        yield from steps(below)


async def whole_tables_in_sqlite(session: AsyncSession, statement: str, values: Any) -> list[str]:
    connection = await session.connection()
    rows = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).mappings().all()
    whole = []
    for step in (str(row["detail"]) for row in rows):
        if not re.match(r"(SCAN|SEARCH) (phone_|messages|conversations|earlier)", step):
            continue  # of what was found before
        index = re.search(r" INDEX (\S+)", step)
        # All there is, all of one channel, or all beyond some value.
        if (step.startswith("SCAN") or re.search(r"\((channel=|\w+[<>])\?\)$", step)) and not (
            index and index[1] in SMALL
        ):
            whole.append(step)
    return whole


async def whole_tables_in_postgresql(session: AsyncSession, statement: str, values: Any) -> list[str]:
    connection = await session.connection()
    for forgotten in FORGET:
        await connection.exec_driver_sql(forgotten)
    for way in ("seqscan", "hashjoin", "mergejoin"):
        await connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    [[plan]] = (await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values)).all()
    whole = []
    for step in steps(plan[0]["Plan"]):
        index, condition = step.get("Index Name"), step.get("Index Cond", "")
        all_of_it = index and index not in SMALL and not re.search(r" = |ANY", condition)
        if step["Node Type"] == "Seq Scan" or all_of_it:
            whole.append(f"{step['Node Type']} {index} {condition}")
    return whole


@pytest.mark.parametrize("name", HOT)
async def test_nothing_that_is_asked_for_every_message_goes_through_a_table(database: Database, name: str) -> None:
    with asked(database) as statements:
        async with database.writing() as session:
            await HOT[name](session)
    assert statements
    is_sqlite = database.engine.dialect.name == "sqlite"
    whole_tables = whole_tables_in_sqlite if is_sqlite else whole_tables_in_postgresql
    async with database.reading() as session:  # nothing of this is kept
        for statement, values in statements:
            assert await whole_tables(session, statement, values) == [], statement
