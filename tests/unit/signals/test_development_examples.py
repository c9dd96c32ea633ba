"""How well the reader does on our own development examples.

These are DEVELOPMENT examples: the patterns were written with most of them in sight, by the same hand. The figures
say that nothing broke, not how well strangers are read; for that there is a held-out set outside this repository.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from dichtbij.signals import predict_handoff, predict_message

US = ("duinlicht energie", "duinlicht")
"""Whom the examples are about."""
DATA = Path(__file__).parents[3] / "data" / "signals"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def f1(pairs: list[tuple[bool, bool]]) -> float:
    hit = sum(said and true for said, true in pairs)
    wrong = sum(said != true for said, true in pairs)
    return 2 * hit / (2 * hit + wrong)


def test_messages() -> None:
    messages = rows("messages.jsonl")
    pairs = [(predict_message(row["text"], US)["frustrated"], row["frustrated"]) for row in messages]
    score = f1(pairs)
    missed = [row["text"] for row, (said, true) in zip(messages, pairs, strict=True) if said != true]
    print(f"development messages: F1 {score:.3f} on {len(messages)}; wrong: {missed}")
    assert score >= 0.95, missed


def test_conversations() -> None:
    conversations = rows("conversations.jsonl")
    said = [predict_handoff(row["turns"], US) for row in conversations]
    right = sum(one == row["handoff_turn"] for one, row in zip(said, conversations, strict=True))
    score = f1(
        [(one is not None, row["handoff_turn"] is not None) for one, row in zip(said, conversations, strict=True)]
    )
    print(f"development conversations: handoff F1 {score:.3f}, exact turn {right}/{len(conversations)}")
    assert score >= 0.95
    assert right >= 0.9 * len(conversations)


def test_the_examples_are_many_and_balanced() -> None:
    messages = rows("messages.jsonl")
    texts = Counter(row["text"] for row in messages)
    assert len(messages) >= 300
    assert max(texts.values()) == 1
    assert 0.4 <= sum(row["frustrated"] for row in messages) / len(messages) <= 0.6


def test_both_classes_share_their_words() -> None:
    words: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in rows("messages.jsonl"):
        words[row["frustrated"]].update(set(row["text"].lower().split()))
    common = {word for word in words[True] if words[True][word] + words[False][word] >= 4}
    assert sum(words[False][word] > 0 for word in common) / len(common) > 0.85


def test_conversations_are_well_formed() -> None:
    conversations = rows("conversations.jsonl")
    assert len(conversations) >= 30
    assert len({row["id"] for row in conversations}) == len(conversations)
    for row in conversations:
        turn = row["handoff_turn"]
        assert turn is None or row["turns"][turn]["who"] == "klant"
        assert {item["who"] for item in row["turns"]} <= {"klant", "bot", "medewerker"}
