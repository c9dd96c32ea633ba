"""What every test may use. Time is ours: it stands still until a test moves it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

if str(Path(__file__).parents[1]) not in sys.path:  # `pytest` without `python -m` does not look in the checkout
    sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.stack import Stack

# What a property says is true or false; how long one example takes says how busy the machine is.
settings.register_profile("dichtbij", deadline=None)
settings.load_profile("dichtbij")

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
"""A Monday, 10 o'clock in Amsterdam: the desk is open."""


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """forward(minutes=61)"""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Bot, actions and counter: the real thing, started once for conversations and browser together."""
    running = Stack(tmp_path_factory.mktemp("stack"))
    running.start()
    yield running
    running.stop()
