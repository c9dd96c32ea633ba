"""Demo data: the customers without a story."""

from __future__ import annotations

import random
from datetime import date, timedelta

from faker import Faker

from dichtbij.customers import demo_prices as price
from dichtbij.customers.demo_homes import Home, Prices, Year
from dichtbij.customers.model import ContractKind, TariffKind

ADVANCE = (0.86, 1.10)
"""What people pay ahead, as a part of what they turn out to use: more pay too little than too much."""


def other_homes(fake: Faker, chance: random.Random, today: date) -> tuple[Home, ...]:
    """One home: electricity always, gas mostly, sun now and then."""
    gas = chance.choice((0, 700, 900, 1100, 1300, 1600))
    sun = chance.random() < 0.3
    before, now, dual = _price_lists(bool(gas), sun)
    normaal, dal = (chance.randint(700, 2300), chance.randint(500, 1900)) if dual else (chance.randint(1100, 4200), 0)
    fed_in = chance.randint(800, 3800) if sun else 0
    first = _year(chance, normaal, dal, gas, fed_in, 0, before)
    cold = gas * chance.randint(4, 12) // 100
    second = _year(chance, normaal, dal, gas + cold, fed_in, cold, now)
    running = _year(chance, normaal, dal, gas, fed_in, 0, now)
    kind = chance.choice((ContractKind.VARIABEL, ContractKind.VARIABEL, ContractKind.VAST))
    days_left = chance.randint(70, 700)
    home = Home(
        street=fake.street_name(),
        house_number=str(chance.randint(1, 240)),
        postcode=f"{chance.randint(1011, 9999)} {''.join(chance.choices('ABCDEGHJKLMNPRTVWXZ', k=2))}",
        city=fake.city(),
        kind=kind,
        years=(first, second),
        running=running,
        settled_days_ago=chance.randint(32, 360),
        collection_day=chance.randint(1, 28),
        smart=chance.random() < 0.9,
        fixed_until=today + timedelta(days=days_left) if kind is ContractKind.VAST else None,
    )
    return (home,)


def _price_lists(gas: bool, sun: bool) -> tuple[Prices, Prices, bool]:
    if sun:
        # Gas prices in the list do no harm to who has no gas, but the monthly costs would be charged: leave them out.
        return _without_gas(price.SUN_BEFORE, gas), _without_gas(price.SUN_NOW, gas), True
    if gas:
        return price.SINGLE_BEFORE, price.SINGLE_NOW, False
    return price.POWER_ONLY_BEFORE, price.POWER_ONLY_NOW, False


def _without_gas(prices: Prices, gas: bool) -> Prices:
    return prices if gas else {kind: value for kind, value in prices.items() if not _is_gas(kind)}


def _is_gas(kind: TariffKind) -> bool:
    return kind.energy is not None and kind.energy.value == "gas"


def _year(chance: random.Random, normaal: int, dal: int, gas: int, fed_in: int, cold: int, prices: Prices) -> Year:
    def about(value: int) -> int:
        return round(value * chance.uniform(0.94, 1.06))

    used, night, warm, sun = about(normaal), about(dal), about(gas - cold) + cold, about(fed_in)
    monthly = max(_yearly_cost(used + night, warm, sun, prices) * chance.uniform(*ADVANCE) / 12, 15)
    return Year(used, night, warm, sun, cold, round(monthly), prices)


def _yearly_cost(kwh: int, gas: int, fed_in: int, prices: Prices) -> float:
    """Roughly what the year costs: enough to choose an instalment by. The bills are made by the real rules."""
    supply = prices.get(TariffKind.STROOM_ENKEL) or prices[TariffKind.STROOM_NORMAAL]
    power = float(supply + prices[TariffKind.ENERGIEBELASTING_STROOM])
    heat = float(prices.get(TariffKind.GAS, 0) + prices.get(TariffKind.ENERGIEBELASTING_GAS, 0))
    fixed = 12 * sum(float(value) for kind, value in prices.items() if kind.per_month)
    fee = float(prices.get(TariffKind.TERUGLEVERKOSTEN, 0)) * fed_in
    return max(kwh - fed_in, 0) * power + gas * heat + fixed + fee
