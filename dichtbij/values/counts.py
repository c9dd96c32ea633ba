"""Days of the month and numbers of months: whole numbers that have a unit of their own."""

from __future__ import annotations

import re

from dichtbij.values.days import ORDINAL_WORD, day_value
from dichtbij.values.folding import fold
from dichtbij.values.numerals import NUMERAL, WORD_NUMERAL, value_of

_DENIED = re.compile(
    rf"\b(?:niet|geen|ipv|in plaats van|nu|is|was) (?:op )?(?:de )?(?P<day>\d{{1,2}} ?(?:e|ste|de)\b|{ORDINAL_WORD})"
)
_MONTH_DAY = re.compile(
    r"(?<![\w.,€-])(?P<to>naar )?(?:(?:op|per|rond|liever|elke|iedere|doe maar|"
    rf"maak er) )*(?:dag )?(?:de )?(?P<day>\d{{1,2}} ?(?:e|ste|de)\b|{ORDINAL_WORD}|\d{{1,2}}|"
    rf"{WORD_NUMERAL})"
    r"(?!\w|[.,/-]\d| ?(?:€|euro|eur\b|maand\b|maanden|keer|x\b|%|kwh|m3|jaar|uur|weken|dagen|"
    r"termijn))(?! ?(?:keer|maal|rekening|brief))"
)


def day_of_month(text: str) -> int | None:
    """The day of the month that is asked for: "de 25e", "25", "op de vijfde", "van de 1e naar de 25e" (25). 1 to 31.

    "begin van de maand" is 1, "halverwege de maand" 15, "eind van de maand" 28, "de laatste dag" 31.
    """
    folded = fold(text).text
    loose = re.search(
        r"\b(begin|start|halverwege|midden|half|eind(?:e)?|laatste dag) ?(?:van |v/?d )?(?:de|elke|iedere)? ?maand\b",
        folded,
    )
    found = []
    for match in _MONTH_DAY.finditer(folded):
        day = day_value(match["day"].strip())
        is_article = match["day"] == "een" and folded.strip(" .!") != "een"
        if day and 1 <= day <= 31 and not is_article:
            found.append(
                (bool(match["to"]) or match.group().startswith("naar"), bool(re.search(r"\D$", match["day"])), day)
            )
    aimed = [day for to, _, day in found if to]
    if aimed:
        return aimed[-1]
    if loose and not found:
        days = {"begin": 1, "start": 1, "halverwege": 15, "midden": 15, "half": 15, "laatste dag": 31}
        return days.get(loose.group(1), 28)
    ordinal = [day for _, is_ordinal, day in found if is_ordinal]
    if len(set(ordinal)) == 2 and (denied := _DENIED.search(folded)):
        wrong = day_value(denied["day"].strip())  # "niet de 1e maar de 15e", "de 15e in plaats van de 1e"
        ordinal = [day for day in ordinal if day != wrong]
    options = ordinal or [day for _, _, day in found]
    return options[-1] if options and len(set(options)) == 1 else None


_PARTS = {"tweeen": 2, "drieen": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7, "achten": 8, "tienen": 10}
_COUNT = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMERAL}|een)(?:-| |)(?P<unit>maandelijkse|maanden|maand|mnd\.?|mnden|keren|keer|"
    r"maal|x\b|termijnen|termijn|delen|betalingen|stukken|stukjes|porties|jaar|jr\b|kwartalen|kwartaal)"
)
_MONTH_OR = re.compile(rf"\b(?:maand|keer|stuk)(?:je)? of (?P<number>{NUMERAL})\b")
_ALONE = re.compile(
    rf"\s*(?:in|over|doe maar|liever|graag|nee)? ?(?:in )?(?P<number>{NUMERAL})(?: graag| dan| a\.?u\.?b\.?|"
    r" alstublieft| aub)?\s*[.!]?\s*"
)


_NOT_AT_ONCE = re.compile(r"\b(?:niet|onmogelijk|nooit) (?:\w+ ){0,2}(?:in )?$")


def months(text: str) -> int | None:
    """A number of months or of parts: "in drie keer", "6 maanden", "half jaar", "in drieën", or just "6"."""
    folded = fold(text).text
    if re.search(r"\b(?:een )?half ?jaar(?:tje)?\b", folded) and not re.search(r"\ben een half ?jaar", folded):
        return 6
    if match := _MONTH_OR.search(folded):
        return _whole(match["number"])
    for match in _COUNT.finditer(folded):
        if re.match(r"(?:keer|maal|x)", match["unit"]) and re.search(
            r"\b(?:al|nu|de|nog) $", folded[max(0, match.start() - 4) : match.start()]
        ):
            continue  # "al drie keer gebeld"
        if _whole(match["number"]) == 1 and _NOT_AT_ONCE.search(folded[: match.start()]):
            continue  # "niet in een keer, liever in vier termijnen"
        size = 12 if match["unit"].startswith(("jaar", "jr")) else 3 if match["unit"].startswith("kwart") else 1
        return _whole(match["number"], size)
    if match := re.search(rf"\bin ({'|'.join(_PARTS)})\b", folded):
        return _PARTS[match.group(1)]
    alone = _ALONE.fullmatch(folded)
    return _whole(alone["number"]) if alone else None


def _whole(words: str, size: int = 1) -> int | None:
    value = 1 if words == "een" else value_of(words)
    if value is None:
        return None
    count = value * size
    return int(count) if count == int(count) and 1 <= count <= 600 else None
