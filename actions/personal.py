"""Routine questions: everybody gets an answer, and whom we know a better one. The registry asks no level of them."""

from __future__ import annotations

from actions.conversation import HAND_OVER, Turn, ask_identification
from dichtbij.registry import load_registry

LEVEL = 1
"""Recognised is enough for usage, meters and tariffs."""


def knows_customer(turn: Turn) -> bool:
    """Whether an answer may hold the customer's own figures. Without their consent the base class forgot who it is."""
    return turn.identity.level >= LEVEL


def declined(turn: Turn) -> bool:
    """Whether we know who it is, but they do not want us to look."""
    return turn.customer is not None and not knows_customer(turn)


def asks_who(turn: Turn) -> bool:
    """Whether the button "Mijn eigen gegevens" was tapped by somebody whose own figures can't be shown yet.

    What has to happen first is said then: identify, or think again about the consent.
    """
    if not turn.wants_personal or knows_customer(turn):
        return False
    if declined(turn):
        turn.say("utter_geen_toestemming")
        turn.offer(HAND_OVER)
    else:
        ask_identification(turn, load_registry()[turn.question])
    return True
