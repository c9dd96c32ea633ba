"""Words about an open form go to that form, whatever the classifier makes of them."""

from __future__ import annotations

import pytest

from dichtbij.nlu.policy import _corrects, _looks_like_value, _steers


@pytest.mark.parametrize(
    ("text", "is_value"),
    [
        ("120", True),
        ("Nou doet u maar honderdtachtig", True),
        ("maak er 150 van", True),
        ("honderdtwintig euro graag", True),
        ("zet mijn betaaldag maar op de 20e aub", False),
        ("kan ik mijn rekening in 3 keer betalen", False),
        ("wat zijn jullie openingstijden", False),
        ("/bevestigen", False),
    ],
)
def test_a_value_is_no_question(text: str, is_value: bool) -> None:
    assert _looks_like_value(text, 0.95) is is_value


@pytest.mark.parametrize(
    ("text", "requested", "expected"),
    [
        ("vorige vraag", "incassodag", True),
        ("ik wil toch iets anders", "incassodag", True),
        ("Wat raadt u mij aan?", "termijnbedrag", True),
        ("het nummer klopt niet", "bevestiging", True),
        ("het nummer klopt niet", "onderwerp", False),
        ("het nummer klopt niet", "incassodag", False),
        ("ik wil een ander rekeningnummer", "bevestiging", False),
        ("mijn rekening klopt niet", "bevestiging", False),
        ("toch maar niet", "bevestiging", True),
        ("toch maar niet", "toestemming_stand", False),
        ("/annuleren", "bevestiging", False),
    ],
)
def test_words_that_steer_the_form(text: str, requested: str, expected: bool) -> None:
    assert _steers(text, requested) is expected


@pytest.mark.parametrize(
    ("text", "requested", "expected"),
    [
        ("nee, het gaat over mijn verhuizing", "bevestiging", True),
        ("mijn verhuizing", "aanpassing", True),
        ("mijn verhuizing", "bevestiging", False),
        ("nee, hoe geef ik een verhuizing door?", "bevestiging", False),
        ("nee, mijn verhuizing", "dagdeel", False),
    ],
)
def test_another_subject_is_no_other_question(text: str, requested: str, expected: bool) -> None:
    assert _corrects(text, requested) is expected
