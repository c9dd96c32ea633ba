"""What is found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, TypeVar

T_co = TypeVar("T_co", covariant=True)

RegisterHint = Literal[
    "normaal", "dal", "enkel", "stroom", "gas", "teruglevering normaal", "teruglevering dal", "teruglevering"
]
"""The register a reading seems to be of. "stroom" and "teruglevering" leave open which one."""


@dataclass(frozen=True)
class Found(Generic[T_co]):
    """A value and where it stands in the text that was given."""

    value: T_co
    """The value itself, in our own form."""
    start: int
    """Index of the first character in the given text."""
    end: int
    """Index after the last character in the given text."""
    text: str
    """The words as the customer wrote them: given[start:end]."""


@dataclass(frozen=True)
class FoundReading(Found[Decimal]):
    """A meter reading, with the register it seems to belong to."""

    register: RegisterHint | None = None
    """None when the words around it do not tell."""


@dataclass(frozen=True)
class HouseNumber:
    """House number with its addition, e.g. 12, 12-A, 7 bis."""

    number: int
    """1 to 99999."""
    addition: str = ""
    """Capital letters and digits without separators ("A", "BIS", "2"); empty when there is none."""

    def __str__(self) -> str:
        return f"{self.number}-{self.addition}" if self.addition else str(self.number)
