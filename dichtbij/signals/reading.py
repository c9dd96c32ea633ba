"""The reading of a message in its conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from dichtbij.signals import human, policy
from dichtbij.signals.circumstances import CircumstanceReader
from dichtbij.signals.course import LOOK_BACK, Heard, Sign, heard, is_value, signs
from dichtbij.signals.danger import danger_in
from dichtbij.signals.model import Danger, Evidence, Reading, Turn, Who
from dichtbij.signals.mood import STILL, Mood, MoodReader
from dichtbij.signals.text import plain
from dichtbij.signals.weighing import BEFORE, MOOD, Weighing
from dichtbij.textmodel.model import TextModel

MOOD_FILE, CIRCUMSTANCES_FILE, WEIGHING_FILE = "stemming.npz", "omstandigheden.npz", "gesprek.json"
NAME_FILE = "naam.txt"
"""What customers of the training texts call their organisation; stands with the texts in data/signals."""
MODELS = Path(__file__).resolve().parents[2] / "models" / "signals"
"""Where `make train` leaves what it learned."""
KNOWN = 512
"""Texts whose words are remembered: those of some fifty conversations at a time."""


class MessagePrediction(TypedDict):
    """What `make predict` writes for one message."""

    frustrated: bool
    score: float
    """0 to 1."""


@dataclass(frozen=True)
class Step:
    """A customer's turn with what was seen at it."""

    text: str
    mood: Mood
    signs: tuple[Sign, ...]
    before: float
    """The worst mood of the turns before it, in logits; 0 when they were calm."""

    @property
    def strengths(self) -> dict[str, float]:
        """What is weighed."""
        return {MOOD: self.mood.logit, BEFORE: self.before, **{sign.name: 1.0 for sign in self.signs}}


class Reader:
    """Reads messages with what was learned. One for each process; safe to use from several tasks."""

    def __init__(
        self, mood: TextModel, circumstances: TextModel, weighing: Weighing, us: Sequence[str] = (), learned: str = ""
    ) -> None:
        """Args:
        us: what customers call the organisation, in small letters ("nooit meer ...").
        learned: what they call it in the training texts.
        """
        self._mood = MoodReader(mood)
        self._circumstances = CircumstanceReader(circumstances)
        self._weighing = weighing
        self._us = tuple(us)
        self._learned = learned
        others = [re.escape(name) for name in us if learned and learned not in name]
        # The messages of a course come by again at every new one.
        self._hear = lru_cache(maxsize=KNOWN)(self._heard)
        self._names = re.compile(rf"\b(?:{'|'.join(others)})\b", re.IGNORECASE) if others else None

    @classmethod
    def load(cls, us: Sequence[str] = (), folder: Path = MODELS) -> Reader:
        """The reader that was trained.

        Raises:
            FileNotFoundError: nothing was trained yet.
            ValueError: what was trained is of another version.
        """
        return cls(
            TextModel.load(folder / MOOD_FILE),
            TextModel.load(folder / CIRCUMSTANCES_FILE),
            Weighing.load(folder / WEIGHING_FILE),
            us,
            (folder / NAME_FILE).read_text(encoding="utf-8").strip(),
        )

    def read(self, turns: Sequence[Turn]) -> Reading:
        """Reads the last turn (the customer's new message) in the light of those before it (since the last hand-back).

        Danger, the request for a person, frustration and circumstances are read apart from each other. A request for a
        person, or a yes to the person that was just offered, always gives advice "hand_over". A no to that offer is
        respected: advice "none" now, and only what comes after it counts from then on.
        """
        if not turns or turns[-1].who != "customer":
            return Reading()
        text = turns[-1].text
        message = plain(text, self._us)
        customer = [index for index, turn in enumerate(turns) if turn.who == "customer"]
        answer = _answer_to_offer(turns, customer)
        complexity, asks_human = self._circumstances.chances(self._as_learned(text))
        asks = human.wants_human(message) or (
            asks_human >= policy.ASKS_HUMAN and answer != "no" and not human.asks_for_call(message)
        )
        wants_human = asks or answer == "yes"

        places = range(max(0, len(customer) - policy.WINDOW), len(customer))
        counts_from = _after_last_decline(turns, customer)
        levels = [
            policy.level_of(self._weighing.score(self.step(turns, customer, place).strengths))
            for place in places[:-1]
            if customer[place] >= counts_from
        ]
        now = self.step(turns, customer, len(customer) - 1)
        score = self._weighing.score(now.strengths)
        level = policy.level_of(score)
        levels.append(level)
        evidence = self._evidence(now)
        if complexity >= policy.COMPLEX:
            evidence.append(self._in_own_name(self._circumstances.evidence(self._as_learned(text))))
        advice = policy.advice_of(level, sum(one != "kalm" for one in levels), complexity)
        if answer == "no":
            advice = "none"
        if wants_human:
            advice = "hand_over"
        return Reading(
            danger=danger_in(message),
            wants_human=wants_human,
            score=score,
            level=level,
            complexity=round(complexity, 3),
            evidence=tuple(sorted(evidence, key=lambda item: -abs(item.weight))),
            advice=advice,
        )

    def step(self, turns: Sequence[Turn], customer: Sequence[int], place: int) -> Step:
        """What is seen at the customer's turn number `place`."""
        index = customer[place]
        since = min(_after_last_decline(turns, customer[: place + 1]), index)
        current = self._hear(turns[index].text)
        places = range(max(0, place - LOOK_BACK), place)
        earlier = [self._hear(turns[customer[other]].text) for other in places]
        before = [
            self._mood_of(turns[customer[other]].text).logit
            for other in places[-(policy.WINDOW - 1) :]
            if customer[other] >= since
        ]
        return Step(
            turns[index].text,
            self._mood_of(turns[index].text),
            tuple(signs(current, earlier, turns[since:index])),
            max(0.0, *before) if before else 0.0,
        )

    def message(self, text: str) -> MessagePrediction:
        """One message by itself, without its conversation."""
        score = self._mood_of(text).score
        return {"frustrated": score >= policy.FRUSTRATED_MESSAGE, "score": round(score, 3)}

    def handoff(self, turns: Sequence[Mapping[str, str]]) -> int | None:
        """Index (from 0, in `turns`) of the first customer turn at which a person should come in, or None.

        That is the first turn with advice "offer" or "hand_over": from there on the customer is no longer left to the
        bot. Looks until a person takes part. Turns are {"who": "klant" | "bot" | "medewerker", "text": …}.
        """
        seen: list[Turn] = []
        for index, turn in enumerate(turns):
            who = _WHO.get(turn.get("who", ""), "system")
            if who == "agent":
                return None
            seen.append(Turn(who, turn.get("text", "")))
            if who == "customer" and self.read(seen).advice != "none":
                return index
        return None

    def _heard(self, text: str) -> Heard:
        return heard(text, self._us)

    def _mood_of(self, text: str) -> Mood:
        if not text.strip() or text.startswith("/") or is_value(self._hear(text)):
            return STILL
        return self._mood.read(self._as_learned(text))

    def _as_learned(self, text: str) -> str:
        """With the organisation called as in the training texts: what is said of it is the same for every name."""
        return self._names.sub(self._learned, text) if self._names else text

    def _in_own_name(self, evidence: Evidence) -> Evidence:
        """What an agent reads names their own organisation."""
        if not self._names:
            return evidence
        own = self._us[-1].capitalize()
        return replace(evidence, words=re.sub(self._learned, own, evidence.words, flags=re.IGNORECASE))

    def _evidence(self, step: Step) -> list[Evidence]:
        """What was seen, with what it counts for; a calm mood only where it says something."""
        weights = self._weighing.weights
        moods = [] if step.mood is STILL else step.mood.evidence(weights[MOOD])
        found = [self._in_own_name(one) for one in moods]
        found += [Evidence(sign.name, sign.label, round(weights[sign.name], 2), sign.words) for sign in step.signs]
        if step.before > 0:
            weight = round(weights[BEFORE] * step.before, 2)
            found.append(Evidence(BEFORE, "was in dit gesprek al geïrriteerd", weight))
        return found


