"""The reader of signals that `make train` left; loaded when the first test asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dichtbij.signals import Reader, Reading, Turn


@lru_cache(maxsize=4)
def reader(us: tuple[str, ...] = ("duinlicht energie", "duinlicht")) -> Reader:
    """For Duinlicht, unless told otherwise."""
    return Reader.load(us=us)


def read(turns: Sequence[Turn]) -> Reading:
    """What it makes of the last of these turns."""
    return reader().read(turns)
