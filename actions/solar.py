"""Solar panels: what is fed in, what it brings in, and what the end of netting does; or the general rules."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from actions.bills import after, asked_words
from actions.conversation import Answer, Turn
from actions.places import named_address
from actions.usage_wish import period_named
from actions.words import dutch_date, euro, number, price
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import SolarHome, SolarReport, UsagePeriod

_SIDE_QUESTIONS = (
    ("batterij", re.compile(r"\b(?:thuis)?(?:batterij|accu)\w*", re.IGNORECASE)),
    ("aanmelden", re.compile(r"\b(?:aan ?(?:ge)?meld\w*|meld\w*|aangeven|doorgeven|bijleg\w*)\b", re.IGNORECASE)),
    ("lonen", re.compile(r"\b(?:loont|lonen|rendabel|de moeite|zin om|zin heeft|terugverdien\w*)\b", re.IGNORECASE)),
)
"""What is asked beside the figures; each has a sentence of its own, utter_deel_zon_<name>."""

INSTALMENT_FORM = "termijnbedrag_wijzigen_form"
WHOLE = Decimal(1)


class Zonnepanelen(Answer):
    """The feed-in of a year in kWh and euros, and the effect of 1 January 2027; without identification the rules."""

    intent = "zonnepanelen"
    general_without_identity = True

    async def answer(self, turn: Turn) -> None:
        words, earlier = asked_words(turn, self.intent), turn.earlier
        aside = _aside(turn, words)
        if turn.identity.level < 1:
            _say_rules(turn, "utter_zonnepanelen_algemeen", aside)
            return
        today = turn.services.clock().astimezone(AMSTERDAM).date()
        named = period_named(words, today)
        period = named or UsagePeriod(earlier.get("periode", UsagePeriod.JAAR.value))
        report = await turn.services.solar.report(turn.customer_id, period)
        if not report.homes:
            _say_rules(turn, "utter_zonnepanelen_geen_panelen" if report.has_contract else "utter_geen_contract", aside)
            return
        home = _chosen(report, words, earlier.get("adres"))
        await _say_home(turn, report, home, aside)
        value_for = {"waarde_voor": "termijnbedrag_wijzigen"} if turn.slot("aanbod") == INSTALMENT_FORM else {}
        turn.about(periode=period.value, adres=home.contract_id, **value_for)


def _aside(turn: Turn, words: str) -> str:
    """The sentence for what was asked besides; empty when there was nothing of it."""
    found = next((name for name, pattern in _SIDE_QUESTIONS if pattern.search(words)), None)
    return turn.part(f"utter_deel_zon_{found}") + "\n" if found else ""


def _say_rules(turn: Turn, response: str, aside: str) -> None:
    if response == "utter_geen_contract":
        turn.say(response)
        return
    general = turn.services.organisation.tarieven["teruglevering"]
    day = turn.services.clock().astimezone(AMSTERDAM).date()
    over = day > general["salderen_tot_en_met"]
    values: dict[str, Any] = {
        "salderen": turn.part(f"utter_deel_zon_salderen_{'voorbij' if over else 'nog'}"),
        "vergoeding": price(Decimal(general["terugleververgoeding_per_kwh"])),
        "kosten": price(Decimal(general["terugleverkosten_per_kwh"])),
    }
    turn.say(response, **values, terzijde=aside)
    turn.simpler("utter_zonnepanelen_algemeen_simpel", **values)


def _chosen(report: SolarReport, words: str, before: str | None) -> SolarHome:
    """The address that is named, that of the question before, or the one that feeds in most."""
    named = named_address(words, [home.address for home in report.homes]) if len(report.homes) > 1 else None
    if named is not None:
        return report.homes[named]
    most = max(report.homes, key=lambda home: home.feed_in.fed_in)
    return next((home for home in report.homes if home.contract_id == before), most)


async def _say_home(turn: Turn, report: SolarReport, home: SolarHome, aside: str) -> None:
    tariffs = turn.part(
        f"utter_deel_zon_tarieven_{'zonder' if report.netting_ended else 'met'}_salderen",
        vergoeding=price(home.compensation_price),
        kosten=price(home.fee_price),
    )
    if not home.feed_in.fed_in:
        turn.say("utter_zonnepanelen_niets_bekend", tarieven=tariffs, terzijde=aside)
        return
    turn.say(
        "utter_zonnepanelen",
        cijfers=_figures(turn, home, _where(turn, report, home)),
        tarieven=tariffs,
        straks=_netting_end(turn, report, home),
        terzijde=aside,
        volgende=after(await _next_step(turn, home), "\n"),
    )
    turn.simpler(
        f"utter_zonnepanelen_simpel_{'sinds' if report.netting_ended else 'straks'}",
        kwh=number(home.feed_in.fed_in),
        saldo=_balance(turn, _whole(home.feed_in.worth)),
        meer=euro(_whole(home.netting_end.more_a_year)),
    )


def _where(turn: Turn, report: SolarReport, home: SolarHome) -> str:
    return turn.part("utter_deel_zon_adres", adres=home.address) if len(report.homes) > 1 else ""


def _figures(turn: Turn, home: SolarHome, where: str) -> str:
    """What was fed in over the months that are known, and what that did in euros."""
    fed = home.feed_in
    lines = [
        turn.part(
            "utter_deel_zon_teruggeleverd",
            eerste=dutch_date(fed.range.start, year=True),
            laatste=dutch_date(fed.range.last_day, year=True),
            kwh=number(fed.fed_in),
            adres=after(where),
        )
    ]
    if fed.netted:
        lines.append(turn.part("utter_deel_zon_gesaldeerd", kwh=number(fed.netted), bedrag=euro(fed.netted_worth)))
    if fed.surplus:
        lines.append(turn.part("utter_deel_zon_vergoed", kwh=number(fed.surplus), bedrag=euro(fed.compensation)))
    if fed.fee:
        lines.append(turn.part("utter_deel_zon_kosten", bedrag=euro(fed.fee)))
    return "\n".join([*lines, _balance(turn, fed.worth)])


def _balance(turn: Turn, worth: Decimal) -> str:
    return turn.part(f"utter_deel_zon_saldo_{'voordeel' if worth >= 0 else 'nadeel'}", bedrag=euro(worth))


def _netting_end(turn: Turn, report: SolarReport, home: SolarHome) -> str:
    """The own effect of the end of netting, with what it assumes."""
    end = home.netting_end
    when = "sinds" if report.netting_ended else "straks"
    if not _whole(end.more_a_year):
        return turn.part(f"utter_deel_zon_{when}_gelijk")
    return turn.part(
        f"utter_deel_zon_{when}",
        meer=euro(_whole(end.more_a_year)),
        per_maand=euro(_whole(end.more_a_month)),
        aanname=turn.part(
            f"utter_deel_zon_aanname_{'minimum' if end.is_minimum else 'eigen'}",
            vergoeding=price(end.compensation_price),
        ),
    )


async def _next_step(turn: Turn, home: SolarHome) -> str:
    """The monthly amount, when it is too low for what is coming."""
    contracts = (await turn.services.billing.instalment(turn.customer_id)).contracts
    mine = next((one for one in contracts if one.contract_id == home.contract_id), None)
    if mine is None or len(contracts) != 1 or mine.next_amount is not None:
        return ""
    if mine.fits or mine.expected_settlement <= 0:
        return ""
    return turn.next_step(
        INSTALMENT_FORM,
        "utter_deel_zon_termijn",
        bedrag=euro(mine.amount),
        advies=euro(mine.advised),
    )


def _whole(amount: Decimal) -> Decimal:
    """An expectation in whole euros: cents would be pretended."""
    return amount.quantize(WHOLE, ROUND_HALF_UP)
