"""A case in three lines: what an agent reads first."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij.handoff.model import Reason
from dichtbij.handoff.summary import LONGEST, Course, summarise


def lines(**course: Any) -> tuple[str, str, str]:
    made = summarise(Course(**{"reason": "verzoek", "ask": "", **course}))
    return made.wants, made.done, made.open


def test_a_bill_was_explained_and_a_form_was_left_open() -> None:
    assert lines(
        ask="toch liever een mens, waarom is mijn afrekening zo hoog?",
        question="Uitleg van mijn rekening",
        answered=("Uitleg van mijn rekening",),
        figures=("€ 640", "€ 305"),
        form="Andere betaaldag",
        missing=("dag van de maand",),
    ) == (
        "Uitleg van mijn rekening: “toch liever een mens, waarom is mijn afrekening zo hoog?”",
        "Beantwoord: Uitleg van mijn rekening (€ 640 en € 305).",
        "Andere betaaldag was niet klaar: dag van de maand ontbreekt nog.",
    )


def test_what_was_arranged_and_promised_stands_in_front() -> None:
    _, done, left = lines(
        ask="Ik wil het anders",
        arranged=("Termijnbedrag gewijzigd (A-2026-000012)",),
        noted=("Klacht (A-2026-000013)",),
        answered=("Mijn contract",),
        helped_before=(("Joost", "Regeling voorgesteld, klant denkt na"),),
        promised=("bellen op 24 november 2026 in de ochtend over de regeling",),
        unanswered=2,
    )
    assert done == (
        "Geregeld: Termijnbedrag gewijzigd (A-2026-000012). Genoteerd: Klacht (A-2026-000013)."
        " Eerder geholpen door Joost: “Regeling voorgesteld, klant denkt na”. Beantwoord: Mijn contract."
    )
    assert left == (
        "Toegezegd: bellen op 24 november 2026 in de ochtend over de regeling."
        " Nog niet beantwoord: 2 berichten van de klant."
    )


def test_danger_is_the_first_word() -> None:
    wants, _, left = lines(reason="gevaar", ask="ik ruik gas in de keuken", danger="gaslucht")
    assert wants == "Meldde gaslucht. “ik ruik gas in de keuken”"
    assert left == "Vraag of iedereen veilig is."


@pytest.mark.parametrize(
    ("course", "left"),
    [
        ({}, "Vraag waar het over gaat."),
        ({"ask": "Hoe zit het?"}, "De vraag is nog niet beantwoord."),
        (
            {"ask": "Hoezo?", "question": "Mijn contract", "answered": ("Mijn contract",)},
            "De klant kreeg antwoord, maar is er niet mee geholpen.",
        ),
        ({"form": "In delen betalen"}, "In delen betalen was niet klaar: het wachtte op een bevestiging."),
        ({"needs_proof": True, "unanswered": 1},
         "De klant heeft nog niet bewezen wie het is. Nog niet beantwoord: 1 bericht van de klant."),
        ({"outcome": "opgelost", "form": "In delen betalen", "unanswered": 1}, "Afgerond: opgelost."),
    ],
)  # fmt: skip
def test_what_is_left_to_do(course: dict[str, Any], left: str) -> None:
    assert lines(**course)[2] == left


def test_who_only_asks_for_a_human_said_nothing_else() -> None:
    assert lines() == (
        "Een medewerker spreken; waarover is nog niet gezegd.",
        "Nog niets: de assistent heeft niets beantwoord of geregeld.",
        "Vraag waar het over gaat.",
    )


def test_what_is_not_known_is_not_said_to_be_nothing() -> None:
    """Who may not see the profile can't know what was arranged a minute ago."""
    _, done, _ = lines(knows_arranged=False)
    assert done == "Of er iets geregeld is, staat in het profiel van de klant."
    assert lines(knows_arranged=False, answered=("Mijn contract",))[1] == "Beantwoord: Mijn contract."


def test_a_long_story_is_cut_at_a_word() -> None:
    wants, _, _ = lines(ask="ik heb een heel lang verhaal " * 20)
    assert wants.endswith(("heel…”", "lang…”", "verhaal…”", "ik…”", "heb…”", "een…”"))


@settings(deadline=None)
@given(
    st.builds(
        Course,
        reason=st.sampled_from(get_args(Reason)),
        ask=st.text(max_size=500),
        question=st.sampled_from(["", "Uitleg van mijn rekening", "x" * 300]),
        danger=st.sampled_from(["", "gaslucht"]),
        answered=st.lists(st.text(max_size=30), max_size=12).map(tuple),
        figures=st.lists(st.text(max_size=12), max_size=20).map(tuple),
        arranged=st.lists(st.text(max_size=60), max_size=8).map(tuple),
        noted=st.lists(st.text(max_size=60), max_size=8).map(tuple),
        helped_before=st.lists(st.tuples(st.text(max_size=40), st.text(max_size=2_000)), max_size=5).map(tuple),
        form=st.text(max_size=40),
        missing=st.lists(st.text(max_size=40), max_size=9).map(tuple),
        promised=st.lists(st.text(max_size=400), max_size=5).map(tuple),
        needs_proof=st.booleans(),
        unanswered=st.integers(0, 99),
        outcome=st.text(max_size=40),
    )
)
def test_whatever_happened_there_are_three_lines(course: Course) -> None:
    made = summarise(course)
    for line in (made.wants, made.done, made.open):
        assert 0 < len(line) <= LONGEST
        assert len(line.splitlines()) == 1


def test_who_asked_only_for_a_human_says_to_that_human_what_it_is_about() -> None:
    wants, done, left = lines(ask="ik wil een mens", told="kan mijn regeling later ingaan?", unanswered=1)
    assert wants == "“ik wil een mens” Daarna: “kan mijn regeling later ingaan?”"
    assert done.startswith("Nog niets")
    assert left == "Nog niet beantwoord: 1 bericht van de klant."


def test_what_the_agent_answered_is_done_and_then_it_is_the_customers_turn() -> None:
    _, done, left = lines(ask="ik wil een mens", replied="Fatima")
    assert done == "Fatima antwoordde de klant."
    assert left == "Wacht op de klant: Fatima schreef het laatst."
    assert lines(ask="x", replied="Fatima", unanswered=1)[2] == "Nog niet beantwoord: 1 bericht van de klant."
