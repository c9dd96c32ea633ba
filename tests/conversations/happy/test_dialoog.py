"""Small talk and steering."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import persona

TOM = persona("Tom")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        pytest.param(
            "Goedemorgen",
            "Je praat met de digitale assistent van Duinlicht Energie.",
            marks=pytest.mark.question("groet"),
        ),
        pytest.param("Tot ziens!", "Tot ziens.", marks=pytest.mark.question("afscheid")),
        pytest.param("Dank je wel", "Graag gedaan.", marks=pytest.mark.question("bedanken")),
        pytest.param("ja", "Heb je nog een vraag, stel hem gerust.", marks=pytest.mark.question("bevestigen")),
        pytest.param("nee", "Was mijn antwoord niet wat je zocht?", marks=pytest.mark.question("ontkennen")),
        pytest.param(
            "stop maar", "Er liep niets, dus er is ook niets veranderd.", marks=pytest.mark.question("annuleren")
        ),
        pytest.param(
            "Ben je een mens of een robot?", "Ik ben een computerprogramma", marks=pytest.mark.question("bot_vraag")
        ),
        pytest.param("Wat kan ik je allemaal vragen?", "Dit kan ik voor je doen:", marks=pytest.mark.question("hulp")),
        pytest.param(
            "Wat een fijne service, top geholpen",
            "Fijn om te lezen, dank je wel.",
            marks=pytest.mark.question("feedback_positief"),
        ),
        pytest.param(
            "Wat wordt het weer morgen?",
            "Daar weet ik helaas niets van.",
            marks=pytest.mark.question("buiten_onderwerp"),
        ),
        pytest.param("12345678", "Waar hoort dit bij?", marks=pytest.mark.question("informeren")),
        pytest.param(
            "kun je dat herhalen?",
            "Ik heb nog geen antwoord gegeven dat ik kan herhalen.",
            marks=pytest.mark.question("herhalen"),
        ),
    ],
)
async def test_small_talk(customer: NewCustomer, said: str, answer: str) -> None:
    assert answer in await (await customer()).say(said)


@pytest.mark.question("feedback_negatief")
async def test_whoever_was_not_helped_is_offered_a_human(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("Wat is een dynamisch contract?")
    heard = await somebody.say("daar had ik niet om gevraagd")
    assert "medewerker" in heard


@pytest.mark.question("herhalen")
async def test_an_answer_can_be_repeated(customer: NewCustomer) -> None:
    tom = await customer(TOM)
    first = await tom.say("wat is mijn termijnbedrag?")
    assert (await tom.say("kun je dat nog een keer zeggen?")).text == first.text


@pytest.mark.question("groet")
async def test_the_first_words_say_that_it_is_a_bot_and_where_privacy_is(customer: NewCustomer) -> None:
    [welcome] = (await customer()).transcript
    assert "Je praat met de digitale assistent van Duinlicht Energie." in welcome["text"]
    assert "Je kunt altijd om een medewerker vragen." in welcome["text"]
    assert [link["title"] for link in welcome["links"]] == ["privacy"]
