"""The settlement's arithmetic: it adds up, whatever was used and paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Cause, Energy, InvoiceKind, LineKind, RegisterName, Tariff, TariffKind, UsageKind
from dichtbij.customers.rules.calendar import month_starts
from dichtbij.customers.rules.explanation import compare, explain, total_costs
from dichtbij.customers.rules.settlement import Consumed, cents, settle

K = TariffKind
YEAR = tuple(month_starts(date(2025, 10, 1), date(2026, 10, 1)))
AFTER_NETTING = tuple(month_starts(date(2027, 1, 1), date(2028, 1, 1)))

quantities = st.integers(0, 900).map(Decimal)
prices = st.integers(1, 90_000).map(lambda value: Decimal(value) / 100_000)
amounts = st.integers(0, 60_000).map(lambda value: Decimal(value) / 100)


def price_list(**known: str) -> list[Tariff]:
    return [Tariff(K[kind], Decimal(price), date.min) for kind, price in known.items()]


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Consumed], list[Tariff], list[Decimal]]:
    registers = [
        (Energy.STROOM, RegisterName.NORMAAL),
        (Energy.STROOM, RegisterName.DAL),
        (Energy.STROOM, RegisterName.TERUG_NORMAAL),
        (Energy.GAS, RegisterName.ENKEL),
    ]
    chosen = draw(st.lists(st.sampled_from(registers), unique=True))
    consumed = [Consumed(month, energy, name, draw(quantities)) for energy, name in chosen for month in YEAR[::3]]
    tariffs = [Tariff(kind, draw(prices), date.min) for kind in K if kind is not K.VERMINDERING]
    tariffs.append(Tariff(K.VERMINDERING, Decimal("-52.41"), date.min))
    return consumed, tariffs, [draw(amounts)] * 12


@given(years())
def test_lines_add_up_to_the_difference_in_whole_cents(
    year: tuple[list[Consumed], list[Tariff], list[Decimal]],
) -> None:
    outcome = settle(YEAR, *year)
    assert sum(line.amount for line in outcome.lines) == outcome.difference
    assert total_costs(outcome.lines) == outcome.total_costs
    assert all(line.amount == cents(line.amount) for line in outcome.lines)


@given(years(), years())
def test_effects_are_together_exactly_the_difference(
    now: tuple[list[Consumed], list[Tariff], list[Decimal]], before: tuple[list[Consumed], list[Tariff], list[Decimal]]
) -> None:
    outcome, earlier = settle(YEAR, *now), settle(YEAR, *before)
    effects = explain(InvoiceKind.JAARAFREKENING, outcome.lines, earlier.lines)
    assert sum(effect.amount for effect in effects) == outcome.difference
    if outcome.difference > 0:
        assert effects[0].amount == max(effect.amount for effect in effects) > 0
    if outcome.difference < 0:
        assert effects[0].amount == min(effect.amount for effect in effects) < 0


@given(years())
def test_a_year_like_the_one_before_differs_only_by_the_instalment(
    year: tuple[list[Consumed], list[Tariff], list[Decimal]],
) -> None:
    lines = settle(YEAR, *year).lines
    effects = explain(InvoiceKind.JAARAFREKENING, lines, lines)
    assert {effect.cause for effect in effects} <= {Cause.TERMIJN_TE_LAAG, Cause.TERMIJN_TE_HOOG, Cause.GEEN_VERSCHIL}


def test_usage_times_price_plus_tax_plus_fixed_minus_credit_minus_instalments() -> None:
    tariffs = price_list(
        GAS="0.71190",
        ENERGIEBELASTING_GAS="0.72680",
        VASTE_KOSTEN_GAS="7.25",
        VERMINDERING="-52.41",
    )
    used = [Consumed(YEAR[0], Energy.GAS, RegisterName.ENKEL, Decimal(1000))]
    outcome = settle(YEAR, used, tariffs, [Decimal(80)] * 12)
    assert [line.amount for line in outcome.lines] == [
        Decimal("711.90"),
        Decimal("726.80"),
        Decimal("87.00"),
        Decimal("-628.92"),
        Decimal("-960.00"),
    ]
    assert outcome.difference == Decimal("-63.22")


def test_a_price_change_gives_two_lines_and_a_monthly_price_one() -> None:
    def gas(changes: int) -> list[Tariff]:
        bounds = [YEAR[index * 12 // (changes + 1)] for index in range(changes + 1)]
        return [
            Tariff(K.GAS, Decimal(index + 1), start, bounds[index + 1] if index < changes else None)
            for index, start in enumerate(bounds)
        ] + price_list(ENERGIEBELASTING_GAS="0.5")

    used = [Consumed(month, Energy.GAS, RegisterName.ENKEL, Decimal(10)) for month in YEAR]
    assert [line.amount for line in settle(YEAR, used, gas(1), []).lines if line.kind is LineKind.LEVERING] == [60, 120]
    [dynamic] = [line for line in settle(YEAR, used, gas(11), []).lines if line.kind is LineKind.LEVERING]
    assert (dynamic.quantity, dynamic.unit_price, dynamic.amount) == (120, Decimal("6.50000"), 780)


def test_a_register_without_a_price_is_a_fault() -> None:
    used = [Consumed(YEAR[0], Energy.GAS, RegisterName.ENKEL, Decimal(1))]
    with pytest.raises(ValueError, match="no price for gas"):
        settle(YEAR, used, [], [])


SUN = price_list(
    STROOM_NORMAAL="0.15",
    STROOM_DAL="0.15",
    ENERGIEBELASTING_STROOM="0.10",
    TERUGLEVERING="0.05",
    TERUGLEVERKOSTEN="0.02",
)


FEED_IN = (LineKind.SALDEREN, LineKind.TERUGLEVERING, LineKind.TERUGLEVERKOSTEN)


def sun(months: tuple[date, ...], used: int, fed: int) -> dict[LineKind, Decimal]:
    consumed = [
        Consumed(months[0], Energy.STROOM, RegisterName.NORMAAL, Decimal(used)),
        Consumed(months[0], Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(fed)),
    ]
    return {line.kind: line.amount for line in settle(months, consumed, SUN, []).lines}


def test_netting_until_2027_takes_off_at_the_price_paid_taxes_included() -> None:
    lines = sun(YEAR, used=1000, fed=1400)
    assert lines[LineKind.SALDEREN] == Decimal("-250.00")
    assert lines[LineKind.TERUGLEVERING] == Decimal("-20.00")
    assert lines[LineKind.TERUGLEVERKOSTEN] == Decimal("28.00")


def test_never_more_is_netted_than_was_used_and_nothing_from_2027() -> None:
    assert sun(YEAR, used=1000, fed=400)[LineKind.SALDEREN] == Decimal("-100.00")
    after = sun(AFTER_NETTING, used=1000, fed=1400)
    assert LineKind.SALDEREN not in after
    assert after[LineKind.TERUGLEVERING] == Decimal("-70.00")


def test_a_first_year_and_a_last_bill_have_nothing_to_compare_with() -> None:
    lines = settle(YEAR, [], price_list(VASTE_KOSTEN_STROOM="10.00"), [Decimal(5)] * 12).lines
    [first] = explain(InvoiceKind.JAARAFREKENING, lines, None)
    [last] = explain(InvoiceKind.EINDAFREKENING, lines, None)
    assert (first.cause, first.amount) == (Cause.EERSTE_JAAR, 60)
    assert (last.cause, last.amount) == (Cause.EINDAFREKENING, 60)


def test_comparison_counts_feed_in_apart_from_usage() -> None:
    consumed = [
        Consumed(YEAR[0], Energy.STROOM, RegisterName.NORMAAL, Decimal(1000)),
        Consumed(YEAR[0], Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(1400)),
    ]
    found = {one.kind: one for one in compare(settle(YEAR, consumed, SUN, []).lines, None)}
    assert found[UsageKind.STROOM].used == 1000
    assert found[UsageKind.TERUGLEVERING].used == 1400
    assert found[UsageKind.TERUGLEVERING].cost == Decimal("-242.00")


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_what_is_netted_is_never_more_than_used_or_fed_in_and_the_rest_is_paid_for(used: int, fed: int) -> None:
    lines = {
        line.kind: line
        for line in settle(
            YEAR,
            [
                Consumed(YEAR[0], Energy.STROOM, RegisterName.NORMAAL, Decimal(used)),
                Consumed(YEAR[3], Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(fed)),
            ],
            SUN,
            [],
        ).lines
    }
    netted = -(lines[LineKind.SALDEREN].quantity or 0) if LineKind.SALDEREN in lines else Decimal(0)
    surplus = -(lines[LineKind.TERUGLEVERING].quantity or 0) if LineKind.TERUGLEVERING in lines else Decimal(0)
    assert netted == min(used, fed)
    assert netted + surplus == fed
    if fed:
        assert lines[LineKind.TERUGLEVERKOSTEN].quantity == fed


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_kwh_fed_in_is_worth_most_while_netting_lasts(used: int, fed: int) -> None:
    before, after = sun(YEAR, used, fed), sun(AFTER_NETTING, used, fed)
    earned = {
        when: sum(amount for kind, amount in lines.items() if kind in FEED_IN)
        for when, lines in (("before", before), ("after", after))
    }
    assert earned["before"] <= earned["after"], "a credit is negative"
