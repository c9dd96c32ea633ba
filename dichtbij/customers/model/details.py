"""Changing one's own details."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class DetailField(str, Enum):
    """What a customer may change in the chat."""

    E_MAIL = "e-mailadres"
    TELEFOON = "telefoonnummer"
    NAAM = "naam"


class DetailProblem(str, Enum):
    """Why a detail was not changed. The value is stable."""

    ONGELDIG = "ongeldig"
    BEDRIJFSNAAM = "bedrijfsnaam"
    """The name of a business stands in the trade register: a person looks at it."""
    ONBEKENDE_KLANT = "onbekende_klant"


@dataclass(frozen=True)
class DetailRefused:
    """The wish was understood and not granted."""

    problem: DetailProblem

    @property
    def hand_over(self) -> bool:
        """Whether only a person can go on."""
        return self.problem is not DetailProblem.ONGELDIG


@dataclass(frozen=True)
class DetailProposal:
    """What will be changed."""

    field: DetailField
    new: str
    """As it will be written: the whole name, the address, the number ("+31612345678")."""
    current: str
    """What is on file, masked for an address and a number; empty when there is nothing."""
    unchanged: bool
    """It is so already."""


@dataclass(frozen=True)
class DetailChanged:
    """It was changed."""

    field: DetailField
    new: str
    reference: str
    repeated: bool
    """It was so already; nothing was stored a second time."""
    told_old_address: bool
    """A note about it goes to the e-mail address of before."""
