"""Any message of the record fits on a phone, and loses no word and no choice on the way."""

from __future__ import annotations

import re
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij.channels.whatsapp.limits import Limits, fits, shortened, split, units
from dichtbij.channels.whatsapp.marks import as_marks
from dichtbij.channels.whatsapp.model import (
    ButtonsPart,
    Choice,
    DocumentPart,
    ListPart,
    Part,
    PicturePart,
    TextPart,
)
from dichtbij.channels.whatsapp.packing import grouped
from dichtbij.channels.whatsapp.rendering import (
    Place,
    Rendering,
    choices_of,
    is_tap_of,
    more_payload,
    read_more,
    tap_id,
)
from dichtbij.conversations.model import Content, ConversationId, Message, MessageId, SentFile

BASE = "https://dichtbij.example"
SHOW = Rendering(BASE)
TALK = ConversationId("0b9c9a3e-3f0e-4f43-9d0c-6a4e3a2f1b7d")
HUMAN = Choice("/medewerker_spreken", "Medewerker")


def buttons(*titles: str) -> tuple[dict[str, str], ...]:
    return tuple({"title": title, "payload": f"/{title.lower().replace(' ', '_')}"} for title in titles)


def words(part: Part) -> str:
    """All that is read as running text."""
    if isinstance(part, (PicturePart, DocumentPart)):
        return part.caption
    assert isinstance(part, (TextPart, ButtonsPart, ListPart))
    return part.text


def picture_of(part: Part) -> str:
    if isinstance(part, ButtonsPart):
        return part.picture.path if part.picture else ""
    return part.path if isinstance(part, PicturePart) else ""


def offered(parts: list[Part]) -> list[Choice]:
    return [choice for part in parts if isinstance(part, (ButtonsPart, ListPart)) for choice in part.choices]


# -- what the counter really says -----------------------------------------------------------------------------------


def test_a_text_is_a_text() -> None:
    assert SHOW.parts([Content("Hallo")]) == [TextPart("Hallo")]


def test_up_to_three_choices_are_buttons() -> None:
    [part] = SHOW.parts([Content("Welke?", quick_replies=buttons("Een", "Twee", "Drie"))])
    assert isinstance(part, ButtonsPart)
    assert part.choices == (Choice("/een", "Een"), Choice("/twee", "Twee"), Choice("/drie", "Drie"))


def test_a_fourth_choice_makes_it_a_list() -> None:
    [part] = SHOW.parts([Content("Welke?", quick_replies=buttons("Een", "Twee", "Drie", "Vier"))])
    assert isinstance(part, ListPart)
    assert [choice.title for choice in part.choices] == ["Een", "Twee", "Drie", "Vier"]


def test_a_title_too_long_for_a_button_stands_whole_below_its_row() -> None:
    long = "Termijnbedrag verhogen naar 210 euro"
    [part] = SHOW.parts([Content("Kies", quick_replies=buttons(long))])
    assert isinstance(part, ListPart)
    [row] = part.choices
    assert row.title == "Termijnbedrag verhogen…"
    assert row.description == long


def test_more_than_ten_choices_are_asked_in_steps() -> None:
    content = Content("Welke factuur?", quick_replies=buttons(*(f"Factuur {number}" for number in range(1, 24))))
    [first] = SHOW.parts([content], places=[Place(TALK, 7)])
    seen = []
    part: Part = first
    for _ in range(5):
        assert isinstance(part, ListPart)
        more = read_more(part.choices[-1].payload)
        seen += [choice.title for choice in part.choices if read_more(choice.payload) is None]
        if more is None:
            break
        assert more[0] == Place(TALK, 7)
        [part] = SHOW.rest(content, more[1], more[0])
    assert seen == [f"Factuur {number}" for number in range(1, 24)]


def test_a_long_text_with_choices_is_still_one_bubble() -> None:
    [part] = SHOW.parts([Content("Lang verhaal. " * 150, quick_replies=buttons("Ja", "Nee"))])
    assert isinstance(part, ListPart)


def test_a_text_is_split_at_4096_only() -> None:
    assert len(SHOW.parts([Content("woord " * 600)])) == 1
    assert len(SHOW.parts([Content("woord " * 700)])) == 2


