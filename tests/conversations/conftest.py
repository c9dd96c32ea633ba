"""Whole conversations through the real bot, the real actions and the real counter (`stack`, tests/conftest.py)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from dichtbij.customers.demo_personas import PERSONAS, Persona
from dichtbij.database import Database
from tests.conversations.books import Books
from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import Stack

Somebody = Callable[..., str]


@pytest.fixture
async def customer(stack: Stack) -> AsyncIterator[NewCustomer]:
    """Makes customers: `await customer()` unknown, `await customer(persona)` logged in."""
    made: list[Customer] = []

    async def new(who: Persona | str | None = None) -> Customer:
        one = Customer(stack)
        made.append(one)
        return await (one.login(who) if who else one.connect())

    yield new
    for one in made:
        await one.leave()


@pytest.fixture
async def agent(stack: Stack) -> AsyncIterator[NewAgent]:
    """Makes agents at the desk: `await agent()` is Fatima, `await agent("joost")` Joost."""
    made: list[AgentAt] = []

    async def new(username: str = "fatima") -> AgentAt:
        one = AgentAt(stack, username)
        made.append(one)
        return await one.log_in()

    yield new
    for one in made:
        await one.finish()
    for one in made[:1]:
        await one.empty_the_queue()
    for one in made:
        await one.be("beschikbaar")
        await one.leave()


@pytest.fixture(scope="session")
def given_out() -> set[str]:
    """Customer numbers that a test of this run has to itself."""
    return set()


@pytest.fixture
def somebody(stack: Stack, given_out: set[str]) -> Somebody:
    """`somebody("k.kind = 'vast'")`: the number of a demo customer without a story that no other test of this run uses.

    The condition is SQL over customers c, contracts k (running, one a customer) and addresses a; empty is anybody.
    Whoever changes something uses one of these, so that the personas stay as their stories say.
    """

    def find(where: str = "1") -> str:
        known = {persona.customer_number for persona in PERSONAS} | given_out
        found = stack.rows(
            "SELECT c.customer_number FROM customers c JOIN contracts k ON k.customer_id = c.id AND k.ended IS NULL"
            f" JOIN addresses a ON a.id = k.address_id WHERE ({where})"
            " GROUP BY c.id HAVING COUNT(k.id) = 1 ORDER BY c.customer_number"
        )
        number = next((number for (number,) in found if number not in known), None)
        assert number is not None, f"no demo customer is left for: {where}"
        given_out.add(number)
        return str(number)

    return find


@pytest.fixture
async def books(stack: Stack) -> AsyncIterator[Books]:
    """See Books."""
    database = Database(stack.settings.database_url)
    yield Books(database)
    await database.close()
