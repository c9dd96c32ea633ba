"""Facts that more than one topic uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dichtbij.customers.model.ids import ContractId, Refusal

_HAND_OVER = frozenset(
    {
        Refusal.ONBEKENDE_KLANT,
        Refusal.CONTRACT_OPGEZEGD,
        Refusal.VERHUIST,
        Refusal.AL_GEKOZEN,
        Refusal.LOPENDE_REGELING,
        Refusal.REGELING_NIET_NAGEKOMEN,
        Refusal.TE_VEEL_MAANDEN,
        Refusal.MAANDBEDRAG_TE_LAAG,
    }
)


@dataclass(frozen=True)
class DateRange:
    """A run of whole days."""

    start: date
    """First day that counts."""
    end: date
    """First day that no longer counts, so that two ranges can follow each other without a gap."""

    @property
    def last_day(self) -> date:
        """The last day that counts, the way people say it."""
        return date.fromordinal(self.end.toordinal() - 1)


@dataclass(frozen=True)
class Address:
    """Where energy is delivered or post is sent."""

    street: str
    house_number: str
    """With its addition: "12", "12A", "12-2"."""
    postcode: str
    """Written as "1234 AB"."""
    city: str
    kind: str = "levering"
    """"levering", or "post" when letters go elsewhere."""
    address_id: str = ""

    @property
    def line(self) -> str:
        """One line: street, number, city."""
        return f"{self.street} {self.house_number}, {self.city}"


@dataclass(frozen=True)
class ContractChoice:
    """One of several contracts, when the customer has to say which one is meant."""

    contract_id: ContractId
    address: str
    """Street, number, city."""
    instalment: Decimal
    """Euros a month now."""


@dataclass(frozen=True)
class InvoiceChoice:
    """One of several open invoices, when the customer has to say which one is meant."""

    number: str
    open_amount: Decimal
    """Euros still to pay."""
    due: date


@dataclass(frozen=True)
class Refused:
    """The wish was understood and not granted; the reason is stable, the limits are there to be told."""

    reason: Refusal
    minimum: Decimal | None = None
    """Lowest value that would be granted, in the unit of the wish (euros, months, a day of the month)."""
    maximum: Decimal | None = None
    """Highest value that would be granted."""
    contracts: tuple[ContractChoice, ...] = ()
    """Filled when the reason is WELK_CONTRACT."""
    invoices: tuple[InvoiceChoice, ...] = ()
    """Filled when the reason is WELKE_FACTUUR."""
    over_policy: bool = False
    """Set when no other value would help and only a person may decide otherwise (an arrangement outside policy)."""

    @property
    def hand_over(self) -> bool:
        """Whether a person has to take this over; the bot never refuses an arrangement by itself (GDPR art. 22)."""
        return self.over_policy or self.reason in _HAND_OVER