def test_a_chart_stands_above_its_figures_and_buttons() -> None:
    """One bubble, with the words of the picture for who can't see it."""
    image = {"src": "/documenten/abc", "title": "De hoogste maand was januari."}
    content = Content("Je verbruikte 2.900 kWh.", image=image, quick_replies=buttons("Per maand"))
    [part] = SHOW.parts([content], standing=HUMAN)
    assert isinstance(part, ButtonsPart)
    assert part.picture is not None
    assert part.picture.path == "/documenten/abc"
    assert part.text == "Je verbruikte 2.900 kWh.\n\nDe hoogste maand was januari."
    assert [choice.title for choice in part.choices] == ["Per maand", "Medewerker"]


def test_a_picture_without_buttons_has_the_words_below_it() -> None:
    [part] = SHOW.parts([Content("Kijk.", image={"src": "/documenten/abc", "title": "Een grafiek."})])
    assert part == PicturePart("/documenten/abc", "Kijk.\n\nEen grafiek.")


def test_a_download_is_a_complete_link() -> None:
    [part] = SHOW.parts([Content("Je factuur:", links=({"title": "Factuur", "url": "/documenten/x"},))])
    assert part == TextPart(f"Je factuur:\n\nFactuur: {BASE}/documenten/x")


def test_links_and_pictures_of_ours_outlast_their_way_but_what_somebody_wrote_stays() -> None:
    """A link in a quoted text would come to life again."""
    show = Rendering(BASE, lasting=lambda path: f"{path}-lang")
    content = Content("Je schreef: /documenten/x", links=({"title": "Factuur", "url": "/documenten/x"},))
    assert show.parts([content]) == [TextPart(f"Je schreef: /documenten/x\n\nFactuur: {BASE}/documenten/x-lang")]
    assert show.parts([Content(image={"src": "/documenten/y", "title": "Een grafiek."})]) == [
        PicturePart("/documenten/y-lang", "Een grafiek.")
    ]
    assert show.parts([Content(file=SentFile("1", "a", "image/png", 1))]) == [PicturePart("bestand:1")]


@pytest.mark.parametrize(
    ("media_type", "part"),
    [
        ("image/jpeg", PicturePart("bestand:1", "Zie hier")),
        ("application/pdf", DocumentPart("bestand:1", "brief", "Zie hier")),
        ("image/webp", DocumentPart("bestand:1", "brief", "Zie hier")),  # WhatsApp shows no WebP as a picture
    ],
)
def test_a_file_of_an_agent(media_type: str, part: Part) -> None:
    assert SHOW.parts([Content("Zie hier", file=SentFile("1", "brief", media_type, 10))]) == [part]


def said(*contents: Content) -> list[Message]:
    """Messages of the bot that follow each other, from number 3 on."""
    at = datetime(2026, 11, 22, tzinfo=timezone.utc)
    return [
        Message(MessageId(f"m{seq}"), TALK, seq, at, "bot", content) for seq, content in enumerate(contents, start=3)
    ]


def shown(messages: list[Message], standing: Choice | None = None) -> list[Part]:
    """As packing does it."""
    return [
        part
        for group in grouped(messages)
        for part in SHOW.parts(
            [one.content for one in group.messages],
            standing=standing,
            places=[Place(one.conversation_id, one.seq) for one in group.messages],
        )
    ]


def test_what_waits_together_is_one_bubble() -> None:
    [part] = shown(said(Content("Ik ben een chatbot."), Content("Je betaalt 120.", quick_replies=buttons("Verhogen"))))
    assert isinstance(part, ButtonsPart)
    assert part.text == "Ik ben een chatbot.\n\nJe betaalt 120."
    assert [choice.title for choice in part.choices] == ["Verhogen"]


def test_two_questions_that_wait_together_keep_their_own_choices() -> None:
    address = Content("Klopt dit adres?", quick_replies=buttons("Ja", "Nee"))
    amount = Content("Je betaalt 120 euro.", quick_replies=buttons("Verhogen"))
    first, second = shown(said(address, Content("Ik vraag het even."), amount))
    assert isinstance(first, ButtonsPart)
    assert isinstance(second, ButtonsPart)
    assert (first.text, [one.title for one in first.choices]) == (
        "Klopt dit adres?\n\nIk vraag het even.",
        ["Ja", "Nee"],
    )
    assert (second.text, [one.title for one in second.choices]) == ("Je betaalt 120 euro.", ["Verhogen"])


