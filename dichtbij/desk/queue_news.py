"""The queue as the pages know it: whole at the beginning, then only what changed (docs/protocol.md, "The desk").

Hundreds may wait while dozens of agents look, and something changes many times a second.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dichtbij.clock import Clock
from dichtbij.handoff.model import Case, CaseId, InLine
from dichtbij.handoff.routing import urgency
from dichtbij.handoff.service import Handoffs

Summaries = Callable[[Sequence[Case], Mapping[CaseId, int]], Awaitable[list[dict[str, Any]]]]

READ_AGAIN_AFTER = timedelta(seconds=15)
"""So old a row may be, when something changed that only another process knows: a name, a customer's last words."""


class QueueNews:
    """Holds the rows that were told last. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, clock: Clock, handoffs: Handoffs, summaries: Summaries) -> None:
        """Args:
        summaries: makes the rows of cases, with the places that it is given.
        """
        self._clock = clock
        self._handoffs = handoffs
        self._summaries = summaries
        self._rows: dict[CaseId, dict[str, Any]] = {}
        self._line: dict[CaseId, InLine] = {}
        self._order: list[CaseId] = []
        self.places: dict[CaseId, int] = {}
        """Where everybody stood when it was told last; 1 is next."""
        self._touched: set[CaseId] = set()
        self._read_at: datetime | None = None

    def touch(self, case_id: CaseId) -> None:
        """The row of this case may have changed."""
        self._touched.add(case_id)

    def knows(self, line: Sequence[InLine]) -> bool:
        """Whether this is the queue that was told: the same customers, in this order, asked of the same agents."""
        return [case.id for case in line] == self._order and all(self._line[case.id] == case for case in line)

    def whole(self) -> dict[str, Any]:
        """Everything that was told until now."""
        return {"order": list(self._order), "cases": [self._rows[id_] for id_ in self._order]}

    async def changes(self) -> dict[str, Any] | None:
        """The rows that are new or other than was told, and the order when that changed. None: nothing did."""
        now, line = self._clock(), await self._handoffs.line()
        touched, self._touched = self._touched, set()
        try:
            rows = await self._read(line, touched, now)
        except BaseException:
            self._touched |= touched
            raise
        before, order = self._rows, list(rows)
        changed = [row for id_, row in rows.items() if id_ not in before or _told(row) != _told(before[id_])]
        moved = order != self._order
        self._rows, self._order, self._line = rows, order, {case.id: case for case in line if case.id in rows}
        self.places = {id_: place for place, id_ in enumerate(order, start=1)}
        if not changed and not moved:
            return None
        return {"cases": changed, **({"order": order} if moved else {})}

    async def _read(self, line: Sequence[InLine], touched: set[CaseId], now: datetime) -> dict[CaseId, dict[str, Any]]:
        """The rows of the queue in its order; read anew are only those that may have changed."""
        old = self._read_at is None or now - self._read_at >= READ_AGAIN_AFTER
        stale = {case.id for case in line if old or case.id in touched or self._line.get(case.id) != case}
        fresh = {row["id"]: row for row in await self._summaries(await self._handoffs.several(stale), {})}
        if old:
            self._read_at = now
        rows: dict[CaseId, dict[str, Any]] = {}
        for case in line:
            row = fresh.get(case.id) or (None if case.id in stale else self._rows[case.id])
            if row is None or row["state"] != "waiting":  # it was taken or erased at this very moment
                continue
            why = list(urgency(case, now).why)
            rows[case.id] = {**row, "place": len(rows) + 1, "priority_why": why}
        return rows


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a page can't know by itself: the place it sees in the order."""
    return {name: value for name, value in row.items() if name != "place"}
