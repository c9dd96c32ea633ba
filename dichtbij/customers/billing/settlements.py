"""Why a settlement is what it is, and the list of invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dichtbij.customers.billing.room import Room
from dichtbij.customers.model import (
    CustomerId,
    DateRange,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceState,
    LineKind,
    NoInvoice,
    SettlementExplanation,
    UsageKind,
    WinterComparison,
)
from dichtbij.customers.rules import explanation
from dichtbij.customers.rules.calendar import add_months, month_starts
from dichtbij.customers.rules.usage import Series, per_month
from dichtbij.customers.store import agreements, metering, money, people
from dichtbij.customers.store.money import StoredInvoice

WINTER = (12, 1, 2)


class SettlementRoom(Room):
    """Settlements and invoices."""

    async def explain_settlement(
        self, customer_id: CustomerId, invoice_number: str | None = None
    ) -> SettlementExplanation | NoInvoice:
        """Take a settlement apart: the last one, or the one with this number.

        A number of another customer is not found.
        """
        day = self._today()
        async with self._database.reading() as session:
            invoices = await money.invoices(session, customer_id)
            chosen = _chosen(invoices, invoice_number)
            if chosen is None:
                running = await agreements.running_contracts(session, customer_id, day)
                starts = [contract.start for contract in running]
                return NoInvoice(None if invoice_number or not starts else _next_settlement(min(starts), day))
            before = _before(invoices, chosen)
            wanted = [chosen.invoice_id] + ([before.invoice_id] if before else [])
            lines = await money.lines(session, wanted)
            address = (await people.addresses(session, customer_id))[chosen.address_id]
            since = add_months(chosen.period.start, -12)
            registers = await metering.registers(session, customer_id, [chosen.address_id], since)
        now, earlier = lines[chosen.invoice_id], lines[before.invoice_id] if before else None
        effects = explanation.explain(chosen.kind, now, earlier)
        total = explanation.total_costs(now)
        months, monthly = _instalments(now)
        return SettlementExplanation(
            invoice_number=chosen.number,
            kind=chosen.kind,
            issued=chosen.issued,
            due=chosen.due,
            period=chosen.period,
            address=address,
            comparisons=explanation.compare(now, earlier),
            lines=now,
            total_costs=total,
            instalments=explanation.instalments(now),
            instalment_months=months,
            instalment_monthly=monthly,
            difference=chosen.amount,
            open_amount=chosen.open_amount,
            difference_before=before.amount if before else None,
            effects=effects,
            largest=effects[0],
            winter=_winter([register.series for register in registers], chosen.period) if before else None,
        )

    async def invoices(self, customer_id: CustomerId, limit: int = 3) -> list[Invoice]:
        """The latest invoices, latest first."""
        day = self._today()
        async with self._database.reading() as session:
            found = (await money.invoices(session, customer_id))[:limit]
            addresses = await people.addresses(session, customer_id)
        return [
            Invoice(
                invoice.number,
                invoice.kind,
                invoice.issued,
                invoice.due,
                invoice.period,
                invoice.amount,
                invoice.open_amount,
                state_of(invoice, day),
                addresses[invoice.address_id].line,
            )
            for invoice in found
        ]


def state_of(invoice: StoredInvoice, day: date) -> InvoiceState:
    """How an invoice stands on a day."""
    if invoice.amount < 0:
        paid_back = invoice.refund_on is not None and invoice.refund_on <= day
        return InvoiceState.TERUGBETAALD if paid_back else InvoiceState.TERUG_TE_BETALEN
    if not invoice.open_amount:
        return InvoiceState.BETAALD
    if invoice.in_arrangement:
        return InvoiceState.IN_REGELING
    return InvoiceState.TE_LAAT if invoice.due < day else InvoiceState.OPEN


def last_settlement(invoices: Sequence[StoredInvoice]) -> StoredInvoice | None:
    """The latest settlement among invoices that are sorted latest first."""
    return next((invoice for invoice in invoices if invoice.kind in money.SETTLEMENTS), None)


def _chosen(invoices: Sequence[StoredInvoice], number: str | None) -> StoredInvoice | None:
    if number is None:
        return last_settlement(invoices)
    wanted = number.strip().upper()
    return next((one for one in invoices if one.number == wanted and one.kind in money.SETTLEMENTS), None)


def _before(invoices: Sequence[StoredInvoice], chosen: StoredInvoice) -> StoredInvoice | None:
    """The yearly settlement that ended where this one begins, at the same address; only whole years are compared."""
    if chosen.kind is not InvoiceKind.JAARAFREKENING:
        return None
    return next(
        (
            one
            for one in invoices
            if one.kind is InvoiceKind.JAARAFREKENING
            and one.address_id == chosen.address_id
            and one.period.end == chosen.period.start
        ),
        None,
    )


def _next_settlement(start: date, day: date) -> date:
    """When the first year that is not over yet ends."""
    years = 1
    while add_months(start, 12 * years) <= day:
        years += 1
    return add_months(start, 12 * years)


def _instalments(lines: Sequence[InvoiceLine]) -> tuple[int, Decimal]:
    charged = [line for line in lines if line.kind is LineKind.TERMIJNEN]
    if not charged:
        return 0, Decimal("0.00")
    months = sum((line.quantity or Decimal(0) for line in charged), Decimal(0))
    return int(months), -(charged[-1].unit_price or Decimal(0)).quantize(Decimal("0.01"))


def _winter(series: Sequence[Series], period: DateRange) -> WinterComparison | None:
    """Gas in the winter months of the period and of the year before; None when they are not all known."""
    gas = [one for one in series if one.kind is UsageKind.GAS]
    months = [month for month in month_starts(period.start, period.end) if month.month in WINTER]
    now, before = per_month(gas, months), per_month(gas, [add_months(month, -12) for month in months])
    if not months or len(now) < len(months) or len(before) < len(months):
        return None
    used, used_before = sum(now.values(), Decimal(0)), sum(before.values(), Decimal(0))
    return WinterComparison(used, used_before, used - used_before)
