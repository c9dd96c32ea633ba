"""What customers asked for, and how far it is."""

from __future__ import annotations

from dichtbij.clock import Clock
from dichtbij.customers.model import CustomerId, Request
from dichtbij.customers.rules.requests import RequestPolicy, worth_telling
from dichtbij.customers.store import people
from dichtbij.database import Database


class Requests:
    """The requests of a customer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, customer_id: CustomerId, open_only: bool = False) -> list[Request]:
        """Latest first."""
        async with self._database.reading() as session:
            return await people.requests(session, customer_id, open_only)

    async def recent(self, customer_id: CustomerId, policy: RequestPolicy) -> tuple[Request, ...]:
        """What is open, then what was finished lately: what a customer means by "my request"."""
        return worth_telling(await self.of(customer_id), self._clock(), policy)

    async def register(
        self, customer_id: CustomerId, kind: str, title: str, details: str = "", next_step: str | None = None
    ) -> Request:
        """Note something that a person still has to do."""
        async with self._database.writing() as session:
            return await people.add_request(
                session,
                customer_id,
                kind,
                title,
                self._clock(),
                details=details,
                state="open",
                next_step=next_step,
            )
