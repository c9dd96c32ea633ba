"""Handing over to a human: when one can be had, the case with all that the bot knows; otherwise an honest word."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.complex import STORY, before_handing_over, complex_form, keep_for_callback
from actions.conversation import HAND_OVER, Answer, Turn
from dichtbij.customers.rules.iban import masked
from dichtbij.handoff.model import PRIORITY_INTENTS
from dichtbij.registry import load_registry
from dichtbij.values import yes_no

CALL_BACK = "terugbelverzoek_form"
_EURO = re.compile(r"€\s?-?\d+(?:\.\d{3})*(?:,\d+)?")
_PLUMBING = frozenset(
    {
        "requested_slot", "aanspreekvorm", "openstaande_vraag", "openstaande_tekst", "openstaande_vragen",
        "onderbroken_formulier", "pogingen", "aanbod", "niet_begrepen_keer", "overdracht_reden",
        "session_started_metadata",
        "aangeboden_stappen", "laatste_vraag", "laatste_context", "eenvoudiger",
        "verhaal", "terugbel_onderwerp", "overdracht_vraag",
        "adres_pogingen", "code", "code_gevraagd", "telwerk", "stand_zeker", "meterstand",
        "organisatie", "telefoon", "adres", "website", "openingstijden",
    }
)  # fmt: skip
"""Slots that say something about the dialogue, not about the customer. The one-time code is nobody's business."""


class Overdragen(Answer):
    """Runs for every intent of kind complex, for a request for a human, for frustration, and where policy refuses."""

    intent = "overdragen"

    async def answer(self, turn: Turn) -> None:
        intent = asked_about(turn)
        presence = await turn.services.availability.now(intent)
        if not presence.available and _accepts_callback(turn):
            turn.follow_up(CALL_BACK)
            return
        reason, trigger = _why(turn)
        said = f"utter_{turn.intent}_begrip"
        question = load_registry().get(turn.intent)
        if complex_form(turn):
            pass  # the form showed understanding when it began
        elif question and question.kind == "complex" and turn.intent != "medewerker_spreken":
            turn.say(said)
        elif reason == "frustratie":
            turn.say("utter_overdragen_na_frustratie")
        await before_handing_over(turn)
        if not presence.available:
            keep_for_callback(turn)
        if presence.available:
            turn.dispatcher.utter_message(json_message={"handover": handover_context(turn, reason, trigger)})
        elif presence.is_open:
            turn.say("utter_balie_geen_medewerker_open")
            turn.offer(CALL_BACK)
        else:
            organisation = turn.services.organisation
            when = organisation.when_open_text(turn.services.clock(), organisation.balie.team_of(intent).key)
            turn.say("utter_balie_gesloten", wanneer_open=when)
            turn.offer(CALL_BACK)
        if presence.available or turn.tracker.active_loop.get("name") != CALL_BACK:
            # A callback that is nearly noted is the way out when nobody is there: that form stays open.
            turn.events += [SlotSet("requested_slot", None), ActiveLoop(None)]
        turn.set(overdracht_reden=None, niet_begrepen_keer=0)
        turn.set(openstaande_vraag=None, openstaande_tekst=None, openstaande_vragen=None)
        turn.set(verhaal=None, klacht_kenmerk=None, overdracht_vraag=None)


class AanbiedenMedewerker(Answer):
    """Offers a human to an irritated customer, and to a calm one whose circumstances a human handles better."""

    intent = "aanbieden_medewerker"

    async def answer(self, turn: Turn) -> None:
        reading = (turn.tracker.latest_message.get("metadata") or {}).get("reading") or {}
        calm = reading.get("advice") == "offer" and not _irritated(reading)
        kind = "omstandigheid" if calm else "medewerker"
        turn.say(f"utter_balie_aanbod_{kind}")
        turn.offer(HAND_OVER)


