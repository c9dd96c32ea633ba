"""Usage: how much, over which months, and next to a year earlier."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from actions.bills import asked_words
from actions.conversation import Answer, Turn
from actions.words import MONTHS, number
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.documents import DocumentKind, chart_text
from dichtbij.customers.model import DateRange, KindUsage, MonthUsage, UsageKind, UsagePeriod, UsageReport

_GAS = re.compile(r"\b(?:gas\w*|kuubs?|kubieke|m3|m³|gestookt|verstookt|stook\w*)", re.IGNORECASE)
_STROOM = re.compile(r"\b(?:stroom\w*|elektr\w*|elek|kwh|kilo ?watt\w*|licht)", re.IGNORECASE)
_FED_IN = re.compile(r"\b(?:terug ?(?:ge)?lever\w*|opgewekt|opbrengst|zonnepanelen)", re.IGNORECASE)
_LAST_MONTH = re.compile(r"\b(?:(?:vorige|afgelopen|laatste|deze) maand)\b", re.IGNORECASE)
_EACH_MONTH = re.compile(r"\b(?:per maand|elke maand|iedere maand|maandelijks\w*|alle maanden)\b", re.IGNORECASE)
_LAST_YEAR = re.compile(r"\b(?:vorig|afgelopen) jaar\b", re.IGNORECASE)
_THIS_YEAR = re.compile(r"\bdit jaar\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:dan|vergelek\w*|vergelijk\w*|tov|t\.o\.v\.|vs|versus|ten opzichte|tegenover|meer|minder|samen|als) .*?"
    r"(?:vorig|afgelopen|20\d\d)|vergelijk\w*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FINER = re.compile(r"\b(?:week|weken|dag|dagen|uur|kwartierwaarden|dagcijfers|gisteren|vandaag)\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:in|van|over|tijdens|sinds|heel)? ?({'|'.join(MONTHS)})\b", re.IGNORECASE)


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


def wish_of(text: str, today: date) -> Wish:
    """Period and energy in the words of the customer; a year when nothing is said."""
    named = frozenset(
        kind
        for kind, words in ((UsageKind.GAS, _GAS), (UsageKind.STROOM, _STROOM), (UsageKind.TERUGLEVERING, _FED_IN))
        if words.search(text)
    )
    wish = Wish(kinds=named or frozenset(UsageKind), each_month=bool(_EACH_MONTH.search(text)))
    wish = replace(wish, finer=bool(_FINER.search(text)))
    years = [int(year) for year in _YEAR.findall(text)]
    month = _MONTH.search(text)
    if years:
        # Figures of two years ago are shown as "a year earlier" of last year's.
        return replace(wish, period=UsagePeriod.DIT_JAAR if max(years) >= today.year else UsagePeriod.VORIG_JAAR)
    if _LAST_MONTH.search(text) or (wish.finer and not month):
        return replace(wish, period=UsagePeriod.MAAND)
    if month:
        return replace(wish, month=MONTHS.index(month.group(1).lower()) + 1)
    if _THIS_YEAR.search(text):
        return replace(wish, period=UsagePeriod.DIT_JAAR)
    if _LAST_YEAR.search(text) and not _COMPARED.search(text):
        return replace(wish, period=UsagePeriod.VORIG_JAAR)
    return wish


class VerbruikInzien(Answer):
    """The usage of a month or a year per energy, compared in percents, with a picture of the months."""

    intent = "verbruik_inzien"

    async def answer(self, turn: Turn) -> None:
        wish = wish_of(asked_words(turn, self.intent), turn.services.clock().astimezone(AMSTERDAM).date())
        report = await turn.services.usage.usage(turn.customer_id, wish.period)
        shown = _of_month(report, wish.month) if wish.month else report
        usages = [usage for usage in shown.kinds if usage.kind in wish.kinds and _known(usage)]
        if not usages:
            turn.say("utter_verbruik_inzien_niets" if not _anything(report) else "utter_verbruik_inzien_niet_bekend")
            return
        lines = [_line(turn, usage) for usage in usages]
        each_month = wish.each_month and len(usages[0].months) > 1
        if each_month:
            lines += [_month_line(turn, usages, index) for index in range(len(usages[0].months))]
        picture = report
        if wish.period is UsagePeriod.MAAND:  # one month is no picture
            picture = await turn.services.usage.usage(turn.customer_id, UsagePeriod.JAAR)
        turn.say(
            f"utter_verbruik_inzien{'_per_maand' if each_month else '_fijner' if wish.finer else ''}",
            periode=_period(turn, shown, usages),
            regels="\n".join(lines),
            image=turn.services.documents.link(turn.customer_id, DocumentKind.VERBRUIK, picture.period.value),
            custom={"alt": chart_text(picture)},
        )


def _known(usage: KindUsage) -> list[MonthUsage]:
    return [month for month in usage.months if month.used is not None]


def _anything(report: UsageReport) -> bool:
    return any(_known(usage) for usage in report.kinds)


def _of_month(report: UsageReport, number_of_month: int) -> UsageReport:
    """The one month of that name out of the last twelve."""
    kinds = []
    for usage in report.kinds:
        months = tuple(month for month in usage.months if month.month.month == number_of_month)
        if not months or months[0].used is None:
            continue
        used, before = months[0].used, months[0].before
        change = ((used - before) / before * 100).quantize(Decimal(1)) if before else None
        kinds.append(replace(usage, total=used, before=before, change_percent=change, months=months))
    start = next((usage.months[0].month for usage in kinds), report.range.start)
    return UsageReport(report.period, DateRange(start, start), tuple(kinds))


def _line(turn: Turn, usage: KindUsage) -> str:
    """One energy: how much, and whether that is more than a year earlier."""
    change = usage.change_percent
    how = "alleen"
    if change is not None and usage.before is not None:
        how = "gelijk" if abs(change) < 1 else "meer" if change > 0 else "minder"
    return turn.part(
        f"utter_deel_verbruik_{how}",
        energie=turn.part(f"utter_deel_verbruik_{usage.kind.value}"),
        aantal=number(usage.total),
        eenheid=usage.unit,
        procent=abs(change) if change is not None else "",
        vorige=number(usage.before) if usage.before is not None else "",
    )


def _month_line(turn: Turn, usages: list[KindUsage], index: int) -> str:
    parts = [
        turn.part(
            "utter_deel_verbruik_van_maand",
            energie=turn.part(f"utter_deel_verbruik_{usage.kind.value}"),
            aantal=number(usage.months[index].used or Decimal(0)),
            eenheid=usage.unit,
        )
        for usage in usages
        if usage.months[index].used is not None
    ]
    month = usages[0].months[index].month
    return turn.part("utter_deel_verbruik_maand", maand=_month_name(month), cijfers=", ".join(parts))


def _month_name(month: date) -> str:
    return f"{MONTHS[month.month - 1]} {month.year}"


def _period(turn: Turn, report: UsageReport, usages: list[KindUsage]) -> str:
    """The months that the figures are of, in words."""
    known = [month.month for usage in usages for month in _known(usage)]
    first, last = min(known), max(known)
    if first == last:
        return turn.part("utter_deel_verbruik_in_maand", maand=_month_name(first))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if report.period is UsagePeriod.JAAR and months == 12:
        return turn.part("utter_deel_verbruik_twaalf_maanden")
    if months == 12:
        return turn.part("utter_deel_verbruik_heel_jaar", jaar=first.year)
    return turn.part("utter_deel_verbruik_tussen", eerste=_month_name(first), laatste=_month_name(last))
