"""Passing on meter readings: asked, checked, confirmed, stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

SANNE = "10482913"  # je; smart; normal, low and gas
CORRIE = "10118392"  # u; no smart meter; normal, low and gas
YARA = "10591147"  # one register
BAKKERIJ = "20014578"  # u; three addresses
FORM = "meterstand_doorgeven"


async def registers_of(services: Any, customer_id: Any, number: str) -> dict[str, Any]:
    return {r.label.split(" (")[0]: r for r in await services.meters.registers(await customer_id(number))}


async def last_readings(services: Any, customer_id: Any, clock: Any, number: str) -> dict[str, Decimal]:
    """What stands stored: looked at from tomorrow, because today's readings can still be put right."""
    clock.move(days=1)
    found = await registers_of(services, customer_id, number)
    clock.move(days=-1)
    return {label: register.last_value for label, register in found.items()}


@pytest.fixture
async def usual(services: Any, customer_id: Any) -> Any:
    """Readings as expected today, by label."""

    async def of(number: str) -> dict[str, int]:
        found = await registers_of(services, customer_id, number)
        return {label: int(register.expected_today) for label, register in found.items()}

    return of


async def test_everything_in_one_sentence_is_confirmed_and_stored(
    talk: Any, usual: Any, services: Any, customer_id: Any, clock: Any
) -> None:
    now = await usual(SANNE)
    bot = await talk(FORM, customer=SANNE)
    said = await bot.say(f"standen: dal {now['stroom dal']}, normaal {now['stroom normaal']} en gas {now['gas']}")
    assert said.names == ["utter_meterstand_doorgeven_slimme_meter", "utter_meterstand_doorgeven_bevestig"]
    assert "stroom dal (1.8.1)" in said.text
    assert "23 november 2026" in said.text
    done = await bot.say("ja")
    assert done.names == ["utter_meterstand_doorgeven_klaar"]
    assert done.closed
    stored = await last_readings(services, customer_id, clock, SANNE)
    assert stored == {label: Decimal(value) for label, value in now.items()}
    [request] = [r for r in await services.requests.of(await customer_id(SANNE)) if r.kind == FORM]
    assert request.reference in done.text


async def test_nothing_is_stored_before_the_yes(
    talk: Any, usual: Any, services: Any, customer_id: Any, clock: Any
) -> None:
    now = await usual(SANNE)
    before = await last_readings(services, customer_id, clock, SANNE)
    bot = await talk(FORM, customer=SANNE)
    await bot.say(f"gas {now['gas']} normaal {now['stroom normaal']} dal {now['stroom dal']}")
    assert await last_readings(services, customer_id, clock, SANNE) == before


async def test_registers_are_asked_one_by_one_by_their_name_on_the_meter(talk: Any, usual: Any) -> None:
    now = await usual(CORRIE)
    bot = await talk(FORM, customer=CORRIE)
    first = await bot.say("ik wil mijn standen doorgeven")
    assert first.names == ["utter_meterstand_doorgeven_vraag_meterstanden"]
    assert "Wat is de stand van stroom normaal?" in first.text
    second = await bot.say(str(now["stroom normaal"]))
    assert second.values("utter_meterstand_doorgeven_vraag_volgende")["telwerk"] == "stroom dal"
    third = await bot.say(f"daar staat {now['stroom dal']}")
    assert third.values("utter_meterstand_doorgeven_vraag_volgende")["telwerk"] == "gas"
    last = await bot.say(f"gas is {now['gas']} m3")
    assert last.names == ["utter_meterstand_doorgeven_bevestig"]


async def test_codes_of_the_smart_meter_are_named(talk: Any) -> None:
    bot = await talk(FORM, customer=SANNE)
    said = await bot.say("meterstand doorgeven")
    assert "stroom normaal (1.8.2), stroom dal (1.8.1) en gas" in said.text


