"""Invoices, settlements and payments: what was charged and paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dichtbij.customers.model.common import Address, DateRange
from dichtbij.customers.model.ids import Energy, UsageKind


class InvoiceKind(str, Enum):
    """What an invoice is about."""

    JAARAFREKENING = "jaarafrekening"
    EINDAFREKENING = "eindafrekening"
    TERMIJN = "termijnfactuur"


class InvoiceState(str, Enum):
    """How an invoice stands today."""

    BETAALD = "betaald"
    OPEN = "open"
    TE_LAAT = "te laat"
    IN_REGELING = "in betalingsregeling"
    TERUG_TE_BETALEN = "wordt terugbetaald"
    TERUGBETAALD = "terugbetaald"


class LineKind(str, Enum):
    """What a line of an invoice is for."""

    LEVERING = "levering"
    ENERGIEBELASTING = "energiebelasting"
    SALDEREN = "salderen"
    TERUGLEVERING = "teruglevering"
    TERUGLEVERKOSTEN = "terugleverkosten"
    VASTE_KOSTEN = "vaste_kosten"
    NETBEHEER = "netbeheer"
    VERMINDERING = "vermindering"
    TERMIJNEN = "termijnen"
    TERMIJN = "termijn"


@dataclass(frozen=True)
class InvoiceLine:
    """One line of an invoice, as printed."""

    kind: LineKind
    description: str
    """Dutch words as printed: "Gas, levering"."""
    amount: Decimal
    """Euros; negative is in favour of the customer."""
    energy: Energy | None = None
    quantity: Decimal | None = None
    """kWh, m³ or months."""
    unit: str | None = None
    unit_price: Decimal | None = None
    """Euros per unit, rounded to 5 places; the average when several prices held."""


@dataclass(frozen=True)
class Invoice:
    """One invoice as a customer sees it in a list."""

    number: str
    """"F-2026-004711"."""
    kind: InvoiceKind
    issued: date
    due: date
    period: DateRange
    amount: Decimal
    """Euros; negative is money back."""
    open_amount: Decimal
    """Euros still to pay; zero when paid or when it is money back."""
    state: InvoiceState
    address: str
    """Street, number, city of the contract it belongs to."""


class Cause(str, Enum):
    """What makes a settlement differ from the one before."""

    VERBRUIK_OMHOOG = "verbruik_omhoog"
    VERBRUIK_OMLAAG = "verbruik_omlaag"
    TARIEF_OMHOOG = "tarief_omhoog"
    TARIEF_OMLAAG = "tarief_omlaag"
    MINDER_TERUGGELEVERD = "minder_teruggeleverd"
    MEER_TERUGGELEVERD = "meer_teruggeleverd"
    VASTE_KOSTEN_OMHOOG = "vaste_kosten_omhoog"
    VASTE_KOSTEN_OMLAAG = "vaste_kosten_omlaag"
    TERMIJN_TE_LAAG = "termijn_te_laag"
    TERMIJN_TE_HOOG = "termijn_te_hoog"
    TERUGLEVEREN_MINDER_WAARD = "terugleveren_minder_waard"
    TERUGLEVEREN_MEER_WAARD = "terugleveren_meer_waard"
    EERSTE_JAAR = "eerste_jaar"
    """No year before at this address to compare with."""
    EINDAFREKENING = "eindafrekening"
    """The last bill of an address: an unfinished year, so nothing to compare with."""
    GEEN_VERSCHIL = "geen_verschil"
    """Nothing changed and nothing is to pay."""


@dataclass(frozen=True)
class Effect:
    """One cause with the figures that prove it. All effects of a settlement together are exactly its difference."""

    cause: Cause
    amount: Decimal
    """Euros of the difference that come from this; negative makes it lower."""
    energy: Energy | None = None
    change: Decimal | None = None
    """kWh or m³ more (or less) than the year before, for usage and feed-in."""
    unit: str | None = None
    price_before: Decimal | None = None
    """Average euros per unit a year earlier, taxes included; for tariffs."""
    price_now: Decimal | None = None
    """Average euros per unit in this period, taxes included; for tariffs."""


@dataclass(frozen=True)
class EnergyComparison:
    """The usage of one kind in this settlement next to the one before."""

    kind: UsageKind
    unit: str
    used: Decimal
    used_before: Decimal | None
    """None in the first year."""
    change: Decimal | None
    change_percent: Decimal | None
    """Whole percents; None in the first year or when nothing was used before."""
    cost: Decimal
    """Euros for delivery and energy tax; for feed-in what it yielded, as a negative amount."""
    average_price: Decimal | None
    """Euros per unit, taxes included; None when nothing was used."""
    average_price_before: Decimal | None


@dataclass(frozen=True)
class WinterComparison:
    """Gas in December, January and February of this settlement next to the winter before."""

    used: Decimal
    used_before: Decimal
    change: Decimal
    """m³ more (or less)."""


@dataclass(frozen=True)
class SettlementExplanation:
    """A settlement taken apart, with the largest cause of its difference."""

    invoice_number: str
    kind: InvoiceKind
    issued: date
    due: date
    period: DateRange
    address: Address
    comparisons: tuple[EnergyComparison, ...]
    lines: tuple[InvoiceLine, ...]
    """As printed, instalments included."""
    total_costs: Decimal
    """Everything but the instalments."""
    instalments: Decimal
    """What was charged in instalments over the period."""
    instalment_months: int
    instalment_monthly: Decimal
    """The last instalment in the period."""
    difference: Decimal
    """total_costs - instalments: positive is to pay, negative is money back."""
    open_amount: Decimal
    """What is still to pay of it today."""
    difference_before: Decimal | None
    """The difference of the settlement before, None in the first year."""
    effects: tuple[Effect, ...]
    """Largest first; together exactly the difference."""
    largest: Effect
    """The largest effect in the direction of the difference."""
    winter: WinterComparison | None
    """None without gas or without a year before."""

    @property
    def largest_cause(self) -> Cause:
        """The cause of the largest effect."""
        return self.largest.cause


@dataclass(frozen=True)
class NoInvoice:
    """There is no such settlement."""

    next_settlement: date | None = None
    """When the first one is to be expected; None when a given number was not found."""


@dataclass(frozen=True)
class Payment:
    """Money that came in."""

    on: date
    amount: Decimal
    about: str
    """Dutch words: "termijnbedrag" or "factuur F-2026-004711"."""


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice with money still to pay."""

    number: str
    kind: InvoiceKind
    amount: Decimal
    """Euros of the whole invoice."""
    open_amount: Decimal
    """Euros still to pay."""
    due: date
    days_late: int
    """Whole days since the due date; 0 when it is not late or is paid in an arrangement."""
    reminder_sent: date | None
    in_arrangement: bool
    """Paid in parts; then its own due date no longer counts."""


