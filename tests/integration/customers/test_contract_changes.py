"""Another contract and the end of one: stored once, also with two at the very same moment, and read back by all."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from dichtbij.customers.billing import Billing
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.model import (
    CancellationProposal,
    Cancelled,
    ContractKind,
    CustomerId,
    FeeReason,
    Kept,
    Leaving,
    Offers,
    Refusal,
    Refused,
    RenewalProposal,
    Renewed,
    TariffKind,
)
from dichtbij.customers.requests import Requests
from dichtbij.database import Database
from tests.policies import demo_policies, demo_tariffs

TODAY = date(2026, 11, 21)


@pytest.fixture
def contracts(database, clock) -> Contracts:
    return Contracts(database, clock, demo_policies(), demo_tariffs())


@pytest.fixture
def pieter() -> CustomerId:
    """Has a fixed contract that ends in a month."""
    return CustomerId("klant-10296450")


@pytest.fixture
async def long_fixed(database) -> CustomerId:
    """Has a fixed contract for stroom and gas that runs for more than a year."""
    async with database.reading() as session:
        found = await session.scalar(
            text(
                "SELECT customer_id FROM contracts k WHERE kind = 'vast' AND fixed_until > '2028-01-01' AND EXISTS"
                " (SELECT 1 FROM connections c WHERE c.address_id = k.address_id AND energy = 'gas') LIMIT 1"
            )
        )
    return CustomerId(found)


async def rows(database, query: str, **values: object) -> list[tuple[object, ...]]:
    async with database.reading() as session:
        return [tuple(row) for row in await session.execute(text(query), values)]


async def kinds(database, clock, customer_id) -> list[str]:
    return [request.kind for request in await Requests(database, clock).of(customer_id)]


# -- renewal


async def test_offers_are_priced_as_the_instalment_is(contracts, database, clock, sanne) -> None:
    found = await contracts.offers(sanne)
    assert isinstance(found, Offers)
    assert (found.kind, found.start, found.available_from) == (ContractKind.VARIABEL, date(2026, 12, 1), None)
    clock.forward(days=12)  # in December the instalment looks at the same year
    [instalment] = (await Billing(database, clock, demo_policies()).instalment(sanne)).contracts
    assert found.yearly_now == instalment.expected_yearly_cost
    assert all(offer.difference == offer.yearly_cost - found.yearly_now for offer in found.offers)


async def test_a_proposal_stores_nothing(contracts, database, clock, sanne) -> None:
    assert isinstance(await contracts.propose_renewal(sanne, "vast_1_jaar"), RenewalProposal)
    assert isinstance(await contracts.propose_cancellation(sanne), CancellationProposal)
    assert await kinds(database, clock, sanne) == []
    assert (await rows(database, "SELECT COUNT(*) FROM contract_terms")) == [(0,)]
    [contract] = await contracts.info(sanne)
    assert (contract.planned, contract.ended) == (None, None)


async def test_a_renewal_holds_from_the_day_it_begins(contracts, clock, sanne) -> None:
    [before] = await contracts.info(sanne)
    done = await contracts.renew(sanne, "vast_1_jaar")
    assert isinstance(done, Renewed)
    assert (done.offer.start, done.offer.fixed_until) == (date(2026, 12, 1), date(2027, 12, 1))
    [now] = await contracts.info(sanne)
    assert (now.kind, now.end) == (before.kind, before.end)
    assert {one.kind: one.price for one in now.tariffs} == {one.kind: one.price for one in before.tariffs}
    assert now.planned is not None
    clock.forward(days=12)
    [then] = await contracts.info(sanne)
    assert (then.kind, then.end, then.planned) == (ContractKind.VAST, date(2027, 12, 1), None)
    assert then.price(TariffKind.GAS) == dict(done.offer.prices)[TariffKind.GAS]
    tax = then.price(TariffKind.ENERGIEBELASTING_GAS)
    assert tax == before.price(TariffKind.ENERGIEBELASTING_GAS)
    assert then.price(TariffKind.GAS) + tax == demo_tariffs().vast_1_jaar.gas_per_m3


async def test_after_its_term_a_fixed_contract_goes_on_as_variable(contracts, clock, sanne) -> None:
    await contracts.renew(sanne, "vast_1_jaar")
    clock.forward(days=400)
    [contract] = await contracts.info(sanne)
    assert (contract.kind, contract.end) == (ContractKind.VARIABEL, None)


async def test_a_fixed_term_is_not_broken_by_what_follows_it(contracts, pieter) -> None:
    [before] = await contracts.info(pieter)
    done = await contracts.renew(pieter, "dynamisch")
    assert isinstance(done, Renewed)
    assert done.offer.start == before.end
    [after] = await contracts.info(pieter)
    assert (after.kind, after.end, after.ends_soon) == (ContractKind.VAST, before.end, False)


async def test_too_early_is_said_with_the_day(contracts, long_fixed) -> None:
    found = await contracts.offers(long_fixed)
    assert isinstance(found, Offers)
    assert found.offers == ()
    assert found.available_from == found.fixed_until - timedelta(days=120)
    assert await contracts.renew(long_fixed, "vast_1_jaar") == Refused(Refusal.NOG_TE_VROEG)


async def test_the_same_choice_twice_is_one_and_another_replaces_it(contracts, database, clock, sanne) -> None:
    first, again = await contracts.renew(sanne, "vast_1_jaar"), await contracts.renew(sanne, "vast_1_jaar")
    assert isinstance(first, Renewed)
    assert isinstance(again, Renewed)
    assert (again.repeated, again.reference) == (True, first.reference)
    await contracts.renew(sanne, "dynamisch")
    assert await rows(database, "SELECT kind, offer FROM contract_terms") == [("dynamisch", "dynamisch")]
    assert await kinds(database, clock, sanne) == ["contract_verlengen"] * 2
    overlapping = (
        "SELECT COUNT(*) FROM tariffs a JOIN tariffs b ON a.contract_id = b.contract_id AND a.kind = b.kind"
        " AND a.id < b.id AND a.start < COALESCE(b.end, '9999-01-01') AND b.start < COALESCE(a.end, '9999-01-01')"
    )
    assert await rows(database, overlapping) == [(0,)]


async def test_two_renewals_at_once_are_stored_once(contracts, database, clock, sanne) -> None:
    other = Database(database.url)
    elsewhere = Contracts(other, clock, demo_policies(), demo_tariffs())
    outcomes = await asyncio.gather(*(one.renew(sanne, "vast_1_jaar") for one in (contracts, elsewhere) * 3))
    await other.close()
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert len({outcome.reference for outcome in outcomes}) == 1
    assert await kinds(database, clock, sanne) == ["contract_verlengen"]


async def test_a_choice_can_be_taken_back_within_the_cooling_off_period(contracts, database, clock, sanne) -> None:
    query = 'SELECT kind, price, start, "end" FROM tariffs WHERE contract_id = :id ORDER BY kind, start'
    [contract] = await contracts.info(sanne)
    before = await rows(database, query, id=contract.contract_id)
    await contracts.renew(sanne, "dynamisch")
    kept = await contracts.keep(sanne)
    assert isinstance(kept, Kept)
    assert not kept.repeated
    assert await rows(database, query, id=contract.contract_id) == before
    again = await contracts.keep(sanne)
    assert isinstance(again, Kept)
    assert (again.repeated, again.reference) == (True, kept.reference)


async def test_after_the_cooling_off_period_a_person_decides(contracts, clock, pieter) -> None:
    await contracts.renew(pieter, "vast_1_jaar")
    clock.forward(days=15)
    for refused in (await contracts.renew(pieter, "variabel"), await contracts.keep(pieter)):
        assert isinstance(refused, Refused)
        assert (refused.reason, refused.hand_over) == (Refusal.AL_GEKOZEN, True)


async def test_hourly_prices_need_a_smart_meter(contracts) -> None:
    corrie = CustomerId("klant-10118392")
    assert await contracts.renew(corrie, "dynamisch") == Refused(Refusal.AANBOD_PAST_NIET)
    assert isinstance(await contracts.renew(corrie, "vast_1_jaar"), Renewed)


async def test_a_business_has_to_say_which(contracts, bakkerij, karim) -> None:
    for refused in (await contracts.offers(bakkerij), await contracts.propose_cancellation(bakkerij)):
        assert isinstance(refused, Refused)
        assert refused.reason is Refusal.WELK_CONTRACT
        assert len(refused.contracts) == 3
    [other] = await contracts.info(karim)
    assert await contracts.renew(bakkerij, "vast_1_jaar", other.contract_id) == Refused(Refusal.GEEN_CONTRACT)


# -- cancellation


async def test_an_end_is_stored_with_its_request_and_delivery_goes_on_until_then(
    contracts, database, clock, sanne
) -> None:
    done = await contracts.cancel(sanne, date(2027, 2, 1), reason=Leaving.OVERSTAPPEN)
    assert isinstance(done, Cancelled)
    assert (done.end, done.last_day, done.fee.amount) == (date(2027, 2, 1), date(2027, 1, 31), 0)
    assert done.settled_before == date(2027, 3, 15)
    [contract] = await contracts.info(sanne)
    assert contract.ended == date(2027, 2, 1)
    [request] = await Requests(database, clock).of(sanne)
    assert (request.reference, request.state) == (done.reference, "in behandeling")
    assert "31 januari 2027" in (request.next_step or "")
    assert await rows(database, "SELECT reason, fee FROM contract_endings") == [("overstappen", 0)]
    clock.forward(days=72)
    assert await contracts.info(sanne) == []
    assert await contracts.cancel(sanne) == Refused(Refusal.GEEN_CONTRACT)


async def test_the_same_end_twice_is_one_and_another_day_replaces_it(contracts, database, clock, sanne) -> None:
    first = await contracts.cancel(sanne, date(2027, 2, 1))
    again = await contracts.cancel(sanne, date(2027, 2, 1))
    assert isinstance(first, Cancelled)
    assert isinstance(again, Cancelled)
    assert (again.repeated, again.reference) == (True, first.reference)
    later = await contracts.cancel(sanne, date(2027, 3, 1))
    assert isinstance(later, Cancelled)
    requests = await Requests(database, clock).of(sanne)
    assert [request.state for request in requests] == ["in behandeling", "afgerond"]
    [contract] = await contracts.info(sanne)
    assert contract.ended == date(2027, 3, 1)


async def test_two_ends_at_once_are_stored_once(contracts, database, clock, sanne) -> None:
    outcomes = await asyncio.gather(*(contracts.cancel(sanne, date(2027, 2, 1)) for _ in range(6)))
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert await kinds(database, clock, sanne) == ["contract_opzeggen"]


async def test_notice_moves_a_day_that_is_too_early(contracts, sanne) -> None:
    proposal = await contracts.propose_cancellation(sanne, date(2026, 12, 1))
    assert isinstance(proposal, CancellationProposal)
    assert (proposal.end, proposal.moved, proposal.earliest) == (date(2026, 12, 21), True, date(2026, 12, 21))
    for wish, reason in ((date(2026, 11, 1), Refusal.DATUM_IN_VERLEDEN), (date(2028, 1, 1), Refusal.DATUM_TE_VER)):
        assert await contracts.cancel(sanne, wish) == Refused(reason)


async def test_the_fee_is_that_of_the_day_it_was_agreed_on(contracts, clock, database, long_fixed) -> None:
    end = date(2027, 3, 1)
    proposal = await contracts.propose_cancellation(long_fixed, end)
    assert isinstance(proposal, CancellationProposal)
    assert proposal.fee.amount > 0
    done = await contracts.cancel(long_fixed, end)
    assert isinstance(done, Cancelled)
    assert done.fee == proposal.fee
    # Whatever is read in the meters afterwards, the agreed fee stands.
    async with database.writing() as session:
        await session.execute(text("UPDATE registers SET estimated_yearly = estimated_yearly * 3"))
        await session.execute(text("UPDATE readings SET value = value * 2"))
    [cost] = await contracts.cancellation_fee(long_fixed)
    assert (cost.ended, cost.fee.amount) == (end, done.fee.amount)
    again = await contracts.cancel(long_fixed, end)
    assert isinstance(again, Cancelled)
    assert (again.repeated, again.fee.amount) == (True, done.fee.amount)


async def test_moving_and_the_end_of_the_term_are_free(contracts, long_fixed) -> None:
    [contract] = await contracts.info(long_fixed)
    moving = await contracts.propose_cancellation(long_fixed, reason=Leaving.VERHUIZEN)
    at_the_end = await contracts.propose_cancellation(long_fixed, contract.end)
    assert isinstance(moving, CancellationProposal)
    assert isinstance(at_the_end, CancellationProposal)
    assert (moving.fee.amount, moving.fee.reason) == (0, FeeReason.VERHUIZING)
    assert (at_the_end.end, at_the_end.fee.reason) == (contract.end, FeeReason.NA_EINDE)


async def test_a_fresh_renewal_adds_no_fee(contracts, clock, sanne) -> None:
    await contracts.renew(sanne, "vast_1_jaar")
    [cost] = await contracts.cancellation_fee(sanne)
    assert (cost.fee.amount, cost.fee.reason) == (Decimal(0), FeeReason.BEDENKTIJD)
    clock.forward(days=15)
    [cost] = await contracts.cancellation_fee(sanne)
    # Its own price is that of a new contract, so there is nothing to lose yet.
    assert (cost.fee.amount, cost.fee.reason) == (Decimal(0), FeeReason.GEEN_VERLIES)


async def test_a_cancelled_contract_is_renewed_by_a_person(contracts, sanne) -> None:
    await contracts.cancel(sanne)
    refused = await contracts.offers(sanne)
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.hand_over) == (Refusal.CONTRACT_OPGEZEGD, True)


async def test_every_customer_gets_a_fee_and_offers(contracts, database) -> None:
    """All 200: nothing fails, and variable and dynamic contracts are free to leave."""
    for (customer_id,) in await rows(database, "SELECT id FROM customers"):
        for cost in await contracts.cancellation_fee(customer_id):
            found = await contracts.offers(customer_id, cost.contract_id)
            assert isinstance(found, Offers)
            assert found.kind is ContractKind.VAST or cost.fee.reason is FeeReason.GEEN_VASTE_TERMIJN
            assert bool(found.offers) is (found.available_from is None)
