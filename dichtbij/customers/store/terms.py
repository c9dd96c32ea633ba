"""Queries about what was agreed for a contract: renewals, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.customers.model import ContractId, TariffKind, Term
from dichtbij.customers.store.tables import ContractEndingRow, ContractRow, ContractTermRow, RequestRow, TariffRow


async def plan(
    session: AsyncSession, contract_id: ContractId, term: Term, prices: Mapping[TariffKind, Decimal]
) -> None:
    """Store what was agreed for a contract from a day on, in place of what was planned for that day or later."""
    await session.execute(
        delete(ContractTermRow).where(ContractTermRow.contract_id == contract_id, ContractTermRow.start >= term.start)
    )
    session.add(
        ContractTermRow(
            contract_id=contract_id,
            offer=term.offer,
            kind=term.kind.value,
            start=term.start,
            fixed_until=term.fixed_until,
            agreed_on=term.agreed_on,
        )
    )
    of_supplier = [kind.value for kind in _OF_SUPPLIER]
    mine = (TariffRow.contract_id == contract_id, TariffRow.kind.in_(of_supplier))
    await session.execute(delete(TariffRow).where(*mine, TariffRow.start >= term.start))
    still = or_(TariffRow.end.is_(None), TariffRow.end > term.start)
    await session.execute(update(TariffRow).where(*mine, still).values(end=term.start))
    session.add_all(
        TariffRow(contract_id=contract_id, kind=kind.value, price=price, start=term.start, end=None)
        for kind, price in prices.items()
    )


async def take_back(session: AsyncSession, contract_id: ContractId, term: Term) -> None:
    """Undo what was planned: the prices that would have ended go on."""
    of_supplier = [kind.value for kind in _OF_SUPPLIER]
    mine = (TariffRow.contract_id == contract_id, TariffRow.kind.in_(of_supplier))
    await session.execute(delete(TariffRow).where(*mine, TariffRow.start >= term.start))
    await session.execute(update(TariffRow).where(*mine, TariffRow.end == term.start).values(end=None))
    await session.execute(
        delete(ContractTermRow).where(ContractTermRow.contract_id == contract_id, ContractTermRow.start == term.start)
    )


_OF_SUPPLIER = frozenset(
    {
        TariffKind.STROOM_ENKEL,
        TariffKind.STROOM_NORMAAL,
        TariffKind.STROOM_DAL,
        TariffKind.GAS,
        TariffKind.TERUGLEVERING,
        TariffKind.TERUGLEVERKOSTEN,
        TariffKind.VASTE_KOSTEN_STROOM,
        TariffKind.VASTE_KOSTEN_GAS,
    }
)
"""What a new contract changes; taxes and grid costs stay."""


async def end_contract(
    session: AsyncSession, contract_id: ContractId, end: date, *, agreed_on: date, reason: str | None, fee: Decimal
) -> None:
    """Nothing is delivered any more from a day on; what was agreed before is replaced."""
    row = await session.get_one(ContractRow, contract_id)
    row.ended = end
    ending = await session.get(ContractEndingRow, contract_id)
    if ending is None:
        session.add(ContractEndingRow(contract_id=contract_id, agreed_on=agreed_on, reason=reason, fee=fee))
    else:
        ending.agreed_on, ending.reason, ending.fee = agreed_on, reason, fee


async def agreed_fee(session: AsyncSession, contract_id: ContractId) -> Decimal | None:
    """The fee that was agreed when a contract was cancelled."""
    ending = await session.get(ContractEndingRow, contract_id)
    return ending.fee if ending else None


async def close_requests(session: AsyncSession, customer_id: str, kind: str, details_start: str, state: str) -> None:
    """Earlier requests of that kind are taken over by a new one."""
    await session.execute(
        update(RequestRow)
        .where(
            RequestRow.customer_id == customer_id,
            RequestRow.kind == kind,
            RequestRow.details.startswith(details_start, autoescape=True),
        )
        .values(state=state, next_step=None)
    )
