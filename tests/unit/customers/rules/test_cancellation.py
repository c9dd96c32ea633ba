"""Leaving: the notice, and a fee that is the supplier's loss and never more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Energy, FeeReason, Refusal, Refused, RegisterName, Tariff, TariffKind
from dichtbij.customers.rules.cancellation import (
    CancellationPolicy,
    FixedTerm,
    LeftContract,
    cancellation_fee,
    earliest_end,
    end_date,
    in_cooling_off,
    latest_end,
)
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.seasons import expected_between
from dichtbij.customers.rules.settlement import NETTING_ENDS, cents

K = TariffKind
POLICY = CancellationPolicy(30, 365, 14, 7, vrij_bij_verhuizing=True, eindafrekening_weken=6)
TODAY = date(2026, 11, 21)
LONG_AGO = date(2025, 1, 1)
GAS = YearlyUse(Energy.GAS, RegisterName.ENKEL, Decimal(1000))
POWER = YearlyUse(Energy.STROOM, RegisterName.ENKEL, Decimal(2500))
SUN = YearlyUse(Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(2000))

days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
prices = st.integers(1, 90_000).map(lambda value: Decimal(value) / 100_000)
yearly = st.integers(0, 9000).map(Decimal)


def left(
    until: date | None = date(2027, 11, 21),
    own: str = "0.70",
    new: str = "0.50",
    uses: tuple[YearlyUse, ...] = (GAS,),
    agreed_on: date = LONG_AGO,
) -> LeftContract:
    kinds = (K.GAS, K.STROOM_ENKEL)
    return LeftContract(
        (FixedTerm(until, agreed_on),) if until else (),
        [Tariff(kind, Decimal(own), date.min) for kind in kinds],
        uses,
        {kind: Decimal(new) for kind in kinds},
    )


def fee(
    contract: LeftContract, end: date = date(2026, 12, 21), *, moving: bool = False, today: date = TODAY
) -> Decimal:
    return cancellation_fee(contract, end, today, moving=moving, policy=POLICY).amount


@st.composite
def contracts(draw: st.DrawFn) -> LeftContract:
    uses = tuple(YearlyUse(use.energy, use.register, draw(yearly)) for use in (GAS, POWER, SUN))
    kinds = (K.GAS, K.STROOM_ENKEL)
    return LeftContract(
        (FixedTerm(draw(days), LONG_AGO),),
        [Tariff(kind, draw(prices), date.min) for kind in kinds],
        uses,
        {kind: draw(prices) for kind in kinds},
    )


def longer(contract: LeftContract, by: int) -> LeftContract:
    [term] = contract.terms
    return LeftContract(
        (FixedTerm(term.until + timedelta(days=by), term.agreed_on),),
        contract.tariffs,
        contract.uses,
        contract.reference,
    )


def test_the_worked_example_of_the_docs() -> None:
    # A whole year of 1000 m³ that would be sold again for 20 cents less.
    found = cancellation_fee(left(date(2027, 12, 21)), date(2026, 12, 21), TODAY, moving=False, policy=POLICY)
    assert found.amount == Decimal("200.00")
    assert found.reason is FeeReason.PRIJSVERSCHIL
    [part] = found.parts
    assert (part.quantity, part.own_price, part.new_price) == (1000, Decimal("0.70000"), Decimal("0.50000"))


@given(contracts(), days, st.booleans(), days)
def test_a_fee_is_never_negative_and_in_whole_cents(
    contract: LeftContract, end: date, moving: bool, today: date
) -> None:
    found = cancellation_fee(contract, end, today, moving=moving, policy=POLICY)
    assert found.amount >= 0
    assert found.amount == cents(found.amount) == sum((part.amount for part in found.parts), Decimal(0))
    assert all(part.amount >= 0 for part in found.parts)


@given(contracts(), days, st.integers(0, 400))
def test_a_longer_rest_never_costs_less(contract: LeftContract, end: date, by: int) -> None:
    assert fee(longer(contract, by), end) >= fee(contract, end)


@given(contracts(), days, st.integers(0, 400))
def test_leaving_later_never_costs_more(contract: LeftContract, end: date, by: int) -> None:
    assert fee(contract, end + timedelta(days=by)) <= fee(contract, end)


@given(contracts(), days)
def test_without_a_lower_price_for_new_contracts_nothing_is_lost(contract: LeftContract, end: date) -> None:
    own = {tariff.kind: tariff.price for tariff in contract.tariffs}
    same = LeftContract(contract.terms, contract.tariffs, contract.uses, own)
    assert fee(same, end) == 0


@given(contracts(), days)
def test_moving_house_costs_nothing(contract: LeftContract, end: date) -> None:
    assert fee(contract, end, moving=True) == 0


@given(contracts(), days)
def test_variable_and_dynamic_contracts_cost_nothing(contract: LeftContract, end: date) -> None:
    free = LeftContract((), contract.tariffs, contract.uses, contract.reference)
    found = cancellation_fee(free, end, TODAY, moving=False, policy=POLICY)
    assert (found.amount, found.reason) == (0, FeeReason.GEEN_VASTE_TERMIJN)


@given(days, days)
def test_gas_without_sun_is_the_difference_times_the_expected_usage(end: date, until: date) -> None:
    expected = cents(expected_between(GAS.kind, GAS.yearly, end, until) * Decimal("0.20"))
    rest = until - end
    assert fee(left(until), end) == (expected if rest > timedelta(days=POLICY.vrij_laatste_dagen) else 0)


@pytest.mark.parametrize(
    ("agreed_on", "reason"),
    [(TODAY - timedelta(days=14), FeeReason.BEDENKTIJD), (TODAY - timedelta(days=15), FeeReason.PRIJSVERSCHIL)],
)
def test_the_cooling_off_period_is_free(agreed_on: date, reason: FeeReason) -> None:
    found = cancellation_fee(left(agreed_on=agreed_on), TODAY, TODAY, moving=False, policy=POLICY)
    assert found.reason is reason
    assert bool(found.amount) == (reason is FeeReason.PRIJSVERSCHIL)


def test_a_renewal_in_its_cooling_off_period_leaves_the_term_before_it() -> None:
    running, renewed = FixedTerm(date(2027, 3, 1), LONG_AGO), FixedTerm(date(2028, 3, 1), TODAY)
    base = left()
    both = LeftContract((running, renewed), base.tariffs, base.uses, base.reference)
    alone = LeftContract((running,), base.tariffs, base.uses, base.reference)
    assert fee(both) == fee(alone) > 0
    assert fee(both, today=TODAY + timedelta(days=20)) > fee(alone, today=TODAY + timedelta(days=20))


@pytest.mark.parametrize(("before", "free"), [(0, True), (7, True), (8, False)])
def test_the_last_days_of_a_term_are_free(before: int, free: bool) -> None:
    until = date(2027, 2, 1)
    found = cancellation_fee(left(until), until - timedelta(days=before), TODAY, moving=False, policy=POLICY)
    assert (found.reason is FeeReason.NA_EINDE) is free
    assert bool(found.amount) is not free


def test_electricity_and_gas_are_each_on_their_own() -> None:
    """A gain on one does not pay for the loss on the other, and the other way round."""
    base = left(uses=(GAS, POWER))
    dear = LeftContract(base.terms, base.tariffs, base.uses, {K.GAS: Decimal("0.50"), K.STROOM_ENKEL: Decimal("0.90")})
    found = cancellation_fee(dear, date(2026, 12, 21), TODAY, moving=False, policy=POLICY)
    power, gas = found.parts
    assert (power.amount, power.energy) == (0, Energy.STROOM)
    assert found.amount == gas.amount > 0


def test_as_long_as_netting_lasts_own_sun_is_not_counted_as_lost() -> None:
    until = NETTING_ENDS
    end = date(2026, 12, 1)
    assert fee(left(until, uses=(POWER, SUN)), end) < fee(left(until, uses=(POWER,)), end)
    after = date(2027, 1, 1)
    assert fee(left(date(2028, 1, 1), uses=(POWER, SUN)), after) == fee(left(date(2028, 1, 1), uses=(POWER,)), after)


# -- notice


@given(st.integers(0, 400), days)
def test_notice_is_never_longer_than_the_law_allows(notice: int, agreed_on: date) -> None:
    earliest = earliest_end(TODAY, notice, agreed_on, POLICY)
    assert TODAY < earliest <= TODAY + timedelta(days=30)


@given(days, st.integers(0, 60))
def test_an_end_is_after_the_notice_and_at_most_a_year_ahead(wish: date, notice: int) -> None:
    earliest = earliest_end(TODAY, notice, LONG_AGO, POLICY)
    found = end_date(wish, TODAY, earliest, POLICY)
    if isinstance(found, Refused):
        assert (found.reason is Refusal.DATUM_IN_VERLEDEN) == (wish < TODAY)
        assert wish < TODAY or wish > latest_end(TODAY, POLICY)
    else:
        assert earliest <= found <= latest_end(TODAY, POLICY)
        assert found == max(wish, earliest)


def test_without_a_wish_it_ends_as_soon_as_it_can() -> None:
    assert end_date(None, TODAY, earliest_end(TODAY, 30, LONG_AGO, POLICY), POLICY) == date(2026, 12, 21)


def test_in_the_cooling_off_period_there_is_no_notice() -> None:
    assert in_cooling_off(TODAY, TODAY, POLICY)
    assert earliest_end(TODAY, 30, TODAY, POLICY) == date(2026, 11, 22)


def test_the_end_of_a_long_term_can_be_agreed_on_now() -> None:
    far = date(2029, 6, 1)
    assert end_date(far, TODAY, TODAY, POLICY, far) == far
    assert isinstance(end_date(far, TODAY, TODAY, POLICY, date(2029, 5, 1)), Refused)
