"""The yearly settlement: usage × tariff + fixed costs + taxes − instalments. One arithmetic for demo and production.

Every line is rounded to cents (half up) and the total is the sum of the rounded lines, so that an invoice adds up on
paper. Netting of solar power (salderen) ends by law on 1 January 2027: before it, what was fed in is taken off what was
used at the price paid for it; what is left over, and all from that day, is paid at the feed-in tariff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from dichtbij.customers.model.billing import InvoiceLine, LineKind
from dichtbij.customers.model.contracts import Tariff, TariffKind
from dichtbij.customers.model.ids import Energy, RegisterName

NETTING_ENDS = date(2027, 1, 1)
"""Wet beëindiging salderingsregeling."""
CENT = Decimal("0.01")
PRICE_PLACES = Decimal("0.00001")
MOST_LINES_OF_A_KIND = 2
"""More price changes than this (a dynamic contract) become one line with the average price."""

_SUPPLY = {
    RegisterName.ENKEL: TariffKind.STROOM_ENKEL,
    RegisterName.NORMAAL: TariffKind.STROOM_NORMAAL,
    RegisterName.DAL: TariffKind.STROOM_DAL,
}
_WORDS = {
    TariffKind.STROOM_ENKEL: "Stroom",
    TariffKind.STROOM_NORMAAL: "Stroom, normaal tarief",
    TariffKind.STROOM_DAL: "Stroom, daltarief",
    TariffKind.GAS: "Gas",
    TariffKind.ENERGIEBELASTING_STROOM: "Energiebelasting stroom",
    TariffKind.ENERGIEBELASTING_GAS: "Energiebelasting gas",
    TariffKind.VASTE_KOSTEN_STROOM: "Vaste leveringskosten stroom",
    TariffKind.VASTE_KOSTEN_GAS: "Vaste leveringskosten gas",
    TariffKind.NETBEHEER_STROOM: "Netbeheer stroom",
    TariffKind.NETBEHEER_GAS: "Netbeheer gas",
    TariffKind.VERMINDERING: "Vermindering energiebelasting",
}
_TAX = {Energy.STROOM: TariffKind.ENERGIEBELASTING_STROOM, Energy.GAS: TariffKind.ENERGIEBELASTING_GAS}
_FIXED = {
    TariffKind.VASTE_KOSTEN_STROOM: LineKind.VASTE_KOSTEN,
    TariffKind.VASTE_KOSTEN_GAS: LineKind.VASTE_KOSTEN,
    TariffKind.NETBEHEER_STROOM: LineKind.NETBEHEER,
    TariffKind.NETBEHEER_GAS: LineKind.NETBEHEER,
    TariffKind.VERMINDERING: LineKind.VERMINDERING,
}


@dataclass(frozen=True)
class Consumed:
    """What one register counted in one month."""

    month: date
    """Its first day."""
    energy: Energy
    register: RegisterName
    quantity: Decimal
    """kWh or m³; for a feed-in register what went back."""


@dataclass(frozen=True)
class Settlement:
    """The outcome."""

    lines: tuple[InvoiceLine, ...]
    """The instalments come last."""
    total_costs: Decimal
    instalments: Decimal

    @property
    def difference(self) -> Decimal:
        """Euros to pay (positive) or back (negative)."""
        return self.total_costs - self.instalments


@dataclass(frozen=True)
class _Priced:
    month: date
    quantity: Decimal
    price: Decimal


def cents(amount: Decimal) -> Decimal:
    """Rounded to whole cents, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def supply_tariff(energy: Energy, register: RegisterName) -> TariffKind:
    """Which price belongs to a register that counts usage."""
    return TariffKind.GAS if energy is Energy.GAS else _SUPPLY[register]


def settle(
    months: Sequence[date], consumed: Sequence[Consumed], tariffs: Sequence[Tariff], instalments: Sequence[Decimal]
) -> Settlement:
    """Settle whole months.

    Args:
        months: first days of the months that are settled.
        consumed: usage and feed-in per register and month; months outside `months` do not count.
        tariffs: all prices of the contract; the price on the first day of a month holds for that month.
        instalments: what was charged, one amount per instalment, oldest first.

    Raises:
        ValueError: a register counted something for which the contract has no price.
    """
    within = frozenset(months)
    counted = [use for use in consumed if use.month in within]
    lines = [
        *_usage_lines(counted, tariffs),
        *_feed_in_lines(counted, tariffs),
        *_fixed_lines(months, tariffs),
    ]
    total = sum((line.amount for line in lines), Decimal(0))
    lines += _instalment_lines(instalments)
    return Settlement(tuple(lines), total, sum(instalments, Decimal(0)))


def _price(tariffs: Sequence[Tariff], kind: TariffKind, day: date) -> Decimal | None:
    return next((tariff.price for tariff in tariffs if tariff.kind is kind and tariff.holds_on(day)), None)


def _price_or_fault(tariffs: Sequence[Tariff], kind: TariffKind, day: date) -> Decimal:
    price = _price(tariffs, kind, day)
    if price is None:
        raise ValueError(f"no price for {kind.value} on {day}")
    return price


