"""A complex question left halfway: no idea, rather a human, or a change of mind."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewAgent, NewCustomer

HANDED_OVER = "Ik haal er een medewerker bij."


@pytest.mark.question("factuur_betwisten")
@pytest.mark.parametrize("words", ["dat weet ik niet precies", "laat maar, geef me iemand"])
async def test_no_idea_is_good_enough(customer: NewCustomer, agent: NewAgent, words: str) -> None:
    fatima, one = await agent(), await customer()
    await one.say("Deze nota is onjuist, ik betaal dit niet")
    assert HANDED_OVER in await one.say(words)
    case = (await fatima.case(one))["case"]
    assert case["ask"].startswith("Deze nota is onjuist")
    assert case["open_form"]["title"] == "Rekening klopt niet"
    assert "betwiste_factuur" in case["open_form"]["missing"]


@pytest.mark.question("schadeclaim", "annuleren")
async def test_a_change_of_mind_stops_it(customer: NewCustomer) -> None:
    one = await customer()
    await one.say("ik wil schade aan mijn spullen doorgeven")
    heard = await one.say("laat maar")
    assert "Er is niets veranderd." in heard
    assert "Bellen" in await one.say("wat zijn jullie openingstijden?")


@pytest.mark.question("klacht_indienen")
async def test_who_gets_angry_is_not_questioned_further(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    await one.say("ik heb een klacht")
    heard = await one.say("wat denk je zelf!! jullie zijn een stelletje oplichters, belachelijk gewoon")
    assert HANDED_OVER in heard
    assert "Je klacht staat genoteerd." in heard
    assert "stelletje oplichters" in (await fatima.case(one))["case"]["ask"]
