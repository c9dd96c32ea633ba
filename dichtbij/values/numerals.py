"""Dutch numerals, in digits and in words, in plain (folded) text.

Words: nul to 999.999, written together or apart ("honderdtwintig", "honderd en twintig", "twee en twintig"),
"twaalfhonderd", "anderhalf", "tweeënhalf", "drie komma vijf".
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_UNITS = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "zeuven": 7, "acht": 8, "negen": 9,
}  # fmt: skip
_TEENS = {
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16,
    "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
_TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90,
}  # fmt: skip
DIGIT_WORDS = {"nul": 0, **_UNITS}
"""Words for one digit, for dictated numbers."""


def _below_hundred() -> dict[str, int]:
    words = {**_UNITS, **_TEENS, **_TENS}
    for tens, ten in _TENS.items():
        for units, unit in _UNITS.items():
            words[f"{units}en{tens}"] = ten + unit
    # the spelling without the diaeresis loses a letter now and then
    words |= {f"tween{tens}": ten + 2 for tens, ten in _TENS.items()}
    words |= {f"drien{tens}": ten + 3 for tens, ten in _TENS.items()}
    return words


_SMALL = _below_hundred()
_GAP = r"[ \-]{0,2}"
_U, _S, _T = "|".join(_UNITS), "|".join(_TEENS), "|".join(_TENS)
_99 = rf"(?:(?:(?:{_U}){_GAP}en{_GAP}|tween|drien)?(?:{_T})|{_S}|{_U})"
_999 = rf"(?:(?:{_99}{_GAP})?honderd(?:{_GAP}(?:en{_GAP})?{_99})?|{_99})"
_WORDS = rf"(?:(?:{_999}{_GAP})?duizend(?:{_GAP}(?:en{_GAP})?{_999})?|{_999}|nul)"
_HALVES = rf"(?:anderhal(?:f|ve)|(?:{_99}){_GAP}en{_GAP}(?:een{_GAP})?hal(?:f|ve))(?:{_GAP}(?:honderd|duizend))?"
_DIGITS = (
    r"\d{1,3}(?:[. ']\d{3}){1,3}(?:,\d{1,3})?(?![\d])|\d{1,3}(?:,\d{3}){1,3}\.\d{1,2}(?!\d)|\d{1,12}(?:[.,]\d{1,4})?"
)

_MIXED = r"\d{1,3}(?:,\d)? ?(?:duizend|honderd)(?: (?:en )?\d{1,3}(?!\d))?(?![a-z])"
""" "33 duizend 410", "2,5 duizend"."""

NUMERAL = rf"(?:{_MIXED}|\d{{1,6}} komma (?:\d{{1,2}}(?!\d)|{_99})|(?:{_DIGITS})|{_HALVES}|{_WORDS}(?: komma {_99})?)"
"""A numeral in digits or words; put your own boundaries around it."""
SPOKEN_GROUP = rf"(?:nul|{_99})"
"""Part of a number that is dictated in groups: "nul zes twaalf vierendertig"."""
WORD_NUMERAL = rf"(?:{_HALVES}|{_WORDS})"
"""A numeral in words only."""

_WORD = re.compile(rf"(?:{_WORDS})\Z")
_HALF = re.compile(
    rf"(?:anderhal(?:f|ve)|(?P<units>{_99}){_GAP}en{_GAP}(?:een{_GAP})?hal(?:f|ve)){_GAP}(?P<size>honderd|duizend)?\Z"
)
_SIZES = {"": 1, "honderd": 100, "duizend": 1000}
_MIXED_PARTS = re.compile(r"(\d{1,3}(?:,\d)?) ?(duizend|honderd)(?: (?:en )?(\d{1,3}))?\Z")
_NOT_A_LETTER = re.compile(r"[^a-z]+")


def value_of(numeral: str, *, three_decimals: bool = False) -> Decimal | None:
    """The value of a text that NUMERAL matched; None when it is no numeral after all.

    "1.250" is one thousand two hundred and fifty, as the Dutch write it. "1,250" is too, because money has no three
    decimals; a gas meter has: with three_decimals it is one and a quarter.
    """
    numeral = numeral.strip()
    if " komma " in numeral:
        whole, rest = (part if part.isdigit() else str(_word_value(part)) for part in numeral.split(" komma ", 1))
        return Decimal(f"{whole}.{rest}")
    if mixed := _MIXED_PARTS.match(numeral):
        return Decimal(mixed[1].replace(",", ".")) * _SIZES[mixed[2]] + int(mixed[3] or 0)
    if numeral[:1].isdigit():
        return _digits_value(numeral, three_decimals)
    half = _HALF.match(numeral)
    if half:
        units = Decimal(_word_value(half.group("units"))) if half.group("units") else Decimal(1)
        return ((units + Decimal("0.5")) * _SIZES[half.group("size") or ""]).normalize() + 0
    return Decimal(_word_value(numeral)) if _WORD.match(numeral) else None


def _digits_value(numeral: str, three_decimals: bool) -> Decimal | None:
    plain = numeral.replace(" ", "").replace("'", "")
    if "." in plain and "," in plain:
        plain = plain.replace(",", "") if plain.rindex(".") > plain.rindex(",") else plain.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+", plain) or (
        not three_decimals and re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", plain)
    ):
        plain = plain.replace(".", "").replace(",", "")
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def _word_value(words: str) -> int:
    letters = _NOT_A_LETTER.sub("", words)
    for name, size in (("duizend", 1000), ("honderd", 100)):
        before, found, after = letters.partition(name)
        if found:
            return (_word_value(before) if before else 1) * size + _word_value(after)
    if letters.startswith("en") and letters not in _SMALL:
        letters = letters[2:]
    return _SMALL.get(letters, 0)
