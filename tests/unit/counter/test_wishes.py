"""Which words sign somebody off, and which are a question."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from dichtbij.conversations.model import Content, ConversationId, Message, MessageId
from dichtbij.counter.wishes import SIGNED_OFF, STILL_OFF, is_bare_stop, must_be_told, read_wish, stands_alone


@pytest.mark.parametrize(
    "words",
    ["afmelden", "Afmelden.", "  STOP  BERICHTEN ", "uitschrijven", "stop alles!", "Unsubscribe"],
)
def test_an_exact_word_signs_off(words: str) -> None:
    assert read_wish(Content(words)) == "off"


@pytest.mark.parametrize("words", ["start", "Start!", "AANMELDEN"])
def test_an_exact_word_signs_on(words: str) -> None:
    assert read_wish(Content(words)) == "on"


@pytest.mark.parametrize(
    "words",
    [
        *("", "stop", "stoppen", "niet afmelden", "afmelden\nof toch niet", "Hoe kan ik me\nuitschrijven"),
        *("ik wil me afmelden", "afmelden voor incasso", "kan ik hier afmelden?", "wanneer start mijn contract"),
    ],
)
def test_everything_else_is_for_the_bot(words: str) -> None:
    assert read_wish(Content(words)) is None


def test_what_counts_is_what_was_typed() -> None:
    assert read_wish(Content("Afmelden", payload="/annuleren")) is None
    assert read_wish(Content("Stuurde een document: afmelden", heard="afmelden", marks=("soort:bestand",))) == "off"
    assert read_wish(Content("Stuurde een sticker", marks=("soort:sticker",))) is None


@pytest.mark.parametrize(
    ("words", "alone"), [("Afmelden.", True), ("STOP", True), ("start", True), ("ik wil stoppen", False), ("", False)]
)
def test_a_wish_is_a_turn_of_its_own(words: str, alone: bool) -> None:
    assert stands_alone(words) is alone


def test_no_form_is_open_at_a_human_so_stop_is_for_us() -> None:
    assert read_wish(Content("STOP"), with_human=True) == "off"
    assert read_wish(Content("stop maar met zoeken"), with_human=True) is None


@pytest.mark.parametrize(
    ("words", "bare"), [("stop", True), ("STOP!", True), ("stop maar", False), ("stopt het?", False)]
)
def test_a_bare_stop_is_told_from_others(words: str, bare: bool) -> None:
    assert is_bare_stop(Content(words)) is bare


def _said(*names: str) -> list[Message]:
    at = datetime(2026, 11, 23, tzinfo=timezone.utc)
    return [
        Message(MessageId(str(n)), ConversationId("c"), n, at, "system", Content("x", marks=(f"utter:{name}",)))
        for n, name in enumerate(names, 1)
    ]


@pytest.mark.parametrize(
    ("course", "told"),
    [
        ((), True),
        ((SIGNED_OFF,), True),
        ((SIGNED_OFF, STILL_OFF), False),
        ((SIGNED_OFF, STILL_OFF, "utter_groet"), False),
        ((STILL_OFF, SIGNED_OFF), True),
    ],
)
def test_who_writes_again_is_told_once_after_each_signing_off(course: tuple[str, ...], told: bool) -> None:
    assert must_be_told(_said(*course)) is told
