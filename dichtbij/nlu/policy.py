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

from dichtbij.registry import load_registry

HAND_OVER = "action_overdragen"
OFFER = "action_aanbieden_medewerker"
NOT_BUILT = "action_niet_gebouwd"

INTERRUPTING_DIALOGUE = frozenset(
    {"annuleren", "hulp", "bot_vraag", "herhalen", "buiten_onderwerp", "feedback_negatief"}
)
"""Dialogue intents that are answered in the middle of a form; the others belong to the form's own question."""


_STOP = re.compile(
    r"\W*(?:ik wil |laten we )?(?:stop|stoppen|annuleer|annuleren|laat maar(?: zitten)?)(?: maar| nu)?\W*$",
    re.IGNORECASE,
)
"""Words that leave a form whatever the classifier makes of them ("ik wil stoppen" is also how a contract is ended)."""


def action_for(intent: str, domain: Domain) -> str:
    """The one action that answers an intent."""
    question = load_registry().get(intent)
    if question and question.kind == "complex":
        return HAND_OVER
    if f"{intent}_form" in domain.form_names:
        return f"{intent}_form"
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
    intent = tracker.latest_message.intent if tracker.latest_message else {}
    return intent.get("name") or "", float(intent.get("confidence") or 0.0)


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
        if form and form in done and not tracker.get_slot("pogingen"):
            return self._certain(None, domain)  # the form could use it: "nee, doe toch maar de 20e" is no complaint
        # An irritated customer with a real question, or in the middle of a form, gets the answer first, then the offer.
        return self._certain(OFFER if done or not (is_question or form) else None, domain)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class QuestionPolicy(_OwnPolicy):
    """Answers a question in the middle of a form, goes on with the form, and listens when an answer was given."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """sure: how certain an intent must be to break into a form; free_text: slots that any text can fill."""
        return {"priority": 9, "sure": 0.55, "free_text": ["onderwerp"]}

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
        if listening:
            # Rasa's rules answer a message outside a form. Inside one they would take "12345678" for a loose value.
            return self._certain((self._interruption(tracker, domain) or form) if form else None, domain)
        # One action is one answer: after it the bot listens, or the form that was broken into goes on.
        goes_on = form if form and tracker.latest_action_name != form else ACTION_LISTEN_NAME
        return self._certain(goes_on, domain)

    def _interruption(self, tracker: DialogueStateTracker, domain: Domain) -> str | None:
        intent, confidence = _intent(tracker)
        form = tracker.active_loop_name
        requested = tracker.get_slot("requested_slot")
        text = (tracker.latest_message.text or "") if tracker.latest_message else ""
        if _STOP.match(text) or (intent == "annuleren" and confidence >= self.config["sure"]):
            return "action_annuleren"
        if tracker.get_slot("aanbod") and intent in ("bevestigen", "ontkennen"):
            return f"action_{intent}"
        question = load_registry().get(intent)
        if question is None or confidence < self.config["sure"] or f"{intent}_form" == form:
            return None
        if question.kind == "dialogue" and intent not in INTERRUPTING_DIALOGUE:
            return None
        if requested in self.config["free_text"] or _looks_like_value(text, confidence):
            return None
        return action_for(intent, domain)


def _looks_like_value(text: str, confidence: float) -> bool:
    """A short text with a digit in it answers the form's question sooner than it asks a new one.

    "50 euro per maand" is an answer however much it looks like a question about the instalment.
    """
    words = len(text.split())
    has_digit = bool(re.search(r"\d", text)) and not text.startswith("/")
    return has_digit and (words <= 4 or (words <= 6 and confidence < 0.9))
