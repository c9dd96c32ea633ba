"""Usage per month, next to a year earlier; seasons: docs/rules/verbruik.md."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import UsageKind, UsagePeriod
from dichtbij.customers.rules.calendar import add_months, month_starts
from dichtbij.customers.rules.seasons import SHARES, expected_between, spread_over_year
from dichtbij.customers.rules.usage import Series, known_until, per_month, period_range, report

TODAY = date(2026, 11, 21)


@st.composite
def series(draw: st.DrawFn) -> Series:
    """Readings on any days, never running back."""
    day, value, points = draw(st.dates(date(2022, 1, 1), date(2026, 6, 1))), Decimal(0), []
    for gap, used in draw(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 900)), max_size=14)):
        points.append((day, value))
        day, value = day + timedelta(days=gap), value + used
    return Series(draw(st.sampled_from(UsageKind)), tuple(points))


def monthly(kind: UsageKind, months: int, each: int) -> Series:
    start = add_months(date(2026, 11, 1), -months)
    return Series(kind, tuple((add_months(start, n), Decimal(100 + n * each)) for n in range(months + 1)))


@pytest.mark.parametrize("kind", UsageKind)
def test_the_shares_of_a_year_are_a_whole(kind: UsageKind) -> None:
    assert sum(SHARES[kind]) == 1000


@given(st.sampled_from(UsageKind), st.integers(0, 50_000))
def test_a_spread_year_adds_up(kind: UsageKind, yearly: int) -> None:
    spread = spread_over_year(kind, yearly)
    assert sum(spread) == yearly
    assert min(spread) >= 0


@given(
    st.sampled_from(UsageKind), st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 700), st.integers(0, 700)
)
def test_expectations_of_two_spans_add_up(kind: UsageKind, start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    whole = expected_between(kind, Decimal(1000), start, end)
    parts = expected_between(kind, Decimal(1000), start, middle) + expected_between(kind, Decimal(1000), middle, end)
    assert abs(whole - parts) < Decimal("0.0001")
    assert whole >= 0


@given(st.lists(series(), max_size=5), st.sampled_from(UsagePeriod))
def test_usage_is_never_negative_and_adds_up_to_its_months(found: list[Series], period: UsagePeriod) -> None:
    shown = report(found, period, TODAY)
    assert shown.range.start <= shown.range.end
    for usage in shown.kinds:
        known = [month.used for month in usage.months if month.used is not None]
        assert all(used >= 0 for used in known)
        assert usage.total == sum(known)
        assert all(shown.range.start <= month.month < shown.range.end for month in usage.months)


@given(st.lists(series(), max_size=5), st.sampled_from(UsagePeriod))
def test_a_comparison_is_only_made_of_the_same_months(found: list[Series], period: UsagePeriod) -> None:
    for usage in report(found, period, TODAY).kinds:
        if usage.before is None:
            assert usage.change_percent is None
        else:
            assert usage.before == sum(month.before or Decimal(0) for month in usage.months)
            assert all(month.used is not None and month.before is not None for month in usage.months)


@given(series(), st.dates(date(2022, 1, 1), date(2026, 11, 1)), st.integers(0, 400), st.integers(0, 400))
def test_what_is_used_over_two_spans_is_what_is_used_over_both(one: Series, start: date, a: int, b: int) -> None:
    middle, end = start + timedelta(days=a), start + timedelta(days=a + b)
    whole, first, second = one.used(start, end), one.used(start, middle), one.used(middle, end)
    if whole is not None and first is not None and second is not None:
        assert abs(whole - first - second) < Decimal("0.0001")


@given(st.lists(series(), max_size=4))
def test_whole_months_only_up_to_the_last_reading_or_today(found: list[Series]) -> None:
    until = known_until(found, TODAY)
    if until is None:
        assert not any(one.points for one in found)
    else:
        assert until.day == 1
        assert until <= TODAY
        assert until <= max(one.points[-1][0] for one in found if one.points)
        for period in UsagePeriod:
            span = period_range(period, until, TODAY)
            assert span.start.day == 1
            assert len(list(month_starts(span.start, span.end))) <= 12


@given(st.lists(series(), max_size=4))
def test_months_of_registers_together_are_those_of_each(found: list[Series]) -> None:
    months = list(month_starts(date(2025, 1, 1), date(2026, 1, 1)))
    together, apart = per_month(found, months), [per_month([one], months) for one in found]
    for month, used in together.items():
        assert abs(used - sum((one.get(month, Decimal(0)) for one in apart), Decimal(0))) <= len(found)


def test_two_years_next_to_each_other() -> None:
    found = report([monthly(UsageKind.GAS, 24, 50), monthly(UsageKind.STROOM, 24, 200)], UsagePeriod.JAAR, TODAY)
    gas = found.of(UsageKind.GAS)
    assert gas is not None
    assert (gas.total, gas.before, gas.change_percent) == (600, 600, 0)
    assert len(gas.months) == 12
    assert gas.months[0].month == date(2025, 11, 1)
    assert found.of(UsageKind.TERUGLEVERING) is None


def test_no_comparison_when_a_month_of_it_is_unknown() -> None:
    gas = report([monthly(UsageKind.GAS, 20, 50)], UsagePeriod.JAAR, TODAY).of(UsageKind.GAS)
    assert gas is not None
    assert gas.total == 600
    assert gas.before is None
    assert gas.change_percent is None


@pytest.mark.parametrize(
    ("period", "months"), [(UsagePeriod.MAAND, 1), (UsagePeriod.DIT_JAAR, 10), (UsagePeriod.VORIG_JAAR, 12)]
)
def test_other_periods(period: UsagePeriod, months: int) -> None:
    gas = report([monthly(UsageKind.GAS, 36, 50)], period, TODAY).of(UsageKind.GAS)
    assert gas is not None
    assert gas.total == 50 * months


@pytest.mark.parametrize("period", UsagePeriod)
def test_nothing_known_is_an_empty_report(period: UsagePeriod) -> None:
    empty = report([], period, TODAY)
    assert empty.kinds == ()
    assert empty.range.start == empty.range.end
