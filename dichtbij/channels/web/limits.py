"""How much one session may send. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BURST = 20
"""Messages one session may send at once."""
PER_SECOND = 1.0
"""Messages a second after that."""
MANY = 10_000
"""Buckets that may be kept before the full ones are thrown away: a full bucket says no more than a new one."""


@dataclass
class Bucket:
    """A token bucket of one session."""

    tokens: float
    at: datetime

    def level(self, now: datetime) -> float:
        """How many messages are allowed at this moment."""
        return min(BURST, self.tokens + max(0.0, (now - self.at).total_seconds()) * PER_SECOND)

    def take(self, now: datetime) -> bool:
        """Whether one more message is allowed now."""
        self.tokens, self.at = self.level(now), now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Limits:
    """The buckets of all sessions."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def allow(self, key: str, now: datetime) -> bool:
        """Whether a session may send one more message now."""
        if len(self._buckets) >= MANY:
            self._buckets = {name: bucket for name, bucket in self._buckets.items() if bucket.level(now) < BURST}
        return self._buckets.setdefault(key, Bucket(BURST, now)).take(now)
