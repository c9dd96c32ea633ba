"""Paying in parts: within policy at once, outside it or a second time with a person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


async def test_six_months_are_shown_confirmed_and_stored(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    shown = await bot.say("kan ik die 640 euro in zes keer betalen?")
    assert "- 25 december 2026: € 106,70" in shown.text
    assert shown.text.count("€ 106,66") == 5
    assert "We schrijven het steeds op die dag af." in shown.text
    who = await customer_id("10482913")
    assert (await services.billing.payment_status(who)).arrangement is None
    done = await bot.say("is goed")
    assert done.names == ["utter_betaalregeling_aanvragen_klaar"]
    plan = (await services.billing.payment_status(who)).arrangement
    assert plan is not None
    assert len(plan.terms) == 6
    assert plan.total == Decimal(640)
    again = await (await talk("betaalregeling_aanvragen")).say("nog een regeling graag")
    assert again.names[0] == "utter_betaalregeling_aanvragen_medewerker_loopt"


async def test_asked_how_many_months_with_the_limits(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen", customer="10554219")
    asked = await bot.say("ik kan het niet in één keer betalen")
    assert "termijnfactuur: € 185" in asked.text
    assert "van 2 tot en met 12" in asked.text
    buttons = asked.values("utter_betaalregeling_aanvragen_vraag_aantal_maanden")["buttons"]
    assert [button["title"] for button in buttons] == ["3 maanden", "6 maanden", "12 maanden"]


@pytest.mark.parametrize(
    ("words", "months"), [("4", 4), ("een half jaar", 6), ("30 euro per maand", 7), ("ik kan 50 per maand missen", 4)]
)
async def test_months_or_an_amount_a_month(talk: Any, words: str, months: int) -> None:
    bot = await talk("betaalregeling_aanvragen", customer="10554219")
    await bot.say("in delen betalen")
    result = await bot.say(words)
    assert result.values("utter_betaalregeling_aanvragen_bevestig")["aantal"] == months


async def test_months_that_went_by_are_no_wish(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    result = await bot.say("ik zat de laatste 3 maanden zonder werk, kan het in delen?")
    assert result.names == ["utter_betaalregeling_aanvragen_vraag_aantal_maanden"]


@pytest.mark.parametrize(
    ("customer", "words", "response"),
    [
        ("10482913", "in 24 maanden", "utter_betaalregeling_aanvragen_medewerker_langer"),
        ("10533871", "nog een regeling", "utter_betaalregeling_aanvragen_medewerker_loopt"),
        ("10375916", "kan ik in delen betalen", "utter_betaalregeling_aanvragen_medewerker"),
    ],
)
async def test_outside_policy_a_person_decides(run: Any, customer: str, words: str, response: str) -> None:
    result = await run("validate_betaalregeling_aanvragen_form", text=words, customer=customer)
    assert result.names == [response]
    assert result.followup == "action_overdragen"
    assert result.slots["overdracht_reden"] == "complex"


async def test_one_month_is_too_few_and_asked_again(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    await bot.say("in delen")
    result = await bot.say("1 maand")
    assert result.names == ["utter_betaalregeling_aanvragen_te_kort"]
    assert bot.slots["requested_slot"] == "aantal_maanden"


async def test_nothing_open_needs_no_arrangement(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen", customer="10296450")
    result = await bot.say("in delen betalen")
    assert result.names == ["utter_betaalregeling_aanvragen_niets_open"]
    assert bot.open_form is None


async def test_a_number_that_is_not_the_customers(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    result = await bot.say("F-2026-004142 in 4 keer")
    assert result.names == ["utter_betaalregeling_aanvragen_factuur_onbekend"]
    right = await bot.say("F-2026-004114")
    assert right.values("utter_betaalregeling_aanvragen_bevestig")["nummer"] == "F-2026-004114"


async def test_a_correction_at_the_confirmation(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    await bot.say("in zes keer")
    corrected = await bot.say("nee doe maar 4")
    assert corrected.values("utter_betaalregeling_aanvragen_bevestig")["aantal"] == 4
