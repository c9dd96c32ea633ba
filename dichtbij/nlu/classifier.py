"""The intent classifier: a linear support-vector machine on word and character features, with honest confidences.

A linear machine on these features was as right as Rasa's DIET on our sentences and trains in seconds instead of
minutes (FACTS, docs/adr/0004). Its scores are made into confidences with one temperature, fitted on sentences that the
machine was not trained on, so that 0.7 means "right about seven times in ten".
"""

from __future__ import annotations

import re
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from dichtbij.nlu import several
from dichtbij.nlu.features import normalise, vectoriser
from dichtbij.nlu.language import language_of, script_of
from dichtbij.registry import load_registry

_FILE = "intents.joblib"
QUESTIONS = "vragen"
"""Where the message says that it holds several questions: [{intent, text}]."""
LANGUAGE = "taal"
"""Where the message says that it isn't Dutch: an ISO 639-1 code."""
_VALUE = re.compile(
    r"\d|@|straat|laan|weg|plein|kade|pad|januari|februari|maart|april|mei|ju[nl]i|augustus|ber\b|\b\w+dag\b"
)
"""What a loose value is made of; words of nobody's that look like one by chance have none of it."""
SURE_ENOUGH = 0.6
"""Above this a message is answered in Dutch whatever its words are, and below it a greeting stays a greeting."""
_RANKED = 10
"""How many intents the ranking names."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Names the intent of a message, with a ranking of the ten most likely."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """C: how hard the machine tries to get every training sentence right; seed: the same result every time."""
        return {"C": 1.0, "folds": 4, "seed": 20261121}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._features: Any = None
        self._machine: Any = None
        self._temperature = 1.0

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
        """A trained classifier, out of a model we packed ourselves."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = joblib.load(folder / _FILE)
        classifier._features, classifier._machine, classifier._temperature = stored
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit features, machine and temperature on the intent examples."""
        examples = [(normalise(m.get(TEXT)), m.get(INTENT)) for m in training_data.intent_examples if m.get(TEXT)]
        texts = [text for text, _ in examples]
        intents = np.array([intent for _, intent in examples])
        self._temperature = self._fit_temperature(texts, intents)
        self._features, self._machine = self._fit(texts, intents)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._features, self._machine, self._temperature), folder / _FILE)
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
            foreign = script_of(text) or (language_of(text) if ranking[0]["confidence"] < SURE_ENOUGH else None)
            if foreign:
                ranking = [{"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}]
                message.set(LANGUAGE, foreign, add_to_output=True)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _behind_the_greeting(self, text: str, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The question after a "goedemorgen," when there is one."""
        rest = several.without_greeting(text)
        inner = self._rank(rest) if rest != text else ranking
        return inner if inner[0]["confidence"] >= SURE_ENOUGH else ranking

    def _fit(self, texts: list[str], intents: NDArray[Any]) -> tuple[Any, Any]:
        features = vectoriser()
        machine = LinearSVC(C=self._config["C"], random_state=self._config["seed"])
        machine.fit(features.fit_transform(texts), intents)
        return features, machine

    def _fit_temperature(self, texts: list[str], intents: NDArray[Any]) -> float:
        scores: list[NDArray[Any]] = []
        targets: list[int] = []
        folds = min(self._config["folds"], int(np.unique(intents, return_counts=True)[1].min()))
        if folds < 2:
            return 1.0
        split = StratifiedKFold(folds, shuffle=True, random_state=self._config["seed"])
        for seen, unseen in split.split(texts, intents):
            features, machine = self._fit([texts[i] for i in seen], intents[seen])
            scores.append(machine.decision_function(features.transform([texts[i] for i in unseen])))
            targets += list(np.searchsorted(machine.classes_, intents[unseen]))
        stacked = np.vstack(scores)

        def surprise(log_temperature: float) -> float:
            scaled = stacked / np.exp(log_temperature)
            scaled = scaled - scaled.max(axis=1, keepdims=True)
            return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(targets)), targets]))

        found = minimize_scalar(surprise, bounds=(-4.0, 2.0), method="bounded")
        return float(np.exp(found.x))

    def _rank(self, text: str) -> list[dict[str, Any]]:
        scores = self._machine.decision_function(self._features.transform([normalise(text)]))[0] / self._temperature
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = np.argsort(-chances)[:_RANKED]
        return [{"name": str(self._machine.classes_[i]), "confidence": float(chances[i])} for i in best]
