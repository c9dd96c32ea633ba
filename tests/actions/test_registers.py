"""Which number belongs to which register: pure, on the customers' own words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from actions.registers import divide, joined_digits
from dichtbij.customers.model import Energy, Register, RegisterId, RegisterName
from dichtbij.values import readings


def register(
    name: str, last: int, energy: Energy = Energy.STROOM, kind: RegisterName = RegisterName.NORMAAL
) -> Register:
    return Register(
        register_id=RegisterId(name),
        meter_number="E1",
        ean="871687120000000000",
        address="Kade 1, Haarlem",
        energy=energy,
        name=kind,
        code="",
        unit=energy.unit,
        digits=6,
        smart=False,
        last_value=Decimal(last),
        last_on=date(2026, 11, 1),
        expected_today=Decimal(last + 50),
        expected_yearly=Decimal(1000),
    )


NORMAL = register("normaal", 3800)
LOW = register("dal", 3300, kind=RegisterName.DAL)
SINGLE = register("enkel", 8000, kind=RegisterName.ENKEL)
GAS = register("gas", 4500, Energy.GAS, RegisterName.ENKEL)
DOUBLE = [NORMAL, LOW, GAS]


def fits(one: Register, value: Decimal) -> bool:
    return one.last_value <= value <= one.last_value + 150


def division(text: str, registers: list[Register], asked: str | None = None) -> tuple[dict[str, int], list[int]]:
    found = divide(readings(joined_digits(text)), registers, RegisterId(asked) if asked else None, fits)
    return {key: int(value) for key, value in found.values.items()}, [int(value) for value in found.unclear]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("dal 3350, normaal 3850, gas 4550", {"dal": 3350, "normaal": 3850, "gas": 4550}),
        ("1.8.1 is 3350 en 1.8.2 is 3850", {"dal": 3350, "normaal": 3850}),
        ("gas staat op 4550,3 en elek hoog 3850 laag 3350", {"dal": 3350, "normaal": 3850, "gas": 4550}),
        ("LAAG 3350 HOOG 3850 GAS 4550", {"dal": 3350, "normaal": 3850, "gas": 4550}),
        ("3850 en 3350", {"normaal": 3850, "dal": 3350}),
        ("3350 en 3850", {"normaal": 3850, "dal": 3350}),
        ("vandaag staat er 4.550 m3", {"gas": 4550}),
        ("stroom 3350", {"dal": 3350}),
        ("03350 t1 en 03850 t2", {"dal": 3350, "normaal": 3850}),
        ("vier aansluitingen", {}),
    ],
)
def test_numbers_find_their_register_in_one_sentence(text: str, values: dict[str, int]) -> None:
    assert division(text, DOUBLE) == (values, [])


def test_a_bare_number_is_for_the_register_that_was_asked_even_when_it_looks_wrong() -> None:
    assert division("9999", DOUBLE, asked="gas") == ({"gas": 9999}, [])


def test_another_register_may_be_named_instead_of_the_one_that_was_asked() -> None:
    assert division("eerst gas: 4550", DOUBLE, asked="normaal") == ({"gas": 4550}, [])


def test_as_many_numbers_as_registers_are_taken_in_the_order_that_was_asked() -> None:
    assert division("9001 9002 9003", DOUBLE, asked="normaal") == ({"normaal": 9001, "dal": 9002, "gas": 9003}, [])


def test_a_reading_that_could_be_of_any_register_is_not_guessed() -> None:
    assert division("stroom 9001", DOUBLE) == ({}, [9001])
    assert division("23817!", DOUBLE) == ({}, [23817])


def test_day_or_night_means_the_only_register_of_a_single_meter() -> None:
    assert division("hoog 8100", [SINGLE, GAS]) == ({"enkel": 8100}, [])
    assert division("stroom 8100 gas 4600", [SINGLE, GAS]) == ({"enkel": 8100, "gas": 4600}, [])


def test_the_only_register_left_takes_even_an_odd_number() -> None:
    assert division("er staat 9999", [GAS]) == ({"gas": 9999}, [])
    assert division("gas 4600 en 99999", [SINGLE, GAS]) == ({"gas": 4600, "enkel": 99999}, [])
    assert division("wij zijn met 3", [GAS]) == ({}, [])


def test_what_the_meter_does_not_have_is_left_alone() -> None:
    assert division("teruglevering 1200", DOUBLE) == ({}, [])


def test_digits_read_aloud_are_one_number() -> None:
    assert joined_digits("er staat 0 4 5 5 0, en dat is 12 meer") == "er staat 04550, en dat is 12 meer"
    assert division("gas 0 4 5 5 0", DOUBLE) == ({"gas": 4550}, [])
