"""What comes in through the door besides the database: time as a Dutch day, and chance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dichtbij.clock import AMSTERDAM, Clock

Chance = Callable[[int], int]
"""Gives a number from 0 up to (not including) the one given; `secrets.randbelow` outside tests."""


def today(clock: Clock) -> date:
    """The day it is for a Dutch customer."""
    return clock().astimezone(AMSTERDAM).date()
