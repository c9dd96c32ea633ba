"""What of the usage a customer wants to see: the words of now, on top of what was asked just before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.words import MONTHS
from dichtbij.customers.model import UsageKind, UsagePeriod

_GAS = re.compile(r"\b(?:gas\w*|kuubs?|kubieke|m3|m³|gestookt|verstookt|stook\w*)", re.IGNORECASE)
_STROOM = re.compile(r"\b(?:stroom\w*|elektr\w*|elek|kwh|kilo ?watt\w*|licht)", re.IGNORECASE)
_FED_IN = re.compile(r"\b(?:terug ?(?:ge)?lever\w*|opgewekt|opbrengst|zonnepanelen|panelen|zonnestroom)", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:allebei|beide|alles|totaal|samen)\b", re.IGNORECASE)
_LAST_MONTH = re.compile(r"\b(?:(?:vorige|afgelopen|laatste|deze) maand)\b", re.IGNORECASE)
_EACH_MONTH = re.compile(r"\b(?:per maand|elke maand|iedere maand|maandelijks\w*|alle maanden)\b", re.IGNORECASE)
_LAST_YEAR = re.compile(r"\b(?:vorig jaar|het jaar (?:er)?voor)\b", re.IGNORECASE)
_THIS_YEAR = re.compile(r"\bdit jaar\b", re.IGNORECASE)
_WHOLE_YEAR = re.compile(
    r"\b(?:(?:hele?|een|per) jaar|jaarverbruik|(?:laatste|afgelopen) (?:jaar|12 maanden|twaalf maanden))\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:dan|vergelek\w*|vergelijk\w*|tov|t\.o\.v\.|vs|versus|ten opzichte|tegenover|meer|minder|samen|als) .*?"
    r"(?:vorig|afgelopen|20\d\d)|vergelijk\w*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FINER = re.compile(r"\b(?:week|weken|dag|dagen|uur|kwartierwaarden|dagcijfers|gisteren|vandaag)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:in|van|over|tijdens|sinds|heel)? ?({'|'.join(MONTHS)})\b", re.IGNORECASE)
_YEARS = (UsagePeriod.DIT_JAAR, UsagePeriod.VORIG_JAAR)


@dataclass(frozen=True)
class Wish:
    """What of the usage was asked for."""

    period: UsagePeriod = UsagePeriod.JAAR
    month: int | None = None
    """A month by name: 1 to 12."""
    each_month: bool = False
    finer: bool = False
    """Weeks or days, which we do not have."""
    kinds: frozenset[UsageKind] = frozenset(UsageKind)

    def as_context(self) -> dict[str, Any]:
        """For Turn.about."""
        kinds = sorted(kind.value for kind in self.kinds)
        return {"periode": self.period.value, "maand": self.month, "per_maand": self.each_month, "soorten": kinds}

    @classmethod
    def from_context(cls, context: Mapping[str, Any]) -> Wish | None:
        """What Turn.earlier holds; None when it is empty."""
        if "periode" not in context:
            return None
        kinds = frozenset(UsageKind(kind) for kind in context["soorten"])
        return cls(UsagePeriod(context["periode"]), context["maand"], bool(context["per_maand"]), False, kinds)


def wish_of(text: str, today: date, earlier: Wish | None = None) -> Wish:
    """Period and energy in the words of the customer; a year of everything when nothing is said.

    Args:
        earlier: what was asked just before, when this message goes on with it: "en gas?", "en in januari?".
    """
    kinds, month, finer = kinds_named(text), _month_named(text), bool(_FINER.search(text))
    period = UsagePeriod.MAAND if finer and month is None else period_named(text, today)
    each_month = bool(_EACH_MONTH.search(text))
    if earlier is None:
        return Wish(period or UsagePeriod.JAAR, month, each_month, finer, kinds or frozenset(UsageKind))
    kinds = kinds or (frozenset(UsageKind) if _BOTH.search(text) else earlier.kinds)
    if month is not None:  # "en in januari?" after last year is January of that year
        kept = earlier.period if earlier.period in _YEARS else UsagePeriod.JAAR
        return Wish(period or kept, month, False, finer, kinds)
    if period is not None:  # "en vorig jaar?" after January is January a year before
        same_month = earlier.month if period in _YEARS and not each_month else None
        keeps_lines = earlier.each_month and period is not UsagePeriod.MAAND
        return Wish(period, same_month, each_month or keeps_lines, finer, kinds)
    if each_month:
        kept = UsagePeriod.JAAR if earlier.period is UsagePeriod.MAAND else earlier.period
        return Wish(kept, None, True, finer, kinds)
    return Wish(earlier.period, earlier.month, earlier.each_month, finer, kinds)


def kinds_named(text: str) -> frozenset[UsageKind]:
    """The energies that a text names."""
    named = ((UsageKind.GAS, _GAS), (UsageKind.STROOM, _STROOM), (UsageKind.TERUGLEVERING, _FED_IN))
    return frozenset(kind for kind, words in named if words.search(text))


def _month_named(text: str) -> int | None:
    month = _MONTH.search(text)
    return MONTHS.index(month.group(1).lower()) + 1 if month else None


def period_named(text: str, today: date) -> UsagePeriod | None:
    """The period that a text names; None when it names none."""
    years = [int(year) for year in _YEAR.findall(text)]
    if years:
        # Figures of two years ago are shown as "a year earlier" of last year's.
        return UsagePeriod.DIT_JAAR if max(years) >= today.year else UsagePeriod.VORIG_JAAR
    if _LAST_MONTH.search(text):
        return UsagePeriod.MAAND
    if _THIS_YEAR.search(text):
        return UsagePeriod.DIT_JAAR
    if _LAST_YEAR.search(text) and not _COMPARED.search(text):
        return UsagePeriod.VORIG_JAAR
    return UsagePeriod.JAAR if _WHOLE_YEAR.search(text) else None
