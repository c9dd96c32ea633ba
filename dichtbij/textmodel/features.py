"""What the model sees of a text: words, pairs of words, pieces of words and how it is typed.

Pieces of words carry typing errors, dialect and dictation; words and their neighbours carry the phrase; pairs of words
that stand near each other carry what neither says alone ("fijn" … "weer niet"). Measured in docs/understanding.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

MAX_CHARACTERS = 1_000
"""Only the beginning of a long text is read; the cost stays bounded."""

SHORTEST_PIECE, LONGEST_PIECE = 2, 5
"""Letters of a piece of a word."""
PAIR_PREFIX = 5
"""Letters of a word that count in a pair, so that "betaal" and "betaalde" are one."""
PAIR_REACH = 8
"""How many words further the second word of a pair may stand."""
PAIR_WORDS = 24
"""Pairs are made of so many words at most: their number grows with the square."""

_WORD = re.compile(r"\w+|[^\w\s]")
"""A word, or a mark by itself: "?" and "!" tell something."""


def normalise(text: str) -> str:
    """Lower case, one form of every character, single spaces, no more than the beginning."""
    return " ".join(unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower().split())


def words(text: str) -> Iterator[str]:
    """Words and pairs of neighbours of a normalised text."""
    found = _WORD.findall(text)
    yield from found
    yield from (f"{one} {other}" for one, other in pairwise(found))


def pieces(text: str) -> Iterator[str]:
    """Every run of two to five characters of a normalised text, over the borders of words."""
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        yield from (text[place : place + length] for place in range(len(text) - length + 1))


def pairs(text: str) -> Iterator[str]:
    """The beginnings of two words that stand near each other, in their order, each pair once."""
    found = [word[:PAIR_PREFIX] for word in _WORD.findall(text)[:PAIR_WORDS]]
    near = (f"{one}~{other}" for place, one in enumerate(found) for other in found[place + 1 : place + 1 + PAIR_REACH])
    yield from dict.fromkeys(near)


Analyser = Callable[[str], Iterator[str]]

ANALYSERS: Mapping[str, Analyser] = {"words": words, "pieces": pieces, "pairs": pairs}
"""The blocks a model can be built of, by name. Each gives the terms of a normalised text."""


_SHOUTED = re.compile(r"(?<![\w-])[A-ZÀ-Þ]{3,}(?![\w-])")


def typing(text: str) -> list[float]:
    """How a text is typed, as given: shares and yes or no as 0 to 1; see TYPING for their names."""
    capitals = bool(_SHOUTED.search(text))
    return [
        float(capitals),
        float(text.isupper()),
        float("!" in text),
        float("!!" in text),
        float("??" in text),
        min(len(text.split()), 40) / 40,
    ]


TYPING = ("een woord in hoofdletters", "alles in hoofdletters", "!", "!!", "??", "lengte")
"""Names of what `typing` gives, in its order."""
