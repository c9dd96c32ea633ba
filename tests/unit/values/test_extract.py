"""Whole messages and every value in them; and what was asked for decides over a number that no words claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from dichtbij.values import FoundReading, Kind, Value, extract, found_in

TODAY = date(2025, 11, 21)
CASES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "extract_cases.yml").read_text(encoding="utf-8")
)


def told(value: Value) -> str:
    """ "meterstand 12345 dal", as the cases write it."""
    return " ".join(part for part in (value.kind, value.value, value.register) if part)


def rows() -> Iterator[Any]:
    for voice, table in CASES.items():
        for text, expected in table.items():
            yield pytest.param(str(text), expected, id=f"{voice}: {text}")


@pytest.mark.parametrize(("text", "expected"), rows())
def test_every_value_and_none_besides(text: str, expected: list[str]) -> None:
    assert [told(value) for value in extract(text, TODAY)] == expected


def test_every_kind_is_found_many_times() -> None:
    found = [expected.split()[0] for table in CASES.values() for row in table.values() for expected in row]
    assert set(found) == set(get_args(Kind))
    assert min(found.count(kind) for kind in get_args(Kind)) >= 15


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("12345", "meterstand", ["meterstand 12345"]),
        ("12345678", "meterstand", ["meterstand 12345678"]),
        ("mijn verbruik is 12345", "meterstand", ["meterstand 12345"]),
        ("12345 en 23456", "meterstand", ["meterstand 12345", "meterstand 23456"]),
        ("mijn klantnummer is 10482913, stand 12345", "meterstand", ["klantnummer 10482913", "meterstand 12345"]),
        ("0612345678, gas 4321", "meterstand", ["telefoonnummer +31612345678", "meterstand 4321 gas"]),
        ("120 euro", "meterstand", ["bedrag 120"]),
        ("95", "bedrag", ["bedrag 95"]),
        ("doe maar honderdtachtig", "bedrag", ["bedrag 180"]),
        ("95, 120", "bedrag", ["bedrag 95", "bedrag 120"]),
        ("Kerkstraat 9 graag 95", "bedrag", ["huisnummer 9", "bedrag 95"]),
        ("2011 KD 14 en dan 95", "bedrag", ["postcode 2011 KD", "huisnummer 14", "bedrag 95"]),
        ("liever 95 vanaf 2026", "bedrag", ["bedrag 95"]),
        ("in 3 keer", "bedrag", []),
        ("factuur 4114, 95", "bedrag", ["bedrag 95"]),
        ("code 4821", "bedrag", []),
        ("14a", "huisnummer", ["huisnummer 14-A"]),
        ("nummer 14", "huisnummer", ["huisnummer 14"]),
        ("14", "bedrag", ["bedrag 14"]),
        ("contractnummer 10482913", "klantnummer", ["klantnummer 10482913"]),
        ("binnen twee weken", "datum", ["datum 2025-12-05"]),
    ],
)
def test_what_was_asked_decides_over_a_bare_number(text: str, asked: Kind, expected: list[str]) -> None:
    assert [told(value) for value in extract(text, TODAY, asked=asked)] == expected


@pytest.mark.parametrize("text", ["12345", "14a", "doe maar honderdtachtig", "10", "95, 120"])
def test_without_a_question_a_bare_number_is_nothing(text: str) -> None:
    assert extract(text, TODAY) == []


def test_what_a_value_tells() -> None:
    text = "Normaal 12345,50, en F-2025-001234 van € 1.250,00 vóór 1 december."
    reading, invoice, amount, day = extract(text, TODAY)
    assert (reading.kind, reading.value, reading.text, reading.register) == (
        "meterstand",
        "12345.5",
        "12345,50",
        "normaal",
    )
    assert (invoice.value, text[invoice.start : invoice.end]) == ("F-2025-001234", "F-2025-001234")
    assert (amount.value, amount.text) == ("1250", "€ 1.250,00")
    assert (day.value, day.text, day.register) == ("2025-12-01", "1 december", None)
    assert json.loads(json.dumps([value.value for value in (reading, invoice, amount, day)]))


def test_forms_get_the_typed_value() -> None:
    values = extract("stand gas 4321,5 en 95 euro", TODAY)
    [reading] = found_in(values, "meterstand")
    assert isinstance(reading, FoundReading)
    assert (reading.value, reading.register) == (Decimal("4321.5"), "gas")
    assert [found.value for found in found_in(values, "bedrag")] == [Decimal(95)]
    assert found_in(values, "iban") == []


def test_a_date_without_a_year_lies_where_the_caller_looks() -> None:
    assert [value.value for value in extract("1 juli", TODAY, prefer="future")] == ["2026-07-01"]
    assert [value.value for value in extract("1 december", TODAY, prefer="past")] == ["2024-12-01"]
