"""Choices without buttons: what is shown, and what is read back from what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.channels.whatsapp.model import Choice, DocumentPart, PicturePart, TextPart
from dichtbij.channels.whatsapp.rendering import Rendering
from dichtbij.channels.whatsapp.twilio.provider import LIMITS
from dichtbij.channels.whatsapp.typed import HUMAN, as_typed, chosen, labelled
from dichtbij.conversations.model import Content
from dichtbij.counter.service import ASK_HUMAN

MEDEWERKER = Choice(HUMAN, "Medewerker")
SHOW = Rendering("https://loket.voorbeeld.nl", LIMITS["whatsapp"])


def choices(*titles: str) -> list[Choice]:
    return [Choice(f"/{title.lower()}", title) for title in titles]


YES_NO = choices("Ja", "Nee, iets anders")
MONTHS = choices("3 maanden", "6 maanden", "12 maanden")


def test_the_way_to_a_human_is_the_counters() -> None:
    assert HUMAN == ASK_HUMAN


def test_choices_are_numbered() -> None:
    assert as_typed("Klopt dit?", YES_NO) == "Klopt dit?\n\nKies een nummer:\n1. Ja\n2. Nee, iets anders"


def test_where_a_number_could_be_the_answer_itself_choices_get_letters() -> None:
    shown = as_typed("In hoeveel maanden?", MONTHS)
    assert shown == "In hoeveel maanden?\n\nKies een letter:\nA. 3 maanden\nB. 6 maanden\nC. 12 maanden"
    assert chosen("3", MONTHS) is None
    assert chosen("a", MONTHS) == MONTHS[0]


def test_a_single_choice_beside_an_open_question_is_named_by_its_words() -> None:
    leave = choices("Nee, laat maar")
    assert as_typed("Wat is de stand?", [*leave, MEDEWERKER]) == (
        'Wat is de stand?\n\nOf typ "Nee, laat maar" of "Medewerker".'
    )
    assert chosen("1", leave) is None
    assert chosen("nee, laat maar", leave) == leave[0]


def test_the_way_to_a_human_takes_no_number() -> None:
    """So that the same choices have the same numbers whether it stands below them or not."""
    assert [label for label, _ in labelled([*YES_NO, MEDEWERKER])] == ["1", "2", ""]
    assert chosen("3", [*YES_NO, MEDEWERKER]) is None
    assert chosen("medewerker", [*YES_NO, MEDEWERKER]) == MEDEWERKER


@pytest.mark.parametrize("typed", ["2", " 2. ", "2)", "02", "2️⃣", "nr 2", "Nummer 2", "optie 2!", "“Nee, iets anders”"])
def test_a_number_may_be_typed_as_people_do(typed: str) -> None:
    assert chosen(typed, YES_NO) == YES_NO[1]


@pytest.mark.parametrize("typed", ["", "0", "3", "22", "2 mensen", "1 en 2", "nee", "ik kies 1 of 2", "b", "½", "٢"])
def test_anything_else_is_what_the_customer_says(typed: str) -> None:
    assert chosen(typed, YES_NO) is None


def test_two_with_the_same_words_are_told_apart_by_their_number_only() -> None:
    same = [Choice("/adres_a", "Duinweg"), Choice("/adres_b", "Duinweg")]
    assert chosen("Duinweg", same) is None
    assert chosen("2", same) == same[1]


@given(
    st.lists(st.text("aB2 é.€🙂", min_size=1, max_size=4).filter(str.strip), min_size=2, max_size=30, unique=True),
    st.booleans(),
    st.data(),
)
def test_whatever_label_is_shown_leads_to_its_choice(titles: list[str], human: bool, data: st.DataObject) -> None:
    offered = [Choice(f"/{number}", title) for number, title in enumerate(titles)]
    offered += [MEDEWERKER] if human else []
    label, choice = data.draw(st.sampled_from([one for one in labelled(offered) if one[0]]))
    meant = chosen(label, offered)
    # Unless somebody's words are that very label.
    assert meant == choice or (meant is not None and meant.title.strip(" .!\"'“”‘’").casefold() == label.casefold())


# -- as Twilio's messages ---------------------------------------------------------------------------------------------


def test_every_answer_says_how_to_reach_a_human() -> None:
    assert SHOW.parts([Content("Je betaalt 120 euro.")], standing=MEDEWERKER) == [
        TextPart('Je betaalt 120 euro.\n\nOf typ "Medewerker".')
    ]


def test_a_document_has_its_words_in_a_bubble_of_their_own() -> None:
    """Twilio shows nothing of what is said with one."""
    document = Content("Hier is je brief.", image=None)
    parts = Rendering("https://x", LIMITS["whatsapp"])._composed("Hier is je brief.", [], [DocumentPart("p", "b")], 0)
    assert parts == [DocumentPart("p", "b"), TextPart(document.text)]


def test_a_picture_keeps_its_words() -> None:
    image = {"src": "/documenten/x", "title": "Januari 100 kWh."}
    [part] = SHOW.parts([Content("Dit is je verbruik.", image=image)])
    assert part == PicturePart("/documenten/x", "Dit is je verbruik.\n\nJanuari 100 kWh.")


def test_a_long_answer_is_split_at_what_twilio_takes() -> None:
    parts = SHOW.parts([Content("Een zin van woorden. " * 200, quick_replies=({"title": "Ja", "payload": "/ja"},))])
    assert len(parts) > 2
    assert all(isinstance(part, TextPart) and len(part.text) <= 1600 for part in parts)