async def test_a_register_can_be_left_out(talk: Any, usual: Any, services: Any, customer_id: Any, clock: Any) -> None:
    now = await usual(CORRIE)
    before = await last_readings(services, customer_id, clock, CORRIE)
    bot = await talk(FORM, customer=CORRIE)
    await bot.say(f"gas {now['gas']}")
    said = await bot.say("alleen deze")
    assert said.names == ["utter_meterstand_doorgeven_bevestig"]
    await bot.say("ja")
    assert await last_readings(services, customer_id, clock, CORRIE) == {**before, "gas": Decimal(now["gas"])}


async def test_leaving_out_everything_stores_nothing(talk: Any) -> None:
    bot = await talk(FORM, customer=YARA)
    await bot.say("meterstand doorgeven")
    said = await bot.say("heb ik niet")
    assert said.names == ["utter_meterstand_doorgeven_niets"]
    assert said.closed


async def test_too_low_is_refused_with_the_previous_one_and_what_was_right_stays(talk: Any, usual: Any) -> None:
    now = await usual(SANNE)
    bot = await talk(FORM, customer=SANNE)
    said = await bot.say(f"normaal {now['stroom normaal']}, dal {now['stroom dal']}, gas 12")
    refused = said.values("utter_meterstand_doorgeven_te_laag")
    assert refused["telwerk"] == "gas"
    assert refused["datum"] == "1 november"
    assert refused["stand"] == "12"
    again = await bot.say(str(now["gas"]))
    assert again.names == ["utter_meterstand_doorgeven_bevestig"]
    assert again.text.count("- ") == 3


async def test_an_odd_reading_is_asked_about_once_and_then_taken(
    talk: Any, usual: Any, services: Any, customer_id: Any, clock: Any
) -> None:
    high = (await usual(YARA))["stroom"] + 5000
    bot = await talk(FORM, customer=YARA)
    asked = await bot.say(f"de meter staat op {high}")
    assert asked.names[-1] == "utter_meterstand_doorgeven_veel_hoger"
    assert "Weet je het zeker?" in asked.text
    sure = await bot.say("ja")
    assert sure.names == ["utter_meterstand_doorgeven_bevestig"]
    await bot.say("ja")
    assert await last_readings(services, customer_id, clock, YARA) == {"stroom": Decimal(high)}


async def test_not_sure_asks_the_register_again(talk: Any, usual: Any) -> None:
    now = (await usual(YARA))["stroom"]
    bot = await talk(FORM, customer=YARA)
    await bot.say(f"stroom {now + 5000}")
    asked = await bot.say("nee", intent="ontkennen")
    assert asked.names == ["utter_meterstand_doorgeven_vraag_meterstand"]
    assert (await bot.say(str(now))).names == ["utter_meterstand_doorgeven_bevestig"]


async def test_another_odd_reading_is_asked_about_too(talk: Any, usual: Any) -> None:
    now = (await usual(YARA))["stroom"]
    bot = await talk(FORM, customer=YARA)
    await bot.say(f"stroom {now + 5000}")
    asked = await bot.say(f"nee {now + 6000}")
    assert asked.names == ["utter_meterstand_doorgeven_veel_hoger"]
    insisted = await bot.say(str(now + 6000))
    assert insisted.names == ["utter_meterstand_doorgeven_bevestig"]


async def test_too_many_digits_are_explained(talk: Any) -> None:
    bot = await talk(FORM, customer=YARA)
    said = await bot.say("stroom 98471234")
    assert said.names[-1] == "utter_meterstand_doorgeven_te_veel_cijfers"


async def test_a_number_of_an_unknown_register_is_asked_about(talk: Any) -> None:
    bot = await talk(FORM, customer=SANNE)
    said = await bot.say("stroom 88123")
    assert said.names[-1] == "utter_meterstand_doorgeven_welke"
    assert said.values("utter_meterstand_doorgeven_welke")["stand"] == "88.123"


async def test_a_correction_before_the_yes_is_taken(talk: Any, usual: Any) -> None:
    now = await usual(SANNE)
    bot = await talk(FORM, customer=SANNE)
    await bot.say(f"normaal {now['stroom normaal']}, dal {now['stroom dal']}, gas {now['gas']}")
    assert (await bot.say("nee")).names == ["utter_formulier_wat_anders"]
    said = await bot.say(f"gas is {now['gas'] + 3}")
    assert f"gas: {now['gas'] + 3:,}".replace(",", ".") in said.text


