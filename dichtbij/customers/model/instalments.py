"""What a customer can arrange about paying: instalment, day, arrangement, bank account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dichtbij.customers.model.billing import ArrangementTerm
from dichtbij.customers.model.ids import ContractId


@dataclass(frozen=True)
class InstalmentOfContract:
    """One contract's instalment and whether it fits the usage."""

    contract_id: ContractId
    address: str
    """Street, number, city."""
    amount: Decimal
    """Euros a month now."""
    collection_day: int
    expected_yearly_cost: Decimal
    """Euros over the coming twelve months at today's tariffs."""
    expected_settlement: Decimal
    """Euros to pay (positive) or back (negative) after a year with this instalment."""
    fits: bool
    """Within 10 % of the advised amount."""
    advised: Decimal
    """Whole euros a month."""
    minimum: Decimal
    maximum: Decimal
    direct_debit: bool
    """Whether it is collected by itself."""
    next_amount: Decimal | None = None
    """An amount already agreed for later."""
    next_from: date | None = None


@dataclass(frozen=True)
class InstalmentAdvice:
    """The instalments of all contracts; empty when there is no running contract."""

    contracts: tuple[InstalmentOfContract, ...]

    @property
    def total(self) -> Decimal:
        """Euros a month of all contracts together."""
        return sum((contract.amount for contract in self.contracts), Decimal(0))


@dataclass(frozen=True)
class InstalmentProposal:
    """What would happen; nothing is stored."""

    contract_id: ContractId
    address: str
    amount: Decimal
    """Euros a month."""
    current: Decimal
    from_date: date
    """First month with the new amount (its first day)."""
    expected_yearly_cost: Decimal
    expected_settlement: Decimal
    """Euros to pay (positive) or back (negative) after a year with the new amount."""
    advised: Decimal
    unchanged: bool = False
    """It is this amount already."""


@dataclass(frozen=True)
class InstalmentChanged:
    """Stored."""

    contract_id: ContractId
    amount: Decimal
    before: Decimal
    from_date: date
    expected_settlement: Decimal
    reference: str
    """Number of the request, for status_aanvraag."""
    repeated: bool = False
    """It was stored before; nothing changed this time."""


@dataclass(frozen=True)
class CollectionDayProposal:
    """What would happen; nothing is stored."""

    day: int
    """1..28."""
    current: int
    first_collection: date
    unchanged: bool = False


@dataclass(frozen=True)
class CollectionDayChanged:
    """Stored, for every running contract of the customer."""

    day: int
    before: int
    first_collection: date
    reference: str
    repeated: bool = False


@dataclass(frozen=True)
class ArrangementProposal:
    """A schedule within policy; nothing is stored."""

    invoice_number: str
    total: Decimal
    months: int
    schedule: tuple[ArrangementTerm, ...]

    @property
    def monthly(self) -> Decimal:
        """The amount of the last (regular) term; the first may be some cents higher."""
        return self.schedule[-1].amount


@dataclass(frozen=True)
class ArrangementAccepted:
    """Stored."""

    invoice_number: str
    total: Decimal
    months: int
    schedule: tuple[ArrangementTerm, ...]
    reference: str
    repeated: bool = False


@dataclass(frozen=True)
class IbanProposal:
    """A valid bank account; nothing is stored."""

    masked: str
    """"NL** **** **** **12 34"."""
    current_masked: str | None
    unchanged: bool = False


@dataclass(frozen=True)
class IbanChanged:
    """Stored."""

    masked: str
    before_masked: str | None
    reference: str
    repeated: bool = False


@dataclass(frozen=True)
class ReversedPayment:
    """A collection that the customer or the bank took back."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class DirectDebit:
    """How the instalment is collected."""

    active: bool
    iban_masked: str | None
    mandate: str | None
    """Reference of the mandate, as on the bank statement."""
    mandate_since: date | None
    next_collection: date | None
    """None without a mandate or without a running contract."""
    reversed_payments: tuple[ReversedPayment, ...]
    """Of the last twelve months, latest first."""
