"""What the customer pays for a kWh or an m³: the supplier's price with the energy tax on top of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dichtbij.customers.model.contracts import Tariff, TariffKind, UnitPrice

TAX_OF: dict[TariffKind, TariffKind | None] = {
    TariffKind.STROOM_ENKEL: TariffKind.ENERGIEBELASTING_STROOM,
    TariffKind.STROOM_NORMAAL: TariffKind.ENERGIEBELASTING_STROOM,
    TariffKind.STROOM_DAL: TariffKind.ENERGIEBELASTING_STROOM,
    TariffKind.GAS: TariffKind.ENERGIEBELASTING_GAS,
    TariffKind.TERUGLEVERING: None,
    TariffKind.TERUGLEVERKOSTEN: None,
}
"""Every price per unit, in the order people expect it, and the tax that belongs to it: none to what is fed in."""


def price_on(tariffs: Sequence[Tariff], kind: TariffKind, day: date) -> Decimal | None:
    """The price of a kind on a day, None when there is none."""
    return next((tariff.price for tariff in tariffs if tariff.kind is kind and tariff.holds_on(day)), None)


def unit_prices(tariffs: Sequence[Tariff], day: date) -> tuple[UnitPrice, ...]:
    """What each kWh and m³ costs on a day."""
    found = []
    for kind, tax_kind in TAX_OF.items():
        bare = price_on(tariffs, kind, day)
        if bare is not None:
            tax = price_on(tariffs, tax_kind, day) if tax_kind else None
            found.append(UnitPrice(kind, bare, tax or Decimal(0)))
    return tuple(found)


def monthly(tariffs: Sequence[Tariff], kinds: Sequence[TariffKind], day: date) -> Decimal:
    """What these fixed amounts come to a month, together."""
    return sum((price_on(tariffs, kind, day) or Decimal(0) for kind in kinds), Decimal(0))
