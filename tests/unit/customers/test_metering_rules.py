"""The picture of usage, and the demo's connections."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.chart import chart_png, chart_text
from dichtbij.customers.demo_homes import ean
from dichtbij.customers.model import UsageKind, UsagePeriod
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.usage import Series, report

TODAY = date(2026, 11, 21)


def test_a_picture_is_drawn_and_told_in_words() -> None:
    start = date(2024, 11, 1)
    gas = Series(UsageKind.GAS, tuple((add_months(start, n), Decimal(100 + n * 50)) for n in range(25)))
    found = report([gas], UsagePeriod.JAAR, TODAY)
    assert chart_png(found).startswith(b"\x89PNG")
    assert chart_text(found) == (
        "Verbruik over de laatste 12 maanden. Gas: 600 m³, een jaar eerder 600 m³ (ongeveer gelijk). "
        "De hoogste maand was november met 50 m³."
    )


@pytest.mark.parametrize("period", UsagePeriod)
def test_nothing_known_is_told_in_words(period: UsagePeriod) -> None:
    assert chart_text(report([], period, TODAY)) == "Er is nog geen verbruik bekend over deze periode."


@given(st.integers(0, 9_999_999))
def test_demo_connections_have_a_good_check_digit(number: int) -> None:
    code = ean(number)
    assert len(code) == 18
    assert (
        sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(code[:-1])) % 10
        == (-int(code[-1])) % 10
    )
