"""The customer card, in short and in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dichtbij.customers.model.billing import OpenInvoice
from dichtbij.customers.model.common import Address
from dichtbij.customers.model.contracts import ContractInfo
from dichtbij.customers.model.ids import CustomerId

PERSOONLIJKE_ANTWOORDEN = "persoonlijke_antwoorden"
"""Consent: the bot may use the customer's own data to answer."""
VERBETERING = "verbetering"
"""Consent: conversations may be used to make the service better."""
PURPOSES = (PERSOONLIJKE_ANTWOORDEN, VERBETERING)


@dataclass(frozen=True)
class CustomerShort:
    """Enough to address somebody."""

    name: str
    """Full name, or the company's."""
    first_name: str
    salutation: str
    """"mevrouw De Wit", "meneer Bakker", or the full name when nobody told us."""
    form_of_address: str
    """"u" or "je"."""
    has_consent: Mapping[str, bool]
    """Per purpose."""


@dataclass(frozen=True)
class CustomerInList:
    """A line in a list of many customers."""

    name: str
    """Full name, or the company's."""
    vulnerability: str | None
    """What to take into account; None when nothing is known."""


@dataclass(frozen=True)
class ContactMoment:
    """One earlier contact."""

    at: datetime
    channel: str
    """"web", "telefoon", "e-mail", "whatsapp"."""
    summary: str
    """One Dutch line."""


@dataclass(frozen=True)
class Request:
    """Something the customer asked us to do, and how far it is."""

    reference: str
    """"A-2026-3F9C21"."""
    kind: str
    """Name of the intent: "termijnbedrag_wijzigen", "klacht_indienen"..."""
    title: str
    """Dutch words."""
    state: str
    """"open", "in behandeling" or "afgerond"."""
    created_at: datetime
    updated_at: datetime
    next_step: str | None
    """Dutch words; None when it is done."""


@dataclass(frozen=True)
class Consent:
    """A purpose and what the customer said about it."""

    purpose: str
    granted: bool
    changed_at: datetime | None
    """None: never asked, the default holds."""


@dataclass(frozen=True)
class CustomerCard:
    """What an agent needs to see of a customer."""

    customer_id: CustomerId
    customer_number: str
    """8 digits."""
    name: str
    first_name: str
    salutation: str
    form_of_address: str
    """"u" or "je"."""
    is_business: bool
    vulnerability: str | None
    """What to take into account: deaf, debts, ... None when nothing is known."""
    email: str
    phone: str
    addresses: tuple[Address, ...]
    contracts: tuple[ContractInfo, ...]
    open_invoices: tuple[OpenInvoice, ...]
    open_requests: tuple[Request, ...]
    contact_moments: tuple[ContactMoment, ...]
    """Latest first, at most 10."""
    consents: Mapping[str, bool]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the desk's customer card. Amounts as strings with two places, dates as ISO."""
        return {
            "customer_number": self.customer_number,
            "name": self.name,
            "salutation": self.salutation,
            "form_of_address": self.form_of_address,
            "is_business": self.is_business,
            "vulnerability": self.vulnerability,
            "email": self.email,
            "phone": self.phone,
            "addresses": [_address(address) for address in self.addresses],
            "contracts": [_contract(contract) for contract in self.contracts],
            "open_invoices": [_invoice(invoice) for invoice in self.open_invoices],
            "open_requests": [_request(request) for request in self.open_requests],
            "contact_moments": [
                {"at": moment.at.isoformat(), "channel": moment.channel, "summary": moment.summary}
                for moment in self.contact_moments
            ],
            "consents": dict(self.consents),
        }


def _address(address: Address) -> dict[str, Any]:
    return {"line": address.line, "postcode": address.postcode, "city": address.city, "kind": address.kind}


def _contract(contract: ContractInfo) -> dict[str, Any]:
    return {
        "kind": contract.kind.value,
        "address": contract.address.line,
        "start": contract.start.isoformat(),
        "end": contract.end.isoformat() if contract.end else None,
        "ends_soon": contract.ends_soon,
        "energies": [energy.value for energy in contract.energies],
        "instalment": f"{contract.instalment:.2f}",
        "collection_day": contract.collection_day,
    }


def _invoice(invoice: OpenInvoice) -> dict[str, Any]:
    return {
        "number": invoice.number,
        "kind": invoice.kind.value,
        "amount": f"{invoice.amount:.2f}",
        "open_amount": f"{invoice.open_amount:.2f}",
        "due": invoice.due.isoformat(),
        "days_late": invoice.days_late,
        "in_arrangement": invoice.in_arrangement,
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "reference": request.reference,
        "kind": request.kind,
        "title": request.title,
        "state": request.state,
        "created_at": request.created_at.isoformat(),
        "next_step": request.next_step,
    }


def salutation(title: str, first_name: str, last_name: str) -> str:
    """How to address somebody politely: "mevrouw De Wit", or the full name when no title is known.

    After a title a prefix (de, van der) takes a capital, as Dutch spelling asks.
    """
    if not title:
        return f"{first_name} {last_name}"
    return f"{title} {last_name[:1].upper()}{last_name[1:]}"
