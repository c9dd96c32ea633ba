"""Around the answers: the next step once, simpler words, and what a follow-up builds on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

SANNE, AHMET, VAN_DAM, FLEUR, MARIEKE = "10482913", "10554219", "20014578", "10629504", "10702385"


def follow_up(result: Any, intent: str) -> dict[str, Any]:
    """The slots with which a follow-up to this answer comes in."""
    return {**result.slots, "laatste_vraag": intent}


@pytest.mark.parametrize(
    ("action", "customer", "step"),
    [
        ("action_termijnbedrag_opvragen", SANNE, "termijnbedrag_wijzigen_form"),
        ("action_factuur_uitleg", SANNE, "termijnbedrag_wijzigen_form"),
        ("action_betaalstatus", SANNE, "betaalregeling_aanvragen_form"),
        ("action_betaalstatus", AHMET, "rekeningnummer_wijzigen_form"),
        ("action_automatische_incasso", AHMET, "rekeningnummer_wijzigen_form"),
        ("action_teruggave", SANNE, "action_factuur_uitleg"),
    ],
)
async def test_the_next_step_is_offered_once(run: Any, action: str, customer: str, step: str) -> None:
    first = await run(action, customer=customer)
    assert first.slots["aanbod"] == step
    assert step in first.slots["aangeboden_stappen"]
    again = await run(action, customer=customer, slots={"aangeboden_stappen": [step, "betaalregeling_aanvragen_form"]})
    assert "aanbod" not in again.slots
    assert "Zal ik" not in again.text
    assert "Wil je dat?" not in again.text


async def test_two_answers_do_not_offer_the_same_thing_twice(run: Any) -> None:
    first = await run("action_termijnbedrag_opvragen")
    second = await run("action_factuur_uitleg", slots={"aangeboden_stappen": first.slots["aangeboden_stappen"]})
    assert second.slots["aanbod"] == "betaalregeling_aanvragen_form", "the other step is still of use"


async def test_no_step_while_a_form_waits(run: Any) -> None:
    for action in ("action_betaalstatus", "action_factuur_uitleg", "action_termijnbedrag_opvragen", "action_teruggave"):
        result = await run(action, form="betaaldatum_wijzigen_form")
        assert "aanbod" not in result.slots, action


async def test_a_refund_without_an_account_asks_for_one(
    run: Any, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = services.billing.refund

    async def without(who: Any) -> Any:
        from dataclasses import replace

        return replace(await real(who), iban_masked=None)

    monkeypatch.setattr(services.billing, "refund", without)
    result = await run("action_teruggave", customer=FLEUR)
    assert result.slots["aanbod"] == "rekeningnummer_wijzigen_form"


@pytest.mark.parametrize(
    ("action", "customer", "words"),
    [
        ("action_factuur_uitleg", SANNE, "Je betaalt dus nog € 640."),
        ("action_factuur_uitleg", FLEUR, "Je krijgt € 424,92 terug."),
        ("action_factuur_uitleg", VAN_DAM, "Kies een adres."),
        ("action_betaalstatus", SANNE, "Je moet nog € 640 betalen."),
        ("action_betaalstatus", "10533871", "Je betaalt in stukken."),
        ("action_betaalstatus", "10296450", "U heeft alles betaald."),
        ("action_termijnbedrag_opvragen", SANNE, "Je betaalt elke maand € 185. Dat is te weinig."),
        ("action_termijnbedrag_opvragen", "10296450", "Dat is een goed bedrag."),
        ("action_termijnbedrag_opvragen", VAN_DAM, "voor al uw adressen samen"),
        ("action_teruggave", FLEUR, "Wij betalen dat op 28 november 2026."),
        ("action_teruggave", SANNE, "Je krijgt nu geen geld terug."),
        ("action_automatische_incasso", SANNE, "Wij halen elke maand je bedrag van je rekening."),
    ],
)
async def test_every_explaining_answer_has_simpler_words(run: Any, action: str, customer: str, words: str) -> None:
    simpler = (await run(action, customer=customer)).slots["eenvoudiger"]
    assert words in simpler
    sentences = [one for one in simpler.replace("? ", ". ").split(". ") if one]
    assert max(len(one.split()) for one in sentences) <= 12, simpler


async def test_an_arrangement_is_said_in_simpler_words_too(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    await bot.say("in 4 maanden")
    result = await bot.say("zeg dat eens simpeler", intent="herhalen", action="action_herhalen")
    assert result.names[0] == "utter_betaalregeling_aanvragen_uitleg_bevestiging"
    assert result.names[-1] == "utter_betaalregeling_aanvragen_bevestig", "and the question stands"


async def test_and_last_year_is_the_settlement_before(run: Any, services: Any, customer_id: Any) -> None:
    first = await run("action_factuur_uitleg")
    settlements = await services.billing.invoices(await customer_id(SANNE), 5)
    before = await run("action_factuur_uitleg", text="en vorig jaar?", slots=follow_up(first, "factuur_uitleg"))
    assert before.slots["laatste_context"] == {"factuur": settlements[1].number}
    assert "31 oktober 2025" in before.text
    assert before.slots["aanbod"] is None, "what is behind us needs no step"
    older = await run("action_factuur_uitleg", text="en daarvoor?", slots=follow_up(before, "factuur_uitleg"))
    assert older.names == ["utter_factuur_uitleg_geen_eerdere"]


async def test_and_a_year_by_its_number(run: Any) -> None:
    first = await run("action_factuur_uitleg")
    before = await run("action_factuur_uitleg", text="en in 2025?", slots=follow_up(first, "factuur_uitleg"))
    assert "31 oktober 2025" in before.text
    never = await run("action_factuur_uitleg", text="en in 2019?", slots=follow_up(first, "factuur_uitleg"))
    assert never.names == ["utter_factuur_uitleg_geen_eerdere"]


async def test_and_another_address(run: Any) -> None:
    overview = await run("action_factuur_uitleg", customer=VAN_DAM)
    one = await run(
        "action_factuur_uitleg",
        text="en de Industrieweg?",
        customer=VAN_DAM,
        slots=follow_up(overview, "factuur_uitleg"),
    )
    assert "Industrieweg 61" in one.texts[0]
    other = await run(
        "action_factuur_uitleg", text="en het Stationsplein?", customer=VAN_DAM, slots=follow_up(one, "factuur_uitleg")
    )
    assert "Stationsplein 9" in other.texts[0]


async def test_and_the_ones_before_in_the_list(run: Any) -> None:
    first = await run("action_factuur_opvragen", customer=VAN_DAM)
    assert len(first.links) == 3
    slots = follow_up(first, "factuur_opvragen")
    older = await run("action_factuur_opvragen", text="en die daarvoor?", customer=VAN_DAM, slots=slots)
    assert {link["url"] for link in older.links}.isdisjoint({link["url"] for link in first.links})
    seen = follow_up(older, "factuur_opvragen")
    last = await run("action_factuur_opvragen", text="en daarvoor?", customer=VAN_DAM, slots=seen)
    assert last.names == ["utter_factuur_opvragen_geen_oudere"]


async def test_a_loose_amount_after_the_instalment_is_for_changing_it(run: Any) -> None:
    result = await run("action_termijnbedrag_opvragen")
    assert result.slots["laatste_context"] == {"waarde_voor": "termijnbedrag_wijzigen"}


@pytest.mark.parametrize(
    ("customer", "words", "names"),
    [
        (SANNE, "ik wil de incasso stopzetten", ["utter_incasso_nu_aan", "utter_automatische_incasso_stoppen"]),
        ("10203657", "stop de incasso", ["utter_incasso_nu_uit"]),
        ("10203657", "ik wil automatische incasso", ["utter_incasso_nu_uit", "utter_automatische_incasso_starten"]),
        (SANNE, "hoe werkt de machtiging", ["utter_incasso_nu_aan", "utter_automatische_incasso"]),
    ],
)
async def test_starting_and_stopping_direct_debit(run: Any, customer: str, words: str, names: list[str]) -> None:
    result = await run("action_automatische_incasso", text=words, customer=customer)
    assert result.names == names
    assert (result.slots.get("aanbod") == "action_overdragen") is names[-1].endswith(("stoppen", "starten"))


async def test_who_paid_everything_and_changed_it_gets_no_advice(run: Any, services: Any, customer_id: Any) -> None:
    await services.billing.change_instalment(await customer_id(SANNE), Decimal(210))
    result = await run("action_termijnbedrag_opvragen")
    assert "aanbod" not in result.slots
    assert "Dat is een goed bedrag." in result.slots["eenvoudiger"]
