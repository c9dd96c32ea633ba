"""What makes a case one for a human though the customer is calm: a guardian, a death in passing, a second round.

A learned reader gives the chance that a message tells such a circumstance, or asks for a person in roundabout words. It
knows the words of the registry's complex questions, of messages that tell them in passing, and of near misses.
"""

from __future__ import annotations

from functools import lru_cache

from dichtbij.signals.model import Evidence
from dichtbij.textmodel.model import TextModel

COMPLEX, HUMAN, ROUTINE = "complex", "medewerker", "gewoon"
"""The classes of the model: tells such a circumstance, asks for a person, neither."""

FEWEST_WORDS = 4
"""A shorter message tells no circumstance that the intent does not tell by itself."""
TELLING_WORDS = 5


class CircumstanceReader:
    """Reads circumstances with a fitted model; remembers the last few hundred messages, in memory only."""

    def __init__(self, model: TextModel) -> None:
        if set(model.classes) != {COMPLEX, HUMAN, ROUTINE}:
            raise ValueError(f"not a model of circumstances: it tells apart {', '.join(model.classes)}")
        self._model = model
        self._columns = [model.classes.index(name) for name in (COMPLEX, HUMAN)]
        self.chances = lru_cache(maxsize=512)(self._chances)

    def chance(self, text: str) -> float:
        """The chance, 0 to 1, that the message tells a circumstance that needs a person."""
        return self.chances(text)[0]

    def _chances(self, text: str) -> tuple[float, float]:
        """The chances that the message tells such a circumstance, and that it asks for a person."""
        if text.startswith("/"):
            return 0.0, 0.0
        complex_, human = (float(chance) for chance in self._model.chances(text)[self._columns])
        return complex_ if len(text.split()) >= FEWEST_WORDS else 0.0, human

    def evidence(self, text: str) -> Evidence:
        """Which words of the message tell it; its weight is the chance."""
        telling = {word for word, _ in self._model.why(text, [COMPLEX])[:TELLING_WORDS]}
        words = " … ".join(word for word in dict.fromkeys(text.split()) if word in telling)
        return Evidence(
            "omstandigheid", "vertelt iets waar een medewerker voor nodig is", round(self.chance(text), 2), words[:80]
        )
