"""Contracts and their tariffs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dichtbij.customers.model.common import Address
from dichtbij.customers.model.ids import ContractId, ContractKind, Energy


class TariffKind(str, Enum):
    """What a price is for. All prices include 21 % VAT."""

    STROOM_ENKEL = "stroom_enkel"
    STROOM_NORMAAL = "stroom_normaal"
    STROOM_DAL = "stroom_dal"
    GAS = "gas"
    TERUGLEVERING = "teruglevering"
    TERUGLEVERKOSTEN = "terugleverkosten"
    ENERGIEBELASTING_STROOM = "energiebelasting_stroom"
    ENERGIEBELASTING_GAS = "energiebelasting_gas"
    VASTE_KOSTEN_STROOM = "vaste_kosten_stroom"
    VASTE_KOSTEN_GAS = "vaste_kosten_gas"
    NETBEHEER_STROOM = "netbeheer_stroom"
    NETBEHEER_GAS = "netbeheer_gas"
    VERMINDERING = "vermindering_energiebelasting"

    @property
    def per_month(self) -> bool:
        """A fixed amount a month instead of a price per kWh or m³."""
        return self in _PER_MONTH

    @property
    def unit(self) -> str:
        """ "maand", "kWh" or "m³"."""
        if self.per_month:
            return "maand"
        return "m³" if self in (TariffKind.GAS, TariffKind.ENERGIEBELASTING_GAS) else "kWh"

    @property
    def energy(self) -> Energy | None:
        """What it belongs to; None for the tax credit."""
        if self is TariffKind.VERMINDERING:
            return None
        return Energy.GAS if self.value.endswith("gas") else Energy.STROOM


_PER_MONTH = frozenset(
    {
        TariffKind.VASTE_KOSTEN_STROOM,
        TariffKind.VASTE_KOSTEN_GAS,
        TariffKind.NETBEHEER_STROOM,
        TariffKind.NETBEHEER_GAS,
        TariffKind.VERMINDERING,
    }
)


@dataclass(frozen=True)
class Tariff:
    """A price and when it holds."""

    kind: TariffKind
    price: Decimal
    """Euros per unit, VAT included, 5 places; negative for the tax credit."""
    start: date
    """First day."""
    end: date | None = None
    """First day it no longer holds; None while it does."""

    def holds_on(self, day: date) -> bool:
        """Whether it is the price of that day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Term:
    """What was agreed for a contract from a day on: another kind, another fixed term."""

    offer: str
    """The key of organisatie.yml `tarieven` that was chosen."""
    kind: ContractKind
    start: date
    """First day."""
    fixed_until: date | None
    """First day after the fixed term; None without one."""
    agreed_on: date
    """When the customer agreed; the cooling-off period counts from here."""


@dataclass(frozen=True)
class UnitPrice:
    """What a kWh or an m³ costs."""

    kind: TariffKind
    bare: Decimal
    """Euros of the supplier, VAT included."""
    tax: Decimal
    """Energy tax on top of it; zero for what is fed in."""

    @property
    def whole(self) -> Decimal:
        """What the customer pays."""
        return self.bare + self.tax


@dataclass(frozen=True)
class ContractInfo:
    """One contract as a customer would want to hear of it."""

    contract_id: ContractId
    kind: ContractKind
    address: Address
    start: date
    end: date | None
    """Last moment of a fixed term (first day without it); None for contracts without an end."""
    notice_days: int
    """How long before leaving the customer has to say so."""
    tariffs: tuple[Tariff, ...]
    """Those that hold today."""
    energies: tuple[Energy, ...]
    """What is delivered."""
    instalment: Decimal
    """Euros a month now."""
    collection_day: int
    """Day of the month of collection."""
    ends_soon: bool
    """The fixed term ends within 60 days."""
    days_left: int | None
    """Days until the end; None without an end."""
    ended: date | None = None
    """First day without delivery, when the contract was cancelled."""
    planned: Term | None = None
    """What was chosen for after this, and has not begun."""

    def price(self, kind: TariffKind) -> Decimal | None:
        """Today's price of that kind, None when the contract has none."""
        return next((tariff.price for tariff in self.tariffs if tariff.kind is kind), None)
