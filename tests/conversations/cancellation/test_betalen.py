"""Changing something about paying, and thinking better of it."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes, somebody_with_a_bill
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

GERRIT = persona("Gerrit")


@pytest.mark.question("rekeningnummer_wijzigen", "annuleren")
async def test_cancelling_changes_nothing_and_the_form_begins_empty_again(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    gerrit = await customer(GERRIT)
    await gerrit.say("ik wil mijn rekeningnummer wijzigen")
    assert "**43 00" in await gerrit.say("NL91ABNA0417164300")
    heard = await gerrit.say("laat maar zitten, ik stop ermee")
    assert "Gestopt: ander rekeningnummer. Er is niets veranderd." in heard
    assert changes(stack, books.id(GERRIT), "rekeningnummer_wijzigen") == 0
    assert "Wat is uw nieuwe rekeningnummer?" in await gerrit.say("toch mijn rekeningnummer veranderen")


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        pytest.param("mag mijn maandbedrag omlaag?", "laat maar", marks=pytest.mark.question("termijnbedrag_wijzigen")),
        pytest.param(
            "kan de afschrijving op een ander moment van de maand?",
            "ik wil toch iets anders",
            marks=pytest.mark.question("betaaldatum_wijzigen"),
        ),
        pytest.param(
            "ik heb een andere bank gekregen, ander iban dus",
            "nee laat maar zitten joh",
            marks=pytest.mark.question("rekeningnummer_wijzigen"),
        ),
    ],
)
async def test_a_change_of_mind_leaves_everything_as_it_was(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody, begins: str, words: str
) -> None:
    number = somebody()
    doubter = await customer(number)
    requests = "SELECT COUNT(*) FROM requests WHERE customer_id = ?"
    before = stack.one(requests, books.id(number))
    await doubter.say(begins)
    assert "Er is niets veranderd." in await doubter.say(words)
    assert "Bellen" in await doubter.say("tot hoe laat zijn jullie telefonisch te bereiken?")
    assert stack.one(requests, books.id(number)) == before


@pytest.mark.question("betaalregeling_aanvragen", "annuleren")
async def test_no_and_no_again_ends_an_arrangement(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody_with_a_bill(stack, somebody)
    doubter = await customer(number)
    heard = await doubter.say("ik krijg die jaarrekening niet in een keer betaald, kan het in 4 termijnen?")
    if "Welke rekening" in heard:
        heard = await doubter.tap(heard.titles[0])
    assert "in 4 " in heard
    assert "Wat moet er anders?" in await doubter.say("mwah liever niet")
    assert "Er is niets veranderd." in await doubter.say("nee")
    assert stack.one("SELECT COUNT(*) FROM arrangements WHERE customer_id = ?", books.id(number)) == 0
