"""When a customer wants a contract to end, in their own words."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dichtbij.customers.model import Leaving
from dichtbij.values import dates
from dichtbij.values.folding import fold

SOON = "zo_snel_mogelijk"
AT_THE_END = "einde_looptijd"
_JUST_PAST_DAYS = 45
"""A day and month so short ago are meant as the past, not as next year."""

_SOON = re.compile(
    r"\b(?:zo (?:snel|gauw|spoedig|vroeg) mogelijk|zsm|asap|per direct|direct|meteen|onmiddellijk|per omgaande|"
    r"vandaag(?: nog)?|zo vlug mogelijk|eerst ?mogelijke|eerste mogelijkheid|nu meteen)\b"
)
_AT_THE_END = re.compile(
    r"\b(?:eind(?:e)? (?:van )?(?:(?:de|mijn|het) )?(?:looptijd|contract|contractperiode|vaste (?:contract|periode))|"
    r"(?:als|wanneer|zodra) (?:het|t|mijn (?:vaste )?contract|dit|ie|hij)?\s*(?:vaste )?(?:contract )?(?:afloopt|"
    r"eindigt|is afgelopen|om is|stopt)|op de einddatum|einddatum|na afloop|laat(?: ik)? (?:het|m|hem)?\s*aflopen)\b"
)
_MONTH = re.compile(
    r"\b(?:per|vanaf|in|met ingang van|tegen) (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|"
    r"november|december)\b(?: (20\d\d))?"
)
_INCLUSIVE = re.compile(r"(?:t/m|tot en met)\s*(?:en met\s*)?(?:de )?$")
_ENDS = ("eind", "laatste")

_REASONS = (
    (
        Leaving.VERHUIZEN,
        re.compile(
            r"verhui|nieuw (?:huis|adres)|andere woning|emigre|buitenland|terug naar (?:polen|belgie|duitsland)|"
            r"verzorgingshuis|verpleeghuis|bejaardenhuis|seniorenflat|samenwonen|bij (?:mijn|me|mn) "
            r"(?:vriend|vriendin|ouders|dochter|zoon|moeder|vader) (?:wonen|in)|sleutel|huis (?:is )?verkocht|"
            r"verkoop (?:van )?(?:mijn|het|ons) huis|huur op"
        ),
    ),
    (
        Leaving.OVERSTAPPEN,
        re.compile(
            r"overstap|stap\w* (?:ik )?over|"
            r"ander\w* (?:leverancier|maatschappij|energiebedrijf|energieleverancier|bedrijf|aanbieder)|"
            r"concurrent|elders|ergens anders|goedkoper|nieuwe leverancier|getekend|bij een ander"
        ),
    ),
    (
        Leaving.STOPPEN,
        re.compile(r"gesloopt|sloop|leegstaan|geen (?:energie|stroom|gas) meer nodig|opheff|bedrijf stopt"),
    ),
)


def end_wish(text: str, today: date) -> str | None:
    """The wished end: a day (ISO; the first one without delivery), SOON, AT_THE_END, or None."""
    said = fold(text).text
    if _AT_THE_END.search(said):
        return AT_THE_END
    ahead, near = dates(text, today, "future"), dates(text, today, "nearest")
    if ahead:
        found, nearest = ahead[-1], near[-1].value if near else ahead[-1].value
        day = nearest if timedelta(0) < today - nearest <= timedelta(days=_JUST_PAST_DAYS) else found.value
        before = fold(text[: found.start]).text
        inclusive = bool(_INCLUSIVE.search(before)) or fold(found.text).text.startswith(_ENDS)
        if day == today:
            return SOON
        return (day + timedelta(days=1) if inclusive else day).isoformat()
    month = _MONTH.search(said)
    if month:
        first = dates(f"1 {month[1]} {month[2] or ''}".strip(), today, "future")
        return first[0].value.isoformat() if first else None
    return SOON if _SOON.search(said) else None


def leaving_reason(text: str) -> Leaving | None:
    """Why a customer leaves, when it is said."""
    said = fold(text).text
    return next((reason for reason, words in _REASONS if words.search(said)), None)
