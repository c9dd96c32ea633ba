"""What is found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

T_co = TypeVar("T_co", covariant=True)

RegisterHint = Literal[
    "normaal", "dal", "enkel", "stroom", "gas", "teruglevering normaal", "teruglevering dal", "teruglevering"
]
"""The register a reading seems to be of. "stroom" and "teruglevering" leave open which one."""


Kind = Literal[
    "bedrag", "datum", "iban", "postcode", "huisnummer", "meterstand", "telefoonnummer", "email", "klantnummer",
    "factuurnummer",
]  # fmt: skip
"""What a value is, by the name that its entity has in domain.yml."""


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


@dataclass(frozen=True)
class Value:
    """A value in a message, with its kind."""

    kind: Kind
    """What it is."""
    found: Found[Any]
    """The value in our own type (Decimal euros, date, HouseNumber, text; a reading as FoundReading) and its place."""

    @property
    def value(self) -> str:
        """The value as JSON can hold it: "120.5" euros, "2026-01-01", "12-A", "+31612345678"."""
        plain = self.found.value
        if isinstance(plain, Decimal):
            return format(plain.normalize(), "f")
        return plain.isoformat() if isinstance(plain, date) else str(plain)

    @property
    def start(self) -> int:
        """Index of the first character in the given text."""
        return self.found.start

    @property
    def end(self) -> int:
        """Index after the last character in the given text."""
        return self.found.end

    @property
    def text(self) -> str:
        """The words as the customer wrote them."""
        return self.found.text

    @property
    def register(self) -> RegisterHint | None:
        """Of a reading the register that it seems to belong to."""
        return self.found.register if isinstance(self.found, FoundReading) else None