def _usage_lines(counted: Sequence[Consumed], tariffs: Sequence[Tariff]) -> Iterable[InvoiceLine]:
    for energy, tax in _TAX.items():
        uses = [use for use in counted if use.energy is energy and not use.register.feeds_in]
        for kind in dict.fromkeys(supply_tariff(energy, use.register) for use in uses):
            of_kind = [use for use in uses if supply_tariff(energy, use.register) is kind]
            yield from _lines(LineKind.LEVERING, _WORDS[kind], energy, _priced(of_kind, tariffs, kind))
        yield from _lines(LineKind.ENERGIEBELASTING, _WORDS[tax], energy, _priced(uses, tariffs, tax))


def _priced(uses: Sequence[Consumed], tariffs: Sequence[Tariff], kind: TariffKind) -> list[_Priced]:
    return [_Priced(use.month, use.quantity, _price_or_fault(tariffs, kind, use.month)) for use in uses]


def _lines(kind: LineKind, words: str, energy: Energy | None, pieces: Sequence[_Priced]) -> Iterable[InvoiceLine]:
    """One line per price, or one in all when there are many prices."""
    unit = energy.unit if energy else None
    prices = list(dict.fromkeys(piece.price for piece in sorted(pieces, key=lambda piece: piece.month)))
    groups = [[piece for piece in pieces if piece.price == price] for price in prices]
    if len(groups) > MOST_LINES_OF_A_KIND:
        groups = [list(pieces)]
    for group in groups:
        quantity = sum((piece.quantity for piece in group), Decimal(0))
        amount = sum((piece.quantity * piece.price for piece in group), Decimal(0))
        average = amount / quantity if quantity else group[0].price
        yield InvoiceLine(kind, words, cents(amount), energy, quantity, unit, average.quantize(PRICE_PLACES))


def _feed_in_lines(counted: Sequence[Consumed], tariffs: Sequence[Tariff]) -> Iterable[InvoiceLine]:
    fed = [use for use in counted if use.register.feeds_in]
    if not fed:
        return
    used = [use for use in counted if use.energy is Energy.STROOM and not use.register.feeds_in]
    fed_total = sum((use.quantity for use in fed), Decimal(0))
    netted, price = _netting(fed, used, tariffs)
    if netted:
        yield _line(LineKind.SALDEREN, "Salderen van eigen stroom", -netted, price)
    surplus = fed_total - netted
    if surplus:
        average = _average(fed, tariffs, TariffKind.TERUGLEVERING)
        yield _line(LineKind.TERUGLEVERING, "Vergoeding teruglevering", -surplus, average)
    fee = _average(fed, tariffs, TariffKind.TERUGLEVERKOSTEN)
    if fee and fed_total:
        yield _line(LineKind.TERUGLEVERKOSTEN, "Terugleverkosten", fed_total, fee)


def _netting(fed: Sequence[Consumed], used: Sequence[Consumed], tariffs: Sequence[Tariff]) -> tuple[Decimal, Decimal]:
    """How many kWh are netted, and against which average price (taxes included).

    Over all registers together; the grid's own netting per register differs by cents for customers with a day and a
    night tariff.
    """
    window = [use for use in used if use.month < NETTING_ENDS]
    quantity = sum((use.quantity for use in window), Decimal(0))
    available = sum((use.quantity for use in fed if use.month < NETTING_ENDS), Decimal(0))
    netted = min(quantity, available)
    if not netted:
        return Decimal(0), Decimal(0)
    tax = _TAX[Energy.STROOM]
    paid = sum(
        (
            use.quantity
            * (
                _price_or_fault(tariffs, supply_tariff(use.energy, use.register), use.month)
                + _price_or_fault(tariffs, tax, use.month)
            )
            for use in window
        ),
        Decimal(0),
    )
    return netted, paid / quantity


def _average(fed: Sequence[Consumed], tariffs: Sequence[Tariff], kind: TariffKind) -> Decimal:
    """The feed-in price weighted by what was fed in; zero when the contract has none."""
    total = sum((use.quantity for use in fed), Decimal(0))
    if not total:
        return Decimal(0)
    worth = sum((use.quantity * (_price(tariffs, kind, use.month) or Decimal(0)) for use in fed), Decimal(0))
    return worth / total


def _line(kind: LineKind, words: str, quantity: Decimal, price: Decimal) -> InvoiceLine:
    amount = cents(quantity * price)
    return InvoiceLine(kind, words, amount, Energy.STROOM, quantity, "kWh", price.quantize(PRICE_PLACES))


def _fixed_lines(months: Sequence[date], tariffs: Sequence[Tariff]) -> Iterable[InvoiceLine]:
    for kind, line_kind in _FIXED.items():
        prices = [price for month in months if (price := _price(tariffs, kind, month)) is not None]
        for price, group in groupby(prices):
            count = Decimal(len(list(group)))
            yield InvoiceLine(line_kind, _WORDS[kind], cents(count * price), kind.energy, count, "maand", price)


def _instalment_lines(instalments: Sequence[Decimal]) -> Iterable[InvoiceLine]:
    for amount, group in groupby(instalments):
        count = Decimal(len(list(group)))
        yield InvoiceLine(LineKind.TERMIJNEN, "Termijnbedragen", -count * amount, None, count, "maand", -amount)
