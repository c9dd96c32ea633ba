"""The intent classifier: a linear model of words and pieces of words, with confidences that mean what they say.

A linear machine was as right as Rasa's DIET on our sentences and trains in a minute instead of hours
(docs/understanding.md). Its scores are made into confidences with one temperature, fitted on the sentences of authors
whom the machine had not heard, so that 0.7 means "right about seven times in ten" for a stranger.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dichtbij.nlu import several
from dichtbij.nlu.corpus import OWN, VOICE
from dichtbij.nlu.language import LANGUAGE, language_of, script_of
from dichtbij.registry import load_registry
from dichtbij.textmodel.model import TextModel
from dichtbij.textmodel.training import Plan, fit

_FILE = "intents.npz"
QUESTIONS = "vragen"
"""Where the message says that it holds several questions: [{intent, text}]."""
_VALUE = re.compile(
    r"\d|@|straat|laan|weg|plein|kade|pad|januari|februari|maart|april|mei|ju[nl]i|augustus|ber\b|\b\w+dag\b"
)
"""What a loose value is made of; words of nobody's that look like one by chance have none of it."""
SURE_ENOUGH = 0.8
"""Above this a message is answered in Dutch whatever its words are, and below it a greeting stays a greeting."""
_RANKED = 10
"""How many intents the ranking names."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Names the intent of a message, with a ranking of the ten most likely."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """C: how hard the machine tries to get every sentence right; folds: groups of voices left out in turn."""
        return {"C": 1.0, "folds": 4}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model: TextModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """A trained classifier."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._model = TextModel.load(folder / _FILE)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the intent examples and calibrate it on voices it has not heard."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._model = fit(
            [message.get(TEXT) for message in examples],
            [message.get(INTENT) for message in examples],
            [_voice(message) for message in examples],
            plan(self._config),
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking on every message that holds text."""
        for message in messages:
            text = message.get(TEXT)
            if not text or message.get(INTENT, {}).get("name"):  # a tapped button names its intent itself
                continue
            ranking = self._rank(text)
            questions = several.questions_of(text, ranking, self._rank, load_registry())
            if len(questions) > 1:
                # Each is certain by itself; the message as a whole names the first, and no fallback may come between.
                first = {"name": questions[0].intent, "confidence": questions[0].confidence}
                ranking = [first, *(row for row in ranking if row["name"] != first["name"] and row["confidence"] < 0.5)]
                message.set(QUESTIONS, several.as_data(questions), add_to_output=True)
            elif ranking[0]["name"] in several.POLITE_INTENTS:
                ranking = self._behind_the_greeting(text, ranking)
            if (
                ranking[0]["name"] == "informeren"
                and ranking[0]["confidence"] < SURE_ENOUGH
                and not _VALUE.search(text)
            ):
                ranking = [{"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}, *ranking[1:]]
            # Another script is another language, whatever the machine makes of letters it hardly knows.
            foreign = script_of(text) or self._foreign(text, ranking[0])
            if foreign:
                ranking = [{"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}]
                message.set(LANGUAGE, foreign, add_to_output=True)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _foreign(self, text: str, best: dict[str, Any]) -> str | None:
        """Another language, of what is not understood anyway, or stands behind a greeting that everybody uses."""
        rest = several.without_greeting(text) if best["name"] in several.POLITE_INTENTS else text
        return language_of(rest) if rest != text or best["confidence"] < SURE_ENOUGH else None

    def _behind_the_greeting(self, text: str, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The question after a "goedemorgen," when there is one."""
        rest = several.without_greeting(text)
        inner = self._rank(rest) if rest != text else ranking
        return inner if inner[0]["confidence"] >= SURE_ENOUGH else ranking

    def _rank(self, text: str) -> list[dict[str, Any]]:
        assert self._model is not None, "train or load comes first"
        chances = self._model.chances(text)
        best = np.argsort(-chances)[:_RANKED]
        return [{"name": self._model.classes[i], "confidence": float(chances[i])} for i in best]


def plan(config: dict[str, Any]) -> Plan:
    """How the model of intents is made; benchmarks make theirs the same way."""
    return Plan(blocks=("words", "pieces"), fewest=(1, 2), strength=config["C"], folds=config["folds"])


def _voice(message: Message) -> str:
    """Who wrote a training sentence: the `metadata` of its block in data/nlu."""
    return str(((message.get("metadata") or {}).get("intent") or {}).get(VOICE, OWN))
