"""Which contracts of the organisation fit a customer, from when, and their costs: docs/rules/aanbiedingen.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dichtbij.customers.model.contracts import Tariff, TariffKind
from dichtbij.customers.model.ids import ContractKind, Energy
from dichtbij.customers.model.offers import Offer, OfferName
from dichtbij.customers.rules.calendar import add_months, first_of_month
from dichtbij.customers.rules.instalments import YearlyUse, expected_yearly_cost
from dichtbij.customers.rules.settlement import cents, supply_tariff
from dichtbij.customers.rules.tariffs import price_on

K = TariffKind
CARRIED = (
    K.ENERGIEBELASTING_STROOM,
    K.ENERGIEBELASTING_GAS,
    K.NETBEHEER_STROOM,
    K.NETBEHEER_GAS,
    K.VERMINDERING,
)
"""Taxes and grid costs: the same whatever is chosen."""
_FIXED = {Energy.STROOM: K.VASTE_KOSTEN_STROOM, Energy.GAS: K.VASTE_KOSTEN_GAS}


@dataclass(frozen=True)
class OfferPolicy:
    """`beleid.aanbod` in organisatie.yml."""

    hoogstens_vooruit_dagen: int
    """A contract that follows a fixed one can be chosen from so many days before."""
    marktprijs_stroom_per_kwh: Decimal
    """Average price of the hours that is expected, VAT included, without energy tax and surcharge."""
    marktprijs_gas_per_m3: Decimal
    marktprijs_teruglevering_per_kwh: Decimal
    """The same for the sunny hours."""
    schommeling_deel: Decimal
    """This part of the market price a year may easily turn out higher or lower."""


@dataclass(frozen=True)
class PriceList:
    """`tarieven.variabel` and `tarieven.vast_1_jaar`: per kWh and m³ with energy tax."""

    stroom_enkel_per_kwh: Decimal
    stroom_normaal_per_kwh: Decimal
    stroom_dal_per_kwh: Decimal
    gas_per_m3: Decimal
    vaste_leveringskosten_stroom_per_maand: Decimal
    vaste_leveringskosten_gas_per_maand: Decimal


@dataclass(frozen=True)
class Surcharges:
    """`tarieven.dynamisch`: what comes on top of the market price."""

    opslag_stroom_per_kwh: Decimal
    opslag_gas_per_m3: Decimal
    vaste_leveringskosten_stroom_per_maand: Decimal
    vaste_leveringskosten_gas_per_maand: Decimal


@dataclass(frozen=True)
class FeedIn:
    """`tarieven.teruglevering`."""

    terugleververgoeding_per_kwh: Decimal
    terugleverkosten_per_kwh: Decimal


@dataclass(frozen=True)
class GeneralTariffs:
    """`tarieven` in organisatie.yml: what a new contract costs. VAT included."""

    geldig_vanaf: date
    geldig_tot_en_met: date
    variabel: PriceList
    vast_1_jaar: PriceList
    dynamisch: Surcharges
    teruglevering: FeedIn


@dataclass(frozen=True)
class Home:
    """What has to be known of a customer's contract to price another one."""

    kind: ContractKind
    fixed_until: date | None
    tariffs: Sequence[Tariff]
    uses: Sequence[YearlyUse]
    smart: bool


def supply_prices(
    name: OfferName, general: GeneralTariffs, policy: OfferPolicy, tariffs: Sequence[Tariff], day: date
) -> dict[TariffKind, Decimal]:
    """Everything the supplier asks under an offer, without energy tax, for any home.

    The price list counts the energy tax in; it is taken out again with the tax of the customer's own contract, so that
    both together are the advertised price.
    """
    if name is OfferName.DYNAMISCH:
        list_, sun = general.dynamisch, policy.marktprijs_teruglevering_per_kwh
        hour = policy.marktprijs_stroom_per_kwh + list_.opslag_stroom_per_kwh
        gas = policy.marktprijs_gas_per_m3 + list_.opslag_gas_per_m3
        power = {K.STROOM_ENKEL: hour, K.STROOM_NORMAAL: hour, K.STROOM_DAL: hour, K.GAS: gas, K.TERUGLEVERING: sun}
    else:
        prices = general.variabel if name is OfferName.VARIABEL else general.vast_1_jaar
        list_ = prices  # type: ignore[assignment]
        tax = price_on(tariffs, K.ENERGIEBELASTING_STROOM, day) or Decimal(0)
        gas_tax = price_on(tariffs, K.ENERGIEBELASTING_GAS, day) or Decimal(0)
        power = {
            K.STROOM_ENKEL: prices.stroom_enkel_per_kwh - tax,
            K.STROOM_NORMAAL: prices.stroom_normaal_per_kwh - tax,
            K.STROOM_DAL: prices.stroom_dal_per_kwh - tax,
            K.GAS: prices.gas_per_m3 - gas_tax,
            K.TERUGLEVERING: general.teruglevering.terugleververgoeding_per_kwh,
            K.TERUGLEVERKOSTEN: general.teruglevering.terugleverkosten_per_kwh,
        }
    return power | {
        K.VASTE_KOSTEN_STROOM: list_.vaste_leveringskosten_stroom_per_maand,
        K.VASTE_KOSTEN_GAS: list_.vaste_leveringskosten_gas_per_maand,
    }


