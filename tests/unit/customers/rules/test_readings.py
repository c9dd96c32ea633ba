"""Is a reading what was to be expected: docs/rules/meterstanden.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Energy, Odd, OddReason, Plausible, Register, RegisterId, RegisterName, TooLow
from dichtbij.customers.rules.readings import ReadingPolicy, check_reading, is_valid, kind_of
from dichtbij.customers.rules.seasons import expected_between

TODAY = date(2026, 11, 21)
POLICY = ReadingPolicy(
    laagste_deel=Decimal("0.5"), hoogste_deel=Decimal("1.7"), speling_deel=Decimal("0.04"), speling_minst=Decimal(15)
)


def register(
    last: int = 5000, yearly: int = 1400, energy: Energy = Energy.GAS, name: RegisterName = RegisterName.ENKEL
) -> Register:
    return Register(
        register_id=RegisterId("tel-1"),
        meter_number="G0065410007919",
        ean="871687000000000018",
        address="Zandvaartkade 17, Haarlem",
        energy=energy,
        name=name,
        code="",
        unit=energy.unit,
        digits=5,
        smart=True,
        last_value=Decimal(last),
        last_on=date(2026, 9, 1),
        expected_today=Decimal(last) + 100,
        expected_yearly=Decimal(yearly),
    )


registers = st.builds(
    register,
    last=st.integers(0, 90_000),
    yearly=st.integers(0, 9_000),
    energy=st.sampled_from(Energy),
    name=st.sampled_from(RegisterName),
)
policies = st.builds(
    ReadingPolicy,
    laagste_deel=st.decimals(0, 1, places=2),
    hoogste_deel=st.decimals(1, 4, places=2),
    speling_deel=st.decimals(0, "0.5", places=2),
    speling_minst=st.decimals(0, 50, places=0),
)
days = st.integers(0, 400).map(lambda ago: date(2026, 9, 1) + timedelta(days=ago))


def expected_on(meter: Register, on: date) -> Decimal:
    kind = kind_of(meter.energy, meter.name)
    return meter.last_value + expected_between(kind, meter.expected_yearly, meter.last_on, on)


@given(registers, days, policies)
def test_the_expected_reading_is_plausible_under_any_policy(meter: Register, on: date, policy: ReadingPolicy) -> None:
    meter = replace(meter, digits=7)
    policy = replace(policy, speling_minst=max(policy.speling_minst, Decimal(1)))  # half a unit is lost in rounding
    assert isinstance(check_reading(meter, expected_on(meter, on).quantize(Decimal(1)), on, policy), Plausible)


@given(registers, st.integers(0, 200_000), days, policies)
def test_a_meter_never_runs_back_and_never_shows_more_than_its_digits(
    meter: Register, value: int, on: date, policy: ReadingPolicy
) -> None:
    outcome = check_reading(meter, Decimal(value), on, policy)
    if value >= 10**meter.digits:
        assert isinstance(outcome, Odd)
        assert outcome.reason is OddReason.TE_VEEL_CIJFERS
    elif value < meter.last_value:
        assert outcome == TooLow(meter.last_value, meter.last_on)
    else:
        assert isinstance(outcome, (Plausible, Odd))
        assert outcome.used == value - meter.last_value
    if isinstance(outcome, Odd):
        assert meter.last_value <= outcome.expected_low <= outcome.expected_high


@given(registers, st.integers(0, 3_000), days, policies)
def test_what_was_odd_stays_odd_when_it_is_further_off(
    meter: Register, more: int, on: date, policy: ReadingPolicy
) -> None:
    meter = replace(meter, digits=7)
    high = check_reading(meter, meter.last_value + 20_000 + more, on, policy)
    if isinstance(high, Odd):
        further = check_reading(meter, meter.last_value + 20_001 + more, on, policy)
        assert isinstance(further, Odd)
        assert further.reason is high.reason


@given(registers, st.integers(0, 9_000), days)
def test_a_wider_policy_asks_less(meter: Register, used: int, on: date) -> None:
    wider = replace(POLICY, laagste_deel=Decimal("0.2"), hoogste_deel=Decimal(3), speling_minst=Decimal(40))
    if isinstance(check_reading(meter, meter.last_value + used, on, POLICY), Plausible):
        assert isinstance(check_reading(meter, meter.last_value + used, on, wider), Plausible)


def test_a_slip_of_a_digit_is_odd_and_says_what_was_expected() -> None:
    outcome = check_reading(register(), Decimal(51_990), TODAY, POLICY)
    assert isinstance(outcome, Odd)
    assert outcome.reason is OddReason.VEEL_HOGER
    # 1400 m³ a year: 22, 66 and 20 of 122 per mille up to 21 November, and 56 of slack
    expected = Decimal(1400) * (Decimal("0.022") + Decimal("0.066") + Decimal("0.122") * 20 / 30)
    assert outcome.expected_high == 5000 + int(expected * Decimal("1.7") + 56) + 1
    assert outcome.expected_low == 5000 + int(expected / 2 - 56)


def test_hardly_any_gas_in_a_cold_autumn_is_odd() -> None:
    outcome = check_reading(register(yearly=3000), Decimal(5001), TODAY, POLICY)
    assert isinstance(outcome, Odd)
    assert outcome.reason is OddReason.VEEL_LAGER


def test_hardly_any_electricity_of_who_uses_hardly_any_is_not() -> None:
    meter = register(yearly=60, energy=Energy.STROOM)
    assert isinstance(check_reading(meter, meter.last_value, TODAY, POLICY), Plausible)


@pytest.mark.parametrize(
    ("value", "fine"),
    [("0", True), ("99999.999", True), ("100000", False), ("-1", False), ("12.3456", False), ("NaN", False)],
)
def test_a_meter_shows_only_so_much(value: str, fine: bool) -> None:
    assert is_valid(register(), Decimal(value)) == fine
