"""Two policies that come before Rasa's rules.

EscalationPolicy   a human goes first: what signals advised for this message, before every other prediction.
QuestionPolicy     one way for every question: which action answers an intent, a question in the middle of a form, and
                   that the bot listens when an action is done.

Both follow names instead of tables: `x` is answered by `x_form`, `action_x` or `utter_x`, whichever the domain has.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from dichtbij.nlu.language import LANGUAGE
from dichtbij.registry import Question, load_registry
from dichtbij.values import (
    asks_advice,
    changes_value,
    goes_back,
    is_follow_up,
    leaves,
    names_a_value,
    only_modifies,
    postcodes,
    says_wrong,
    takes_back,
    yes_no,
)

HAND_OVER = "action_overdragen"
IDENTIFY = "identificatie_form"
OFFER = "action_aanbieden_medewerker"
NOT_BUILT = "action_niet_gebouwd"
FALLBACK = "nlu_fallback"

INTERRUPTING_DIALOGUE = frozenset(
    {"annuleren", "hulp", "bot_vraag", "herhalen", "buiten_onderwerp", "feedback_negatief"}
)
"""Dialogue intents that are answered in the middle of a form; the others belong to the form's own question."""

OPEN_DIALOGUE = frozenset({"informeren", "bevestigen", "groet", "hulp", "buiten_onderwerp"})
"""Dialogue intents that a short follow-up is taken for by mistake."""

FEW_WORDS = 3
MOST_WORDS_AROUND_POSTCODE = 6

_STOP = re.compile(
    r"\W*(?:ik wil |laten we )?(?:stop|stoppen|annuleer|annuleren|laat maar(?: zitten)?)(?: maar| nu)?\W*$",
    re.IGNORECASE,
)
"""Words that leave a form whatever the classifier makes of them ("ik wil stoppen" is also how a contract is ended)."""


FREE_TEXT = frozenset(
    {
        "onderwerp", "klacht", "betwiste_factuur", "betwist_reden", "overname_situatie", "overname_datum",
        "schade_gebeurtenis", "schade_moment", "schade_kapot", "nieuw_adres",
    }
)  # fmt: skip
"""Slots that any words fill: what is told there is no new question, whatever it looks like."""


def action_for(intent: str, domain: Domain) -> str:
    """The one action that answers an intent."""
    if f"{intent}_form" in domain.form_names:
        return f"{intent}_form"  # a complex question too, when something is gathered for the human first
    question = load_registry().get(intent)
    if question and question.kind == "complex":
        return HAND_OVER
    for name in (f"action_{intent}", f"utter_{intent}"):
        if name in domain.action_names_or_texts:
            return name
    return NOT_BUILT


class _OwnPolicy(Policy):
    """A policy without anything to learn."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _OwnPolicy:
        """Made the same way for training and serving."""
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> _OwnPolicy:
        """There is nothing stored to load."""
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn."""
        return self._resource

    def _certain(self, action: str | None, domain: Domain) -> PolicyPrediction:
        if action is None:
            return self._prediction(self._default_predictions(domain))
        scores = self._default_predictions(domain)
        scores[domain.index_for_action(action)] = 1.0
        # "No user" predictions are the only kind that comes before RulePolicy's own when a form is open.
        return self._prediction(scores, is_no_user_prediction=True)


def _reading(tracker: DialogueStateTracker) -> dict[str, Any]:
    message = tracker.latest_message
    metadata = (message.metadata or {}) if message else {}
    reading: dict[str, Any] = metadata.get("reading") or {}
    return reading


def _intent(tracker: DialogueStateTracker) -> tuple[str, float]:
    """The likeliest intent, also when it is too unlikely to be answered at once: here the course speaks too."""
    message = tracker.latest_message
    if message is None:
        return "", 0.0
    intent = message.intent or {}
    if intent.get("name") == FALLBACK:
        ranking = (message.parse_data or {}).get("intent_ranking") or []
        intent = next((row for row in ranking if row["name"] != FALLBACK), intent)
    return intent.get("name") or "", float(intent.get("confidence") or 0.0)


def _leads_to_human(form: str | None) -> bool:
    """Whether a form gathers what a human needs, and ends with one."""
    question = load_registry().get((form or "").removesuffix("_form"))
    return question is not None and question.kind == "complex"


