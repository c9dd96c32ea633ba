"""The collection day: one that every month has, and never two collections in a month (docs/rules/betaaldag.md)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.rules.calendar import add_months, next_day_of_month
from dichtbij.customers.rules.collection import CollectionPolicy, check_day, first_collection

POLICY = CollectionPolicy(eerste_dag=1, laatste_dag=28, aangekondigd_dagen=5, teruggeboekt_maanden=12)

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
of_month = st.integers(1, 28)
policies = st.builds(
    CollectionPolicy,
    eerste_dag=st.integers(1, 14),
    laatste_dag=st.integers(14, 28),
    aangekondigd_dagen=st.integers(0, 14),
    teruggeboekt_maanden=st.integers(1, 24),
)


def collections(current: int, wished: int, today: date, policy: CollectionPolicy) -> list[date]:
    """What the bank collects around a change: the old day for as long as it is under way, then the new one."""
    first = first_collection(current, wished, today, policy)
    announced = today + timedelta(days=policy.aangekondigd_dagen)
    old = [month.replace(day=current) for month in (add_months(today, back) for back in (-2, -1, 0, 1))]
    return sorted([day for day in old if day <= announced]) + [add_months(first, index) for index in range(3)]


@given(of_month, of_month, days, policies)
def test_never_twice_in_a_month_and_never_on_a_day_that_the_bank_already_has(
    current: int, wished: int, today: date, policy: CollectionPolicy
) -> None:
    first = first_collection(current, wished, today, policy)
    assert first.day == wished
    assert first > today + timedelta(days=policy.aangekondigd_dagen)
    if policy.aangekondigd_dagen <= 5:  # longer ahead than the days between two months, the old one may be under way
        months = [day.replace(day=1) for day in collections(current, wished, today, policy)]
        assert len(months) == len(set(months))


@given(of_month, of_month, days)
def test_at_most_one_month_is_left_out(current: int, wished: int, today: date) -> None:
    first = first_collection(current, wished, today, POLICY)
    assert first <= add_months(next_day_of_month(wished, today), 2)


@given(of_month, days)
def test_the_same_day_again_changes_nothing_that_is_not_announced(current: int, today: date) -> None:
    first = first_collection(current, current, today, POLICY)
    assert first == next_day_of_month(current, today + timedelta(days=POLICY.aangekondigd_dagen))


@given(st.integers(-40, 40), policies)
def test_a_day_within_the_policy_is_allowed_and_a_refusal_names_the_limits(day: int, policy: CollectionPolicy) -> None:
    refused = check_day(day, policy)
    assert (refused is None) == (policy.eerste_dag <= day <= policy.laatste_dag)
    if refused:
        assert (refused.minimum, refused.maximum) == (policy.eerste_dag, policy.laatste_dag)


@pytest.mark.parametrize(("day", "fine"), [(0, False), (1, True), (28, True), (29, False), (-4, False)])
def test_a_collection_day_exists_in_every_month(day: int, fine: bool) -> None:
    assert (check_day(day, POLICY) is None) == fine


def test_the_worked_example_of_the_page() -> None:
    today = date(2026, 11, 21)
    assert first_collection(27, 3, today, POLICY) == date(2026, 12, 3)
    assert first_collection(25, 28, today, POLICY) == date(2026, 12, 28)
    assert first_collection(27, 28, today, POLICY) == date(2026, 11, 28)
