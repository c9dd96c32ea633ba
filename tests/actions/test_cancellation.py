"""Leaving: what it costs is said honestly, and nobody is held back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from actions.ending import AT_THE_END, SOON, end_wish, leaving_reason
from actions.words import euro
from dichtbij.customers.model import Leaving
from dichtbij.customers.model.moves import MoveStored, MoveWish, NewHome

SANNE, PIETER, JOLANDA, YARA = "10482913", "10296450", "20014578", "10591147"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("zeg mijn contract op per 1 februari", "2027-02-01"),
        ("per 1 juli graag", "2027-07-01"),
        ("opzeggen per 1 november", "2026-11-01"),  # just past, not next year
        ("eind januari", "2027-02-01"),  # the last day is the 31st
        ("t/m 15 januari", "2027-01-16"),
        ("per maart", "2027-03-01"),
        ("zo snel mogelijk", SOON),
        ("per direct", SOON),
        ("als het afloopt", AT_THE_END),
        ("aan het einde van de looptijd", AT_THE_END),
        ("ik wil opzeggen", None),
    ],
)
def test_the_day_in_many_words(words: str, wish: str | None) -> None:
    assert end_wish(words, TODAY) == wish


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("ik stap over naar een andere leverancier", Leaving.OVERSTAPPEN),
        ("ik heb iets goedkopers gevonden", Leaving.OVERSTAPPEN),
        ("ik ga verhuizen naar het buitenland", Leaving.VERHUIZEN),
        ("het pand wordt gesloopt", Leaving.STOPPEN),
        ("ik wil weg", None),
    ],
)
def test_the_reason_is_understood_and_never_asked(words: str, reason: Leaving | None) -> None:
    assert leaving_reason(words) is reason


async def fixed(database: Any) -> tuple[str, date]:
    """A customer with stroom, gas and a fixed contract that runs for long, and its end."""
    query = (
        "SELECT c.customer_number, k.fixed_until FROM customers c JOIN contracts k ON k.customer_id = c.id"
        " JOIN connections n ON n.address_id = k.address_id WHERE k.kind = 'vast' AND n.energy = 'gas'"
        " AND k.fixed_until > '2027-08-01' ORDER BY k.fixed_until LIMIT 1"
    )
    async with database.reading() as session:
        number, until = (await session.execute(text(query))).one()
    return str(number), date.fromisoformat(str(until))


# -- opzegvergoeding


async def test_a_variable_contract_costs_nothing_to_leave(run: Any) -> None:
    said = await run("action_opzegvergoeding", text="wat kost het als ik wegga", level=1)
    assert said.names == ["utter_opzegvergoeding_geen_vaste_termijn"]
    assert "Stoppen kost je niets." in said.text


async def test_the_fee_is_shown_with_its_calculation(run: Any, services: Any, customer_id: Any, database: Any) -> None:
    number, until = await fixed(database)
    [cost] = await services.contracts.cancellation_fee(await customer_id(number))
    assert cost.fee.amount > 0
    said = await run("action_opzegvergoeding", text="hoe hoog is mijn opzegboete", customer=number)
    assert f"de opzegvergoeding {euro(cost.fee.amount)}" in said.text
    gas = cost.fee.parts[-1]
    assert f"= {euro(gas.amount)}" in said.text
    assert "niet goedkoper" in said.text, "electricity: a new contract costs more"
    assert f"{(until - timedelta(days=1)).day} " in said.text
    assert euro(cost.fee.amount) in said.slots["eenvoudiger"]


async def test_the_fee_of_another_day_and_of_a_move(run: Any, services: Any, customer_id: Any, database: Any) -> None:
    number, _ = await fixed(database)
    [cost] = await services.contracts.cancellation_fee(await customer_id(number), on=date(2027, 6, 1))
    said = await run("action_opzegvergoeding", text="en als ik per 1 juni wegga?", customer=number)
    assert euro(cost.fee.amount) in said.text
    assert "Is 31 mei 2027" in said.text
    said = await run("action_opzegvergoeding", text="en als ik ga verhuizen?", customer=number)
    assert said.names == ["utter_opzegvergoeding_verhuizing"]


async def test_a_day_that_is_past_gets_the_fee_of_now(run: Any, database: Any) -> None:
    number, _ = await fixed(database)
    said = await run("action_opzegvergoeding", text="wat kostte stoppen per 1 november", customer=number)
    assert said.names == ["utter_opzegvergoeding"]


async def test_three_addresses_in_a_line_each(run: Any) -> None:
    said = await run("action_opzegvergoeding", text="wat kost opzeggen", customer=JOLANDA)
    assert said.text.count(": niets") == 3
    said = await run("action_opzegvergoeding", text="en voor de Industrieweg?", customer=JOLANDA)
    assert "Stoppen kost u niets voor Industrieweg 61, Oosterhout." in said.text


async def test_after_cancelling_the_agreed_fee_is_told(
    run: Any, services: Any, customer_id: Any, database: Any
) -> None:
    number, _ = await fixed(database)
    done = await services.contracts.cancel(await customer_id(number), date(2027, 2, 1))
    said = await run("action_opzegvergoeding", text="wat kost het nu", customer=number)
    assert said.names == ["utter_opzegvergoeding_opgezegd_bedrag"]
    assert euro(done.fee.amount) in said.text


# -- contract_opzeggen


async def test_the_first_sentence_asks_for_nothing_but_a_yes(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_opzeggen")
    said = await bot.say("zeg mijn contract op per 1 februari, ik stap over")
    assert said.names == ["utter_contract_opzeggen_bevestig"]
    assert "De laatste dag is 31 januari 2027. Het kost je niets." in said.text
    done = await bot.say("ja")
    assert "Let erop dat je nieuwe leverancier op 1 februari begint." in done.text
    [contract] = await services.contracts.info(await customer_id(SANNE))
    assert contract.ended == date(2027, 2, 1)
    [request] = await services.requests.of(await customer_id(SANNE))
    assert (request.kind, request.state) == ("contract_opzeggen", "in behandeling")
    assert request.reference in done.text


async def test_the_day_is_asked_with_the_first_one_possible_and_no_reason(talk: Any) -> None:
    bot = await talk("contract_opzeggen")
    said = await bot.say("ik wil opzeggen")
    assert said.text == "Dat kan. Per welke dag wil je stoppen? Het kan vanaf 23 december 2026."
    assert "De laatste dag is 22 december 2026." in (await bot.say("zo snel mogelijk")).text
    await bot.say("ja")
    assert bot.open_form is None


async def test_a_day_within_the_notice_becomes_the_first_one_after_it(talk: Any) -> None:
    bot = await talk("contract_opzeggen")
    said = await bot.say("zeg alles maar op per 1 december")
    assert "22 december 2026. Eerder kan niet, want de opzegtermijn is 30 dagen." in said.text


async def test_the_fee_is_shown_before_and_after_the_yes(
    talk: Any, database: Any, services: Any, customer_id: Any
) -> None:
    number, _ = await fixed(database)
    proposal = await services.contracts.propose_cancellation(await customer_id(number), date(2027, 2, 1))
    bot = await talk("contract_opzeggen", customer=number)
    assert "Meteen stoppen kost" in (await bot.say("ik wil opzeggen")).text
    said = await bot.say("1 februari")
    assert f"De opzegvergoeding is {euro(proposal.fee.amount)}" in said.text
    assert euro(proposal.fee.amount) in (await bot.say("ja")).text


async def test_one_useful_sentence_when_waiting_a_little_is_free(
    talk: Any, services: Any, customer_id: Any, database: Any
) -> None:
    number, _ = await fixed(database)
    async with database.writing() as session:
        await session.execute(
            text("UPDATE contracts SET fixed_until = '2027-01-20' WHERE customer_id = :id"),
            {"id": await customer_id(number)},
        )
    bot = await talk("contract_opzeggen", customer=number)
    said = await bot.say("opzeggen, zo snel mogelijk")
    assert "Over 58 dagen loopt" in said.text


async def test_moving_is_free_and_a_contract_can_move_along(talk: Any, database: Any) -> None:
    number, _ = await fixed(database)
    bot = await talk("contract_opzeggen", customer=number)
    said = await bot.say("ik wil opzeggen per 1 februari want ik ga verhuizen")
    assert "niets" in said.text
    assert "Het contract kan ook mee naar" in said.text


async def test_a_day_is_corrected_and_then_stored(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_opzeggen")
    await bot.say("opzeggen per 1 februari")
    assert "De laatste dag is 28 februari 2027." in (await bot.say("nee, per 1 maart")).text
    await bot.say("ja")
    [contract] = await services.contracts.info(await customer_id(SANNE))
    assert contract.ended == date(2027, 3, 1)


async def test_past_and_far_days_are_asked_again(talk: Any) -> None:
    bot = await talk("contract_opzeggen")
    assert "Die dag is al voorbij." in (await bot.say("opzeggen per 1 november")).text
    assert "Het kan tot een jaar vooruit." in (await bot.say("1 maart 2029")).text
    assert "28 februari 2027" in (await bot.say("1 maart 2027")).text


async def test_the_end_of_a_long_term_can_be_chosen_now(
    talk: Any, database: Any, services: Any, customer_id: Any
) -> None:
    number, until = await fixed(database)
    bot = await talk("contract_opzeggen", customer=number)
    assert "niets" in (await bot.say("ik wil opzeggen als het contract afloopt")).text
    await bot.say("ja")
    [contract] = await services.contracts.info(await customer_id(number))
    assert contract.ended == until


async def test_which_address_is_asked_and_only_that_one_ends(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_opzeggen", customer=JOLANDA)
    assert "Welk contract wilt u opzeggen?" in (await bot.say("ik wil opzeggen per 1 maart")).text
    assert (
        "voor Stationsplein 9, Roosendaal. De laatste dag is 28 februari 2027." in (await bot.say("stationsplein")).text
    )
    await bot.say("ja")
    contracts = await services.contracts.info(await customer_id(JOLANDA))
    assert [contract.ended for contract in contracts] == [None, None, date(2027, 3, 1)]


async def test_the_same_day_again_changes_nothing(talk: Any, services: Any, customer_id: Any) -> None:
    await services.contracts.cancel(await customer_id(SANNE), date(2027, 2, 1))
    bot = await talk("contract_opzeggen")
    assert "Je hebt al opgezegd: 31 januari 2027 is nu de laatste dag." in (await bot.say("ik wil opzeggen")).text
    assert (await bot.say("1 februari")).names == ["utter_contract_opzeggen_al_zo"]


async def test_a_change_of_mind_stores_nothing(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("contract_opzeggen", customer=YARA)
    await bot.say("opzeggen per 1 februari")
    await bot.say("nee")
    await bot.say("nee")
    assert bot.open_form is None
    [contract] = await services.contracts.info(await customer_id(YARA))
    assert contract.ended is None


# -- with a planned move


async def plan_move(services: Any, customer: Any, address: str = "") -> None:
    """A move on 1 February to Amersfoort, of the contract at an address."""
    homes = await services.moves.homes(customer)
    contract = next(home.contract_id for home in homes if home.address.line.startswith(address))
    new = NewHome("3812 HL", "140", "Weverskade", "Amersfoort")
    wish = MoveWish(date(2027, 2, 1), date(2027, 2, 5), new, contract)
    assert isinstance(await services.moves.plan_move(customer, wish), MoveStored)


@pytest.mark.parametrize("words", ["ik wil opzeggen", "zeg mijn contract op per 1 maart, ik ga verhuizen"])
async def test_a_contract_that_moves_is_cancelled_by_a_person(
    talk: Any, services: Any, customer_id: Any, words: str
) -> None:
    await plan_move(services, await customer_id(SANNE))
    bot = await talk("contract_opzeggen")
    said = await bot.say(words)
    assert "utter_contract_opzeggen_verhuist" in said.names
    assert "Je hebt een verhuizing doorgegeven voor dit adres." in said.text
    assert bot.open_form is None
    [contract] = await services.contracts.info(await customer_id(SANNE))
    assert contract.ended == date(2027, 2, 6)


async def test_of_several_contracts_only_the_one_that_moves_is_for_a_person(
    talk: Any, services: Any, customer_id: Any
) -> None:
    await plan_move(services, await customer_id(JOLANDA), "Industrieweg")
    bot = await talk("contract_opzeggen", customer=JOLANDA)
    await bot.say("ik wil opzeggen per 1 maart")
    assert "utter_contract_opzeggen_bevestig" in (await bot.say("stationsplein")).names
    bot = await talk("contract_opzeggen", customer=JOLANDA)
    await bot.say("ik wil opzeggen per 1 maart")
    said = await bot.say("industrieweg")
    assert "U heeft een verhuizing doorgegeven voor dit adres." in said.text


async def test_the_fee_of_a_contract_that_moves_is_none_and_nothing_was_cancelled(
    run: Any, services: Any, customer_id: Any, database: Any
) -> None:
    number, _ = await fixed(database)
    await plan_move(services, await customer_id(number))
    for words in ("wat kost opzeggen", "en per 1 juni?", "en als ik ga verhuizen?"):
        said = await run("action_opzegvergoeding", text=words, customer=number)
        assert said.names == ["utter_opzegvergoeding_verhuist"]
        assert "5 februari 2027" in said.text
        assert "opgezegd" not in said.text
        assert "verhuist mee" in said.slots["eenvoudiger"]


async def test_the_one_of_several_that_moves_says_so_in_its_line(run: Any, services: Any, customer_id: Any) -> None:
    await plan_move(services, await customer_id(JOLANDA), "Industrieweg")
    said = await run("action_opzegvergoeding", text="wat kost opzeggen", customer=JOLANDA)
    assert "- Industrieweg 61, Oosterhout: niets, want dit contract verhuist mee" in said.text
