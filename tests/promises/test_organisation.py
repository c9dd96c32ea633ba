"""The organisation stands in one place: organisatie.yml, and what it says in data/responses/."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij.customers.policies import load_policies
from dichtbij.errors import SettingsError
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT

ORGANISATION = load_organisation(ROOT / "organisatie.yml")
CODE = ("dichtbij", "actions", "web/widget", "web/desk", "web/demo", "data/responses", "data/rules")
WRITTEN = {".py", ".ts", ".html", ".css", ".yml", ".mjs", ".svg"}
PAGES = [*(ROOT / "web" / "demo").rglob("*.html"), ROOT / "web" / "desk" / "desk.html"]


def written(folder: str) -> list[Path]:
    found = [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in WRITTEN]
    return [path for path in found if not {"node_modules", "dist", "__pycache__"} & set(path.parts)]


def own_words() -> list[str]:
    """What only this organisation would say of itself."""
    rows = ORGANISATION.overig
    domain = rows["e_mail"].split("@")[1]
    words = [rows["naam"], rows["roepnaam"], rows["telefoon"], rows["telefoon_internationaal"], domain]
    return [*words, rows["adres"]["straat"], rows["adres"]["postcode"]]


@pytest.mark.parametrize("folder", CODE)
def test_nothing_but_organisatie_yml_names_the_organisation(folder: str) -> None:
    files = written(folder)
    assert files, f"{folder} has nothing to look at"
    words = [word.lower() for word in own_words()]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {word}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for word in words
        if word in line.lower()
    ]
    assert found == []


def test_pages_name_only_facts_that_organisatie_yml_has() -> None:
    known = ORGANISATION.page_facts()
    asked = {
        (page.name, name) for page in PAGES for name in re.findall(r"\{\{([^}]*)\}\}", page.read_text(encoding="utf-8"))
    }
    assert asked
    assert [(page, name) for page, name in sorted(asked) if name not in known] == []


def test_pages_hold_no_tariff_and_no_telephone_number_of_their_own() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"€ ?\d|\b0\d{2,3}[- ]\d{3,}", text), page.name


def test_numbers_in_an_emergency_are_those_of_organisatie_yml() -> None:
    """They stand in full in the sentences: danger is told without anything to fill in."""
    numbers = {str(number) for number in ORGANISATION.overig["nummers"].values()}
    said = (ROOT / "data" / "responses" / "veiligheid.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:0\d{2,3}-\d{4,6}|112)\b", said)) == numbers


def policies() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))["beleid"]
    return content


def test_policies_are_complete() -> None:
    load_policies(policies())


@pytest.mark.parametrize("section", sorted(policies()))
def test_a_policy_that_is_missing_unknown_or_wrong_stops_the_start_with_its_name(section: str) -> None:
    name = next(iter(policies()[section]))
    without, extra, wrong = policies(), policies(), policies()
    del without[section][name]
    extra[section]["verzonnen"] = 1
    wrong[section][name] = 0.5  # what YAML makes of an amount without quotes
    for rows, said in (
        (without, f"beleid.{section}.{name} is missing"),
        (extra, f"beleid.{section}.verzonnen is no setting"),
        (wrong, f"beleid.{section}.{name} has to be"),
    ):
        with pytest.raises(SettingsError, match=re.escape(said)):
            load_policies(rows)


def test_a_file_without_policies_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="beleid is missing"):
        load_policies(None)
