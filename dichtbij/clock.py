"""Time comes in through the door: everything that needs "now" is handed a Clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the present moment, always aware and in UTC."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""What customers and agents mean by "today" and "nine o'clock"."""


def system_clock() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(timezone.utc)
