"""Passing on meter readings in the ways people really do it: panels, several addresses, yesterday, a correction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from actions.words import number

KARIM = "10517264"  # je; smart; normal, low, feed-in normal and low, gas
SANNE = "10482913"
BAKKERIJ = "20014578"  # u; three addresses, two registers each
FORM = "meterstand_doorgeven"


@pytest.fixture
async def expected(services: Any, customer_id: Any) -> Any:
    """What the meters of an address should show, by label."""

    async def of(number_of_customer: str, street: str = "") -> dict[str, int]:
        registers = await services.meters.registers(await customer_id(number_of_customer))
        here = [one for one in registers if one.address.startswith(street)]
        return {one.label.split(" (")[0]: int(one.expected_today) for one in here}

    return of


async def test_five_registers_of_a_home_with_panels_in_one_sentence(talk: Any, expected: Any) -> None:
    now = await expected(KARIM)
    bot = await talk(FORM, customer=KARIM)
    said = await bot.say(
        f"1.8.1 is {now['stroom dal']}, 1.8.2 is {now['stroom normaal']}, 2.8.1 {now['teruglevering dal']}, "
        f"2.8.2 {now['teruglevering normaal']} en gas {now['gas']}"
    )
    assert said.names[-1] == "utter_meterstand_doorgeven_bevestig"
    for value in now.values():
        assert number(Decimal(value)) in said.text


async def test_t1_and_t2_after_their_numbers_next_to_gas(talk: Any, expected: Any) -> None:
    now = await expected(SANNE)
    bot = await talk(FORM, customer=SANNE)
    said = await bot.say(f"stroom 0{now['stroom dal']} t1 en 0{now['stroom normaal']} t2 en gas {now['gas']}")
    lines = said.values("utter_meterstand_doorgeven_bevestig")["regels"]
    assert f"stroom dal (1.8.1): {number(Decimal(now['stroom dal']))}" in lines
    assert f"stroom normaal (1.8.2): {number(Decimal(now['stroom normaal']))}" in lines


async def test_address_and_readings_in_one_sentence_leave_out_the_house_number(talk: Any, expected: Any) -> None:
    now = await expected(BAKKERIJ, "Stationsplein")
    bot = await talk(FORM, customer=BAKKERIJ)
    said = await bot.say(f"standen Stationsplein 9 stroom {now['stroom']} gas {now['gas']}")
    assert said.names[-1] == "utter_meterstand_doorgeven_bevestig"
    assert number(Decimal(now["stroom"])) in said.text


async def test_readings_of_yesterday_are_stored_for_yesterday(talk: Any, expected: Any, services: Any) -> None:
    now = await expected(SANNE)
    bot = await talk(FORM, customer=SANNE)
    said = await bot.say(f"gisteren afgelezen: hoog {now['stroom normaal']} laag {now['stroom dal']} gas {now['gas']}")
    assert "afgelezen op 22 november 2026" in said.text
    assert "Opgeslagen" in (await bot.say("ja")).text


async def test_the_day_is_corrected_before_the_yes(talk: Any, expected: Any) -> None:
    now = await expected(SANNE)
    bot = await talk(FORM, customer=SANNE)
    await bot.say(f"hoog {now['stroom normaal']} laag {now['stroom dal']} gas {now['gas']}")
    said = await bot.say("nee, dat was van zaterdag")
    assert said.names == ["utter_meterstand_doorgeven_bevestig"]
    assert "afgelezen op 21 november 2026" in said.text


async def test_stopping_stores_nothing(talk: Any, expected: Any, services: Any, customer_id: Any) -> None:
    now = await expected(SANNE)
    bot = await talk(FORM, customer=SANNE)
    await bot.say(f"gas {now['gas']}")
    said = await bot.say("laat maar", intent="annuleren", action="action_annuleren")
    assert said.names == ["utter_annuleren"]
    assert bot.open_form is None
    requests = await services.requests.of(await customer_id(SANNE))
    assert not [one for one in requests if one.kind == FORM]


async def test_a_question_in_between_is_answered_and_the_form_goes_on(talk: Any, expected: Any) -> None:
    now = await expected(SANNE)
    bot = await talk(FORM, customer=SANNE)
    await bot.say(f"gas {now['gas']}")
    said = await bot.say("wat is een slimme meter eigenlijk", intent="slimme_meter", action="action_slimme_meter")
    assert said.names[0] == "utter_slimme_meter_wel"
    assert said.names[-1] == "utter_meterstand_doorgeven_vraag_volgende"
