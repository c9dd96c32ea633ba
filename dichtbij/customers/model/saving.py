"""Saving energy: what a home uses in a year, next to others, and what a tip is worth there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dichtbij.customers.model.ids import UsageKind


@dataclass(frozen=True)
class HomeUse:
    """What one home is expected to use in a year, and what one unit more or less is worth to it."""

    stroom: Decimal
    """kWh taken from the grid."""
    gas: Decimal
    """m³; zero without gas."""
    teruglevering: Decimal
    """kWh fed in."""
    stroom_price: Decimal
    """Euros per kWh, energy tax included."""
    gas_price: Decimal
    """Euros per m³, energy tax included."""
    own_power_worth: Decimal
    """Euros gained per kWh of solar power that is used at home instead of fed in."""

    @property
    def stroom_cost(self) -> Decimal:
        """Euros a year for electricity from the grid; fixed costs and netting left out."""
        return self.stroom * self.stroom_price

    @property
    def gas_cost(self) -> Decimal:
        """Euros a year for gas, fixed costs left out."""
        return self.gas * self.gas_price


@dataclass(frozen=True)
class Saving:
    """A tip, worked out for one home."""

    tip: str
    """Its name in organisatie.yml, and in the response utter_deel_tip_<name>."""
    kind: UsageKind
    amount: Decimal
    """kWh or m³ a year."""
    euros: Decimal
    """Euros a year, rounded to five: more would be pretended."""
    costs_money: bool
    """Whether something has to be bought that takes years to pay itself back."""


@dataclass(frozen=True)
class UsageComparison:
    """A year's usage next to that of an average home."""

    kind: UsageKind
    own: Decimal
    average: Decimal
    percent: Decimal
    """Whole percents above (positive) or below (negative) the average."""
    similar: bool
    """So close that it is called "about the same"."""


@dataclass(frozen=True)
class HomeSaving:
    """Everything about saving at one address."""

    address: str
    """Street, number, city."""
    use: HomeUse
    savings: tuple[Saving, ...]
    """The most useful first."""
    comparisons: tuple[UsageComparison, ...]
    """Empty where no honest comparison is known."""


@dataclass(frozen=True)
class SavingReport:
    """The homes of a customer, the most expensive first."""

    business: bool
    """A company: what its energy is for, we can't know."""
    homes: tuple[HomeSaving, ...]
