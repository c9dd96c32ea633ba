"""Paying in parts: what policy allows, and the schedule (docs/rules/betaalregeling.md)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Refusal
from dichtbij.customers.rules.arrangements import (
    ArrangementHistory,
    ArrangementPolicy,
    check_history,
    check_terms,
    first_term,
    schedule,
)
from dichtbij.customers.rules.calendar import add_months

TODAY = date(2026, 11, 21)
POLICY = ArrangementPolicy(
    minste_maanden=2,
    meeste_maanden=12,
    minste_per_maand=Decimal("15"),
    hoogste_totaal=Decimal("1500"),
    niet_nagekomen_telt_maanden=12,
    eerste_betaling_na_dagen=7,
    dag_zonder_contract=25,
)

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
totals = st.integers(1, 900_000).map(lambda value: Decimal(value) / 100)
policies = st.builds(
    ArrangementPolicy,
    minste_maanden=st.integers(1, 4),
    meeste_maanden=st.integers(4, 36),
    minste_per_maand=st.integers(1, 60).map(Decimal),
    hoogste_totaal=st.integers(100, 5000).map(Decimal),
    niet_nagekomen_telt_maanden=st.integers(1, 36),
    eerste_betaling_na_dagen=st.integers(1, 31),
    dag_zonder_contract=st.integers(1, 28),
)


@given(totals, st.integers(1, 60), days)
def test_a_schedule_adds_up_to_the_cent_in_equal_parts_a_month_apart(total: Decimal, months: int, first: date) -> None:
    terms = schedule(total, months, first)
    assert sum(term.amount for term in terms) == total
    assert [term.number for term in terms] == list(range(1, months + 1))
    assert len({term.amount for term in terms[1:]}) <= 1, "only the first part may differ"
    if months > 1:
        assert Decimal(0) <= terms[0].amount - terms[1].amount < Decimal("0.01") * months
    assert all(term.amount == term.amount.quantize(Decimal("0.01")) for term in terms)
    assert [term.due for term in terms] == [add_months(first, index) for index in range(months)]


@given(st.integers(1, 28), days, policies)
def test_the_first_part_falls_on_the_first_collection_day_that_is_far_enough_away(
    day: int, today: date, policy: ArrangementPolicy
) -> None:
    first = first_term(day, today, policy)
    assert first.day == day
    assert first >= today + timedelta(days=policy.eerste_betaling_na_dagen)
    assert add_months(first, -1) < today + timedelta(days=policy.eerste_betaling_na_dagen)


@given(totals, st.integers(-3, 60), policies)
def test_policy_allows_exactly_what_it_says(total: Decimal, months: int, policy: ArrangementPolicy) -> None:
    refused = check_terms(total, months, policy)
    allowed = (
        total <= policy.hoogste_totaal
        and policy.minste_maanden <= months <= policy.meeste_maanden
        and total / max(months, 1) >= policy.minste_per_maand
    )
    assert (refused is None) == allowed
    if refused and refused.minimum and refused.maximum:
        for limit in (refused.minimum, refused.maximum):
            assert check_terms(total, int(limit), policy) is None, "a limit that is named would be refused"


@given(days, days, policies)
def test_a_broken_arrangement_counts_for_the_months_of_the_policy(
    broken: date, today: date, policy: ArrangementPolicy
) -> None:
    refused = check_history(ArrangementHistory(False, broken), today, policy)
    assert (refused is not None) == (today < add_months(broken, policy.niet_nagekomen_telt_maanden))
    assert refused is None or refused.hand_over


def test_a_running_or_recently_broken_arrangement_goes_to_a_person() -> None:
    running = check_history(ArrangementHistory(True, None), TODAY, POLICY)
    broken = check_history(ArrangementHistory(False, TODAY - timedelta(days=300)), TODAY, POLICY)
    assert running is not None
    assert running.reason is Refusal.LOPENDE_REGELING
    assert running.hand_over
    assert broken is not None
    assert broken.reason is Refusal.REGELING_NIET_NAGEKOMEN
    assert check_history(ArrangementHistory(False, TODAY - timedelta(days=366)), TODAY, POLICY) is None
    assert check_history(ArrangementHistory(False, None), TODAY, POLICY) is None


def test_one_month_is_asked_again_but_thirteen_go_to_a_person() -> None:
    once, often = check_terms(Decimal(640), 1, POLICY), check_terms(Decimal(640), 13, POLICY)
    assert once is not None
    assert not once.hand_over
    assert often is not None
    assert often.hand_over
    assert often.maximum == 12


def test_the_worked_example_of_the_page() -> None:
    terms = schedule(Decimal("640.00"), 6, first_term(27, TODAY, POLICY))
    assert [term.amount for term in terms] == [Decimal("106.70"), *[Decimal("106.66")] * 5]
    assert terms[0].due == date(2026, 12, 27), "27 November is 6 days away, which is too soon"
    assert check_terms(Decimal("100.00"), 7, POLICY) is not None
    assert check_terms(Decimal("100.00"), 6, POLICY) is None
