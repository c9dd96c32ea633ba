"""What each sign in the course of a conversation counts for, in logits, and the score they add up to.

The weights are learned from labelled conversations (`make train`). They start from PRIOR, which was written by hand,
and move only as far as the conversations say: a sign that is rare there keeps what experience gave it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MOOD, BEFORE, BIAS = "stemming", "eerder_geirriteerd", "bias"

PRIOR: Mapping[str, float] = {
    BIAS: 0.0,
    MOOD: 1.0,
    BEFORE: 0.3,
    "klant_herhaalt": 1.0,
    "klant_herformuleert": 0.6,
    "altijd_hoofdletters": -1.0,
    "wordt_korter": 0.4,
    "wijst_af": 0.6,
    "bot_herhaalt": 0.8,
    "bot_blijft_herhalen": 1.4,
    "niet_verstaan": 0.3,
    "vaker_niet_verstaan": 1.2,
    "formulier_hapert": 1.2,
    "formulier_blijft_haperen": 2.0,
}
"""MOOD and BEFORE count per logit of this message's mood and of the worst of the messages before it."""


@dataclass(frozen=True)
class Weighing:
    """The learned weights."""

    weights: Mapping[str, float]

    def __post_init__(self) -> None:
        """Refuse a file of another version."""
        if set(self.weights) != set(PRIOR):
            raise ValueError(f"weights of other signs than these: {sorted(set(self.weights) ^ set(PRIOR))}")

    def score(self, strengths: Mapping[str, float]) -> float:
        """0 to 1 for signs with their strengths (1 for those that are there), rounded to three decimals."""
        total = self.weights[BIAS] + sum(self.weights[name] * strength for name, strength in strengths.items())
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)

    def save(self, path: Path) -> None:
        """As JSON, for people to read as well."""
        path.write_text(json.dumps(dict(self.weights), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Weighing:
        """Read what `save` wrote. Raises FileNotFoundError, ValueError."""
        return cls(json.loads(path.read_text(encoding="utf-8")))
