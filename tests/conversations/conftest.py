"""Whole conversations through the real bot, the real actions and the real counter (`stack`, tests/conftest.py)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dichtbij.customers.demo_personas import Persona
from dichtbij.database import Database
from tests.conversations.books import Books
from tests.conversations.people import AgentAt, Customer, NewAgent, NewCustomer
from tests.stack import Stack


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
        await one.tidy()
        await one.leave()


@pytest.fixture
async def books(stack: Stack) -> AsyncIterator[Books]:
    """See Books."""
    database = Database(stack.settings.database_url)
    yield Books(database)
    await database.close()
