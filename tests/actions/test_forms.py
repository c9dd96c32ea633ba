"""What all forms share: filled from the first sentence, corrected, refused, interrupted, left."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from actions.forms import CHANGE, CONFIRM

FORM = "termijnbedrag_wijzigen"


async def current(services: Any, who: Any) -> tuple[Decimal, Decimal | None]:
    """The instalment now and the one agreed for later."""
    [contract] = (await services.billing.instalment(who)).contracts
    return contract.amount, contract.next_amount


async def test_nothing_is_stored_before_the_yes(talk: Any, services: Any, customer_id: Any) -> None:
    who = await customer_id("10482913")
    bot = await talk(FORM)
    shown = await bot.say("ik wil mijn termijnbedrag van 185 naar 240 euro")
    assert shown.names == ["utter_termijnbedrag_wijzigen_bevestig"]
    assert bot.slots["requested_slot"] == CONFIRM
    assert await current(services, who) == (Decimal(185), None)
    done = await bot.say("ja graag")
    assert done.names == ["utter_termijnbedrag_wijzigen_klaar"]
    assert await current(services, who) == (Decimal(185), Decimal(240))
    assert bot.open_form is None
    assert bot.slots["termijnbedrag"] is None
    assert bot.slots["requested_slot"] is None


async def test_the_yes_button_does_the_same(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk(FORM)
    await bot.say("240 euro per maand graag")
    await bot.say("/bevestigen")
    assert await current(services, await customer_id("10482913")) == (Decimal(185), Decimal(240))


async def test_a_correction_with_or_without_no(talk: Any) -> None:
    for words in ("nee, 230", "doe maar 230", "230", "nee liever 230 euro", "ja maar dan 230 euro"):
        bot = await talk(FORM)
        await bot.say("naar 240 euro")
        corrected = await bot.say(words)
        assert corrected.names == ["utter_termijnbedrag_wijzigen_bevestig"], words
        assert corrected.values("utter_termijnbedrag_wijzigen_bevestig")["bedrag"] == "€ 230", words


async def test_a_yes_that_names_another_amount_is_no_yes(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk(FORM)
    await bot.say("naar 240 euro")
    await bot.say("doe maar 230")
    assert await current(services, await customer_id("10482913")) == (Decimal(185), None)
    await bot.say("ja")
    assert await current(services, await customer_id("10482913")) == (Decimal(185), Decimal(230))


async def test_no_asks_what_has_to_change_and_no_again_ends_it(talk: Any) -> None:
    bot = await talk(FORM)
    await bot.say("naar 240 euro")
    asked = await bot.say("nee")
    assert asked.names == ["utter_formulier_wat_anders"]
    assert bot.slots["requested_slot"] == CHANGE
    shown = await bot.say("250")
    assert shown.values("utter_termijnbedrag_wijzigen_bevestig")["bedrag"] == "€ 250"
    await bot.say("nee")
    ended = await bot.say("nee laat maar")
    assert ended.names == ["utter_annuleren"]
    assert bot.open_form is None


async def test_no_to_the_question_itself(talk: Any) -> None:
    bot = await talk(FORM)
    await bot.say("ik wil iets wijzigen")
    first = await bot.say("nee")
    assert first.names == ["utter_formulier_nee"]
    assert bot.open_form
    second = await bot.say("nee")
    assert second.names == ["utter_annuleren"]
    assert bot.open_form is None


async def test_three_wrong_values_bring_an_explanation_and_the_offer_of_a_human(talk: Any) -> None:
    bot = await talk(FORM)
    await bot.say("ik wil iets wijzigen")
    first = await bot.say("geen idee")
    assert first.names == ["utter_formulier_niet_begrepen", "utter_termijnbedrag_wijzigen_vraag_termijnbedrag"]
    second = await bot.say("iets lagers")
    assert second.names == ["utter_termijnbedrag_wijzigen_uitleg_termijnbedrag"]
    third = await bot.say("poeh")
    assert third.names[-1] == "utter_formulier_hulp_van_medewerker"
    assert bot.slots["aanbod"] == "action_overdragen"
    good = await bot.say("240")
    assert good.names == ["utter_termijnbedrag_wijzigen_bevestig"]
    assert bot.slots["aanbod"] is None
    assert bot.slots["pogingen"] == 0


async def test_a_refused_value_is_asked_again_with_the_reason(talk: Any) -> None:
    bot = await talk(FORM)
    low = await bot.say("maak er 20 euro van")
    assert "Het laagste bedrag is € 191." in low.text
    high = await bot.say("2000")
    assert "Het hoogste bedrag is € 476." in high.text
    assert (await bot.say("240")).names == ["utter_termijnbedrag_wijzigen_bevestig"]


async def test_a_question_in_between_is_answered_and_the_form_goes_on(talk: Any) -> None:
    bot = await talk(FORM)
    await bot.say("naar 240 euro")
    between = await bot.say("staat er nog iets open?", intent="betaalstatus", action="action_betaalstatus")
    assert between.names == ["utter_betaalstatus_open", "utter_termijnbedrag_wijzigen_bevestig"]
    assert bot.slots["aanbod"] is None  # so that "ja" means the form's own question
    assert (await bot.say("ja")).names == ["utter_termijnbedrag_wijzigen_klaar"]


async def test_a_human_offered_in_between_goes_before_the_forms_question(talk: Any) -> None:
    bot = await talk(FORM)
    await bot.say("naar 240 euro")
    offered = await bot.say("pff wat een gedoe", action="action_aanbieden_medewerker")
    assert offered.names == ["utter_balie_aanbod_medewerker"]
    assert bot.slots["aanbod"] == "action_overdragen"
    assert bot.open_form == f"{FORM}_form"
    declined = await bot.say("nee", intent="ontkennen", action="action_ontkennen")
    assert declined.names[-1] == "utter_termijnbedrag_wijzigen_bevestig"


async def test_cancelling_changes_nothing(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk(FORM)
    await bot.say("naar 240 euro")
    left = await bot.say("stop maar", intent="annuleren", action="action_annuleren")
    assert left.names == ["utter_annuleren"]
    assert bot.open_form is None
    assert bot.slots["termijnbedrag"] is None
    assert await current(services, await customer_id("10482913")) == (Decimal(185), None)


async def test_another_form_breaks_in_and_the_first_can_go_on(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    await bot.say("in zes keer betalen")
    assert bot.slots["requested_slot"] == CONFIRM
    second = await bot.say("zet de incasso op de 10e", action="betaaldatum_wijzigen_form")
    assert second.names == ["utter_betaaldatum_wijzigen_bevestig"]
    done = await bot.say("ja")
    assert done.names == ["utter_betaaldatum_wijzigen_klaar", "utter_formulier_verder"]
    assert bot.slots["aanbod"] == "betaalregeling_aanvragen_form"
    resumed = await bot.say("ja", intent="bevestigen", action="action_bevestigen")
    assert resumed.values("utter_betaalregeling_aanvragen_bevestig")["aantal"] == 6
    await bot.say("ja")
    plan = (await services.billing.payment_status(await customer_id("10482913"))).arrangement
    assert plan is not None
    assert len(plan.terms) == 6
    assert bot.slots["onderbroken_formulier"] is None


async def test_what_an_abandoned_round_left_is_forgotten(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    bot.slots["aantal_maanden"] = 24  # handed over earlier; the agent gave the conversation back
    result = await bot.say("kan ik in delen betalen")
    assert result.names == ["utter_betaalregeling_aanvragen_vraag_aantal_maanden"]


async def test_an_old_offer_does_not_catch_the_forms_yes(talk: Any) -> None:
    bot = await talk("betaalregeling_aanvragen")
    bot.slots["aanbod"] = "termijnbedrag_wijzigen_form"
    await bot.say("in zes keer")
    assert bot.slots["aanbod"] is None


async def test_the_first_sentence_survives_the_identification(talk: Any, services: Any) -> None:
    bot = await talk(FORM, level=0)
    await bot.say("verander mijn termijnbedrag naar 240 euro", intent=FORM)
    assert bot.open_form == "identificatie_form"
    await bot.say("10482913")
    await bot.say("2011 KD")
    code = await mailed_code(services)
    shown = await bot.say(code)
    assert shown.names == ["utter_identificatie_gelukt", "utter_termijnbedrag_wijzigen_bevestig"]
    assert "€ 240" in shown.text
    assert bot.slots["openstaande_vraag"] is None


async def mailed_code(services: Any) -> str:
    """The code in the demo mailbox."""
    await services.identification.settled()
    mails = await services.identification._mailer.list()
    found = re.search(r"\b(\d{3}) (\d{3})\b", mails[0].text)
    assert found
    return f"{found[1]} {found[2]}"


async def test_another_form_breaks_into_the_identification(talk: Any) -> None:
    """Found by talking: the second form took the first one's requested slot for its own, and failed."""
    bot = await talk("betaalregeling_aanvragen", level=0)
    await bot.say("kan ik een betaalregeling krijgen", intent="betaalregeling_aanvragen")
    assert bot.open_form == "identificatie_form"
    result = await bot.say("verhoog mijn termijn naar 300", intent=FORM, action=f"{FORM}_form")
    assert "utter_identificatie_vraag_klantnummer" in result.names
    assert bot.open_form == "identificatie_form"
    assert bot.slots["openstaande_vraag"] == FORM
