"""A reading can be stored and read back, and any text can be read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij.signals import Reading, Turn
from tests.reader import read, reader

ODD = [
    "", " ", "\x00\x01\x1b[31m", "😀😀", "🏳️‍🌈👨‍👩‍👧", "سلام عليكم", "你好吗", "안녕하세요",
    "e\u0301\u0301\u0301", "ﬁ ﬀ ㎥ ½", "a" * 10_000,
    "ik ruik gas " * 900, "nee " * 3000, "!?" * 5000, "<script>alert('x')</script>", "\ud800", "İstanbul ı", "\n" * 50,
    "ik heb al " * 500, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_text_never_raises(text: str) -> None:
    reading = read([Turn("customer", text), Turn("bot", text), Turn("customer", text)])
    assert 0 <= reading.score <= 1
    json.dumps(reading.as_dict())


@given(st.lists(st.tuples(st.sampled_from(["customer", "bot", "agent", "system"]), st.text(max_size=200)), max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_conversation_can_be_read(turns: list[tuple[str, str]]) -> None:
    reading = read([Turn(who, text) for who, text in turns])  # type: ignore[arg-type]
    assert Reading.from_dict(reading.as_dict()) == reading


@pytest.mark.parametrize("text", ["wat een kutbot, ik ruik gas", "medewerker graag", "hoi", "al drie keer gevraagd!!"])
def test_stored_and_read_back(text: str) -> None:
    reading = read([Turn("customer", text)])
    assert Reading.from_dict(json.loads(json.dumps(reading.as_dict()))) == reading


@pytest.mark.parametrize("wrong", [{"level": "boos"}, {"advice": "bel"}, {"danger": {"kind": "water"}}])
def test_what_was_never_written_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="none of"):
        Reading.from_dict(wrong)


def test_predict_message() -> None:
    assert reader().message("wat een waardeloze service")["frustrated"] is True
    calm = reader().message("wat kost een kWh")
    assert calm["frustrated"] is False
    assert 0 <= calm["score"] < 0.2


def test_predict_handoff_gives_the_first_customer_turn_that_needs_a_person() -> None:
    turns = [
        {"who": "klant", "text": "hoi"},
        {"who": "bot", "text": "Waarmee kan ik helpen?"},
        {"who": "klant", "text": "medewerker graag"},
        {"who": "medewerker", "text": "Goedemiddag"},
        {"who": "klant", "text": "wat een kutbot"},
    ]
    assert reader().handoff(turns) == 2
    assert reader().handoff(turns[:2] + turns[3:]) is None
    assert reader().handoff([]) is None
