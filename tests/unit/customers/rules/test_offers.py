"""Offers: which fit, from when, and costs that are the settlement's own arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import ContractKind, Energy, OfferName, RegisterName, Tariff, TariffKind, UsageKind
from dichtbij.customers.rules.calendar import add_months, first_of_month, month_starts
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.offers import (
    CARRIED,
    Home,
    available_from,
    fitting,
    needed_kinds,
    price_offers,
    start_day,
    supply_prices,
)
from dichtbij.customers.rules.seasons import month_share
from dichtbij.customers.rules.settlement import Consumed, settle
from tests.policies import demo_policies, demo_tariffs

K = TariffKind
TODAY = date(2026, 11, 21)
POLICY, GENERAL = demo_policies().aanbod, demo_tariffs()
TAX = {K.ENERGIEBELASTING_STROOM: Decimal("0.11085"), K.ENERGIEBELASTING_GAS: Decimal("0.72680")}

yearly = st.integers(0, 9000).map(Decimal)
kinds = st.sampled_from(ContractKind)
register_sets = st.sampled_from(
    [
        ((Energy.STROOM, RegisterName.ENKEL),),
        ((Energy.STROOM, RegisterName.ENKEL), (Energy.GAS, RegisterName.ENKEL)),
        (
            (Energy.STROOM, RegisterName.NORMAAL),
            (Energy.STROOM, RegisterName.DAL),
            (Energy.STROOM, RegisterName.TERUG_NORMAAL),
            (Energy.GAS, RegisterName.ENKEL),
        ),
    ]
)


def price_list() -> list[Tariff]:
    prices = dict.fromkeys((K.STROOM_ENKEL, K.STROOM_NORMAAL, K.STROOM_DAL), Decimal("0.14000")) | {
        K.GAS: Decimal("0.71190"),
        K.TERUGLEVERING: Decimal("0.04200"),
        K.TERUGLEVERKOSTEN: Decimal("0.11900"),
        K.VASTE_KOSTEN_STROOM: Decimal("7.25"),
        K.VASTE_KOSTEN_GAS: Decimal("7.25"),
        K.NETBEHEER_STROOM: Decimal("38.40"),
        K.NETBEHEER_GAS: Decimal("21.10"),
        K.VERMINDERING: Decimal("-52.41"),
    }
    return [Tariff(kind, price, date(2025, 1, 1)) for kind, price in (prices | TAX).items()]


@st.composite
def homes(draw: st.DrawFn) -> Home:
    kind = draw(kinds)
    until = draw(st.dates(TODAY + timedelta(days=1), date(2028, 1, 1))) if kind is ContractKind.VAST else None
    uses = tuple(YearlyUse(energy, name, draw(yearly)) for energy, name in draw(register_sets))
    return Home(kind, until, price_list(), uses, draw(st.booleans()))


@given(homes())
def test_costs_are_the_settlement_of_the_same_usage(home: Home) -> None:
    for offer in price_offers(home, GENERAL, POLICY, TODAY):
        months = list(month_starts(first_of_month(offer.start), add_months(first_of_month(offer.start), 12)))
        consumed = [
            Consumed(month, use.energy, use.register, use.yearly * month_share(use.kind, month))
            for use in home.uses
            for month in months
        ]
        carried = [tariff for tariff in home.tariffs if tariff.kind in CARRIED]
        new = [Tariff(kind, price, offer.start.replace(day=1)) for kind, price in offer.prices]
        assert offer.yearly_cost == settle(months, consumed, [*carried, *new], ()).total_costs
        now = settle(months, consumed, home.tariffs, ()).total_costs
        assert offer.difference == offer.yearly_cost - now


@given(homes())
def test_cheapest_first_and_never_what_the_customer_has(home: Home) -> None:
    offers = price_offers(home, GENERAL, POLICY, TODAY)
    assert [offer.yearly_cost for offer in offers] == sorted(offer.yearly_cost for offer in offers)
    assert home.kind is ContractKind.VAST or all(offer.name.kind is not home.kind for offer in offers)
    assert {offer.name for offer in offers} == set(fitting(home))


@given(homes())
def test_hourly_prices_need_a_smart_meter(home: Home) -> None:
    names = fitting(replace(home, smart=False))
    assert OfferName.DYNAMISCH not in names
    assert names, "there is always something to choose"


@given(homes())
def test_another_contract_never_begins_within_a_fixed_term(home: Home) -> None:
    start = start_day(home.kind, home.fixed_until, TODAY)
    assert start > TODAY
    if home.kind is ContractKind.VAST:
        assert start == home.fixed_until
    else:
        assert start == date(2026, 12, 1)
    opens = available_from(start, TODAY, POLICY)
    assert (opens is None) == (start - TODAY <= timedelta(days=POLICY.hoogstens_vooruit_dagen))


@given(homes())
def test_only_the_prices_that_a_home_needs_are_stored(home: Home) -> None:
    for offer in price_offers(home, GENERAL, POLICY, TODAY):
        stored = {kind for kind, _ in offer.prices}
        assert stored <= needed_kinds(home.uses)
        assert not stored & set(CARRIED)
        assert (K.TERUGLEVERKOSTEN in stored) == (
            offer.name is not OfferName.DYNAMISCH and any(use.register.feeds_in for use in home.uses)
        )


@given(homes())
def test_only_hourly_prices_swing(home: Home) -> None:
    for offer in price_offers(home, GENERAL, POLICY, TODAY):
        uses = any(use.yearly for use in home.uses if use.kind is not UsageKind.TERUGLEVERING)
        assert bool(offer.swing) == (offer.name is OfferName.DYNAMISCH and uses)
        assert (offer.fixed_until is None) == (offer.name is not OfferName.VAST_1_JAAR)


def test_the_advertised_price_is_what_is_paid_with_the_tax() -> None:
    prices = supply_prices(OfferName.VAST_1_JAAR, GENERAL, POLICY, price_list(), TODAY)
    assert prices[K.STROOM_ENKEL] + TAX[K.ENERGIEBELASTING_STROOM] == GENERAL.vast_1_jaar.stroom_enkel_per_kwh
    assert prices[K.GAS] + TAX[K.ENERGIEBELASTING_GAS] == GENERAL.vast_1_jaar.gas_per_m3
