"""The registry is kept: every question has its intent, sentences, rule, action and responses; nothing is left over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dichtbij import registry_check
from dichtbij.settings import ROOT


def test_registry_domain_training_rules_actions_and_responses_agree() -> None:
    found = registry_check.problems()
    assert not found, "\n".join(["", *found])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the files that are held against each other, to spoil."""
    root = tmp_path / "main"
    for name in ("klantvragen.yml", "domain.yml"):
        root.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for name in ("data", "actions"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "dichtbij").mkdir()
    return root


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


NLU = Path("data/nlu/verhuizen/verhuizing_doorgeven.yml")
RULES = Path("data/rules/verhuizen.yml")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("domain.yml", "  - besparen\n", "", "domain.yml: intent besparen is missing"),
        ("klantvragen.yml", "  besparen: ", "  bezuinigen: ", "klantvragen.yml: besparen is missing"),
        ("domain.yml", "  - action_contract_info\n", "", "domain.yml: actions lacks action_contract_info"),
        ("domain.yml", "actions:\n", "actions:\n  - action_koffie\n", "actions/: no class is action_koffie"),
        ("klantvragen.yml", "titel: Mijn contract,", "titel: Alles over mijn contracten hier,", "at most 24"),
        (
            str(RULES),
            "action: verhuizing_doorgeven_form",
            "action: utter_groet",
            "action_for says verhuizing_doorgeven_form",
        ),
        (str(RULES), "action: verhuizing_doorgeven_form", "action: utter_verdwenen", "data/responses/ does not have"),
        ("data/responses/dialoog.yml", "  utter_herhalen_niets:", "  utter_herhalen_iets:", "utter_herhalen_niets"),
    ],
)
def test_what_is_missing_is_named_with_its_place(project: Path, file: str, old: str, new: str, said: str) -> None:
    spoil(project / file, old, new)
    found = registry_check.problems(project)
    assert any(said in line for line in found), found


def test_too_few_double_and_borrowed_sentences_are_named(project: Path) -> None:
    content = (project / NLU).read_text(encoding="utf-8").splitlines()
    kept_apart = project.parent / "shared" / "eval"
    kept_apart.mkdir(parents=True)
    row = '{"text": "Wij gaan volgend voorjaar met z\'n allen naar Texel verkassen", "label": "besparen"}\n'
    (kept_apart / "a.jsonl").write_text(row, encoding="utf-8")
    borrowed = "      - wij gaan volgend voorjaar met z'n allen naar texel verkassen!"
    (project / NLU).write_text("\n".join([*content[:10], content[9].upper(), borrowed, ""]), encoding="utf-8")
    found = [line for line in registry_check.problems(project) if str(NLU) in line]
    assert any("at least 30 are needed" in line for line in found), found
    assert any(f"{NLU}:11:" in line and "again" in line for line in found), found
    borrowed_lines = [line for line in found if "kept apart" in line]
    assert len(borrowed_lines) == 1
    assert "texel" not in borrowed_lines[0].lower(), "what is kept apart is not repeated"


def test_a_missing_file_of_sentences_is_named(project: Path) -> None:
    (project / NLU).unlink()
    assert any(line.startswith(f"{NLU} is missing") for line in registry_check.problems(project))


def test_a_form_without_its_action_or_slot_is_named(project: Path) -> None:
    spoil(project / "domain.yml", "forms:\n", "forms:\n  koffie_form:\n    required_slots: [suiker]\n")
    found = registry_check.problems(project)
    assert "domain.yml: actions lacks validate_koffie_form of form koffie_form" in found
    assert "domain.yml: form koffie_form belongs to no question of klantvragen.yml" in found
    assert "domain.yml: slot suiker of form koffie_form is missing" in found


def test_the_command_prints_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(registry_check, "problems", lambda: ["domain.yml: intent x is missing"])
    assert registry_check.main() == 1
    assert capsys.readouterr().out == "domain.yml: intent x is missing\n"
    monkeypatch.setattr(registry_check, "problems", lambda: [])
    assert registry_check.main() == 0
