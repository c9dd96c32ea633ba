"""Usage per month from readings, and one period next to the same one a year earlier."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dichtbij.customers.model.common import DateRange
from dichtbij.customers.model.ids import UsageKind
from dichtbij.customers.model.meters import KindUsage, MonthUsage, UsagePeriod, UsageReport
from dichtbij.customers.rules.calendar import add_months, first_of_month, month_starts
from dichtbij.customers.rules.explanation import percent_change


@dataclass(frozen=True)
class Series:
    """The readings of one register, oldest first, never two on one day."""

    kind: UsageKind
    points: tuple[tuple[date, Decimal], ...]

    def at(self, day: date) -> Decimal | None:
        """The reading on a day, between two readings by straight line; None outside what is known."""
        days = [on for on, _ in self.points]
        index = bisect_left(days, day)
        if index < len(days) and days[index] == day:
            return self.points[index][1]
        if index in (0, len(days)):
            return None
        (before_on, before), (after_on, after) = self.points[index - 1], self.points[index]
        return before + (after - before) * (day - before_on).days / (after_on - before_on).days

    def used(self, start: date, end: date) -> Decimal | None:
        """What was counted between two days; None when one of them is outside what is known."""
        first, last = self.at(start), self.at(end)
        return None if first is None or last is None else last - first


def per_month(series: Sequence[Series], months: Iterable[date]) -> dict[date, Decimal]:
    """Usage of all registers together, in whole units, of the months of which at least one register is known."""
    found = {}
    for month in months:
        known = [used for one in series if (used := one.used(month, add_months(month, 1))) is not None]
        if known:
            found[month] = sum(known, Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP)
    return found


def known_until(series: Sequence[Series], today: date) -> date | None:
    """First day of the month up to which whole months are known; None without readings."""
    ends = [one.points[-1][0] for one in series if one.points]
    return min(first_of_month(max(ends)), first_of_month(today)) if ends else None


def period_range(period: UsagePeriod, until: date, today: date) -> DateRange:
    """The whole months of a period, as far as they are known; empty (start == end) when there is none."""
    if period is UsagePeriod.MAAND:
        return DateRange(add_months(until, -1), until)
    if period is UsagePeriod.DIT_JAAR:
        start = date(today.year, 1, 1)
        return DateRange(start, max(start, until))
    if period is UsagePeriod.VORIG_JAAR:
        start = date(today.year - 1, 1, 1)
        return DateRange(start, max(start, min(until, date(today.year, 1, 1))))
    return DateRange(add_months(until, -12), until)


def report(series: Sequence[Series], period: UsagePeriod, today: date) -> UsageReport:
    """The usage over a period, per kind and month, next to a year earlier."""
    until = known_until(series, today)
    if until is None:
        start = first_of_month(today)
        return UsageReport(period, DateRange(start, start), ())
    span = period_range(period, until, today)
    months = list(month_starts(span.start, span.end))
    by_kind: Mapping[UsageKind, list[Series]] = {
        kind: [one for one in series if one.kind is kind and one.points] for kind in UsageKind
    }
    kinds = tuple(_kind_usage(kind, of_kind, months) for kind, of_kind in by_kind.items() if of_kind)
    return UsageReport(period, span, kinds)


def _kind_usage(kind: UsageKind, series: Sequence[Series], months: Sequence[date]) -> KindUsage:
    now = per_month(series, months)
    before = per_month(series, [add_months(month, -12) for month in months])
    rows = tuple(MonthUsage(month, now.get(month), before.get(add_months(month, -12))) for month in months)
    total = sum(now.values(), Decimal(0))
    # A comparison is only honest when the same months are known in both years.
    comparable = bool(months) and all(row.used is not None and row.before is not None for row in rows)
    total_before = sum(before.values(), Decimal(0)) if comparable else None
    change = percent_change(total, total_before) if total_before is not None else None
    return KindUsage(kind, kind.unit, total, total_before, change, rows)
