"""The evidence in one message, and what is no evidence."""

from __future__ import annotations

import pytest

from dichtbij.signals import Reading, Turn, read


def one(text: str) -> Reading:
    return read([Turn("customer", text)])


def names(reading: Reading) -> set[str]:
    return {item.name for item in reading.evidence}


def test_the_sentence_of_the_story_gets_an_offer() -> None:
    reading = one("hier heb ik niks aan, dit is nu al de derde keer")
    assert reading.level == "geïrriteerd"
    assert reading.advice == "offer"
    assert names(reading) == {"ongenoegen", "herhaling_genoemd"}
    assert "nu al de derde keer" in {item.words for item in reading.evidence}


@pytest.mark.parametrize(
    "text",
    ["wat een kutbot", "stelletje prutsers", "rot toch op", "ik ben woedend", "ik ben razend over die rekening",
     "je bent echt een waardeloze bot", "hou je bek", "fuck you", "IK BEN WOEST!!!", "jullie zijn oplichters"],
)  # fmt: skip
def test_swearing_at_us_and_fury_hand_over_at_once(text: str) -> None:
    reading = one(text)
    assert reading.level == "gefrustreerd"
    assert reading.advice == "hand_over"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dit slaat nergens op", "ongenoegen"),
        ("ik heb al vijf keer gebeld", "herhaling_genoemd"),
        ("wauw, wat een hulp weer", "sarcasme"),
        ("bedankt voor niks", "sarcasme"),
        ("ik geef het op", "berusting"),
        ("Ik neem hier geen genoegen mee.", "beleefde_boosheid"),
        ("dan stap ik naar de geschillencommissie", "dreigt"),
        ("dit gaat naar Kassa", "dreigt"),
        ("mijn advocaat neemt contact met u op, dan ga ik naar de rechter", "dreigt"),
        ("WAAROM DOET DIE APP HET WEER NIET", "hoofdletters"),
        ("waar is mijn geld???", "leestekens"),
        ("ik wil mijn factuur 😡", "boze_emoji"),
        ("Ik. Heb. Geen. Gas.", "staccato"),
        ("je luistert niet", "niet_begrepen"),
        ("niemand reageert", "niets_gebeurt"),
        ("godverdomme zeg", "vloekt"),
        ("jullie maken er een potje van", "verwijt"),
        ("ik ben het zat", "boos"),
    ],
)
def test_named_evidence(text: str, name: str) -> None:
    found = {item.name: item for item in one(text).evidence}
    assert name in found
    assert found[name].weight > 0
    assert found[name].label


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bedankt voor de hulp", "bedankt"),
        ("haha nee, 85", "grapje"),
        ("mijn man is overleden", "verdriet"),
        ("ik ben bang voor die rekening", "zorgen"),
        ("ik ben niet boos hoor", "ontkent_boosheid"),
        ("helemaal goed zo 😊", "vriendelijke_emoji"),
    ],
)
def test_counter_evidence(text: str, name: str) -> None:
    reading = one(text)
    assert name in names(reading)
    assert reading.level == "kalm"
    assert all(item.weight < 0 for item in reading.evidence)


@pytest.mark.parametrize(
    "text",
    ["ik heb een aanmaning gekregen", "mijn meter is kapot", "mijn moeder is overleden", "ik lig er wakker van",
     "MIJN IBAN IS NL91 ABNA 0417 1643 00", "EAN en IBAN en BSN en BTW", "ik ben niet boos", "grapje!",
     "mijn vrouw heeft kanker", "oplichters belden mij namens jullie", "stomme vraag, maar wat is een EAN",
     "mijn buurman is woedend op de gemeente", "buienradar geeft zon", "dit is de derde factuur dit jaar", "", "   ",
     "😀", "/factuur_uitleg", "/stop{\"x\": \"kutbot\"}"],
)  # fmt: skip
def test_calm(text: str) -> None:
    reading = one(text)
    assert reading.level == "kalm"
    assert reading.advice == "none"


def test_a_curse_at_the_meter_cupboard_is_less_than_one_at_the_bot() -> None:
    assert one("verdomme de stop is er weer uit").score < one("verdomde rotbot").score


def test_evidence_shows_the_customers_own_words() -> None:
    (item,) = [item for item in one("Nou, dit slaat Nérgens op zeg").evidence if item.name == "ongenoegen"]
    assert item.words == "slaat Nérgens op"


def test_more_evidence_gives_a_higher_score() -> None:
    assert one("dit slaat nergens op").score < one("dit slaat nergens op!!! al drie keer gevraagd").score


def test_score_is_a_probability() -> None:
    terrible = one("KUTBOT!!! stelletje oplichters 😡 ik ben woedend, al tien keer gebeld, ik stap naar de rechter")
    assert 0.99 < terrible.score <= 1
    assert 0 <= one("bedankt, top, haha 😊").score < 0.05


@pytest.mark.parametrize("text", ["Nooit meer Zonnedorp!", "fuck zonnedorp", "goed bezig Zonnedorp, echt top"])
def test_our_own_name_counts_as_us_whatever_it_is(text: str) -> None:
    named = read([Turn("customer", text)], us=("gemeente zonnedorp", "zonnedorp"))
    assert named.level != "kalm"
    assert read([Turn("customer", text)]).score < named.score
    assert any("onnedorp" in item.words for item in named.evidence), "the agent reads what was written"


def test_our_name_inside_another_word_is_not_us() -> None:
    assert read([Turn("customer", "nooit meer Enorm")], us=("eno",)).level == "kalm"
