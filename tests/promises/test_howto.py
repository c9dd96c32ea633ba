"""docs/howto/add-a-question.md is followed to the letter, in a copy of the project: it works, or this is red."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dichtbij import questions
from dichtbij.settings import ROOT

PAGE = ROOT / "docs" / "howto" / "add-a-question.md"
NAME = "laatste_contact"
COPIED = ("actions", "benchmarks", "data", "dichtbij", "tests")
ENOUGH = 6
"""Training sentences of every other question that are kept in the copy: enough to tell them apart, and quick."""

_STEP = re.compile(
    r"^(?P<what>New file|Add to) `(?P<file>[^`]+)`(?: under `(?P<under>[^`]+)`)?\n\n```\w+\n(?P<text>.*?)^```$",
    re.M | re.S,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as it is."""
    root = tmp_path_factory.mktemp("howto") / "main"
    root.mkdir()
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    for file in ROOT.glob("*.yml"):
        shutil.copy(file, root / file.name)
    shutil.copy(ROOT / "pyproject.toml", root / "pyproject.toml")
    return root


@pytest.fixture(scope="module")
def followed(project: Path) -> Path:
    """The copy with every step done."""
    for step in _STEP.finditer(PAGE.read_text(encoding="utf-8")):
        apply(project, step)
    return project


def apply(root: Path, step: re.Match[str]) -> None:
    """Do what the page says: make a file, or put lines under a line that is there once."""
    file, under = root / step["file"], step["under"]
    if step["what"] == "New file":
        assert not file.exists(), f"{step['file']} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(step["text"], encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [number for number, line in enumerate(lines) if line.strip() == under]
    assert len(places) == 1, f"'{under}' stands {len(places)} times in {step['file']}"
    lines.insert(places[0] + 1, step["text"])
    file.write_text("".join(lines), encoding="utf-8")


def command(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A Python command in the copy, as it would run in a checkout."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    needed = {"BOT_SECRET": "train", "ACTIONS_URL": "http://127.0.0.1:1", "TRACKER_URL": "sqlite://"}
    env = {**os.environ, **quiet, **needed, "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, *words], cwd=root, env=env, capture_output=True, text=True, timeout=400, check=False
    )


def test_there_are_seven_steps_and_every_block_has_its_place() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^## (\d)\.", text, re.M) == list("1234567")
    blocks = re.findall(r"^```(?:yaml|python)$", text, re.M)
    assert len(blocks) == len(list(_STEP.finditer(text)))


def test_the_check_says_after_the_first_step_what_is_missing(tmp_path: Path) -> None:
    for name in ("klantvragen.yml", "domain.yml"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "dichtbij").mkdir()
    (tmp_path / "actions").mkdir()
    apply(tmp_path, next(_STEP.finditer(PAGE.read_text(encoding="utf-8"))))
    from dichtbij import registry_check

    found = "\n".join(registry_check.problems(tmp_path))
    for missing in (f"intent {NAME} is missing", f"data/nlu/contact_en_status/{NAME}.yml is missing"):
        assert missing in found


def test_followed_to_the_end_nothing_is_missing(followed: Path) -> None:
    """What the check says of other questions is for test_registry.py."""
    done = command(followed, "-m", "dichtbij.registry_check")
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    assert [line for line in done.stdout.splitlines() if "last_contact" in line or NAME in line] == []


def test_its_own_tests_pass(followed: Path) -> None:
    done = command(followed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/actions/test_last_contact.py")
    assert "2 passed" in done.stdout, done.stdout[-3000:] + done.stderr[-1000:]


def test_its_conversation_is_counted(followed: Path) -> None:
    found = [proof for proof in questions.proofs(followed) if proof.intent == NAME]
    assert [(proof.behaviour, proof.test) for proof in found] == [("happy", "test_the_last_contact_is_told")]
    assert questions.answers(followed)[NAME] == f"action_{NAME}"


def test_the_trained_bot_knows_the_new_question(followed: Path) -> None:
    for file in (followed / "data" / "nlu").rglob("*.yml"):
        if file.stem != NAME:
            shorten(file)
    # Without the rules: what they need is checked above, and Rasa takes a minute to see that they don't contradict.
    train = ("train", "nlu", "--nlu", "data/nlu", "--fixed-model-name", "dichtbij", "--out", "models")
    done = command(followed, "-m", "rasa", *train)
    assert (followed / "models" / "dichtbij.tar.gz").is_file(), done.stdout[-2000:] + done.stderr[-2000:]

    asked = ["Op welke datum heb ik jullie het laatst gesproken?", "waarover ging mijn vorige gesprek met jullie"]
    cases = "".join(json.dumps({"text": text}) + "\n" for text in [*asked, "wat zijn jullie openingstijden"])
    (followed / "cases.jsonl").write_text(cases, encoding="utf-8")
    done = command(followed, "-m", "benchmarks.predict", "nlu", "cases.jsonl", "said.jsonl")
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [json.loads(line) for line in (followed / "said.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["ranking"][0][0] for row in rows] == [NAME, NAME, "openingstijden"]
    assert all(row["act"] == "answer" for row in rows[:2])


def shorten(file: Path) -> None:
    """Keep the first sentences only."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    seen = 0
    kept = []
    for line in lines:
        seen += line.startswith("      - ")
        if seen <= ENOUGH or not line.startswith("      - "):
            kept.append(line)
    file.write_text("".join(kept), encoding="utf-8")
