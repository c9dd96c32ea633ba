"""The arithmetic of `make bench-nlu` and `make bench-signals`: thresholds, held-out voices, handing over, tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import curve, page, scored
from benchmarks.keywords import KEYWORDS, keywords_in
from benchmarks.nlu import held_out, threshold, with_threshold
from benchmarks.signals import first_frustrated, second_in_a_row

RIGHT, WRONG = True, False


@pytest.mark.parametrize(
    ("judged", "most_wrong", "answered"),
    [
        ([(0.9, RIGHT), (0.8, WRONG), (0.7, RIGHT), (0.6, WRONG)], 0.0, [0.9]),
        ([(0.9, RIGHT), (0.8, WRONG), (0.7, RIGHT), (0.6, WRONG)], 0.25, [0.9, 0.8, 0.7]),
        ([(0.9, RIGHT), (0.8, WRONG), (0.7, RIGHT), (0.6, WRONG)], 0.5, [0.9, 0.8, 0.7, 0.6]),
        ([(0.8, RIGHT), (0.8, WRONG)], 0.0, []),  # what is as sure as a mistake is no answer
        ([(-0.1, RIGHT), (-0.4, WRONG)], 0.0, [-0.1]),  # distances to a border may be below zero
    ],
)
def test_the_threshold_is_the_lowest_that_leaves_so_many_wrong(
    judged: list[tuple[float, bool]], most_wrong: float, answered: list[float]
) -> None:
    above = threshold(judged, most_wrong)
    assert [confidence for confidence, _ in judged if confidence > above] == answered


def test_an_answer_is_given_above_the_threshold_only() -> None:
    predictions = [{"ranking": [["groet", 0.5]]}, {"ranking": [["groet", 0.6]]}, {"ranking": []}]
    assert [row["act"] for row in with_threshold(predictions, 0.5)] == ["fallback", "answer", "fallback"]


def test_voices_are_held_out_whole() -> None:
    rows = [(f"zin {number}", f"vraag {number % 2}", f"stem {number % 8}") for number in range(80)]
    seen, unseen = held_out(rows)
    assert sorted([*seen, *unseen]) == sorted(rows)
    assert not {voice for _, _, voice in seen} & {voice for _, _, voice in unseen}
    assert len(unseen) == 20


def test_with_one_voice_a_quarter_of_every_intent_is_held_out() -> None:
    rows = [(f"zin {number}", f"vraag {number % 2}", "eigen") for number in range(80)]
    _, unseen = held_out(rows)
    assert sorted(intent for _, intent, _ in unseen) == ["vraag 0"] * 10 + ["vraag 1"] * 10


def test_a_draw_is_the_same_each_time_and_another_one_differs() -> None:
    rows = [(f"zin {number}", f"vraag {number % 3}", "eigen") for number in range(60)]
    assert curve.draw(rows, 5, 0) == curve.draw(rows, 5, 0) != curve.draw(rows, 5, 1)
    assert len(curve.draw(rows, 5, 0)) == 15
    assert sorted(curve.draw(rows, 100, 0)) == sorted(rows), "an intent that has fewer gives all"


def test_the_same_curve_is_the_same_picture(tmp_path: Path) -> None:
    curves = {
        "ours": [curve.Point(10, (0.5, 0.6)), curve.Point(40.4, (0.8,))],
        "theirs": [curve.Point(10, (0.4, 0.4)), curve.Point(40.4, (0.7,))],
    }
    for name in ("one.svg", "other.svg"):
        curve.picture(curves, tmp_path / name)
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "other.svg").read_text(encoding="utf-8")
    for said in ("accuracy", "training sentences for each intent", "all (40)", "ours", "theirs", "0.55", "0.80"):
        assert f"{said}" in drawn
    assert len(drawn) < 40_000


def _conversation(*customer: str) -> list[dict[str, str]]:
    return [turn for text in customer for turn in ({"who": "klant", "text": text}, {"who": "bot", "text": "Hallo."})]


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        (("x", "", "x"), 0, None),
        (("", "x", "x", "x"), 2, 4),
        (("", ""), None, None),
        (("x", "", "x", "x"), 0, 6),
    ],
)
def test_when_a_person_comes_in(said: tuple[str, ...], first: int | None, second: int | None) -> None:
    found = {"x": True, "": False, "Hallo.": True}  # what the bot says never counts
    assert first_frustrated(_conversation(*said), found) == first
    assert second_in_a_row(_conversation(*said), found) == second


def test_keywords_are_found_as_whole_words_whatever_their_capitals() -> None:
    assert keywords_in("Wat een WAARDELOZE bot, ik ben het spuugzat") == ["waardeloze", "spuugzat"]
    assert keywords_in("Ik woon aan de Domstraat en sta bij de kassabon") == []
    assert len(set(KEYWORDS)) == len(KEYWORDS)
    assert 60 <= len(KEYWORDS) <= 100
    assert all(keywords_in(word) for word in KEYWORDS)


def test_the_figures_are_those_that_score_py_prints(capsys: pytest.CaptureFixture[str]) -> None:
    gold = [
        {"intent": "groet", "style": "jong"},
        {"intent": "groet", "also": "hulp", "style": "oud"},
        {"intent": "hulp", "style": "oud"},
    ]
    said = [
        {"ranking": [["groet", 0.9]]},
        {"ranking": [["nlu_fallback", 0.9], ["hulp", 0.2]], "act": "fallback"},
        {"ranking": [["groet", 0.8], ["hulp", 0.2]], "act": "answer"},
    ]
    found = scored.nlu(gold, said)
    assert found.figures == pytest.approx(
        {"cases": 3, "accuracy": 0.6667, "top3": 1.0, "answered": 0.6667, "wrong answers": 0.3333}
    )
    assert found.parts == {"jong": (1.0, 1), "oud": (0.5, 2)}
    assert found.weakest() == ("oud", 0.5, 2)
    assert not capsys.readouterr().out, "what score.py prints is not printed here"
    conversation = {"id": 1, "turns": _conversation("a", "b", "c"), "handoff_turn": None, "reason": "geen"}
    judged = scored.handoff([conversation], [{"id": 1, "handoff_turn": 2}])
    assert judged.figures == {"conversations": 1, "right": 0, "missed": 0, "early": 0, "late": 0, "needless": 1}
    messages = [{"frustrated": True, "kind": "boos"}, {"frustrated": False, "kind": "grap"}]
    judged = scored.messages(messages, [{"frustrated": True}, {"frustrated": True}])
    assert judged.figures == pytest.approx({"cases": 2, "precision": 0.5, "recall": 1.0, "F1": 0.6667})
    with pytest.raises(ValueError, match="2 labelled rows and 1 predictions"):
        scored.messages(messages, [{"frustrated": True}])


def test_only_the_marked_part_of_the_page_is_written(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("before\n<!-- a -->\nold\n<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\n", encoding="utf-8")
    page.write("a", r"new \1" + "\n", file)
    page.write("b", "second", file)
    assert file.read_text(encoding="utf-8") == (
        "before\n<!-- a -->\nnew \\1\n<!-- /a -->\nbetween\n<!-- b -->\nsecond\n<!-- /b -->\n"
    )
    with pytest.raises(ValueError, match="<!-- c -->"):
        page.write("c", "x", file)


def test_a_table_lines_up() -> None:
    head, rows = ["", "right"], [["ours", "0.9"], ["another", "0.85"]]
    assert page.as_text(head, rows).splitlines() == ["         right", "ours       0.9", "another   0.85"]
    assert page.as_markdown(head, rows).splitlines()[1:3] == ["| --- | --: |", "| ours | 0.9 |"]
