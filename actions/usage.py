"""Usage: how much, over which months, next to a year earlier and to an average home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from actions.bills import after, asked_words
from actions.conversation import Answer, Turn
from actions.places import named_address
from actions.usage_wish import Wish, wish_of
from actions.words import MONTHS, euro, number
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.documents import DocumentKind, chart_text
from dichtbij.customers.model import (
    DateRange,
    KindUsage,
    MonthUsage,
    UsageComparison,
    UsageKind,
    UsagePeriod,
    UsageReport,
)

INSTALMENT_FORM = "termijnbedrag_wijzigen_form"
ALL_ADDRESSES = ("alle adressen", "allemaal", "samen", "alles bij elkaar")


class VerbruikInzien(Answer):
    """The usage of a month or a year per energy, compared in percents, with a picture of the months."""

    intent = "verbruik_inzien"

    async def answer(self, turn: Turn) -> None:
        words, earlier = asked_words(turn, self.intent), turn.earlier
        today = turn.services.clock().astimezone(AMSTERDAM).date()
        wish = wish_of(words, today, Wish.from_context(earlier))
        report = await _report(turn, wish.period, words, earlier.get("adres"))
        shown = _of_month(report, wish.month) if wish.month else report
        usages = [usage for usage in shown.kinds if usage.kind in wish.kinds and _known(usage)]
        where = report.address.address_id if report.address else None
        if not usages:
            turn.about(**Wish().as_context(), adres=where)  # a "ja" then is to the usage that is known
            turn.say("utter_verbruik_inzien_niet_bekend" if _anything(report) else "utter_verbruik_inzien_niets")
            turn.offer("action_verbruik_inzien" if _anything(report) else "meterstand_doorgeven_form")
            return
        each_month = wish.each_month and len(usages[0].months) > 1
        lines = [_line(turn, usage) for usage in usages]
        if each_month:
            lines += [_month_line(turn, usages, index) for index in range(len(usages[0].months))]
        elif not wish.month:
            lines += [_compared(turn, one) for one in report.comparisons if one.kind in wish.kinds]
        whole_year = wish.period is UsagePeriod.JAAR and not wish.month
        next_step = await _next_step(turn, report, usages) if whole_year else ""
        value_for = {"waarde_voor": "termijnbedrag_wijzigen"} if turn.slot("aanbod") == INSTALMENT_FORM else {}
        turn.about(**wish.as_context(), adres=where, **value_for)
        turn.say(
            f"utter_verbruik_inzien{_variation(report, wish, each_month)}",
            periode=_period(turn, shown, usages),
            waar=after(_where(turn, report)),
            regels="\n".join(lines),
            volgende=after(next_step, "\n"),
            **await _picture(turn, report),
            **({} if each_month or wish.finer else _address_buttons(report)),
        )
        turn.simpler(
            "utter_verbruik_inzien_simpel",
            periode=_period(turn, shown, usages),
            regels="\n".join(_line(turn, usage, "simpel_") for usage in usages),
        )


# -- which months, and where --------------------------------------------------------------------------------------


async def _report(turn: Turn, period: UsagePeriod, words: str, before: str | None) -> UsageReport:
    """The usage at the address that is named, at that of the question before, or at all of them."""
    whole = await turn.services.usage.usage(turn.customer_id, period)
    if len(whole.addresses) < 2:
        return whole
    named = named_address(words, [one.address for one in whole.addresses])
    if named is None and (before is None or any(said in words.lower() for said in ALL_ADDRESSES)):
        return whole
    chosen = whole.addresses[named].address_id if named is not None else before
    return await turn.services.usage.usage(turn.customer_id, period, chosen)


def _known(usage: KindUsage) -> list[MonthUsage]:
    return [month for month in usage.months if month.used is not None]


def _anything(report: UsageReport) -> bool:
    return any(_known(usage) for usage in report.kinds)


def _of_month(report: UsageReport, number_of_month: int) -> UsageReport:
    """The one month of that name out of the months of the report."""
    kinds = []
    for usage in report.kinds:
        months = tuple(month for month in usage.months if month.month.month == number_of_month)
        if not months or months[0].used is None:
            continue
        used, before = months[0].used, months[0].before
        change = ((used - before) / before * 100).quantize(Decimal(1)) if before else None
        kinds.append(replace(usage, total=used, before=before, change_percent=change, months=months))
    start = next((usage.months[0].month for usage in kinds), report.range.start)
    return replace(report, range=DateRange(start, start), kinds=tuple(kinds))


# -- saying it ----------------------------------------------------------------------------------------------------


def _line(turn: Turn, usage: KindUsage, simpel: str = "") -> str:
    """One energy: how much, and whether that is more than a year earlier."""
    change = usage.change_percent
    how = "alleen"
    if change is not None and usage.before is not None:
        how = "gelijk" if abs(change) < 1 else "meer" if change > 0 else "minder"
    return turn.part(
        f"utter_deel_verbruik_{simpel}{how}",
        energie=turn.part(f"utter_deel_verbruik_{usage.kind.value}"),
        aantal=number(usage.total),
        eenheid=usage.unit,
        procent=abs(change) if change is not None else "",
        vorige=number(usage.before) if usage.before is not None else "",
    )


def _compared(turn: Turn, one: UsageComparison) -> str:
    how = "rond" if one.similar else "boven" if one.percent > 0 else "onder"
    return turn.part(
        f"utter_deel_verbruik_{how}_gemiddeld",
        energie=turn.part(f"utter_deel_verbruik_{one.kind.value}"),
        procent=abs(one.percent),
        gemiddeld=number(one.average),
        eenheid=one.kind.unit,
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


def _variation(report: UsageReport, wish: Wish, each_month: bool) -> str:
    """Which response: they differ in their buttons and their first words."""
    if each_month:
        return "_per_maand"
    if wish.finer:
        return "_fijner"
    return "_meer" if _has_choice(report) else ""


def _has_choice(report: UsageReport) -> bool:
    return report.address is None and len(report.addresses) > 1


def _where(turn: Turn, report: UsageReport) -> str:
    """The address, or that it is all of them; empty with one."""
    if len(report.addresses) < 2:
        return ""
    if report.address:
        return turn.part("utter_deel_verbruik_op_adres", adres=report.address.address)
    return turn.part("utter_deel_verbruik_op_alle_adressen", aantal=len(report.addresses))


def _address_buttons(report: UsageReport) -> dict[str, Any]:
    """The addresses to choose from while they are shown together."""
    if not _has_choice(report):
        return {}
    streets = [one.address.split(",")[0] for one in report.addresses[:10]]
    return {"buttons": [{"title": street[:20], "payload": f"en het verbruik op {street}?"} for street in streets]}


async def _picture(turn: Turn, report: UsageReport) -> dict[str, Any]:
    """The picture of the months, with the same in words; one month is no picture, so that is the year around it."""
    if report.period is UsagePeriod.MAAND:
        address_id = report.address.address_id if report.address else None
        report = await turn.services.usage.usage(turn.customer_id, UsagePeriod.JAAR, address_id)
    ref = report.period.value + (f"@{report.address.address_id}" if report.address else "")
    link = turn.services.documents.link(turn.customer_id, DocumentKind.VERBRUIK, ref)
    return {"image": link, "custom": {"alt": chart_text(report)}}


async def _next_step(turn: Turn, report: UsageReport, usages: Sequence[KindUsage]) -> str:
    """Usage went up strongly: tips. Else the amount a month does not fit it: change that. Once, and never both."""
    strongly = turn.services.policies.besparen.sterk_omhoog_procent
    risen = [
        usage
        for usage in usages
        if usage.kind is not UsageKind.TERUGLEVERING and (usage.change_percent or 0) >= strongly
    ]
    if risen:
        energy = turn.part(f"utter_deel_verbruik_{risen[0].kind.value}")
        return turn.next_step("action_besparen", "utter_deel_verbruik_tips", energie=energy)
    contracts = (await turn.services.billing.instalment(turn.customer_id)).contracts
    if len(contracts) != 1 or contracts[0].fits or contracts[0].next_amount is not None:
        return ""
    name = "hoger" if contracts[0].expected_settlement > 0 else "lager"
    return turn.next_step(
        INSTALMENT_FORM,
        f"utter_deel_verbruik_termijn_{name}",
        bedrag=euro(contracts[0].amount),
        advies=euro(contracts[0].advised),
    )
