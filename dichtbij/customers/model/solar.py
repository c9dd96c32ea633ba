"""Solar power: what was fed in, what it brought in, and what the end of netting (salderen) does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dichtbij.customers.model.common import DateRange
from dichtbij.customers.model.ids import ContractId


@dataclass(frozen=True)
class FeedIn:
    """What went back to the grid over whole months, in kWh and in euros, as a settlement counts it."""

    range: DateRange
    """The months that are counted; empty (start == end) when nothing is known."""
    fed_in: Decimal
    """kWh."""
    netted: Decimal
    """kWh of it that were taken off the customer's own usage."""
    netted_worth: Decimal
    """Euros that the netted kWh would have cost."""
    compensation: Decimal
    """Euros for what was fed in beyond that."""
    fee: Decimal
    """Euros of feed-in costs (terugleverkosten)."""

    @property
    def surplus(self) -> Decimal:
        """kWh that were compensated instead of netted."""
        return self.fed_in - self.netted

    @property
    def worth(self) -> Decimal:
        """Euros that feeding in brought in, costs taken off."""
        return self.netted_worth + self.compensation - self.fee


@dataclass(frozen=True)
class NettingEnd:
    """What a year costs without netting, next to the same year with it, at the prices of today."""

    more_a_year: Decimal
    """Euros a year that the same usage costs more; never negative."""
    lost: Decimal
    """Euros a year that netting saves now."""
    gained: Decimal
    """Euros a year of compensation that come in its place."""
    compensation_price: Decimal
    """Euros per kWh fed in without netting."""
    is_minimum: bool
    """Whether that price is the least the law allows, and not the contract's own."""

    @property
    def more_a_month(self) -> Decimal:
        """Euros a month."""
        return self.more_a_year / 12


@dataclass(frozen=True)
class SolarHome:
    """An address that feeds in."""

    contract_id: ContractId
    address: str
    """Street, number, city."""
    feed_in: FeedIn
    compensation_price: Decimal
    """Euros per kWh beyond the own usage, today."""
    fee_price: Decimal
    """Euros per kWh fed in, today."""
    netting_end: NettingEnd


@dataclass(frozen=True)
class SolarReport:
    """Every address of the customer that feeds in."""

    has_contract: bool
    netting_ended: bool
    """Whether that day is behind us."""
    homes: tuple[SolarHome, ...]
