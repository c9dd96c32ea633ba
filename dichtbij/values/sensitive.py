"""What nobody should have typed in a chat: a citizen service number (BSN), the number of a payment card. Pure.

A number is only masked when its checksum is right *and* it is written as people write such a number. Which false alarms
that leaves, and which are accepted, stands in docs/rules/bewaartermijnen.md ("Masked at once").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stdnum import luhn
from stdnum.nl import bsn

from dichtbij.values.contact import emails, ibans, phones

Kind = Literal["bsn", "kaart"]

MASKS: dict[Kind, str] = {"bsn": "[BSN verborgen]", "kaart": "[kaartnummer verborgen]"}
"""What stands in the record instead."""

_ALONE = r"(?<!\d)(?<!\d[ .\-])"
_END = r"(?:(?![ .\-]?\d)|(?= \d{1,2}[.\-/]\d{1,2}[.\-/]\d{2,4}(?!\d)))"
"""No more digits, or a date of birth."""
_BSN = re.compile(
    r"(?<!\d)(?<!\d[.,\-])\d{9}(?![.,\-]?\d)"
    rf"|{_ALONE}(?:\d{{3}}([ .\-])\d{{3}}\1\d{{3}}|\d{{4}}([ .\-])\d{{2}}\2\d{{3}}){_END}",
    re.ASCII,
)
_BSN_NAMED = re.compile(
    r"\b(?:b\.?\s?s\.?\s?n\.?|burger\s?service\s?(?:nummer|nr\.?)|sofi\s?-?(?:nummer|nr\.?)?)"
    r"\W{0,3}(?:\w+\W+){0,3}?(?P<number>\d(?:[ .\-]?\d){8})(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_RUN = re.compile(rf"{_ALONE}\d(?:[ .\-]?\d){{12,}}", re.ASCII)
_GROUP = re.compile(r"\d+", re.ASCII)
_REFERENCE = re.compile(
    r"(?:\bean(?:-?\s?codes?)?|betalings?kenmerk\w*|\bkenmerk\w*|factuur\s?(?:nummer|nr\.?)|meter\s?(?:nummer|nr\.?))"
    r"\W{0,3}(?:is|=|:|was)?\W{0,3}$",
    re.IGNORECASE,
)
"""Words right before a number that say it is something else than a card or a BSN."""

_EAN_DIGITS = 18
"""Every connection has an EAN of 18 digits, one in ten of which passes a card's checksum; no bank gives out 18."""


@dataclass(frozen=True)
class Masked:
    """A text without what should not stand in it."""

    text: str
    found: tuple[Kind, ...]
    """What was taken out, each kind once, in the order of the text."""


def mask_sensitive(text: str) -> Masked:
    """Take citizen service numbers and card numbers out of a text; everything else stays as it was written."""
    if sum(character.isdigit() for character in text) < 8:
        return Masked(text, ())
    taken = [(one.start, one.end) for finder in (ibans, phones, emails) for one in finder(text)]
    spans: list[tuple[int, int, Kind]] = []
    for start, end, kind in _candidates(text):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            spans.append((start, end, kind))
            taken.append((start, end))
    spans.sort()
    pieces, last = [], 0
    for start, end, kind in spans:
        pieces += [text[last:start], MASKS[kind]]
        last = end
    kinds = tuple(dict.fromkeys(kind for _, _, kind in spans))
    return Masked("".join([*pieces, text[last:]]), kinds)


def _candidates(text: str) -> list[tuple[int, int, Kind]]:
    named = [m.span("number") for m in _BSN_NAMED.finditer(text) if _is_bsn(_digits(m["number"]))]
    loose = [m.span() for m in _BSN.finditer(text) if _is_bsn(_digits(m.group()), named=False)]
    loose = [span for span in loose if not _is_reference(text, span[0])]
    cards = [
        card for m in _RUN.finditer(text) if not _is_reference(text, m.start()) for card in _cards(text, *m.span())
    ]
    return [
        *((start, end, "bsn") for start, end in named),
        *((start, end, "kaart") for start, end in cards),
        *((start, end, "bsn") for start, end in loose),
    ]


def _is_reference(text: str, start: int) -> bool:
    return _REFERENCE.search(text[max(0, start - 30) : start]) is not None


def _cards(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The card with which a run of digits begins, without the expiry date behind it; then the next, if it has two."""
    groups = [m.span() for m in _GROUP.finditer(text, start, end)]
    first, last = 0, len(groups)
    while first < last:
        card = text[groups[first][0] : groups[last - 1][1]]
        whole = last - first == len(groups) and "." not in card
        if (whole or _grouped_as_a_card(card)) and _is_card(_digits(card)):
            yield groups[first][0], groups[last - 1][1]
            first, last = last, len(groups)
        else:
            last -= 1


def _grouped_as_a_card(written: str) -> bool:
    """In one piece, in even groups of at most four, or as on a card of 14 or 15 digits; dates and readings are not."""
    sizes = [len(group) for group in _GROUP.findall(written)]
    even = sizes[0] <= 4 and len({*sizes[:-1]}) == 1 and sizes[-1] <= sizes[0]
    return len(sizes) == 1 or even or sizes in ([4, 6, 4], [4, 6, 5])


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _is_bsn(digits: str, *, named: bool = True) -> bool:
    """Whether the eleven test passes. Not named as one, nine digits from 6 are a mobile number without its nought."""
    if not named and digits.startswith("6"):
        return False
    return digits.strip("0") != "" and bool(bsn.is_valid(digits))


def _is_card(digits: str) -> bool:
    if not 13 <= len(digits) <= 19 or len(digits) == _EAN_DIGITS:
        return False
    return digits[0] in "23456" and len(set(digits)) > 1 and bool(luhn.is_valid(digits))
