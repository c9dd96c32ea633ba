"""Rasa's default pipeline with a clock: the DIET classifier as it comes, stopped when its minutes are over."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import rasa
import tensorflow as tf  # type: ignore[import-untyped]
import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.diet_classifier import DIET, DIETClassifier

DEFAULT = Path(rasa.__file__).parent / "engine" / "recipes" / "config_files" / "default_config.yml"
"""What Rasa trains with when a config names no pipeline, as the one that `rasa init` writes."""


class _Clock(tf.keras.callbacks.Callback):  # type: ignore[misc]
    """Tells how far the training is, and ends it when another round would take it too far past its minutes."""

    rounds = 0
    """Rounds of the last training in this process."""

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self.minutes = minutes

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self.begin = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        _Clock.rounds = epoch + 1
        planned, taken = self.params["epochs"], time.monotonic() - self.begin
        each = taken / _Clock.rounds
        right = (logs or {}).get("i_acc", 0.0)
        line = f".. DIET: round {_Clock.rounds} of {planned}, {each:.0f} s each, {right:.3f} of the training data right"
        if _Clock.rounds == 1:
            line += f"; all {planned} would take {each * planned / 3600:.1f} hours"
            line += f", about {self.minutes * 60 / each:.0f} fit in {self.minutes:g} minutes" if self.minutes else ""
        print(line, file=sys.stderr, flush=True)
        if self.minutes and taken + each / 2 > self.minutes * 60:
            self.model.stop_training = True


class _ClockedModel(DIET):  # type: ignore[misc]
    def fit(self, *args: Any, callbacks: list[Any] | None = None, **kwargs: Any) -> Any:
        if callbacks is not None:  # Rasa also calls it, without any, to build the model when it is loaded
            kwargs["callbacks"] = [*callbacks, _Clock(self.config["minutes"])]
        return super().fit(*args, **kwargs)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClockedDIET(DIETClassifier):  # type: ignore[misc]
    """DIETClassifier, on a clock."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """DIET's own, and minutes: after which no round begins; 0 is without end."""
        return {**DIETClassifier.get_default_config(), "minutes": 0.0}

    @staticmethod
    def model_class() -> type[DIET]:
        """The model with the clock in it."""
        return _ClockedModel


def default_config(epochs: int, minutes: float) -> dict[str, Any]:
    """Rasa's default pipeline for Dutch with the clocked DIET in DIET's place, without policies.

    Args:
        epochs: rounds that DIET plans for; Rasa's default is 100.
        minutes: after which it stops all the same; 0 for never.
    """
    pipeline = [dict(part) for part in yaml.safe_load(DEFAULT.read_text(encoding="utf-8"))["pipeline"]]
    for part in pipeline:
        if part["name"] == "DIETClassifier":
            part |= {"name": f"{__name__}.{ClockedDIET.__name__}", "epochs": epochs, "minutes": minutes}
    return {"recipe": "default.v1", "assistant_id": "bench", "language": "nl", "pipeline": pipeline, "policies": []}


def rounds_done() -> int:
    """How many rounds the last training in this process had."""
    return _Clock.rounds
