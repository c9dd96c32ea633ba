"""The monthly amount: what it is, what it will be, and changing it for the right address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


async def test_the_amount_the_day_and_an_offer_when_it_does_not_fit(run: Any) -> None:
    result = await run("action_termijnbedrag_opvragen", level=1)
    assert "Je termijnbedrag is € 185 per maand. We schrijven het af op de 25e van de maand." in result.text
    assert "Zo betaal je straks ongeveer € 640 bij. € 239 per maand past beter. Zal ik dat aanpassen?" in result.text
    assert result.slots["aanbod"] == "termijnbedrag_wijzigen_form"


async def test_it_fits_and_nothing_is_offered(run: Any) -> None:
    result = await run("action_termijnbedrag_opvragen", customer="10296450")
    assert "Dat past goed" in result.text
    assert "aanbod" not in result.slots


async def test_who_pays_without_direct_debit(run: Any) -> None:
    result = await run("action_termijnbedrag_opvragen", customer="10203657")
    assert "U maakt het zelf over, vóór de 25e van de maand." in result.text


async def test_an_amount_agreed_for_later_is_told_instead_of_advice(run: Any, services: Any, customer_id: Any) -> None:
    await services.billing.change_instalment(await customer_id("10482913"), Decimal(210))
    result = await run("action_termijnbedrag_opvragen")
    assert result.text.endswith("Vanaf 1 december wordt dat € 210.")
    assert "aanbod" not in result.slots


async def test_three_addresses_with_what_comes(run: Any, services: Any, customer_id: Any) -> None:
    who = await customer_id("20014578")
    contract = (await services.billing.instalment(who)).contracts[1]
    await services.billing.change_instalment(who, Decimal(1600), None, contract.contract_id)
    result = await run("action_termijnbedrag_opvragen", customer="20014578")
    assert "U betaalt samen € 2.935 per maand:" in result.text
    assert "- Industrieweg 61, Oosterhout: € 1.530, vanaf 1 december € 1.600" in result.text


async def test_no_question_of_its_own_while_a_form_waits(run: Any) -> None:
    result = await run("action_termijnbedrag_opvragen", form="betaaldatum_wijzigen_form")
    assert "Zal ik" not in result.text
    assert "aanbod" not in result.slots


async def test_the_question_tells_range_and_advice(talk: Any) -> None:
    bot = await talk("termijnbedrag_wijzigen")
    result = await bot.say("ik wil een ander bedrag")
    assert "Je betaalt nu € 185 per maand. Bij je verbruik past € 239." in result.text
    assert "van € 191 tot € 476" in result.text


async def test_which_address_is_asked_and_only_that_one_changes(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("termijnbedrag_wijzigen", customer="20014578")
    asked = await bot.say("ik wil mijn termijnbedrag wijzigen")
    buttons = asked.values("utter_termijnbedrag_wijzigen_vraag_contract")["buttons"]
    assert [button["payload"] for button in buttons] == ["Oude Marktstraat 3", "Industrieweg 61", "Stationsplein 9"]
    amount = await bot.say("industriweg")
    assert "U betaalt nu € 1.530 per maand." in amount.text
    shown = await bot.say("1600")
    assert "voor Industrieweg 61, Oosterhout van € 1.530 op € 1.600" in shown.text
    await bot.say("ja")
    contracts = (await services.billing.instalment(await customer_id("20014578"))).contracts
    assert [contract.next_amount for contract in contracts] == [None, Decimal(1600), None]


async def test_address_and_amount_in_one_sentence(talk: Any) -> None:
    bot = await talk("termijnbedrag_wijzigen", customer="20014578")
    result = await bot.say("zet het stationsplein op € 480 per maand")
    assert "voor Stationsplein 9, Roosendaal van € 465 op € 480" in result.text


async def test_a_starting_date_is_taken_and_a_past_one_asked_again(talk: Any) -> None:
    bot = await talk("termijnbedrag_wijzigen")
    later = await bot.say("naar 240 euro vanaf 1 februari")
    assert "vanaf 1 februari 2027" in later.text
    bot = await talk("termijnbedrag_wijzigen")
    past = await bot.say("naar 240 euro vanaf 1 januari 2020")
    assert past.names == ["utter_datum_kan_niet"]


async def test_the_same_amount_changes_nothing(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("termijnbedrag_wijzigen", customer="10296450")
    result = await bot.say("naar 220 euro")
    assert result.names == ["utter_termijnbedrag_wijzigen_al_zo"]
    assert await services.requests.of(await customer_id("10296450")) == []
