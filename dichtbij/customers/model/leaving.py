"""Ending a contract: why, when, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dichtbij.customers.model.ids import ContractId, Energy


class Leaving(str, Enum):
    """Why a customer leaves; never asked for, only understood."""

    OVERSTAPPEN = "overstappen"
    VERHUIZEN = "verhuizen"
    STOPPEN = "stoppen"


class FeeReason(str, Enum):
    """Why a cancellation fee is what it is."""

    PRIJSVERSCHIL = "prijsverschil"
    """The energy can only be sold again for less."""
    GEEN_VERLIES = "geen_verlies"
    """A fixed contract, but a new one is not cheaper, so that nothing is lost."""
    GEEN_VASTE_TERMIJN = "geen_vaste_termijn"
    """A variable or dynamic contract."""
    NA_EINDE = "na_einde"
    """The fixed term is over by then, or nearly so."""
    BEDENKTIJD = "bedenktijd"
    VERHUIZING = "verhuizing"


@dataclass(frozen=True)
class FeePart:
    """The part of a fee for electricity or for gas."""

    energy: Energy
    quantity: Decimal
    """kWh or m³ that would still have been used in the fixed term."""
    own_price: Decimal
    """Average price of the contract, euros per unit, without energy tax."""
    new_price: Decimal
    """Average price of a new comparable contract, the same way."""
    amount: Decimal
    """Euros; zero when the new price is not lower."""


@dataclass(frozen=True)
class CancellationFee:
    """What it costs to leave on a day."""

    amount: Decimal
    """Euros, never negative."""
    reason: FeeReason
    end: date
    """First day without delivery."""
    fixed_until: date | None
    """First day after the fixed term: from then on leaving is free. None without one."""
    parts: tuple[FeePart, ...] = ()
    """How it was calculated, when it was."""


@dataclass(frozen=True)
class CancellationProposal:
    """What ending a contract on a day would mean."""

    contract_id: ContractId
    address: str
    """Street, number, city."""
    end: date
    """First day without delivery."""
    moved: bool
    """Whether a later day was taken than the one asked for, because of the notice period."""
    earliest: date
    """The first day the contract can end on."""
    notice_days: int
    fee: CancellationFee
    unchanged: bool
    """The contract ends on this day already."""

    @property
    def last_day(self) -> date:
        """The last day with delivery."""
        return date.fromordinal(self.end.toordinal() - 1)


@dataclass(frozen=True)
class Cancelled:
    """A contract that was ended."""

    contract_id: ContractId
    address: str
    end: date
    """First day without delivery."""
    fee: CancellationFee
    """As agreed; it stands on the final settlement."""
    settled_before: date
    """When the final settlement has been sent at the latest."""
    reference: str
    repeated: bool
    """It was ended on this day before; nothing was stored again."""

    @property
    def last_day(self) -> date:
        """The last day with delivery."""
        return date.fromordinal(self.end.toordinal() - 1)


@dataclass(frozen=True)
class LeavingCost:
    """What it costs to end one contract; for who only wants to know."""

    contract_id: ContractId
    address: str
    fee: CancellationFee
    notice_days: int
    ended: date | None
    """Set when its last day stands already: it was cancelled, or it moves."""
    moves_along: bool = False
    """A move was planned for it: it ends here by that, goes along to the new address, and was not cancelled."""
