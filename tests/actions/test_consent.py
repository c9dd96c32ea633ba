"""Consent: shown in plain words, changed for the right purpose and the right way, in force from the next message."""

from __future__ import annotations

import pytest

from actions.consent import ALL, OFF, ON, _purpose, _stand
from dichtbij.customers.model import PERSOONLIJKE_ANTWOORDEN, VERBETERING

SANNE = "10482913"


async def held(services, customer_id, number: str = SANNE) -> dict[str, bool]:
    return {one.purpose: one.granted for one in await services.consents.get(await customer_id(number))}


async def test_each_consent_is_shown_with_its_purpose_and_a_button_the_other_way(talk) -> None:
    bot = await talk("toestemming_wijzigen")
    shown = await bot.say("waar heb ik toestemming voor gegeven", intent="toestemming_wijzigen")
    assert shown.names == ["utter_toestemming_wijzigen_vraag_toestemming_doel"]
    assert "Persoonlijke antwoorden: aan. Ik kijk in je gegevens" in shown.text
    assert "Leren: uit. We gebruiken je gesprekken niet" in shown.text
    buttons = shown.values("utter_toestemming_wijzigen_vraag_toestemming_doel")["buttons"]
    assert [button["title"] for button in buttons] == ["Antwoorden uitzetten", "Leren aanzetten", "Niets veranderen"]
    assert all(len(button["title"]) <= 20 for button in buttons)


async def test_asking_what_all_was_allowed_shows_it_instead_of_changing_all(talk) -> None:
    bot = await talk("toestemming_wijzigen")
    shown = await bot.say("waar heb ik allemaal ja op gezegd", intent="toestemming_wijzigen")
    assert shown.names == ["utter_toestemming_wijzigen_vraag_toestemming_doel"]


@pytest.mark.parametrize("payload", ["zet persoonlijke antwoorden uit", "zet het leren van gesprekken aan"])
async def test_a_button_says_all_that_is_needed(talk, payload: str) -> None:
    bot = await talk("toestemming_wijzigen")
    await bot.say("mijn privacyinstellingen", intent="toestemming_wijzigen")
    assert (await bot.say(payload)).names == ["utter_toestemming_wijzigen_bevestig"]


async def test_stopping_is_confirmed_stored_and_in_force_at_once(talk, run, services, customer_id) -> None:
    bot = await talk("toestemming_wijzigen")
    proposal = await bot.say("stop met mijn gegevens gebruiken", intent="toestemming_wijzigen")
    assert "Ik zet persoonlijke antwoorden uit. Dan kijk ik niet meer in je gegevens." in proposal.text
    assert (await held(services, customer_id))[PERSOONLIJKE_ANTWOORDEN] is True
    done = await bot.say("ja")
    assert "persoonlijke antwoorden staat uit, vanaf je volgende bericht" in done.text
    assert (await held(services, customer_id))[PERSOONLIJKE_ANTWOORDEN] is False
    answer = await run("action_betaalstatus", text="is mijn betaling binnen")
    assert answer.names == ["utter_geen_toestemming"]
    form = await run("validate_termijnbedrag_wijzigen_form", text="naar 200 euro", form="termijnbedrag_wijzigen_form")
    assert form.names == ["utter_geen_toestemming"]
    [request] = [r for r in await services.requests.of(await customer_id(SANNE)) if r.kind == "toestemming_wijzigen"]
    assert request.state == "afgerond"


async def test_learning_is_switched_on_by_who_wants_it(talk, services, customer_id) -> None:
    bot = await talk("toestemming_wijzigen", customer="10296450")
    proposal = await bot.say("jullie mogen mijn gesprekken gebruiken om te leren", intent="toestemming_wijzigen")
    assert "Dan mogen we uw gesprekken teruglezen" in proposal.text
    await bot.say("ja hoor")
    assert await held(services, customer_id, "10296450") == {PERSOONLIJKE_ANTWOORDEN: True, VERBETERING: True}


async def test_what_holds_already_is_said_and_nothing_is_stored(talk, services, customer_id) -> None:
    bot = await talk("toestemming_wijzigen")
    said = await bot.say("zet persoonlijke antwoorden maar aan", intent="toestemming_wijzigen")
    assert said.names == ["utter_toestemming_wijzigen_al_aan"]
    assert said.closed
    assert [r for r in await services.requests.of(await customer_id(SANNE)) if r.kind == "toestemming_wijzigen"] == []


async def test_it_can_be_switched_on_again_although_it_is_off(talk, services, customer_id) -> None:
    await services.consents.set(await customer_id(SANNE), PERSOONLIJKE_ANTWOORDEN, False)
    bot = await talk("toestemming_wijzigen")
    await bot.say("je mag weer in mijn gegevens kijken", intent="toestemming_wijzigen")
    await bot.say("ja")
    assert (await held(services, customer_id))[PERSOONLIJKE_ANTWOORDEN] is True


async def test_a_general_answer_still_comes_without_personal_answers(run, services, customer_id) -> None:
    await services.consents.set(await customer_id(SANNE), PERSOONLIJKE_ANTWOORDEN, False)
    debit = await run("action_automatische_incasso", text="hoe werkt automatische incasso")
    assert debit.names == ["utter_automatische_incasso"]
    tariffs = await run("action_tarieven_opvragen", text="wat kost stroom")
    assert "utter_geen_toestemming" not in tariffs.names


async def test_a_form_that_was_open_stops_when_consent_is_withdrawn_elsewhere(talk, services, customer_id) -> None:
    bot = await talk("termijnbedrag_wijzigen")
    await bot.say("ik wil mijn termijnbedrag aanpassen", intent="termijnbedrag_wijzigen")
    await services.consents.set(await customer_id(SANNE), PERSOONLIJKE_ANTWOORDEN, False)
    said = await bot.say("230")
    assert said.names == ["utter_geen_toestemming"]
    assert said.closed


@pytest.mark.parametrize(
    ("said", "purpose", "stand"),
    [
        ("ik trek mijn toestemming in", None, OFF),
        ("stop met mijn gegevens gebruiken", PERSOONLIJKE_ANTWOORDEN, OFF),
        ("ja je mag mijn gesprekken gebruiken om te leren", VERBETERING, ON),
        ("jullie mogen mijn gesprekken niet meer gebruiken", VERBETERING, OFF),
        ("zet alles op nee", ALL, OFF),
        ("doe persoonlijke antwoorden maar weer aan", PERSOONLIJKE_ANTWOORDEN, ON),
        ("ik wil niet dat jullie in mijn cijfers kijken", PERSOONLIJKE_ANTWOORDEN, OFF),
        ("ik wil mijn instellingen zien", None, None),
    ],
)
def test_purpose_and_way_are_read_from_the_words(said: str, purpose: str | None, stand: str | None) -> None:
    assert (_purpose(said), _stand(said)) == (purpose, stand)
