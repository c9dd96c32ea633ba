"""How evidence from words is written down: families with a name, a label for the agent and a weight.

Weights are logits; see `policy` for what they add up to. Patterns look at plain text (lower case, no accents).
`anger` and `complaints` hold what counts, `innocent` what does not count and what counts against. Words alone do not
decide: what is aimed at us or at the bot weighs more than a curse at a meter cupboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """One kind of evidence."""

    name: str
    """Machine name."""
    label: str
    """For the agent."""
    weight: float
    """Logits when it is found once."""
    pattern: re.Pattern[str]
    """Where it is found."""


def family(name: str, label: str, weight: float, *alternatives: str) -> Family:
    """A family whose pattern is one of the alternatives, at whole words."""
    return Family(name, label, weight, re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)"))
