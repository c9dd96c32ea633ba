"""Which of several addresses a customer means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from dichtbij.values.folding import fold

CLOSE = 0.84
"""How alike a typed word and a street must be: "industriweg" is the Industrieweg."""


def named_address(text: str, addresses: Sequence[str]) -> int | None:
    """The place in the list of the one address ("Street 3, City") that a text names; None for none or several."""
    said = fold(text).text
    for names in (_whole, _street, _city):
        found = [index for index, line in enumerate(addresses) if _holds(said, names(fold(line).text))]
        if len(found) == 1:
            return found[0]
    words = re.findall(r"[^\W\d_]{6,}", said)
    close = [index for index, line in enumerate(addresses) if any(_alike(word, line) for word in words)]
    return close[0] if len(close) == 1 else None


def _whole(line: str) -> str:
    return line.split(",")[0]


def _street(line: str) -> str:
    return re.sub(r"\s+\d.*$", "", _whole(line))


def _city(line: str) -> str:
    return line.rsplit(",", 1)[-1].strip()


def _holds(said: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _alike(word: str, line: str) -> bool:
    folded = fold(line).text
    return any(
        SequenceMatcher(None, word, part).ratio() >= CLOSE
        for name in (_street(folded), _city(folded))
        for part in name.split()
        if len(part) >= 6
    )
