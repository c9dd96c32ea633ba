"""The calendar in words: months, weekdays, ordinals, and reckoning with days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from dichtbij.values.numerals import WORD_NUMERAL, value_of

Prefer = Literal["nearest", "future", "past"]
"""What to choose for a date without a year or a bare weekday: a move lies ahead, a reading behind."""

MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "october": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
    # as people mistype them
    "januarie": 1, "janauri": 1, "februarie": 2, "febuari": 2, "agustus": 8, "septmber": 9, "ogtober": 10,
    "desember": 12,
}  # fmt: skip
WEEKDAYS = {
    "maandag": 0, "dinsdag": 1, "woensdag": 2, "donderdag": 3, "vrijdag": 4, "zaterdag": 5, "zondag": 6,
}  # fmt: skip
SHORT_WEEKDAYS = {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6}
ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8,
    "negende": 9, "tiende": 10, "elfde": 11, "twaalfde": 12, "dertiende": 13, "veertiende": 14, "vijftiende": 15,
    "zestiende": 16, "zeventiende": 17, "achttiende": 18, "negentiende": 19,
}  # fmt: skip
RELATIVE = {
    "eergisteren": -2, "eergister": -2, "gisteren": -1, "gister": -1, "gisteravond": -1, "vandaag": 0, "vanavond": 0,
    "vanmiddag": 0, "vanochtend": 0, "vanmorgen": 0, "morgen": 1, "morgenvroeg": 1, "morgenochtend": 1,
    "morgenmiddag": 1, "morgenavond": 1, "overmorgen": 2, "per direct": 0, "per vandaag": 0, "per omgaande": 0,
    "per heden": 0, "vanaf nu": 0, "per nu": 0, "met directe ingang": 0, "met onmiddellijke ingang": 0,
}  # fmt: skip

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
"""The name of a month, as a pattern."""
ORDINAL_WORD = rf"(?:(?:{'|'.join(ORDINALS)}|(?:{WORD_NUMERAL})ste)n?)"
""" "Eerste", "vijfentwintigste"; with the n of "den eersten"."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None when there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift(today: date, days: int = 0, months_on: int = 0) -> date | None:
    """So many months and then days later; the last day of the month when that one is too short."""
    try:
        count = today.year * 12 + today.month - 1 + months_on
        year, month = divmod(count, 12)
        for day in (today.day, 30, 29, 28):
            moved = day_of(year, month + 1, day) if day <= today.day else None
            if moved:
                return moved + timedelta(days=days)
    except OverflowError:
        pass
    return None


def choose(day: int, month: int, today: date, prefer: Prefer) -> date | None:
    """Day and month without a year. Looks four years round for a 29th of February."""
    options = [found for year in range(today.year - 4, today.year + 5) if (found := day_of(year, month, day))]
    if prefer == "future":
        options = [option for option in options if option >= today]
    elif prefer == "past":
        options = [option for option in options if option <= today]
    return min(options, key=lambda option: (abs((option - today).days), option < today), default=None)


def roll(day: int, month: date, today: date, prefer: Prefer) -> date | None:
    """The next (or last) time that this day of the month comes."""
    step = -1 if prefer == "past" else 1
    for count in range(4):
        moved = shift(month, months_on=step * count)
        value = day_of(moved.year, moved.month, day) if moved else None
        if value and (value <= today if prefer == "past" else value >= today):
            return value
    return None


def last_day(month: date) -> date | None:
    """The last day of the month of a date."""
    following = shift(month.replace(day=1), months_on=1)
    return following - timedelta(days=1) if following else None


def month_of(words: str | None, today: date) -> date | None:
    """The first day of "de volgende maand", "vorige maand", or of this month."""
    first = today.replace(day=1)
    if words and ("volgende" in words or "komende" in words):
        return shift(first, months_on=1)
    return shift(first, months_on=-1) if words and "vorige" in words else first


def day_value(words: str) -> int | None:
    """The number of a day: "25e", "vijfde", "eenentwintig", "25"; None when it can't be one."""
    digits = re.match(r"\d{1,2}", words)
    if digits:
        return int(digits.group())
    words = words.removesuffix("n") if words.endswith(("den", "sten")) else words
    if words in ORDINALS:
        return ORDINALS[words]
    value = value_of(words.removesuffix("ste")) if words.endswith("ste") else value_of(words)
    return int(value) if value is not None and value == int(value) and 1 <= value <= 31 else None
