"""More than one question in a message: where it can be cut, and whether the pieces really are questions of their own.

"Wat is mijn termijnbedrag en wanneer loopt mijn contract af?" holds two; "ik verhuis en wil weten wat ik moet doen"
holds one. A piece counts when the classifier is sure of it by itself; everything else belongs to the piece before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dichtbij.registry import Question

Ranking = list[dict[str, Any]]

SURE = 0.85
"""How certain the classifier must be of a piece by itself; of the whole it is often sure of one, the longest."""
POLITE_INTENTS = frozenset({"groet", "bedanken", "afscheid"})
"""What a message begins or ends with out of politeness."""
MOST_PIECES = 6
FEWEST_WORDS = 3
"""Words that a piece has at the least; "en gas" belongs to what stands before it."""
MOST_WORDS = 60
"""A longer message is a story, not a list of questions."""

_CUTS = re.compile(
    r"(?<=[.?!;])\s+|\n+|,?\s+(?:en|plus|daarnaast|verder|ook nog|trouwens|oh ja|o ja|&)\s+(?:ook\s+)?|\s*\+\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^of (?:ik|mijn|het|jullie|er|we|wij|u|de|dat|die)\b|"
    r"^\W*(?:(?:en|hoi|hallo|hey|beste|goede\w+|graag|ook|dan|verder|eerst)\W+){0,3}"
    r"(?:wat|wanneer|hoe\w*|waar\w*|welke?|wie|waarom|tot|op|kan|kun\w*|kunt|mag|moet|is|zijn|ben|heb\w*|heeft|krijg\w*|"
    r"klopt|loopt|staat|komt|geldt|gaat|betaal|zal|wil|zet|maak|geef|stuur|verander|wijzig|verleng|zeg|bel|doe|leg|laat|vertel|toon)\b"
    r"|\b(?:ik|we|wij) (?:wil\w*|zou\w*|moet\w*)\b|\b(?:wil|wilde|zou|moet) (?:ik|we|wij)\b|\bgraag\b|"
    r"\b(?:vraag|benieuwd|weten|kunt|kun|kan) (?:ik|je|u|ge|me|wanneer|wat|hoe\w*|of|waar\w*)\b",
    re.IGNORECASE,
)
"""Words by which a piece asks for something; what only tells ("ik ben verhuisd in juni") is no question."""

_MODAL = r"(?:wil|wilde|zou|moet|kun|kunt|kan)"
_WISH = re.compile(rf"\b(?:ik|we|wij|je|u) {_MODAL}\b|\b{_MODAL} (?:ik|we|wij|je|u)\b", re.IGNORECASE)
_INFINITIVE = re.compile(r"\w{3,}en\W*$", re.IGNORECASE)
"""With a wish before it: "ik wil mijn termijnbedrag verlagen en mijn rekeningnummer veranderen"."""


@dataclass(frozen=True)
class Piece:
    """A question within a message."""

    intent: str
    text: str
    """The customer's words for it."""
    confidence: float


def pieces_of(text: str) -> list[str]:
    """Where a message can be cut; one piece when it can't, or when it is too long to be a list of questions."""
    if len(text.split()) > MOST_WORDS:
        return [text]
    pieces: list[str] = []
    start = 0
    for cut in _CUTS.finditer(text):
        if _words(text[start : cut.start()]) >= FEWEST_WORDS and _words(text[cut.end() :]) >= FEWEST_WORDS:
            pieces.append(text[start : cut.start()].strip())
            start = cut.end()
    pieces.append(text[start:].strip())
    return pieces if len(pieces) <= MOST_PIECES else [text]


def questions_of(
    text: str, whole: Ranking, rank: Callable[[str], Ranking], registry: dict[str, Question]
) -> list[Piece]:
    """The questions in a message, in its order; empty when it holds one, or none that is certain.

    Args:
        whole: the ranking of the whole message.
        rank: ranks a piece.
    """
    pieces = pieces_of(without_greeting(text))
    if len(pieces) < 2 or registry[whole[0]["name"]].kind in ("safety", "complex"):
        return []
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        best = rank(piece)[0]
        sure = registry[best["name"]].kind not in ("dialogue", "safety") and best["confidence"] >= SURE
        known = [one for one in found if one.intent == best["name"]]
        asks = _ASKS.search(piece) or (number and _WISH.search(pieces[number - 1]) and _INFINITIVE.search(piece))
        if sure and not known and asks:
            found.append(Piece(best["name"], piece, best["confidence"]))
        elif found:
            last = known[0] if sure and known else found[-1]
            found[found.index(last)] = Piece(last.intent, f"{last.text} {piece}", last.confidence)
    return found


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def as_data(found: Sequence[Piece]) -> list[dict[str, str]]:
    """What travels with the message to the actions."""
    return [{"intent": one.intent, "text": one.text} for one in found]


_POLITE = re.compile(
    r"^\W*(?:(?:goede?|goei\w*)?\s?(?:morgen|middag|avond|dag|namiddag)|goeiendag|goedendag|hoi|h[ae]llo(?: daar)?|hey|"
    r"hi|beste(?: \w+)?|geachte(?: \w+)?|l\.?s\.?|alvast bedankt|dank\w*|bedankt)\b"
    r"(?: (?:allemaal|mevrouw|meneer))?[\s,.!:-]*",
    re.IGNORECASE,
)


def without_greeting(text: str) -> str:
    """The message without the hello it begins with; unchanged when nothing much is left."""
    rest = _POLITE.sub("", text, count=1).strip()
    return rest if _words(rest) >= FEWEST_WORDS else text
