"""How much a message tells already."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.values import telling


@pytest.mark.parametrize(
    "text",
    [
        "weet ik niet",
        "Geen idee!",
        "dat weet ik echt niet",
        "tja, geen idee eigenlijk",
        "laat maar, geef me iemand",
        "ik wil gewoon een mens",
        "dat vertel ik liever aan een medewerker",
        "bel me maar met een medewerker",
    ],
)
def test_giving_up(text: str) -> None:
    assert telling.gives_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "de monteur wist ook niet wat het was",
        "ik weet niet waarom, maar de meterstand is fout",
        "de jaarafrekening",
        "mijn man heeft een medewerker gesproken en die zei iets anders",
    ],
)
def test_not_giving_up(text: str) -> None:
    assert not telling.gives_up(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ik wil een klacht indienen", False),
        ("Ik wil een klacht indienen over jullie service", False),
        ("klacht", False),
        ("klacht over de monteur die niet kwam", True),
        ("ik sta al drie weken te wachten op antwoord", True),
    ],
)
def test_what_a_complaint_is_about(text: str, names: bool) -> None:
    assert telling.names_subject(text) is names


@pytest.mark.parametrize(
    ("text", "bill"),
    [
        ("de jaarafrekening klopt niet", "jaarafrekening"),
        ("factuur F-2026-004114 is fout", "F-2026-004114"),
        ("de rekening van mei is dubbel", "rekening van mei"),
        ("die € 640 klopt niet", "€ 640"),
        ("dit klopt niet", None),
    ],
)
def test_which_bill(text: str, bill: str | None) -> None:
    assert telling.named_invoice(text) == bill


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("sinds 1 april woon ik hier", "sinds 1 april woon"),
        ("de storing was vorige week", "vorige week"),
        ("gisteren viel de stroom uit", "gisteren viel de stroom"),
        ("mijn vriezer is kapot", None),
    ],
)
def test_when(text: str, moment: str | None) -> None:
    assert telling.named_moment(text) == moment


def test_damage_and_its_cause() -> None:
    assert telling.tells_what_happened("door de stroomstoring is alles weg")
    assert not telling.tells_what_happened("ik heb schade")
    assert telling.named_damage("mijn diepvries doet niets meer") == "diepvries"
    assert telling.named_damage("ik heb schade") is None


def test_a_situation_is_somebody_and_a_change() -> None:
    assert telling.tells_situation("mijn ex gaat weg en ik blijf")
    assert not telling.tells_situation("kan het contract op een andere naam?")


@given(st.text(max_size=400))
def test_any_text_can_be_looked_at(text: str) -> None:
    telling.gives_up(text)
    telling.names_subject(text)
    telling.named_invoice(text)
    telling.named_moment(text)
    telling.named_damage(text)
    assert telling.tells_a_story(text) == (telling.word_count(text) >= telling.ENOUGH_WORDS)
