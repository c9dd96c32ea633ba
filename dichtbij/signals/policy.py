"""All thresholds of the reading, in one place. How they were chosen: docs/understanding.md, with the curves.

They were set on the training conversations, each read by models that had not heard its author, never on the
development set.
"""

from __future__ import annotations

from dichtbij.signals.model import Advice, Level

FRUSTRATED_MESSAGE = 0.45
"""Chance from which a message by itself, without its conversation, counts as frustrated."""
IRRITATED = 0.5
"""Score from which a customer is called geïrriteerd, and a person is offered."""
FRUSTRATED = 0.8
"""Score from which a customer is called gefrustreerd, and a person takes over."""
COMPLEX = 0.5
"""Chance of a circumstance from which a person is offered though the customer is calm."""
ASKS_HUMAN = 0.6
"""Chance that roundabout words ask for a person, from which it counts as asked."""
WINDOW = 4
"""Customer turns over which irritation adds up."""
IRRITATED_TURNS = 2
"""So many irritated turns within the window: hand over, without asking again."""
LIKE_SAME = 0.82
"""Likeness from which a message is the same as an earlier one."""
LIKE_REPHRASED = 0.5
"""Likeness from which a message is an earlier one in other words."""


def level_of(score: float) -> Level:
    """The score in a word."""
    if score >= FRUSTRATED:
        return "gefrustreerd"
    return "geïrriteerd" if score >= IRRITATED else "kalm"


def advice_of(level: Level, irritated_turns: int, complexity: float) -> Advice:
    """What to do.

    Args:
        irritated_turns: this turn, when it is irritated, and those in the window before it.
        complexity: chance of a circumstance that needs a person.
    """
    if level == "gefrustreerd" or (level == "geïrriteerd" and irritated_turns >= IRRITATED_TURNS):
        return "hand_over"
    return "offer" if level == "geïrriteerd" or complexity >= COMPLEX else "none"
