"""What a tip is worth in a home, and how its usage compares: docs/rules/besparen.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import ContractKind, Energy, HomeUse, RegisterName, Tariff, TariffKind, UsageKind
from dichtbij.customers.policies import load_policies
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.saving import (
    ROUND_TO,
    SavingPolicy,
    Tip,
    compare_with_average,
    parts_of,
    price_of,
    savings,
    uses_much,
)
from dichtbij.settings import ROOT

TODAY = date(2026, 11, 21)
POLICY: SavingPolicy = load_policies(
    yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))["beleid"]
).besparen


def home(stroom: int = 2400, gas: int = 1400, fed_in: int = 0) -> HomeUse:
    zero = Decimal(0)
    return HomeUse(
        Decimal(stroom),
        Decimal(gas),
        Decimal(fed_in),
        Decimal("0.25"),
        Decimal("1.44"),
        Decimal("0.3") if fed_in else zero,
    )


homes = st.builds(home, stroom=st.integers(0, 9000), gas=st.integers(0, 5000), fed_in=st.integers(0, 6000))


def test_an_example_of_a_home_with_a_lot_of_gas() -> None:
    found = {one.tip: one for one in savings(home(), POLICY)}
    # 1400 m³, of which 300 for hot water: 1100 for heating, 7 % of that at € 1.44
    assert found["thermostaat"].amount == Decimal(77)
    assert found["thermostaat"].euros == Decimal(110)
    assert found["douchen"].amount == Decimal(60)
    assert next(iter(savings(home(), POLICY))).tip == "thermostaat"


def test_an_example_of_a_home_without_gas() -> None:
    tips = [one.tip for one in savings(home(gas=0), POLICY)]
    assert tips[0] == "standby"
    assert not {"thermostaat", "douchen", "cv_ketel", "douchekop", "radiatorfolie", "isoleren"} & set(tips)


def test_panels_make_the_own_power_a_tip() -> None:
    assert "zelf_gebruiken" in [one.tip for one in savings(home(fed_in=3000), POLICY)]
    assert "zelf_gebruiken" not in [one.tip for one in savings(home(), POLICY)]


def test_insulation_is_only_said_where_much_gas_is_used() -> None:
    assert "isoleren" not in [one.tip for one in savings(home(gas=1400), POLICY)]
    assert savings(home(gas=1500), POLICY)[-1].costs_money
    assert "isoleren" in [one.tip for one in savings(home(gas=1500), POLICY)]


def test_a_tip_about_something_unknown_is_named() -> None:
    wrong = replace(POLICY, tips=(Tip("trui", "warmte", Decimal("0.1"), Decimal(9), False, False),))
    with pytest.raises(ValueError, match=r"tip trui saves from warmte"):
        savings(home(), wrong)


@given(homes)
def test_tips_only_save_what_is_there_and_pay_what_it_costs(use: HomeUse) -> None:
    parts = parts_of(use, POLICY)
    tips = {tip.naam: tip for tip in POLICY.tips}
    for one in savings(use, POLICY):
        kind, quantity, price = parts[tips[one.tip].van]
        assert one.kind is kind
        assert 0 < one.amount <= min(quantity, tips[one.tip].hoogste)
        assert one.amount * price >= POLICY.minste_bedrag
        assert one.euros % ROUND_TO == 0
        assert one.euros <= max(one.amount * price, ROUND_TO)


@given(homes)
def test_tips_stand_in_order_and_none_twice(use: HomeUse) -> None:
    found = savings(use, POLICY)
    assert len({one.tip for one in found}) == len(found)
    for costs_money in (False, True):
        euros = [one.euros for one in found if one.costs_money is costs_money]
        assert euros == sorted(euros, reverse=True)
    assert [one.costs_money for one in found] == sorted(one.costs_money for one in found)


@given(homes)
def test_no_gas_no_gas_tips_and_no_panels_no_sun_tips(use: HomeUse) -> None:
    kinds = {one.kind for one in savings(use, POLICY)}
    assert use.gas or UsageKind.GAS not in kinds
    assert use.stroom or UsageKind.STROOM not in kinds
    assert use.teruglevering or UsageKind.TERUGLEVERING not in kinds


@given(homes, st.integers(0, 2000))
def test_who_uses_more_can_save_no_less(use: HomeUse, more: int) -> None:
    larger = {one.tip: one.amount for one in savings(replace(use, gas=use.gas + more), POLICY)}
    assert all(larger[one.tip] >= one.amount for one in savings(use, POLICY))


@given(homes)
def test_heating_and_hot_water_are_together_the_gas(use: HomeUse) -> None:
    parts = parts_of(use, POLICY)
    assert parts["verwarming"][1] + parts["warm_water"][1] == use.gas
    assert parts["verwarming"][1] >= parts["warm_water"][1] * 2


@given(homes)
def test_only_honest_comparisons_are_made(use: HomeUse) -> None:
    found = {one.kind: one for one in compare_with_average(use, POLICY)}
    assert use.gas or not found
    assert (UsageKind.STROOM in found) == bool(use.gas and use.stroom and not use.teruglevering)
    for one in found.values():
        assert (one.percent > 0) == (one.own > one.average) or abs(one.own - one.average) * 200 <= one.average
        assert not (one.similar and uses_much(one.kind, use, POLICY))


def tariff(kind: TariffKind, price: str, start: date = date.min, end: date | None = None) -> Tariff:
    return Tariff(kind, Decimal(price), start, end)


def test_the_price_of_a_kwh_is_weighted_and_with_tax() -> None:
    uses = [
        YearlyUse(Energy.STROOM, RegisterName.NORMAAL, Decimal(1000)),
        YearlyUse(Energy.STROOM, RegisterName.DAL, Decimal(3000)),
        YearlyUse(Energy.STROOM, RegisterName.TERUG_DAL, Decimal(9000)),
    ]
    known = [
        tariff(TariffKind.STROOM_NORMAAL, "0.20"),
        tariff(TariffKind.STROOM_DAL, "0.10"),
        tariff(TariffKind.ENERGIEBELASTING_STROOM, "0.11"),
    ]
    assert price_of(Energy.STROOM, uses, known, ContractKind.VARIABEL, TODAY) == Decimal("0.235")
    assert price_of(Energy.GAS, uses, known, ContractKind.VARIABEL, TODAY) == 0


def test_a_dynamic_price_is_the_average_of_a_year() -> None:
    use = [YearlyUse(Energy.STROOM, RegisterName.ENKEL, Decimal(2000))]
    months = [add_months(date(2026, 11, 1), -back) for back in range(12)]
    known = [
        tariff(TariffKind.STROOM_ENKEL, "0.24" if month.month == 11 else "0.12", month, add_months(month, 1))
        for month in months
    ]
    assert price_of(Energy.STROOM, use, known, ContractKind.DYNAMISCH, TODAY) == Decimal("0.13")
    assert price_of(Energy.STROOM, use, known, ContractKind.VARIABEL, TODAY) == Decimal("0.24")


def test_every_tip_of_the_organisation_has_its_sentence() -> None:
    responses = yaml.safe_load((ROOT / "data/responses/besparen.yml").read_text(encoding="utf-8"))["responses"]
    for tip in POLICY.tips:
        assert f"utter_deel_tip_{tip.naam}" in responses
