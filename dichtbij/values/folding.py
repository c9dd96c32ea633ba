"""One plain form of a text to look things up in, with the way back to the customer's own characters.

Folding lowers the case, drops accents and control characters, and writes digits of other scripts, full-width letters
and typographic dashes in their plain form: 'Tweeëntwintig – ½' becomes 'tweeentwintig - ,5'.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from dichtbij.values.model import Found

T = TypeVar("T")

READ_AT_MOST = 4000
"""Characters that are read; what comes after is ignored: no customer's value stands there, and finders stay fast."""

_SPECIAL = {
    "½": ",5",
    "¼": ",25",
    "¾": ",75",
    "’": "'",
    "‘": "'",
    "´": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "\u00ad": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\ufeff": "",
}


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKD", character).lower()
    return "".join(part for part in plain if not unicodedata.combining(part))


_DIGIT = re.compile(r"\d")
_NUMBER_PIECES = (
    "nul", "twee", "drie", "vier", "vijf", "zes", "zeve", "zeuv", "acht", "neg", "tien", "elf", "twaalf", "tig",
    "honderd", "duizend", "half", "halv",
)  # fmt: skip
_NUMBER_WORD = re.compile(
    r"(?<![a-z])(?:een(?:en|hon|dui)|nul|twee|drie|vier|vijf|zes|zev|zeu|acht|neg|tien|elf|twaalf|dert|veert|twintig"
    r"|tacht|honderd|duizend|anderhal|half|halv)"
)
"""How every number word but "een" begins."""


@dataclass(frozen=True)
class Folded:
    """A text in plain form."""

    given: str
    """The text as it was given, at most READ_AT_MOST characters of it."""
    text: str
    """The plain form."""
    places: tuple[int, ...] | None
    """For every character of the plain form its place in the given text; None when they are the same."""
    _kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[[Folded], T]) -> T:
        """What `find` makes of this text, worked out once: several finders leave out what one of them found."""
        if name not in self._kept:
            self._kept[name] = find(self)
        found: T = self._kept[name]
        return found

    @cached_property
    def digits(self) -> int:
        """How many digits there are."""
        return len(_DIGIT.findall(self.text))

    @cached_property
    def has_number_word(self) -> bool:
        """Whether a word begins as a number word other than "een"."""
        return self.holds(_NUMBER_PIECES) and _NUMBER_WORD.search(self.text) is not None

    @property
    def may_hold_number(self) -> bool:
        """Whether there is a digit or a number word other than "een"; most messages hold neither."""
        return self.digits > 0 or self.has_number_word

    def holds(self, pieces: tuple[str, ...]) -> bool:
        """Whether one of the pieces stands in the plain form: a cheap look before a dear search."""
        text = self.text
        return any(piece in text for piece in pieces)

    def found(self, value: T, start: int, end: int) -> Found[T]:
        """A Found for text[start:end], told in places of the given text."""
        first, last = self.span(start, end)
        return Found(value, first, last, self.given[first:last])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the given text for text[start:end]."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The plain form of the first READ_AT_MOST characters."""
    given = text[:READ_AT_MOST]
    if given.isascii() and given.isprintable():
        return Folded(given, given.lower(), None)
    pieces: list[str] = []
    places: list[int] = []
    for index, character in enumerate(given):
        piece = _fold_character(character)
        pieces.append(piece)
        places.extend([index] * len(piece))
    return Folded(given, "".join(pieces), tuple(places))


def words(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


def overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """True when the stretch shares a character with one that is taken."""
    return any(start < other_end and end > other_start for other_start, other_end in taken)
