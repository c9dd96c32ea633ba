"""What the Graph API can be told to do wrong, and how much it takes in a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

How = Literal["error", "silence", "cut", "page"]
Bucket = tuple[float, float]
"""How many are left, and since when."""


@dataclass
class Fault:
    """Something that goes wrong for the next few requests."""

    how: How
    """error: as Meta says it; silence: no answer; cut: the line breaks; page: an answer that is not Meta's JSON."""
    code: int = 0
    later: bool | None = None
    """The message is taken and the error comes as a status. None: as Meta does with this code."""
    taken: bool = False
    """silence, cut and page: what was asked was done, only the answer got lost."""
    http: int = 0
    wait: float | None = None
    """Seconds of a Retry-After header."""
    on: str = "messages"
    """What part of the API: messages, media, or "" for all."""
    to: str = ""
    """Only messages to this number or user id."""
    times: int = 1


@dataclass
class Faults:
    """The faults that are still to come, in order."""

    waiting: list[Fault] = field(default_factory=list)

    def next(self, on: str, to: str = "") -> Fault | None:
        """Take what has to go wrong with this request."""
        for fault in self.waiting:
            if fault.on in ("", on) and fault.to in ("", to):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None


@dataclass
class Rates:
    """Most messages that are taken. By Meta: 80 a second; to one person one in 6 s, with 45 at once (pair rate)."""

    per_second: float = 80.0
    pair_at_once: int = 45
    pair_every: float = 6.0
    monotonic: Callable[[], float] = time.monotonic
    _number: Bucket | None = None
    _pairs: dict[str, Bucket] = field(default_factory=dict)

    def number(self) -> bool:
        """Whether our number may send one more now."""
        self._number, taken = self._drawn(self._number, self.per_second, self.per_second)
        return taken

    def pair(self, to: str) -> bool:
        """Whether this person may be sent one more now."""
        self._pairs[to], taken = self._drawn(self._pairs.get(to), self.pair_at_once, 1 / self.pair_every)
        return taken

    def _drawn(self, bucket: Bucket | None, most: float, a_second: float) -> tuple[Bucket, bool]:
        now = self.monotonic()
        left, since = bucket or (most, now)
        left = min(most, left + (now - since) * a_second)
        return ((left - 1, now), True) if left >= 1 else ((left, now), False)