class NietGebouwd(Answer):
    """A question that the bot can't arrange yet goes to a human, politely; nothing pretends."""

    intent = "niet_gebouwd"

    async def answer(self, turn: Turn) -> None:
        turn.say("utter_niet_gebouwd")
        turn.set(overdracht_reden="niet_gebouwd")
        turn.follow_up(HAND_OVER)


def _accepts_callback(turn: Turn) -> bool:
    """Whether this is the yes to a call that was offered because nobody is there, and not to a human."""
    return turn.tracker.get_slot("aanbod") == CALL_BACK and yes_no(turn.text) is True


def _why(turn: Turn) -> tuple[str, str]:
    reading = (turn.tracker.latest_message.get("metadata") or {}).get("reading") or {}
    set_by_action = turn.tracker.get_slot("overdracht_reden")
    if set_by_action:
        return str(set_by_action), complex_form(turn) or turn.tracker.active_loop.get("name") or turn.intent
    if _irritated(reading) and reading.get("advice") == "hand_over":
        return "frustratie", "reading"
    offered = _offered_for(turn)
    if offered:
        return offered, "aanbod"
    if turn.intent == "medewerker_spreken" or reading.get("wants_human"):
        return "verzoek", "medewerker_spreken"
    question = load_registry().get(turn.intent)
    if question and question.kind == "complex":
        return "complex", turn.intent
    return "verzoek", turn.intent or "aanbod"


def _readings(turn: Turn) -> list[dict[str, Any]]:
    """The readings of the customer's last messages, newest first."""
    users = [event for event in turn.tracker.events if event.get("event") == "user"]
    return [(event.get("metadata") or {}).get("reading") or {} for event in reversed(users[-3:])]


def _offered_for(turn: Turn) -> str:
    """Why the human was offered that this is the yes to: "frustratie" or "complex"; empty when none was."""
    offered = [reading for reading in _readings(turn) if reading.get("advice") == "offer"]
    if any(_irritated(reading) for reading in offered):
        return "frustratie"
    return "complex" if offered else ""


def _irritated(reading: dict[str, Any]) -> bool:
    """A calm request for a human has the advice to hand over too."""
    return reading.get("level", "kalm") != "kalm"


def _evidence(turn: Turn) -> list[dict[str, Any]]:
    """Why a human was thought better: of the message that weighs most among the last."""
    heaviest = max(
        _readings(turn),
        key=lambda reading: max(float(reading.get("score") or 0.0), float(reading.get("complexity") or 0.0)),
        default={},
    )
    return [
        {name: item.get(name, "") for name in ("name", "label", "words", "weight")}
        for item in heaviest.get("evidence", [])
        if item["weight"] > 0
    ]


def asked_about(turn: Turn) -> str:
    """The question that a human has to answer; empty when unknown."""
    return _asked_about(turn, _turns(turn.tracker.events))["intent"] or str(
        turn.tracker.get_slot("openstaande_vraag") or ""
    )


def _asked_about(turn: Turn, turns: list[dict[str, Any]]) -> dict[str, Any]:
    """The turn in which the customer asked it."""
    asked = [t for t in turns if _is_question(t) and t["intent"] != "medewerker_spreken"]
    last = asked[-1] if asked else (turns[-1] if turns else {"intent": "", "text": ""})
    gathered = complex_form(turn)
    return {**last, "intent": gathered} if gathered and last["intent"] not in PRIORITY_INTENTS else last


