"""Days that are told from today: vrijdag, overmorgen, over twee weken, drie dagen geleden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dichtbij.values.dates_written import Candidate
from dichtbij.values.days import MONTH, RELATIVE, SHORT_WEEKDAYS, WEEKDAYS, Prefer, shift
from dichtbij.values.numerals import NUMERAL, value_of

_WEEKDAY = re.compile(
    r"(?<!\w)(?<!elke )(?<!iedere )(?<!goede )(?<!witte )(?:(?P<which>volgende week|komende|aanstaande|a\.?s\.?"
    r"|volgende|deze|afgelopen|vorige|vorige week|over een week) )?"
    rf"(?P<day>{'|'.join(WEEKDAYS)}|(?:{'|'.join(SHORT_WEEKDAYS)})(?= \d{{1,2}}(?: ?[-/]\d| {MONTH}\b)))(?:(?:ochtend|"
    rf"middag|avond)?)(?P<after> over (?:een week|(?P<weeks>{NUMERAL}) (?:weken|dagen))| volgende week| a\.?s\.?"
    r"| jl\.?)?\b"
)
_WORD = re.compile(
    rf"(?<![\w'])(?P<day>{'|'.join(sorted(RELATIVE, key=len, reverse=True))})(?P<week> over een week)?(?!\w)"
    r"(?! de dag\b)"
)
_GOOD_MORNING = re.compile(r"(?:goede?|goeie|fijne|prettige|mooie)[ -]?$")
_HELLO = re.compile(r"[,!.]? ?(?:allemaal|samen|[,!.]) ?\w|[,!.] ?\w")
""" "Morgen, ik heb een vraag" greets."""
_DISTANCE = re.compile(
    rf"(?<!\w)(?:(?P<over>over|binnen) (?:(?P<half>(?:een )?half ?jaar)|(?P<a>{NUMERAL}|een|paar) (?P<unit_a>dagen|"
    r"dag|weken|week|weekjes|"
    rf"weekje|maanden|maand|jaar)(?: of (?P<of>{NUMERAL}))?)"
    rf"|(?P<b>{NUMERAL}|een) (?P<unit_b>dagen|dag|weken|week|maanden|maand|jaar) (?:geleden|terug))\b"
)
_SPREADS = re.compile(r"(?:spreid\w*|verde\w+|uitsmer\w*|uitgesmeerd|afbetal\w*|aflos\w*|betal\w*)[^.!?]{0,20} $")
""" "Gespreid over vier maanden" is no day."""


def relative(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """Vandaag, overmorgen, per direct; not the morning of "goede morgen"."""
    for match in _WORD.finditer(text):
        if match["day"] == "morgen":
            if _GOOD_MORNING.search(text[max(0, match.start() - 10) : match.start()]):
                continue
            if not text[: match.start()].strip() and _HELLO.match(text, match.end()):
                continue
        if value := shift(today, RELATIVE[match["day"]] + (7 if match["week"] else 0)):
            yield value, *match.span()


def distance(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """Over twee weken, drie dagen geleden."""
    for match in _DISTANCE.finditer(text):
        if match["over"] == "over" and _SPREADS.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        words, unit = match["a"] or match["b"] or "6", match["unit_a"] or match["unit_b"] or "maanden"
        if words == "een" and match["of"]:
            words = match["of"]  # "over een week of drie"
        number = 1 if words == "een" else value_of(words)
        if number is not None and unit == "jaar":
            number, unit = number * 12, "maanden"  # "over anderhalf jaar"
        if number is None or number != int(number) or number > 20_000:
            continue
        count = int(number) * (-1 if match["b"] else 1)
        if unit.startswith("dag"):
            value = shift(today, days=count)
        elif unit.startswith("we"):
            value = shift(today, days=7 * count)
        else:
            value = shift(today, months_on=count)
        if value and 1900 <= value.year <= 2100:
            yield value, *match.span()


def weekday(text: str, today: date, prefer: Prefer) -> Iterator[Candidate]:
    """Vrijdag, volgende week maandag, maandag over twee weken."""
    for match in _WEEKDAY.finditer(text):
        target = WEEKDAYS.get(match["day"], SHORT_WEEKDAYS.get(match["day"], 0))
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
        if value := shift(today, days):
            yield value, *match.span()


def _weeks_later(which: str, after: str, number: str | None) -> int:
    """The days that "over een week" or "over veertien dagen" adds to a weekday."""
    if number is None:
        return 7 if "over een week" in (which, after) else 0
    value = value_of(number)
    days = int(value) * (7 if after.endswith("weken") else 1) if value is not None and value < 100 else 0
    return days - days % 7