def test_the_last_row_names_the_message_that_has_the_choices() -> None:
    """Not the last one of the bubble: a tap on it would find no choices there."""
    titles = [f"Factuur {number}" for number in range(1, 15)]
    [part] = shown(said(Content("Welke?", quick_replies=buttons(*titles)), Content("Je mag ook typen.")))
    assert isinstance(part, ListPart)
    assert read_more(part.choices[-1].payload) == (Place(TALK, 3), 9)


@pytest.mark.parametrize(
    ("content", "has_it"),
    [
        (Content("Kort."), True),
        (Content("Kort.", quick_replies=buttons("Een", "Twee")), True),
        (Content("Kort.", quick_replies=buttons("Een", "Twee", "Drie")), False),
        (Content("Kort.", quick_replies=buttons("Een titel die geen knop kan zijn")), False),
        (Content("Kort.", quick_replies=({"title": "Een mens", "payload": HUMAN.payload},)), False),
        (Content("Lang. " * 200), False),
    ],
)
def test_the_way_to_a_human_stands_below_every_answer_with_room(content: Content, has_it: bool) -> None:
    found = [choice for choice in offered(SHOW.parts([content], standing=HUMAN)) if choice == HUMAN]
    assert bool(found) is has_it


def test_without_buttons_choices_are_numbered_lines() -> None:
    sms = Rendering(BASE, Limits(text=1600, buttons=0, rows=0))
    [part] = sms.parts([Content("Welke?", quick_replies=buttons("Een", "Twee"))], standing=HUMAN)
    assert part == TextPart('Welke?\n\nKies een nummer:\n1. Een\n2. Twee\nOf typ "Medewerker".')


def test_choices_that_mean_the_same_are_offered_once() -> None:
    twice = ({"title": "Ja", "payload": "/ja"}, {"title": "Ja hoor", "payload": "/ja"})
    assert choices_of(Content("?", quick_replies=twice)) == [Choice("/ja", "Ja")]


def test_equal_titles_are_told_apart() -> None:
    """Meta takes no two buttons with one title."""
    same = tuple({"title": "Duinweg", "payload": f"/adres_{number}"} for number in (1, 2))
    [part] = SHOW.parts([Content("Welk adres?", quick_replies=same)])
    assert isinstance(part, ListPart)
    assert len({choice.title for choice in part.choices}) == 2


def test_a_payload_too_long_for_a_button_comes_back_as_its_fingerprint() -> None:
    payload = "/factuur_uitleg" + "x" * 300
    [part] = SHOW.parts([Content("?", quick_replies=({"title": "Uitleg", "payload": payload},))])
    [tapped] = offered([part])
    assert tapped.payload != payload
    assert is_tap_of(tapped.payload, payload)
    assert not is_tap_of(tapped.payload, payload + "y")


@pytest.mark.parametrize(
    "payload",
    [
        *("/meer_keuzes:", "/meer_keuzes:1:2", f"/meer_keuzes:{TALK}:1:x", f"meer_keuzes:{TALK}:1:2", "/verhuizen"),
        *(f"/meer_keuzes:{TALK}:1:2:3", f"/meer_keuzes:{'a' * 37}:1:2", f"/meer_keuzes:{TALK}:٣:2", "~"),
    ],
)
def test_only_our_own_last_row_asks_for_more(payload: str) -> None:
    assert read_more(payload) is None
    assert read_more(more_payload(Place(TALK, 3), 9)) == (Place(TALK, 3), 9)


@pytest.mark.parametrize(
    ("markdown", "whatsapp"),
    [
        ("**vet** en gewoon", "*vet* en gewoon"),
        ("# Kop\ntekst", "*Kop*\ntekst"),
        ("* een\n* twee", "- een\n- twee"),
        ("[site](https://a.example)", "site: https://a.example"),
        ("~~weg~~", "~weg~"),
        ("2 * 3 * 4 en een_naam", "2 * 3 * 4 en een_naam"),
        ("- blijft\n1. blijft", "- blijft\n1. blijft"),
    ],
)
def test_formatting_in_whatsapps_own_marks(markdown: str, whatsapp: str) -> None:
    assert as_marks(markdown) == whatsapp


