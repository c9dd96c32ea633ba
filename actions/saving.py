"""Saving energy: three tips at a time, ranked by what they bring in this very home; or general ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from actions.bills import after, asked_words
from actions.conversation import Answer, Turn
from actions.personal import asks_who, declined, knows_customer
from actions.places import named_address
from actions.usage_wish import kinds_named
from actions.words import euro, number
from dichtbij.customers.model import HomeSaving, Saving, SavingReport, UsageComparison, UsageKind

_MORE = re.compile(r"\b(?:nog|meer tips|andere|volgende|verder)\b", re.IGNORECASE)
"""Right after tips these words ask for the next ones."""

WHOLE = Decimal(1)


class Besparen(Answer):
    """The tips that bring in most, in euros a year with the customer's own usage and tariffs; then the next three."""

    intent = "besparen"

    async def answer(self, turn: Turn) -> None:
        if asks_who(turn):
            return
        words = asked_words(turn, self.intent)
        if not knows_customer(turn):
            _say_general(turn, "utter_besparen_algemeen" if declined(turn) else "utter_besparen")
            return
        report = await turn.services.savings.report(turn.customer_id)
        if report.business:
            _say_general(turn, "utter_besparen_zakelijk")
        elif not report.homes:
            _say_general(turn, "utter_besparen_algemeen")
        else:
            _say_tips(turn, report, words)


def _say_general(turn: Turn, response: str) -> None:
    turn.say(response)
    turn.simpler("utter_besparen_simpel")


def _before(turn: Turn, words: str) -> dict[str, Any]:
    """What was told before, when this asks for more of it: "meer tips" (also as a button), "en voor stroom?"."""
    if turn.earlier:
        return turn.earlier
    asks_on = not words or _MORE.search(words)
    if asks_on and turn.tracker.get_slot("laatste_vraag") == turn.question:
        return dict(turn.tracker.get_slot("laatste_context") or {})
    return {}


def _say_tips(turn: Turn, report: SavingReport, words: str) -> None:
    before = _before(turn, words)
    home = _home(report, words, before.get("adres"))
    kinds = kinds_named(words) or frozenset(UsageKind(kind) for kind in before.get("soorten", []))
    told = before.get("getoond", []) if home.address == before.get("adres") else []
    fitting = [one for one in home.savings if not kinds or one.kind in kinds]
    left = [one for one in fitting if one.tip not in told]
    at_once = turn.services.policies.besparen.tips_per_keer
    tips = left[:at_once]
    if not tips:
        turn.say("utter_besparen_op" if told else "utter_besparen_niets_passends")
        return
    soorten = sorted(kind.value for kind in kinds)
    turn.about(getoond=[*told, *(one.tip for one in tips)], soorten=soorten, adres=home.address)
    more = len(left) > at_once
    first = not told
    turn.say(
        f"utter_besparen_{'persoonlijk' if first else 'meer'}{'' if more else '_laatste'}",
        inleiding=_intro(turn, report, home, kinds) if first else "",
        tips=_lines(turn, tips),
    )
    turn.simpler(
        "utter_besparen_persoonlijk_simpel", tip=turn.part(f"utter_deel_tip_{tips[0].tip}"), bedrag=euro(tips[0].euros)
    )


def _home(report: SavingReport, words: str, before: str | None) -> HomeSaving:
    """The address that is named, that of before, or the one where most money goes."""
    named = named_address(words, [home.address for home in report.homes]) if len(report.homes) > 1 else None
    if named is not None:
        return report.homes[named]
    return next((home for home in report.homes if home.address == before), report.homes[0])


def _intro(turn: Turn, report: SavingReport, home: HomeSaving, kinds: frozenset[UsageKind]) -> str:
    """Where the money goes in this home, and how that compares with an average one."""
    least, most = sorted((home.use.gas_cost, home.use.stroom_cost))
    where = turn.part("utter_deel_besparen_adres", adres=home.address) if len(report.homes) > 1 else ""
    parts = []
    if home.use.gas and not kinds:
        parts.append(
            turn.part(
                f"utter_deel_besparen_meest_{'gas' if home.use.gas_cost == most else 'stroom'}",
                meest=euro(most.quantize(WHOLE)),
                minst=euro(least.quantize(WHOLE)),
                adres=after(where),
            )
        )
    compared = [one for one in home.comparisons if (not kinds or one.kind in kinds) and one.percent > 0]
    parts += [_compared(turn, one) for one in compared[:1] if not one.similar]
    return " ".join(parts) + ("\n" if parts else "")


def _compared(turn: Turn, one: UsageComparison) -> str:
    return turn.part(
        "utter_deel_verbruik_boven_gemiddeld",
        energie=turn.part(f"utter_deel_verbruik_{one.kind.value}"),
        procent=one.percent,
        gemiddeld=number(one.average),
        eenheid=one.kind.unit,
    )


def _lines(turn: Turn, tips: Sequence[Saving]) -> str:
    return "\n".join(
        turn.part("utter_deel_besparen_regel", tip=turn.part(f"utter_deel_tip_{one.tip}"), bedrag=euro(one.euros))
        for one in tips
    )
