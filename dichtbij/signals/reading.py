"""The reading of a message in its conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypedDict

from dichtbij.signals import human, policy
from dichtbij.signals.course import LOOK_BACK, Heard, course_evidence, heard
from dichtbij.signals.danger import danger_in
from dichtbij.signals.frustration import message_evidence
from dichtbij.signals.model import Advice, Danger, Evidence, Level, Reading, Turn, Who
from dichtbij.signals.text import plain


class MessagePrediction(TypedDict):
    """What `make predict` writes for one message."""

    frustrated: bool
    """True from level geïrriteerd."""
    score: float
    """0 to 1."""


_PRIOR = Evidence("eerder_geirriteerd", "was in dit gesprek al geïrriteerd", 0.5)
"""After a negative message the next is negative three times as often: a prior, never enough alone."""


def read(turns: Sequence[Turn], us: Sequence[str] = ()) -> Reading:
    """Reads the last turn (the customer's new message) in the light of the turns before it (since the last hand-back).

    Danger, the request for a person and frustration are read apart from each other. A request for a person, or a yes
    to the person that was just offered, always gives advice "hand_over". A no to that offer is respected: advice
    "none" now, and only evidence after it counts from then on.

    Args:
        us: what customers call the organisation, in small letters ("nooit meer ...").
    """
    if not turns or turns[-1].who != "customer":
        return Reading()
    message = plain(turns[-1].text, us)
    customer = [index for index, turn in enumerate(turns) if turn.who == "customer"]
    answer = _answer_to_offer(turns, customer)
    wants_human = human.wants_human(message) or answer == "yes"
    base = Reading(danger=danger_in(message), wants_human=wants_human)

    course = _Course(turns, customer, us)
    current = course.judge(len(customer) - 1)
    if current.level == "geïrriteerd" or course.could_tip(current):
        # what went before matters only now: a calm message stays calm, a furious one needs no history
        before = course.levels_before()
        current = course.with_prior(current) if max(before, key=_RANK.index, default="kalm") != "kalm" else current
        irritated = sum(level != "kalm" for level in (*before, current.level))
    else:
        irritated = 1
    advice: Advice = policy.advice_of(current.level, irritated)
    if answer == "no":
        advice = "none"
    if wants_human:
        advice = "hand_over"
    return replace(base, score=current.score, level=current.level, evidence=current.evidence, advice=advice)


_RANK: tuple[Level, ...] = ("kalm", "geïrriteerd", "gefrustreerd")


class _Course:
    """The customer's turns of one conversation, each judged with what stood before it."""

    def __init__(self, turns: Sequence[Turn], customer: Sequence[int], us: Sequence[str]) -> None:
        self._turns, self._customer, self._us = turns, customer, us
        self._since = _after_last_decline(turns, customer)
        self._heard: dict[int, Heard] = {}

    def judge(self, place: int) -> Reading:
        """Score, level and evidence of the customer's turn number `place`."""
        index = self._customer[place]
        message = self._hear(place)
        earlier = [self._hear(other) for other in range(max(0, place - LOOK_BACK), place)]
        evidence = list(message_evidence(message.message))
        evidence += course_evidence(message, earlier, self._turns[min(self._since, index) : index])
        return _reading(evidence)

    def levels_before(self) -> list[Level]:
        """Levels of the turns in the window before the new one, after the last declined offer."""
        last = len(self._customer) - 1
        places = range(max(0, last - policy.WINDOW + 1), last)
        return [self.judge(place).level for place in places if self._customer[place] >= self._since]

    @staticmethod
    def could_tip(reading: Reading) -> bool:
        """True when the prior of an irritated turn before would change the level."""
        has_sign = any(item.weight > 0 for item in reading.evidence)
        return has_sign and policy.level_of(policy.score_of((*reading.evidence, _PRIOR))) != reading.level

    @staticmethod
    def with_prior(reading: Reading) -> Reading:
        """The reading with the prior added."""
        return _reading([*reading.evidence, _PRIOR])

    def _hear(self, place: int) -> Heard:
        if place not in self._heard:
            self._heard[place] = heard(self._turns[self._customer[place]].text, self._us)
        return self._heard[place]


def _reading(evidence: list[Evidence]) -> Reading:
    score = policy.score_of(evidence)
    heaviest_first = tuple(sorted(evidence, key=lambda item: -abs(item.weight)))
    return Reading(score=score, level=policy.level_of(score), evidence=heaviest_first)


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
    """Place of the first turn that counts: after the last offer that was declined before the new message."""
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


def predict_message(text: str, us: Sequence[str] = ()) -> MessagePrediction:
    """One message on its own, without its conversation."""
    reading = read((Turn("customer", text),), us)
    return {"frustrated": reading.level != "kalm", "score": reading.score}


_WHO: Mapping[str, Who] = {"klant": "customer", "bot": "bot", "medewerker": "agent"}


def predict_handoff(turns: Sequence[Mapping[str, str]], us: Sequence[str] = ()) -> int | None:
    """Index (from 0, in `turns`) of the first customer turn at which a person should come in, or None.

    That is the first turn with advice "offer" or "hand_over": from there on the customer is no longer left to the bot.
    Looks until a person takes part. Turns are {"who": "klant" | "bot" | "medewerker", "text": …}.
    """
    seen: list[Turn] = []
    for index, turn in enumerate(turns):
        who = _WHO.get(turn.get("who", ""), "system")
        if who == "agent":
            return None
        seen.append(Turn(who, turn.get("text", "")))
        if who == "customer" and read(seen, us).advice != "none":
            return index
    return None
