"""Moving house: what a customer wants, what was planned, and why something can't be planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from dichtbij.customers.model.common import Address
from dichtbij.customers.model.ids import ContractId, ContractKind


class MoveProblem(str, Enum):
    """Why a move was not planned. The value is stable."""

    GEEN_CONTRACT = "geen_contract"
    WELK_CONTRACT = "welk_contract"
    SLEUTEL_TE_LANG_GELEDEN = "sleutel_te_lang_geleden"
    SLEUTEL_TE_VER = "sleutel_te_ver"
    INLEVEREN_TE_LANG_GELEDEN = "inleveren_te_lang_geleden"
    INLEVEREN_TE_VER = "inleveren_te_ver"
    OVERLAP_TE_LANG = "overlap_te_lang"
    GAT_TE_LANG = "gat_te_lang"
    ZELFDE_ADRES = "zelfde_adres"
    LOOPT_AL = "loopt_al"
    """Another move of this contract was planned before."""
    STOPT_AL = "stopt_al"
    """The contract has an end of its own already."""


@dataclass(frozen=True)
class MoveRefused:
    """The wish was understood and not planned."""

    problem: MoveProblem
    earliest: date | None = None
    """First day that would be granted."""
    latest: date | None = None
    """Last day that would be granted."""

    @property
    def hand_over(self) -> bool:
        """Whether only a person can go on: two plans for one contract are not for a bot to weigh."""
        return self.problem in (MoveProblem.LOOPT_AL, MoveProblem.STOPT_AL)


@dataclass(frozen=True)
class NewHome:
    """Where somebody goes to live: an address that was found, or the customer's own words about it."""

    postcode: str
    """Written as "1234 AB"."""
    house_number: str
    """With its addition: "12", "12A"."""
    street: str = ""
    city: str = ""
    words: str = ""
    """What the customer wrote when the address could not be looked up; a person checks it then."""

    @property
    def found(self) -> bool:
        """Whether street and city come from the address register."""
        return bool(self.street and self.city)

    @property
    def line(self) -> str:
        """As customers read it: "Weverskade 140, Amersfoort", or the number, the postcode and the own words."""
        if self.found:
            return f"{self.street} {self.house_number}, {self.city}"
        return f"{self.postcode} nummer {self.house_number} ({self.words})"


@dataclass(frozen=True)
class MoveWish:
    """All that the customer tells of a move."""

    key_date: date
    """First day with the keys of the new home; delivery begins there."""
    handed_in: date
    """Day on which the keys of the old home are handed over; the last day of delivery there."""
    home: NewHome
    contract_id: ContractId | None = None
    """Which contract moves; None is fine with one."""


@dataclass(frozen=True)
class PlannedMove:
    """A move that was planned."""

    reference: str
    """Of the request."""
    key_date: date
    handed_in: date
    home: str
    """One line."""


@dataclass(frozen=True)
class MovableHome:
    """A running contract that could move."""

    contract_id: ContractId
    address: Address
    kind: ContractKind
    fixed_until: date | None
    """The term of a fixed contract moves along."""
    ends: date | None
    """First day without delivery, when that was planned."""
    planned: PlannedMove | None
    """Where it goes, when that was planned."""


@dataclass(frozen=True)
class MoveProposal:
    """What will happen, before anything is stored."""

    contract_id: ContractId
    old: Address
    new: NewHome
    kind: ContractKind
    fixed_until: date | None
    key_date: date
    handed_in: date
    overlap_days: int
    """Days on which energy is paid for at both addresses; 0 when there are none."""
    gap_days: int
    """Days without a home of ours; 0 when there are none."""
    checked_by_person: bool
    """The address could not be looked up."""
    check_days: int
    """Working days within which a person has checked it."""


@dataclass(frozen=True)
class MoveStored:
    """It is planned."""

    proposal: MoveProposal
    reference: str
    repeated: bool
    """The same move was planned before; nothing was stored a second time."""
