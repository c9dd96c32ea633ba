"""Terms of keeping: whole years for the books, days for the rest, and the two ways of asking agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.rules.retention import books_since, books_until, since, still_to_settle
from tests.policies import demo_policies

POLICY = demo_policies().bewaartermijnen
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def test_an_invoice_of_2026_is_kept_through_2033() -> None:
    assert books_until(date(2026, 1, 1), POLICY) == books_until(date(2026, 12, 31), POLICY) == date(2033, 12, 31)
    assert books_since(date(2033, 12, 31), POLICY) == date(2026, 1, 1)
    assert books_since(date(2034, 1, 1), POLICY) == date(2027, 1, 1)


@given(DAYS, DAYS)
def test_what_has_to_be_kept_today_is_what_may_not_go_today(issued: date, today: date) -> None:
    assert (books_until(issued, POLICY) < today) == (issued < books_since(today, POLICY))


@given(DAYS)
def test_books_are_kept_for_at_least_seven_years_and_less_than_eight(issued: date) -> None:
    kept = books_until(issued, POLICY) - issued
    assert timedelta(days=7 * 365) <= kept < timedelta(days=8 * 366)


def test_days_are_counted_back_from_now() -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
    assert since(now, 30) == datetime(2026, 10, 24, 9, tzinfo=timezone.utc)


@given(DAYS, st.integers(-400, 400), st.booleans())
def test_a_contract_needs_its_data_until_it_is_settled_but_not_for_ever(ended: date, later: int, settled: bool) -> None:
    today = ended + timedelta(days=later)
    needed = still_to_settle(ended, today, POLICY, settled=settled)
    if later < 0:
        assert needed
    elif settled or later >= POLICY.eindafrekening_dagen:
        assert not needed
    else:
        assert needed
