"""Canned answers: what the file may hold, and that nothing is sent with a hole in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dichtbij.desk.helping.canned import Canned
from dichtbij.desk.helping.facts import GENERAL, KNOWN
from dichtbij.errors import SettingsError
from dichtbij.registry import load_registry

EVERYTHING = {name: f"<{name}>" for name in KNOWN}
NOTHING = {name: f"<{name}>" for name in GENERAL}

JE = re.compile(r"\b(?:je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
U = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@pytest.fixture(scope="module")
def canned() -> Canned:
    return Canned.load()


def test_there_are_enough_and_each_title_and_id_is_its_own(canned: Canned) -> None:
    assert len(canned) >= 40
    assert len({answer.id for answer in canned}) == len({answer.title for answer in canned}) == len(canned)


def test_everybody_is_addressed_as_they_want(canned: Canned) -> None:
    for answer in canned:
        assert not U.search(answer.je), answer.id
        assert not JE.search(answer.u), answer.id


def test_answers_are_short_and_plain(canned: Canned) -> None:
    for answer in canned:
        for text in (answer.je, answer.u):
            assert len(text) <= 260, answer.id
            assert max(len(sentence.split()) for sentence in SENTENCE_END.split(text)) <= 22, answer.id
            assert not re.search(r"<|\*|https?:|\bdient\b|\bmiddels\b|\breeds\b|\bteneinde\b", text), answer.id


def test_what_customers_ask_most_has_an_answer(canned: Canned) -> None:
    covered = {question for answer in canned for question in answer.questions}
    asked = {one.intent for one in load_registry().values() if one.kind in ("personal", "complex", "safety")}
    assert asked - covered <= {"medewerker_spreken", "tarieven_opvragen", "opzegvergoeding", "factuur_opvragen",
                               "rekeningnummer_wijzigen", "toestemming_wijzigen", "status_aanvraag"}  # fmt: skip


def test_all_is_offered_when_all_is_known(canned: Canned) -> None:
    for form_of_address in ("je", "u"):
        offered = canned.offered(EVERYTHING, form_of_address)
        assert len(offered) == len(canned)
        assert not any("{" in answer["text"] for answer in offered)
    assert canned.missing(EVERYTHING) == []


def test_an_answer_with_something_unknown_is_not_offered_and_says_why(canned: Canned) -> None:
    offered, missing = canned.offered(NOTHING, "je"), canned.missing(NOTHING)
    assert len(offered) + len(missing) == len(canned)
    assert not {one["id"] for one in offered} & {"termijnbedrag_nu", "begroeten_met_naam", "klantnummer"}
    why = {one["id"]: one["why"] for one in missing}
    assert why["begroeten_met_naam"] == "Niet bekend: voornaam"
    assert "nog niet bewezen" in why["klantnummer"]


def test_a_fact_with_braces_stays_what_it_is(canned: Canned) -> None:
    facts = {**EVERYTHING, "voornaam": "{klantnummer}"}
    text = next(a for a in canned.offered(facts, "je") if a["id"] == "begroeten_met_naam")["text"]
    assert "{klantnummer}" in text
    assert "<klantnummer>" not in text


def test_the_answers_of_a_question(canned: Canned) -> None:
    found = canned.for_question("schulden", NOTHING, "u")
    assert {one["id"] for one in found} == {"lukt_betalen_niet", "hulp_bij_schulden"}
    assert canned.for_question("groet", NOTHING, "u") == []


GOOD = "Begin:\n  hallo: {titel: Hallo, je: 'Hoi {voornaam}', u: 'Dag {voornaam}'}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- hallo\n", "groups of answers"),
        ("Begin: hallo\n", "groups of answers"),
        ("Begin:\n  hallo: tekst\n", "Begin, hallo: has titel"),
        ("Begin:\n  hallo: {je: Hoi, u: Dag}\n", "has titel"),
        ("Begin:\n  hallo: {titel: Hallo, je: Hoi, u: Dag, extra: 1}\n", "has titel"),
        ("Begin:\n  hallo: {titel: Hallo, je: Hoi}\n", "a text for je and for u"),
        ("Begin:\n  hallo: {titel: Hallo, je: Hoi, u: ' '}\n", "a text for je and for u"),
        ("Begin:\n  hallo: {titel: Hallo, je: 'Hoi {voornaam}', u: Dag}\n", "different facts"),
        ("Begin:\n  hallo: {titel: Hallo, tekst: 'Hoi {naam}'}\n", "unknown fact naam"),
        ("Begin:\n  hallo: {titel: Hallo, tekst: Hoi, bij: [groeten]}\n", "no question groeten"),
        (GOOD + "Einde:\n  hallo: {titel: Dag, tekst: Dag}\n", "hallo stands in two groups"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_where(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "antwoorden.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        Canned.load(file)


def test_a_right_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "antwoorden.yml"
    file.write_text(GOOD, encoding="utf-8")
    assert Canned.load(file).offered(EVERYTHING, "u") == [
        {"id": "hallo", "title": "Hallo", "text": "Dag <voornaam>", "group": "Begin"}
    ]
