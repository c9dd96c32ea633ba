"""What an agent gets of the bot's side of a conversation."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import begin
from actions.handover import handover_context
from actions.services import Services

IRRITATED = {
    "advice": "offer",
    "score": 0.61,
    "level": "geïrriteerd",
    "evidence": [
        {
            "name": "nutteloos",
            "label": "zegt dat hij hier niets aan heeft",
            "words": "hier heb ik niks aan",
            "weight": 1.4,
        },
        {"name": "dank", "label": "bedankt", "words": "dank", "weight": -0.5},
    ],
}
DOMAIN = {"forms": {"rekeningnummer_wijzigen_form": {"required_slots": ["iban"]}}}


def user(text: str, intent: str, confidence: float = 0.95, **metadata: Any) -> dict[str, Any]:
    return {
        "event": "user",
        "text": text,
        "timestamp": 1.0,
        "parse_data": {"intent": {"name": intent, "confidence": confidence}},
        "metadata": metadata,
    }


def bot(text: str, name: str) -> dict[str, Any]:
    return {"event": "bot", "text": text, "metadata": {"utter_action": name}, "data": {}}


STORY = [
    user("waarom moet ik zoveel bijbetalen", "factuur_uitleg"),
    bot("Eerst moet ik zeker weten dat jij het bent.", "utter_identificatie_waarom"),
    bot("Wat is je klantnummer?", "utter_identificatie_vraag_klantnummer"),
    user("10482913", "informeren"),
    bot("Je betaalt € 640 bij. Daarvan is € 305 gas.", "utter_factuur_uitleg"),
    user("hier heb ik niks aan, dit is de derde keer", "storing_melden", 0.45, reading=IRRITATED),
    bot("Wil je liever verder met een medewerker?", "utter_balie_aanbod_medewerker"),
    user("ja graag", "bevestigen", reading={"advice": "none", "score": 0.1, "evidence": []}),
]


async def context(events: list[dict[str, Any]], **tracker: Any) -> dict[str, Any]:
    latest = {
        "text": events[-1]["text"],
        "intent": events[-1]["parse_data"]["intent"],
        "metadata": events[-1]["metadata"],
    }
    known = Tracker(
        "11111111-2222-4333-8444-555555555555",
        tracker.get("slots", {}),
        latest,
        events,
        False,
        None,
        {"name": tracker["form"]} if "form" in tracker else {},
        "action_listen",
    )
    turn = await begin(CollectingDispatcher(), known, DOMAIN)
    return handover_context(turn, "frustratie", "aanbod")


@pytest.fixture(autouse=True)
def _with_services(services: Services) -> Services:
    return services


async def test_the_ask_is_the_last_question_the_bot_was_sure_of() -> None:
    assert (await context(STORY))["ask"] == "waarom moet ik zoveel bijbetalen"


async def test_the_figures_she_was_shown_are_named_once() -> None:
    assert (await context([*STORY, bot("Je betaalt € 640 bij.", "utter_factuur_uitleg"), user("ja", "bevestigen")]))[
        "shown_figures"
    ] == ["€ 640", "€ 305"]


async def test_what_was_tried_is_the_answer_and_not_the_questions_of_identification() -> None:
    [tried] = (await context(STORY))["tried"]
    assert tried["question"] == "Uitleg van mijn rekening"
    assert tried["answer"].startswith("Je betaalt € 640 bij.")
    assert "klantnummer" not in tried["answer"]


async def test_the_evidence_is_of_the_irritated_message_also_when_the_last_one_is_a_plain_yes() -> None:
    assert [item["label"] for item in (await context(STORY))["evidence"]] == ["zegt dat hij hier niets aan heeft"]


async def test_an_unsure_intent_is_not_told_as_a_question() -> None:
    assert [row["intent"] for row in (await context(STORY))["intents"]] == ["factuur_uitleg"]


async def test_an_open_form_tells_what_is_missing_and_masks_the_bank_account() -> None:
    empty = await context(STORY, form="rekeningnummer_wijzigen_form")
    assert empty["open_form"] == {
        "name": "rekeningnummer_wijzigen",
        "title": "Ander rekeningnummer",
        "filled": {},
        "missing": ["iban"],
    }
    filled = await context(STORY, form="rekeningnummer_wijzigen_form", slots={"iban": "NL91ABNA0417164300"})
    assert "0417164300" not in str(filled)
    assert filled["open_form"]["filled"]["iban"].endswith("43 00")


async def test_the_one_time_code_is_nobodys_business() -> None:
    found = await context(STORY, slots={"code": "123456", "klantnummer": "10482913", "requested_slot": "code"})
    assert found["slots"] == {"klantnummer": "10482913"}


async def test_what_was_before_an_earlier_handover_does_not_count_again() -> None:
    handed = {"event": "bot", "text": None, "metadata": {}, "data": {"custom": {"handover": {"reason": "verzoek"}}}}
    again = [
        *STORY,
        handed,
        user("wanneer loopt mijn contract af", "contract_info"),
        user("mens graag", "medewerker_spreken"),
    ]
    found = await context(again)
    assert found["ask"] == "wanneer loopt mijn contract af"
    assert found["tried"] == []
