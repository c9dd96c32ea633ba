"""A message in the plain form that the readers look at, and how much two messages are alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

READ_AT_MOST = 4000
"""Characters that are read of one message."""

_SPECIAL = {"’": "'", "‘": "'", "´": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "…": ".", "_": " "}
_SPACE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """Always one character, so that places in the plain text are places in the given text."""
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character == "\n":
        return "\n"
    if unicodedata.category(character) in _SPACE:
        return " "
    base, *marks = list(unicodedata.normalize("NFKD", character))
    if any(not unicodedata.combining(mark) for mark in marks):
        return character  # a Korean syllable falls apart into letters, not into marks
    lowered = base.lower()
    return lowered if len(lowered) == 1 else character


OURS = "ǂ"
"""Stands in the plain text for every letter of the organisation's own name, so that rules can know it as "ǂ+"."""

_ASCII = {code: _plain_character(chr(code)) for code in range(128)}


@dataclass(frozen=True)
class Message:
    """A message, read once."""

    given: str
    """As written (NFKC, at most READ_AT_MOST characters)."""
    text: str
    """Lower case, without accents and control characters, our own name as OURS; as long as `given`."""
    words: tuple[str, ...]
    """The words of `text`."""

    def piece(self, start: int, end: int) -> str:
        """What was written there, for the evidence."""
        return self.given[start:end].strip()


_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def plain(text: str, us: Sequence[str] = ()) -> Message:
    """Reads the text once into its plain form. Takes anything.

    Args:
        us: what customers call the organisation, in small letters.
    """
    given = text[:READ_AT_MOST]
    if given.isascii():
        lowered = given.translate(_ASCII)
    else:
        # compatibility forms may be longer: cut again; combining marks that are left are dropped with their places
        composed = unicodedata.normalize("NFKC", given)[:READ_AT_MOST]
        given = "".join(character for character in composed if not unicodedata.combining(character))
        lowered = "".join(map(_plain_character, given))
    for name in us:
        whole = re.escape("".join(map(_plain_character, name)))
        lowered = re.sub(rf"\b{whole}\b", OURS * len(name), lowered)
    return Message(given, lowered, tuple(_WORD.findall(lowered)))


def words(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


# --- likeness -------------------------------------------------------------------------------------------------------

_STOP = words(
    """de het een en of in op te ik je jij u uw mijn jullie we wij ze zij er die dat dit deze is ben bent zijn was waren
    heb hebt heeft hebben had kan kun kunt kunnen wil wilt willen moet zal zou wordt word van voor met aan bij naar om
    uit over als dan dus maar ook nog al wel niet geen nu even eens graag hoe wat waar wie waarom wanneer hier daar hoor
    nou toch zo me mij mn m'n hem haar hun ons onze the a an to i my you it is of and please aub gewoon weer"""
)


_SUFFIXES = ("ingen", "eren", "heid", "tjes", "tje", "jes", "ing", "den", "ten", "en", "er", "je", "s", "e", "t", "d")
_DOUBLES = tuple((letter * 2, letter) for letter in "aeoubdfgklmnprst")


def stem(word: str) -> str:
    """A crude Dutch stem: enough to see that "facturen" and "factuur" are one word."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    for double, single in _DOUBLES:
        if double in word:
            word = word.replace(double, single)
    return word


@dataclass(frozen=True)
class Fingerprint:
    """What a message is about, for comparing."""

    stems: frozenset[str]
    """Stems of the words that carry meaning."""
    grams: frozenset[str]
    """Three-letter pieces."""


def fingerprint(message: Message) -> Fingerprint:
    """Stems and three-letter pieces of the first forty words."""
    words = message.words[:40]
    joined = " ".join(words)
    return Fingerprint(
        frozenset(stem(word) for word in words if word not in _STOP and len(word) > 1),
        frozenset(joined[index : index + 3] for index in range(len(joined) - 2)),
    )


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """0 (nothing in common) to 1 (the same): the mean of shared stems and shared letter pieces.

    Stems count by how much of the shorter message comes back (a rephrasing is often longer or shorter), pieces over
    both. Needs two stems in common, or all of them: one shared "rekening" is a topic, not a repetition.
    """
    shared = len(one.stems & other.stems)
    shorter = min(len(one.stems), len(other.stems))
    if not shorter or (shared < 2 and not (shared == len(one.stems) == len(other.stems))):
        return 0.0
    pieces = 2 * len(one.grams & other.grams) / max(1, len(one.grams) + len(other.grams))
    return (shared / shorter + pieces) / 2
