"""`make bench-nlu` end to end on a handful of sentences, and what it measures with: untouched copies, marked places."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import jobs, nlu, page
from benchmarks.contenders import OurModel
from dichtbij.nlu.corpus import sentences
from dichtbij.settings import ROOT

EVAL = ROOT / "benchmarks" / "eval"
GIVEN = {
    "frustratie_berichten_dev.jsonl": "a98708966aeca8c1ae7b9ea5b3fb03cc96026a198a58bee8b0e7dba757333f1f",
    "frustratie_gesprekken_dev.jsonl": "51214dfe677898191088a39e5e1692a9ad65b6959918da94e8b12a0aec156416",
    "nlu_dev.jsonl": "43bd5b88fda67223e1571776482a70a0905e4b08d76d5f04a9e0bcc3d8559bea",
    "score.py": "35a1b0e9d3c7055573c1e695eac81537cb4c665910a1db4c3836fafe6b3ba0e7",
}
"""The files as they were given: SHA-256."""
INTENTS = ("gaslucht", "openingstijden", "zonnepanelen")
EACH = 40
CASES: list[dict[str, Any]] = [
    {"text": "het ruikt hier sterk naar gas in de kelder", "intent": "gaslucht", "style": "kort"},
    {"text": "ik ruik gas!!", "intent": "gaslucht", "style": "kort"},
    {"text": "Tot hoe laat zijn jullie vanavond open?", "intent": "openingstijden", "style": "net"},
    {"text": "wanneer zijn jullie open op zaterdag", "intent": "openingstijden", "style": "kort"},
    {"text": "Wat krijg ik voor de stroom van mijn zonnepanelen?", "intent": "zonnepanelen", "style": "net"},
    {"text": "hoeveel heb ik teruggeleverd met mijn panelen", "intent": "zonnepanelen", "style": "net"},
]


@pytest.mark.parametrize("name", GIVEN)
def test_the_labelled_sets_are_as_they_were_given(name: str) -> None:
    assert hashlib.sha256((EVAL / name).read_bytes()).hexdigest() == GIVEN[name]


def test_the_page_has_a_place_for_every_table() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    for part in ("bench-nlu", "learning-curve", "bench-signals"):
        assert len(re.findall(rf"<!-- {part} -->\n(?:.*\n)*?<!-- /{part} -->", text)) == 1


@pytest.mark.parametrize("key", ["svm", "model"])
def test_a_contender_is_measured_and_judged_as_score_py_does(key: str, tmp_path: Path) -> None:
    rows = [
        (row.text, row.intent, row.voice)
        for intent in INTENTS
        for row in [row for row in sentences() if row.intent == intent][:EACH]
    ]
    told: list[str] = []
    entry = next(entry for entry in nlu.ENTRIES if entry.key == key)
    options = {"plan": OurModel.plan()} if key == "model" else {}
    (result,) = nlu.run_entry(entry, rows, CASES, options, told.append)

    gold, said = tmp_path / "gold.jsonl", tmp_path / "said.jsonl"
    gold.write_text("".join(f"{json.dumps(case)}\n" for case in CASES), encoding="utf-8")
    said.write_text("".join(f"{json.dumps(row)}\n" for row in result.predictions), encoding="utf-8")
    command = [sys.executable, str(EVAL / "score.py"), "nlu", str(gold), str(said)]
    last = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()[-1]
    assert last == (
        "cases {cases:.0f}  accuracy {accuracy:.4f}  top3 {top3:.4f}  answered {answered:.4f}  "
        "wrong answers {wrong:.4f}".format(**result.right.figures, wrong=result.right.figures["wrong answers"])
    )
    assert result.right.figures["accuracy"] >= 0.5, "three intents that have nothing in common"
    _, [row] = nlu.quality([result])
    assert row[1] == f"{result.right.figures['accuracy']:.3f}"

    assert result.training > 0
    assert 0 < result.reading[0] <= result.reading[1] < 1
    assert all(20e6 < size < 2e9 for size in result.memory)
    assert 1_000 < result.size < 20e6
    assert any("held-out sentences right" in line for line in told)


def test_a_contender_that_fails_says_why() -> None:
    with pytest.raises(jobs.JobFailed, match="No such file or directory"):
        jobs.run(jobs.python_job("svm"), {"do": "read", "folder": "/nowhere", "texts": [], "passes": 1}, print)
