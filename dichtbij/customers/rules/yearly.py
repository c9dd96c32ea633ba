"""How much a register is expected to count in a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dichtbij.customers.model.ids import UsageKind
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.usage import Series


def expected_yearly(points: Sequence[tuple[date, Decimal]], estimated: Decimal) -> Decimal:
    """The last whole year that was measured, in whole units; the estimate as long as there is none."""
    if not points:
        return estimated
    end = points[-1][0]
    used = Series(UsageKind.STROOM, tuple(points)).used(add_months(end, -12), end)
    return estimated if used is None else used.quantize(Decimal(1), ROUND_HALF_UP)
