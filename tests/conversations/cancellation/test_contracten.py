"""Stopping halfway changes nothing."""

from __future__ import annotations

import pytest

from tests.conversations.books import Books
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

PIETER, YARA = persona("Pieter"), persona("Yara")


@pytest.mark.question("contract_opzeggen")
async def test_a_change_of_mind_about_leaving(customer: NewCustomer, books: Books, stack: Stack) -> None:
    yara = await customer(YARA)
    assert "Per welke dag wil je stoppen?" in await yara.say("Ik denk dat ik mijn contract wil beëindigen")
    heard = await yara.say("laat maar")
    assert "Er is niets veranderd." in heard
    assert changes(stack, books.id(YARA), "contract_opzeggen") == 0
    [contract] = await books.contracts.info(books.id(YARA))
    assert contract.ended is None


@pytest.mark.question("contract_verlengen")
async def test_a_change_of_mind_about_an_offer(customer: NewCustomer, books: Books, stack: Stack) -> None:
    pieter = await customer(PIETER)
    await pieter.say("Ik wil graag een nieuw contract, vast voor een jaar")
    await pieter.tap("Nee, aanpassen")
    assert "Er is niets veranderd." in await pieter.say("stop maar")
    assert changes(stack, books.id(PIETER), "contract_verlengen") == 0
