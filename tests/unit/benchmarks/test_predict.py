"""`make predict`: what the bot would do with a ranking, and clear words for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.predict import act, main


def ranking(*rows: tuple[str, float]) -> list[dict[str, object]]:
    return [{"name": name, "confidence": confidence} for name, confidence in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("contract_info", 0.8), ("groet", 0.1)), "answer"),
        ((("nlu_fallback", 0.3), ("contract_info", 0.2), ("betaalstatus", 0.15)), "ask"),
        ((("nlu_fallback", 0.3), ("contract_info", 0.25), ("betaalstatus", 0.05)), "ask"),  # "did you mean ...?"
        ((("nlu_fallback", 0.3), ("contract_info", 0.15), ("betaalstatus", 0.05)), "fallback"),  # a silly guess
        ((("nlu_fallback", 0.3), ("contract_info", 0.1), ("betaalstatus", 0.05)), "fallback"),
        ((("nlu_fallback", 0.3), ("groet", 0.28), ("afscheid", 0.2)), "fallback"),  # dialogue is not asked about
        ((), "answer"),
    ],
)
def test_act_is_what_the_bot_would_do(rows: tuple[tuple[str, float], ...], expected: str) -> None:
    assert act(ranking(*rows)) == expected  # type: ignore[arg-type]


def test_it_reads_only_what_it_may(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    turns = [{"who": "klant", "text": "hallo"}, {"who": "bot", "text": "Goedendag."}]
    rows = [{"id": 7, "turns": turns, "handoff_turn": 0, "reason": "x"}, {"id": 8, "turns": turns}]
    source.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    assert main(["handoff", str(source), str(target)]) == 0
    assert [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()] == [
        {"id": 7, "handoff_turn": None},
        {"id": 8, "handoff_turn": None},
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 2), (["nlu"], 2), (["colours", "a", "b"], 2), (["messages", "", "b"], 2), (["messages", "absent", "b"], 1)],
)
def test_a_wrong_command_is_told_so(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    assert capsys.readouterr().err


def test_a_broken_line_is_named_and_leaves_no_half_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "hallo"}\nnot json\n', encoding="utf-8")
    assert main(["messages", str(source), str(tmp_path / "out.jsonl")]) == 1
    assert "in.jsonl: line 2" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()
