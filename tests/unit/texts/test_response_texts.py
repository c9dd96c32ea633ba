"""The counter's own reading of data/responses."""

from __future__ import annotations

from pathlib import Path

import pytest

from dichtbij.counter import service as counter
from dichtbij.errors import SettingsError
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT
from dichtbij.texts import Texts

ONE = """
responses:
  utter_wacht:
  - condition: [{type: slot, name: aanspreekvorm, value: u}]
    text: "Er zijn {aantal} klanten voor u bij {organisatie}."
  - text: "Er zijn {aantal} klanten voor je bij {organisatie}. "
  utter_kies:
  - text: Kies
    buttons:
    - {title: "Bel {organisatie}", payload: '/informeren{{"dagdeel": "ochtend"}}'}
  utter_alleen_u:
  - condition: [{type: slot, name: aanspreekvorm, value: u}]
    text: U
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "een.yml").write_text(ONE)
    return tmp_path


@pytest.fixture
def texts(folder: Path) -> Texts:
    return Texts({"organisatie": "Duinlicht"}, folder)


def test_the_form_of_address_chooses_the_variation(texts: Texts) -> None:
    assert texts.text("utter_wacht", "u", aantal=2) == "Er zijn 2 klanten voor u bij Duinlicht."
    assert texts.text("utter_wacht", "je", aantal=2) == "Er zijn 2 klanten voor je bij Duinlicht."
    assert texts.text("utter_wacht", aantal=2) == "Er zijn 2 klanten voor je bij Duinlicht."


def test_braces_in_a_value_stay_what_they_are(texts: Texts) -> None:
    """A customer who types {organisatie} must get it back as typed."""
    assert texts.text("utter_wacht", aantal="{organisatie} {aantal}") == (
        "Er zijn {organisatie} {aantal} klanten voor je bij Duinlicht."
    )


def test_a_value_that_nobody_knows_stays_visible_and_does_not_break_the_text(texts: Texts) -> None:
    assert texts.text("utter_wacht") == "Er zijn {aantal} klanten voor je bij Duinlicht."


def test_double_braces_become_single_as_rasa_does_it(texts: Texts) -> None:
    [button] = texts.render("utter_kies").buttons

    assert button == {"title": "Bel Duinlicht", "payload": '/informeren{"dagdeel": "ochtend"}'}


def test_a_name_without_a_fitting_variation_is_a_key_error(texts: Texts) -> None:
    assert texts.text("utter_alleen_u", "u") == "U"
    with pytest.raises(KeyError, match="utter_alleen_u"):
        texts.text("utter_alleen_u", "je")
    with pytest.raises(KeyError):
        texts.text("utter_bestaat_niet")


def test_one_name_in_two_files_is_a_wrong_setting(folder: Path) -> None:
    (folder / "map").mkdir()
    (folder / "map" / "twee.yml").write_text("responses:\n  utter_wacht:\n  - text: dubbel\n")

    with pytest.raises(SettingsError, match="utter_wacht"):
        Texts({}, folder)


def test_an_empty_file_is_no_fault(folder: Path) -> None:
    (folder / "leeg.yml").write_text("")

    assert Texts({}, folder).text("utter_alleen_u", "u") == "U"


COUNTERS_OWN = (
    *counter.DANGER_TEXTS.values(),
    "utter_balie_bot_even_weg",
    "utter_balie_mislukt",
    "utter_balie_terug_uit_wachtrij",
    "utter_balie_uit_wachtrij_plek_bewaard",
    "utter_balie_blijft_wachten",
    "utter_balie_wachtrij_bericht",
    "utter_balie_overgedragen",
    "utter_balie_wacht_lang",
    "utter_deel_wachttijd_eerste",
    "utter_deel_wachttijd_een",
    "utter_deel_wachttijd_plek",
)


@pytest.fixture(scope="module")
def real_texts() -> Texts:
    return Texts(load_organisation(ROOT / "organisatie.yml").facts())


@pytest.mark.parametrize("form", ["u", "je"])
@pytest.mark.parametrize("name", sorted(set(COUNTERS_OWN)))
def test_what_the_counter_says_itself_exists_in_both_forms_with_every_brace_filled(
    name: str, form: str, real_texts: Texts
) -> None:
    text = real_texts.text(name, form, wachttijd="Je bent de eerste in de rij.", aantal=2)

    assert text
    assert "{" not in text


def test_the_texts_for_danger_need_nothing_to_be_filled() -> None:
    texts = Texts({})

    assert all("{" not in texts.text(name, "u") for name in counter.DANGER_TEXTS.values())


def test_a_phone_is_told_otherwise_where_a_variation_says_so(tmp_path: Path) -> None:
    (tmp_path / "een.yml").write_text(
        "responses:\n  utter_open:\n  - text: Klik hieronder.\n  - channel: whatsapp\n    text: Tik op de knop.\n"
    )
    texts = Texts({}, tmp_path)
    assert texts.text("utter_open") == "Klik hieronder."
    assert texts.text("utter_open", "u", "whatsapp") == "Tik op de knop."
    assert texts.text("utter_open", None, "sms") == "Klik hieronder."
