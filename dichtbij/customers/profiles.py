"""The customer card and contact moments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dichtbij.clock import Clock
from dichtbij.customers.billing.payments import open_invoices
from dichtbij.customers.consents import effective
from dichtbij.customers.contracts import contract_info
from dichtbij.customers.model import ContactMoment, CustomerCard, CustomerId, CustomerInList, CustomerShort
from dichtbij.customers.model.profile import salutation
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.store import agreements, metering, money, people
from dichtbij.customers.store.session import Session
from dichtbij.database import Database

MOMENTS_ON_CARD = 10


def add_contact_moment_in(session: Session, customer_id: CustomerId, channel: str, summary: str, at: datetime) -> None:
    """Note a contact inside somebody's transaction."""
    people.add_contact_moment(session, customer_id, channel, summary, at)


class Profiles:
    """Who a customer is."""

    def __init__(self, database: Database, clock: Clock, policies: Policies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    async def card(self, customer_id: CustomerId) -> CustomerCard | None:
        """Everything an agent needs to see; None when the customer is gone."""
        day = today(self._clock)
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
            if row is None:
                return None
            addresses = await people.addresses(session, customer_id)
            running = await agreements.running_contracts(session, customer_id, day)
            registers = await metering.registers(session, customer_id, [one.address.address_id for one in running], day)
            invoices = await money.invoices(session, customer_id)
            requests = await people.requests(session, customer_id, open_only=True)
            moments = await people.contact_moments(session, customer_id, MOMENTS_ON_CARD)
            consents = await people.consents(session, customer_id)
        person = f"{row.first_name} {row.last_name}"
        return CustomerCard(
            customer_id=customer_id,
            customer_number=row.customer_number,
            name=row.company or person,
            first_name=row.first_name,
            salutation=salutation(row.title, row.first_name, row.last_name),
            form_of_address=row.form_of_address,
            is_business=row.company is not None,
            vulnerability=row.vulnerability,
            email=row.email,
            phone=row.phone,
            addresses=tuple(addresses.values()),
            contracts=tuple(contract_info(contract, registers, day, self._policies.contract) for contract in running),
            open_invoices=open_invoices(invoices, day),
            open_requests=tuple(requests),
            contact_moments=tuple(moments),
            consents={consent.purpose: consent.granted for consent in effective(consents)},
        )

    async def short(self, customer_id: CustomerId) -> CustomerShort | None:
        """Enough to address somebody; None when the customer is gone."""
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
            if row is None:
                return None
            consents = await people.consents(session, customer_id)
        return CustomerShort(
            name=row.company or f"{row.first_name} {row.last_name}",
            first_name=row.first_name,
            salutation=salutation(row.title, row.first_name, row.last_name),
            form_of_address=row.form_of_address,
            has_consent={consent.purpose: consent.granted for consent in effective(consents)},
        )

    async def in_list(self, customer_ids: Sequence[CustomerId]) -> dict[CustomerId, CustomerInList]:
        """What a list of many customers shows of each; who is gone is left out."""
        async with self._database.reading() as session:
            rows = await people.customers(session, customer_ids)
        return {
            CustomerId(row.id): CustomerInList(row.company or f"{row.first_name} {row.last_name}", row.vulnerability)
            for row in rows
        }

    async def by_number(self, customer_number: str) -> CustomerId | None:
        """Whose customer number this is. Proves nothing: identification is elsewhere."""
        async with self._database.reading() as session:
            return await people.id_by_number(session, customer_number)

    async def add_contact_moment(
        self, customer_id: CustomerId, channel: str, summary: str, at: datetime | None = None
    ) -> None:
        """Note a contact, now unless told otherwise."""
        async with self._database.writing() as session:
            people.add_contact_moment(session, customer_id, channel, summary, at or self._clock())

    async def contact_moments(self, customer_id: CustomerId, limit: int = MOMENTS_ON_CARD) -> list[ContactMoment]:
        """Latest first."""
        async with self._database.reading() as session:
            return await people.contact_moments(session, customer_id, limit)
