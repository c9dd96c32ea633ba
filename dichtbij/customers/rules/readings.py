"""Is a meter reading what was to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dichtbij.customers.model.ids import Energy, RegisterName, UsageKind
from dichtbij.customers.model.meters import Odd, OddReason, Plausible, ReadingCheck, Register, TooLow
from dichtbij.customers.rules.seasons import expected_between


@dataclass(frozen=True)
class ReadingPolicy:
    """`beleid.meterstanden` in organisatie.yml, explained in docs/rules/meterstanden.md."""

    laagste_deel: Decimal
    """Less than this part of the expected usage is asked about."""
    hoogste_deel: Decimal
    """More than this part of it is asked about."""
    speling_deel: Decimal
    """Part of a year's usage that is never odd, above or below."""
    speling_minst: Decimal
    """kWh or m³ that are never odd, however little is used in a year."""


def kind_of(energy: Energy, name: RegisterName) -> UsageKind:
    """What a register counts."""
    return UsageKind.TERUGLEVERING if name.feeds_in else UsageKind(energy.value)


def is_valid(register: Register, value: Decimal) -> bool:
    """A number that this meter can show: not negative, at most 3 decimals, no more digits than it has."""
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** register.digits:
        return False
    return value == value.quantize(Decimal("0.001"))


def check_reading(register: Register, value: Decimal, on: date, policy: ReadingPolicy) -> ReadingCheck:
    """Compare a reading on a day with the last one and with the expected usage since."""
    kind = kind_of(register.energy, register.name)
    expected = expected_between(kind, register.expected_yearly, register.last_on, on)
    slack = max(register.expected_yearly * policy.speling_deel, policy.speling_minst)
    low = max(expected * policy.laagste_deel - slack, Decimal(0)) + register.last_value
    high = expected * policy.hoogste_deel + slack + register.last_value
    low, high = low.quantize(Decimal(1), ROUND_FLOOR), high.quantize(Decimal(1), ROUND_CEILING)
    low = max(low, register.last_value)
    used = value - register.last_value
    if not is_valid(register, value):
        return Odd(OddReason.TE_VEEL_CIJFERS, low, high, used)
    if value < register.last_value:
        return TooLow(register.last_value, register.last_on)
    if value > high:
        return Odd(OddReason.VEEL_HOGER, low, high, used)
    if value < low:
        return Odd(OddReason.VEEL_LAGER, low, high, used)
    return Plausible(used)
