"""How a year's usage spreads over its months.

The shares follow the shape of the Dutch standard profiles (gas with the cold, sun with the light); they are rounded by
us and only serve to expect, estimate and tell odd from plausible. Each row adds up to 1000.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dichtbij.customers.model.ids import UsageKind
from dichtbij.customers.rules.calendar import add_months, days_in_month, first_of_month

SHARES: dict[UsageKind, tuple[int, ...]] = {
    UsageKind.GAS: (182, 158, 127, 76, 36, 16, 12, 12, 22, 66, 122, 171),
    UsageKind.STROOM: (100, 89, 88, 78, 74, 70, 71, 73, 77, 86, 94, 100),
    UsageKind.TERUGLEVERING: (16, 38, 82, 126, 150, 154, 152, 130, 84, 42, 16, 10),
}
"""Per thousand of a year, January first."""


def month_share(kind: UsageKind, month: date) -> Decimal:
    """The part (0..1) of a year's usage that falls in that month."""
    return Decimal(SHARES[kind][month.month - 1]) / 1000


def expected_between(kind: UsageKind, yearly: Decimal, start: date, end: date) -> Decimal:
    """What is to be expected from `start` up to `end` when a year takes `yearly`; zero when end is not after start."""
    total = Decimal(0)
    day = start
    while day < end:
        month_end = add_months(first_of_month(day), 1)
        until = min(month_end, end)
        total += yearly * month_share(kind, day) * (until - day).days / days_in_month(day)
        day = until
    return total


def spread_over_year(kind: UsageKind, yearly: int) -> tuple[int, ...]:
    """A year's usage in twelve whole numbers, January first, that add up to it exactly (largest remainders)."""
    exact = [Decimal(share) * yearly / 1000 for share in SHARES[kind]]
    whole = [int(value) for value in exact]
    by_remainder = sorted(range(12), key=lambda month: exact[month] - whole[month], reverse=True)
    for month in by_remainder[: yearly - sum(whole)]:
        whole[month] += 1
    return tuple(whole)
