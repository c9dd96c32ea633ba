"""Queries about contracts, their tariffs and their instalments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.customers.model import Address, ContractId, ContractKind, CustomerId, Tariff, TariffKind, Term
from dichtbij.customers.store.people import addresses
from dichtbij.customers.store.tables import ContractRow, ContractTermRow, InstalmentRow, TariffRow


@dataclass(frozen=True)
class Contract:
    """A contract with everything that hangs on it."""

    contract_id: ContractId
    kind: ContractKind
    address: Address
    start: date
    fixed_until: date | None
    ended: date | None
    notice_days: int
    collection_day: int
    tariffs: tuple[Tariff, ...]
    """All, also those of before."""
    instalments: tuple[tuple[date, Decimal], ...]
    """From which day, how much; oldest first."""
    terms: tuple[Term, ...] = ()
    """What was agreed on later, by the day it begins."""

    def on(self, day: date) -> Contract:
        """The same contract with the kind and the fixed term of a day; what was fixed goes on as variable."""
        begun = [term for term in self.terms if term.start <= day]
        kind, until = (begun[-1].kind, begun[-1].fixed_until) if begun else (self.kind, self.fixed_until)
        if until is not None and until <= day:
            kind, until = ContractKind.VARIABEL, None
        return replace(self, kind=kind, fixed_until=until)

    def agreed_on(self, day: date) -> date:
        """When what holds on that day was agreed; for a first contract its first day stands for it."""
        begun = [term for term in self.terms if term.start <= day]
        return begun[-1].agreed_on if begun else self.start

    def term_after(self, day: date) -> Term | None:
        """What was agreed for later."""
        return next((term for term in self.terms if term.start > day), None)

    def runs_on(self, day: date) -> bool:
        """Whether energy is delivered on that day."""
        return self.start <= day and (self.ended is None or day < self.ended)

    def instalment_on(self, day: date) -> Decimal:
        """The monthly amount on that day."""
        amounts = [amount for start, amount in self.instalments if start <= day]
        return amounts[-1] if amounts else self.instalments[0][1]

    def planned_after(self, day: date) -> tuple[date, Decimal] | None:
        """The next amount that was agreed for later."""
        return next((planned for planned in self.instalments if planned[0] > day), None)


async def contracts(session: AsyncSession, customer_id: CustomerId) -> list[Contract]:
    """All contracts of a customer, oldest first."""
    rows = list(
        await session.scalars(
            select(ContractRow)
            .where(ContractRow.customer_id == customer_id)
            .order_by(ContractRow.start, ContractRow.id)
        )
    )
    where = await addresses(session, customer_id)
    ids = [row.id for row in rows]
    prices = list(
        await session.scalars(select(TariffRow).where(TariffRow.contract_id.in_(ids)).order_by(TariffRow.start))
    )
    amounts = list(
        await session.scalars(
            select(InstalmentRow).where(InstalmentRow.contract_id.in_(ids)).order_by(InstalmentRow.from_date)
        )
    )
    agreed = list(
        await session.scalars(
            select(ContractTermRow).where(ContractTermRow.contract_id.in_(ids)).order_by(ContractTermRow.start)
        )
    )
    return [
        Contract(
            ContractId(row.id),
            ContractKind(row.kind),
            where[row.address_id],
            row.start,
            row.fixed_until,
            row.ended,
            row.notice_days,
            row.collection_day,
            tuple(
                Tariff(TariffKind(price.kind), price.price, price.start, price.end)
                for price in prices
                if price.contract_id == row.id
            ),
            tuple((amount.from_date, amount.amount) for amount in amounts if amount.contract_id == row.id),
            tuple(
                Term(term.offer, ContractKind(term.kind), term.start, term.fixed_until, term.agreed_on)
                for term in agreed
                if term.contract_id == row.id
            ),
        )
        for row in rows
    ]


async def running_contracts(session: AsyncSession, customer_id: CustomerId, today: date) -> list[Contract]:
    """Those that deliver today, with the kind and the fixed term of today."""
    return [contract.on(today) for contract in await contracts(session, customer_id) if contract.runs_on(today)]


async def set_instalment(session: AsyncSession, contract_id: ContractId, amount: Decimal, from_date: date) -> None:
    """The amount from a day on; what was planned for that day or later no longer holds."""
    await session.execute(
        delete(InstalmentRow).where(InstalmentRow.contract_id == contract_id, InstalmentRow.from_date >= from_date)
    )
    before = await session.scalar(
        select(InstalmentRow.amount)
        .where(InstalmentRow.contract_id == contract_id)
        .order_by(InstalmentRow.from_date.desc())
        .limit(1)
    )
    if before != amount:
        session.add(InstalmentRow(contract_id=contract_id, amount=amount, from_date=from_date))


async def set_collection_day(session: AsyncSession, contract_id: ContractId, day: int) -> None:
    """Collect on another day of the month."""
    row = await session.get_one(ContractRow, contract_id)
    row.collection_day = day
