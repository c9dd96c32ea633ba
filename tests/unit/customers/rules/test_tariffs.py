"""What a kWh costs: the supplier's price with the tax on top."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.model import Tariff, TariffKind
from dichtbij.customers.rules.tariffs import TAX_OF, monthly, price_on, unit_prices

K = TariffKind
TODAY = date(2026, 11, 21)

prices = st.integers(0, 90_000).map(lambda value: Decimal(value) / 100_000)
price_lists = st.dictionaries(st.sampled_from(TariffKind), prices)


def listed(found: dict[TariffKind, Decimal]) -> list[Tariff]:
    return [Tariff(kind, price, date.min) for kind, price in found.items()]


@given(price_lists)
def test_every_unit_price_is_told_once_with_its_own_tax(found: dict[TariffKind, Decimal]) -> None:
    told = unit_prices(listed(found), TODAY)
    assert [one.kind for one in told] == [kind for kind in TAX_OF if kind in found]
    for one in told:
        tax = TAX_OF[one.kind]
        assert one.whole == found[one.kind] + (found.get(tax, Decimal(0)) if tax else 0)


@given(price_lists)
def test_fixed_amounts_add_up(found: dict[TariffKind, Decimal]) -> None:
    kinds = [kind for kind in TariffKind if kind.per_month]
    assert monthly(listed(found), kinds, TODAY) == sum((found.get(kind, Decimal(0)) for kind in kinds), Decimal(0))


def test_only_the_price_of_the_day_counts() -> None:
    tariffs = [
        Tariff(K.GAS, Decimal("0.50"), date(2025, 1, 1), TODAY),
        Tariff(K.GAS, Decimal("0.60"), TODAY, date(2027, 1, 1)),
    ]
    assert price_on(tariffs, K.GAS, TODAY) == Decimal("0.60")
    assert price_on(tariffs, K.GAS, date(2026, 11, 20)) == Decimal("0.50")
    assert price_on(tariffs, K.GAS, date(2027, 1, 1)) is None
