"""When a customer is asked how the help was, and what a tap means. The bot plays no part in it: it may be down.

Asked once after the bot, when the customer rounds off (thanks, goodbye, no to a next step) and a real question was
answered; and when an agent closes the case. Never of who was in danger, lost somebody or has debts, nor while angry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from dichtbij.conversations.model import Content, Helped, Message, Score
from dichtbij.registry import load_registry
from dichtbij.texts import Texts

SCORES: Mapping[str, Score] = {
    "/beoordeling_goed": "goed",
    "/beoordeling_matig": "matig",
    "/beoordeling_slecht": "slecht",
}
"""Payloads of the three buttons; no intents, the counter acts on them itself."""

ASKED = "utter:utter_beoordeling_vraag"
OFFERED_HUMAN = "utter:utter_beoordeling_slecht"

_ROUNDS_OFF = frozenset({"utter:utter_bedanken", "utter:utter_afscheid", "utter:utter_feedback_positief"})
_DECLINED = "utter:utter_aanbod_afgewezen"
_SENSITIVE = frozenset(
    {
        "utter:utter_gaslucht",
        "utter:utter_koolmonoxide",
        "utter:utter_brand",
        "utter:utter_schulden_begrip",
        "utter:utter_overlijden_melden_begrip",
    }
)
_SENSITIVE_INTENTS = frozenset({"gaslucht", "schulden", "overlijden_melden"})
_UNFINISHED = ("_vraag", "_bevestig", "_medewerker", "_ander", "_te_", "_begrip")
"""How the names of responses go on that are no answer yet: a form's question, its explanation, what goes to a human."""
_FORM_EXPLAINS = "_uitleg_"
_RECENT = 3
"""Messages of the customer that tell whether there is irritation now."""


def bot_may_ask(course: Sequence[Message], answer: Content) -> bool:
    """Whether the bot's answer, which ends this course, is the moment to ask."""
    if not rounds_off(answer) or not (_ROUNDS_OFF & set(answer.marks) or _declines_next_step(course, answer)):
        return False
    said = [message for message in course if message.sender != "customer"]
    if any(ASKED in message.content.marks for message in said):
        return False
    return any(answers_question(message.content.marks) for message in said) and _is_fit(course)


def rounds_off(answer: Content) -> bool:
    """Whether an answer may end something: most do not, and then the course need not be looked at."""
    return not answer.quick_replies and not (_ROUNDS_OFF | {_DECLINED}).isdisjoint(answer.marks)


def agent_may_ask(course: Sequence[Message], reason: str, intent: str) -> bool:
    """Whether to ask when an agent closes the case that was opened for this reason and question."""
    return reason != "gevaar" and intent not in _SENSITIVE_INTENTS and _is_fit(course)


def answers_question(marks: Sequence[str]) -> bool:
    """Whether a message of the bot answered, or arranged, a question of the registry."""
    return any(_is_answer(mark.removeprefix("utter:utter_")) for mark in marks if mark.startswith("utter:utter_"))


def asked_after(course: Sequence[Message]) -> Helped:
    """Who had helped when the question was asked that the last message answers."""
    for message in reversed(course):
        if message.sender != "customer" and ASKED in message.content.marks:
            return "bot" if message.sender == "bot" else "agent"
    return "bot"


def with_question(content: Content, texts: Texts, form_of_address: str, channel: str) -> Content:
    """The same bubble, ending with the question and its three buttons, as it is asked on that channel."""
    asked = texts.render("utter_beoordeling_vraag", form_of_address, channel)
    return Content(
        text="\n\n".join(part for part in (content.text, asked.text) if part),
        quick_replies=asked.buttons,
        image=content.image,
        links=content.links,
        marks=(*content.marks, ASKED),
    )


def _declines_next_step(course: Sequence[Message], answer: Content) -> bool:
    if _DECLINED not in answer.marks:
        return False
    before = next((message for message in reversed(course) if message.sender != "customer"), None)
    marks = before.content.marks if before else ()
    return "offer_human" not in marks and answers_question(marks)


def _is_fit(course: Sequence[Message]) -> bool:
    """Nothing sad or dangerous was said, and nobody is angry."""
    if any(_SENSITIVE & set(message.content.marks) for message in course):
        return False
    readings = [message.reading for message in course if message.sender == "customer" and message.reading]
    return all(reading.get("level") == "kalm" for reading in readings[-_RECENT:])


@lru_cache(maxsize=512)
def _is_answer(name: str) -> bool:
    for intent in _answerable():
        if name == intent:
            return True
        if name.startswith(f"{intent}_"):
            rest = name.removeprefix(intent)
            is_form_explanation = rest.startswith(_FORM_EXPLAINS)
            return not (rest.startswith(_UNFINISHED) or is_form_explanation)
    return False


def _answerable() -> Iterator[str]:
    """Questions that the bot answers itself, the longest name first: factuur_uitleg is no part of factuur."""
    registry = load_registry()
    return iter(sorted((i for i, q in registry.items() if q.kind in ("routine", "personal")), key=len, reverse=True))
