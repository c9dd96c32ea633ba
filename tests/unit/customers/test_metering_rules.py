"""Seasons, usage per month and plausible readings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.chart import chart_png, chart_text
from dichtbij.customers.demo_homes import ean
from dichtbij.customers.model import (
    Energy,
    Odd,
    OddReason,
    Plausible,
    Register,
    RegisterId,
    RegisterName,
    TooLow,
    UsageKind,
    UsagePeriod,
)
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.readings import check_reading, is_valid
from dichtbij.customers.rules.seasons import SHARES, expected_between, spread_over_year
from dichtbij.customers.rules.usage import Series, report

TODAY = date(2026, 11, 21)


def register(last: int = 5000, yearly: int = 1400, energy: Energy = Energy.GAS) -> Register:
    return Register(
        RegisterId("tel-1"),
        "G0065410007919",
        "871687000000000018",
        "Zandvaartkade 17, Haarlem",
        energy,
        RegisterName.ENKEL,
        "",
        energy.unit,
        5,
        True,
        Decimal(last),
        date(2026, 9, 1),
        Decimal(last) + 100,
        Decimal(yearly),
    )


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


@given(st.integers(0, 200_000), st.integers(0, 400), st.integers(0, 9_000))
def test_the_expected_reading_is_plausible_and_a_lower_one_than_before_never(
    value: int, days: int, yearly: int
) -> None:
    meter = register(yearly=yearly)
    on = meter.last_on + timedelta(days=days)
    expected = meter.last_value + expected_between(UsageKind.GAS, meter.expected_yearly, meter.last_on, on)
    assert isinstance(check_reading(meter, expected.quantize(Decimal(1)), on), Plausible)
    outcome = check_reading(meter, Decimal(value), on)
    if value < meter.last_value:
        assert isinstance(outcome, TooLow)
    if value >= 100_000:
        assert isinstance(outcome, Odd)
        assert outcome.reason is OddReason.TE_VEEL_CIJFERS
    if isinstance(outcome, Odd):
        assert meter.last_value <= outcome.expected_low <= outcome.expected_high


def test_a_slip_of_a_digit_is_odd_and_says_what_was_expected() -> None:
    outcome = check_reading(register(), Decimal(51_990), TODAY)
    assert isinstance(outcome, Odd)
    assert outcome.reason is OddReason.VEEL_HOGER
    assert 5000 < outcome.expected_high < 6000


def test_hardly_any_gas_in_a_cold_autumn_is_odd() -> None:
    outcome = check_reading(register(yearly=3000), Decimal(5001), TODAY)
    assert isinstance(outcome, Odd)
    assert outcome.reason is OddReason.VEEL_LAGER


@pytest.mark.parametrize(
    ("value", "fine"),
    [("0", True), ("99999.999", True), ("100000", False), ("-1", False), ("12.3456", False), ("NaN", False)],
)
def test_a_meter_shows_only_so_much(value: str, fine: bool) -> None:
    assert is_valid(register(), Decimal(value)) == fine


def monthly(kind: UsageKind, months: int, each: int) -> Series:
    start = add_months(date(2026, 11, 1), -months)
    return Series(kind, tuple((add_months(start, n), Decimal(100 + n * each)) for n in range(months + 1)))


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
    assert chart_text(empty) == "Er is nog geen verbruik bekend over deze periode."


@given(st.lists(st.integers(1, 400), min_size=2, max_size=12), st.sampled_from(UsagePeriod))
def test_usage_between_readings_on_any_day_never_goes_negative(gaps: list[int], period: UsagePeriod) -> None:
    points, day, value = [], date(2023, 3, 9), Decimal(0)
    for gap in gaps:
        points.append((day, value))
        day, value = day + timedelta(days=gap), value + gap
    for usage in report([Series(UsageKind.GAS, tuple(points))], period, TODAY).kinds:
        assert all(month.used is None or month.used >= 0 for month in usage.months)


def test_a_picture_is_drawn_and_told_in_words() -> None:
    found = report([monthly(UsageKind.GAS, 24, 50)], UsagePeriod.JAAR, TODAY)
    assert chart_png(found).startswith(b"\x89PNG")
    assert chart_text(found) == (
        "Verbruik over de laatste 12 maanden. Gas: 600 m³, een jaar eerder 600 m³ (ongeveer gelijk). "
        "De hoogste maand was november met 50 m³."
    )


@given(st.integers(0, 9_999_999))
def test_demo_connections_have_a_good_check_digit(number: int) -> None:
    code = ean(number)
    assert len(code) == 18
    assert (
        sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(code[:-1])) % 10
        == (-int(code[-1])) % 10
    )
