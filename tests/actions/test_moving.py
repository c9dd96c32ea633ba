"""Moving house in the chat, without a model: the form is filled, corrected, refused and left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import move_words as words
from dichtbij.customers.addresses import NoAddresses

TODAY = date(2026, 11, 23)
TOM, FLEUR, CORRIE, BAKERY = "10446728", "10629504", "10118392", "20014578"


async def test_everything_in_one_sentence_asks_for_nothing_but_a_yes(
    talk: Any, services: Any, customer_id: Any
) -> None:
    bot = await talk("verhuizing_doorgeven", customer=CORRIE)
    shown = await bot.say("wij gaan per 1 januari naar 2563 NT 25A en lever 5 januari de oude sleutels in")
    assert "Nieuw adres: Zeekraalstraat 25A, 2563 NT Den Haag" in shown.text
    assert "Sleutels en levering vanaf: 1 januari 2027" in shown.text
    assert "Oud adres: Wilhelminahof 2, Zwolle, stopt na 5 januari 2027" in shown.text
    assert "U betaalt 5 dagen voor twee adressen." in shown.text
    done = await bot.say("ja")
    assert "Geregeld. Vanaf 1 januari krijgt u energie op Zeekraalstraat 25A" in done.text
    [home] = await services.moves.homes(await customer_id(CORRIE))
    assert home.planned is not None
    assert home.planned.reference in done.text
    assert bot.open_form is None


async def test_step_by_step_with_the_same_day_for_both_homes(talk: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    assert (await bot.say("ik ga ergens anders wonen")).names == ["utter_verhuizing_doorgeven_vraag_sleuteldatum"]
    assert (await bot.say("15 december")).names == ["utter_verhuizing_doorgeven_vraag_nieuwe_postcode"]
    assert (await bot.say("4817 pk")).names == ["utter_verhuizing_doorgeven_vraag_nieuw_huisnummer"]
    old = await bot.say("12")
    assert "Genoteerd: Turfschuit 12, Breda. Op welke dag lever je de sleutels van Kloosterpad 12 in?" in old.text
    shown = await bot.say("op dezelfde dag")
    assert "stopt na 15 december 2026" in shown.text
    assert "twee adressen" not in shown.text, "one shared day is not worth a word"


async def test_corrections_replace_what_was_said(talk: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    await bot.say("verhuizing op 15 december naar 4817 PK 12")
    await bot.say("dezelfde dag")
    assert "Turfschuit 14, 4817 PK Breda" in (await bot.say("nee, nummer 14")).text
    assert "vanaf: 20 december 2026" in (await bot.say("de nieuwe sleutels krijg ik 20 december")).text
    assert "Moerasdraak 3, 5213 RM" in (await bot.say("o wacht, het is 5213 RM 3")).text
    assert "stopt na 31 december 2026" in (await bot.say("het oude huis lever ik op 31 december in")).text
    assert "Een week" not in (await bot.say("ja")).text


async def test_a_choice_when_the_number_has_additions(talk: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    asked = await bot.say("ik verhuis 15 december naar 1825 KM 41")
    buttons = asked.values("utter_verhuizing_doorgeven_vraag_welk_adres")["buttons"]
    assert [one["payload"] for one in buttons] == [f"Kaasdragerslaan 41{letter}" for letter in "ABC"]
    assert (await bot.say("dat weet ik niet zeker")).names[0] == "utter_formulier_niet_begrepen"
    assert "Genoteerd: Kaasdragerslaan 41B, Alkmaar." in (await bot.say("41B")).text


async def test_not_found_is_asked_again_differently_and_then_a_human_is_offered(talk: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    first = await bot.say("ik verhuis 15 december naar 9999 XX 3")
    assert first.names == ["utter_verhuizing_doorgeven_niet_gevonden"]
    assert "9999 XX nummer 3" in first.text
    await bot.say("8888 AB")
    assert (await bot.say("4")).names == ["utter_verhuizing_doorgeven_niet_gevonden_weer"]
    third = await bot.say("7777 AB 5")
    assert third.names == ["utter_verhuizing_doorgeven_niet_gevonden_weer", "utter_formulier_hulp_van_medewerker"]
    assert bot.slots["aanbod"] == "action_overdragen"


async def test_the_address_service_is_away_and_that_is_said(
    talk: Any, services: Any, customer_id: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.moves, "_addresses", NoAddresses())
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    asked = await bot.say("ik verhuis 15 december naar 4817 PK 12")
    assert "Ik kan adressen nu niet opzoeken, dat ligt aan ons. In welke straat en plaats" in asked.text
    await bot.say("Turfschuit in Breda")
    shown = await bot.say("dezelfde dag")
    assert "Nieuw adres: Turfschuit in Breda (4817 PK, nummer 12)" in shown.text
    assert "Een medewerker controleert het nieuwe adres nog." in shown.text
    done = await bot.say("ja")
    assert "nog niet helemaal geregeld" in done.text
    assert "hoogstens 2 werkdagen" in done.text
    [home] = await services.moves.homes(await customer_id(TOM))
    assert home.ends is None, "nothing ends on an address that nobody has checked"


async def test_days_out_of_reach_and_the_own_address_are_refused_with_the_limits(talk: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=FLEUR)
    assert "Kies een dag vanaf 24 oktober 2026" in (await bot.say("ik verhuisde 1 januari 2020")).text
    assert "Het kan tot en met 22 mei 2027." in (await bot.say("1 januari 2029")).text
    await bot.say("1 januari")
    assert "Dat is het adres waar je nu al energie krijgt." in (await bot.say("6221 BX 66")).text
    await bot.say("5213 RM 3")
    assert "Het kan van 30 oktober 2026 tot en met 3 maart 2027." in (await bot.say("1 mei")).text


async def test_of_three_addresses_one_is_chosen(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=BAKERY)
    assert "- Industrieweg 61" in (await bot.say("een van onze zaken gaat verhuizen")).text
    await bot.say("de industrieweg")
    await bot.say("14 december, 4817 PK 12")
    assert "Oud adres: Industrieweg 61, Oosterhout" in (await bot.say("dezelfde dag")).text
    await bot.say("ja")
    homes = await services.moves.homes(await customer_id(BAKERY))
    assert [home.planned is not None for home in homes] == [False, True, False]


async def test_a_move_that_was_planned_is_not_planned_again(talk: Any) -> None:
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    await bot.say("ik verhuis 15 december naar 4817 PK 12")
    await bot.say("dezelfde dag")
    await bot.say("ja")
    again = await (await talk("verhuizing_doorgeven", customer=TOM)).say("ik ga verhuizen")
    assert "Je verhuizing naar Turfschuit 12, Breda op 15 december staat al bij ons." in again.text


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("ik emigreer 1 maart naar Spanje", "utter_verhuizing_doorgeven_buitenland"),
        ("ik trek bij mijn vriendin in", "utter_verhuizing_doorgeven_bij_iemand"),
        ("mijn moeder gaat naar een zorgflat", "utter_verhuizing_doorgeven_ander"),
        ("ik verhuis maar ik houd mijn oude huis ook", "utter_verhuizing_doorgeven_twee_adressen"),
    ],
)
async def test_what_is_no_move_of_ours_ends_the_form_with_a_way_on(talk: Any, said: str, response: str) -> None:
    bot = await talk("verhuizing_doorgeven", customer=TOM)
    heard = await bot.say(said)
    assert heard.names[0] == response
    assert bot.open_form != "verhuizing_doorgeven_form"


async def test_nothing_without_identification(run: Any) -> None:
    result = await run("validate_verhuizing_doorgeven_form", text="ik verhuis", level=1)
    assert result.followup == "identificatie_form"


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("1 maart krijg ik de sleutel", date(2027, 3, 1), None),
        ("vanaf 1 maart het nieuwe en tot 15 maart het oude huis", date(2027, 3, 1), date(2027, 3, 15)),
        ("ik lever de oude woning 30 april in", None, date(2027, 4, 30)),
        (
            "15 maart lever ik de sleutels van het oude huis in, 1 maart krijg ik de nieuwe",
            date(2027, 3, 1),
            date(2027, 3, 15),
        ),
        ("overmorgen", date(2026, 11, 25), None),
        ("1 juni", date(2027, 6, 1), None),
        ("op 1 november was de overdracht", date(2026, 11, 1), None),
        ("ik ga verhuizen", None, None),
    ],
)
def test_which_day_is_of_which_home(text: str, new: date | None, old: date | None) -> None:
    assert words.days_told(text, TODAY) == (new, old)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("dezelfde dag", date(2027, 2, 1)), ("een week later", date(2027, 2, 8)), ("3 dagen ervoor", date(2027, 1, 29)),
        ("twee weken daarna", date(2027, 2, 15)), ("op 5 februari", None),
    ],
)  # fmt: skip
def test_days_told_by_the_key_date(text: str, day: date | None) -> None:
    assert words.day_beside(text, date(2027, 2, 1)) == day


@pytest.mark.parametrize(
    "text",
    ["ik neem mijn contract mee naar mijn vriend", "we gaan samen een huis kopen", "ik verhuis naar Assen",
     "mijn vriendin en ik gaan samenwonen in een nieuw huis"],
)  # fmt: skip
def test_a_move_of_ones_own_stays_one(text: str) -> None:
    assert not words.moves_in_with_somebody(text)
    assert not words.goes_abroad(text)
    assert not words.keeps_old_home(text)
    assert not words.is_about_somebody_else(text)