@dataclass(frozen=True)
class ArrangementTerm:
    """One payment of an arrangement."""

    number: int
    due: date
    amount: Decimal
    paid_on: date | None = None


@dataclass(frozen=True)
class Arrangement:
    """An agreed payment in parts."""

    invoice_number: str
    terms: tuple[ArrangementTerm, ...]

    @property
    def total(self) -> Decimal:
        """Euros of all terms."""
        return sum((term.amount for term in self.terms), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """Euros of the paid terms."""
        return sum((term.amount for term in self.terms if term.paid_on), Decimal(0))

    @property
    def next_term(self) -> ArrangementTerm | None:
        """The first term that is not paid."""
        return next((term for term in self.terms if term.paid_on is None), None)


@dataclass(frozen=True)
class PaymentStatus:
    """Does the customer owe something, and did the last payment arrive."""

    open_invoices: tuple[OpenInvoice, ...]
    """Oldest due date first."""
    total_open: Decimal
    """Euros, arrangement included."""
    last_payment: Payment | None
    arrangement: Arrangement | None
    """The running one."""


@dataclass(frozen=True)
class RefundStatus:
    """Money back, or why there is none."""

    amount: Decimal
    """Euros; zero when there is none."""
    on: date | None
    """When it was paid or will be."""
    paid: bool
    reason_none: NoRefund | None
    invoice_number: str | None
    iban_masked: str | None
    """Where it goes."""


class NoRefund(str, Enum):
    """Why nothing comes back."""

    GEEN_AFREKENING = "geen_afrekening"
    BIJBETALEN = "bijbetalen"
    PRECIES_GELIJK = "precies_gelijk"
