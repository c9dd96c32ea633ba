"""Dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

from dichtbij.values.folding import fold, overlaps
from dichtbij.values.model import Found
from dichtbij.values.numerals import NUMERAL, WORD_NUMERAL, value_of

Prefer = Literal["nearest", "future", "past"]
"""What to choose for a date without a year or a bare weekday: a move lies ahead, a reading behind."""

_MONTHS = {
    "januari": 1, "jan": 1, "februari": 2, "feb": 2, "febr": 2, "maart": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "augustus": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "october": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_WEEKDAYS = {
    "maandag": 0, "dinsdag": 1, "woensdag": 2, "donderdag": 3, "vrijdag": 4, "zaterdag": 5, "zondag": 6,
}  # fmt: skip
_ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8,
    "negende": 9, "tiende": 10, "elfde": 11, "twaalfde": 12, "dertiende": 13, "veertiende": 14, "vijftiende": 15,
    "zestiende": 16, "zeventiende": 17, "achttiende": 18, "negentiende": 19,
}  # fmt: skip
_RELATIVE = {
    "eergisteren": -2, "eergister": -2, "gisteren": -1, "gister": -1, "gisteravond": -1, "vandaag": 0, "vanavond": 0,
    "vanmiddag": 0, "vanochtend": 0, "vanmorgen": 0, "morgen": 1, "morgenvroeg": 1, "morgenochtend": 1,
    "morgenmiddag": 1, "morgenavond": 1, "overmorgen": 2, "per direct": 0, "per vandaag": 0, "per omgaande": 0,
    "per heden": 0, "vanaf nu": 0, "per nu": 0, "met directe ingang": 0, "met onmiddellijke ingang": 0,
}  # fmt: skip

ORDINAL_WORD = rf"(?:{'|'.join(_ORDINALS)}|(?:{WORD_NUMERAL})ste)"
_DAY = rf"(?:\d{{1,2}}(?: ?(?:e|ste|de)\b)?|{ORDINAL_WORD}|{WORD_NUMERAL})"
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"(?:20\d{2}|19\d{2}|'\d{2}(?!\d))"
_NUMERIC = re.compile(
    r"(?<![\d.,/€-])(?:(?P<iso>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2}) ?(?P<sep>[-/.]) ?(?P<month>\d{1,2})(?: ?(?P=sep) ?(?P<year>\d{4}|\d{2}))?)(?![\d/-]|"
    r"[.,]\d| ?(?:euro|eur\b|€|kwh|m3))"
)
_NAMED = re.compile(
    rf"(?<![\w.,])(?P<day>{_DAY}) ?(?:van |v\.? )?(?P<month>{_MONTH})\b\.?(?:,? ?(?P<year>{_YEAR}|"
    r"volgend jaar|komend jaar|vorig jaar|dit jaar|afgelopen jaar))?"
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?P<which>volgende week|komende|aanstaande|a\.?s\.?|volgende|deze|afgelopen|vorige|"
    r"vorige week|over een week) )?"
    rf"(?P<day>{'|'.join(_WEEKDAYS)}|(?:ma|di|wo|vr|za|zo)(?= \d))(?:(?:ochtend|middag|"
    rf"avond)?)(?P<after> over (?:een week|(?P<weeks>{NUMERAL}) (?:weken|dagen))| volgende week| a\.?s\.?| jl\.?)?\b"
)
_BEFORE_DATE = re.compile(r",? ?(?:op |de |den )?\Z")
_WORD = re.compile(
    rf"(?<![\w'])(?P<day>{'|'.join(sorted(_RELATIVE, key=len, reverse=True))})(?P<week> over een week)?(?!\w)"
)
_GOOD_MORNING = re.compile(r"(?:goede?|fijne|prettige|mooie)[ -]?$")
_DISTANCE = re.compile(
    rf"(?<!\w)(?:(?P<over>over|binnen) (?:(?P<half>(?:een )?half ?jaar)|(?P<a>{NUMERAL}|een|paar) (?P<unit_a>dagen|"
    r"dag|weken|week|weekjes|"
    r"weekje|maanden|maand|jaar))"
    rf"|(?P<b>{NUMERAL}|een) (?P<unit_b>dagen|dag|weken|week|maanden|maand|jaar) (?:geleden|terug|later))\b"
)
_DAY_OF = re.compile(
    rf"(?<![\w.,])(?:(?:op|per|rond|vanaf|naar) )?(?:de )?(?P<day>\d{{1,2}} ?(?:e|ste|de)|{ORDINAL_WORD}|"
    r"laatste(?: dag)?)\b"
    r"(?P<of> van (?:de|deze|volgende|komende|vorige) maand| (?:volgende|komende|deze|vorige) maand| dezer)?"
)
_EDGE = re.compile(
    r"(?<!\w)(?P<edge>eind(?:e)?|begin|halverwege|midden|half|medio) (?:van |v/?d |vd )?(?P<of>(?:(?:de|deze|volgende|"
    r"komende|vorige) )?maand|(?:het|dit|volgend|komend) jaar|"
    rf"{_MONTH})(?: (?P<year>20\d{{2}}))?\b"
)
_FIRST_OF = re.compile(
    r"(?<!\w)(?:vanaf|per|ingaande?|met ingang van|in laten gaan in) (?:de maand )?"
    rf"(?P<of>(?:volgende|komende) maand|{_MONTH})(?: (?P<year>20\d{{2}}))?\b"
)
_ORDINAL_ALONE = re.compile(r"(?:^|[,.] ?|\b(?:op|per|vanaf|rond|naar|nee|liever|graag|maar|toch|ja) )de \Z")
_ENDS = re.compile(r"\s*(?:\Z|[,.!?]|(?:graag|dan|aub|a\.u\.b|alstublieft|alsjeblieft)\b)")

_Candidate = tuple[date, int, int]


def dates(text: str, today: date, prefer: Prefer = "nearest") -> list[Found[date]]:
    """Dates, in the order of the text: 1-12-2025, 1 december, de eerste van de maand, over twee weken, vrijdag.

    Without a year the nearest to today is chosen, or the next or last one when asked for with `prefer`; "de 25e" and
    a bare weekday go forward unless the past is preferred. Dates that do not exist (31-2) are left out.
    """
    folded = fold(text)
    found: list[_Candidate] = []
    taken: list[tuple[int, int]] = []
    for finder in _FINDERS:
        for value, start, end in finder(folded.text, today, prefer):
            belongs = finder is _weekday and any(  # "zaterdag 6 december" is one date
                other >= end and _BEFORE_DATE.match(folded.text, end, other) for other, _ in taken
            )
            if not belongs and not overlaps(start, end, taken):
                taken.append((start, end))
                found.append((value, start, end))
    return [folded.found(value, start, end) for value, start, end in sorted(found, key=lambda item: item[1])]


def date_spans(folded_text: str) -> list[tuple[int, int]]:
    """Where written dates with a month stand; the year does not matter here."""
    return [
        (start, end)
        for finder in (_numeric, _named)
        for _, start, end in finder(folded_text, date(2024, 1, 1), "nearest")
    ]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _shift(today: date, days: int = 0, months_on: int = 0) -> date | None:
    try:
        count = today.year * 12 + today.month - 1 + months_on
        year, month = divmod(count, 12)
        for day in (today.day, 30, 29, 28):
            moved = _date(year, month + 1, day) if day <= today.day else None
            if moved:
                return moved + timedelta(days=days)
    except OverflowError:
        pass
    return None


def _choose(day: int, month: int, today: date, prefer: Prefer) -> date | None:
    """Day and month without a year. Looks four years round for a 29th of February."""
    options = [found for year in range(today.year - 4, today.year + 5) if (found := _date(year, month, day))]
    if prefer == "future":
        options = [option for option in options if option >= today]
    elif prefer == "past":
        options = [option for option in options if option <= today]
    return min(options, key=lambda option: (abs((option - today).days), option < today), default=None)


def _numeric(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    for match in _NUMERIC.finditer(text):
        if match["iso"]:
            value = _date(int(match["iso"]), int(match["iso_month"]), int(match["iso_day"]))
        else:
            day, month = int(match["day"]), int(match["month"])
            if match["year"]:
                if month > 12 >= day:
                    day, month = month, day
                year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
                value = _date(year, month, day)
            elif match["sep"] == "." and not (len(match["day"]) == 2 and len(match["month"]) == 2):
                value = None  # 12.5 is a number
            else:
                value = _choose(day, month, today, prefer)
        if value and 1900 <= value.year <= 2100:
            yield value, *match.span()


def day_value(words: str) -> int | None:
    digits = re.match(r"\d{1,2}", words)
    if digits:
        return int(digits.group())
    if words in _ORDINALS:
        return _ORDINALS[words]
    value = value_of(words.removesuffix("ste")) if words.endswith("ste") else value_of(words)
    return int(value) if value is not None and value == int(value) and 1 <= value <= 31 else None


def _named(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    years = {"volgend jaar": 1, "komend jaar": 1, "vorig jaar": -1, "afgelopen jaar": -1, "dit jaar": 0}
    for match in _NAMED.finditer(text):
        day, month, year = day_value(match["day"].strip()), _MONTHS[match["month"]], match["year"]
        if day is None:
            continue
        if year in years:
            value = _date(today.year + years[year], month, day)
        elif year:
            value = _date(int(year.lstrip("'")) + (2000 if year.startswith("'") else 0), month, day)
        else:
            value = _choose(day, month, today, prefer)
        if value:
            yield value, *match.span()


def _relative(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    for match in _WORD.finditer(text):
        if match["day"] == "morgen" and _GOOD_MORNING.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        if value := _shift(today, _RELATIVE[match["day"]] + (7 if match["week"] else 0)):
            yield value, *match.span()


def _distance(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    for match in _DISTANCE.finditer(text):
        words, unit = match["a"] or match["b"] or "6", match["unit_a"] or match["unit_b"] or "maanden"
        number = 1 if words == "een" else value_of(words)
        if number is not None and unit == "jaar":
            number, unit = number * 12, "maanden"  # "over anderhalf jaar"
        if number is None or number != int(number) or number > 20_000:
            continue
        count = int(number) * (-1 if match["b"] and not match.group().endswith("later") else 1)
        if unit.startswith("dag"):
            value = _shift(today, days=count)
        elif unit.startswith("we"):
            value = _shift(today, days=7 * count)
        else:
            value = _shift(today, months_on=count)
        if value and 1900 <= value.year <= 2100:
            yield value, *match.span()


def _weekday(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    short = {"ma": 0, "di": 1, "wo": 2, "vr": 4, "za": 5, "zo": 6}
    for match in _WEEKDAY.finditer(text):
        target = _WEEKDAYS.get(match["day"], short.get(match["day"], 0))
        which, after = match["which"] or "", (match["after"] or "").strip()
        ahead = (target - today.weekday()) % 7
        monday = -today.weekday()
        if which == "volgende week":
            days = monday + 7 + target
        elif which == "vorige week":
            days = monday - 7 + target
        elif which in ("afgelopen", "vorige") or after.startswith("jl") or (not which and prefer == "past"):
            days = -((today.weekday() - target) % 7 or (7 if which else 0))
        elif after == "volgende week":
            days = monday + 7 + target
        else:
            soon = after.startswith("a") or (which and which != "deze")
            days = (ahead or (7 if soon else 0)) + _weeks_later(which, after, match["weeks"])
        if value := _shift(today, days):
            yield value, *match.span()


def _weeks_later(which: str, after: str, number: str | None) -> int:
    """The days that "over een week" or "over veertien dagen" adds to a weekday."""
    if number is None:
        return 7 if "over een week" in (which, after) else 0
    value = value_of(number)
    days = int(value) * (7 if after.endswith("weken") else 1) if value is not None and value < 100 else 0
    return days - days % 7


def _month_of(words: str | None, today: date) -> date | None:
    first = today.replace(day=1)
    if words and ("volgende" in words or "komende" in words):
        return _shift(first, months_on=1)
    return _shift(first, months_on=-1) if words and "vorige" in words else first


def _last_day(month: date) -> date | None:
    following = _shift(month.replace(day=1), months_on=1)
    return following - timedelta(days=1) if following else None


def _day_of(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    for match in _DAY_OF.finditer(text):
        word, of = match["day"], match["of"]
        if word.startswith("laatste"):
            month = _month_of(of, today)
            value = _last_day(month) if month and of else None
        else:
            is_digits = word[0].isdigit()
            before = text[: match.start("day")]
            if not is_digits and not of and not (_ORDINAL_ALONE.search(before) and _ENDS.match(text, match.end())):
                continue  # "de eerste keer" is no date
            day = day_value(word.strip())
            month = _month_of(of, today)
            value = _date(month.year, month.month, day) if month and day else None
            closed = of and any(name in of for name in ("deze", "volgende", "komende", "vorige"))
            if day and month and not closed:
                value = _roll(day, month, today, prefer)
        if value:
            yield value, *match.span()


def _roll(day: int, month: date, today: date, prefer: Prefer) -> date | None:
    """The next (or last) time that this day of the month comes."""
    step = -1 if prefer == "past" else 1
    for count in range(4):
        moved = _shift(month, months_on=step * count)
        value = _date(moved.year, moved.month, day) if moved else None
        if value and (value <= today if prefer == "past" else value >= today):
            return value
    return None


def _edge(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    for match in _EDGE.finditer(text):
        of, edge = match["of"], match["edge"]
        if of.endswith("jaar"):
            year = today.year + (1 if of.startswith(("volgend", "komend")) else 0)
            month = _date(year, 12 if edge.startswith("eind") else 1 if edge == "begin" else 7, 1)
        elif of in _MONTHS:
            named = _choose(1, _MONTHS[of], today, prefer)
            month = _date(int(match["year"]), _MONTHS[of], 1) if match["year"] else named
        else:
            month = _month_of(of, today)
        if month is None:
            continue
        value = _last_day(month) if edge.startswith("eind") else month
        if edge in ("halverwege", "midden", "half", "medio") and not of.endswith("jaar"):
            value = month.replace(day=15)
        if value:
            yield value, *match.span()


def _first_of(text: str, today: date, prefer: Prefer) -> Iterator[_Candidate]:
    for match in _FIRST_OF.finditer(text):
        if match["of"] not in _MONTHS:
            value = _month_of(match["of"], today)
        elif match["year"]:
            value = _date(int(match["year"]), _MONTHS[match["of"]], 1)
        else:
            value = _choose(1, _MONTHS[match["of"]], today, prefer)
        if value:
            yield value, *match.span()


_FINDERS: tuple[Callable[[str, date, Prefer], Iterator[_Candidate]], ...] = (
    _numeric,
    _named,
    _edge,
    _first_of,
    _day_of,
    _weekday,
    _relative,
    _distance,
)
