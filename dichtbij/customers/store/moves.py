"""Queries about moves: what was planned, and the contract that goes along."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.customers.model import CustomerId
from dichtbij.customers.model.moves import MoveProposal, NewHome
from dichtbij.customers.rules.moving import first_day_without
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.customers.store.tables import (
    AddressRow,
    ConnectionRow,
    ContractRow,
    ContractTermRow,
    InstalmentRow,
    MeterRow,
    MoveRow,
    RegisterRow,
    TariffRow,
)

PLANNED = "gepland"
TO_CHECK = "controleren"
CANCELLED = "vervallen"


def home_of(row: MoveRow) -> NewHome:
    """Where a move goes."""
    return NewHome(row.postcode, row.house_number, row.street, row.city, row.words)


async def planned(session: AsyncSession, customer_id: CustomerId) -> dict[str, MoveRow]:
    """The planned moves of a customer by the contract that moves."""
    rows = await session.scalars(select(MoveRow).where(MoveRow.customer_id == customer_id, MoveRow.state != CANCELLED))
    return {row.contract_id: row for row in rows}


def add_move(
    session: AsyncSession,
    customer_id: CustomerId,
    proposal: MoveProposal,
    new_contract_id: str | None,
    reference: str,
    at: datetime,
) -> None:
    """Note the move itself."""
    session.add(
        MoveRow(
            id=uuid4().hex,
            customer_id=customer_id,
            contract_id=proposal.contract_id,
            new_contract_id=new_contract_id,
            key_date=proposal.key_date,
            handed_in=proposal.handed_in,
            postcode=proposal.new.postcode,
            house_number=proposal.new.house_number,
            street=proposal.new.street,
            city=proposal.new.city,
            words=proposal.new.words,
            state=TO_CHECK if proposal.checked_by_person else PLANNED,
            reference=reference,
            created_at=at,
        )
    )


async def take_along(
    session: AsyncSession,
    customer_id: CustomerId,
    contract: Contract,
    registers: list[tuple[MeteredRegister, Decimal]],
    proposal: MoveProposal,
    reference: str,
) -> str:
    """End the contract at the old address, and begin the same contract at the new one; gives its id.

    Args:
        registers: of the old home, each with what it is expected to count in a year. The new home gets the same until
            its network operator tells which meters hang there; what feeds in stays with the old roof.
    """
    old = await session.get_one(ContractRow, contract.contract_id)
    old.ended = first_day_without(proposal.handed_in)
    # After those of the demo when sorted: addresses are told in the order of their ids.
    address_id, contract_id = f"adr-{reference}", f"con-{reference}"
    home = proposal.new
    session.add(
        AddressRow(
            id=address_id,
            customer_id=customer_id,
            kind="levering",
            street=home.street,
            house_number=home.house_number,
            postcode=home.postcode,
            city=home.city,
        )
    )
    await session.flush()
    session.add(
        ContractRow(
            id=contract_id,
            customer_id=customer_id,
            address_id=address_id,
            kind=old.kind,
            start=proposal.key_date,
            fixed_until=old.fixed_until,
            ended=None,
            notice_days=old.notice_days,
            collection_day=old.collection_day,
        )
    )
    await session.flush()
    await _copy_prices(session, contract, contract_id, proposal.key_date)
    if all(term.start > proposal.key_date for term in contract.terms):
        # The day it begins here is not the day it was agreed on: no new cooling-off period by moving.
        session.add(
            ContractTermRow(
                contract_id=contract_id,
                offer=old.kind,  # which offer a first contract came from is not stored
                kind=old.kind,
                start=proposal.key_date,
                fixed_until=old.fixed_until,
                agreed_on=old.start,
            )
        )
    _add_meters(session, address_id, registers)
    return contract_id


async def _copy_prices(session: AsyncSession, contract: Contract, contract_id: str, start: date) -> None:
    """Prices, monthly amounts and what was agreed for later, from the day the new contract begins."""
    session.add_all(
        TariffRow(
            contract_id=contract_id, kind=one.kind.value, price=one.price, start=max(one.start, start), end=one.end
        )
        for one in contract.tariffs
        if one.end is None or one.end > start
    )
    session.add(InstalmentRow(contract_id=contract_id, amount=contract.instalment_on(start), from_date=start))
    session.add_all(
        InstalmentRow(contract_id=contract_id, amount=amount, from_date=day)
        for day, amount in contract.instalments
        if day > start
    )
    terms = await session.scalars(select(ContractTermRow).where(ContractTermRow.contract_id == contract.contract_id))
    session.add_all(
        ContractTermRow(
            contract_id=contract_id,
            offer=term.offer,
            kind=term.kind,
            start=term.start,
            fixed_until=term.fixed_until,
            agreed_on=term.agreed_on,
        )
        for term in terms
    )


def _add_meters(session: AsyncSession, address_id: str, registers: list[tuple[MeteredRegister, Decimal]]) -> None:
    """A connection and a meter for each energy, without numbers: the network operator will tell them."""
    made: set[str] = set()
    for index, (register, expected) in enumerate(registers):
        if register.name.feeds_in:
            continue
        energy = register.energy.value
        connection_id, meter_id = f"{address_id}-{energy}", f"{address_id}-{energy}-m"
        if energy not in made:
            made.add(energy)
            session.add(ConnectionRow(id=connection_id, address_id=address_id, ean="", energy=energy))
            session.add(
                MeterRow(id=meter_id, connection_id=connection_id, meter_number="", smart=False, digits=register.digits)
            )
        session.add(
            RegisterRow(
                id=f"{meter_id}-{index}",
                meter_id=meter_id,
                name=register.name.value,
                code="",
                estimated_yearly=expected,
            )
        )
