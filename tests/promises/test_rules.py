"""The rules that decide have a page each, and the pages tell the truth: modules, policy numbers and tests exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij.settings import ROOT

PAGES = ROOT / "docs" / "rules"
INDEX = PAGES / "README.md"
RULES = ROOT / "dichtbij" / "customers" / "rules"
CODE_SPAN = re.compile(r"`([^`\n]+)`")


def pages() -> list[Path]:
    return [page for page in sorted(PAGES.glob("*.md")) if page != INDEX]


def spans(page: Path) -> list[str]:
    return CODE_SPAN.findall(page.read_text(encoding="utf-8"))


def policies() -> dict[str, dict[str, Any]]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))
    return content["beleid"]


def modules() -> list[str]:
    return [file.stem for file in sorted(RULES.glob("*.py")) if file.stem != "__init__"]


def decides(module: str) -> bool:
    """A rule that takes numbers of the organisation declares what it takes."""
    tree = ast.parse((RULES / f"{module}.py").read_text(encoding="utf-8"))
    return any(isinstance(node, ast.ClassDef) and node.name.endswith("Policy") for node in tree.body)


def helpers() -> set[str]:
    """Modules that the index names as deciding nothing."""
    text = INDEX.read_text(encoding="utf-8").split("Helpers that decide nothing")[1].split("## ")[0]
    return set(CODE_SPAN.findall(text))


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_page_or_is_named_as_a_helper(module: str) -> None:
    on_a_page = any(f"dichtbij/customers/rules/{module}.py" in spans(page) for page in pages())
    assert on_a_page or module in helpers(), f"{module}.py: no page names it and docs/rules/README.md no helper"
    assert not (decides(module) and not on_a_page), f"{module}.py has a policy and no page"
    assert not (decides(module) and module in helpers()), f"{module}.py has a policy, so it is no helper"


def test_the_index_lists_every_page_and_no_other() -> None:
    listed = re.findall(r"\]\((\w+\.md)\)", INDEX.read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(page.name for page in pages())
    assert helpers() <= set(modules())


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_page_names_a_module_and_tests_that_exist(page: Path) -> None:
    named = [span for span in spans(page) if re.match(r"(?:dichtbij|tests|actions|data|web|docs)/\S+$", span)]
    missing = [span for span in named if not list(ROOT.glob(span.split("::")[0].split(":")[0]))]
    assert missing == []
    assert any(span.startswith("dichtbij/") for span in named), "no module"
    tested = [span.split("::")[0] for span in named if span.startswith("tests/")]
    files = [file for pattern in tested for file in ROOT.glob(pattern) if file.suffix == ".py"]
    assert files, "no test holds it"
    sources = "".join(file.read_text(encoding="utf-8") for file in files)
    tests = [span.split("::")[-1] for span in spans(page) if re.fullmatch(r"(?:tests/\S+::)?test_\w+", span)]
    assert [test for test in tests if f"def {test}(" not in sources] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_page_names_policy_numbers_that_exist(page: Path) -> None:
    known = policies()
    for span in spans(page):
        if not re.fullmatch(r"beleid(?:\.\w+)+", span):
            continue
        place: Any = known
        for step in span.split(".")[1:]:
            assert isinstance(place, dict), f"{page.name}: {span}"
            assert step in place, f"{page.name}: {span} is not in organisatie.yml"
            place = place[step]


def test_every_policy_number_stands_on_a_page() -> None:
    text = "\n".join(span for page in pages() for span in spans(page))
    words = set(re.findall(r"\w+", text))
    missing = [f"{section}.{key}" for section, rows in policies().items() for key in rows if key not in words]
    assert missing == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_a_page_tells_rule_assumptions_example_and_tests(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    assert re.search(r"assum|taken to be", text), f"{page.name}: no assumptions"
    assert "example" in text, f"{page.name}: no example"
