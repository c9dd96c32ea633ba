"""What leans on the message before it, what changes a value, and who writes u."""

from __future__ import annotations

import pytest

from dichtbij.values import changes_value, is_follow_up, only_modifies, says_u, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "en vorig jaar?",
        "En gas?",
        "en voor de Industrieweg",
        "hoe zit dat met stroom?",
        "oke en in januari dan?",
        "wat van 2024",
    ],
)
def test_follow_up(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wat is mijn verbruik",
        "ik wil verhuizen",
        "en dan wil ik ook nog graag weten hoe het precies zit met mijn contract en de tarieven",
        "energie besparen",
        "encyclopedie",
    ],
)
def test_no_follow_up(text: str) -> None:
    assert not is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "maak er 150 van",
        "doe maar de 20e",
        "Nou doet u maar honderdtachtig",
        "zet het op 95 euro",
        "verander dat in 6 maanden",
    ],
)
def test_another_value(text: str) -> None:
    assert changes_value(text)


@pytest.mark.parametrize("text", ["", "150", "doe maar", "maak er werk van", "zet mij maar door", "ik heb 3 kinderen"])
def test_not_another_value(text: str) -> None:
    assert not changes_value(text)


@pytest.mark.parametrize(
    "text", ["Kunt u mij helpen?", "uw factuur klopt niet", "dank u wel", "ik stuur u. een brief", "zegt U het maar"]
)
def test_says_u(text: str) -> None:
    assert says_u(text)


@pytest.mark.parametrize(
    "text", ["", "kun je mij helpen", "om 10 u graag", "thank u", "10u30", "love u", "nou ja", "url", "uur"]
)
def test_does_not_say_u(text: str) -> None:
    assert not says_u(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ik heb me bedacht",
        "ik wil toch mijn huidige contract houden",
        "kun je dat terugdraaien?",
        "draai het alsjeblieft terug",
        "doe het toch maar niet",
    ],
)
def test_what_takes_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize("text", ["ik wil een vast contract", "krijg ik geld terug?", "dat is toch te duur", "hou op"])
def test_what_takes_nothing_back(text: str) -> None:
    assert not takes_back(text)


def test_the_subject_of_the_question_before_is_no_other_subject() -> None:
    assert only_modifies("en de rekening van vorig jaar?", "factuur_uitleg")
    assert only_modifies("en het verbruik in januari", "verbruik_inzien")
    assert not only_modifies("en de rekening van vorig jaar?", "termijnbedrag_opvragen")
    assert not only_modifies("en stuur de rekening van vorig jaar", "factuur_uitleg")
