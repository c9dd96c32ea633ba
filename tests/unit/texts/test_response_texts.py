"""The counter's own reading of data/responses."""

from __future__ import annotations

from collections.abc import Iterator
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
    assert texts.text("utter_open", None, "sms") == "Tik op de knop.", "a text message is read on a phone too"
    assert texts.text("utter_open", None, "web") == "Klik hieronder."


ONLY_ON_A_COMPUTER = (
    "privévenster",
    "onze site",
    "downloads",
    "ververs",
    "de pagina van",
    "tik is genoeg",
    "in de chat",
)
"""What is untrue or useless for who reads on a phone."""


def said_on_a_phone(texts: Texts) -> Iterator[tuple[str, str]]:
    """What a phone shows, by name. Not what only the website, a page or a mail says."""
    elsewhere = ("utter_deel_inzage_", "utter_deel_gegevens_", "utter_document_", "utter_verder_bericht")
    only_web = {"utter_balie_welkom", "utter_bestand_link_over", "utter_bestand_geen_medewerker"}
    for name in texts._responses:
        if name not in only_web and not name.startswith(elsewhere):
            for form in ("je", "u"):
                for channel in ("whatsapp", "sms"):
                    yield name, texts.text(name, form, channel)


def test_nothing_on_a_phone_sends_people_to_a_computer(real_texts: Texts) -> None:
    wrong = [
        f"{name}: {word}"
        for name, text in said_on_a_phone(real_texts)
        for word in ONLY_ON_A_COMPUTER
        if word in text.lower()
    ]
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("name", "web", "phone"),
    [
        ("utter_identificatie_iemand_anders", "privévenster", "eigen telefoon"),
        ("utter_privacy_inzage", "downloads", "twee links"),
        ("utter_privacy_inzage_simpel", "downloads", "links"),
        ("utter_privacy_verwijderen_klaar", "nieuw gesprek", "bij ons"),
        ("utter_balie_geen_medewerker_open", "in de chat", "geen medewerker vrij."),
        ("utter_balie_niemand_in_rij", "in de chat", "geen medewerker meer."),
        ("utter_beoordeling_vraag", "tik", "Kies"),
        ("utter_bestand_kapot", "Kies", "Stuur"),
        ("utter_bestand_besmet", "niet verstuurd", "niet bekeken"),
    ],
)
@pytest.mark.parametrize("form", ["je", "u"])
def test_a_phone_and_the_website_each_have_their_own_words(
    real_texts: Texts, name: str, web: str, phone: str, form: str
) -> None:
    assert web in real_texts.text(name, form, "web")
    for channel in ("whatsapp", "sms"):
        assert phone in real_texts.text(name, form, channel)
        assert real_texts.text(name, form, channel) != real_texts.text(name, form, "web")


def test_a_variation_is_for_a_phone_or_for_the_website(real_texts: Texts) -> None:
    """Rasa's NLG knows no other: a variation for "sms" would never be said by the bot."""
    channels = {one.get("channel") for rows in real_texts._responses.values() for one in rows}
    assert channels == {None, "whatsapp"}
