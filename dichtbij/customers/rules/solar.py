"""Solar power: what feeding in brought in, and what the end of netting (salderen) on 1 January 2027 does.

One arithmetic with the invoice: both come out of rules/settlement.py. The page is docs/rules/zonnepanelen.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dichtbij.customers.model.billing import InvoiceLine, LineKind
from dichtbij.customers.model.common import DateRange
from dichtbij.customers.model.contracts import Tariff, TariffKind
from dichtbij.customers.model.ids import Energy
from dichtbij.customers.model.solar import FeedIn, NettingEnd
from dichtbij.customers.rules.calendar import add_months, month_starts
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.seasons import month_share
from dichtbij.customers.rules.settlement import NETTING_ENDS, PRICE_PLACES, Consumed, settle, supply_tariff


@dataclass(frozen=True)
class SolarPolicy:
    """`beleid.zonnepanelen` in organisatie.yml, explained in docs/rules/zonnepanelen.md."""

    vergoeding_minste_deel: Decimal
    """Without netting a kWh fed in is paid at least this part of the bare supply price."""
    vergoeding_minste_tot: date
    """First day on which that minimum no longer holds."""


def feed_in(months: Sequence[date], consumed: Sequence[Consumed], tariffs: Sequence[Tariff]) -> FeedIn:
    """What was fed in over whole months that follow each other, and what it brought in.

    Args:
        consumed: usage and feed-in of electricity per register and month.
        tariffs: all prices of the contract; one of every month must be known, as in settle.
    """
    if not months:
        return FeedIn(DateRange(date.min, date.min), *[Decimal(0)] * 5)
    power = [use for use in consumed if use.energy is Energy.STROOM]
    lines = settle(months, power, tariffs, ()).lines
    fed = sum((use.quantity for use in power if use.register.feeds_in and use.month in months), Decimal(0))
    return FeedIn(
        range=DateRange(min(months), add_months(max(months), 1)),
        fed_in=fed,
        netted=-_quantity(lines, LineKind.SALDEREN),
        netted_worth=-_amount(lines, LineKind.SALDEREN),
        compensation=-_amount(lines, LineKind.TERUGLEVERING),
        fee=_amount(lines, LineKind.TERUGLEVERKOSTEN),
    )


def end_of_netting(
    uses: Sequence[YearlyUse], tariffs: Sequence[Tariff], today: date, policy: SolarPolicy
) -> NettingEnd:
    """The same year of usage at the prices of today, with and without netting.

    Args:
        uses: what the electricity registers are expected to count in a year.
        tariffs: all prices of the contract.
    """
    power = [use for use in uses if use.energy is Energy.STROOM]
    prices = [Tariff(tariff.kind, tariff.price, date.min) for tariff in tariffs if tariff.holds_on(today)]
    own = next((one.price for one in prices if one.kind is TariffKind.TERUGLEVERING), Decimal(0))
    paid = max(own, _least_compensation(power, prices, today, policy))
    later = [one for one in prices if one.kind is not TariffKind.TERUGLEVERING]
    later.append(Tariff(TariffKind.TERUGLEVERING, paid, date.min))
    before = _year(power, prices, add_months(NETTING_ENDS, -12))
    after = _year(power, later, NETTING_ENDS)
    lost = -_amount(before, LineKind.SALDEREN)
    gained = _amount(before, LineKind.TERUGLEVERING) - _amount(after, LineKind.TERUGLEVERING)
    return NettingEnd(max(lost - gained, Decimal(0)), lost, gained, paid, is_minimum=paid > own)


def _year(uses: Sequence[YearlyUse], prices: Sequence[Tariff], start: date) -> tuple[InvoiceLine, ...]:
    months = list(month_starts(start, add_months(start, 12)))
    consumed = [
        Consumed(month, use.energy, use.register, use.yearly * month_share(use.kind, month))
        for use in uses
        for month in months
    ]
    return settle(months, consumed, prices, ()).lines


def _least_compensation(
    power: Sequence[YearlyUse], prices: Sequence[Tariff], today: date, policy: SolarPolicy
) -> Decimal:
    """The legal minimum for this contract: a part of its bare price, weighted over its registers."""
    if max(today, NETTING_ENDS) >= policy.vergoeding_minste_tot:
        return Decimal(0)
    bare = {one.kind: one.price for one in prices}
    supplied = [use for use in power if not use.register.feeds_in]
    known = [(use.yearly, bare[kind]) for use in supplied if (kind := supply_tariff(use.energy, use.register)) in bare]
    total = sum((yearly for yearly, _ in known), Decimal(0))
    if not known:
        return Decimal(0)
    weighted = sum((yearly * price for yearly, price in known), Decimal(0))
    average = weighted / total if total else sum((price for _, price in known), Decimal(0)) / len(known)
    return (average * policy.vergoeding_minste_deel).quantize(PRICE_PLACES, ROUND_HALF_UP)


def _quantity(lines: Sequence[InvoiceLine], kind: LineKind) -> Decimal:
    return sum((line.quantity or Decimal(0) for line in lines if line.kind is kind), Decimal(0))


def _amount(lines: Sequence[InvoiceLine], kind: LineKind) -> Decimal:
    return sum((line.amount for line in lines if line.kind is kind), Decimal(0))
