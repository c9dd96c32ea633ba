"""The parts of a case, each from its facts."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from dichtbij.conversations.model import (
    Content,
    Conversation,
    ConversationId,
    Message,
    MessageId,
    OwnerChange,
    Sender,
)
from dichtbij.handoff import case_parts as parts
from dichtbij.handoff.reach import ALWAYS, Reach
from dichtbij.registry import Question

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
WEB = Conversation(ConversationId("c"), "web", "k", "queue", 1, None, NOW, NOW, None, 9)


def message(seq: int, sender: Sender = "customer", *, marks: tuple[str, ...] = (), **reading: Any) -> Message:
    read = {"level": "kalm", "score": 0.1, "evidence": [], "danger": None, **reading} if reading else None
    return Message(MessageId(str(seq)), WEB.id, seq, NOW, sender, Content(text="tekst", marks=marks), reading=read)


def back_to_bot(seq: int) -> OwnerChange:
    return OwnerChange(NOW, "agent", "bot", "agent:1", "teruggegeven", seq)


@pytest.mark.parametrize(
    ("course", "changes", "begins"),
    [
        ([message(1, level="kalm"), message(3, level="geïrriteerd"), message(5, level="gefrustreerd")], [], 3),
        ([message(1, level="kalm"), message(5, level="kalm")], [], 5),
        ([message(1, level="kalm", danger={"kind": "gas", "words": "gas"}), message(5, level="kalm")], [], 1),
        ([message(1, level="gefrustreerd"), message(4, level="kalm"), message(5, level="kalm")], [back_to_bot(2)], 5),
        ([message(1, "bot"), message(2)], [], 5),
    ],
    ids=["the first that was not calm", "none was not", "danger", "not what an agent dealt with", "nothing was read"],
)
def test_where_the_trouble_began(course: list[Message], changes: list[OwnerChange], begins: int) -> None:
    assert parts.trouble_seq(course, changes, 5) == begins


def test_the_last_danger_is_told() -> None:
    gas, fire = {"kind": "gas", "words": "ruik gas"}, {"kind": "brand", "words": "vlammen"}
    course = [message(1, danger=gas), message(2, danger=fire), message(3, level="kalm")]
    assert parts.safety(course) == {"kind": "brand", "words": "vlammen", "seq": 2, "at": NOW.isoformat()}
    assert parts.safety(course[2:]) is None


def question(intent: str, kind: Any = "personal") -> Question:
    return Question(intent, "topic", kind, 0, intent.replace("_", " ").capitalize(), "", "")


def test_what_it_was_about_by_what_the_bot_said() -> None:
    registry = {name: question(name) for name in ("contract_info", "contract", "teruggave")}
    registry |= {"groet": question("groet", "dialogue"), "medewerker_spreken": question("medewerker_spreken")}
    names = ["groet", "contract_info_vast", "contract", "contract_info", "medewerker_spreken", "balie_overgedragen"]
    course = [message(n, "bot", marks=("fallback", f"utter:utter_{name}")) for n, name in enumerate(names, 1)]
    assert parts.about(course, registry) == ["Contract info", "Contract"]


def test_what_can_be_sent_is_what_the_channel_says() -> None:
    always = parts.channel_limits(ALWAYS)
    assert (always["free_text_until"], always["can_write"], always["why_not"]) == (None, True, None)
    over = parts.channel_limits(Reach(NOW, can_write=False, why_not="Te lang geleden.", templates=True))
    assert (over["free_text_until"], over["can_write"], over["templates"]) == (NOW.isoformat(), False, True)
    assert over["why_not"] == "Te lang geleden."


def test_rasas_times_become_times() -> None:
    context = {"intents": [{"intent": "i", "title": "I", "confidence": 0.98, "at": NOW.timestamp()}]}
    assert parts.intents(context)[0]["at"] == NOW.isoformat()
