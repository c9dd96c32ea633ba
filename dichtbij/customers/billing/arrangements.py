"""Paying an invoice in parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dichtbij.customers.billing.room import Room
from dichtbij.customers.model import (
    ArrangementAccepted,
    ArrangementProposal,
    CustomerId,
    InvoiceChoice,
    Refusal,
    Refused,
)
from dichtbij.customers.rules import arrangements as rules
from dichtbij.customers.store import agreements, money, people
from dichtbij.customers.store.money import StoredInvoice
from dichtbij.customers.store.session import Session

KIND = "betaalregeling_aanvragen"


class ArrangementRoom(Room):
    """Arrangements."""

    async def propose_arrangement(
        self, customer_id: CustomerId, invoice_number: str | None, months: int
    ) -> ArrangementProposal | Refused:
        """A schedule within policy for an open invoice; without a number the only open one."""
        async with self._database.reading() as session:
            found = await self._proposal(session, customer_id, invoice_number, months)
        return found if isinstance(found, Refused) else found[1]

    async def accept_arrangement(
        self, customer_id: CustomerId, invoice_number: str | None, months: int
    ) -> ArrangementAccepted | Refused:
        """Check again and store."""
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            repeated = await self._same_as_running(session, customer_id, invoice_number, months)
            if repeated:
                return repeated
            found = await self._proposal(session, customer_id, invoice_number, months)
            if isinstance(found, Refused):
                return found
            invoice_id, proposal = found
            title = f"Factuur {proposal.invoice_number} betalen in {months} maanden"
            request = await people.add_request(session, customer_id, KIND, title, self._clock())
            await money.add_arrangement(
                session, customer_id, invoice_id, proposal.schedule, request.reference, self._clock()
            )
        return ArrangementAccepted(
            proposal.invoice_number, proposal.total, proposal.months, proposal.schedule, request.reference
        )

    async def _same_as_running(
        self, session: Session, customer_id: CustomerId, invoice_number: str | None, months: int
    ) -> ArrangementAccepted | None:
        running = await money.running_arrangement(session, customer_id)
        if running is None or len(running.arrangement.terms) != months:
            return None
        agreed = running.arrangement
        if invoice_number is not None and _written(invoice_number) != agreed.invoice_number:
            return None
        return ArrangementAccepted(
            agreed.invoice_number, agreed.total, months, agreed.terms, running.reference, repeated=True
        )

    async def _proposal(
        self, session: Session, customer_id: CustomerId, invoice_number: str | None, months: int
    ) -> tuple[str, ArrangementProposal] | Refused:
        today: date = self._today()
        policy = self._policies.betaalregeling
        invoice = _chosen(await money.invoices(session, customer_id), invoice_number)
        history = await money.arrangement_history(session, customer_id)
        if isinstance(invoice, Refused) and invoice.reason is Refusal.FACTUUR_ONBEKEND:
            return invoice
        # Who has an arrangement already hears that, not "which invoice" or "nothing is open".
        refused = rules.check_history(history, today, policy)
        if refused and (history.running or not _nothing_open(invoice)):
            return refused
        if isinstance(invoice, Refused):
            return invoice
        refused = rules.check_terms(invoice.open_amount, months, policy)
        if refused:
            return refused
        running = await agreements.running_contracts(session, customer_id, today)
        day = running[0].collection_day if running else policy.dag_zonder_contract
        schedule = rules.schedule(invoice.open_amount, months, rules.first_term(day, today, policy))
        return invoice.invoice_id, ArrangementProposal(invoice.number, invoice.open_amount, months, schedule)


def _nothing_open(found: StoredInvoice | Refused) -> bool:
    return isinstance(found, Refused) and found.reason is Refusal.NIETS_OPEN


def _written(number: str) -> str:
    return number.strip().upper()


def _chosen(invoices: Sequence[StoredInvoice], number: str | None) -> StoredInvoice | Refused:
    still_open = [invoice for invoice in invoices if invoice.open_amount and not invoice.in_arrangement]
    if number is not None:
        named = next((invoice for invoice in invoices if invoice.number == _written(number)), None)
        if named is None:
            return Refused(Refusal.FACTUUR_ONBEKEND)
        return named if named.open_amount else Refused(Refusal.NIETS_OPEN)
    if not still_open:
        return Refused(Refusal.NIETS_OPEN)
    if len(still_open) > 1:
        oldest_first = sorted(still_open, key=lambda invoice: (invoice.due, invoice.number))
        return Refused(
            Refusal.WELKE_FACTUUR,
            invoices=tuple(InvoiceChoice(one.number, one.open_amount, one.due) for one in oldest_first),
        )
    return still_open[0]
