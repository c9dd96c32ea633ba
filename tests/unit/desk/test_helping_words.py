"""Amounts as agents type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dichtbij.desk.helping.words import euro, read_amount, whole_euro


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("120", "120"),
        ("120,50", "120.50"),
        ("120.50", "120.50"),
        ("120.5", "120.5"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("1.250.000", "1250000"),
        ("€ 95", "95"),
        ("95,-", "95"),
        (" 95 ", "95"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_a_dutch_reader_would(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "€", "-5", "honderd", "1e5", "NaN", "1,2,3", "12a", "٣", "1" * 20, ".", ","])
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert read_amount(typed) is None


def test_amounts_are_written_without_needless_cents() -> None:
    assert [euro(Decimal(text)) for text in ("120", "1250.5", "-3.005")] == ["€ 120", "€ 1.250,50", "€ 3,01"]
    assert whole_euro(Decimal("259.50")) == "€ 260"
