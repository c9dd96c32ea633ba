"""Approved texts: as Meta takes them, filled in as one line, and found back in the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij.channels.whatsapp.model import TemplatePart
from dichtbij.channels.whatsapp.rendering import Rendering
from dichtbij.channels.whatsapp.templates import LONGEST, Templates, read_template
from dichtbij.conversations.model import Content
from dichtbij.errors import SettingsError
from dichtbij.handoff.reach import NotComposed

FACTS = {"organisatie": "Duinlicht Energie"}
GOOD: dict[str, Any] = {
    "titel": "Antwoord",
    "taal": "nl",
    "waarden": {"onderwerp": {"label": "Onderwerp", "langst": 20}},
    "je": {"naam": "antwoord_je", "tekst": "Over {{1}} van {organisatie} weten we meer."},
    "u": {"naam": "antwoord_u", "tekst": "Over {{1}} kunnen wij u meer zeggen."},
}


def load(folder: Path, **rows: Any) -> Templates:
    file = folder / "templates.yml"
    file.write_text(yaml.safe_dump(rows or {"antwoord": GOOD}, allow_unicode=True), encoding="utf-8")
    return Templates.load(FACTS, file)


def test_ours_are_as_meta_takes_them() -> None:
    bodies = Templates.load(FACTS).bodies
    assert len(bodies) >= 6
    assert all("{organisatie}" not in body and len(body) <= LONGEST for body in bodies.values())


def test_ours_say_je_to_some_and_u_to_others() -> None:
    for template in Templates.load(FACTS).offered("u"):
        assert " je " not in f" {template.text.lower()} "
    for template in Templates.load(FACTS).offered("je"):
        assert " u " not in f" {template.text.lower()} "


def test_it_is_filled_in_and_sent_as_a_template(tmp_path: Path) -> None:
    content = load(tmp_path).compose("antwoord", "je", {"onderwerp": "  je\nrekening "})
    assert isinstance(content, Content)
    assert content.text == "Over je rekening van Duinlicht Energie weten we meer."
    assert read_template(content.marks) == TemplatePart("antwoord_je", "nl", ("je rekening",))
    stored = Content.from_dict(content.as_dict())
    assert Rendering("https://x.example").parts([stored]) == [TemplatePart("antwoord_je", "nl", ("je rekening",))]


def test_a_bsn_in_a_field_is_masked(tmp_path: Path) -> None:
    content = load(tmp_path).compose("antwoord", "u", {"onderwerp": "bsn 123456782"})
    assert isinstance(content, Content)
    assert "123456782" not in content.text + "".join(content.marks)


@pytest.mark.parametrize("values", [{}, {"onderwerp": " \n"}, {"onderwerp": "x" * 21}])
def test_a_field_that_is_empty_or_too_long_is_refused_by_name(tmp_path: Path, values: dict[str, str]) -> None:
    refused = load(tmp_path).compose("antwoord", "je", values)
    assert isinstance(refused, NotComposed)
    assert refused.field == "onderwerp"


def test_an_unknown_template_is_refused(tmp_path: Path) -> None:
    assert isinstance(load(tmp_path).compose("geen", "je", {}), NotComposed)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"titel": None, "extra": 1}, "has titel"),
        ({"je": {"naam": "Antwoord-je", "tekst": "Over {{1}} weten we."}}, "no name at Meta"),
        ({"je": {"naam": "a", "tekst": "{{1}} weten we nu."}}, "beginning"),
        ({"je": {"naam": "a", "tekst": "We weten meer over {{1}}"}}, "beginning"),
        ({"je": {"naam": "a", "tekst": "We weten niets."}}, "names each"),
        ({"je": {"naam": "a", "tekst": "We weten {{2}} wel."}}, "names each"),
        ({"je": {"naam": "a", "tekst": "Over {{1}} van {bedrijf} meer."}}, "unknown fact bedrijf"),
        ({"je": {"naam": "antwoord_u", "tekst": "Over {{1}} weten we."}}, "twice"),
        ({"waarden": {"onderwerp": {"label": "Onderwerp"}}}, "langst"),
        ({"waarden": {"onderwerp": {"label": "Onderwerp", "langst": 2000}}}, "longer than"),
    ],
)
def test_what_meta_would_refuse_stops_the_start(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load(tmp_path, antwoord={**GOOD, **change})


def test_two_fields_beside_each_other_are_refused(tmp_path: Path) -> None:
    two = {"a": {"label": "A", "langst": 5}, "b": {"label": "B", "langst": 5}}
    row = {**GOOD, "waarden": two, "je": {"naam": "a", "tekst": "Over {{1}} {{2}} meer."}}
    with pytest.raises(SettingsError, match="beside each other"):
        load(tmp_path, antwoord=row)
