"""The audit trail: who at the desk logged in, saw which customer, and changed what. It holds no words of customers."""

from __future__ import annotations

from datetime import timedelta

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.handoff import audit_store as store
from dichtbij.handoff.access import LOOKING, Action, Entry
from dichtbij.handoff.model import Agent, CaseId

ONCE_IN = timedelta(hours=1)
"""See LOOKING."""

PAGE = 100
"""Lines at once."""
_NOBODY = "onbekend"


class Audit:
    """Raises DatabaseUnavailable when the database does not answer: then nothing may be shown."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(
        self,
        agent: Agent | None,
        action: Action,
        *,
        case_id: CaseId | None = None,
        customer_id: str | None = None,
        detail: str = "",
    ) -> None:
        """Write a line.

        Args:
            agent: who; None for a log-in under a name that has no account.
            customer_id: whom it was about, as far as known at this moment.
            detail: at most 200 characters; which team, which quick action. No words of a customer.
        """
        now = self._clock()
        entry = Entry(
            0,
            now,
            agent.id if agent else "",
            agent.name if agent else _NOBODY,
            action,
            customer_id,
            case_id,
            detail[:200],
        )
        async with self._database.writing() as session:
            if action in LOOKING and await store.noted_since(session, entry, now - ONCE_IN):
                return
            store.add(session, entry)

    async def entries(
        self, *, customer_id: str | None = None, agent_id: str | None = None, before: int | None = None
    ) -> list[Entry]:
        """At most PAGE lines, the newest first.

        Args:
            before: only lines with a smaller id, for the next page.
        """
        async with self._database.reading() as session:
            return await store.entries(session, customer_id, agent_id, before, PAGE)
