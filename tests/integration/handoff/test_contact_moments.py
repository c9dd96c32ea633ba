"""The end of a case among the customer's contacts, on both databases: with the ending, once, or not at all."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from dichtbij.conversations.model import Content
from dichtbij.customers.model import CustomerId
from dichtbij.customers.store.tables import CustomerRow
from dichtbij.handoff.model import Case
from dichtbij.handoff.service import Contact

HERE, BACK = Content(text="Fatima neemt het gesprek over."), Content(text="De assistent weer.")
BEA = Contact(CustomerId("bea"), "Fatima: teruggebeld")


@pytest.fixture
async def case(desk, fatima, clock) -> Case:
    """Fatima helps Bea, whom nobody knew when the case was opened."""
    row = CustomerRow(
        id="bea", customer_number="10000001", first_name="Bea", last_name="de Boer", title="", email="", phone="",
        form_of_address="u", created_at=clock(),
    )  # fmt: skip
    async with desk.database.writing() as session:
        session.add(row)
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    return case


async def test_of_two_endings_at_once_one_is_noted(desk, other_desk, rooms, fatima, case, clock) -> None:
    ended = await asyncio.gather(
        desk.handoffs.hand_back(case.id, fatima, "terug", BACK, contact=BEA),
        other_desk.handoffs.close(case.id, fatima, "klaar", BACK, contact=BEA),
    )
    assert sum(isinstance(one, Case) for one in ended) == 1
    [moment] = await rooms.profiles.contact_moments(BEA.customer_id)
    assert (moment.summary, moment.at) == (BEA.words, clock())


async def test_an_ending_that_can_not_be_noted_is_no_ending(desk, rooms, fatima, case) -> None:
    """So the agent sees it and ends again; noted afterwards it could get lost for good."""
    gone = Contact(CustomerId("niemand"), BEA.words)
    with pytest.raises(IntegrityError):
        await desk.handoffs.close(case.id, fatima, "klaar", BACK, contact=gone)
    assert (await desk.handoffs.get(case.id)).state == "taken"
    assert await desk.owner(case) == "agent"
    assert isinstance(await desk.handoffs.close(case.id, fatima, "klaar", BACK, contact=BEA), Case)
    assert len(await rooms.profiles.contact_moments(BEA.customer_id)) == 1
