"""What is open, what came in, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dichtbij.customers.billing.room import Room
from dichtbij.customers.billing.settlements import last_settlement
from dichtbij.customers.model import CustomerId, NoRefund, OpenInvoice, PaymentStatus, RefundStatus
from dichtbij.customers.rules import iban
from dichtbij.customers.store import money, people
from dichtbij.customers.store.money import StoredInvoice

NOTHING = Decimal("0.00")


class PaymentRoom(Room):
    """Payments and refunds."""

    async def payment_status(self, customer_id: CustomerId) -> PaymentStatus:
        """Open invoices, the last payment, the running arrangement."""
        day = self._today()
        async with self._database.reading() as session:
            invoices = await money.invoices(session, customer_id)
            last = await money.last_payment(session, customer_id)
            running = await money.running_arrangement(session, customer_id)
        found = open_invoices(invoices, day)
        return PaymentStatus(
            open_invoices=found,
            total_open=sum((invoice.open_amount for invoice in found), NOTHING),
            last_payment=last,
            arrangement=running.arrangement if running else None,
        )

    async def refund(self, customer_id: CustomerId) -> RefundStatus:
        """The money back of the last settlement, or why there is none."""
        day = self._today()
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
            settlement = last_settlement(await money.invoices(session, customer_id))
        if settlement is None:
            return RefundStatus(NOTHING, None, False, NoRefund.GEEN_AFREKENING, None, None)
        if settlement.amount >= 0:
            reason = NoRefund.BIJBETALEN if settlement.amount > 0 else NoRefund.PRECIES_GELIJK
            return RefundStatus(NOTHING, None, False, reason, settlement.number, None)
        on = settlement.refund_on
        account = iban.masked(row.iban) if row and row.iban else None
        paid = on is not None and on <= day
        return RefundStatus(-settlement.amount, on, paid, None, settlement.number, account)


def open_invoices(invoices: Sequence[StoredInvoice], day: date) -> tuple[OpenInvoice, ...]:
    """Those with money still to pay, oldest due date first."""
    return tuple(
        OpenInvoice(
            number=invoice.number,
            kind=invoice.kind,
            amount=invoice.amount,
            open_amount=invoice.open_amount,
            due=invoice.due,
            days_late=0 if invoice.in_arrangement else max((day - invoice.due).days, 0),
            reminder_sent=invoice.reminder_sent,
            in_arrangement=invoice.in_arrangement,
        )
        for invoice in sorted(invoices, key=lambda invoice: (invoice.due, invoice.number))
        if invoice.open_amount
    )
