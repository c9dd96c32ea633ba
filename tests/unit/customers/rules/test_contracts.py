"""When a fixed contract ends soon (docs/rules/contract.md)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.rules.contracts import ContractPolicy, days_left, ends_soon

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(days, st.integers(-400, 400), st.integers(0, 120))
def test_a_contract_ends_soon_in_its_last_days_and_not_after(today: date, left: int, soon: int) -> None:
    until = today + timedelta(days=left)
    assert days_left(until, today) == left
    assert ends_soon(until, today, ContractPolicy(eindigt_binnenkort_dagen=soon)) == (0 <= left <= soon)


def test_a_contract_without_an_end_never_ends_soon() -> None:
    assert not ends_soon(None, date(2026, 11, 21), ContractPolicy(eindigt_binnenkort_dagen=60))
