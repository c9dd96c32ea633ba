"""The mood of one message: frustration with us in all its forms, and what only looks like it.

The sentences are none of the training data's. A learned reader may miss one; that it reads most of a kind counts.
"""

from __future__ import annotations

import pytest

from dichtbij.signals import Reading, Turn
from dichtbij.signals.mood import CALM, FRUSTRATED
from tests.reader import read, reader

ANNOYED = {
    "expliciet": [
        "wat een kutbot",
        "stelletje prutsers",
        "ik ben woedend over die rekening",
        "hou je bek",
        "jullie zijn oplichters",
    ],
    "haperend": ["WAAROM DOET DIE APP HET WEER NIET", "hallo??? iemand???", "Ik. Heb. Geen. Gas.", "serieus?!"],
    "sarcasme": ["wauw, wat een hulp weer", "bedankt voor niks", "lekker bezig jongens, weer het verkeerde bedrag"],
    "beleefd_boos": [
        "Ik neem hier met alle respect geen genoegen mee.",
        "Mag ik u erop wijzen dat dit de vierde monteur is die niet komt?",
    ],
    "moedeloos": ["ik geef het op", "laat ook maar, het wordt toch niks", "ach ja, het zal wel weer niet lukken"],
    "dreigend": [
        "dan stap ik naar de geschillencommissie",
        "dit gaat naar Kassa",
        "mijn advocaat neemt contact met u op",
    ],
    "herhaling": [
        "ik heb hier al vijf keer over gebeld",
        "dat zei ik net al",
        "voor de zoveelste keer: ik woon daar niet meer",
    ],
}  # fmt: skip
CALM_ONES = {
    "neutraal": [
        "wat kost een kWh",
        "zet mijn termijnbedrag op 120 euro",
        "doe maar de 25e",
        "ik ga in mei verhuizen",
    ],
    "negatief_onderwerp": [
        "ik heb een aanmaning gekregen",
        "mijn meter is kapot",
        "er belde een oplichter namens jullie",
    ],
    "caps_onschuldig": ["WAT IS JULLIE TELEFOONNUMMER", "dank je wel!!!", "hoi!!! ik wil zonnepanelen!!"],
    "positief": ["bedankt voor de hulp", "top, dat is snel geregeld", "wat fijn dat dit zo makkelijk gaat"],
    "grapje": ["haha nee, 85", "mijn kat heeft de meter opgenomen, dus verwacht er niet te veel van"],
    "zorg_verdriet": ["mijn man is overleden", "ik ben bang voor die rekening", "mijn vrouw heeft kanker"],
    "ontkend": [
        "ik ben niet boos hoor",
        "geen haast, ik vroeg het me gewoon af",
        "dit is geen klacht, alleen een vraag",
    ],
}  # fmt: skip


def one(text: str) -> Reading:
    return read([Turn("customer", text)])


def test_every_kind_is_known() -> None:
    assert set(ANNOYED) < set(FRUSTRATED)
    assert set(CALM_ONES) < set(CALM)


@pytest.mark.parametrize("kind", ANNOYED)
def test_frustration_of_every_kind_is_read(kind: str) -> None:
    said = [reader().message(text)["frustrated"] for text in ANNOYED[kind]]
    assert sum(said) >= len(said) - 1, [text for text, is_so in zip(ANNOYED[kind], said, strict=True) if not is_so]


@pytest.mark.parametrize("kind", CALM_ONES)
def test_calm_of_every_kind_is_left_alone(kind: str) -> None:
    said = [reader().message(text)["frustrated"] for text in CALM_ONES[kind]]
    assert sum(said) <= 1, [text for text, is_so in zip(CALM_ONES[kind], said, strict=True) if is_so]


@pytest.mark.parametrize(
    "text", ["", "   ", "😀", "/factuur_uitleg", '/stop{"x": "kutbot"}', "12345", "ja", "NL91 ABNA 0417 1643 00"]
)
def test_a_value_a_tap_and_nothing_have_no_mood(text: str) -> None:
    reading = one(text)
    assert reading.level == "kalm"
    assert reading.advice == "none"
    assert reading.evidence == ()


def test_the_sentence_of_the_story_brings_a_human_near() -> None:
    reading = one("hier heb ik niks aan, dit is nu al de derde keer")
    assert reading.level != "kalm"
    assert reading.advice in ("offer", "hand_over")


@pytest.mark.parametrize("text", ["wat een waardeloze klotebot, stelletje prutsers", "ik ben woest"])
def test_capitals_do_not_hide_anger(text: str) -> None:
    assert one(text.upper() + "!!!").level == one(text).level == "gefrustreerd"


def test_evidence_names_the_kind_and_the_customers_own_words() -> None:
    reading = one("ik heb nu al drie keer gebeld en er gebeurt gewoon niets, dan stap ik naar de geschillencommissie")
    heaviest = reading.evidence[0]
    assert heaviest.weight > 0
    assert heaviest.label in FRUSTRATED.values()
    assert heaviest.words
    assert all(
        word in "ik heb nu al drie keer gebeld en er gebeurt gewoon niets, dan stap ik naar de geschillencommissie"
        for word in heaviest.words.split(" … ")
    )


def test_calm_says_why_it_is_calm() -> None:
    reading = one("ik ben echt niet boos hoor, ik vroeg het me alleen af")
    assert reading.evidence[0].weight < 0
    assert reading.evidence[0].label == "zegt niet boos te zijn"
