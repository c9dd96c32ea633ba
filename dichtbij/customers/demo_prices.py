"""Prices of the demo supplier, VAT included; taxes and grid costs near those of 2025 and 2026, rounded by us."""

from __future__ import annotations

from decimal import Decimal

from dichtbij.customers.model import TariffKind

_K = TariffKind


def prices(
    *,
    normaal: str | None = None,
    dal: str | None = None,
    enkel: str | None = None,
    gas: str | None = None,
    terug: str | None = None,
    terugkosten: str | None = None,
    tax: tuple[str, str],
    fixed: str,
    grid: tuple[str, str],
    credit: str,
) -> dict[TariffKind, Decimal]:
    """A price list: `tax` and `grid` are for electricity and gas, `fixed` and `credit` a month."""
    found = {
        _K.STROOM_NORMAAL: normaal,
        _K.STROOM_DAL: dal,
        _K.STROOM_ENKEL: enkel,
        _K.GAS: gas,
        _K.TERUGLEVERING: terug,
        _K.TERUGLEVERKOSTEN: terugkosten,
        _K.ENERGIEBELASTING_STROOM: tax[0],
        _K.VASTE_KOSTEN_STROOM: fixed,
        _K.NETBEHEER_STROOM: grid[0],
        _K.VERMINDERING: credit,
    }
    if gas:
        found |= {_K.ENERGIEBELASTING_GAS: tax[1], _K.VASTE_KOSTEN_GAS: fixed, _K.NETBEHEER_GAS: grid[1]}
    return {kind: Decimal(price) for kind, price in found.items() if price is not None}


TAX_BEFORE, TAX_NOW = ("0.12286", "0.69957"), ("0.11085", "0.72680")
GRID_BEFORE, GRID_NOW = ("37.20", "20.40"), ("38.40", "21.10")
CREDIT_BEFORE, CREDIT_NOW = "-52.60", "-52.41"

BEFORE = prices(
    normaal="0.14100",
    dal="0.12500",
    gas="0.69800",
    tax=TAX_BEFORE,
    fixed="6.99",
    grid=GRID_BEFORE,
    credit=CREDIT_BEFORE,
)
NOW = prices(
    normaal="0.14320", dal="0.12560", gas="0.71190", tax=TAX_NOW, fixed="7.25", grid=GRID_NOW, credit=CREDIT_NOW
)
SUN_BEFORE = BEFORE | {_K.TERUGLEVERING: Decimal("0.05500"), _K.TERUGLEVERKOSTEN: Decimal("0.09500")}
SUN_NOW = NOW | {_K.TERUGLEVERING: Decimal("0.04200"), _K.TERUGLEVERKOSTEN: Decimal("0.11900")}
SINGLE_BEFORE = prices(
    enkel="0.13400", gas="0.69800", tax=TAX_BEFORE, fixed="6.99", grid=GRID_BEFORE, credit=CREDIT_BEFORE
)
SINGLE_NOW = prices(enkel="0.13650", gas="0.71190", tax=TAX_NOW, fixed="7.25", grid=GRID_NOW, credit=CREDIT_NOW)
POWER_ONLY_BEFORE = prices(enkel="0.13400", tax=TAX_BEFORE, fixed="6.99", grid=GRID_BEFORE, credit=CREDIT_BEFORE)
POWER_ONLY_NOW = prices(enkel="0.13650", tax=TAX_NOW, fixed="7.25", grid=GRID_NOW, credit=CREDIT_NOW)
HOURLY = tuple(
    Decimal(price)
    for price in (
        "0.14210",
        "0.13180",
        "0.10940",
        "0.08370",
        "0.07120",
        "0.07480",
        "0.08260",
        "0.08840",
        "0.09950",
        "0.11830",
        "0.13520",
        "0.14490",
    )
)
"""A dynamic contract: the month's average of the hourly prices, January first."""
