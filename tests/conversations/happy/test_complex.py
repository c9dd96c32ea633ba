"""Complex questions: at most two short questions, then a human who knows all of it."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack

HANDED_OVER = "Ik haal er een medewerker bij. Die leest ons gesprek, dus je hoeft niets te herhalen."


@pytest.mark.question("klacht_indienen")
async def test_a_complaint_is_registered_and_the_reference_is_heard(
    customer: NewCustomer, agent: NewAgent, somebody: Somebody, stack: Stack
) -> None:
    number = somebody("c.form_of_address = 'je'")
    fatima, one = await agent(), await customer(number)
    asked = await one.say("Ik heb een klacht over jullie")
    assert "Vervelend dat het niet goed is gegaan." in asked
    assert asked.text.endswith("Wat ging er mis? Een paar zinnen is genoeg.")
    told = await one.say("jullie medewerker hing zomaar op toen ik een vraag stelde")
    [(reference, title, state)] = stack.rows(
        "SELECT reference, title, state FROM requests WHERE customer_id = ? AND kind = 'klacht_indienen'",
        f"klant-{number}",
    )
    assert (title, state) == ("Klacht", "open")
    assert f"Je klacht staat genoteerd. Je kenmerk is {reference}." in told
    assert HANDED_OVER in told
    full = await fatima.opened(one)
    case = full["case"]
    assert (case["reason"], case["priority"]) == ("complex", 3)
    assert case["ask"] == "Ik heb een klacht over jullie\njullie medewerker hing zomaar op toen ik een vraag stelde"
    assert case["slots"]["klacht_kenmerk"] == reference
    assert case["open_form"] is None
    assert reference in str(full["customer"]["open_requests"])


@pytest.mark.question("factuur_betwisten")
async def test_a_disputed_bill_is_picked_and_explained(
    customer: NewCustomer, agent: NewAgent, somebody: Somebody
) -> None:
    fatima, one = await agent(), await customer(somebody("c.form_of_address = 'je' AND k.start < '2025-06-01'"))
    asked = await one.say("Jullie rekening is niet juist en ik ga daar niet mee akkoord")
    assert "Je rekening klopt volgens jou niet." in asked
    assert "Om welke rekening gaat het?" in asked
    chosen = asked.titles[0]
    assert "Wat klopt er volgens jou niet?" in await one.tap(chosen)
    assert HANDED_OVER in await one.say("het beginpunt van de meter is van iemand anders")
    case = (await fatima.case(one))["case"]
    assert case["slots"]["betwiste_factuur"].startswith("Jaarafrekening van ")
    assert case["slots"]["betwist_reden"] == "het beginpunt van de meter is van iemand anders"


@pytest.mark.question("contract_overnemen")
async def test_who_leaves_and_since_when(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    asked = await one.say("Kan het energiecontract op een andere naam komen te staan?")
    assert asked.text.endswith("Wie gaat er weg, en wie blijft er wonen?")
    assert "Vanaf wanneer is dat zo?" in await one.say("mijn vriendin gaat weg en ik blijf")
    assert HANDED_OVER in await one.say("per 1 februari")
    case = (await fatima.case(one))["case"]
    assert case["slots"]["overname_situatie"] == "mijn vriendin gaat weg en ik blijf"
    assert case["slots"]["overname_datum"] == "per 1 februari"
    assert case["ask"].startswith("Kan het energiecontract op een andere naam")


@pytest.mark.question("schadeclaim")
async def test_what_was_told_at_once_is_not_asked_again(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    asked = await one.say("Door een stroomstoring bij ons is mijn koelkast kapot gegaan, vergoeden jullie dat?")
    assert asked.text.endswith("Wanneer was dat?")
    assert "Maak foto's en bewaar bonnen" in asked
    assert HANDED_OVER in await one.say("zaterdagavond rond tienen")
    case = (await fatima.case(one))["case"]
    assert case["slots"]["schade_kapot"] == "koelkast"
    assert case["slots"]["schade_moment"] == "zaterdagavond rond tienen"


@pytest.mark.question("schadeclaim")
async def test_a_whole_story_is_not_questioned(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    story = (
        "Vorige week maandag heeft jullie monteur bij het plaatsen van de nieuwe meter een gat in onze muur geboord, "
        "en nu is het stucwerk kapot. Ik wil graag weten wie die schade betaalt."
    )
    heard = await one.say(story)
    assert HANDED_OVER in heard
    assert len(heard.messages) == 1
    assert (await fatima.case(one))["case"]["ask"] == story


@pytest.mark.question("fraude_melden")
async def test_safety_first_with_fraud(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    heard = await one.say("Er belde net iemand die deed alsof hij van Duinlicht was en mijn bankgegevens wilde")
    assert "Betaal niets, klik nergens op en teken niets." in heard
    assert HANDED_OVER in heard
    assert "?" not in heard.text.replace("gedeeld?", "")
    assert (await fatima.case(one))["case"]["priority"] == 1


@pytest.mark.question("schulden")
async def test_help_with_debts_without_pressure(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    heard = await one.say("Ik kan de rekeningen echt niet meer betalen en er dreigt een deurwaarder")
    assert "Geldzorgen zijn zwaar, en er is hulp." in heard
    assert "geldfit.nl of 0800-8115" in heard
    assert "gemeente" in heard
    assert HANDED_OVER in heard
    assert (await fatima.case(one))["case"]["priority"] == 1


@pytest.mark.question("overlijden_melden")
async def test_condolence_first_and_nothing_to_fill_in(customer: NewCustomer, agent: NewAgent) -> None:
    fatima, one = await agent(), await customer()
    heard = await one.say("Mijn vader is vorige maand gestorven en zijn energie loopt nog door")
    assert heard.text.startswith("Gecondoleerd met je verlies.")
    assert HANDED_OVER in heard
    case = (await fatima.case(one))["case"]
    assert (case["priority"], case["open_form"]) == (1, None)
