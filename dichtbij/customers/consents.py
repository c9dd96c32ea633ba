"""Consent per purpose, in force from the next message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dichtbij.clock import Clock
from dichtbij.customers.model import PERSOONLIJKE_ANTWOORDEN, PURPOSES, Consent, CustomerId
from dichtbij.customers.store import people
from dichtbij.database import Database

DEFAULTS = {purpose: purpose == PERSOONLIJKE_ANTWOORDEN for purpose in PURPOSES}
"""Who proves who they are to ask about their bill wants their own figures; improvement is only on request."""


def effective(given: Mapping[str, Consent]) -> list[Consent]:
    """Every purpose with what holds: what the customer said, else the default."""
    return [given.get(purpose, Consent(purpose, DEFAULTS[purpose], None)) for purpose in PURPOSES]


@dataclass(frozen=True)
class ConsentsChanged:
    """What the customer said is stored."""

    purposes: tuple[str, ...]
    """What changed; empty when it was so already."""
    reference: str


class Consents:
    """What a customer allows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, customer_id: CustomerId) -> list[Consent]:
        """Every purpose, in a fixed order."""
        async with self._database.reading() as session:
            return effective(await people.consents(session, customer_id))

    async def propose(self, customer_id: CustomerId, purposes: Sequence[str], granted: bool) -> list[Consent]:
        """What would change: the purposes that hold differently now. Nothing is stored; empty: it is so already."""
        return [one for one in await self.get(customer_id) if one.purpose in purposes and one.granted != granted]

    async def change(self, customer_id: CustomerId, purposes: Sequence[str], granted: bool) -> ConsentsChanged:
        """Store what the customer said, with the request it is; the same again changes nothing and gives no new one."""
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            now = self._clock()
            held = effective(await people.consents(session, customer_id))
            changing = [one.purpose for one in held if one.purpose in purposes and one.granted != granted]
            if not changing:
                return ConsentsChanged((), "")
            for purpose in changing:
                await people.set_consent(session, customer_id, purpose, granted, now)
            details = f"{', '.join(changing)}: {'ja' if granted else 'nee'}"
            request = await people.add_request(
                session, customer_id, "toestemming_wijzigen", "Toestemming gewijzigd", now, details=details
            )
        return ConsentsChanged(tuple(changing), request.reference)

    async def set(self, customer_id: CustomerId, purpose: str, granted: bool) -> Consent:
        """Store what the customer said.

        Raises:
            ValueError: there is no such purpose.
        """
        if purpose not in PURPOSES:
            raise ValueError(f"unknown purpose {purpose!r}")
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            return await people.set_consent(session, customer_id, purpose, granted, self._clock())
