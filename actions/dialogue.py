"""Steering the conversation: yes, no, stop, say that again, I did not understand."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.conversation import HAND_OVER, RESUMED, Answer, Turn
from dichtbij.registry import load_registry
from dichtbij.values import ibans

LIKELY = 0.12
"""An intent at least this likely is worth asking about, when none is likely enough to answer."""

_SMALL_TALK = frozenset({"groet", "afscheid", "bedanken", "herhalen", "feedback_positief", "feedback_negatief"})
"""Whoever asks to hear it again does not mean the answer to one of these."""

_SIMPLER = re.compile(
    r"simpel|makkelijk|eenvoudig|gewone taal|gewoon nederlands|jip en janneke|begrijpelijk|duidelijk|korter|kort|"
    r"moeilijk|ingewikkeld|snap|begrijp|volg|anders uit|andere woorden|verstaanbaar|gemakkelijk",
    re.IGNORECASE,
)
"""Not the same words again, but easier ones."""

_LOST = re.compile(r"snap|begrijp|volg|duidelijk|abracadabra|chinees|ingewikkeld|moeilijk|wijs uit", re.IGNORECASE)

WORTH_ASKING_ALONE = 0.22
"""A single guess below this reads silly; then asking for other words is more honest."""


class Bevestigen(Answer):
    """Yes: to what was offered last."""

    intent = "bevestigen"

    async def answer(self, turn: Turn) -> None:
        offered = turn.offered
        if offered:
            turn.follow_up(offered)
        else:
            turn.say("utter_bevestigen_los")


class Ontkennen(Answer):
    """No: the offer is off."""

    intent = "ontkennen"

    async def answer(self, turn: Turn) -> None:
        if offered := turn.offered:
            _forget_resumed(turn, offered)
            # The form goes on by itself, right after this, with its own question.
            turn.say(
                "utter_formulier_gaat_verder" if turn.tracker.active_loop.get("name") else "utter_aanbod_afgewezen"
            )
        else:
            turn.say("utter_ontkennen_los")


class Annuleren(Answer):
    """Stop with the form that is open; nothing was changed."""

    intent = "annuleren"

    async def answer(self, turn: Turn) -> None:
        form = turn.tracker.active_loop.get("name")
        if not form:  # "laat maar" to an offer is a no
            offered = turn.offered
            turn.say("utter_aanbod_afgewezen" if offered else "utter_annuleren_niets")
            _forget_resumed(turn, offered or "")
            return
        question = load_registry().get(form.removesuffix("_form"))
        stopped = question.title.lower() if question else turn.part("utter_deel_controleren_wie")
        turn.say("utter_annuleren", onderwerp=stopped)
        turn.events += [SlotSet(slot, None) for slot in turn.form_slots(form)]
        turn.events += [SlotSet("requested_slot", None), ActiveLoop(None)]
        turn.set(openstaande_vraag=None, openstaande_tekst=None, openstaande_vragen=None, onderbroken_formulier=None)


def _forget_resumed(turn: Turn, declined: str) -> None:
    """A form that was offered to go on with, and declined: what was filled in must not surprise anybody later."""
    if declined.endswith("_form") and turn.tracker.get_slot("onderbroken_formulier") == f"{RESUMED}{declined}":
        turn.set(onderbroken_formulier=None, **dict.fromkeys(turn.form_slots(declined)))


class Herhalen(Answer):
    """Say the last answer again; in the middle of a form, ask the form's question in other words."""

    intent = "herhalen"

    async def answer(self, turn: Turn) -> None:
        said, buttons = _last_answer(turn)
        explanation = _explanation(turn)
        if explanation is not None:
            if explanation:
                turn.say(explanation)
            return  # the form itself asks again, right after this
        if _SIMPLER.search(turn.text) and said:
            self._simpler(turn)
            return
        if not said:
            turn.say("utter_herhalen_niets")
        else:
            turn.say("utter_herhalen", antwoord="\n".join(said), buttons=buttons)

    def _simpler(self, turn: Turn) -> None:
        """The answer's own simpler words; without them a person can explain it."""
        words = turn.slot("eenvoudiger") or _simple_text(turn)
        if words:
            turn.say("utter_herhalen_simpeler", antwoord=words)
        else:
            turn.say("utter_herhalen_niet_simpeler")
            turn.offer(HAND_OVER)


