"""Feeding in, and the end of netting: docs/rules/zonnepanelen.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Energy, RegisterName, Tariff, TariffKind
from dichtbij.customers.rules.calendar import month_starts
from dichtbij.customers.rules.instalments import YearlyUse, expected_yearly_cost
from dichtbij.customers.rules.settlement import NETTING_ENDS, Consumed
from dichtbij.customers.rules.solar import SolarPolicy, end_of_netting, feed_in

K = TariffKind
TODAY = date(2026, 11, 21)
YEAR = tuple(month_starts(date(2025, 11, 1), date(2026, 11, 1)))
AFTER = tuple(month_starts(date(2027, 1, 1), date(2028, 1, 1)))
POLICY = SolarPolicy(vergoeding_minste_deel=Decimal("0.5"), vergoeding_minste_tot=date(2030, 1, 1))


def prices(
    supply: str = "0.14000", tax: str = "0.11000", compensation: str = "0.04000", fee: str = "0.12000"
) -> list[Tariff]:
    known = {
        K.STROOM_ENKEL: supply,
        K.ENERGIEBELASTING_STROOM: tax,
        K.TERUGLEVERING: compensation,
        K.TERUGLEVERKOSTEN: fee,
    }
    return [Tariff(kind, Decimal(price), date.min) for kind, price in known.items()]


def consumed(used: int, fed: int, months: tuple[date, ...] = YEAR) -> list[Consumed]:
    return [
        Consumed(month, Energy.STROOM, name, Decimal(quantity))
        for month in months
        for name, quantity in ((RegisterName.ENKEL, used), (RegisterName.TERUG_NORMAAL, fed))
    ]


def uses(used: int, fed: int) -> list[YearlyUse]:
    return [
        YearlyUse(Energy.STROOM, RegisterName.ENKEL, Decimal(used)),
        YearlyUse(Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(fed)),
    ]


price = st.integers(1, 60_000).map(lambda value: f"{Decimal(value) / 100_000:.5f}")
quantity = st.integers(0, 900)
tariffs = st.builds(prices, supply=price, tax=price, compensation=price, fee=price)


def test_an_example_of_a_year_that_is_fed_in_less_than_used() -> None:
    found = feed_in(YEAR, consumed(250, 200), prices())
    assert (found.fed_in, found.netted, found.surplus) == (2400, 2400, 0)
    assert found.netted_worth == Decimal("600.00")  # 2400 kWh of € 0.25
    assert (found.compensation, found.fee) == (0, Decimal("288.00"))
    assert found.worth == Decimal("312.00")
    assert (found.range.start, found.range.last_day) == (date(2025, 11, 1), date(2026, 10, 31))


def test_an_example_of_the_end_of_netting() -> None:
    end = end_of_netting(uses(3000, 2400), prices(), TODAY, POLICY)
    assert end.compensation_price == Decimal("0.07000")  # half of the bare € 0.14, above the contract's own 0.04
    assert end.is_minimum
    assert end.lost == Decimal("600.00")
    assert end.gained == Decimal("168.00")
    assert end.more_a_year == Decimal("432.00")
    assert end.more_a_month == Decimal("36.00")


def test_an_own_compensation_above_the_minimum_stays() -> None:
    end = end_of_netting(uses(3000, 2400), prices(compensation="0.09000"), TODAY, POLICY)
    assert (end.compensation_price, end.is_minimum) == (Decimal("0.09000"), False)


def test_when_the_minimum_has_ended_the_own_price_is_all_there_is() -> None:
    end = end_of_netting(uses(3000, 2400), prices(), date(2030, 1, 1), POLICY)
    assert (end.compensation_price, end.is_minimum) == (Decimal("0.04000"), False)


def test_two_registers_give_their_weighted_price() -> None:
    both = [
        YearlyUse(Energy.STROOM, RegisterName.NORMAAL, Decimal(1000)),
        YearlyUse(Energy.STROOM, RegisterName.DAL, Decimal(3000)),
        YearlyUse(Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(500)),
    ]
    known = {K.STROOM_NORMAAL: "0.20", K.STROOM_DAL: "0.10", K.ENERGIEBELASTING_STROOM: "0.11", K.TERUGLEVERING: "0.01"}
    listed = [Tariff(kind, Decimal(one), date.min) for kind, one in known.items()]
    assert end_of_netting(both, listed, TODAY, POLICY).compensation_price == Decimal("0.06250")


def test_no_months_is_nothing() -> None:
    assert feed_in((), [], prices()).fed_in == 0


@given(quantity, quantity, tariffs)
def test_what_is_fed_in_is_netted_or_compensated_and_nothing_else(used: int, fed: int, known: list[Tariff]) -> None:
    found = feed_in(YEAR, consumed(used, fed), known)
    assert found.fed_in == 12 * fed
    assert found.netted == min(12 * used, 12 * fed)
    assert found.surplus == found.fed_in - found.netted
    assert found.worth == found.netted_worth + found.compensation - found.fee


@given(quantity, quantity, tariffs)
def test_without_netting_all_is_compensated(used: int, fed: int, known: list[Tariff]) -> None:
    found = feed_in(AFTER, consumed(used, fed, AFTER), known)
    assert (found.netted, found.netted_worth) == (0, 0)
    assert found.surplus == found.fed_in


@given(st.integers(0, 5000), st.integers(0, 5000), tariffs)
def test_the_end_of_netting_never_brings_money_and_is_what_is_lost_less_what_comes(
    used: int, fed: int, known: list[Tariff]
) -> None:
    end = end_of_netting(uses(used, fed), known, TODAY, POLICY)
    assert end.more_a_year >= 0
    assert end.more_a_year == max(end.lost - end.gained, Decimal(0))
    own = next(one.price for one in known if one.kind is K.TERUGLEVERING)
    assert end.compensation_price >= own
    if not fed or not used:
        assert end.lost == 0


@given(st.integers(0, 5000), st.integers(0, 5000), tariffs)
def test_it_is_the_difference_of_two_settlements(used: int, fed: int, known: list[Tariff]) -> None:
    """The same arithmetic as the invoice and the instalment: no minimum, and the year before next to the year after."""
    none = replace(POLICY, vergoeding_minste_deel=Decimal(0))
    end = end_of_netting(uses(used, fed), known, TODAY, none)
    before = expected_yearly_cost(uses(used, fed), known, date(NETTING_ENDS.year - 1, 1, 1))
    after = expected_yearly_cost(uses(used, fed), known, NETTING_ENDS)
    assert end.lost - end.gained == pytest.approx(after - before, abs=Decimal("0.02"))


@given(st.integers(1, 5000), st.integers(1, 5000), tariffs, st.decimals(0, 1, places=2))
def test_a_higher_minimum_costs_the_customer_less(used: int, fed: int, known: list[Tariff], part: Decimal) -> None:
    low = end_of_netting(uses(used, fed), known, TODAY, replace(POLICY, vergoeding_minste_deel=part / 2))
    high = end_of_netting(uses(used, fed), known, TODAY, replace(POLICY, vergoeding_minste_deel=part))
    assert high.more_a_year <= low.more_a_year + Decimal("0.01")
