"""Changing e-mail address, phone number or name in the chat, without a model."""

from __future__ import annotations

from typing import Any

import pytest

from actions import detail_words as words
from dichtbij.customers.demo import demo_iban

FLEUR, TOM, BAKERY = "10629504", "10446728", "20014578"


async def test_an_address_in_the_first_sentence_asks_only_a_yes(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("gegevens_wijzigen", customer=FLEUR)
    shown = await bot.say("mijn nieuwe mail is f.willems@nieuw.example")
    assert "Je nieuwe e-mailadres wordt f.willems@nieuw.example. Nu staat er f*****@voorbeeld.example." in shown.text
    done = await bot.say("ja")
    assert "Gedaan. Je e-mailadres is nu f.willems@nieuw.example." in done.text
    assert "Op je oude adres krijg je daar een bericht van" in done.text
    await services.details.settled()
    [mail] = await services.mailbox.list()
    assert mail.to == "fleur.willems@voorbeeld.example"
    assert "f.willems@nieuw.example" not in mail.text
    card = await services.profiles.card(await customer_id(FLEUR))
    assert card.email == "f.willems@nieuw.example"


async def test_a_name_is_corrected_and_stored(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("gegevens_wijzigen", customer=FLEUR)
    assert "Je naam wordt: Fleur Jansen." in (await bot.say("ik heet nu Jansen")).text
    assert "Je naam wordt: Fleur Janssen." in (await bot.say("nee, Janssen met dubbel s")).text
    assert "Gedaan. Je naam is nu Fleur Janssen." in (await bot.say("ja")).text
    assert (await services.profiles.short(await customer_id(FLEUR))).name == "Fleur Janssen"


async def test_which_detail_is_asked_and_a_wrong_number_is_asked_again(talk: Any) -> None:
    bot = await talk("gegevens_wijzigen", customer=FLEUR)
    asked = await bot.say("ik wil mijn gegevens wijzigen")
    assert asked.names == ["utter_gegevens_wijzigen_vraag_gegeven"]
    assert (await bot.say("telefoonnummer")).names == ["utter_gegevens_wijzigen_vraag_telefoon"]
    assert "Een nummer heeft 10 cijfers." in (await bot.say("061234")).text
    assert "wordt 06 12345678" in (await bot.say("06-12345678")).text
    assert "Je nieuwe e-mailadres wordt x@y.example" in (await bot.say("o nee, mijn mail: x@y.example")).text


async def test_what_is_so_already_changes_nothing(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("gegevens_wijzigen", customer=FLEUR)
    same = await bot.say("mijn e-mail is fleur.willems@voorbeeld.example")
    assert same.names == ["utter_gegevens_wijzigen_al_zo"]
    assert bot.open_form is None
    assert await services.requests.of(await customer_id(FLEUR)) == []


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("ik heb een nieuw rekeningnummer", "rekeningnummer_wijzigen_form"),
        (f"mijn rekening wordt {demo_iban(5)}", "rekeningnummer_wijzigen_form"),
        ("ik heb een nieuw adres", "verhuizing_doorgeven_form"),
        ("mijn adres wordt 4817 PK 12", "verhuizing_doorgeven_form"),
    ],
)
async def test_other_changes_go_to_their_own_form(talk: Any, said: str, form: str) -> None:
    bot = await talk("gegevens_wijzigen", customer=TOM)
    await bot.say(said)
    assert bot.open_form == form


@pytest.mark.parametrize(
    ("customer", "said", "response"),
    [
        (FLEUR, "mijn man is overleden, het contract moet op mijn naam", "utter_gegevens_wijzigen_contract"),
        (FLEUR, "jullie schrijven dhr. maar ik ben mevrouw", "utter_gegevens_wijzigen_aanhef"),
        (BAKERY, "onze bedrijfsnaam is veranderd", "utter_gegevens_wijzigen_medewerker"),
        (BAKERY, "de naam wordt De Korst", "utter_gegevens_wijzigen_medewerker"),
    ],
)
async def test_what_needs_a_person_goes_to_one(talk: Any, customer: str, said: str, response: str) -> None:
    bot = await talk("gegevens_wijzigen", customer=customer)
    assert (await bot.say(said)).names[0] == response
    assert bot.open_form is None


async def test_nothing_without_a_proof(run: Any) -> None:
    result = await run("validate_gegevens_wijzigen_form", text="mijn mail is x@y.example", level=1)
    assert result.followup == "identificatie_form"


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("ik heet nu Jansen", False, ("", "Jansen")),
        ("mijn achternaam wordt van der Meulen-Bakker", False, ("", "van der Meulen-Bakker")),
        ("mijn voornaam is nu Sam", False, ("Sam", "")),
        ("De Wit", True, ("", "de Wit")),
        ("dat wordt Sam de Vries graag", True, ("Sam", "de Vries")),
        ("mijn achternaam is veranderd", False, None),
        ("ja", True, None), ("klopt", True, None), ("wat kost dat?", True, None), ("dat weet ik niet", True, None),
        ("12", True, None),
    ],
)  # fmt: skip
def test_names_in_sentences(text: str, asked: bool, name: tuple[str, str] | None) -> None:
    found = words.name_told(text, asked=asked)
    assert (found and (found["voornaam"], found["achternaam"])) == name


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("mijn mailadres klopt niet meer", words.E_MAIL), ("ik heb een nieuw 06 nummer", words.PHONE),
        ("bel 06 12345678", words.PHONE), ("ik ben getrouwd en heb een andere naam", words.NAME),
        ("ik verhuis niet, alleen mijn e-mail verandert", words.E_MAIL), ("gegevens wijzigen", None),
    ],
)  # fmt: skip
def test_which_detail_is_meant(text: str, field: str | None) -> None:
    assert words.field_named(text, asked=False) == field
