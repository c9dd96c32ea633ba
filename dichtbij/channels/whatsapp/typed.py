"""Choices for phones without buttons (SMS, WhatsApp by Twilio): lines to answer by typing, and what was typed. Pure.

Two or more choices get a number. Where a number could be the answer itself ("3 maanden", "Duinweg 12") they get a
letter. A single choice beside an open question ("Wat is de stand?") and the way to a human are named by their own
words, so that nothing that was meant as an answer is taken for a choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from dichtbij.channels.whatsapp.model import Choice

HUMAN = "/medewerker_spreken"
"""Payload of the way to a human (counter.service.ASK_HUMAN)."""
_TYPED = re.compile(r"(?:(?:nr\.?|nummer|letter|optie|keuze|antwoord)\s*)?(\d{1,2}|[a-z])[\s.,:)!]*")
_KEYCAP = re.compile(r"[\ufe0f\u20e3]")


@dataclass(frozen=True)
class TypedWords:
    """What stands around the lines; from data/responses."""

    number: str = "Kies een nummer:"
    letter: str = "Kies een letter:"
    typing: str = "Of typ"
    """Before choices that are named by their own words."""
    between: str = "of"


def labelled(choices: Sequence[Choice]) -> list[tuple[str, Choice]]:
    """Every choice with its number or letter, in order; without any ("") when it is named by its own words."""
    counted = [choice for choice in choices if choice.payload != HUMAN]
    if len(counted) < 2:
        return [("", choice) for choice in choices]
    has_digits = any(any(sign.isdigit() for sign in choice.title) for choice in counted)
    letters = has_digits and len(counted) <= len(ascii_uppercase)
    labels = iter(ascii_uppercase if letters else map(str, range(1, len(counted) + 1)))
    return [("" if choice.payload == HUMAN else next(labels), choice) for choice in choices]


def as_typed(words: str, choices: Sequence[Choice], around: TypedWords = TypedWords()) -> str:
    """A text with its choices as lines below it."""
    lines = labelled(choices)
    counted = [f"{label}. {choice.title}" for label, choice in lines if label]
    if counted:
        counted.insert(0, around.letter if counted[0].startswith("A.") else around.number)
    named = [f'"{choice.title}"' for label, choice in lines if not label]
    if named:
        counted.append(f"{around.typing} {f' {around.between} '.join(named)}.")
    return "\n\n".join(filter(None, (words, "\n".join(counted))))


def chosen(typed: str, choices: Sequence[Choice]) -> Choice | None:
    """Which choice was typed: its number or letter, or exactly its words; None when it is something else."""
    said = _plain(typed)
    named = [choice for choice in choices if _plain(choice.title) == said]
    if len(named) == 1:
        return named[0]
    match = _TYPED.fullmatch(said)
    if match is None:
        return None
    wanted = match[1].lstrip("0").upper()
    return next((choice for label, choice in labelled(choices) if label and label == wanted), None)


def _plain(text: str) -> str:
    """Without what makes no difference: capitals, spaces, quotes, a full stop, the frame of an emoji (1️⃣)."""
    return re.sub(r"\s+", " ", _KEYCAP.sub("", text)).strip(" .!\"'“”‘’").casefold()
