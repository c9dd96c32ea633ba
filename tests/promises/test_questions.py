"""docs/questions.md is true, and every question has its conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from dichtbij import questions
from dichtbij.registry import load_registry
from dichtbij.settings import ROOT


def test_the_table_is_up_to_date() -> None:
    written = (ROOT / questions.TABLE).read_text(encoding="utf-8")
    assert written == questions.page(), "make questions"


def test_every_question_is_in_it_with_an_answer() -> None:
    table = questions.page()
    for intent in load_registry():
        assert f"| `{intent}` |" in table
    assert "not built yet" not in table


def test_every_question_has_its_conversations() -> None:
    lacking = questions.lacking()
    assert not lacking, "\n".join(["", *lacking])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A registry of three questions with tests of every form."""
    (tmp_path / "klantvragen.yml").write_text(
        "geld:\n"
        "  teruggave: {kind: personal, level: 2, titel: Geld terug, about: a, outcome: b}\n"
        "  betalen: {kind: routine, level: 0, titel: Betalen, about: a, outcome: b}\n"
        "  betalen_later: {kind: routine, level: 0, titel: Later, about: a, outcome: b}\n",
        encoding="utf-8",
    )
    happy = tmp_path / questions.TESTS / "happy"
    happy.mkdir(parents=True)
    (happy / "test_geld.py").write_text(
        "import pytest\n"
        '@pytest.mark.question("teruggave", "betalen")\nasync def test_two(): ...\n'
        '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.question("teruggave")), 2])\n'
        "def test_cases(x): ...\n"
        "def test_betalen_unmarked_in_a_folder(): ...\n",
        encoding="utf-8",
    )
    (tmp_path / questions.TESTS / "test_handover.py").write_text(
        "def test_betalen_later_by_name(): ...\ndef test_of_nothing(): ...\n", encoding="utf-8"
    )
    (tmp_path / "data" / "rules").mkdir(parents=True)
    (tmp_path / "data" / "rules" / "geld.yml").write_text(
        'version: "3.1"\nrules:\n'
        "- {rule: a, steps: [{intent: teruggave}, {action: action_teruggave}]}\n"
        "- {rule: b, steps: [{intent: betalen}, {action: betalen_form}]}\n"
        "- {rule: c, steps: [{intent: betalen_later}, {action: utter_betalen_later}]}\n",
        encoding="utf-8",
    )
    return tmp_path


def test_proofs_are_read_from_markers_cases_and_names(project: Path) -> None:
    found = [(proof.intent, proof.behaviour, proof.test) for proof in questions.proofs(project)]
    assert found == [
        ("teruggave", "happy", "test_two"),
        ("betalen", "happy", "test_two"),
        ("teruggave", "happy", "test_cases"),
        ("betalen_later", "handover", "test_betalen_later_by_name"),
    ]


def test_what_is_lacking_is_named(project: Path) -> None:
    strange = project / questions.TESTS / "vrolijk"
    strange.mkdir()
    (strange / "test_x.py").write_text(
        'import pytest\n@pytest.mark.question("koffie")\ndef test_x(): ...\n', encoding="utf-8"
    )
    assert questions.lacking(project) == [
        "teruggave: 2 conversation tests, 3 are needed",
        "tests/conversations/vrolijk/test_x.py: test_x marks koffie",
        f"tests/conversations/vrolijk/test_x.py: its folder is no behaviour ({', '.join(questions.BEHAVIOURS)})",
    ]


def test_the_table_says_how_a_question_is_answered(project: Path) -> None:
    table = questions.page(project)
    assert "| `teruggave` | personal | 2 | b | action `action_teruggave` | happy 2 |" in table
    assert "| form `betalen_form` | happy 1 |" in table
    assert "| response `utter_betalen_later` | handover 1 |" in table
