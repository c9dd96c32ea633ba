"""More than one question in a message: where it is cut, and what counts as a question of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.nlu.several import MOST_WORDS, pieces_of, questions_of, without_greeting
from dichtbij.registry import load_registry

REGISTRY = load_registry()


def ranker(known: dict[str, str], sure: float = 0.97) -> Any:
    """Knows an intent by a word in the text, and is unsure of everything else."""

    def rank(text: str) -> list[dict[str, Any]]:
        for word, intent in known.items():
            if word in text:
                return [{"name": intent, "confidence": sure}, {"name": "hulp", "confidence": 0.01}]
        return [{"name": "informeren", "confidence": 0.3}]

    return rank


RANK = ranker(
    {
        "termijnbedrag": "termijnbedrag_opvragen",
        "contract": "contract_info",
        "rekeningnummer": "rekeningnummer_wijzigen",
    }
)


def asked(text: str, rank: Any = RANK) -> list[tuple[str, str]]:
    return [(one.intent, one.text) for one in questions_of(text, rank(text), rank, REGISTRY)]


def test_two_questions_keep_their_own_words() -> None:
    assert asked("wat is mijn termijnbedrag en wanneer loopt mijn contract af") == [
        ("termijnbedrag_opvragen", "wat is mijn termijnbedrag"),
        ("contract_info", "wanneer loopt mijn contract af"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Wat is mijn termijnbedrag? Wanneer loopt mijn contract af?",
        "wat is mijn termijnbedrag, en verder wanneer loopt mijn contract af",
        "wat is mijn termijnbedrag\nwanneer loopt mijn contract af",
        "wat is mijn termijnbedrag + wanneer loopt mijn contract af",
    ],
)
def test_people_join_questions_in_many_ways(text: str) -> None:
    assert [intent for intent, _ in asked(text)] == ["termijnbedrag_opvragen", "contract_info"]


def test_two_wishes_under_one_verb() -> None:
    found = asked("ik wil mijn termijnbedrag weten en mijn rekeningnummer veranderen")
    assert [intent for intent, _ in found] == ["termijnbedrag_opvragen", "rekeningnummer_wijzigen"]


def test_what_only_tells_is_no_question() -> None:
    found = asked("mijn contract is in juni gestopt. Wat is mijn termijnbedrag nu?")
    assert [intent for intent, _ in found] == ["termijnbedrag_opvragen"]


def test_what_is_unclear_belongs_to_the_question_before_it() -> None:
    assert asked("wat is mijn termijnbedrag en kan dat dan volgende maand en wanneer loopt mijn contract af")[0] == (
        "termijnbedrag_opvragen",
        "wat is mijn termijnbedrag kan dat dan volgende maand",
    )


def test_the_same_question_twice_is_one() -> None:
    assert len(asked("wat is mijn termijnbedrag en waarom is mijn termijnbedrag zo hoog")) == 1


def test_a_guess_is_no_question() -> None:
    unsure = ranker({"termijnbedrag": "termijnbedrag_opvragen", "contract": "contract_info"}, sure=0.6)
    assert asked("wat is mijn termijnbedrag en wanneer loopt mijn contract af", unsure) == []


def test_what_needs_a_person_is_never_cut_up() -> None:
    rank = ranker({"overleden": "overlijden_melden", "contract": "contract_info"})
    assert asked("mijn man is overleden en wat moet ik met het contract", rank) == []


@pytest.mark.parametrize(
    "text",
    ["gas en stroom", "hoeveel gas en stroom", "mijn man en ik willen verhuizen", "en nu?", "", "   ", "Ja en nee"],
)
def test_short_pairs_stay_together(text: str) -> None:
    assert len(pieces_of(text)) == 1


@given(st.text(max_size=400))
def test_any_text_can_be_cut_and_nothing_is_added(text: str) -> None:
    pieces = pieces_of(text)
    assert pieces
    assert len(" ".join(pieces)) <= len(text) + len(pieces)
    if len(text.split()) > MOST_WORDS:
        assert pieces == [text]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Goedemorgen, kunt u mij helpen met mijn rekening?", "kunt u mij helpen met mijn rekening?"),
        ("hoi waarom is het zo duur", "waarom is het zo duur"),
        ("Geachte heer, wat is mijn termijnbedrag", "wat is mijn termijnbedrag"),
        ("hallo", "hallo"),
        ("goedemiddag mevrouw", "goedemiddag mevrouw"),
        ("dagtarief en nachttarief uitleggen", "dagtarief en nachttarief uitleggen"),
    ],
)
def test_a_greeting_is_taken_off_when_something_follows(text: str, rest: str) -> None:
    assert without_greeting(text) == rest
