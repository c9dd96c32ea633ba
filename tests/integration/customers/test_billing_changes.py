"""Changes are stored once, also when two come at the very same moment, and can be found back."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from dichtbij.customers.billing import Billing
from dichtbij.customers.demo import demo_iban
from dichtbij.customers.model import (
    ArrangementAccepted,
    ArrangementProposal,
    CollectionDayChanged,
    CollectionDayProposal,
    IbanChanged,
    IbanProposal,
    InstalmentChanged,
    InstalmentProposal,
    Refusal,
    Refused,
)
from dichtbij.customers.requests import Requests
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from tests.policies import demo_policies


@pytest.fixture
def billing(database, clock) -> Billing:
    return Billing(database, clock, demo_policies())


async def kinds(database, clock, customer_id) -> list[str]:
    return [request.kind for request in await Requests(database, clock).of(customer_id)]


async def test_a_proposal_shows_the_effect_and_stores_nothing(billing, database, clock, sanne) -> None:
    proposal = await billing.propose_instalment(sanne, Decimal(240))
    assert isinstance(proposal, InstalmentProposal)
    assert (proposal.current, proposal.from_date) == (Decimal("185.00"), date(2026, 12, 1))
    assert proposal.expected_settlement == proposal.expected_yearly_cost - 12 * 240
    assert (await billing.instalment(sanne)).contracts[0].next_amount is None
    assert await kinds(database, clock, sanne) == []


async def test_a_new_instalment_is_stored_with_its_request_and_starts_next_month(
    billing, database, clock, sanne
) -> None:
    changed = await billing.change_instalment(sanne, Decimal(240))
    assert isinstance(changed, InstalmentChanged)
    [contract] = (await billing.instalment(sanne)).contracts
    assert (contract.amount, contract.next_amount, contract.next_from) == (185, 240, date(2026, 12, 1))
    [request] = await Requests(database, clock).of(sanne)
    assert (request.reference, request.state, request.kind) == (changed.reference, "afgerond", "termijnbedrag_wijzigen")
    clock.forward(days=12)
    [contract] = (await billing.instalment(sanne)).contracts
    assert (contract.amount, contract.next_amount) == (240, None)


async def test_the_same_instalment_twice_is_one_change_and_another_replaces_it(billing, database, clock, linda) -> None:
    first = await billing.change_instalment(linda, Decimal(240))
    again = await billing.change_instalment(linda, Decimal("240.00"))
    assert isinstance(first, InstalmentChanged)
    assert isinstance(again, InstalmentChanged)
    assert again.repeated
    assert again.reference == first.reference
    await billing.change_instalment(linda, Decimal(250))
    await billing.change_instalment(linda, Decimal(215))
    [contract] = (await billing.instalment(linda)).contracts
    assert (contract.amount, contract.next_amount) == (215, None)
    refused = await billing.change_instalment(linda, Decimal(50))
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.BEDRAG_TE_LAAG
    assert (refused.minimum, refused.maximum) == (contract.minimum, contract.maximum)


async def test_two_changes_at_once_are_stored_once(billing, database, clock, sanne) -> None:
    outcomes = await asyncio.gather(*(billing.change_instalment(sanne, Decimal(240)) for _ in range(8)))
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert len({outcome.reference for outcome in outcomes}) == 1
    assert await kinds(database, clock, sanne) == ["termijnbedrag_wijzigen"]


async def test_two_processes_at_once_are_stored_once(database, clock, sanne) -> None:
    other = Database(database.url)
    outcomes = await asyncio.gather(
        Billing(database, clock, demo_policies()).change_instalment(sanne, Decimal(240)),
        Billing(other, clock, demo_policies()).change_instalment(sanne, Decimal(240)),
    )
    await other.close()
    assert sorted(outcome.repeated for outcome in outcomes) == [False, True]


async def test_a_business_has_to_say_which_contract(billing, bakkerij) -> None:
    refused = await billing.propose_instalment(bakkerij, Decimal(950))
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.WELK_CONTRACT
    assert len(refused.contracts) == 3
    chosen = refused.contracts[0].contract_id
    assert isinstance(await billing.propose_instalment(bakkerij, Decimal(950), contract_id=chosen), InstalmentProposal)


async def test_another_ones_contract_is_no_contract(billing, sanne, karim) -> None:
    other = (await billing.instalment(karim)).contracts[0].contract_id
    assert await billing.change_instalment(sanne, Decimal(150), contract_id=other) == Refused(Refusal.GEEN_CONTRACT)


async def test_another_collection_day_for_all_contracts(billing, database, clock, bakkerij) -> None:
    proposal = await billing.propose_collection_day(bakkerij, 3)
    assert isinstance(proposal, CollectionDayProposal)
    assert (proposal.current, proposal.first_collection) == (15, date(2026, 12, 3))
    outcomes = await asyncio.gather(*(billing.change_collection_day(bakkerij, 3) for _ in range(4)))
    assert all(isinstance(outcome, CollectionDayChanged) for outcome in outcomes)
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert {contract.collection_day for contract in (await billing.instalment(bakkerij)).contracts} == {3}
    assert await billing.propose_collection_day(bakkerij, 31) == Refused(Refusal.DAG_ONGELDIG, Decimal(1), Decimal(28))
    assert await kinds(database, clock, bakkerij) == ["betaaldatum_wijzigen"]


async def test_an_account_is_checked_masked_and_stored_once(billing, database, clock, sanne) -> None:
    iban = demo_iban(77123456)
    proposal = await billing.propose_iban(sanne, iban)
    assert isinstance(proposal, IbanProposal)
    assert proposal.masked == "NL** **** **** **34 56"
    outcomes = await asyncio.gather(*(billing.change_iban(sanne, iban.lower()) for _ in range(4)))
    assert all(isinstance(outcome, IbanChanged) for outcome in outcomes)
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert (await billing.direct_debit(sanne)).iban_masked == proposal.masked
    async with database.reading() as session:
        stored = (
            await session.execute(text("SELECT title || details FROM requests WHERE customer_id = :id"), {"id": sanne})
        ).all()
    assert len(stored) == 1
    assert iban not in stored[0][0]
    assert await billing.change_iban(sanne, "NL00 DUIN 0000 0000 00") == Refused(Refusal.IBAN_ONGELDIG)


async def test_an_arrangement_within_policy(billing, database, clock, sanne) -> None:
    proposal = await billing.propose_arrangement(sanne, None, 6)
    assert isinstance(proposal, ArrangementProposal)
    assert (proposal.total, proposal.monthly) == (Decimal("640.00"), Decimal("106.66"))
    outcomes = await asyncio.gather(*(billing.accept_arrangement(sanne, proposal.invoice_number, 6) for _ in range(6)))
    assert all(isinstance(outcome, ArrangementAccepted) for outcome in outcomes)
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert {outcome.schedule for outcome in outcomes} == {proposal.schedule}
    status = await billing.payment_status(sanne)
    assert status.arrangement is not None
    assert status.arrangement.total == 640
    assert status.open_invoices[0].in_arrangement
    assert await kinds(database, clock, sanne) == ["betaalregeling_aanvragen"]
    other = await billing.accept_arrangement(sanne, None, 4)
    assert isinstance(other, Refused)
    assert other.reason is Refusal.LOPENDE_REGELING
    assert other.hand_over


async def test_two_different_arrangements_at_once_leave_one(billing, sanne) -> None:
    outcomes = await asyncio.gather(*(billing.accept_arrangement(sanne, None, months) for months in (3, 4, 5, 6)))
    assert sum(isinstance(outcome, ArrangementAccepted) for outcome in outcomes) == 1
    assert {outcome.reason for outcome in outcomes if isinstance(outcome, Refused)} == {Refusal.LOPENDE_REGELING}


async def test_outside_policy_a_person_decides(billing, linda, rachid, karim, sanne) -> None:
    for customer_id, reason in ((linda, Refusal.LOPENDE_REGELING), (rachid, Refusal.REGELING_NIET_NAGEKOMEN)):
        refused = await billing.propose_arrangement(customer_id, None, 6)
        assert isinstance(refused, Refused)
        assert refused.reason is reason
        assert refused.hand_over
    assert await billing.propose_arrangement(karim, None, 6) == Refused(Refusal.NIETS_OPEN)
    assert await billing.propose_arrangement(sanne, "F-2026-999999", 6) == Refused(Refusal.FACTUUR_ONBEKEND)


async def test_which_of_several_invoices(billing, database, rachid) -> None:
    async with database.writing() as session:
        await session.execute(text("DELETE FROM arrangements WHERE customer_id = :id"), {"id": rachid})
    refused = await billing.propose_arrangement(rachid, None, 6)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.WELKE_FACTUUR
    assert [choice.due for choice in refused.invoices] == sorted(choice.due for choice in refused.invoices)
    assert isinstance(
        await billing.propose_arrangement(rachid, refused.invoices[0].number.lower(), 6), ArrangementProposal
    )


async def test_a_database_that_stays_locked_changes_nothing(billing, database, clock, sanne) -> None:
    other = Database(database.url)
    async with database.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=50")
    async with other.writing() as session:
        await session.execute(text("UPDATE customers SET phone = phone"))
        change = asyncio.create_task(billing.change_instalment(sanne, Decimal(240)))
        with pytest.raises(DatabaseUnavailable):
            await change
    await other.close()
    assert await kinds(database, clock, sanne) == []
