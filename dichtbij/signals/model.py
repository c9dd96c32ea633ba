"""What a reading of a message is made of: facts only, no judgement.

`Reading` is kept with the case and shown on the desk, so it can be written to a plain dictionary and read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

Who = Literal["customer", "bot", "agent", "system"]
Level = Literal["kalm", "geïrriteerd", "gefrustreerd"]
Advice = Literal["none", "offer", "hand_over"]
DangerKind = Literal["gas", "koolmonoxide", "vonken", "brand"]


@dataclass(frozen=True)
class Turn:
    """One message of the conversation, as the reader needs it."""

    who: Who
    """Who wrote it."""
    text: str
    """What was written, untouched. May be empty (a picture)."""
    marks: frozenset[str] = frozenset()
    """What is known of a bot turn: "fallback", "form_retry", "offer_human", "utter:<name>". Empty for others."""


@dataclass(frozen=True)
class Danger:
    """Something that can hurt people now: answered before anything else."""

    kind: DangerKind
    """gas: smell or leak · koolmonoxide: alarm or complaints · vonken: sparks, shock, burning · brand: fire, smoke."""
    words: str
    """The piece of the message that says so."""


@dataclass(frozen=True)
class Evidence:
    """One named reason for (or against) frustration."""

    name: str
    """Machine name, stable: "scheldwoord", "herhaling_genoemd", "bot_herhaalt"…"""
    label: str
    """The same in Dutch words that an agent understands: "zegt dat het al de derde keer is"."""
    weight: float
    """How much it counts, in logits; negative is counter-evidence."""
    words: str = ""
    """The piece of text it rests on; empty when it rests on the course of the conversation."""

    def as_dict(self) -> dict[str, Any]:
        """For storage and for the desk."""
        return {"name": self.name, "label": self.label, "weight": self.weight, "words": self.words}


@dataclass(frozen=True)
class Reading:
    """What a customer's message says, seen in the course of the conversation."""

    danger: Danger | None = None
    """Set when the message speaks of danger; stands apart from the rest."""
    wants_human: bool = False
    """The customer asks for a person, or says yes to one that was just offered. Always granted."""
    score: float = 0.0
    """Frustration, 0 (none) to 1 (certain)."""
    level: Level = "kalm"
    """The score in a word; see `policy` for the thresholds."""
    complexity: float = 0.0
    """The chance, 0 to 1, that the message tells a circumstance that needs a person though the customer is calm."""
    evidence: tuple[Evidence, ...] = field(default=())
    """Why, the heaviest first; counter-evidence included."""
    advice: Advice = "none"
    """none: go on · offer: answer and offer a person · hand_over: a person now."""

    def as_dict(self) -> dict[str, Any]:
        """For storage and for the desk; `from_dict` reads it back."""
        return {
            "danger": None if self.danger is None else {"kind": self.danger.kind, "words": self.danger.words},
            "wants_human": self.wants_human,
            "score": self.score,
            "level": self.level,
            "complexity": self.complexity,
            "evidence": [item.as_dict() for item in self.evidence],
            "advice": self.advice,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """Reads what `as_dict` wrote. Raises ValueError for a level, advice or kind of danger that does not exist."""
        danger = data.get("danger")
        return cls(
            danger=None if not danger else Danger(_one_of(DangerKind, danger["kind"]), str(danger.get("words", ""))),
            wants_human=bool(data.get("wants_human", False)),
            score=float(data.get("score", 0.0)),
            level=_one_of(Level, data.get("level", "kalm")),
            complexity=float(data.get("complexity", 0.0)),
            evidence=tuple(_evidence(item) for item in data.get("evidence", ())),
            advice=_one_of(Advice, data.get("advice", "none")),
        )


def _one_of(kind: Any, value: object) -> Any:
    if value not in get_args(kind):
        raise ValueError(f"{value!r} is none of {', '.join(get_args(kind))}")
    return value


def _evidence(item: Mapping[str, Any]) -> Evidence:
    return Evidence(
        cast(str, item["name"]), str(item.get("label", "")), float(item["weight"]), str(item.get("words", ""))
    )
