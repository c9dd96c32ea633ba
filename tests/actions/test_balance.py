"""What is open, what came in, what comes back."""

from __future__ import annotations

from typing import Any

import pytest


async def test_one_open_invoice(run: Any) -> None:
    result = await run("action_betaalstatus")
    assert "Er staat nog € 640 open:" in result.text
    assert "- Jaarafrekening F-2026-004114: € 640, uiterlijk 17 december 2026" in result.text
    assert "kwam binnen op 25 oktober 2026: € 185 (termijnbedrag)" in result.text
    assert result.slots["aanbod"] == "betaalregeling_aanvragen_form"


async def test_days_late_and_reminders_are_told(run: Any) -> None:
    result = await run("action_betaalstatus", customer="10375916")
    assert "Er staat nog € 1.827,39 open:" in result.text
    assert "(135 dagen te laat, herinnering op 25 augustus 2026)" in result.text


async def test_a_reversed_collection_explains_the_open_instalment(run: Any) -> None:
    result = await run("action_betaalstatus", customer="10554219")
    assert "Een afschrijving van € 185 is op 4 november 2026 teruggekomen van de bank." in result.text


async def test_a_running_arrangement(run: Any) -> None:
    result = await run("action_betaalstatus", customer="10533871")
    assert result.names == ["utter_betaalstatus_regeling"]
    assert "3 van de 8 zijn betaald, samen € 243,75. Er blijft € 406,20 over." in result.text
    assert "Het volgende deel is € 81,24 op 27 november." in result.text
    assert "aanbod" not in result.slots


async def test_nothing_open(run: Any) -> None:
    result = await run("action_betaalstatus", customer="10296450")
    assert (
        result.text
        == "U heeft niets openstaan. Uw laatste betaling kwam binnen op 20 november 2026: € 220 (termijnbedrag)."
    )


@pytest.mark.parametrize(
    ("customer", "words"),
    [
        (
            "10629504",
            "Je krijgt € 424,92 terug. Op 28 november 2026 maken we het over naar rekening NL** **** **** **95 04.",
        ),
        ("10591147", "Je hebt € 329,36 teruggekregen. Dat is op 3 september 2026 overgemaakt"),
        ("10482913", "Je krijgt nu geen geld terug. Bij je laatste jaarafrekening moest je juist € 640 bijbetalen."),
        ("10702385", "Je hebt nog geen jaarafrekening gehad."),
        ("20014578", "- Stationsplein 9, Roosendaal: € 63,75 terug (terugbetaald)"),
        ("20014578", "- Industrieweg 61, Oosterhout: niets terug, € 480,87 bijbetalen (betaald)"),
    ],
)
async def test_money_back_or_why_there_is_none(run: Any, customer: str, words: str) -> None:
    assert words in (await run("action_teruggave", customer=customer)).text