class FeedbackNegatief(Answer):
    """No use: sorry once, and a way on. Who says they can't follow hears it in simpler words first."""

    intent = "feedback_negatief"

    async def answer(self, turn: Turn) -> None:
        simpler = turn.slot("eenvoudiger")
        if simpler and _LOST.search(turn.text):
            turn.set(eenvoudiger=None)
            turn.say("utter_herhalen_simpeler", antwoord=simpler)
        else:
            turn.say("utter_feedback_negatief")


class NietBegrepen(Answer):
    """Unsure is said: which of several was meant, or other words please; the second time in a row a human."""

    intent = "niet_begrepen"

    async def answer(self, turn: Turn) -> None:
        language = turn.tracker.latest_message.get("taal")
        if language:
            turn.say("utter_andere_taal", zin=_in_their_words(turn, language))
            turn.offer(HAND_OVER)
            return
        times = int(turn.tracker.get_slot("niet_begrepen_keer") or 0)
        recent = times if _followed_fallback(turn) else 0
        turn.set(niet_begrepen_keer=recent + 1)
        if recent >= 1:
            turn.say("utter_niet_begrepen_weer")
            turn.offer(HAND_OVER)
            return
        likely = likely_questions(turn)
        if len(likely) >= 2:
            buttons = [{"title": title, "payload": f"/{intent}"} for intent, title in likely]
            turn.say("utter_welke_vraag", buttons=buttons)
        elif likely:
            [(intent, title)] = likely
            turn.say("utter_bedoelt_vraag", onderwerp=title)
            turn.offer(turn.action_of(intent))
        else:
            turn.say("utter_niet_begrepen")


def likely_questions(turn: Turn) -> list[tuple[str, str]]:
    """The questions, at most three, that a message may have been about: intent and title, the likeliest first."""
    registry = load_registry()
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    found = [
        (row["name"], float(row.get("confidence") or 0.0))
        for row in ranking
        if row.get("name") in registry
        and registry[row["name"]].kind != "dialogue"
        and float(row.get("confidence") or 0.0) >= LIKELY
    ][:3]
    if len(found) == 1 and found[0][1] < WORTH_ASKING_ALONE:
        return []
    return [(intent, registry[intent].title) for intent, _ in found]


def _last_answer(turn: Turn) -> tuple[list[str], list[dict[str, str]]]:
    """The bubbles of the last answer that said something, with the buttons of the last of them."""
    answers: list[str] = []
    buttons: list[dict[str, str]] = []
    for event in reversed(turn.tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            if not answers:
                buttons = (event.get("data") or {}).get("buttons") or []
            answers.insert(0, event["text"])
        elif event.get("event") == "user" and answers:
            intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
            if intent not in _SMALL_TALK:
                break
            answers, buttons = [], []
    return answers, buttons


def _simple_text(turn: Turn) -> str:
    """The simpler version of a fixed answer, when the responses have one."""
    try:
        return turn.part(f"utter_{turn.slot('laatste_vraag') or turn.intent}_simpel")
    except KeyError:
        return ""


def _in_their_words(turn: Turn, language: str) -> str:
    """That we write Dutch, in the language of the customer; nothing when we can't say it."""
    try:
        return f"{turn.part(f'utter_deel_taal_{language}')}\n"
    except KeyError:
        return ""


def _explanation(turn: Turn) -> str | None:
    """What explains the question of the open form; "" when there is nothing to add, None when no form is open."""
    form = turn.tracker.active_loop.get("name")
    if not form:
        return None
    name = f"utter_{form.removesuffix('_form')}_uitleg_{turn.tracker.get_slot('requested_slot')}"
    try:
        turn.part(name)
    except KeyError:
        return ""
    return name


def _followed_fallback(turn: Turn) -> bool:
    """Whether the message before this one was not understood either."""
    intents = [
        ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        for event in turn.tracker.events
        if event.get("event") == "user"
    ]
    return len(intents) >= 2 and intents[-2] == "nlu_fallback"


class Informeren(Answer):
    """A loose value, while nothing was asked."""

    intent = "informeren"

    async def answer(self, turn: Turn) -> None:
        if ibans(turn.text):  # there is one thing a customer gives a bank account for; the form asks whether it is that
            turn.follow_up("rekeningnummer_wijzigen_form")
        else:
            turn.say("utter_informeren_los")
