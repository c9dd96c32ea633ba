"""Days that are written with their month, or as a day of the month: 1-12-2025, 1 december, de 25e, eind mei."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dichtbij.values.days import (
    MONTH,
    MONTHS,
    ORDINAL_WORD,
    Prefer,
    choose,
    day_of,
    day_value,
    last_day,
    month_of,
    roll,
)
from dichtbij.values.numerals import SPOKEN_GROUP, WORD_NUMERAL, value_of

Candidate = tuple[date, int, int]
"""A day, and where it stands in the plain form."""

_DAY = rf"(?:\d{{1,2}}(?: ?(?:e|sten?|den?)\b)?|{ORDINAL_WORD}|{WORD_NUMERAL})"
_YEAR = (
    rf"(?:20\d{{2}}|19\d{{2}}|'\d{{2}}(?!\d)"
    rf"|(?:tweeduizend(?: ?en)? ?(?!nul){SPOKEN_GROUP}|twintig ?(?!nul){SPOKEN_GROUP})(?!\w)"
    r"(?! ?(?:euro|eur\b|€|cent|keer|kwh)))"
)
_UNIT = (
    r" ?(?:euro|eur\b|€|cent|kwh|m3|keer|x\b|maal|dag(?:en)?\b|week|weken|maand|mnd|jaar|uur|u\b|min(?:uten)?\b"
    r"|personen|mensen|stuks?\b|%|procent|graden|deel\b|delen|van (?:de|het|mijn|alle|onze)\b)"
)
_NUMERIC = re.compile(
    r"(?<![\d.,/€-])(?:(?P<iso>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2}) ?(?P<sep>[-/.]) ?(?P<month>\d{1,2})(?: ?(?P=sep) ?(?P<year>\d{4}|\d{2}))?)(?![\d/-]|"
    rf"[.,]\d|{_UNIT})"
)
_NO_DAY_BEFORE = re.compile(r"(?:\btussen|\bom|\brond) (?:de )?$")
"""Before "10.12" or "8-12" this makes it a time of the day."""
_NO_DAY = frozenset({"24/7"})
_MARKS = frozenset({"10/10", "5/5"})
_DAY_BEFORE = re.compile(r"\b(?:op|per|vanaf|van|tot|sinds|voor|dd|datum|na)\W*$")
""" "10/10" by itself is a mark, not the tenth of October."""
_NAMED = re.compile(
    rf"(?<![\w.,])(?P<before>komende |aanstaande |afgelopen |vorige )?(?P<day>{_DAY}) ?(?:van |v\.? )?"
    rf"(?P<month>{MONTH})\b(?!\.?-| ?(?:maand|dag\b|avond|nacht|ochtend))\.?(?:,? ?(?P<year>{_YEAR}|"
    r"volgend jaar|komend jaar|vorig jaar|dit jaar|afgelopen jaar))?(?P<after> (?:aanstaande|a\.?s\.?|jl\.?|j\.l\.?|"
    r"laatstleden|ll\.?)(?!\w))?"
)
_DAY_OF = re.compile(
    rf"(?<![\w.,])(?:(?:op|per|rond|vanaf|naar) )?(?:den? )?(?P<day>\d{{1,2}} ?(?:e|sten?|den?)|{ORDINAL_WORD}|"
    r"laatste(?: dag)?)\b(?!-)"
    r"(?P<of> van (?:de|deze|volgende|komende|vorige) maand| (?:volgende|komende|deze|vorige) maand| dezer)?"
)
_EDGE = re.compile(
    r"(?<!\w)(?P<edge>eind(?:e)?|begin|halverwege|midden|half|medio) (?:van |v/?d |vd )?(?P<of>(?:(?:de|deze|volgende|"
    r"komende|vorige) )?maand|(?:het|dit|volgend|komend) jaar|"
    rf"{MONTH})(?: (?P<year>20\d{{2}}))?\b"
)
_FIRST_OF = re.compile(
    r"(?<!\w)(?:vanaf|per|ingaande?|met ingang van|in laten gaan in) (?:de maand )?"
    rf"(?P<of>(?:volgende|komende) maand|{MONTH})(?: (?P<year>20\d{{2}}))?\b"
)
_ORDINAL_ALONE = re.compile(
    r"(?:^|[,.] ?|\b(?:op|per|vanaf|rond|naar|nee|liever|graag|maar|toch|ja|ipv|in plaats van) )den? \Z"
)
_ENDS = re.compile(r"\s*(?:\Z|[,.!?]|(?:graag|dan|aub|a\.u\.b|alstublieft|alsjeblieft)\b)")
_THE_NTH = re.compile(
    r" ?(?:(?:\w+e )?(?:keer|x\b|maal\b|kee?r\b|factu|reken|nota|termijn|afreken|verdieping|etage|hoog\b|kans\b|brief|"
    r"mail|bericht|herinner|aanmaning|persoon|man\b|vrouw|meter|huis|woning|contract|klacht|poging|monteur|code|adres|week|"
    r"maand|kwartaal|jaar|dag\b|helft|hands|hulp|wereld|instantie|lijn|plaats|rang|klas|vraag|punt|deel|stap|medewerk|"
    r"bot\b|betaling\b|storing|collega|gesprek|ronde|optie|reden|kind|auto|paneel|account|pasje|bedrag))"
)
""" "De 3e keer": what is counted is no day."""


def numeric(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """1-12-2025, 1/12, 2025-12-01; "12.5", a fraction and a time of the day are no dates."""
    for match in _NUMERIC.finditer(text):
        if match["iso"]:
            value = day_of(int(match["iso"]), int(match["iso_month"]), int(match["iso_day"]))
        else:
            day, month = int(match["day"]), int(match["month"])
            if match["year"]:
                if month > 12 >= day:
                    day, month = month, day
                year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
                value = day_of(year, month, day)
            elif match["sep"] == "." and not (len(match["day"]) == 2 and len(match["month"]) == 2):
                value = None  # 12.5 is a number
            elif _is_no_day(match, text[max(0, match.start() - 12) : match.start()]):
                value = None
            else:
                value = choose(day, month, today, prefer)
        if value and 1900 <= value.year <= 2100:
            yield value, *match.span()


def _is_no_day(match: re.Match[str], before: str) -> bool:
    said = match.group()
    return (
        said in _NO_DAY
        or _NO_DAY_BEFORE.search(before) is not None
        or (said in _MARKS and not _DAY_BEFORE.search(before))
    )


_YEARS = {"volgend jaar": 1, "komend jaar": 1, "vorig jaar": -1, "afgelopen jaar": -1, "dit jaar": 0}


def named(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """1 december, de eerste van december 2026, 1 jan jl."""
    for match in _NAMED.finditer(text):
        day, month, year = day_value(match["day"].strip()), MONTHS[match["month"]], match["year"]
        if day is None:
            continue
        if year in _YEARS:
            value = day_of(today.year + _YEARS[year], month, day)
        elif year:
            value = day_of(_year_of(year), month, day)
        else:
            value = choose(day, month, today, _side(match) or prefer)
        if value:
            # the point of "dec." belongs to it, and the one that ends a sentence might: it is left out
            yield (
                value,
                match.start("day"),
                match.start("day") + len(text[match.start("day") : match.end()].rstrip(".")),
            )


def _year_of(words: str) -> int:
    if words[0] in "'12":
        return int(words.lstrip("'")) + (2000 if words.startswith("'") else 0)
    last = value_of(words.removeprefix("twintig")) if words.startswith("twintig") else None
    said = value_of(words) if last is None else 2000 + last
    return int(said or 0)


def _side(match: re.Match[str]) -> Prefer | None:
    """Whether "aanstaande" or "jl." says on which side of today it lies."""
    said = f"{match['before'] or ''}{(match['after'] or '').strip()}"
    if not said:
        return None
    return "future" if said.startswith(("komende", "aanst", "a.s", "as")) else "past"


def nth_day(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """De 25e, de eerste van de maand, de laatste dag van volgende maand."""
    counting = False
    for match in _DAY_OF.finditer(text):
        word, of = match["day"], match["of"]
        if word.startswith("laatste"):
            month = month_of(of, today)
            value = last_day(month) if month and of else None
        else:
            is_digits = word[0].isdigit()
            before = text[: match.start("day")]
            if not is_digits and not of and not (_ORDINAL_ALONE.search(before) and _ENDS.match(text, match.end())):
                continue  # "de eerste keer" is no date
            if is_digits and not of and (counting or _THE_NTH.match(text, match.end())):
                counting = True  # "de 1e factuur klopt, de 2e niet"
                continue
            day = day_value(word.strip())
            month = month_of(of, today)
            value = day_of(month.year, month.month, day) if month and day else None
            closed = of and any(name in of for name in ("deze", "volgende", "komende", "vorige"))
            if day and month and not closed:
                value = roll(day, month, today, prefer)
        if value:
            yield value, *match.span()


def edge(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """Begin mei, half maart 2026, eind van de maand."""
    for match in _EDGE.finditer(text):
        of, edge = match["of"], match["edge"]
        if of.endswith("jaar"):
            year = today.year + (1 if of.startswith(("volgend", "komend")) else 0)
            month = day_of(year, 12 if edge.startswith("eind") else 1 if edge == "begin" else 7, 1)
        elif of in MONTHS:
            named = choose(1, MONTHS[of], today, prefer)
            month = day_of(int(match["year"]), MONTHS[of], 1) if match["year"] else named
        else:
            month = month_of(of, today)
        if month is None:
            continue
        value = last_day(month) if edge.startswith("eind") else month
        if edge in ("halverwege", "midden", "half", "medio") and not of.endswith("jaar"):
            value = month.replace(day=15)
        if value:
            yield value, *match.span()


def first_of(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """Vanaf volgende maand, per februari."""
    for match in _FIRST_OF.finditer(text):
        if match["of"] not in MONTHS:
            value = month_of(match["of"], today)
        elif match["year"]:
            value = day_of(int(match["year"]), MONTHS[match["of"]], 1)
        else:
            value = choose(1, MONTHS[match["of"]], today, prefer)
        if value:
            yield value, *match.span()
