"""What a customer's words say about a move: which days, which new address, and whether it is one at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from dichtbij.values import Found, HouseNumber, dates, postcodes
from dichtbij.values.folding import fold

LONG_GONE_DAYS = 60

_OF_OLD_HOME = re.compile(
    r"\b(?:tot|t/?m|inlever\w*|in te leveren|ingeleverd|lever\w*|oplever\w*|opgeleverd|oude?|vorige|huidige|"
    r"verlat\w*|verlaat|eruit|"
    r"vertrek\w*|afgeef|afgeven|stop\w*|leeg)\b"
)
_OF_NEW_HOME = re.compile(r"\b(?:nieuwe?|krijg\w*|ontvang\w*|begin\w*|trek\w* \w* ?in|vanaf|ingaand\w*)\b")
_CLAUSE = re.compile(r"[,.;]| en | maar ")
_SAME_DAY = re.compile(
    r"\b(?:zelfde|diezelfde|dezelfde) (?:dag|datum)\b|\b(?:gelijk|tegelijk|meteen|ook dan|die dag ook)\b"
)
_LATER = re.compile(r"\b(?:later|daarna|erna|ervoor|eerder|daarvoor)\b")
_BEFORE = re.compile(r"\b(?:ervoor|eerder|daarvoor)\b")
_DISTANCE = re.compile(r"\b(een|twee|drie|vier|vijf|zes|\d{1,2}) (dag|dagen|week|weken)\b")
_COUNT = {"een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}

_COUNTRIES = (
    "belgie|duitsland|frankrijk|spanje|portugal|italie|engeland|schotland|ierland|oostenrijk|zwitserland|"
    "denemarken|zweden|"
    "noorwegen|polen|roemenie|bulgarije|hongarije|griekenland|turkije|marokko|suriname|curacao|aruba|bonaire|"
    "canada|amerika|"
    "australie|indonesie|thailand"
)
_ABROAD = re.compile(rf"\b(?:buitenland|emigre\w+|naar (?:{_COUNTRIES}))\b")
_PERSON = (
    r"(?:mijn|mn|m'n|me|haar|zijn|een) (?:\w+ )?(?:vriend|vriendin|partner|zoon|dochter|ouders|vader|moeder|"
    r"broer|zus|zusje|"
    r"kinderen)"
)
_WITH_SOMEBODY = re.compile(
    rf"\b(?:inwonen|woon\w* (?:ik |wij |we )?in bij|intrek\w* bij|in te trekken bij|trek\w* (?:\w+ ){{0,3}}in bij|"
    rf"bij {_PERSON} (?:in|wonen|intrekken|inwonen)|samenwonen (?:bij|met) {_PERSON}|heeft al (?:een )?"
    r"(?:energie|stroom|contract|energiecontract))\b"
)
_TAKES_ALONG = re.compile(r"\bmeenemen\b|\bne(?:em|men)\b.{0,40}\bmee\b|\bmee kan\b|\bmoet mee\b|\bkan mee\b")
_KEEPS_OLD = re.compile(
    r"\b(?:houd|hou|houden|behoud\w*|aanhoud\w*)\b.{0,40}\b(?:oude?|huidige|deze|eerste|beide|allebei)\b|"
    r"\b(?:oude?|huidige|beide|allebei)\b.{0,40}\baan(?:houden)?\b|\btweede (?:huis|woning|adres)\b|"
    r"\bvakantie(?:huis|woning)\b"
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:mijn|mn|m'n|ons|onze) (?:oude )?(?:moeder|vader|ouders|oma|opa|tante|oom|zus|broer|dochter|zoon|"
    r"buurvrouw|buurman)\b"
    r"(?: van \d+)? (?:gaat|gaan|verhuist|verhuizen|moet|kan niet|kunnen niet)\b"
)


def days_told(text: str, today: date) -> tuple[date | None, date | None]:
    """The day of the new keys and the day the old ones are handed in, as far as the words tell which is which."""
    folded = fold(text).text
    found = _dates(text, today)
    new: date | None = None
    old: date | None = None
    for index, one in enumerate(found):
        begin = found[index - 1].end if index else 0
        end = found[index + 1].start if index + 1 < len(found) else len(folded)
        before = _CLAUSE.split(folded[begin : one.start])[-1]
        after = _CLAUSE.split(folded[one.end : end])[0]
        words = f"{before} {after}"
        if _OF_OLD_HOME.search(words) and not _OF_NEW_HOME.search(words):
            old = old or one.value
        else:
            new = new or one.value
    return new, old


def _dates(text: str, today: date) -> list[Found[date]]:
    """A day without a year is the nearest one, unless that is long gone: in November "1 juni" lies ahead."""
    nearest, ahead = dates(text, today), dates(text, today, "future")
    recent = today - timedelta(days=LONG_GONE_DAYS)
    if len(nearest) != len(ahead):
        return nearest
    return [near if near.value >= recent else far for near, far in zip(nearest, ahead, strict=True)]


def day_answered(text: str, today: date) -> date | None:
    """The last day in an answer to a question that asks for one."""
    found = _dates(text, today)
    return found[-1].value if found else None


def day_beside(text: str, key_date: date) -> date | None:
    """A day that is told by the key date: "dezelfde dag", "een week later", "twee dagen ervoor"."""
    said = fold(text).text
    distance = _DISTANCE.search(said)
    if distance and _LATER.search(said):
        days = int(_COUNT.get(distance[1], distance[1])) * (7 if distance[2].startswith("we") else 1)
        return date.fromordinal(key_date.toordinal() + (-days if _BEFORE.search(said) else days))
    return key_date if _SAME_DAY.search(said) else None


def new_postcode(text: str, old: Collection[str]) -> str | None:
    """The postcode that somebody moves to: the last one that is not that of a home of now."""
    found = [one.value for one in postcodes(text)]
    return next((one for one in reversed(found) if one not in old), found[-1] if found else None)


def new_house_number(
    found: Sequence[Found[HouseNumber]], text: str, postcode: str | None, *, asked: bool
) -> str | None:
    """The house number of the new home: the one beside its postcode; without a postcode only when it was asked for.

    Args:
        found: the house numbers in the text.
    """
    places = [one for one in postcodes(text) if postcode in (None, one.value)]
    if not found or not (places or asked):
        return None
    if places:
        place = places[-1]
        found = sorted(found, key=lambda one: min(abs(one.start - place.end), abs(place.start - one.end)))
    number = found[0].value
    return f"{number.number} {number.addition}".strip()


def goes_abroad(text: str) -> bool:
    """Out of the country, where we deliver nothing."""
    return _ABROAD.search(fold(text).text) is not None


def moves_in_with_somebody(text: str) -> bool:
    """To somebody who has a contract already; not when the own contract has to come along."""
    said = fold(text).text
    return _WITH_SOMEBODY.search(said) is not None and _TAKES_ALONG.search(said) is None


def keeps_old_home(text: str) -> bool:
    """Both homes stay: that is a second contract."""
    return _KEEPS_OLD.search(fold(text).text) is not None


def is_about_somebody_else(text: str) -> bool:
    """Whoever moves is not who was identified."""
    return _SOMEBODY_ELSE.search(fold(text).text) is not None
