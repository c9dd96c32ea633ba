"""Being called back: number, part of the day, subject; open to everybody, also when nobody is at the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import phonenumbers

from actions.complex import told_for_callback
from actions.conversation import Turn
from actions.forms import CHANGE, CONFIRM, Form, Outcome, Wrong
from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM
from dichtbij.handoff.callbacks import SLOTS
from dichtbij.registry import load_registry
from dichtbij.values import dates, phones, says_wrong, yes_no

LONGEST_SUBJECT = 200
LONGEST_STORY = 1000
"""Characters of what was told for a human who was not there: nobody should have to tell it twice."""
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

_PARTS = (
    ("ochtend", re.compile(r"\b(?:\w*ochtends?|\w*voormiddag|vroeg|(?:morgen)?morgens)\b", re.IGNORECASE)),
    ("middag", re.compile(r"\b(?:\w*namiddag|\w*middags?|na de lunch)\b", re.IGNORECASE)),
    ("avond", re.compile(r"\b(?:\w*avonds?|na het eten)\b", re.IGNORECASE)),
)
_HOUR = re.compile(
    r"\b(?:om|na|vanaf|rond|tussen|tss|voor|half)\s+(?P<hour>\d{1,2})(?:[.:]\d{2})?(?:\s*(?:uur|u\b))?(?![\d.,/-])",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:maakt (?:me )?(?:niet|niks) uit|altijd|hele dag|wanneer dan ook|geen voorkeur)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\b(?:ander(?:e)? nummer|ander|niet dat nummer)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:over|gaat om|vanwege|ivm|i\.v\.m\.|onderwerp(?: is)?:?|want|omdat)\s+"
    r"(?!(?:een |\d+ )?(?:week|uur|uurtje|kwartier|maand|dagen)\b)"
    r"(?P<what>[^.!?\n]{3,})",
    re.IGNORECASE,
)
_ABOUT_WORDS = re.compile(r"^\s*(?:(?:het|dat) gaat )?(?:over|om)\s+", re.IGNORECASE)
_DIGITS = re.compile(r"\d[\d\s.()/-]{2,}\d")
_NO_SUBJECT = frozenset({"terugbelverzoek", "medewerker_spreken"})


class Terugbelverzoek(Form):
    """Stored as an appointment for the agents; the day is the first on which they can call in that part of the day."""

    intent = "terugbelverzoek"
    slots = ("terugbelnummer", "dagdeel", "onderwerp", "belwens")
    unmistakable = ("terugbelnummer",)
    named = {
        "terugbelnummer": r"(?:telefoon|mobiele? ?)?nummer|telefoon",
        "dagdeel": "tijd|tijdstip|moment|dagdeel|wanneer|dag|uur",
        "onderwerp": "onderwerp|waarover|waar het over gaat|reden|vraag",
    }

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """A wish for a day is only taken when given."""
        return ("terugbelnummer", "dagdeel", "onderwerp")

    async def start(self, turn: Turn) -> Outcome:
        """The question that was asked before is what it is about, unless the customer says otherwise."""
        pending = told_for_callback(turn)[:LONGEST_STORY] or _pending_question(turn)
        if pending and turn.slot("onderwerp") is None:
            turn.set(onderwerp=pending)
        return None

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "terugbelnummer":
            return await _number(text, turn, asked=asked)
        if slot == "dagdeel":
            return _part_of_day(text, turn, asked=asked)
        if slot == "belwens":
            return _wished_day(text, turn)
        return _subject(text, asked=asked) or _other_subject(text, turn)

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        if slot == "terugbelnummer" and value == "ander":
            return Wrong("utter_terugbelverzoek_ander_nummer")
        if slot == "terugbelnummer" and value == "ongeldig":
            return Wrong("utter_terugbelverzoek_nummer_ongeldig")
        if slot == "dagdeel" and value not in (possible := turn.services.callbacks.parts(_team(turn))):
            return Wrong("utter_terugbelverzoek_dagdeel_niet", {"dagdeel": value, "buttons": _buttons(possible)})
        return value

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        possible = turn.services.callbacks.parts(_team(turn))
        if slot == "dagdeel" and len(possible) < len(SLOTS):
            turn.say("utter_terugbelverzoek_vraag_dagdeel_keuze", buttons=_buttons(possible))
            return None
        known = await _known_number(turn) if slot == "terugbelnummer" else None
        if known is None:
            return await super().ask(slot, turn)
        shown = _shown(known)
        buttons = [{"title": shown[:20], "payload": shown}]
        turn.say("utter_terugbelverzoek_vraag_bekend_nummer", terugbelnummer=shown, buttons=buttons)
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        turn.say(
            "utter_terugbelverzoek_bevestig",
            terugbelnummer=_shown(values["terugbelnummer"]),
            wanneer=_when(turn, values),
            onderwerp=values["onderwerp"],
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        subject = values["onderwerp"]
        if wish := _unmet_wish(turn, values):
            subject = turn.part("utter_deel_terugbelverzoek_onderwerp_met_wens", onderwerp=subject, dag=_day(wish))
        await turn.services.callbacks.ask(
            name=turn.customer.name if turn.customer else "",
            phone=values["terugbelnummer"],
            slot=values["dagdeel"],
            subject=subject,
            customer_id=turn.identity.customer_id,
            conversation_id=turn.conversation_id,
            day=_wish(values),
            team=_team(turn),
        )
        turn.say(
            "utter_terugbelverzoek_klaar",
            terugbelnummer=_shown(values["terugbelnummer"]),
            wanneer=_when(turn, values),
        )
        return None


# -- the number ---------------------------------------------------------------------------------------------------


async def _known_number(turn: Turn) -> str | None:
    """The number in the profile, when the customer is known and lets us use it."""
    if turn.identity.customer_id is None or turn.customer is None:
        return None
    if not turn.customer.has_consent.get("persoonlijke_antwoorden", True):
        return None
    card = await turn.services.profiles.card(turn.identity.customer_id)
    found = phones(card.phone) if card and card.phone else []
    return found[0].value if found else None


async def _number(text: str, turn: Turn, *, asked: bool) -> str | None:
    found = phones(text)
    if found:
        return found[-1].value
    if not asked:
        return None
    if _DIGITS.search(text):
        return "ongeldig"
    if turn.tracker.get_slot("requested_slot") != "terugbelnummer":
        return "ander" if _OTHER.search(text) else None  # a "ja" to the whole says nothing about the number
    known = await _known_number(turn)
    if known and (yes_no(text) is False or _OTHER.search(text)):
        return "ander"
    return known if known and yes_no(text) else None


def _shown(number: str) -> str:
    """As people write it: "06 12345678"; with the country when it is another one."""
    parsed = phonenumbers.parse(number, "NL")
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, kind.NATIONAL if parsed.country_code == 31 else kind.INTERNATIONAL)


# -- when ---------------------------------------------------------------------------------------------------------


def _part_of_day(text: str, turn: Turn, *, asked: bool) -> str | None:
    for part, words in _PARTS:
        if words.search(text):
            return part
    hour = _HOUR.search(text)
    if hour and (value := int(hour["hour"])) < 24:
        value += 12 if value < 8 else 0  # nobody is called at three at night
        return next(part for part, ends in SLOTS.items() if value < ends) if value < 20 else "avond"
    if asked and _ANY.search(text):
        calls, team = turn.services.callbacks, _team(turn)
        return min(calls.parts(team), key=lambda part: (calls.first_day(part, team), SLOTS[part]))
    return None


def _team(turn: Turn) -> str:
    """Whose agents call: by what the customer asked before."""
    return turn.services.callbacks.team_of(_pending_intent(turn))


def _buttons(parts: Sequence[str]) -> list[dict[str, str]]:
    return [{"title": part.capitalize(), "payload": part} for part in parts]


def _wished_day(text: str, turn: Turn) -> str | None:
    today = turn.services.clock().astimezone(AMSTERDAM).date()
    ahead = [found.value for found in dates(text, today, "future") if found.value >= today]
    return ahead[0].isoformat() if ahead else None


def _wish(values: dict[str, Any]) -> date | None:
    """The day the customer wished for."""
    return date.fromisoformat(values["belwens"]) if values.get("belwens") else None


def _unmet_wish(turn: Turn, values: dict[str, Any]) -> date | None:
    """A wished day on which nobody can call in that part of the day; the agent reads it in the subject."""
    wished = _wish(values)
    return wished if wished and not turn.services.callbacks.can_call(wished, values["dagdeel"], _team(turn)) else None


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {dutch_date(day)}"


def _when(turn: Turn, values: dict[str, Any]) -> str:
    """The day that is promised, or the wish that the agent will read; no day is promised against a wish."""
    part, wished = values["dagdeel"], _unmet_wish(turn, values)
    if wished:
        return turn.part(f"utter_deel_terugbelverzoek_liefst_{part}", dag=_day(wished))
    day = _wish(values) or turn.services.callbacks.first_day(part, _team(turn))
    return turn.part(f"utter_deel_terugbelverzoek_{part}", dag=_day(day))


# -- what it is about ---------------------------------------------------------------------------------------------


def _subject(text: str, *, asked: bool) -> str | None:
    if asked:
        return _ABOUT_WORDS.sub("", text, count=1).strip()[:LONGEST_SUBJECT] or None
    about = _ABOUT.search(text)
    return about["what"].strip()[:LONGEST_SUBJECT] if about else None


_NO_BUT = re.compile(r"\W*(?:nee|neen|sorry|wacht|toch|liever)\b[\s,.:]*(?:het is |het moet zijn )?", re.IGNORECASE)


def _other_subject(text: str, turn: Turn) -> str | None:
    """Said while the customer decides on the whole: "nee, mijn verhuizing" is another subject, not another question."""
    question = load_registry().get(turn.intent)
    if turn.tracker.get_slot("requested_slot") not in (CONFIRM, CHANGE) or question is None or text.endswith("?"):
        return None
    if question.kind == "dialogue" or turn.intent in _NO_SUBJECT or says_wrong(text) or _names_a_part(text):
        return None
    return _NO_BUT.sub("", text, count=1).strip()[:LONGEST_SUBJECT] or None


def _names_a_part(text: str) -> bool:
    """ "Het nummer": which part is wrong, and no new subject."""
    parts = "|".join(Terugbelverzoek.named.values())
    return re.fullmatch(rf"\W*(?:(?:nee|het|de|mijn|dat|alleen)\W+)*(?:{parts})\W*", text, re.IGNORECASE) is not None


def _pending_question(turn: Turn) -> str | None:
    """What the customer last asked, in the own words; the title of the question when a button was tapped."""
    event = _pending(turn)
    if event is None:
        return None
    text = str(event.get("text") or "")
    return load_registry()[_intent(event)].title if text.startswith("/") or not text else text[:LONGEST_SUBJECT]


def _pending_intent(turn: Turn) -> str:
    """The question that was last asked; empty when none was."""
    event = _pending(turn)
    return _intent(event) if event else ""


def _pending(turn: Turn) -> dict[str, Any] | None:
    """The customer's last message that was a question of its own."""
    registry = load_registry()
    for event in reversed(turn.tracker.events):
        if event.get("event") != "user":
            continue
        question = registry.get(_intent(event))
        if question is not None and question.kind != "dialogue" and _intent(event) not in _NO_SUBJECT:
            return dict(event)
    return None


def _intent(event: dict[str, Any]) -> str:
    return str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