@pytest.mark.parametrize(
    ("words", "day"),
    [("vandaag", date(2026, 11, 23)), ("gisteren", date(2026, 11, 22)), ("van vrijdag", date(2026, 11, 20))],
)
async def test_the_day_is_today_unless_said(
    talk: Any, usual: Any, services: Any, customer_id: Any, words: str, day: date
) -> None:
    now = (await usual(YARA))["stroom"]
    bot = await talk(FORM, customer=YARA)
    said = await bot.say(f"meterstand {words}: {now}")
    assert f"{day.day} november 2026" in said.text
    await bot.say("ja")
    [request] = [r for r in await services.requests.of(await customer_id(YARA)) if r.kind == FORM]
    assert request.state == "afgerond"


async def test_a_coming_day_is_refused(talk: Any, usual: Any) -> None:
    now = (await usual(YARA))["stroom"]
    bot = await talk(FORM, customer=YARA)
    said = await bot.say("meterstanden doorgeven per 31-12")
    assert said.names[-1] == "utter_meterstand_doorgeven_datum_te_laat"
    asked = await bot.say("vandaag")
    assert asked.names == ["utter_meterstand_doorgeven_vraag_meterstand"]
    said = await bot.say(str(now))
    assert "23 november 2026" in said.text
    assert (await bot.say("nee, de datum is 31-12-2026")).names == ["utter_meterstand_doorgeven_datum_te_laat"]


async def test_a_day_before_the_last_reading_is_refused(talk: Any, usual: Any) -> None:
    now = (await usual(YARA))["stroom"]
    bot = await talk(FORM, customer=YARA)
    said = await bot.say(f"opname van 3 oktober: {now}")
    assert said.values("utter_meterstand_doorgeven_datum_te_vroeg")["datum"] == "1 november"


async def test_several_addresses_are_asked_and_the_next_one_is_offered(
    talk: Any, services: Any, customer_id: Any
) -> None:
    bot = await talk(FORM, customer=BAKKERIJ)
    said = await bot.say("wij willen meterstanden doorgeven")
    buttons = said.values("utter_meterstand_doorgeven_vraag_meteradres")["buttons"]
    assert [button["title"] for button in buttons] == ["Industrieweg 61", "Oude Marktstraat 3", "Stationsplein 9"]
    asked = await bot.say("Industrieweg 61")
    assert asked.names == ["utter_meterstand_doorgeven_vraag_meterstanden"]
    registers = await services.meters.registers(await customer_id(BAKKERIJ))
    stroom, gas = (int(r.expected_today) for r in registers if r.address.startswith("Industrieweg"))
    assert (await bot.say(f"stroom {stroom} en gas {gas}")).names == ["utter_meterstand_doorgeven_bevestig"]
    done = await bot.say("ja")
    assert done.names == ["utter_meterstand_doorgeven_klaar", "utter_meterstand_doorgeven_ander_adres"]
    assert done.slots["aanbod"] == "meterstand_doorgeven_form"


async def test_words_without_a_reading_are_explained_and_then_a_human_is_offered(talk: Any) -> None:
    bot = await talk(FORM, customer=CORRIE)
    await bot.say("meterstanden")
    assert (await bot.say("ik zie er niks van")).names[0] == "utter_formulier_niet_begrepen"
    assert (await bot.say("het is zo donker")).names == ["utter_meterstand_doorgeven_uitleg_meterstand"]
    assert "utter_formulier_hulp_van_medewerker" in (await bot.say("tja")).names


async def test_u_is_said_to_who_wants_it(talk: Any) -> None:
    bot = await talk(FORM, customer=CORRIE)
    assert "U mag alles" in (await bot.say("meterstand")).text


async def test_identification_comes_first_and_the_readings_are_not_asked_again(talk: Any, usual: Any) -> None:
    bot = await talk(FORM, customer=SANNE, level=0)
    said = await bot.say("gas 3960")
    assert said.slots["openstaande_tekst"] == "gas 3960"
    assert said.slots["openstaande_vraag"] == FORM
