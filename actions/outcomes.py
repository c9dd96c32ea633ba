"""How a step of a form turns out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Union


@dataclass(frozen=True)
class Wrong:
    """A value that can't be used: the response that says why, and what fills its braces."""

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    slot: str = ""
    """The slot to fill again, when it is not the one that was just checked."""


@dataclass(frozen=True)
class HandOver:
    """What policy does not allow goes to a person: the response that says so."""

    response: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finished:
    """The form ends here, with this said; nothing is changed (or it is done already)."""

    response: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """The form ends here and all was said; what follows right after it, if anything."""

    follow_up: str = ""


Outcome = Union[Wrong, HandOver, Finished, Done, None]  # noqa: UP007 - reads better in five
"""How a step of a form turned out; None: go on."""
