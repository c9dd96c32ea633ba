"""Tables of texts and the values that stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij import values

TODAY = date(2025, 11, 21)
FINDERS: dict[str, Callable[[str], Any]] = {
    "amounts": lambda text: [str(found.value) for found in values.amounts(text)],
    "wanted_amount": lambda text: None if not (found := values.wanted_amount(text)) else str(found.value),
    "dates": lambda text: [found.value.isoformat() for found in values.dates(text, TODAY)],
    "readings": lambda text: [[str(found.value), found.register] for found in values.readings(text)],
    "ibans": lambda text: [found.value for found in values.ibans(text)],
    "postcodes": lambda text: [found.value for found in values.postcodes(text)],
    "house_numbers": lambda text: [str(found.value) for found in values.house_numbers(text)],
    "phones": lambda text: [found.value for found in values.phones(text)],
    "emails": lambda text: [found.value for found in values.emails(text)],
    "customer_numbers": lambda text: [found.value for found in values.customer_numbers(text)],
    "invoice_numbers": lambda text: [found.value for found in values.invoice_numbers(text)],
    "codes": lambda text: [found.value for found in values.codes(text)],
    "amount_change": lambda text: None if (change := values.amount_change(text)) is None else str(change),
    "day_of_month": values.day_of_month,
    "months": values.months,
}
HERE = Path(__file__).parent
TABLES, SPOKEN = (
    yaml.safe_load((HERE / name).read_text(encoding="utf-8")) for name in ("value_cases.yml", "value_cases_spoken.yml")
)
ANSWERS, SPOKEN_ANSWERS = (
    yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for name in ("yes_no_cases.yml", "yes_no_cases_spoken.yml")
)


def rows() -> Iterator[Any]:
    for finder, table in (*TABLES.items(), *SPOKEN.items()):
        for text, expected in table.items():
            yield pytest.param(finder, str(text), expected, id=f"{finder}: {text}")


@pytest.mark.parametrize(("finder", "text", "expected"), rows())
def test_found(finder: str, text: str, expected: Any) -> None:
    assert FINDERS[finder](text) == expected


def answers() -> Iterator[Any]:
    for name, expected in (("yes", True), ("no", False), ("neither", None)):
        for text in (*ANSWERS[name], *SPOKEN_ANSWERS[name]):
            yield pytest.param(text, expected, id=f"{name}: {text}")


@pytest.mark.parametrize(("text", "expected"), answers())
def test_yes_no(text: str, expected: bool | None) -> None:
    assert values.yes_no(text) is expected


def test_every_finder_has_a_table() -> None:
    assert {*TABLES, *SPOKEN} == set(FINDERS)
