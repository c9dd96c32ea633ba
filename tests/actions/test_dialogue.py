"""Yes, no, stop, say that again, I did not understand."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher


def user(text: str, intent: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}}}


def bot(text: str, buttons: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": {"buttons": buttons}}


async def test_yes_does_what_was_offered_and_the_offer_is_gone(run: Any) -> None:
    said = await run("action_bevestigen", text="ja", slots={"aanbod": "termijnbedrag_wijzigen_form"})
    assert said.followup == "termijnbedrag_wijzigen_form"
    assert said.slots["aanbod"] is None
    assert said.names == []


async def test_yes_and_no_without_an_offer(run: Any) -> None:
    assert (await run("action_bevestigen", text="ok")).names == ["utter_bevestigen_los"]
    assert (await run("action_ontkennen", text="nee")).names == ["utter_ontkennen_los"]


async def test_no_takes_the_offer_away(run: Any) -> None:
    said = await run("action_ontkennen", text="nee", slots={"aanbod": "action_overdragen"})
    assert said.names == ["utter_aanbod_afgewezen"]
    assert said.slots["aanbod"] is None


async def test_never_mind_is_a_no_to_an_offer(run: Any) -> None:
    said = await run("action_annuleren", text="laat maar", slots={"aanbod": "action_overdragen"})
    assert said.names == ["utter_aanbod_afgewezen"]
    assert (await run("action_annuleren", text="stop")).names == ["utter_annuleren_niets"]


async def test_stopping_empties_the_form(run: Any) -> None:
    slots = {"meterstanden": {"tel-1": "12"}, "requested_slot": "meterstand", "openstaande_vraag": "x"}
    said = await run("action_annuleren", text="stop maar", slots=slots, form="meterstand_doorgeven_form")
    assert said.closed
    assert said.text.startswith("Gestopt: meterstand doorgeven. Er is niets veranderd.")
    assert said.slots["meterstanden"] is None
    assert said.slots["requested_slot"] is None
    assert said.slots["openstaande_vraag"] is None


async def test_stopping_the_identification_has_its_own_words(run: Any) -> None:
    said = await run("action_annuleren", text="stop", form="identificatie_form", customer="10118392")
    assert "controleren wie u bent" in said.text


async def test_the_last_answer_is_said_again_with_its_buttons(run: Any) -> None:
    buttons = [{"title": "Medewerker", "payload": "/medewerker_spreken"}]
    history = [user("wat kost het", "tarieven_opvragen"), bot("Zoveel."), bot("Per maand.", buttons)]
    said = await run("action_herhalen", text="nog eens", history=history)
    assert said.text == "Zoveel.\nPer maand."
    assert said.values("utter_herhalen")["buttons"] == buttons


async def test_thanks_is_not_what_is_meant_with_again(run: Any) -> None:
    history = [user("wat kost het", "tarieven_opvragen"), bot("Zoveel.")]
    history += [user("dank je", "bedanken"), bot("Graag gedaan.")]
    assert (await run("action_herhalen", text="nog eens", history=history)).text == "Zoveel."


async def test_nothing_to_say_again(run: Any) -> None:
    assert (await run("action_herhalen", text="nog eens")).names == ["utter_herhalen_niets"]


async def test_in_a_form_the_question_is_explained_instead(run: Any) -> None:
    history = [user("meterstand", "meterstand_doorgeven"), bot("Wat is de stand van gas?")]
    said = await run(
        "action_herhalen",
        text="wat bedoel je",
        history=history,
        form="meterstand_doorgeven_form",
        slots={"requested_slot": "meterstand"},
    )
    assert said.names == ["utter_meterstand_doorgeven_uitleg_meterstand"]


async def test_in_a_form_without_explanation_the_form_itself_asks_again(run: Any) -> None:
    history = [user("meterstand", "meterstand_doorgeven"), bot("Klopt dat?")]
    slots = {"requested_slot": "bevestiging"}
    said = await run("action_herhalen", text="wat", history=history, form="meterstand_doorgeven_form", slots=slots)
    assert said.names == []


@pytest.mark.parametrize(
    ("ranking", "response", "payloads"),
    [
        ({"contract_info": 0.2, "verbruik_inzien": 0.18, "groet": 0.3}, "utter_welke_vraag", 2),
        ({"contract_info": 0.25, "verbruik_inzien": 0.05}, "utter_bedoelt_vraag", 0),
        ({"contract_info": 0.15, "verbruik_inzien": 0.05}, "utter_niet_begrepen", 0),
        ({"groet": 0.2}, "utter_niet_begrepen", 0),
    ],
)
async def test_unsure_is_said_with_a_choice_a_guess_or_neither(
    services: Any,
    domain: dict[str, Any],
    registered: Any,
    ranking: dict[str, float],
    response: str,
    payloads: int,
) -> None:
    message = {
        "text": "hm",
        "intent": {"name": "nlu_fallback", "confidence": 0.7},
        "intent_ranking": [{"name": name, "confidence": value} for name, value in ranking.items()],
    }
    events = [{"event": "user", "text": "hm", "parse_data": message}]
    tracker = Tracker("c-1", {}, message, events, False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    set_slots = await registered["action_niet_begrepen"].run(dispatcher, tracker, domain)
    [said] = dispatcher.messages
    assert said["response"] == response
    assert len(said["buttons"]) == payloads
    offered = [event["value"] for event in set_slots if event.get("name") == "aanbod"]
    assert offered == (["action_contract_info"] if response == "utter_bedoelt_vraag" else [])


async def test_not_understood_twice_offers_a_human(run: Any) -> None:
    history = [user("asdf", "nlu_fallback"), bot("Dit begrijp ik niet goed.")]
    slots = {"niet_begrepen_keer": 1}
    said = await run("action_niet_begrepen", text="qwer", intent="nlu_fallback", slots=slots, history=history)
    assert said.names == ["utter_niet_begrepen_weer"]
    assert said.slots["aanbod"] == "action_overdragen"


async def test_a_loose_value_is_asked_about(run: Any) -> None:
    assert (await run("action_informeren", text="12345")).names == ["utter_informeren_los"]