# -- any content ------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="*_~#[`•"), max_size=60).map(str.strip)
LONG = st.builds(lambda piece, times: (piece + " ") * times, TEXT, st.integers(0, 120)).map(str.strip)
TITLES = st.text(st.characters(codec="utf-8", categories=("L", "N", "So", "Zs")), min_size=1, max_size=60)
REPLIES = st.lists(
    st.builds(lambda title, payload: {"title": title, "payload": payload}, TITLES, st.text('ab/{}":é', max_size=300)),
    max_size=25,
)
IMAGES = st.none() | st.builds(lambda title: {"src": "/documenten/x", "title": title}, LONG)
FILES = st.none() | st.sampled_from(["image/png", "application/pdf"]).map(lambda kind: SentFile("1", "a", kind, 1))
LINKS = st.lists(st.builds(lambda title: {"title": title, "url": "/documenten/y"}, TITLES), max_size=3)
CONTENTS = st.builds(
    lambda text, replies, image, file, links: Content(text, tuple(replies), image=image, file=file, links=tuple(links)),
    *(LONG, REPLIES, IMAGES, FILES, LINKS),
)


def bare(text: str) -> str:
    """Without white space, which may go where a text is cut."""
    return re.sub(r"\s", "", text)


def within(part: Part, most: Limits) -> bool:
    if isinstance(part, TextPart):
        return 0 < units(part.text) <= most.text
    if isinstance(part, (PicturePart, DocumentPart)):
        return fits(part.caption, most.caption)
    if isinstance(part, ButtonsPart):
        ids = {choice.payload for choice in part.choices}
        return (
            0 < units(part.text) <= most.buttons_text
            and 0 < len(part.choices) <= most.buttons
            and len({choice.title for choice in part.choices}) == len(ids) == len(part.choices)
            and all(0 < units(choice.title) <= most.button_title for choice in part.choices)
            and all(0 < units(choice.payload) <= most.button_payload for choice in part.choices)
        )
    assert isinstance(part, ListPart)
    return (
        0 < units(part.text) <= most.rows_text
        and 0 < units(part.button) <= most.list_button
        and 0 < len(part.choices) <= most.rows
        and len({choice.payload for choice in part.choices}) == len(part.choices)
        and len({choice.title for choice in part.choices}) == len(part.choices)
        and all(0 < units(choice.title) <= most.row_title for choice in part.choices)
        and all(units(choice.description) <= most.row_description for choice in part.choices)
        and all(0 < units(choice.payload) <= most.row_payload for choice in part.choices)
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(CONTENTS, min_size=1, max_size=3), st.booleans())
def test_any_content_fits_and_loses_no_word_and_no_choice(contents: list[Content], with_human: bool) -> None:
    messages = said(*contents)
    parts = shown(messages, HUMAN if with_human else None)
    assert all(within(part, SHOW.limits) for part in parts), parts

    read = bare(" ".join(words(part) for part in parts))
    for content in contents:
        assert bare(content.text) in read
        assert all(bare(f"{link['title']}:") in read for link in content.links)
        if content.file is None and content.image is not None:
            assert bare(content.image["title"]) in read
            assert any(picture_of(part) == "/documenten/x" for part in parts)

    taps = set()
    while parts:
        assert all(within(part, SHOW.limits) for part in parts)
        mores = [more for choice in offered(parts) if (more := read_more(choice.payload))]
        taps |= {choice.payload for choice in offered(parts) if read_more(choice.payload) is None}
        # Tapped: what is sent then is found by what the row names, and by nothing else.
        found = [(next(one for one in messages if one.seq == place.seq), place, start) for place, start in mores]
        parts = [part for message, place, start in found for part in SHOW.rest(message.content, start, place)]
    for content in contents:
        for choice in choices_of(content):
            assert any(is_tap_of(tap, choice.payload) for tap in taps)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.integers(12, 60))
def test_a_split_loses_no_word(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(0 < units(piece) <= most for piece in pieces)
    assert bare("".join(pieces)) == bare(text)


@given(st.text(max_size=100), st.integers(2, 60))
def test_what_is_shortened_fits(text: str, most: int) -> None:
    assert units(shortened(text, most)) <= most


def test_a_cut_goes_where_it_hurts_least() -> None:
    assert split("Eerste zin. Tweede zin hier.", 20) == ["Eerste zin.", "Tweede zin hier."]
    assert split("een\n\ntwee drie vier", 15) == ["een\n\ntwee drie", "vier"]


def test_the_payload_of_a_tap_is_itself_when_it_fits() -> None:
    assert tap_id("/verhuizen", 256) == "/verhuizen"
