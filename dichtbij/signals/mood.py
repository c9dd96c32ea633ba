"""The mood of one message: the learned reader, which tells sixteen kinds of messages apart.

Eight kinds are frustration with us (anger, sarcasm, resignation, …), eight are calm although they may look otherwise
(a nasty subject, a joke, grief, innocent capitals, …). The score is the chance of the first eight together: angry and
calm people use the same words, and to know what a message is instead is most of the difference
(docs/understanding.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dichtbij.signals.model import Evidence
from dichtbij.textmodel.model import TextModel

FRUSTRATED: Mapping[str, str] = {
    "expliciet": "is boos",
    "haperend": "reageert kortaf of met uitroepen",
    "sarcasme": "klinkt sarcastisch",
    "beleefd_boos": "blijft beleefd, maar is ontevreden",
    "moedeloos": "klinkt moedeloos",
    "dreigend": "dreigt met stappen",
    "herhaling": "zegt dat dit al eerder gezegd of gevraagd is",
    "in_gesprek_boos": "is ontevreden over hoe het gesprek gaat",
}
"""Kinds of frustration with us, in words for the agent."""

CALM: Mapping[str, str] = {
    "neutraal": "",
    "negatief_onderwerp": "vertelt rustig over iets vervelends",
    "caps_onschuldig": "schrijft druk, maar niet boos",
    "positief": "is tevreden",
    "grapje": "maakt een grapje",
    "zorg_verdriet": "heeft verdriet of zorgen",
    "ontkend": "zegt niet boos te zijn",
    "in_gesprek": "",
}
"""Kinds that are no frustration with us; the plain ones need no words."""

SAID_AS_WELL = 0.3
"""A second kind is named from this share of the most likely one's chance."""
TELLING_WORDS = 4
"""Words of the message that are named as the reason."""
CERTAIN = 4.0
"""Logits beyond which a message alone does not count for more."""
CALM_AT_MOST = -2.0
"""How far a calm message speaks against frustration: who asks the same for the third time may do so calmly."""


@dataclass(frozen=True)
class Mood:
    """What one message says of the customer's mood."""

    score: float
    """The chance, 0 to 1, that the customer is frustrated with us."""
    kinds: tuple[tuple[str, float], ...]
    """The kinds with their chances, the likeliest first."""
    words: str
    """The words that speak most for the likeliest kind, in the order of the message."""

    @property
    def logit(self) -> float:
        """The score in logits, from CALM_AT_MOST to CERTAIN."""
        odds = math.log(max(1e-6, self.score) / max(1e-6, 1 - self.score))
        return max(CALM_AT_MOST, min(CERTAIN, odds))

    def evidence(self, weight: float) -> list[Evidence]:
        """The mood in words: the likeliest kinds on the side that the score falls on.

        Args:
            weight: what a logit of the mood counts for in the course of a conversation.
        """
        labels = FRUSTRATED if self.score >= 0.5 else CALM
        found = [(kind, chance) for kind, chance in self.kinds if kind in labels]
        named = [kind for kind, chance in found[:2] if chance >= SAID_AS_WELL * found[0][1] and labels[kind]]
        total = sum(chance for kind, chance in found if kind in named)
        shares = {kind: chance / total for kind, chance in found if kind in named}
        return [
            Evidence(kind, labels[kind], round(weight * self.logit * shares[kind], 2), self.words if not place else "")
            for place, kind in enumerate(named)
        ]


STILL = Mood(0.02, (("neutraal", 1.0),), "")
"""The mood of a bare value, a tap and an empty message."""


class MoodReader:
    """Reads moods with a fitted model; remembers the last few hundred messages, in memory only."""

    def __init__(self, model: TextModel) -> None:
        unknown = set(model.classes) - set(FRUSTRATED) - set(CALM)
        if unknown:
            raise ValueError(f"kinds of mood that are not known here: {', '.join(sorted(unknown))}")
        self._model = model
        self.read = lru_cache(maxsize=512)(self._read)

    def _read(self, text: str) -> Mood:
        moods = [self._as_typed(text)]
        if text.isupper() or "!!" in text:  # who shouts out of habit must not be taken for angry, nor anger for a habit
            moods.append(self._as_typed(text.lower().replace("!", "")))
        return max(moods, key=lambda mood: mood.score)

    def _as_typed(self, text: str) -> Mood:
        chances = self._model.chances(text)
        kinds = sorted(zip(self._model.classes, map(float, chances), strict=True), key=lambda item: -item[1])
        score = sum(chance for kind, chance in kinds if kind in FRUSTRATED)
        side = FRUSTRATED if score >= 0.5 else CALM
        likeliest = next(kind for kind, _ in kinds if kind in side)
        return Mood(score, tuple(kinds), self._words(text, likeliest) if side[likeliest] else "")

    def _words(self, text: str, kind: str) -> str:
        """The telling words; a short message is told whole."""
        words = text.split()
        if len(words) <= TELLING_WORDS + 1:
            return " ".join(words)[:80]
        telling = {word for word, _ in self._model.why(text, [kind])[:TELLING_WORDS]}
        return " … ".join(_neighbours([word for word in dict.fromkeys(words) if word in telling], words))[:80]


def _neighbours(telling: list[str], words: list[str]) -> list[str]:
    """Telling words that stand next to each other are one phrase."""
    found: list[str] = []
    for place, word in enumerate(words):
        if word not in telling:
            continue
        if found and place and words[place - 1] in telling:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return list(dict.fromkeys(found))
