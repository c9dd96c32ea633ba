"""Solar panels: own figures, the effect of 2027, follow-ups; the rules for who is not known."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from actions.words import euro, number, price
from dichtbij.customers.model import SolarHome, UsagePeriod

KARIM = "10517264"  # je; panels; an instalment that is too low
SANNE = "10482913"  # no panels
QUESTION = "action_zonnepanelen"


@pytest.fixture
async def karim(services: Any, customer_id: Any) -> SolarHome:
    """What Karim's panels do."""
    [home] = (await services.solar.report(await customer_id(KARIM))).homes
    return home


async def test_the_own_feed_in_in_kwh_and_euros(run: Any, karim: SolarHome) -> None:
    said = await run(QUESTION, text="hoeveel heb ik teruggeleverd", customer=KARIM, level=1)
    assert said.names == ["utter_zonnepanelen"]
    fed = karim.feed_in
    assert f"Van 1 november 2025 tot en met 31 oktober 2026 leverde je {number(fed.fed_in)} kWh terug." in said.text
    assert f"Gesaldeerd met je verbruik: {number(fed.netted)} kWh. Dat scheelde {euro(fed.netted_worth)}." in said.text
    assert f"Terugleverkosten: {euro(fed.fee)}." in said.text
    assert f"Samen leverde het je {euro(fed.worth)} op." in said.text
    assert price(karim.compensation_price) in said.text
    assert price(karim.fee_price) in said.text


async def test_the_own_effect_of_2027_with_what_it_assumes(run: Any, karim: SolarHome) -> None:
    said = await run(QUESTION, text="wat kost het einde van salderen mij", customer=KARIM, level=1)
    end = karim.netting_end
    whole = end.more_a_year.quantize(Decimal(1))
    assert f"Je betaalt dan ongeveer {euro(whole)} per jaar meer" in said.text
    assert f"{price(end.compensation_price)} per kWh, het minimum van de wet" in said.text
    assert "met dezelfde terugleverkosten" in said.text


async def test_the_instalment_that_no_longer_fits_is_offered_once(run: Any) -> None:
    said = await run(QUESTION, text="zonnepanelen", customer=KARIM, level=1)
    assert said.text.endswith("Zal ik dat aanpassen?")
    assert said.slots["aanbod"] == "termijnbedrag_wijzigen_form"
    again = await run(
        QUESTION,
        text="zonnepanelen",
        customer=KARIM,
        level=1,
        slots={"aangeboden_stappen": ["termijnbedrag_wijzigen_form"]},
    )
    assert "aanpassen" not in again.text


async def test_simpler_is_shorter(run: Any, karim: SolarHome) -> None:
    said = await run(QUESTION, text="zonnepanelen", customer=KARIM, level=1)
    assert len(said.slots["eenvoudiger"]) < len(said.text) / 3
    assert euro(karim.netting_end.more_a_year.quantize(Decimal(1))) in said.slots["eenvoudiger"]


@pytest.mark.parametrize(("words", "period"), [("en vorig jaar?", "vorig_jaar"), ("en dit jaar?", "dit_jaar")])
async def test_another_year_is_a_follow_up(
    run: Any, services: Any, customer_id: Any, karim: SolarHome, words: str, period: str
) -> None:
    before = {"laatste_vraag": "zonnepanelen", "laatste_context": {"periode": "jaar", "adres": karim.contract_id}}
    said = await run(QUESTION, text=words, intent="verbruik_inzien", customer=KARIM, level=1, slots=before)
    [home] = (await services.solar.report(await customer_id(KARIM), UsagePeriod(period))).homes
    assert home.feed_in.fed_in != karim.feed_in.fed_in
    assert f"{number(home.feed_in.fed_in)} kWh terug" in said.text
    assert said.slots["laatste_context"]["periode"] == period


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("moet ik nieuwe panelen ergens aanmelden", "energieleveren.nl"),
        ("is een thuisbatterij slim", "Dat kan ik niet voor je uitrekenen."),
        ("loont het nog om panelen te nemen", "terwijl de zon schijnt"),
    ],
)
async def test_what_is_asked_besides_comes_first(run: Any, text: str, words: str) -> None:
    for customer, level in ((KARIM, 1), (SANNE, 1), (SANNE, 0)):
        said = await run(QUESTION, text=text, customer=customer, level=level)
        assert words in said.text.split("\n")[0]


async def test_without_panels_it_says_what_is_known(run: Any) -> None:
    said = await run(QUESTION, text="wat krijg ik voor teruglevering", customer=SANNE, level=1)
    assert said.names == ["utter_zonnepanelen_geen_panelen"]
    assert "Ik zie bij jou geen teruglevering." in said.text
    assert "€ 0,0650" in said.text


async def test_not_identified_gets_the_rules_and_a_way_to_the_own_figures(run: Any, services: Any) -> None:
    said = await run(QUESTION, text="hoe werkt salderen na 2027", level=0)
    assert said.names == ["utter_zonnepanelen_algemeen"]
    assert said.followup is None
    assert "Salderen mag tot en met 31 december 2026" in said.text
    assert "€ 0,1150" in said.text
    buttons = services.texts.render("utter_zonnepanelen_algemeen", "je").buttons
    assert [button["title"] for button in buttons] == ["Mijn eigen gegevens"]
    assert buttons[0]["payload"] == '/zonnepanelen{"persoonlijk": "ja"}'


async def test_after_2027_it_is_told_as_past(run: Any, clock: Any) -> None:
    clock.moment = datetime(2027, 3, 2, 9, tzinfo=timezone.utc)
    said = await run(QUESTION, text="zonnepanelen", customer=KARIM, level=1)
    assert "Sinds 1 januari 2027 is er geen salderen meer." in said.text
    assert "voor elke kWh die je teruglevert" in said.text
    rules = await run(QUESTION, text="zonnepanelen", level=0)
    assert "Salderen is op 1 januari 2027 gestopt" in rules.text
