"""The collection day, the bank account, and direct debit."""

from __future__ import annotations

from typing import Any

import pytest

NEW = "NL91ABNA0417164300"


async def test_another_day_is_confirmed_and_stored(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("betaaldatum_wijzigen", customer="10118392")
    asked = await bot.say("ik wil op een andere dag betalen")
    assert "Uw betaaldag is nu de 22e" in asked.text
    proposed = await bot.say("10")
    assert "van de 22e op de 10e" in proposed.text
    who = await customer_id("10118392")
    [contract] = (await services.billing.instalment(who)).contracts
    assert contract.collection_day == 22
    done = await bot.say("ja hoor")
    assert done.names == ["utter_betaaldatum_wijzigen_klaar"]
    [contract] = (await services.billing.instalment(who)).contracts
    assert contract.collection_day == 10
    [request] = [one for one in await services.requests.of(who) if one.kind == "betaaldatum_wijzigen"]
    assert request.reference in done.text
    assert bot.open_form is None


async def test_the_first_sentence_is_enough(talk: Any) -> None:
    bot = await talk("betaaldatum_wijzigen")
    result = await bot.say("kan de incasso van de 25e naar de 1e?")
    assert result.names == ["utter_betaaldatum_wijzigen_bevestig"]
    assert result.values("utter_betaaldatum_wijzigen_bevestig")["dag"] == 1


async def test_a_number_of_something_else_is_no_day(talk: Any) -> None:
    bot = await talk("betaaldatum_wijzigen")
    result = await bot.say("ik heb 2 rekeningen en wil anders betalen")
    assert result.names == ["utter_betaaldatum_wijzigen_vraag_incassodag"]


async def test_the_31st_is_explained(talk: Any) -> None:
    bot = await talk("betaaldatum_wijzigen")
    result = await bot.say("naar de 31e")
    assert "van de 1e tot en met de 28e" in result.text
    assert bot.slots["requested_slot"] == "incassodag"


async def test_the_same_day_changes_nothing(talk: Any) -> None:
    bot = await talk("betaaldatum_wijzigen")
    result = await bot.say("naar de 25e")
    assert result.names == ["utter_betaaldatum_wijzigen_al_zo"]
    assert bot.open_form is None


async def test_three_addresses_move_together_and_that_is_said(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("betaaldatum_wijzigen", customer="20014578")
    assert "voor al uw 3 adressen" in (await bot.say("naar de 20e")).text
    await bot.say("ja")
    contracts = (await services.billing.instalment(await customer_id("20014578"))).contracts
    assert {contract.collection_day for contract in contracts} == {20}


async def test_the_bank_account_is_never_said_back(talk: Any, services: Any, customer_id: Any) -> None:
    bot = await talk("rekeningnummer_wijzigen", customer="10554219")
    said = [
        await bot.say(text)
        for text in ("ik heb een nieuwe bank", "NL91 ABNA 0417 1643 01", "NL91 abna 0417 1643 00", "ja")
    ]
    assert said[1].names == ["utter_rekeningnummer_ongeldig"]
    assert "NL** **** **** **43 00" in said[2].text
    assert "NL** **** **** **42 19" in said[2].text
    assert said[3].names == ["utter_rekeningnummer_wijzigen_klaar"]
    everything = "".join(result.text for result in said).replace(" ", "")
    assert "0417" not in everything
    assert "ABNA" not in everything.upper()
    debit = await services.billing.direct_debit(await customer_id("10554219"))
    assert debit.iban_masked == "NL** **** **** **43 00"
    assert bot.slots["iban"] is None


async def test_an_account_outside_sepa_is_refused_with_the_reason(talk: Any) -> None:
    bot = await talk("rekeningnummer_wijzigen")
    result = await bot.say("mijn nummer wordt SA0380000000608010167519")
    assert result.names in (["utter_rekeningnummer_buiten_sepa"], ["utter_rekeningnummer_wijzigen_vraag_iban"])


async def test_the_account_that_is_there_already(talk: Any) -> None:
    bot = await talk("rekeningnummer_wijzigen")
    await bot.say(f"wordt {NEW}")
    await bot.say("ja")
    again = await bot.say(NEW)
    assert again.names == ["utter_rekeningnummer_wijzigen_al_zo"]


@pytest.mark.parametrize(
    ("level", "customer", "words"),
    [
        (2, "10482913", "Je betaalt nu met automatische incasso van rekening NL** **** **** **29 13."),
        (1, "10482913", "Je betaalt nu met automatische incasso. De volgende afschrijving is op 25 november 2026."),
        (2, "10554219", "is op 4 november 2026 teruggekomen"),
        (2, "10203657", "U heeft nu geen automatische incasso."),
    ],
)
async def test_direct_debit_tells_what_the_customer_has(run: Any, level: int, customer: str, words: str) -> None:
    result = await run("action_automatische_incasso", level=level, customer=customer)
    assert words in result.texts[0]
    assert "utter_automatische_incasso" in result.names


async def test_direct_debit_keeps_bank_details_from_who_is_only_recognised(run: Any) -> None:
    result = await run("action_automatische_incasso", level=1, customer="10554219")
    assert "rekening NL" not in result.text
    assert "teruggekomen" not in result.text


async def test_direct_debit_is_explained_to_everybody(run: Any) -> None:
    result = await run("action_automatische_incasso", level=0)
    assert result.names == ["utter_automatische_incasso"]
