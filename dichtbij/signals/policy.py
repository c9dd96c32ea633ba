"""All thresholds of the reading, in one place.

The score is logistic: 1 / (1 + exp(-(BIAS + sum of weights))). A message with nothing in it scores 0.12; weights of
2.0 together reach IRRITATED, 4.4 together FRUSTRATED. Each kind of evidence counts once, with its heaviest finding;
every further finding of the same kind adds REPEAT_BONUS.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from dichtbij.signals.model import Advice, Evidence, Level

BIAS = -2.0
"""Most messages are calm."""
REPEAT_BONUS = 0.4
"""For a second and third finding of the same kind ("belachelijk… waardeloos")."""
IRRITATED = 0.5
"""Score from which a customer is called geïrriteerd, and a person is offered."""
FRUSTRATED = 0.91
"""Score from which a customer is called gefrustreerd, and a person takes over."""
WINDOW = 4
"""Customer turns over which irritation adds up."""
IRRITATED_TURNS = 2
"""So many irritated turns within the window: hand over, without asking again."""
LIKE_SAME = 0.82
"""Likeness from which a message is the same as an earlier one."""
LIKE_REPHRASED = 0.5
"""Likeness from which a message is an earlier one in other words."""


def score_of(evidence: Iterable[Evidence]) -> float:
    """The score for this evidence, rounded to three decimals."""
    total = BIAS + sum(item.weight for item in evidence)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


def level_of(score: float) -> Level:
    """The score in a word."""
    if score >= FRUSTRATED:
        return "gefrustreerd"
    return "geïrriteerd" if score >= IRRITATED else "kalm"


def advice_of(level: Level, irritated_turns: int) -> Advice:
    """What to do; `irritated_turns` counts this turn and those in the window before it."""
    if level == "gefrustreerd" or (level == "geïrriteerd" and irritated_turns >= IRRITATED_TURNS):
        return "hand_over"
    return "offer" if level == "geïrriteerd" else "none"
