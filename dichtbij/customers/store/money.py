"""Queries about invoices, payments and arrangements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.customers.model import (
    Arrangement,
    ArrangementTerm,
    ContractId,
    CustomerId,
    DateRange,
    Energy,
    InvoiceKind,
    InvoiceLine,
    LineKind,
    Payment,
    ReversedPayment,
)
from dichtbij.customers.rules.arrangements import ArrangementHistory
from dichtbij.customers.rules.dutch import plain
from dichtbij.customers.store.tables import (
    ArrangementRow,
    ArrangementTermRow,
    ContractRow,
    InvoiceLineRow,
    InvoiceRow,
    PaymentRow,
)

SETTLEMENTS = (InvoiceKind.JAARAFREKENING, InvoiceKind.EINDAFREKENING)
RUNNING = "loopt"
BROKEN = "niet_nagekomen"


@dataclass(frozen=True)
class StoredInvoice:
    """An invoice with what was paid of it."""

    invoice_id: str
    number: str
    contract_id: ContractId
    address_id: str
    kind: InvoiceKind
    issued: date
    due: date
    period: DateRange
    amount: Decimal
    paid: Decimal
    reminder_sent: date | None
    refund_on: date | None
    in_arrangement: bool

    @property
    def open_amount(self) -> Decimal:
        """Euros still to pay; never negative."""
        return max(self.amount - self.paid, Decimal("0.00"))


async def invoices(session: AsyncSession, customer_id: CustomerId) -> list[StoredInvoice]:
    """All invoices of a customer, latest first."""
    paid = (
        select(PaymentRow.invoice_id, func.sum(PaymentRow.amount).label("paid"))
        .where(PaymentRow.customer_id == customer_id, PaymentRow.reversed_on.is_(None))
        .group_by(PaymentRow.invoice_id)
        .subquery()
    )
    found = await session.execute(
        select(InvoiceRow, ContractRow.address_id, paid.c.paid)
        .join(ContractRow, InvoiceRow.contract_id == ContractRow.id)
        .outerjoin(paid, paid.c.invoice_id == InvoiceRow.id)
        .where(InvoiceRow.customer_id == customer_id)
        .order_by(InvoiceRow.issued.desc(), InvoiceRow.number.desc())
    )
    in_arrangement = set(
        await session.scalars(
            select(ArrangementRow.invoice_id).where(
                ArrangementRow.customer_id == customer_id, ArrangementRow.state == RUNNING
            )
        )
    )
    return [
        StoredInvoice(
            row.id,
            row.number,
            ContractId(row.contract_id),
            address_id,
            InvoiceKind(row.kind),
            row.issued,
            row.due,
            DateRange(row.period_start, row.period_end),
            row.amount,
            amount_paid or Decimal("0.00"),
            row.reminder_sent,
            row.refund_on,
            row.id in in_arrangement,
        )
        for row, address_id, amount_paid in found
    ]


async def lines(session: AsyncSession, invoice_ids: Sequence[str]) -> dict[str, tuple[InvoiceLine, ...]]:
    """The lines of these invoices, as printed."""
    rows = await session.scalars(
        select(InvoiceLineRow).where(InvoiceLineRow.invoice_id.in_(invoice_ids)).order_by(InvoiceLineRow.position)
    )
    found: dict[str, list[InvoiceLine]] = {invoice_id: [] for invoice_id in invoice_ids}
    for row in rows:
        found[row.invoice_id].append(
            InvoiceLine(
                LineKind(row.kind),
                row.description,
                row.amount,
                Energy(row.energy) if row.energy else None,
                plain(row.quantity) if row.quantity is not None else None,
                row.unit,
                row.unit_price,
            )
        )
    return {invoice_id: tuple(of_invoice) for invoice_id, of_invoice in found.items()}


async def last_payment(session: AsyncSession, customer_id: CustomerId) -> Payment | None:
    """The latest that came in and was not taken back."""
    found = await session.execute(
        select(PaymentRow, InvoiceRow.number)
        .outerjoin(InvoiceRow, PaymentRow.invoice_id == InvoiceRow.id)
        .where(PaymentRow.customer_id == customer_id, PaymentRow.reversed_on.is_(None))
        .order_by(PaymentRow.on.desc(), PaymentRow.id.desc())
        .limit(1)
    )
    row = found.first()
    if row is None:
        return None
    payment, number = row
    return Payment(payment.on, payment.amount, f"factuur {number}" if number else "termijnbedrag")


async def reversed_payments(session: AsyncSession, customer_id: CustomerId, since: date) -> list[ReversedPayment]:
    """Collections that were taken back since a day, latest first."""
    rows = await session.scalars(
        select(PaymentRow)
        .where(PaymentRow.customer_id == customer_id, PaymentRow.reversed_on >= since)
        .order_by(PaymentRow.reversed_on.desc())
    )
    return [ReversedPayment(row.reversed_on, row.amount) for row in rows if row.reversed_on]


@dataclass(frozen=True)
class RunningArrangement:
    """The running arrangement and the reference under which it was agreed."""

    arrangement: Arrangement
    reference: str


async def running_arrangement(session: AsyncSession, customer_id: CustomerId) -> RunningArrangement | None:
    """The one that runs; there is never more than one."""
    found = await session.execute(
        select(ArrangementRow, InvoiceRow.number)
        .join(InvoiceRow, ArrangementRow.invoice_id == InvoiceRow.id)
        .where(ArrangementRow.customer_id == customer_id, ArrangementRow.state == RUNNING)
    )
    row = found.first()
    if row is None:
        return None
    arrangement, number = row
    terms = await session.scalars(
        select(ArrangementTermRow)
        .where(ArrangementTermRow.arrangement_id == arrangement.id)
        .order_by(ArrangementTermRow.number)
    )
    schedule = tuple(ArrangementTerm(term.number, term.due, term.amount, term.paid_on) for term in terms)
    return RunningArrangement(Arrangement(number, schedule), arrangement.reference)


async def arrangement_history(session: AsyncSession, customer_id: CustomerId) -> ArrangementHistory:
    """What counts against a new one."""
    rows = list(await session.scalars(select(ArrangementRow).where(ArrangementRow.customer_id == customer_id)))
    broken = [row.ended_on for row in rows if row.state == BROKEN and row.ended_on]
    return ArrangementHistory(any(row.state == RUNNING for row in rows), max(broken, default=None))


async def add_arrangement(
    session: AsyncSession,
    customer_id: CustomerId,
    invoice_id: str,
    schedule: Sequence[ArrangementTerm],
    reference: str,
    at: datetime,
) -> None:
    """Store a running arrangement with its terms."""
    arrangement_id = uuid4().hex
    session.add(
        ArrangementRow(
            id=arrangement_id,
            customer_id=customer_id,
            invoice_id=invoice_id,
            state=RUNNING,
            reference=reference,
            created_at=at,
        )
    )
    await session.flush()  # the terms point at it
    for term in schedule:
        session.add(
            ArrangementTermRow(arrangement_id=arrangement_id, number=term.number, due=term.due, amount=term.amount)
        )
