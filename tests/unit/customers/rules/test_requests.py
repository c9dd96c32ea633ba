"""Which requests are told (docs/rules/aanvragen.md)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Request
from dichtbij.customers.rules.requests import FINISHED, RequestPolicy, worth_telling

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
POLICY = RequestPolicy(afgerond_tonen_dagen=30)


def request(number: int, state: str, days_ago: int, finished_ago: int | None = None) -> Request:
    at = NOW - timedelta(days=days_ago)
    updated = NOW - timedelta(days=days_ago if finished_ago is None else finished_ago)
    return Request(f"A-2026-{number:06d}", "klacht_indienen", "Klacht", state, at, updated, None)


def test_open_first_then_finished_lately() -> None:
    old_open = request(1, "open", 300)
    finished = request(2, FINISHED, 100, finished_ago=30)
    forgotten = request(3, FINISHED, 100, finished_ago=31)
    busy = request(4, "in behandeling", 2)
    assert worth_telling([old_open, finished, forgotten, busy], NOW, POLICY) == (busy, old_open, finished)


@given(
    st.lists(
        st.builds(
            request,
            st.integers(1, 999_999),
            st.sampled_from(["open", "in behandeling", FINISHED]),
            st.integers(0, 400),
        ),
        max_size=12,
    )
)
def test_nothing_open_is_ever_left_out_and_nothing_is_made_up(requests: list[Request]) -> None:
    told = worth_telling(requests, NOW, POLICY)
    assert [one for one in requests if one.state != FINISHED and one not in told] == []
    assert all(one in requests for one in told)
    states = [one.state == FINISHED for one in told]
    assert states == sorted(states), "what is open comes first"
