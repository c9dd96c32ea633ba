"""Who goes first."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import get_args

import pytest

from dichtbij.handoff.model import PRIORITY_INTENTS, REASON_TEXT, Presence, Reason, priority_of
from dichtbij.registry import load_registry


@pytest.mark.parametrize(
    ("reason", "intent", "vulnerable", "priority"),
    [
        ("gevaar", "", False, 1),
        ("complex", "schulden", False, 1),
        ("complex", "overlijden_melden", False, 1),
        ("verzoek", "fraude_melden", False, 1),
        ("verzoek", "", True, 1),
        ("frustratie", "termijnbedrag_wijzigen", True, 1),
        ("frustratie", "", False, 2),
        ("verzoek", "", False, 3),
        ("storing_bot", "", False, 3),
        ("niet_gebouwd", "verhuizen", False, 3),
        ("complex", "klacht", False, 3),
    ],
)
def test_priority(reason: Reason, intent: str, vulnerable: bool, priority: int) -> None:
    assert priority_of(reason, intent, vulnerable) == priority


def test_priority_questions_exist_in_the_registry() -> None:
    assert load_registry().keys() >= PRIORITY_INTENTS


def test_every_reason_has_words_for_the_agent() -> None:
    assert REASON_TEXT.keys() == set(get_args(Reason))


@pytest.mark.parametrize(
    ("is_open", "agents", "available"), [(True, 1, True), (True, 0, False), (False, 2, False), (False, 0, False)]
)
def test_a_handover_is_promised_only_when_somebody_is_there_in_opening_hours(
    is_open: bool, agents: int, available: bool
) -> None:
    opens = None if is_open else datetime(2026, 11, 24, 8, tzinfo=timezone.utc)

    assert Presence(is_open=is_open, agents=agents, waiting=0, opens_at=opens).available is available