_WHO: Mapping[str, Who] = {"klant": "customer", "bot": "bot", "medewerker": "agent"}


# --- offers ---------------------------------------------------------------------------------------------------------


def _is_offer(turn: Turn) -> bool:
    if turn.who != "bot":
        return False
    if turn.marks:  # our own bot says what it does: "niemand vrij, zullen we je terugbellen?" offers no person
        return "offer_human" in turn.marks
    return human.offers_human(plain(turn.text).text)


def _offer_before(turns: Sequence[Turn], customer: Sequence[int], place: int) -> bool:
    """True when the bot offered a person between the customer's turn number `place` and the one before."""
    start = customer[place - 1] + 1 if place else 0
    return any(_is_offer(turn) for turn in turns[start : customer[place]])


def _answer_to_offer(turns: Sequence[Turn], customer: Sequence[int], place: int = -1) -> str:
    """ "yes", "no" or "" for the customer's turn number `place` (the last one unless told)."""
    place = place % len(customer)
    message = plain(turns[customer[place]].text)
    text = message.text.strip()
    if not _offer_before(turns, customer, place):
        return ""
    if human.declines(message) or text.startswith("/ontkennen"):
        return "no" if not human.wants_human(message) else ""
    return "yes" if human.accepts(message) or text.startswith("/bevestigen") else ""


def _after_last_decline(turns: Sequence[Turn], customer: Sequence[int]) -> int:
    """Place of the first turn that counts: after the last offer that was declined before the last of these turns."""
    for place in range(len(customer) - 2, max(-1, len(customer) - 12), -1):
        if _answer_to_offer(turns, customer, place) == "no":
            return customer[place] + 1
    return 0


# --- single questions -----------------------------------------------------------------------------------------------


def reads_danger(text: str) -> Danger | None:
    """The danger a single text speaks of, or None."""
    return danger_in(plain(text))


def reads_wants_human(text: str, us: Sequence[str] = ()) -> bool:
    """True when a single text asks for a person."""
    return human.wants_human(plain(text, us))
