"""What a customer may do with their own data in the chat: see it, take it along, ask for it to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dichtbij.clock import Clock
from dichtbij.customers.model import CustomerId
from dichtbij.customers.rules.retention import RetentionPolicy
from dichtbij.customers.store import people as customers
from dichtbij.database import Database
from dichtbij.privacy.model import ErasureProposal, ErasureRequested, Overview, Scope, merged
from dichtbij.privacy.ports import PersonalStore
from dichtbij.privacy.store import erasures, people
from dichtbij.privacy.store.access import AccessStore
from dichtbij.privacy.store.customers import CustomerStore
from dichtbij.privacy.store.desk import DeskStore
from dichtbij.privacy.store.other_desk import OtherDeskStore
from dichtbij.privacy.store.phone import PhoneStore
from dichtbij.privacy.store.record import RecordStore

_TITLES = {
    Scope.GESPREK: "Dit gesprek wissen",
    Scope.GESPREKKEN: "Alle gesprekken wissen",
    Scope.ALLES: "Gegevens wissen",
}


class Privacy:
    """Raises DatabaseUnavailable when a database does not answer; then nothing was changed."""

    def __init__(
        self, database: Database, clock: Clock, policy: RetentionPolicy, others: Sequence[PersonalStore] = ()
    ) -> None:
        """`others` are stores outside our own database (Rasa's tracker); only the counter reaches them."""
        self._database = database
        self._clock = clock
        self._customers = CustomerStore(clock, policy)
        self.stores: tuple[PersonalStore, ...] = (
            OtherDeskStore(),
            PhoneStore(),
            DeskStore(),
            AccessStore(policy),
            RecordStore(),
            self._customers,
            *others,
        )

    async def overview(self, customer_id: CustomerId) -> Overview:
        """What we have, in numbers."""
        async with self._database.reading() as session:
            person = await people.person(session, customer_id, "", Scope.ALLES)
            parts = [part for store in self.stores for part in await store.plan(session, person, Scope.ALLES)]
            until = await self._customers.books_until(session, customer_id)
        counts: dict[str, int] = {}
        for part in parts:
            counts[part.what] = counts.get(part.what, 0) + part.count + part.kept
        return Overview(counts, until)

    async def export(self, customer_id: CustomerId) -> dict[str, Any] | None:
        """Everything about the person, store by store; None when there is no such customer any more."""
        async with self._database.reading() as session:
            person = await people.person(session, customer_id, "", Scope.ALLES)
            found = {store.name: dict(await store.export(session, person)) for store in self.stores}
        if not found[self._customers.name]["customers"]:
            return None
        return {"made_at": self._clock().isoformat(), **found}

    async def propose_erasure(self, customer_id: CustomerId, conversation_id: str, scope: Scope) -> ErasureProposal:
        """What would go and what would stay. Nothing is stored."""
        async with self._database.reading() as session:
            person = await people.person(session, customer_id, conversation_id, scope)
            parts = [part for store in self.stores for part in await store.plan(session, person, scope)]
            open_case = await erasures.has_open_case(session, person.conversation_ids)
        return ErasureProposal(scope, tuple(merged(parts)), open_case)

    async def request_erasure(
        self, customer_id: CustomerId, conversation_id: str, scope: Scope, form_of_address: str
    ) -> ErasureRequested:
        """Store the confirmed wish. The counter carries it out once this turn is over: the bot is still writing now.

        The same or less again, before it was carried out, gives the first one back; more makes the first one wider.
        """
        async with self._database.writing() as session:
            await customers.locked_customer(session, customer_id)  # the same yes at the same moment waits here
            known = await erasures.open_of(session, conversation_id)
            if known and known.customer_id == customer_id and scope.is_wider_than(known.scope):
                known = await erasures.widen(session, known, scope, _TITLES[scope], self._clock())
            made = known or await erasures.add(
                session, customer_id, conversation_id, scope, form_of_address, _TITLES[scope], self._clock()
            )
        return ErasureRequested(made.reference)
