"""Bills explained and listed: own figures, the largest cause, the PDF; clear with three addresses too."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from actions.words import euro
from dichtbij.customers.documents import Document
from dichtbij.customers.model import SettlementExplanation


async def test_sanne_hears_what_to_pay_why_and_the_figures_that_prove_it(run: Any) -> None:
    result = await run("action_factuur_uitleg", text="waarom moet ik zoveel bijbetalen?")
    assert result.names == [
        "utter_factuur_uitleg_bijbetalen",
        "utter_factuur_uitleg_cijfers",
        "utter_factuur_uitleg_aanbod_termijn_laag",
    ]
    answer, figures, offer = result.texts
    assert answer.startswith("Je moet € 640 bijbetalen.")
    assert "1 november 2025 tot en met 31 oktober 2026" in answer
    assert "meer gas. Het was 1.392 m³, het jaar ervoor 1.180 m³. Die 212 m³ meer kosten € 305." in answer
    assert "815 m³ gas. De winter ervoor was dat 603 m³." in answer
    assert "2.430 kWh (jaar ervoor 2.350)" in figures
    assert "gemiddeld € 1,44 per m³ (was € 1,40)" in figures
    assert "Je betaalde 12 keer € 185, samen € 2.220." in figures
    assert "€ 239 past beter. Zal ik het aanpassen?" in offer
    assert result.slots["aanbod"] == "termijnbedrag_wijzigen_form"
    assert result.values("utter_factuur_uitleg_aanbod_termijn_laag")["buttons"] == [
        {"title": "In delen betalen", "payload": "/betaalregeling_aanvragen"}
    ]


async def test_the_pdf_behind_the_link_is_the_customers_own(run: Any, services: Any) -> None:
    result = await run("action_factuur_uitleg")
    [link] = result.links
    assert link["title"] == "Jaarafrekening 17 november 2026 (PDF)"
    document = await services.documents.open(link["url"].removeprefix("/documenten/"))
    assert isinstance(document, Document)
    assert document.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("customer", "response", "words"),
    [
        ("10629504", "utter_factuur_uitleg_terug", "Je krijgt € 424,92 terug. We maken het over op 28 november 2026."),
        ("10591147", "utter_factuur_uitleg_teruggekregen", "Je kreeg € 329,36 terug."),
        ("10296450", "utter_factuur_uitleg_betaald", "U moest € 135,59 bijbetalen, en dat is al betaald."),
        ("10533871", "utter_factuur_uitleg_bijbetalen", "Daarvan staat nog € 406,20 open."),
        ("10375916", "utter_factuur_uitleg_bijbetalen", "Betalen moest vóór 11 juli 2026."),
        ("10688032", "utter_factuur_uitleg_teruggekregen", "Het is de laatste rekening van Rozemarijnstraat 25B"),
        ("10702385", "utter_factuur_uitleg_nog_geen", "De eerste komt rond 1 augustus 2027."),
    ],
)
async def test_every_story_gets_its_own_first_words(run: Any, customer: str, response: str, words: str) -> None:
    result = await run("action_factuur_uitleg", customer=customer)
    assert result.names[0] == response
    assert words in result.texts[0]


async def test_all_causes_that_are_told_add_up_to_the_difference(run: Any, services: Any, customer_id: Any) -> None:
    for number in ("10482913", "10517264", "10629504", "10533871", "20014578"):
        told = await services.billing.explain_settlement(await customer_id(number))
        assert isinstance(told, SettlementExplanation)
        assert sum((effect.amount for effect in told.effects), Decimal(0)) == told.difference
        result = await run("action_factuur_uitleg", text=f"leg {told.invoice_number} uit", customer=number)
        lines = [line for line in result.texts[1].splitlines() if line.endswith(("erbij", "eraf"))]
        shown = sum((_signed(line) for line in lines), told.largest.amount)
        assert shown == told.difference, number


def _signed(line: str) -> Decimal:
    amount = Decimal(line.split("€ ")[1].split(" ")[0].replace(".", "").replace(",", "."))
    return amount if line.endswith("erbij") else -amount


async def test_three_addresses_are_three_lines_and_a_choice(run: Any) -> None:
    result = await run("action_factuur_uitleg", text="waarom zo hoog", customer="20014578")
    assert result.names == ["utter_factuur_uitleg_overzicht"]
    assert "- Industrieweg 61, Oosterhout: € 480,87 bijbetalen, vooral door meer gas" in result.text
    assert "- Stationsplein 9, Roosendaal: € 63,75 terug" in result.text
    buttons = result.values("utter_factuur_uitleg_overzicht")["buttons"]
    assert [button["title"] for button in buttons] == ["Oude Marktstraat 3", "Industrieweg 61", "Stationsplein 9"]
    assert len(result.links) == 3


@pytest.mark.parametrize(
    "words", ["en die van de industrieweg?", "leg Oosterhout uit", "rekening industriweg 61", "F-2026-004184"]
)
async def test_one_of_three_addresses_is_named(run: Any, words: str) -> None:
    result = await run("action_factuur_uitleg", text=words, customer="20014578")
    assert "jaarafrekening (Industrieweg 61, Oosterhout)" in result.text
    assert "€ 480,87" in result.text


async def test_the_question_before_the_code_is_answered_not_the_code(run: Any) -> None:
    slots = {"openstaande_vraag": "factuur_uitleg", "openstaande_tekst": "de rekening van het stationsplein"}
    result = await run("action_factuur_uitleg", text="123 456", customer="20014578", slots=slots)
    assert "Stationsplein 9" in result.texts[0]
    assert result.slots["openstaande_vraag"] is None


async def test_an_invoice_of_somebody_else_is_not_found(run: Any) -> None:
    result = await run("action_factuur_uitleg", text="leg factuur F-2026-004142 uit")
    assert result.names == ["utter_factuur_onbekend"]
    assert "649" not in result.text


async def test_an_instalment_invoice_is_explained_as_one(run: Any) -> None:
    result = await run("action_factuur_uitleg", text="wat is F-2026-004338?", customer="10554219")
    assert result.names == ["utter_factuur_uitleg_termijn"]
    assert "€ 185" in result.text


async def test_nothing_personal_below_level_two(run: Any) -> None:
    for action in ("action_factuur_uitleg", "action_factuur_opvragen", "action_betaalstatus", "action_teruggave"):
        result = await run(action, text="mijn rekening", level=1)
        assert result.texts == []
        assert result.followup == "identificatie_form"
        assert result.slots["openstaande_tekst"] == "mijn rekening"


async def test_who_withheld_consent_gets_no_figures(run: Any, services: Any, customer_id: Any) -> None:
    await services.consents.set(await customer_id("10482913"), "persoonlijke_antwoorden", False)
    for action in ("action_factuur_uitleg", "validate_betaaldatum_wijzigen_form"):
        result = await run(action)
        assert result.names == ["utter_geen_toestemming"]
        assert result.slots["aanbod"] == "action_overdragen"


async def test_no_second_question_while_a_form_waits(run: Any) -> None:
    result = await run("action_factuur_uitleg", form="betaaldatum_wijzigen_form")
    assert "aanbod" not in result.slots
    assert result.names == ["utter_factuur_uitleg_bijbetalen", "utter_factuur_uitleg_cijfers"]


async def test_invoices_are_listed_with_date_amount_state_and_pdf(run: Any, services: Any, customer_id: Any) -> None:
    result = await run("action_factuur_opvragen")
    invoices = await services.billing.invoices(await customer_id("10482913"), 3)
    assert [link["title"] for link in result.links] == [
        "Jaarafrekening 17 november 2026 (PDF)",
        "Jaarafrekening 17 november 2025 (PDF)",
    ]
    for invoice in invoices:
        assert euro(invoice.amount) in result.text
    assert "nog € 640 te betalen tot en met 17 december 2026" in result.text


async def test_a_year_an_address_or_a_number_narrows_the_list(run: Any) -> None:
    year = await run("action_factuur_opvragen", text="de facturen van 2025", customer="20014578")
    assert len(year.links) == 3
    assert "2026:" not in year.text
    place = await run("action_factuur_opvragen", text="facturen van de industrieweg", customer="20014578")
    assert len(place.links) == 2
    one = await run("action_factuur_opvragen", text="stuur F-2025-004107")
    assert one.names == ["utter_factuur_opvragen_een"]
    assert "€ 20, betaald" in one.text


async def test_who_has_no_invoice_yet_hears_that(run: Any) -> None:
    result = await run("action_factuur_opvragen", customer="10702385")
    assert result.names == ["utter_factuur_opvragen_geen"]
