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
    assert said.names == ["utter_contract_info", "utter_contract_info_loopt_af"]
    assert "U heeft een vast contract" in said.text
    last_day = contract.end.fromordinal(contract.end.toordinal() - 1)
    assert f"tot en met {last_day.day} december 2026" in said.text
    assert said.values("utter_contract_info_loopt_af")["dagen"] == contract.days_left
    assert said.slots["aanbod"] == "action_overdragen"


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
