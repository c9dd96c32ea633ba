"""A question in between is answered, and the form goes on."""

from __future__ import annotations

import pytest

from actions.words import dutch_date
from dichtbij.customers.model import CancellationProposal
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

KARIM, PIETER = persona("Karim"), persona("Pieter")


@pytest.mark.question("contract_opzeggen", "opzegvergoeding")
async def test_what_it_costs_while_leaving(customer: NewCustomer, books: Books) -> None:
    proposal = await books.contracts.propose_cancellation(books.id(KARIM))
    assert isinstance(proposal, CancellationProposal)
    karim = await customer(KARIM)
    await karim.say("Ik wil mijn contract graag beëindigen")
    heard = await karim.say("moet ik dan een opzegboete betalen?")
    assert "Stoppen kost je niets." in heard
    assert f"Het kan vanaf {dutch_date(proposal.earliest, year=True)}." in heard
    await karim.say("stop")


@pytest.mark.question("contract_verlengen", "dynamisch_contract")
async def test_what_dynamic_is_while_choosing(customer: NewCustomer) -> None:
    pieter = await customer(PIETER)
    assert "Wat wilt u?" in await pieter.say("Ik wil graag een nieuw contract bij jullie")
    heard = await pieter.say("wat houdt een dynamisch contract eigenlijk in?")
    assert "verandert de stroomprijs elk uur" in heard
    assert "Wat wilt u?" in heard
    assert "een variabel contract" in await pieter.say("3")
    await pieter.say("stop")
