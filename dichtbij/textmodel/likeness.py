"""Which texts are nearly the same: for keeping training sentences wide, and evaluation sentences out of them.

Two texts are compared by their pieces of four letters (Jaccard). Only pairs that share a rare piece are looked at:
with `least` as the limit, two alike sets must share one of their rarest pieces (prefix filtering, Bayardo et al. 2007),
so that 20,000 sentences take seconds.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

PIECE = 4
"""Letters of a piece."""


def bare(text: str) -> str:
    """Letters and digits alone, small, without accents; single spaces."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[^\W_]+", "".join(mark for mark in plain if not unicodedata.combining(mark))))


def pieces_of(text: str) -> frozenset[str]:
    """The four-letter pieces of the bare text, with a space at both ends; a shorter one is a piece by itself."""
    padded = f" {bare(text)} "
    return frozenset(padded[place : place + PIECE] for place in range(max(1, len(padded) - PIECE + 1)))


def alike(
    texts: Sequence[str], others: Sequence[str] | None = None, least: float = 0.7
) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts with at least `least` of their pieces in common: (place, place, share of 0 to 1).

    Args:
        texts: compared with each other (the first place is the later one), or with `others` when they are given.
        least: 0 to 1.
    """
    mine = [pieces_of(text) for text in texts]
    theirs = mine if others is None else [pieces_of(text) for text in others]
    common = Counter(piece for pieces in (mine if others is None else [*mine, *theirs]) for piece in pieces)

    def rarest(pieces: frozenset[str]) -> list[str]:
        count = len(pieces) - math.ceil(least * len(pieces)) + 1
        return sorted(pieces, key=lambda piece: (common[piece], piece))[:count]

    index: dict[str, list[int]] = defaultdict(list)
    if others is not None:
        for place, pieces in enumerate(theirs):
            for piece in rarest(pieces):
                index[piece].append(place)
    for place, pieces in enumerate(mine):
        rare = rarest(pieces)
        for other in sorted({found for piece in rare for found in index[piece]}):
            share = len(pieces & theirs[other]) / len(pieces | theirs[other])
            if share >= least:
                yield place, other, share
        if others is None:
            for piece in rare:
                index[piece].append(place)
