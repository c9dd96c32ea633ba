"""Another contract: offers with their costs, a choice in many words, corrected, confirmed, stored, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.renewal import KEEP, UNKNOWN, wished_offer
from actions.words import euro

SANNE, PIETER, CORRIE, JOLANDA = "10482913", "10296450", "10118392", "20014578"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("doe maar een jaar vast", "vast_1_jaar"),
        ("graag vast voor 1 jaar", "vast_1_jaar"),
        ("van variabel naar vast", "vast_1_jaar"),
        ("ik heb nu vast en wil naar dynamisch", "dynamisch"),
        ("zet me maar op die uurprijzen", "dynamisch"),
        ("variabel graag", "variabel"),
        ("drie jaar vast", UNKNOWN),
        ("24 maanden", UNKNOWN),
        ("ik heb me bedacht", KEEP),
        ("ik wil mijn contract verlengen", None),
        ("heb je een aanbod voor mij?", None),
        ("vast of variabel?", None),
    ],
)
def test_the_wish_in_many_words(text: str, wish: str | None) -> None:
    assert wished_offer(text) == wish


async def test_offers_are_shown_cheapest_first_with_their_difference(
    talk: Any, services: Any, customer_id: Any
) -> None:
    offers = await services.contracts.offers(await customer_id(PIETER))
    bot = await talk("contract_verlengen", customer=PIETER)
    said = await bot.say("hebben jullie een aanbod voor mij")
    for place, offer in enumerate(offers.offers, 1):
        assert f"{place}. " in said.text
        assert f"ongeveer {euro(offer.yearly_cost.quantize(1))} per jaar" in said.text
    buttons = said.values("utter_contract_verlengen_vraag_contractkeuze")["buttons"]
    assert [button["title"] for button in buttons] == ["Dynamisch", "Vast 1 jaar", "Variabel"]
    assert "20 december 2026" in said.text


async def test_the_first_sentence_asks_for_nothing_but_a_yes(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_verlengen")
    said = await bot.say("doe maar een jaar vast")
    assert said.names == ["utter_contract_verlengen_bevestig"]
    assert "Je krijgt een vast contract voor 1 jaar, vanaf 1 december 2026." in said.text
    [contract] = await services.contracts.info(await customer_id(SANNE))
    assert contract.planned is None, "nothing is stored before a yes"
    done = await bot.say("ja")
    assert done.names == ["utter_contract_verlengen_klaar"]
    found = await services.contracts.offers(await customer_id(SANNE))
    assert found.planned.offer == "vast_1_jaar"
    [request] = await services.requests.of(await customer_id(SANNE))
    assert request.reference in done.text
    assert bot.open_form is None


@pytest.mark.parametrize("words", ["2", "de tweede", "vast graag", "2. vast 1 jaar"])
async def test_a_choice_by_place_or_name(talk: Any, words: str) -> None:
    bot = await talk("contract_verlengen")
    await bot.say("heb je een aanbod")
    assert "een vast contract voor 1 jaar" in (await bot.say(words)).text


async def test_a_choice_is_corrected_before_it_is_stored(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_verlengen", customer=PIETER)
    await bot.say("doe maar een jaar vast")
    said = await bot.say("nee, toch liever variabel")
    assert "U krijgt een variabel contract" in said.text
    await bot.say("ja")
    found = await services.contracts.offers(await customer_id(PIETER))
    assert found.planned.offer == "variabel"


async def test_what_is_not_sold_and_what_is_had_already(talk: Any) -> None:
    bot = await talk("contract_verlengen")
    assert "Langer vast dan een jaar kan nu niet." in (await bot.say("verleng maar met drie jaar vast")).text
    said = await bot.say("variabel dan")
    assert said.names == ["utter_contract_verlengen_heb_je_al"]
    assert "dynamisch, vast 1 jaar" in said.text
    assert bot.open_form == "contract_verlengen_form"


async def test_hourly_prices_without_a_smart_meter(talk: Any) -> None:
    bot = await talk("contract_verlengen", customer=CORRIE)
    assert "alleen met een slimme meter, en die heeft u nog niet" in (await bot.say("ik wil dynamisch")).text
    assert "een vast contract voor 1 jaar" in (await bot.say("ja dat is goed")).text, "there is one offer only"


async def test_too_early_is_said_with_the_day(talk: Any, services: Any, database: Any) -> None:
    number = await _fixed(database, "k.fixed_until > '2027-06-01'")
    bot = await talk("contract_verlengen", customer=number)
    said = await bot.say("ik wil verlengen")
    assert said.names == ["utter_contract_verlengen_te_vroeg"]
    assert bot.open_form is None


async def test_which_address_is_asked_and_only_that_one_changes(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_verlengen", customer=JOLANDA)
    assert "Voor welk adres wilt u een ander contract?" in (await bot.say("ik wil verlengen")).text
    assert "Dit kunt u kiezen" in (await bot.say("industrieweg")).text
    assert "voor Industrieweg 61, Oosterhout" in (await bot.say("vast")).text
    await bot.say("ja")
    contracts = await services.contracts.info(await customer_id(JOLANDA))
    found = [await services.contracts.offers(await customer_id(JOLANDA), one.contract_id) for one in contracts]
    assert [one.planned is not None for one in found] == [False, True, False]


async def test_a_choice_is_taken_back(talk: Any, services: Any, customer_id: Any) -> None:
    await services.contracts.renew(await customer_id(SANNE), "vast_1_jaar")
    bot = await talk("contract_verlengen")
    said = await bot.say("ik heb me bedacht, ik wil mijn oude contract houden")
    assert said.names == ["utter_contract_verlengen_bevestig_terug"]
    assert "Teruggedraaid." in (await bot.say("ja")).text
    assert (await services.contracts.offers(await customer_id(SANNE))).planned is None


async def test_the_same_choice_again_changes_nothing(talk: Any, services: Any, customer_id: Any) -> None:
    await services.contracts.renew(await customer_id(SANNE), "vast_1_jaar")
    bot = await talk("contract_verlengen")
    assert (await bot.say("een jaar vast graag")).names == ["utter_contract_verlengen_al_zo"]


async def test_a_cancelled_contract_goes_to_a_person(talk: Any, services: Any, customer_id: Any) -> None:
    await services.contracts.cancel(await customer_id(SANNE))
    bot = await talk("contract_verlengen")
    said = await bot.say("ik wil toch verlengen")
    assert said.names[0] == "utter_contract_verlengen_contract_opgezegd"


async def test_unknown_customers_identify_first(talk: Any) -> None:
    bot = await talk("contract_verlengen", level=1)
    assert (await bot.say("doe maar een jaar vast")).slots["openstaande_tekst"] == "doe maar een jaar vast"


async def _fixed(database: Any, where: str) -> str:
    from sqlalchemy import text

    query = (
        "SELECT c.customer_number FROM customers c JOIN contracts k ON k.customer_id = c.id JOIN connections n"
        f" ON n.address_id = k.address_id WHERE k.kind = 'vast' AND n.energy = 'gas' AND {where} LIMIT 1"
    )
    async with database.reading() as session:
        return str(await session.scalar(text(query)))
