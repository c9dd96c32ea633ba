"""What a saving tip is worth in this very home, and how its usage compares with an average one.

The numbers are those of organisatie.yml, `beleid.besparen`; where they come from stands in docs/rules/besparen.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from dichtbij.customers.model.contracts import Tariff, TariffKind
from dichtbij.customers.model.ids import ContractKind, Energy, UsageKind
from dichtbij.customers.model.saving import HomeUse, Saving, UsageComparison
from dichtbij.customers.rules.calendar import add_months, first_of_month
from dichtbij.customers.rules.explanation import percent_change
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.settlement import supply_tariff

ROUND_TO = Decimal(5)
"""Euros to which a saving is rounded down."""

_TAX = {Energy.STROOM: TariffKind.ENERGIEBELASTING_STROOM, Energy.GAS: TariffKind.ENERGIEBELASTING_GAS}


@dataclass(frozen=True)
class Tip:
    """One tip: it saves a part of a part of the usage."""

    naam: str
    """Names the response utter_deel_tip_<naam>."""
    van: str
    """Of what it saves: verwarming, warm_water, gas, stroom or zonnestroom."""
    aandeel: Decimal
    """Part of it that is saved, 0 to 1."""
    hoogste: Decimal
    """kWh or m³ a year that it saves at most."""
    kost_geld: bool
    """Whether something has to be bought that takes years to pay itself back; such a tip comes after the others."""
    alleen_bij_veel: bool
    """Only for a home that uses clearly more than an average one."""


@dataclass(frozen=True)
class SavingPolicy:
    """`beleid.besparen` in organisatie.yml, explained in docs/rules/besparen.md."""

    gemiddeld_stroom: Decimal
    """kWh a year of an average home."""
    gemiddeld_gas: Decimal
    """m³ a year of an average home that heats with gas."""
    warm_water_gas: Decimal
    """m³ a year that hot water takes in an average home."""
    warm_water_deel: Decimal
    """Hot water takes at most this part of all gas."""
    vergelijkbaar_deel: Decimal
    """So far from the average still counts as about the same."""
    veel_deel: Decimal
    """So far above the average is clearly more."""
    minste_bedrag: Decimal
    """Euros a year below which a tip is not worth saying."""
    tips_per_keer: int
    """So many tips at once."""
    sterk_omhoog_procent: int
    """From so many percents more than a year earlier, tips are offered under the usage."""
    tips: tuple[Tip, ...]


def parts_of(use: HomeUse, policy: SavingPolicy) -> Mapping[str, tuple[UsageKind, Decimal, Decimal]]:
    """What tips save from: the kind, the kWh or m³ a year, and euros for one of them."""
    hot_water = min(policy.warm_water_gas, use.gas * policy.warm_water_deel)
    return {
        "gas": (UsageKind.GAS, use.gas, use.gas_price),
        "verwarming": (UsageKind.GAS, use.gas - hot_water, use.gas_price),
        "warm_water": (UsageKind.GAS, hot_water, use.gas_price),
        "stroom": (UsageKind.STROOM, use.stroom, use.stroom_price),
        "zonnestroom": (UsageKind.TERUGLEVERING, use.teruglevering, use.own_power_worth),
    }


def savings(use: HomeUse, policy: SavingPolicy) -> tuple[Saving, ...]:
    """The tips that fit this home: first what costs (almost) nothing, and of those the most euros first.

    Raises:
        ValueError: a tip of the policy saves from something that is not known here.
    """
    parts = parts_of(use, policy)
    found = []
    for tip in policy.tips:
        if tip.van not in parts:
            raise ValueError(f"organisatie.yml: beleid.besparen: tip {tip.naam} saves from {tip.van}")
        kind, quantity, price = parts[tip.van]
        if tip.alleen_bij_veel and not uses_much(kind, use, policy):
            continue
        amount = min(quantity * tip.aandeel, tip.hoogste)
        euros = amount * price
        if euros >= policy.minste_bedrag:
            found.append((euros, Saving(tip.naam, kind, amount, _rounded(euros), tip.kost_geld)))
    found.sort(key=lambda one: (one[1].costs_money, -one[0]))
    return tuple(saving for _, saving in found)


def uses_much(kind: UsageKind, use: HomeUse, policy: SavingPolicy) -> bool:
    """Whether a home clearly uses more than an average one."""
    own, average = (use.gas, policy.gemiddeld_gas) if kind is UsageKind.GAS else (use.stroom, policy.gemiddeld_stroom)
    return own > average * (1 + policy.veel_deel)


def compare_with_average(use: HomeUse, policy: SavingPolicy) -> tuple[UsageComparison, ...]:
    """Gas, and electricity where it is not used for heating and no sun comes in between; nothing for other homes.

    The averages are of homes that heat with gas. What a home with panels uses of its own power is not measured.
    """
    if not use.gas:
        return ()
    pairs = [(UsageKind.GAS, use.gas, policy.gemiddeld_gas)]
    if use.stroom and not use.teruglevering:
        pairs.append((UsageKind.STROOM, use.stroom, policy.gemiddeld_stroom))
    return tuple(
        UsageComparison(
            kind=kind,
            own=own,
            average=average,
            percent=percent_change(own, average) or Decimal(0),
            similar=abs(own - average) <= average * policy.vergelijkbaar_deel,
        )
        for kind, own, average in pairs
    )


def price_of(
    energy: Energy, uses: Sequence[YearlyUse], tariffs: Sequence[Tariff], kind: ContractKind, today: date
) -> Decimal:
    """Euros for one kWh or m³ from the grid, energy tax included, weighted over the registers; zero when unknown.

    A dynamic contract has another price every hour: there it is the average of the last twelve months.
    """
    supplied = [use for use in uses if use.energy is energy and not use.register.feeds_in]
    days = [today]
    if kind is ContractKind.DYNAMISCH:
        days = [add_months(first_of_month(today), -back) for back in range(12)]
    tax = _average_price(tariffs, _TAX[energy], days)
    priced = [(use.yearly, _average_price(tariffs, supply_tariff(energy, use.register), days)) for use in supplied]
    total = sum((yearly for yearly, _ in priced), Decimal(0))
    if not total:
        return Decimal(0)
    return sum((yearly * price for yearly, price in priced), Decimal(0)) / total + tax


def _average_price(tariffs: Sequence[Tariff], kind: TariffKind, days: Sequence[date]) -> Decimal:
    found = [tariff.price for day in days for tariff in tariffs if tariff.kind is kind and tariff.holds_on(day)]
    return sum(found, Decimal(0)) / len(found) if found else Decimal(0)


def _rounded(euros: Decimal) -> Decimal:
    """Down to whole fives, and never nothing at all."""
    return max((euros / ROUND_TO).quantize(Decimal(1), ROUND_DOWN) * ROUND_TO, ROUND_TO)
