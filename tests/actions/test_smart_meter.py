"""The smart meter: plain for everybody, and with the own meters for who is known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from dichtbij.customers.store.tables import MeterRow

SANNE = "10482913"  # smart
CORRIE = "10118392"  # u; not smart
BAKKERIJ = "20014578"  # u; three addresses
QUESTION = "action_slimme_meter"


async def test_who_has_one_need_not_do_anything(run: Any) -> None:
    said = await run(QUESTION, text="heb ik een slimme meter", customer=SANNE, level=1)
    assert said.names == ["utter_slimme_meter_wel"]
    assert "Die geeft je standen zelf door, je hoeft niets te doen." in said.text
    assert "1 november 2026" in said.text
    assert "stroom dal (1.8.1)" in said.text


async def test_who_has_none_passes_on_readings_and_hears_where_to_get_one(run: Any) -> None:
    said = await run(QUESTION, text="heb ik een slimme meter", customer=CORRIE, level=1)
    assert said.names == ["utter_slimme_meter_niet"]
    assert "U heeft nog geen slimme meter." in said.text
    assert "netbeheerder" in said.text


async def test_some_addresses_have_one_and_others_not(run: Any, services: Any, database: Any, customer_id: Any) -> None:
    registers = await services.meters.registers(await customer_id(BAKKERIJ))
    numbers = [one.meter_number for one in registers if one.address.startswith("Stationsplein")]
    async with database.writing() as session:
        await session.execute(update(MeterRow).where(MeterRow.meter_number.in_(numbers)).values(smart=False))
    said = await run(QUESTION, text="slimme meters", customer=BAKKERIJ, level=1)
    assert said.names == ["utter_slimme_meter_gemengd"]
    assert "Op Industrieweg 61 en Oude Marktstraat 3 heeft u een slimme meter." in said.text
    assert "Op Stationsplein 9 heeft u die niet." in said.text


async def test_not_identified_gets_the_plain_answer(run: Any) -> None:
    said = await run(QUESTION, text="hoe lees ik een slimme meter af", level=0)
    assert said.names == ["utter_slimme_meter"]
    assert "1.8.1 is je stroom in de daluren" in said.text


async def test_each_answer_has_a_simpler_one(run: Any) -> None:
    for customer, level in ((SANNE, 1), (CORRIE, 1), (SANNE, 0)):
        said = await run(QUESTION, text="slimme meter", customer=customer, level=level)
        assert 0 < len(said.slots["eenvoudiger"]) < len(said.text)