def handover_context(turn: Turn, reason: str, trigger: str) -> dict[str, Any]:
    """What an agent needs of the bot's side; the counter adds the record, the customer and the signals."""
    turns = _turns(turn.tracker.events)
    registry = load_registry()
    form = turn.tracker.active_loop.get("name")
    questions = [t for t in turns if _is_question(t)]
    asked = [t for t in questions if t["intent"] != "medewerker_spreken"]
    last = _asked_about(turn, turns)
    pending = turn.tracker.get_slot("openstaande_vraag")
    gathered = complex_form(turn)
    story = "\n".join(turn.slot(STORY) or []) if gathered else ""
    return {
        "reason": reason,
        "trigger": trigger,
        "intent": last["intent"] or (pending or ""),
        "ask": story or last["text"] or turn.tracker.get_slot("openstaande_tekst") or "",
        "evidence": _evidence(turn),
        "intents": [
            {
                "intent": t["intent"],
                "title": registry[t["intent"]].title,
                "confidence": round(t["confidence"], 2),
                "at": t["at"],
            }
            for t in questions[-8:]
        ],
        "tried": [
            {"question": registry[t["intent"]].title, "answer": "\n".join(t["answers"])}
            for t in asked[-5:]
            if t["answers"]
        ],
        "shown_figures": _figures(turns),
        "slots": {
            name: _shown(name, value)
            for name in turn.tracker.slots
            if (value := turn.slot(name)) is not None and name not in _PLUMBING
        },
        "open_form": _open_form(turn, form) if form else None,
    }


def _shown(slot: str, value: Any) -> Any:
    """A slot as the agent sees it: a bank account is masked here as everywhere."""
    return masked(value) if slot == "iban" and isinstance(value, str) else value


def _figures(turns: list[dict[str, Any]]) -> list[str]:
    """Amounts the customer was told, oldest first; of a long answer the first, which are what it is about."""
    shown = [figure for turn in turns for answer in turn["answers"] for figure in _EURO.findall(answer)[:5]]
    return list(dict.fromkeys(shown))[-20:]


def _open_form(turn: Turn, form: str) -> dict[str, Any] | None:
    intent = form.removesuffix("_form")
    question = load_registry().get(intent)
    required = turn.form_slots(form)
    asked = turn.tracker.get_slot("requested_slot")
    if complex_form(turn) and (asked not in required or turn.slot(asked) is not None):
        return None  # all was told: nothing was left open, and what is known stands among the slots
    values = {slot: _shown(slot, turn.tracker.get_slot(slot)) for slot in required if slot not in _PLUMBING}
    return {
        "name": intent,
        "title": question.title if question else "Identificatie",
        "filled": {slot: value for slot, value in values.items() if value is not None},
        "missing": [slot for slot, value in values.items() if value is None],
    }


SURE = 0.6
"""How certain an intent must be to be told to an agent as what the customer asked."""


def _is_question(turn: dict[str, Any]) -> bool:
    question = load_registry().get(turn["intent"])
    if turn.get("is_answer") and turn["intent"] not in PRIORITY_INTENTS:
        return False  # told to a complex question: whatever it looks like, nothing else is asked
    return question is not None and question.kind != "dialogue" and turn["confidence"] >= SURE


def _answered(turns: list[dict[str, Any]]) -> dict[str, Any]:
    """The turn an answer belongs to: a code or a "yes" goes on with the question before it."""
    return next((turn for turn in reversed(turns) if _is_question(turn)), turns[-1])


def _turns(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The customer's messages with what the bot answered to each, since the last handover."""
    turns: list[dict[str, Any]] = []
    gathering = False
    for event in events:
        if event.get("event") == "active_loop":
            question = load_registry().get(str(event.get("name") or "").removesuffix("_form"))
            gathering = question is not None and question.kind == "complex"
        if event.get("event") == "user":
            text = event.get("text") or ""
            intent = (event.get("parse_data") or {}).get("intent") or {}
            title = (event.get("metadata") or {}).get("title")
            turns.append(
                {
                    "text": (title or "") if text.startswith("/") else text,
                    "intent": intent.get("name") or "",
                    "confidence": float(intent.get("confidence") or 0.0),
                    "at": event.get("timestamp"),
                    "is_answer": gathering,
                    "answers": [],
                }
            )
        elif event.get("event") == "bot" and turns and event.get("text"):
            name = str((event.get("metadata") or {}).get("utter_action") or "")
            if not name.startswith("utter_identificatie_"):
                _answered(turns)["answers"].append(event["text"])
        elif event.get("event") == "bot" and (event.get("data") or {}).get("custom", {}).get("handover"):
            turns = []
    return turns
