"""The instalment: what fits, what may be chosen, when it starts (docs/rules/termijnbedrag.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Energy, Refusal, Refused, RegisterName, Tariff, TariffKind
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.instalments import (
    InstalmentPolicy,
    YearlyUse,
    check_amount,
    expected_yearly_cost,
    instalment_range,
    starting_month,
)

TODAY = date(2026, 11, 21)
POLICY = InstalmentPolicy(
    laagste_deel=Decimal("0.8"),
    hoogste_deel=Decimal("2"),
    altijd_extra=Decimal("50"),
    past_binnen_deel=Decimal("0.10"),
    past_binnen_bedrag=Decimal("5"),
    uiterlijk_over_maanden=12,
)

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
euros = st.integers(0, 900_000).map(lambda value: Decimal(value) / 100)
policies = st.builds(
    InstalmentPolicy,
    laagste_deel=st.integers(0, 100).map(lambda value: Decimal(value) / 100),
    hoogste_deel=st.integers(100, 400).map(lambda value: Decimal(value) / 100),
    altijd_extra=st.integers(0, 100).map(Decimal),
    past_binnen_deel=st.integers(0, 50).map(lambda value: Decimal(value) / 100),
    past_binnen_bedrag=st.integers(0, 20).map(Decimal),
    uiterlijk_over_maanden=st.integers(1, 24),
)


@given(euros, policies)
def test_the_advised_amount_fits_is_allowed_and_leaves_nothing_to_pay(
    yearly: Decimal, policy: InstalmentPolicy
) -> None:
    allowed = instalment_range(yearly, policy)
    assert allowed.minimum <= allowed.advised <= allowed.maximum
    assert allowed.fits(allowed.advised)
    assert check_amount(allowed.advised, allowed) is None
    assert -12 < allowed.expected_settlement(allowed.advised) <= 0


@given(euros, euros, policies)
def test_an_amount_outside_the_range_is_refused_with_the_range(
    yearly: Decimal, amount: Decimal, policy: InstalmentPolicy
) -> None:
    allowed = instalment_range(yearly, policy)
    refused = check_amount(amount, allowed)
    if allowed.minimum <= amount <= allowed.maximum:
        assert refused is None
    else:
        assert refused is not None
        assert (refused.minimum, refused.maximum) == (allowed.minimum, allowed.maximum)
        assert not refused.hand_over


@given(euros, euros, policies)
def test_who_is_expected_to_use_more_is_never_allowed_less(
    yearly: Decimal, more: Decimal, policy: InstalmentPolicy
) -> None:
    one, other = instalment_range(yearly, policy), instalment_range(yearly + more, policy)
    assert one.advised <= other.advised
    assert one.minimum <= other.minimum
    assert one.maximum <= other.maximum


@given(euros, policies, st.integers(-300, 300))
def test_what_fits_lies_within_the_share_or_the_euros_whichever_is_more(
    yearly: Decimal, policy: InstalmentPolicy, off: int
) -> None:
    allowed = instalment_range(yearly, policy)
    amount = allowed.advised + off
    fits = abs(off) <= allowed.advised * policy.past_binnen_deel or abs(off) <= policy.past_binnen_bedrag
    assert allowed.fits(amount) == fits


@given(st.integers(-500_000, -1).map(lambda value: Decimal(value) / 100))
def test_who_feeds_in_more_than_is_used_pays_nothing_ahead_unless_wanted(yearly: Decimal) -> None:
    allowed = instalment_range(yearly, POLICY)
    assert (allowed.minimum, allowed.advised, allowed.maximum) == (0, 0, 50)


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal("100.001"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_amount_is_refused(amount: Decimal) -> None:
    refused = check_amount(amount, instalment_range(Decimal(1200), POLICY))
    assert refused is not None
    assert refused.reason is Refusal.BEDRAG_ONGELDIG


def test_the_worked_example_of_the_page() -> None:
    allowed = instalment_range(Decimal("2262.00"), POLICY)
    assert (allowed.minimum, allowed.advised, allowed.maximum) == (151, 189, 377)
    assert allowed.fits(Decimal(171))
    assert not allowed.fits(Decimal(170))
    assert allowed.expected_settlement(Decimal(150)) == 462


def test_another_organisation_allows_other_amounts() -> None:
    strict = replace(POLICY, laagste_deel=Decimal("1"), hoogste_deel=Decimal("1"), altijd_extra=Decimal("0"))
    allowed = instalment_range(Decimal("1200"), strict)
    assert (allowed.minimum, allowed.maximum) == (100, 100)


def test_the_end_of_netting_is_in_the_expected_costs_of_a_solar_home() -> None:
    kinds = ("STROOM_NORMAAL", "ENERGIEBELASTING_STROOM", "TERUGLEVERING")
    tariffs = [Tariff(TariffKind[kind], Decimal("0.10"), date.min) for kind in kinds]
    uses = [
        YearlyUse(Energy.STROOM, RegisterName.NORMAAL, Decimal(3000)),
        YearlyUse(Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(3000)),
    ]
    assert expected_yearly_cost(uses, tariffs, date(2025, 6, 1)) == Decimal("0.00")
    assert expected_yearly_cost(uses, tariffs, date(2027, 6, 1)) == Decimal("300.00")


@given(days, st.one_of(st.none(), days), policies)
def test_a_new_amount_always_starts_on_a_first_day_after_today(
    today: date, wished: date | None, policy: InstalmentPolicy
) -> None:
    start = starting_month(wished, today, policy)
    if isinstance(start, Refused):
        assert wished is not None
        past, far = wished < today.replace(day=1), wished > add_months(today, policy.uiterlijk_over_maanden)
        assert start.reason is (Refusal.DATUM_IN_VERLEDEN if past else Refusal.DATUM_TE_VER)
        assert past or far
    else:
        assert start.day == 1
        assert start > today
        assert wished is None or start >= wished or wished < add_months(today.replace(day=1), 1)


def test_a_start_in_the_past_or_far_away_is_refused() -> None:
    assert starting_month(date(2026, 9, 1), TODAY, POLICY) == Refused(Refusal.DATUM_IN_VERLEDEN)
    assert starting_month(date(2028, 1, 1), TODAY, POLICY) == Refused(Refusal.DATUM_TE_VER)
