"""When somebody may move: the window, the overlap, the gap (docs/rules/verhuizen.md)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model.moves import MoveProblem
from dichtbij.customers.rules.moving import (
    MovingPolicy,
    check_handed_in,
    check_key_date,
    first_day_without,
    gap_days,
    overlap_days,
    window,
)

POLICY = MovingPolicy(terug_dagen=30, vooruit_dagen=180, overlap_dagen=62, gat_dagen=62, controle_werkdagen=2)
TODAY = date(2026, 11, 23)

DAYS = st.integers(-800, 800).map(lambda days: TODAY + timedelta(days=days))
POLICIES = st.builds(
    MovingPolicy,
    terug_dagen=st.integers(0, 60),
    vooruit_dagen=st.integers(0, 400),
    overlap_dagen=st.integers(1, 90),
    gat_dagen=st.integers(0, 90),
    controle_werkdagen=st.integers(1, 10),
)


@pytest.mark.parametrize(
    ("key_date", "problem"),
    [
        (date(2026, 10, 24), None),
        (date(2026, 10, 23), MoveProblem.SLEUTEL_TE_LANG_GELEDEN),
        (date(2027, 5, 22), None),
        (date(2027, 5, 23), MoveProblem.SLEUTEL_TE_VER),
    ],
)
def test_the_edges_of_the_window(key_date: date, problem: MoveProblem | None) -> None:
    refused = check_key_date(key_date, TODAY, POLICY)
    assert (refused.problem if refused else None) == problem


@pytest.mark.parametrize(
    ("handed_in", "problem"),
    [
        (date(2027, 2, 1), None),  # the key date itself
        (date(2027, 4, 3), None),  # the 62nd day with two homes
        (date(2027, 4, 4), MoveProblem.OVERLAP_TE_LANG),
        (date(2026, 11, 30), None),  # 62 days in between
        (date(2026, 11, 29), MoveProblem.GAT_TE_LANG),
        (date(2026, 10, 1), MoveProblem.INLEVEREN_TE_LANG_GELEDEN),
    ],
)
def test_the_old_keys_next_to_the_new_ones(handed_in: date, problem: MoveProblem | None) -> None:
    refused = check_handed_in(handed_in, date(2027, 2, 1), TODAY, POLICY)
    assert (refused.problem if refused else None) == problem


def test_days_that_are_shared_and_days_in_between() -> None:
    key = date(2027, 2, 1)
    assert overlap_days(key, key) == 1
    assert overlap_days(key, date(2027, 2, 8)) == 8
    assert overlap_days(key, date(2027, 1, 31)) == gap_days(key, date(2027, 1, 31)) == 0
    assert gap_days(key, date(2027, 1, 28)) == 3
    assert first_day_without(date(2027, 2, 28)) == date(2027, 3, 1)


@given(DAYS, DAYS, POLICIES)
def test_a_day_is_granted_exactly_when_it_is_within_the_limits_that_are_told(
    key_date: date, today: date, policy: MovingPolicy
) -> None:
    refused = check_key_date(key_date, today, policy)
    allowed = window(today, policy)
    assert (refused is None) == (allowed.earliest <= key_date <= allowed.latest)
    if refused is not None:
        assert refused.earliest is not None
        assert check_key_date(refused.earliest, today, policy) is None


@given(DAYS, DAYS, POLICIES)
def test_what_is_granted_overlaps_no_longer_than_the_policy_and_leaves_no_longer_a_gap(
    handed_in: date, key_date: date, policy: MovingPolicy
) -> None:
    refused = check_handed_in(handed_in, key_date, TODAY, policy)
    if refused is None:
        assert overlap_days(key_date, handed_in) <= policy.overlap_dagen
        assert gap_days(key_date, handed_in) <= policy.gat_dagen
        assert handed_in >= window(TODAY, policy).earliest
    else:
        assert not refused.hand_over


@given(DAYS, DAYS)
def test_a_move_has_shared_days_or_days_in_between_never_both(key_date: date, handed_in: date) -> None:
    shared, between = overlap_days(key_date, handed_in), gap_days(key_date, handed_in)
    assert shared == 0 or between == 0
    assert (first_day_without(handed_in) - key_date).days == shared - between
