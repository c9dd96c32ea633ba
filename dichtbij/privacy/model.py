"""Facts of inspection and erasure. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal

from dichtbij.customers.model import CustomerId

ERASED_NOTE = "Op verzoek van de klant gewist."
"""What the desk reads where a case was."""

ERASED_KEY = "gewist:"
"""The channel key of an erased conversation that a case still points at begins with it."""


class Scope(str, Enum):
    """What has to be erased."""

    GESPREK = "gesprek"
    """The conversation in which it was asked."""
    GESPREKKEN = "gesprekken"
    """Every conversation of the customer."""
    ALLES = "alles"
    """All that the law and a running contract do not keep."""

    def is_wider_than(self, other: Scope) -> bool:
        """Whether this takes the other with it, and more."""
        order = list(Scope)
        return order.index(self) > order.index(other)


Why = Literal[
    "wet", "contract", "openstaand", "aanvraag", "afspraak", "bewijs", "toezicht", "bereik", "herhaling",
    "toestel", "onbewezen",
]  # fmt: skip
"""Why something stays: the law (books), a running contract, money still open, an open request, a promised call, proof
that we did what was asked, the trail of who looked, a phone that still has to be answered, a delivery that may come
again; a copy on the customer's own phone, a phone on which the customer was never proved."""
SAID_ONLY: frozenset[Why] = frozenset({"toestel", "onbewezen"})
"""Of these nothing is counted. Whether anybody wrote on a phone that was never proved is that person's own business, so
it is said to everybody."""


@dataclass(frozen=True)
class Person:
    """Everything by which rows of one person are found."""

    customer_id: CustomerId
    conversation_ids: tuple[str, ...]
    """The conversations it is about: one, or all of them."""
    email: str
    """Mails are kept by address; empty: none."""
    unproved_ids: frozenset[str] = frozenset()
    """Conversations on a phone in which they were recognised, and may be another: shown to nobody."""


@dataclass(frozen=True)
class Erased:
    """What became of one kind of data."""

    what: str
    """Its name in the responses (utter_deel_gegevens_<what>)."""
    count: int
    """Rows that went."""
    kept: int = 0
    """Rows that stay."""
    why: Why | None = None
    """Why they stay."""
    until: date | None = None
    """The last day on which they do; None when nobody can know that yet (as long as the contract runs)."""

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return {
            "what": self.what,
            "count": self.count,
            "kept": self.kept,
            "why": self.why,
            "until": self.until.isoformat() if self.until else None,
        }

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> Erased:
        """The opposite of as_dict."""
        until = stored.get("until")
        return Erased(
            stored["what"], stored["count"], stored["kept"], stored["why"], date.fromisoformat(until) if until else None
        )


def merged(parts: Sequence[Erased]) -> list[Erased]:
    """One line for each kind and reason, in the order in which they came."""
    found: dict[tuple[str, Why | None], Erased] = {}
    for part in parts:
        key = (part.what, part.why)
        before = found.get(key, Erased(part.what, 0, 0, part.why))
        untils = [day for day in (before.until, part.until) if day]
        until = max(untils) if untils else None
        found[key] = Erased(part.what, before.count + part.count, before.kept + part.kept, part.why, until)
    return [one for one in found.values() if one.count or one.kept or one.why in SAID_ONLY]


@dataclass(frozen=True)
class Overview:
    """What we have of somebody, in numbers."""

    counts: Mapping[str, int]
    """Rows by kind of data, as Erased.what."""
    books_until: date | None
    """The last day on which the newest invoice or payment has to be kept; None when there is none."""


@dataclass(frozen=True)
class ErasureProposal:
    """What would happen; nothing was stored."""

    scope: Scope
    parts: tuple[Erased, ...]
    """What would go (count) and stay (kept)."""
    open_case: bool
    """Whether a human has, or waits for, one of these conversations."""


@dataclass(frozen=True)
class ErasureRequested:
    """It will be carried out as soon as this turn of the conversation is over."""

    reference: str


@dataclass(frozen=True)
class Erasure:
    """A request for erasure and how far it is."""

    id: str
    reference: str
    customer_id: CustomerId | None
    """None when nothing of the customer is left."""
    conversation_id: str
    scope: Scope
    form_of_address: str
    conversation_ids: tuple[str, ...]
    """What was erased, so that a late word of the bot about it goes too; empty until then."""
    asked_at: datetime
    done_at: datetime | None
    report: tuple[Erased, ...]


def erasure_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Erased, ...]:
    """A report out of storage."""
    return tuple(Erased.from_dict(row) for row in rows)
