"""How much one session may send. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BURST = 20
"""Messages one session may send at once."""
PER_SECOND = 1.0
"""Messages a second after that."""


@dataclass
class Bucket:
    """A token bucket of one session."""

    tokens: float
    at: datetime

    def take(self, now: datetime) -> bool:
        """Whether one more message is allowed now."""
        self.tokens = min(BURST, self.tokens + (now - self.at).total_seconds() * PER_SECOND)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True