def needed_kinds(uses: Sequence[YearlyUse]) -> frozenset[TariffKind]:
    """The prices of the supplier that a home needs: of its registers, its fixed costs, and feeding in if it does."""
    kinds = {_FIXED[use.energy] for use in uses}
    kinds |= {supply_tariff(use.energy, use.register) for use in uses if not use.register.feeds_in}
    if any(use.register.feeds_in for use in uses):
        kinds |= {K.TERUGLEVERING, K.TERUGLEVERKOSTEN}
    return frozenset(kinds)


def start_day(kind: ContractKind, fixed_until: date | None, today: date) -> date:
    """From when another contract costs no fee: after a running fixed term, otherwise the first of next month.

    A month is settled at the price of its first day, so that a change in the middle of it would mean nothing.
    """
    if kind is ContractKind.VAST and fixed_until is not None and fixed_until > today:
        return fixed_until
    return add_months(first_of_month(today), 1)


def available_from(start: date, today: date, policy: OfferPolicy) -> date | None:
    """The day from which there is something to choose; None when that is now."""
    opens = start - timedelta(days=policy.hoogstens_vooruit_dagen)
    return opens if opens > today else None


def fitting(home: Home) -> tuple[OfferName, ...]:
    """What there is to choose: another kind than now, or fixed once more. Hourly prices need a smart meter."""
    return tuple(
        name
        for name in OfferName
        if (name.kind is not home.kind or home.kind is ContractKind.VAST)
        and (home.smart or name is not OfferName.DYNAMISCH)
    )


def fixed_until(name: OfferName, start: date) -> date | None:
    """First day after the fixed term of an offer."""
    return add_months(start, 12) if name is OfferName.VAST_1_JAAR else None


def yearly_cost(uses: Sequence[YearlyUse], tariffs: Sequence[Tariff], today: date, start: date) -> Decimal:
    """What today's prices of a contract cost in the year from a day, in the settlement's own arithmetic."""
    held = [Tariff(tariff.kind, tariff.price, date.min) for tariff in tariffs if tariff.holds_on(today)]
    return expected_yearly_cost(uses, held, start)


def price_offers(home: Home, general: GeneralTariffs, policy: OfferPolicy, today: date) -> tuple[Offer, ...]:
    """Every offer that fits, cheapest first, each with its difference from the contract of now."""
    start = start_day(home.kind, home.fixed_until, today)
    now = yearly_cost(home.uses, home.tariffs, today, start)
    carried = [tariff for tariff in home.tariffs if tariff.kind in CARRIED]
    needed = needed_kinds(home.uses)
    found = []
    for name in fitting(home):
        all_prices = supply_prices(name, general, policy, home.tariffs, today)
        prices = {kind: price for kind, price in all_prices.items() if kind in needed}
        tariffs = [*carried, *(Tariff(kind, price, date.min) for kind, price in prices.items())]
        cost = yearly_cost(home.uses, tariffs, today, start)
        swing = _swing(home.uses, policy) if name is OfferName.DYNAMISCH else Decimal(0)
        found.append(Offer(name, start, fixed_until(name, start), cost, cost - now, swing, tuple(prices.items())))
    return tuple(sorted(found, key=lambda offer: (offer.yearly_cost, offer.name.value)))


def _swing(uses: Sequence[YearlyUse], policy: OfferPolicy) -> Decimal:
    """Euros a year by which hourly prices may easily turn out otherwise."""
    market = {Energy.STROOM: policy.marktprijs_stroom_per_kwh, Energy.GAS: policy.marktprijs_gas_per_m3}
    worth = sum((use.yearly * market[use.energy] for use in uses if not use.register.feeds_in), Decimal(0))
    return cents(worth * policy.schommeling_deel)
