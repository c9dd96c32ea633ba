"""Asking to be called back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

FORM = "terugbelverzoek"
MOBILE = "+31612345678"


def asked(text: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": "factuur_betwisten"}}}


async def only_callback(services: Any) -> Any:
    [callback] = await services.callbacks.open()
    return callback


async def test_an_unknown_customer_is_asked_everything_and_it_is_stored(talk: Any, services: Any) -> None:
    bot = await talk(FORM, level=0)
    assert (await bot.say("kan iemand mij bellen")).names == ["utter_terugbelverzoek_vraag_terugbelnummer"]
    said = await bot.say("06-12345678")
    assert said.names == ["utter_terugbelverzoek_vraag_dagdeel"]
    assert (await bot.say("middag")).names == ["utter_terugbelverzoek_vraag_onderwerp"]
    said = await bot.say("mijn verhuizing naar Assen")
    assert said.names == ["utter_terugbelverzoek_bevestig"]
    assert "06 12345678" in said.text
    assert "maandag 23 november in de middag" in said.text
    assert await services.callbacks.open() == []
    done = await bot.say("ja")
    assert "Een medewerker belt je op 06 12345678, maandag 23 november in de middag." in done.text
    stored = await only_callback(services)
    assert (stored.phone, stored.slot, stored.subject) == (MOBILE, "middag", "mijn verhuizing naar Assen")
    assert stored.day == date(2026, 11, 23)
    assert stored.customer_id is None


async def test_one_sentence_can_hold_it_all(talk: Any) -> None:
    bot = await talk(FORM, level=0)
    said = await bot.say("bel me vanmiddag op 0612345678 over mijn jaarafrekening")
    assert said.names == ["utter_terugbelverzoek_bevestig"]
    assert said.values("utter_terugbelverzoek_bevestig")["onderwerp"] == "mijn jaarafrekening"


async def test_the_number_of_the_profile_is_offered(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk(FORM, customer="10482913")
    said = await bot.say("bel me")
    assert said.values("utter_terugbelverzoek_vraag_bekend_nummer")["terugbelnummer"] == "06 12000101"
    await bot.say("ja")
    await bot.say("ochtend")
    await bot.say("de rekening")
    await bot.say("ja")
    stored = await only_callback(services)
    assert (stored.phone, stored.name) == ("+31612000101", "Sanne de Wit")
    assert stored.customer_id == await customer_id("10482913")


async def test_another_number_than_that_of_the_profile(talk: Any) -> None:
    bot = await talk(FORM, customer="10482913")
    await bot.say("bel me")
    assert (await bot.say("nee")).names == ["utter_terugbelverzoek_ander_nummer"]
    assert (await bot.say("020 624 1111")).names == ["utter_terugbelverzoek_vraag_dagdeel"]


async def test_without_consent_the_profile_is_not_used(talk: Any, services: Any, customer_id: Any) -> None:
    await services.consents.set(await customer_id("10482913"), "persoonlijke_antwoorden", False)
    bot = await talk(FORM, customer="10482913")
    assert (await bot.say("bel me")).names == ["utter_terugbelverzoek_vraag_terugbelnummer"]


@pytest.mark.parametrize("wrong", ["0612", "06 1234 567", "112233445566"])
async def test_a_number_that_cannot_be_is_refused(talk: Any, wrong: str) -> None:
    bot = await talk(FORM, level=0)
    await bot.say("bel me")
    assert (await bot.say(wrong)).names == ["utter_terugbelverzoek_nummer_ongeldig"]
    assert (await bot.say("0612345678")).names == ["utter_terugbelverzoek_vraag_dagdeel"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("ochtend", "ochtend"),
        ("morgenochtend", "ochtend"),
        ("tussen 10 en 12", "ochtend"),
        ("in den namiddag", "middag"),
        ("na 14.00 uur", "middag"),
        ("na 4 uur", "middag"),
        ("'s avonds", "avond"),
        ("om 19 uur", "avond"),
        ("maakt niet uit", "ochtend"),
    ],
)
async def test_the_part_of_the_day_in_many_words(talk: Any, words: str, part: str) -> None:
    bot = await talk(FORM, level=0)
    await bot.say("bel me op 0612345678")
    await bot.say(words)
    assert bot.slots["dagdeel"] == part


async def test_the_question_that_was_pending_is_the_subject(run: Any) -> None:
    history = [asked("mijn rekening klopt van geen kant")]
    said = await run("validate_terugbelverzoek_form", text="ja", intent="bevestigen", level=0, history=history)
    assert said.slots["onderwerp"] == "mijn rekening klopt van geen kant"


async def test_a_tapped_question_is_the_subject_by_its_title(run: Any) -> None:
    history = [asked("/factuur_betwisten")]
    said = await run("validate_terugbelverzoek_form", text="/terugbelverzoek", level=0, history=history)
    assert said.slots["onderwerp"] == "Rekening klopt niet"


async def test_a_wished_day_on_which_agents_work_is_the_day(talk: Any, services: Any) -> None:
    bot = await talk(FORM, level=0)
    said = await bot.say("bel me donderdag tussen 12 en 1 op 0612345678 over mijn nota")
    assert "donderdag 26 november in de middag" in said.text
    await bot.say("ja")
    callback = await only_callback(services)
    assert (callback.day, callback.slot, callback.subject) == (date(2026, 11, 26), "middag", "mijn nota")


async def test_a_wished_day_on_which_nobody_works_is_passed_on_and_not_promised(talk: Any, services: Any) -> None:
    bot = await talk(FORM, level=0)
    said = await bot.say("bel me zondag in de middag op 0612345678 over mijn nota")
    assert "in de middag, het liefst op zondag 29 november" in said.text
    assert "maandag" not in said.text
    await bot.say("ja")
    assert (await only_callback(services)).subject == "mijn nota (liefst op zondag 29 november)"


async def test_a_part_of_the_day_that_is_nearly_over_is_promised_for_the_next_day(talk: Any, clock: Any) -> None:
    clock.move(hours=1, minutes=30)  # half past eleven
    bot = await talk(FORM, level=0)
    said = await bot.say("bel me op 0612345678 in de ochtend over mijn nota")
    assert "dinsdag 24 november in de ochtend" in said.text


async def test_a_correction_before_the_yes(talk: Any, services: Any) -> None:
    bot = await talk(FORM, level=0)
    await bot.say("bel me op 0612345678 in de ochtend over mijn nota")
    await bot.say("nee")
    assert "in de avond" in (await bot.say("liever 's avonds")).text
    await bot.say("ja")
    assert (await only_callback(services)).slot == "avond"


async def test_of_a_team_that_does_not_work_in_the_evening_no_evening_is_offered_or_promised(
    talk: Any, services: Any
) -> None:
    bot = await talk(FORM, level=0)
    await bot.say("ik heb schulden", intent="schulden")
    asked = await bot.say("bel me op 0612345678")
    assert asked.names == ["utter_terugbelverzoek_vraag_dagdeel_keuze"]
    assert [button["payload"] for button in asked.messages[-1]["buttons"]] == ["ochtend", "middag"]
    refused = await bot.say("'s avonds")
    assert refused.names == ["utter_terugbelverzoek_dagdeel_niet"]
    await bot.say("dan in de middag")
    await bot.say("ja")
    callback = await only_callback(services)
    assert (callback.team, callback.slot) == ("schulden", "middag")
