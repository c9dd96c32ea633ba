"""What the desk shows, as JSON. Only reads; the shapes are in docs/protocol.md and docs/case.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dichtbij.handoff.case_file import CaseFiles
from dichtbij.handoff.case_words import PART_OF_DAY
from dichtbij.handoff.model import Callback, Case, CaseId


class Views:
    """Cases as the desk reads them. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, files: CaseFiles) -> None:
        self._files = files

    async def summary(self, case: Case, places: Mapping[CaseId, int] | None = None) -> dict[str, Any]:
        """A row of the queue. See summaries."""
        [row] = await self._files.rows([case], places)
        return row

    async def summaries(
        self, cases: Sequence[Case], places: Mapping[CaseId, int] | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a list, in the same order: as many queries as for one.

        Args:
            places: where each stands in the queue, when that is known; None: look it up.
        """
        return await self._files.rows(cases, places)

    async def full(self, case: Case) -> dict[str, Any] | None:
        """Everything an agent needs who may read this case; None when it was erased.

        The profile stands in it while somebody handles the case. Who else may read it then, leads (handoff.access).
        """
        return await self._files.of(case, profile=case.state == "taken")


def callback(row: Callback) -> dict[str, Any]:
    """A promised call."""
    return {
        "id": row.id,
        "name": row.name,
        "phone": row.phone,
        "slot": f"{row.day.day}-{row.day.month}-{row.day.year} {PART_OF_DAY[row.slot]}",
        "day": row.day.isoformat(),
        "subject": row.subject,
        "created_at": row.created_at.isoformat(),
        "customer_id": row.customer_id,
        "conversation_id": row.conversation_id,
        "done": row.done,
    }
