"""How much one session may send. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BURST = 20
"""Messages one session may send at once."""
PER_SECOND = 1.0
"""Messages a second after that."""
FILES_BURST = 6
"""Files one session may send at once."""
FILES_PER_SECOND = 0.2
"""Files a second after that."""
MANY = 10_000
"""Buckets that may be kept before the full ones are thrown away: a full bucket says no more than a new one."""


@dataclass
class Bucket:
    """A token bucket of one session."""

    tokens: float
    at: datetime
    burst: float = BURST
    per_second: float = PER_SECOND

    def level(self, now: datetime) -> float:
        """How many messages are allowed at this moment."""
        return min(self.burst, self.tokens + max(0.0, (now - self.at).total_seconds()) * self.per_second)

    def take(self, now: datetime) -> bool:
        """Whether one more message is allowed now."""
        self.tokens, self.at = self.level(now), now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Limits:
    """The buckets of all sessions: of their messages, or of what else they send."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: dict[str, Bucket] = {}

    def allow(self, key: str, now: datetime) -> bool:
        """Whether a session may send one more message now."""
        if len(self._buckets) >= MANY:
            self._buckets = {name: bucket for name, bucket in self._buckets.items() if bucket.level(now) < self._burst}
        return self._buckets.setdefault(key, Bucket(self._burst, now, self._burst, self._per_second)).take(now)
