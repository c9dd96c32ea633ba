"""Every response of data/responses as a phone shows it: within the limits, and on a button where a button fits."""

from __future__ import annotations

import pytest

from dichtbij.channels.whatsapp.limits import WHATSAPP, fits
from dichtbij.channels.whatsapp.model import ButtonsPart, Choice, ListPart
from dichtbij.channels.whatsapp.rendering import Rendering
from dichtbij.conversations.model import Content
from dichtbij.settings import ROOT
from dichtbij.texts import Texts

SHOW = Rendering("https://dichtbij.example")
TEXTS = Texts({}, ROOT / "data" / "responses")
NAMES = sorted(TEXTS._responses)


@pytest.mark.parametrize("form", ["je", "u"])
def test_every_response_is_one_bubble(form: str) -> None:
    for name in NAMES:
        said = TEXTS.render(name, form, "whatsapp")
        parts = SHOW.parts(
            [Content(said.text, quick_replies=said.buttons)], standing=Choice("/medewerker_spreken", "Medewerker")
        )
        assert len(parts) == 1, name
        if said.buttons:
            assert isinstance(parts[0], (ButtonsPart, ListPart)), name
            assert {reply["payload"] for reply in said.buttons} <= {choice.payload for choice in parts[0].choices}


@pytest.mark.parametrize("name", NAMES)
def test_up_to_three_buttons_stay_buttons(name: str) -> None:
    """A list hides its choices behind a tap, so a title that is too long for a button costs one."""
    said = TEXTS.render(name, None, "whatsapp")
    if 0 < len(said.buttons) <= WHATSAPP.buttons:
        for button in said.buttons:
            assert fits(button["title"], WHATSAPP.button_title), f"{name}: {button['title']!r} does not fit a button"


def test_what_lists_say_fits() -> None:
    assert fits(TEXTS.text("utter_keuzes_openen"), WHATSAPP.list_button)
    assert fits(TEXTS.text("utter_keuzes_meer"), WHATSAPP.row_title)
    assert fits(TEXTS.text("utter_keuzes_medewerker"), WHATSAPP.button_title)


def test_a_failure_with_what_was_done_fits_the_record() -> None:
    """messages.failure holds 200 characters."""
    why = [
        name for name in NAMES if name.startswith("utter_bezorging_") and "elders" not in name and "mail" not in name
    ]
    done = [name for name in NAMES if name.startswith("utter_bezorging_elders_")]
    for first in (name for name in why if name != "utter_bezorging_sms"):
        for second in done:
            assert len(f"{TEXTS.text(first, code=131026)} {TEXTS.text(second)}") <= 200
