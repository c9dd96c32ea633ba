"""Promises to call back, and how they are kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import func, select

from dichtbij.clock import AMSTERDAM, Clock
from dichtbij.database import Database
from dichtbij.handoff import store, tables
from dichtbij.handoff.model import Callback
from dichtbij.organisation import Organisation

SLOTS = {"ochtend": 12, "middag": 17, "avond": 20}
"""Parts of the day in which agents call, with the hour at which each ends (local time)."""

_BEGINS = {"ochtend": time(0), "middag": time(12), "avond": time(17)}

LAST_CALL = timedelta(hours=1)
"""A part of the day that ends sooner than this is over: nobody promises a call within the hour."""


class Callbacks:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock, organisation: Organisation) -> None:
        self._database = database
        self._clock = clock
        self._organisation = organisation

    def first_day(self, slot: str) -> date:
        """The first day on which agents can call in a part of the day: open then, and not over yet."""
        local = self._clock().astimezone(AMSTERDAM)
        for ahead in range(30):
            day = local.date() + timedelta(days=ahead)
            window = self._organisation.openingstijden.get(day.weekday())
            if window is None or self._organisation.is_holiday(day):
                continue
            begins, ends = max(_BEGINS[slot], window[0]), min(time(SLOTS[slot]), window[1])
            if begins >= ends:
                continue
            if ahead == 0 and local >= datetime.combine(day, ends, tzinfo=AMSTERDAM) - LAST_CALL:
                continue
            return day
        raise AssertionError("no day within a month on which agents work in this part of the day")

    def can_call(self, day: date, slot: str) -> bool:
        """Whether agents can still call on a day in a part of it ("ochtend", "middag", "avond")."""
        local = self._clock().astimezone(AMSTERDAM)
        window = self._organisation.openingstijden.get(day.weekday())
        if day < local.date() or window is None or self._organisation.is_holiday(day):
            return False
        ends = min(SLOTS[slot], window[1].hour)
        starts = {"ochtend": 0, "middag": SLOTS["ochtend"], "avond": SLOTS["middag"]}[slot]
        return ends > starts and not (day == local.date() and local.hour >= ends - 1)

    async def ask(
        self,
        *,
        name: str,
        phone: str,
        slot: str,
        subject: str,
        customer_id: str | None,
        conversation_id: str,
        day: date | None = None,
    ) -> Callback:
        """Note that somebody wants to be called; the same wish again in one conversation replaces the open one.

        Args:
            day: the day that was wished; the first possible one when nobody can call then.
        """
        day = day if day and self.can_call(day, slot) else self.first_day(slot)
        async with self._database.writing() as session:
            row = await session.scalar(
                select(tables.CallbackRow).where(
                    tables.CallbackRow.conversation_id == conversation_id, tables.CallbackRow.done_at.is_(None)
                )
            )
            if row is None:
                row = tables.CallbackRow(id=str(uuid4()), conversation_id=conversation_id, created_at=self._clock())
                session.add(row)
            row.name, row.phone, row.day, row.slot, row.subject = name, phone, day, slot, subject
            row.customer_id = customer_id
            await session.flush()
            return store.as_callback(row)

    async def open(self) -> list[Callback]:
        """Calls still to be made, the first promised first."""
        async with self._database.reading() as session:
            rows = await session.scalars(
                select(tables.CallbackRow)
                .where(tables.CallbackRow.done_at.is_(None))
                .order_by(tables.CallbackRow.day, tables.CallbackRow.created_at)
            )
            return [store.as_callback(row) for row in rows]

    async def count_open(self) -> int:
        """How many calls are still to be made."""
        async with self._database.reading() as session:
            return (
                await session.scalar(
                    select(func.count()).select_from(tables.CallbackRow).where(tables.CallbackRow.done_at.is_(None))
                )
                or 0
            )

    async def done(self, id_: str) -> bool:
        """The customer was called. False when there is no such call."""
        async with self._database.writing() as session:
            row = await session.get(tables.CallbackRow, id_)
            if row is None:
                return False
            row.done_at = row.done_at or self._clock()
            return True
