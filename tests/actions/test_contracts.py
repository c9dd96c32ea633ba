"""The customer's contracts."""

from __future__ import annotations

from typing import Any


async def test_one_contract_in_full(run: Any) -> None:
    said = await run("action_contract_info", text="welk contract heb ik")
    assert said.names == ["utter_contract_info"]
    assert "Je hebt een variabel contract voor stroom en gas op Zandvaartkade 17, Haarlem." in said.text
    assert "heeft geen einddatum" in said.text
    assert "30 dagen opzegtermijn" in said.text
    assert "- gas: € 1,4387 per m³" in said.text  # 0,7119 and 0,7268 of tax
    assert "€ 14,50 per maand" in said.text


async def test_a_fixed_term_that_ends_soon_is_said_with_its_last_day(run: Any, services: Any, customer_id: Any) -> None:
    [contract] = await services.contracts.info(await customer_id("10296450"))
    assert contract.ends_soon
    said = await run("action_contract_info", text="tot wanneer loopt mijn contract", customer="10296450")
    assert said.names == ["utter_contract_info"], "one bubble"
    assert "U heeft een vast contract" in said.text
    last_day = contract.end.fromordinal(contract.end.toordinal() - 1)
    assert f"tot en met {last_day.day} december 2026" in said.text
    assert f"uw vaste contract loopt over {contract.days_left} dagen af" in said.text
    assert said.text.endswith("Zal ik laten zien wat u kunt kiezen?")
    assert said.slots["aanbod"] == "contract_verlengen_form"


async def test_the_step_is_offered_once_and_never_in_the_middle_of_a_form(run: Any) -> None:
    offered = {"aangeboden_stappen": ["contract_verlengen_form"]}
    for known in ({"slots": offered}, {"form": "betaaldatum_wijzigen_form"}):
        said = await run("action_contract_info", text="tot wanneer loopt het", customer="10296450", **known)
        assert "dagen af" in said.text
        assert "Zal ik" not in said.text
        assert said.slots.get("aanbod") is None


async def test_a_follow_up_hears_only_what_it_asks_for(run: Any, services: Any, customer_id: Any) -> None:
    contracts = await services.contracts.info(await customer_id("20014578"))
    slots = {"laatste_vraag": "contract_info", "laatste_context": {"contract": contracts[1].contract_id}}
    asked = {"customer": "20014578", "slots": slots}
    said = await run("action_contract_info", text="en wanneer loopt dat af?", **asked)
    assert said.text.startswith("Het begon op")
    assert said.text.endswith("heeft geen einddatum.")
    said = await run("action_contract_info", text="en hoe zit het met opzeggen?", **asked)
    assert said.text == "Opzeggen kan altijd, met 30 dagen opzegtermijn."
    said = await run("action_contract_info", text="en op het Stationsplein?", **asked)
    assert "U heeft een variabel contract voor stroom en gas op Stationsplein 9, Roosendaal." in said.text
    assert said.slots["laatste_context"] == {"contract": contracts[2].contract_id}


async def test_simpler_words_are_at_hand(run: Any) -> None:
    said = await run("action_contract_info", text="welk contract heb ik")
    assert said.slots["eenvoudiger"].startswith("Je hebt een variabel contract")
    assert "€" not in said.slots["eenvoudiger"]


async def test_what_was_chosen_and_what_was_cancelled_is_told(run: Any, services: Any, customer_id: Any) -> None:
    await services.contracts.renew(await customer_id("10482913"), "vast_1_jaar")
    said = await run("action_contract_info", text="welk contract heb ik")
    assert "Vanaf 1 december 2026 heb je een vast contract; dat is al afgesproken." in said.text
    await services.contracts.cancel(await customer_id("10296450"))
    said = await run("action_contract_info", text="welk contract heb ik", customer="10296450")
    assert "U heeft het opgezegd. 22 december 2026 is de laatste dag." in said.text
    assert "Let op" not in said.text


async def test_a_dynamic_contract_has_no_price_that_stays(run: Any) -> None:
    said = await run("action_contract_info", text="contract?", customer="10591147")
    assert "De stroomprijs verandert elk uur." in said.text
    assert "gas" not in said.text


async def test_feeding_in_has_its_price_and_its_costs(run: Any) -> None:
    said = await run("action_contract_info", text="contract?", customer="10517264")
    assert "teruggeleverde stroom, dat krijg je: € 0,0420 per kWh" in said.text
    assert "kosten voor terugleveren: € 0,1190 per kWh" in said.text


async def test_several_connections_are_listed_and_one_can_be_chosen(run: Any) -> None:
    said = await run("action_contract_info", text="overzicht van onze contracten", customer="20014578")
    assert said.names == ["utter_contract_info_meer"]
    assert "U heeft 3 contracten" in said.text
    [_, values] = said.responses[0]
    chosen = await run("action_contract_info", text=values["buttons"][1]["payload"], customer="20014578")
    assert chosen.names == ["utter_contract_info"]
    assert "Industrieweg 61, Oosterhout" in chosen.text


async def test_unknown_customers_identify_first(run: Any) -> None:
    said = await run("action_contract_info", text="welk contract heb ik", level=0)
    assert said.followup == "identificatie_form"
