"""Which monthly amount fits, and which amounts a customer may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dichtbij.customers.model.common import Refused
from dichtbij.customers.model.contracts import Tariff
from dichtbij.customers.model.ids import Energy, Refusal, RegisterName, UsageKind
from dichtbij.customers.rules.calendar import add_months, first_of_month, month_starts
from dichtbij.customers.rules.seasons import month_share
from dichtbij.customers.rules.settlement import Consumed, settle


@dataclass(frozen=True)
class InstalmentPolicy:
    """`beleid.termijnbedrag` in organisatie.yml, explained in docs/rules/termijnbedrag.md."""

    laagste_deel: Decimal
    """Lower than this part of the expected costs would end in a bill the customer does not see coming."""
    hoogste_deel: Decimal
    """Paying ahead is allowed, up to this part of what is expected."""
    altijd_extra: Decimal
    """Euros above the advised amount that are always allowed, also when little is expected."""
    past_binnen_deel: Decimal
    """An amount this part away from the advised one still fits."""
    past_binnen_bedrag: Decimal
    """Euros away from the advised amount that still fit, also when little is expected."""
    uiterlijk_over_maanden: int
    """A new amount may start so many months from today at the latest."""


@dataclass(frozen=True)
class InstalmentRange:
    """What fits and what may be chosen, in whole euros a month."""

    expected_yearly_cost: Decimal
    advised: Decimal
    minimum: Decimal
    maximum: Decimal
    slack: Decimal
    """Euros an amount may differ from the advised one and still fit."""

    def fits(self, amount: Decimal) -> bool:
        """Close enough to the advised amount."""
        return abs(amount - self.advised) <= self.slack

    def expected_settlement(self, amount: Decimal) -> Decimal:
        """Euros to pay (positive) or back (negative) after a year with this amount."""
        return self.expected_yearly_cost - 12 * amount


@dataclass(frozen=True)
class YearlyUse:
    """What one register is expected to count in a year."""

    energy: Energy
    register: RegisterName
    yearly: Decimal

    @property
    def kind(self) -> UsageKind:
        """Its usage kind."""
        return UsageKind.TERUGLEVERING if self.register.feeds_in else UsageKind(self.energy.value)


def expected_yearly_cost(uses: Sequence[YearlyUse], tariffs: Sequence[Tariff], today: date) -> Decimal:
    """Costs of the coming twelve months at today's prices; the end of netting in 2027 is counted in."""
    start = first_of_month(today)
    months = list(month_starts(start, add_months(start, 12)))
    todays = [Tariff(tariff.kind, tariff.price, date.min) for tariff in tariffs if tariff.holds_on(today)]
    consumed = [
        Consumed(month, use.energy, use.register, use.yearly * month_share(use.kind, month))
        for use in uses
        for month in months
    ]
    return settle(months, consumed, todays, ()).total_costs


def instalment_range(yearly_cost: Decimal, policy: InstalmentPolicy) -> InstalmentRange:
    """The advised amount and its limits, for a contract that is expected to cost so much a year."""
    monthly = max(yearly_cost, Decimal(0)) / 12
    advised = monthly.quantize(Decimal(1), ROUND_CEILING)
    minimum = (monthly * policy.laagste_deel).quantize(Decimal(1), ROUND_CEILING)
    highest = (monthly * policy.hoogste_deel).quantize(Decimal(1), ROUND_FLOOR)
    slack = max(advised * policy.past_binnen_deel, policy.past_binnen_bedrag)
    return InstalmentRange(yearly_cost, advised, minimum, max(highest, advised + policy.altijd_extra), slack)


def check_amount(amount: Decimal, allowed: InstalmentRange) -> Refused | None:
    """None when the amount may be chosen."""
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(Decimal("0.01")):
        return Refused(Refusal.BEDRAG_ONGELDIG, allowed.minimum, allowed.maximum)
    if amount < allowed.minimum:
        return Refused(Refusal.BEDRAG_TE_LAAG, allowed.minimum, allowed.maximum)
    if amount > allowed.maximum:
        return Refused(Refusal.BEDRAG_TE_HOOG, allowed.minimum, allowed.maximum)
    return None


def starting_month(wished: date | None, today: date, policy: InstalmentPolicy) -> date | Refused:
    """The first month with the new amount: the wished one, else the next. Always begins on a first day, after today."""
    next_month = add_months(first_of_month(today), 1)
    if wished is None:
        return next_month
    if wished < first_of_month(today):
        return Refused(Refusal.DATUM_IN_VERLEDEN)
    if wished > add_months(today, policy.uiterlijk_over_maanden):
        return Refused(Refusal.DATUM_TE_VER)
    rounded = wished if wished.day == 1 else add_months(first_of_month(wished), 1)
    return max(rounded, next_month)