def _done_since_message(tracker: DialogueStateTracker) -> list[str]:
    done: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name:
            done.append(event.action_name)
    return done


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class EscalationPolicy(_OwnPolicy):
    """Hands over, or offers a human after the answer, when the reading of the message says so."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """sure: how certain a question must be to be answered before the offer."""
        return {"priority": 10, "sure": 0.6}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The advice of signals, once for each message."""
        reading = _reading(tracker)
        wants_hand_over = reading.get("wants_human") or reading.get("advice") == "hand_over"
        wants_offer = reading.get("advice") == "offer"
        text = (tracker.latest_message.text or "") if tracker.latest_message else ""
        gives_up = bool(_STOP.match(text)) or _intent(tracker)[0] == "annuleren"
        if gives_up and not reading.get("wants_human"):
            return self._certain(None, domain)  # "laat maar zitten" is said to what is going on, which then stops
        if not (wants_hand_over or wants_offer):
            return self._certain(None, domain)
        done = [action for action in _done_since_message(tracker) if action != ACTION_LISTEN_NAME]
        if HAND_OVER in done or OFFER in done:
            return self._certain(ACTION_LISTEN_NAME, domain)
        if wants_hand_over:
            return self._certain(HAND_OVER, domain)
        intent, confidence = _intent(tracker)
        question = load_registry().get(intent)
        is_question = question is not None and question.kind != "dialogue" and confidence >= self.config["sure"]
        form = tracker.active_loop_name
        calm = reading.get("level", "kalm") == "kalm"
        if calm and tracker.latest_message and (tracker.latest_message.parse_data or {}).get(LANGUAGE):
            return self._certain(None, domain)  # circumstances are read in Dutch; this gets its own answer and offer
        if calm and (_leads_to_human(form) or (is_question and question is not None and question.kind == "complex")):
            return self._certain(None, domain)  # a circumstance that the question's own way to a human is about
        if form and form in done and not tracker.get_slot("pogingen"):
            return self._certain(None, domain)  # the form could use it: "nee, doe toch maar de 20e" is no complaint
        if done and tracker.get_slot("aanbod") == HAND_OVER:
            return self._certain(None, domain)  # what was said already ends with that offer
        # An irritated customer with a real question, or in the middle of a form, gets the answer first, then the offer.
        return self._certain(OFFER if done or not (is_question or form) else None, domain)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class QuestionPolicy(_OwnPolicy):
    """Answers a question in the middle of a form, goes on with the form, and listens when an answer was given."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How certain an intent must be to be another question than the one that is going on.

        sure: to break into a form; sure_follow_up: out of a follow-up; sure_short: of two or three words;
        free_text: slots that any text can fill.
        """
        return {"priority": 9, "sure": 0.55, "sure_follow_up": 0.8, "sure_short": 0.9, "free_text": sorted(FREE_TEXT)}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Certain where a name decides; silent where Rasa's rules decide."""
        listening = tracker.latest_action_name == ACTION_LISTEN_NAME
        form = tracker.active_loop_name
        if listening and form:
            # Rasa's rules would take "12345678" for a loose value.
            return self._certain(self._interruption(tracker, domain) or form, domain)
        if listening:
            # Rasa's rules answer what stands by itself.
            several = _left_of_several(tracker, domain)
            next_ = several[0] if several else _answers_offer(tracker) or self._going_on(tracker, domain)
            return self._certain(next_, domain)
        # One action is one answer: after it the next question of the message, or the form that was broken into goes on.
        if form and tracker.latest_action_name == form:
            return self._certain(ACTION_LISTEN_NAME, domain)
        left = [] if form == IDENTIFY else _left_of_several(tracker, domain)
        return self._certain(left[0] if left else form or ACTION_LISTEN_NAME, domain)

    def _going_on(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        """The action that a follow-up belongs to ("en vorig jaar?", "maak er 150 van"); None when it is none."""
        context = tracker.get_slot("laatste_context")
        before = tracker.get_slot("laatste_vraag")
        if not context or not before:
            return None
        intent, confidence = _intent(tracker)
        text = (tracker.latest_message.text or "") if tracker.latest_message else ""
        if intent == before and takes_back(text):
            return action_for(intent, domain)  # however little its words alone say what it is about
        value_for = context.get("waarde_voor")
        # A loose postcode goes on with an answer that builds on one ("waarde_soort": no power).
        going_on = is_follow_up(text) or (context.get("waarde_soort") == "postcode" and _is_postcode(text))
        if not (going_on or (value_for and changes_value(text))) or text.startswith("/"):
            return None
        question = load_registry().get(intent)
        if intent in (before, value_for):
            return action_for(intent, domain)
        sure = self.config["sure_short" if len(text.split()) <= FEW_WORDS else "sure_follow_up"]
        if question and question.kind == "dialogue" and intent not in OPEN_DIALOGUE and confidence >= sure:
            return None
        if question and question.kind != "dialogue" and confidence >= sure and not only_modifies(text, before):
            return None  # "en wanneer loopt mijn contract af?" stands by itself
        return action_for(value_for if value_for and changes_value(text) else before, domain)

    def _interruption(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        intent, confidence = _intent(tracker)
        form = tracker.active_loop_name
        requested = tracker.get_slot("requested_slot")
        text = (tracker.latest_message.text or "") if tracker.latest_message else ""
        stops = intent == "annuleren" and confidence >= self.config["sure"]
        if _STOP.match(text) or (stops and requested not in self.config["free_text"]):
            return "action_annuleren"
        if tracker.get_slot("aanbod") and intent in ("bevestigen", "ontkennen"):
            return f"action_{intent}"
        if form and _steers(text, requested):
            return None
        question = load_registry().get(intent)
        if question is None or confidence < self.config["sure"] or f"{intent}_form" == form:
            return None
        if question.kind == "dialogue" and intent not in INTERRUPTING_DIALOGUE:
            return None
        free = requested in self.config["free_text"] and not _asks_in_between(text, question, confidence)
        if free or _looks_like_value(text, confidence):
            return None
        told = set(domain.required_slots_for_form(form)) & set(self.config["free_text"]) if form else set()
        if told and _corrects(text, requested):
            return None
        return action_for(intent, domain)


def _left_of_several(tracker: DialogueStateTracker, domain: Domain) -> list[str]:
    """What still has to be answered of a message that holds several questions; empty for any other message.

    What only a person can handle comes first and ends it, for the person reads the whole message. Then what is answered
    without knowing who asks, then the customer's own figures, and a form, which asks on, last.
    """
    message = tracker.latest_message
    questions = [row["intent"] for row in ((message.parse_data or {}).get("vragen") or [])] if message else []
    done = _done_since_message(tracker)
    if not questions or HAND_OVER in done:
        return []
    registry = load_registry()

    def order(intent: str) -> tuple[bool, bool, int]:
        action = action_for(intent, domain)
        return registry[intent].kind != "complex", action.endswith("_form"), registry[intent].level

    actions = [action_for(intent, domain) for intent in sorted(questions, key=order)]
    return [action for action in actions if action not in done]


def _answers_offer(tracker: DialogueStateTracker) -> str | None:
    """The action of a plain yes or no to what was just offered, when the classifier is not sure of it."""
    message = tracker.latest_message
    if message is None or not tracker.get_slot("aanbod") or (message.intent or {}).get("name") != FALLBACK:
        return None
    answer = yes_no(message.text or "")
    return None if answer is None else "action_bevestigen" if answer else "action_ontkennen"


_NO_BUT = re.compile(r"\W*(?:nee|neen|sorry|wacht|toch|liever)\b|.*\b(?:gaat (?:\w+ )?(?:over|om)|onderwerp)\b", re.I)


def _asks_in_between(text: str, question: Question, confidence: float) -> bool:
    """Whether a short question is surely about something else than what any words fill: "hoe laat gaat u dicht?"."""
    return question.kind == "routine" and confidence >= 0.95 and len(text.split()) <= 10 and text.rstrip().endswith("?")


def _corrects(text: str, requested: str | None) -> bool:
    """Whether words that look like a new question are another subject for a form that any words can fill.

    "nee, het gaat over mijn verhuizing" to "Klopt dat?", and "mijn verhuizing" to "Wat moet er anders?".
    """
    if text.startswith("/") or text.rstrip().endswith("?"):
        return False
    return requested == "aanpassing" or (requested == "bevestiging" and _NO_BUT.match(text) is not None)


def _steers(text: str, requested: str | None) -> bool:
    """Words about the form itself, whatever the classifier makes of them: the form knows what to do with them."""
    if text.startswith("/") or requested in FREE_TEXT:
        return False
    deciding = requested in ("bevestiging", "aanpassing")
    return leaves(text, deciding=deciding) or goes_back(text) or asks_advice(text) or (deciding and says_wrong(text))


_MAKE_IT = re.compile(r"\W*(?:\w+\W+){0,2}(?:doet?|maakt?|zet)(?: u| je| we)? (?:er|het|dat|(?:mij |me )?maar)\b", re.I)
""" "Nou doet u maar honderdtachtig", "zet het dan op 120": it is what the form is about."""


def _is_postcode(text: str) -> bool:
    """A message that is little more than a postcode."""
    return len(text.split()) <= MOST_WORDS_AROUND_POSTCODE and bool(postcodes(text))


def _looks_like_value(text: str, confidence: float) -> bool:
    """A short text with a digit in it answers the form's question sooner than it asks a new one.

    "50 euro per maand" is an answer however much it looks like a question about the instalment.
    """
    words = len(text.split())
    if text.startswith("/"):
        return False
    if re.fullmatch(r"[\W\d]*\d[\W\d]*", text):
        return True  # nothing but figures, in however many pieces: a phone number, a code, an amount
    if not names_a_value(text):  # in digits or in words
        return False
    return words <= 4 or (words <= 6 and confidence < 0.9) or (words <= 9 and _MAKE_IT.match(text) is not None)
