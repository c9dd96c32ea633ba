"""Another wish before the yes: only the last one is stored."""

from __future__ import annotations

import pytest

from dichtbij.customers.model import CustomerId
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("contract_verlengen")
async def test_another_offer_before_the_yes(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody(
        "k.kind = 'variabel' AND NOT EXISTS (SELECT 1 FROM connections n JOIN meters m ON m.connection_id = n.id"
        " WHERE n.address_id = a.id AND NOT m.smart)"
    )
    someone = await customer(number)
    assert "een dynamisch contract" in await someone.say("Ik wil graag van variabel af en een dynamisch contract nemen")
    assert "een vast contract voor 1 jaar" in await someone.say("nee, doe toch maar 1 jaar vast")
    assert "Geregeld." in await someone.say("ja graag")
    kinds = stack.rows(
        "SELECT t.kind FROM contract_terms t JOIN contracts k ON k.id = t.contract_id WHERE customer_id = ?",
        f"klant-{number}",
    )
    assert kinds == [("vast",)]


@pytest.mark.question("contract_opzeggen")
async def test_another_day_before_the_yes(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody("k.kind = 'variabel'")
    someone = await customer(number)
    await someone.say("Ik stap over, zeg mijn contract maar op zo snel als het kan, zo snel mogelijk dus")
    heard = await someone.say("nee, liever over drie maanden")
    assert "De laatste dag is" in heard
    assert changes(stack, CustomerId(f"klant-{number}"), "contract_opzeggen") == 0
    assert "is de laatste dag" in await someone.tap("Ja, klopt")
    days = stack.one(
        "SELECT julianday(ended) - julianday('now') FROM contracts WHERE customer_id = ?", f"klant-{number}"
    )
    assert 85 <= days <= 95


@pytest.mark.question("contract_verlengen")
async def test_a_choice_is_taken_back_afterwards(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody("k.kind = 'variabel'")
    someone = await customer(number)
    await someone.say("Ik wil een vast contract voor een jaar")
    await someone.tap("Ja, klopt")
    heard = await someone.say("Ik heb me bedacht, ik wil toch mijn huidige contract houden")
    assert "keuze terug" in heard
    assert "Teruggedraaid." in await someone.tap("Ja, klopt")
    left = "SELECT COUNT(*) FROM contract_terms t JOIN contracts k ON k.id = t.contract_id WHERE customer_id = ?"
    assert stack.one(left, f"klant-{number}") == 0
