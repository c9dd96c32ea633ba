"""What a case says in Dutch and what its schema allows are the same as what the code knows."""

from __future__ import annotations

from typing import Any, get_args

import yaml

from dichtbij.conversations.model import Delivery, Score, Sender
from dichtbij.customers.model import PURPOSES, Method
from dichtbij.handoff.case_file import case_schema
from dichtbij.handoff.case_words import DANGER_TEXT, METHOD_TEXT, OUTCOME_TEXT, SLOT_TEXT
from dichtbij.handoff.model import SCHEMA, CaseState, Outcome, Reason
from dichtbij.settings import ROOT
from dichtbij.signals.model import DangerKind, Level
from tests.case_schema import fields


def _field(path: str) -> Any:
    return dict(fields())[path]


def test_every_slot_of_a_form_has_a_dutch_name() -> None:
    forms = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["forms"]
    asked = {slot for form in forms.values() for slot in form["required_slots"]}
    assert asked - set(SLOT_TEXT) == set()


def test_every_way_to_be_recognised_and_every_danger_and_outcome_has_words() -> None:
    assert set(METHOD_TEXT) == {method.value for method in Method}
    assert set(DANGER_TEXT) == set(get_args(DangerKind))
    assert set(OUTCOME_TEXT) == set(get_args(Outcome))


def test_the_schema_knows_what_the_code_knows() -> None:
    assert _field("case.schema")["const"] == SCHEMA
    assert _field("case.state")["enum"] == list(get_args(CaseState))
    assert _field("case.reason")["enum"] == list(get_args(Reason))
    assert _field("case.outcome")["enum"] == [*get_args(Outcome), None]
    assert _field("case.mood.level")["enum"] == list(get_args(Level))
    assert _field("case.safety.kind")["enum"] == list(get_args(DangerKind))
    assert _field("case.ratings.score")["enum"] == list(get_args(Score))
    assert set(_field("case.method")["enum"]) == {method.value for method in Method} - {Method.LOGGED_OUT.value}
    assert set(_field("messages.state")["enum"]) == set(get_args(Delivery))
    assert case_schema()["$defs"]["sender"]["enum"] == list(get_args(Sender))
    assert set(_field("customer.consents")["properties"]) == set(PURPOSES)


def test_every_field_stands_in_the_page_about_the_case() -> None:
    page = (ROOT / "docs" / "case.md").read_text(encoding="utf-8")
    of_case = [name.removeprefix("case.") for name, _ in fields() if name.startswith("case.") and name.count(".") == 1]
    assert len(of_case) > 40
    assert [name for name in of_case if f"`{name}`" not in page and name != "schema"] == []
