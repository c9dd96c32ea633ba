"""How a customer's own details may look: names with their prefixes, and what is shown of what is on file."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_FIRST_NAME = 80
LONGEST_LAST_NAME = 120
"""What the columns hold."""

_PREFIXES = (
    "van der", "van den", "van de", "van het", "van 't", "van", "von der", "von", "de la", "de", "den", "der", "du",
    "in 't", "in het", "in de", "op de", "op den", "op 't", "op het", "'t", "te", "ten", "ter", "uit de", "uit den",
    "el", "al", "le", "la", "d'", "aan de", "aan den", "bij de", "onder de", "over de", "voor de",
)  # fmt: skip
"""Tussenvoegsels. They make the beginning of a last name, and stand in lower case after a first name."""
_A_PREFIX = f"(?:{'|'.join(re.escape(one) for one in sorted(_PREFIXES, key=len, reverse=True))})"
_BEGINS_LAST_NAME = re.compile(rf"{_A_PREFIX}(?: |(?<='))", re.IGNORECASE)
_PREFIX_INSIDE = re.compile(rf"-{_A_PREFIX} ", re.IGNORECASE)
"""The second half of a double name: "Bakker-de Wit"."""
_NAME = re.compile(r"'?[^\W\d_](?:[^\W\d_]|[ '.-])*")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


@dataclass(frozen=True)
class Name:
    """A name, or the half of it that changes."""

    first: str
    """First name; empty when it stays."""
    last: str
    """Last name with its prefix ("de Wit"); empty when it stays."""


def read_name(words: str) -> Name | None:
    """A name as somebody wrote it: "Jansen", "van der Berg", "Sam de Vries". None when it can't be one.

    One word, or one that begins with a prefix, is a last name: that is what changes when people marry. Otherwise the
    first word is the first name.
    """
    plain = " ".join(words.translate(_APOSTROPHES).split()).strip(" .,")
    if not _is_name(plain):
        return None
    double = _PREFIX_INSIDE.search(plain)
    if " " not in plain or _BEGINS_LAST_NAME.match(plain) or (double and " " not in plain[: double.start()]):
        first, last = "", plain
    else:
        first, _, last = plain.partition(" ")
    if len(first) > LONGEST_FIRST_NAME or len(last) > LONGEST_LAST_NAME:
        return None
    return Name(_written(first), _written(last))


def read_first_name(words: str) -> Name | None:
    """A first name alone: "Sam", "Anne-Marie", "Jan Willem"."""
    plain = " ".join(words.translate(_APOSTROPHES).split()).strip(" .,")
    if not _is_name(plain) or len(plain) > LONGEST_FIRST_NAME:
        return None
    return Name(_written(plain), "")


def _is_name(plain: str) -> bool:
    """Letters with what joins them; no digit of any kind ("²" is one too)."""
    return _NAME.fullmatch(plain) is not None and not any(character.isdigit() for character in plain)


def _written(name: str) -> str:
    """As people write names: capitals only where somebody typed all of it in one case; a prefix is small."""
    if name and (name.islower() or (name.isupper() and len(name) > 2)):
        name = re.sub(r"(?<![^\W\d_])(?<!')[^\W\d_]", lambda letter: letter.group().title(), name.lower())
    prefix = _BEGINS_LAST_NAME.match(name)
    if prefix and prefix.end() < len(name):
        rest = name[prefix.end() :]
        name = prefix.group().lower() + rest[:1].title() + rest[1:]
    return _PREFIX_INSIDE.sub(lambda double: double.group().lower(), name)


def masked_email(address: str) -> str:
    """Enough to recognise one's own: "s*****@voorbeeld.example"."""
    local, at, host = address.partition("@")
    return f"{local[:1]}{'*' * 5}{at}{host}" if at else "*" * 5


def masked_phone(number: str) -> str:
    """The last two digits: "*** 67"."""
    return f"*** {number[-2:]}" if number else ""
