"""Promises to call back, and how they are kept."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

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

    def parts(self, team: str = "") -> tuple[str, ...]:
        """The parts of the day in which agents (of a team) ever call, in their order."""
        return tuple(slot for slot in SLOTS if self._first_day(slot, team) is not None)

    def first_day(self, slot: str, team: str = "") -> date:
        """The first day on which agents (of a team) can call in a part of the day: open then, and not over yet.

        Raises:
            ValueError: they never work in this part of the day; ask `parts` first.
        """
        day = self._first_day(slot, team)
        if day is None:
            raise ValueError(f"nobody of team {team!r} works in the {slot}")
        return day

    def can_call(self, day: date, slot: str, team: str = "") -> bool:
        """Whether agents (of a team) can still call on a day in a part of it ("ochtend", "middag", "avond")."""
        now = self._clock().astimezone(AMSTERDAM)
        window = self._organisation.window(day, team)
        if day < now.date() or window is None or slot not in SLOTS:
            return False
        begins, ends = max(_BEGINS[slot], window[0]), min(time(SLOTS[slot]), window[1])
        return begins < ends and now < datetime.combine(day, ends, tzinfo=AMSTERDAM) - LAST_CALL

    def team_of(self, intent: str) -> str:
        """Key of the team that calls about a question."""
        return self._organisation.balie.team_of(intent).key

    def _first_day(self, slot: str, team: str) -> date | None:
        today = self._clock().astimezone(AMSTERDAM).date()
        days = (today + timedelta(days=ahead) for ahead in range(30))
        return next((day for day in days if self.can_call(day, slot, team)), None)

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
        team: str = "",
    ) -> Callback:
        """Note that somebody wants to be called; the same wish again in one conversation replaces the open one.

        Args:
            day: the day that was wished; the first possible one when nobody can call then.
            team: whose agents call.

        Raises:
            ValueError: nobody of the team ever works in this part of the day.
        """
        day = day if day and self.can_call(day, slot, team) else self.first_day(slot, team)
        async with self._database.writing() as session:
            row = await store.open_callback_of(session, conversation_id)
            if row is None:
                row = tables.CallbackRow(id=str(uuid4()), conversation_id=conversation_id, created_at=self._clock())
                session.add(row)
            row.name, row.phone, row.day, row.slot, row.subject = name, phone, day, slot, subject
            row.customer_id, row.team = customer_id, team
            await session.flush()
            return store.as_callback(row)

    async def open(self) -> list[Callback]:
        """Calls still to be made, the first promised first."""
        async with self._database.reading() as session:
            return await store.open_callbacks(session)

    async def count_open(self) -> int:
        """How many calls are still to be made."""
        async with self._database.reading() as session:
            return await store.count_open_callbacks(session)

    async def done(self, id_: str) -> Callback | None:
        """The customer was called. None when there is no such call."""
        async with self._database.writing() as session:
            row = await session.get(tables.CallbackRow, id_)
            if row is None:
                return None
            row.done_at = row.done_at or self._clock()
            return store.as_callback(row)
