"""Tariffs: one's own when it is known who asks, otherwise those of a new contract."""

from __future__ import annotations

from typing import Any

from tests.policies import demo_tariffs


async def test_own_tariffs_with_and_without_tax(run: Any) -> None:
    said = await run("action_tarieven_opvragen", text="wat zijn mijn tarieven", level=1)
    assert said.names == ["utter_tarieven_opvragen"]
    assert "- gas: € 1,4387 per m³ (kaal € 0,7119, belasting € 0,7268)" in said.text
    assert "Vaste kosten: € 14,50 per maand. Netbeheer: € 59,50 per maand." in said.text
    assert "kunnen een paar keer per jaar veranderen" in said.text


async def test_general_tariffs_come_from_the_organisation_and_ask_for_nobody(run: Any) -> None:
    said = await run("action_tarieven_opvragen", text="wat kost stroom bij jullie", level=0)
    assert said.followup is None
    prices = demo_tariffs().vast_1_jaar
    assert f"€ {prices.stroom_enkel_per_kwh}".replace(".", ",") in said.text
    assert f"€ {prices.gas_per_m3}".replace(".", ",") in said.text
    assert "31 december 2026" in said.text


async def test_gas_alone_and_power_alone(run: Any) -> None:
    gas = await run("action_tarieven_opvragen", text="wat betaal ik voor een kuub gas")
    assert "gas: € 1,4387" in gas.text
    assert "stroom normaal" not in gas.text
    power = await run("action_tarieven_opvragen", text="en stroom?")
    assert "stroom dal" in power.text
    assert "- gas" not in power.text


async def test_gas_that_is_not_delivered_has_no_tariff(run: Any) -> None:
    said = await run("action_tarieven_opvragen", text="wat is mijn gastarief", customer="10591147")
    assert said.names == ["utter_tarieven_opvragen_geen_gas"]


async def test_whoever_asks_for_a_night_tariff_hears_that_there_is_none(run: Any) -> None:
    said = await run("action_tarieven_opvragen", text="wat is mijn daltarief", customer="10591147")
    assert "Een apart daltarief heb je niet." in said.text
    said = await run("action_tarieven_opvragen", text="wat is mijn daltarief")
    assert "apart daltarief" not in said.text


async def test_three_addresses_and_one_of_them(run: Any, services: Any, customer_id: Any) -> None:
    said = await run("action_tarieven_opvragen", text="onze tarieven", customer="20014578")
    assert said.text.count("per kWh") == 3
    [_, values] = said.responses[0]
    chosen = await run("action_tarieven_opvragen", text=values["buttons"][1]["payload"], customer="20014578")
    assert "Dit betaalt u nu op Industrieweg 61, Oosterhout:" in chosen.text
    contracts = await services.contracts.info(await customer_id("20014578"))
    assert chosen.slots["laatste_context"] == {"contract": contracts[1].contract_id}


async def test_a_follow_up_stays_with_the_address(run: Any, services: Any, customer_id: Any) -> None:
    contracts = await services.contracts.info(await customer_id("20014578"))
    slots = {"laatste_vraag": "tarieven_opvragen", "laatste_context": {"contract": contracts[1].contract_id}}
    said = await run("action_tarieven_opvragen", text="en gas?", customer="20014578", slots=slots)
    assert "op Industrieweg 61, Oosterhout" in said.text
    assert "stroom" not in said.text


async def test_a_fixed_price_is_told_with_its_last_day_and_the_next_step(run: Any) -> None:
    said = await run("action_tarieven_opvragen", text="mijn tarieven", customer="10296450")
    assert "Deze prijzen staan vast tot en met 19 december 2026." in said.text
    assert said.slots["aanbod"] == "contract_verlengen_form"


async def test_hourly_prices_are_an_average(run: Any) -> None:
    said = await run("action_tarieven_opvragen", text="mijn tarieven", customer="10591147")
    assert "De stroomprijs verandert elk uur." in said.text


async def test_dynamic_contract_for_who_is_known(run: Any) -> None:
    question = {"text": "wat is een dynamisch contract"}
    assert "Je hebt een slimme meter, dus het kan bij je." in (await run("action_dynamisch_contract", **question)).text
    assert "zelf al een dynamisch" in (await run("action_dynamisch_contract", customer="10591147", **question)).text
    assert "nog geen slimme meter" in (await run("action_dynamisch_contract", customer="10118392", **question)).text
    said = await run("action_dynamisch_contract", level=0, **question)
    assert "€ 0,0245 per kWh" in said.text
    assert "dus het kan bij je" not in said.text


async def test_becoming_a_customer_for_who_is_one(run: Any) -> None:
    assert "Je bent al klant bij ons." in (await run("action_klant_worden", text="hoe word ik klant")).text
    said = await run("action_klant_worden", text="hoe word ik klant", level=0)
    assert "Wij zeggen je oude contract op." in said.text
    assert "14 dagen bedenktijd" in said.text
