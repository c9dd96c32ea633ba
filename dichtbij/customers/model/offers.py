"""Offers of the organisation, next to what a customer has now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dichtbij.customers.model.contracts import TariffKind, Term
from dichtbij.customers.model.ids import ContractId, ContractKind


class OfferName(str, Enum):
    """The contracts of organisatie.yml `tarieven`; the value is its key there."""

    VARIABEL = "variabel"
    VAST_1_JAAR = "vast_1_jaar"
    DYNAMISCH = "dynamisch"

    @property
    def kind(self) -> ContractKind:
        """What kind of contract it is."""
        return _KINDS[self]


_KINDS = {
    OfferName.VARIABEL: ContractKind.VARIABEL,
    OfferName.VAST_1_JAAR: ContractKind.VAST,
    OfferName.DYNAMISCH: ContractKind.DYNAMISCH,
}


@dataclass(frozen=True)
class Offer:
    """A contract that fits, priced for this customer."""

    name: OfferName
    start: date
    """First day with it."""
    fixed_until: date | None
    """First day after its fixed term."""
    yearly_cost: Decimal
    """Euros in the year from its start, with taxes and grid costs, for the customer's own usage."""
    difference: Decimal
    """Euros a year more (positive) or less than the contract of now would cost in that year."""
    swing: Decimal
    """Dynamic: euros a year that it may easily turn out higher or lower. Zero for the others."""
    prices: tuple[tuple[TariffKind, Decimal], ...]
    """What the supplier asks, without energy tax and grid costs."""

    @property
    def monthly_cost(self) -> Decimal:
        """Euros a month on average."""
        return self.yearly_cost / 12


@dataclass(frozen=True)
class Offers:
    """What can be chosen for one contract."""

    contract_id: ContractId
    address: str
    kind: ContractKind
    """Of the contract of now."""
    fixed_until: date | None
    yearly_now: Decimal
    """What the contract of now would cost in the year from `start`."""
    start: date
    """When another one can begin without a fee."""
    offers: tuple[Offer, ...]
    """Cheapest first; empty while it is too early."""
    available_from: date | None
    """The first day on which there is something to choose; None when that is now."""
    smart: bool
    """Whether the meters are smart; without that there is no dynamic contract."""
    planned: Term | None
    """What was chosen before and has not begun."""
    regret_until: date | None
    """The last day on which the latest choice can be taken back; None when there is none or it is too late."""

    def find(self, name: str) -> Offer | None:
        """The offer of that name."""
        return next((offer for offer in self.offers if offer.name.value == name), None)


@dataclass(frozen=True)
class RenewalProposal:
    """What choosing an offer would mean."""

    contract_id: ContractId
    address: str
    offer: Offer
    yearly_now: Decimal
    cooling_off_days: int
    unchanged: bool
    """It was chosen before."""


@dataclass(frozen=True)
class Kept:
    """A choice that was taken back: the contract of now goes on."""

    contract_id: ContractId
    address: str
    kind: ContractKind
    reference: str
    repeated: bool
    """There was nothing to take back any more."""


@dataclass(frozen=True)
class Renewed:
    """An offer that was chosen."""

    contract_id: ContractId
    address: str
    offer: Offer
    cooling_off_until: date
    """The last day on which the customer may change their mind without a reason."""
    reference: str
    repeated: bool
    """It was chosen before; nothing was stored again."""
