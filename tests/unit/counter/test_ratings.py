"""When a customer is asked how the help was."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from dichtbij.conversations.model import Content, ConversationId, Message, MessageId
from dichtbij.counter.ratings import ASKED, agent_may_ask, answers_question, asked_after, bot_may_ask

THANKS = Content(text="Graag gedaan.", marks=("utter:utter_bedanken",))
CALM = {"level": "kalm"}
ANGRY = {"level": "geïrriteerd"}


def said(*marks: str, sender: Any = "bot") -> dict[str, Any]:
    return {"sender": sender, "content": Content(text="...", marks=tuple(f"utter:{mark}" for mark in marks))}


def asked(reading: dict[str, str] = CALM, text: str = "en?") -> dict[str, Any]:
    return {"sender": "customer", "content": Content(text=text), "reading": reading}


def course(*rows: dict[str, Any]) -> list[Message]:
    at = datetime(2026, 11, 23, tzinfo=timezone.utc)
    return [
        Message(id=MessageId(str(seq)), conversation_id=ConversationId("c"), seq=seq, at=at, **row)
        for seq, row in enumerate(rows, start=1)
    ]


ANSWERED = (said("utter_balie_welkom"), asked(), said("utter_factuur_uitleg_bijbetalen"), asked(text="bedankt"))


@pytest.mark.parametrize(
    ("name", "is_answer"),
    [
        ("utter_factuur_uitleg_bijbetalen", True),
        ("utter_openingstijden", True),
        ("utter_termijnbedrag_wijzigen_klaar", True),
        ("utter_termijnbedrag_wijzigen_vraag_termijnbedrag", False),
        ("utter_termijnbedrag_wijzigen_uitleg_termijnbedrag", False),
        ("utter_betaaldatum_wijzigen_bevestig", False),
        ("utter_betaalregeling_aanvragen_medewerker_loopt", False),
        ("utter_identificatie_vraag_code", False),
        ("utter_klacht_indienen_begrip", False),
        ("utter_niet_begrepen", False),
    ],
)
def test_what_counts_as_an_answer(name: str, is_answer: bool) -> None:
    assert answers_question([f"utter:{name}"]) is is_answer


@pytest.mark.parametrize("ending", ["utter_bedanken", "utter_afscheid", "utter_feedback_positief"])
def test_asked_when_the_customer_rounds_off(ending: str) -> None:
    assert bot_may_ask(course(*ANSWERED), Content(text="x", marks=(f"utter:{ending}",)))


def test_not_in_the_middle_of_things() -> None:
    answer = Content(text="x", marks=("utter:utter_factuur_opvragen",))
    assert not bot_may_ask(course(*ANSWERED), answer)


def test_no_to_a_next_step_ends_it_and_no_to_a_human_does_not() -> None:
    declined = Content(text="Goed.", marks=("utter:utter_aanbod_afgewezen",))
    assert bot_may_ask(course(*ANSWERED[:3], asked(text="nee")), declined)
    offered = said("utter_balie_aanbod_medewerker")
    offered["content"] = Content(text="?", marks=("utter:utter_balie_aanbod_medewerker", "offer_human"))
    assert not bot_may_ask(course(*ANSWERED, offered, asked(text="nee")), declined)


def test_once_in_a_conversation() -> None:
    again = course(*ANSWERED, said("utter_bedanken", "utter_beoordeling_vraag"), asked(text="dank"))
    assert not bot_may_ask(again, THANKS)


def test_not_when_nothing_was_answered() -> None:
    assert not bot_may_ask(course(said("utter_balie_welkom"), asked(text="bedankt")), THANKS)


@pytest.mark.parametrize(
    "sad",
    [
        "utter_gaslucht",
        "utter_koolmonoxide",
        "utter_brand",
        "utter_schulden_begrip",
        "utter_overlijden_melden_begrip",
    ],
)
def test_never_after_danger_death_or_debts(sad: str) -> None:
    told = course(*ANSWERED, said(sad, sender="system"), asked(text="bedankt"))
    assert not bot_may_ask(told, THANKS)
    assert not agent_may_ask(told, "verzoek", "")


def test_never_while_irritated() -> None:
    angry = course(*ANSWERED, asked(ANGRY), said("utter_bedanken"), asked(text="nou bedankt"))
    assert not bot_may_ask(angry, THANKS)
    assert not agent_may_ask(angry, "verzoek", "factuur_uitleg")
    calmed = course(asked(ANGRY), *ANSWERED, asked(), asked())
    assert bot_may_ask(calmed, THANKS)


@pytest.mark.parametrize(
    ("reason", "intent", "may"),
    [
        ("verzoek", "factuur_uitleg", True),
        ("frustratie", "factuur_uitleg", True),
        ("gevaar", "", False),
        ("complex", "schulden", False),
        ("complex", "overlijden_melden", False),
        ("complex", "klacht_indienen", True),
    ],
)
def test_an_agent_who_closes(reason: str, intent: str, may: bool) -> None:
    assert agent_may_ask(course(*ANSWERED), reason, intent) is may


def test_the_tap_belongs_to_who_was_helping_when_it_was_asked() -> None:
    first = said("utter_bedanken", "utter_beoordeling_vraag")
    second = said("utter_balie_gesprek_gesloten", "utter_beoordeling_vraag", sender="system")
    assert ASKED in first["content"].marks
    assert asked_after(course(*ANSWERED, first)) == "bot"
    assert asked_after(course(*ANSWERED, first, asked(), second)) == "agent"
