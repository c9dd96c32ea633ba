"""Documents behind a signed link: an invoice as PDF, usage as a picture.

The link itself is the permission, so it lives a short while and names customer and document; opening it looks the
document up among that customer's own.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

import jwt

from dichtbij.clock import Clock
from dichtbij.customers.billing import Billing
from dichtbij.customers.chart import chart_png, chart_text
from dichtbij.customers.invoice_pdf import InvoiceSheet, invoice_pdf
from dichtbij.customers.model import CustomerId, Invoice, UsagePeriod
from dichtbij.customers.policies import Policies
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.customers.store import money, people
from dichtbij.customers.usage import Usage
from dichtbij.database import Database
from dichtbij.texts import Texts

PATH = "/documenten/"


class DocumentKind(str, Enum):
    """What a link can point at."""

    FACTUUR = "factuur"
    VERBRUIK = "verbruik"
    GEGEVENS = "gegevens"
    """Everything about the person (dichtbij.privacy), as "json" or as "pagina"."""


class LinkProblem(str, Enum):
    """Why a link does not open."""

    ONGELDIG = "ongeldig"
    VERLOPEN = "verlopen"
    NIET_GEVONDEN = "niet_gevonden"


@dataclass(frozen=True)
class Document:
    """What the link opens."""

    content_type: str
    content: bytes
    filename: str
    policy: str = ""
    """Content-Security-Policy of a page; empty for everything else."""


@dataclass(frozen=True)
class LinkRefused:
    """The link opens nothing."""

    reason: LinkProblem


Opener = Callable[[CustomerId, str], Awaitable[Document | None]]
"""Makes a document of a customer by its ref; None when there is nothing."""


class Documents:
    """Makes links and opens them."""

    def __init__(self, database: Database, clock: Clock, policies: Policies, texts: Texts, secret: bytes) -> None:
        self._database = database
        self._clock = clock
        self._policy = policies.identificatie
        # A key of its own: a token signed for another purpose with the same secret opens nothing here.
        self._key = hmac.new(secret, b"dichtbij.documenten", hashlib.sha256).digest()
        self._texts = texts
        self._others: dict[DocumentKind, Opener] = {}
        self._usage = Usage(database, clock, policies)
        self._billing = Billing(database, clock, policies)

    def link(self, customer_id: CustomerId, kind: DocumentKind, ref: str = "") -> str:
        """A path that works for a while (beleid.identificatie.documentlink_minuten).

        Args:
            ref: an invoice number, or the value of a UsagePeriod, with "@" and an address id for one address.
        """
        return self._signed(customer_id, kind, ref, timedelta(minutes=self._policy.documentlink_minuten))

    def lasting(self, path: str, longer: timedelta) -> str:
        """The same link with its whole life still before it and more, for where a message may wait before it goes out.

        Only for links that we wrote: one in somebody's words would come to life again. What is no link of ours stays as
        it is, and so does one to everything about a person: that is the last thing to leave lying about.
        """
        read = self._read(path.removeprefix(PATH)) if path.startswith(PATH) else None
        if read is None or read[1] is DocumentKind.GEGEVENS:
            return path
        return self._signed(*read[:3], timedelta(minutes=self._policy.documentlink_minuten) + longer)

    def _signed(self, customer_id: CustomerId, kind: DocumentKind, ref: str, life: timedelta) -> str:
        expires = int((self._clock() + life).timestamp())
        claims = {"c": customer_id, "k": kind.value, "r": ref, "e": expires}
        return PATH + jwt.encode(claims, self._key, algorithm="HS256")

    def _read(self, token: str) -> tuple[CustomerId, DocumentKind, str, float] | None:
        """Customer, kind, ref and when it expires (seconds since 1970); None when we did not sign it."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"])
            return CustomerId(str(claims["c"])), DocumentKind(claims["k"]), str(claims["r"]), int(claims["e"])
        except (jwt.PyJWTError, KeyError, ValueError, TypeError):
            return None

    async def open(self, token: str) -> Document | LinkRefused:
        """The document behind a link."""
        read = self._read(token)
        if read is None:
            return LinkRefused(LinkProblem.ONGELDIG)
        customer_id, kind, ref, expires = read
        if expires <= self._clock().timestamp():
            return LinkRefused(LinkProblem.VERLOPEN)
        if kind in self._others:
            return await self._others[kind](customer_id, ref) or LinkRefused(LinkProblem.NIET_GEVONDEN)
        if kind is DocumentKind.FACTUUR:
            return await self._invoice(customer_id, ref)
        if kind is DocumentKind.VERBRUIK:
            return await self._chart(customer_id, ref)
        return LinkRefused(LinkProblem.NIET_GEVONDEN)

    def serve(self, kind: DocumentKind, opener: Opener) -> None:
        """Let a room above this one open a kind of document."""
        self._others[kind] = opener

    async def _invoice(self, customer_id: CustomerId, number: str) -> Document | LinkRefused:
        invoice = next((one for one in await self._billing.invoices(customer_id, 1000) if one.number == number), None)
        if invoice is None:
            return LinkRefused(LinkProblem.NIET_GEVONDEN)
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
            stored = next(one for one in await money.invoices(session, customer_id) if one.number == number)
            lines = (await money.lines(session, [stored.invoice_id]))[stored.invoice_id]
            address = (await people.addresses(session, customer_id))[stored.address_id]
        if row is None:
            return LinkRefused(LinkProblem.NIET_GEVONDEN)
        name = row.company or f"{row.first_name} {row.last_name}"
        sender = self._texts.text("utter_document_afzender")
        foot = self._foot(invoice, stored.refund_on, row.form_of_address)
        sheet = InvoiceSheet(sender, name, row.customer_number, address, invoice, lines, foot)
        content = await asyncio.to_thread(invoice_pdf, sheet)
        return Document("application/pdf", content, f"{number}.pdf")

    def _foot(self, invoice: Invoice, refund_on: date | None, form_of_address: str) -> str:
        """What to do with the amount."""
        if invoice.amount < 0:
            day = dutch_date(refund_on or invoice.due)
            return self._texts.text("utter_document_factuur_terug", form_of_address, datum=day)
        return self._texts.text("utter_document_factuur_betalen", form_of_address, datum=dutch_date(invoice.due))

    async def _chart(self, customer_id: CustomerId, ref: str) -> Document | LinkRefused:
        try:
            name, _, address_id = ref.partition("@")
            period = UsagePeriod(name or UsagePeriod.JAAR.value)
        except ValueError:
            return LinkRefused(LinkProblem.NIET_GEVONDEN)
        report = await self._usage.usage(customer_id, period, address_id or None)
        if not report.kinds:
            return LinkRefused(LinkProblem.NIET_GEVONDEN)
        content = await asyncio.to_thread(chart_png, report)
        return Document("image/png", content, f"verbruik-{period.value}.png")


__all__ = ["Document", "DocumentKind", "Documents", "LinkProblem", "LinkRefused", "chart_text"]
