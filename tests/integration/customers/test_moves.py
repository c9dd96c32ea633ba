"""A move is planned once, with all that belongs to it, also when two come at the very same moment."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from dichtbij.customers.addresses import address_finder
from dichtbij.customers.billing import Billing
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.model import (
    CancellationProposal,
    CustomerId,
    FeeReason,
    Leaving,
    Refusal,
    Refused,
)
from dichtbij.customers.model.moves import MoveProblem, MoveProposal, MoveRefused, MoveStored, MoveWish, NewHome
from dichtbij.customers.moves import Moves
from dichtbij.customers.requests import Requests
from dichtbij.errors import DatabaseUnavailable
from tests.policies import demo_policies, demo_tariffs

HOME = NewHome("3812 HL", "140", "Weverskade", "Amersfoort")
WISH = MoveWish(date(2027, 2, 1), date(2027, 2, 5), HOME)


@pytest.fixture
def moves(database, clock) -> Moves:
    return Moves(database, clock, demo_policies(), address_finder("", demo=True, clock=clock))


async def rows(database, sql: str, **values) -> list:
    async with database.reading() as session:
        return list((await session.execute(text(sql), values)).all())


async def counts(database) -> tuple[int, ...]:
    tables = ("moves", "addresses", "contracts", "requests", "tariffs", "instalments", "connections", "registers")
    return tuple([(await rows(database, f"SELECT COUNT(*) FROM {table}"))[0][0] for table in tables])


async def test_a_proposal_shows_everything_and_stores_nothing(moves, database, sanne) -> None:
    before = await counts(database)
    proposal = await moves.propose_move(sanne, WISH)
    assert isinstance(proposal, MoveProposal)
    assert (proposal.old.line, proposal.new.line) == ("Zandvaartkade 17, Haarlem", "Weverskade 140, Amersfoort")
    assert (proposal.overlap_days, proposal.gap_days, proposal.checked_by_person) == (5, 0, False)
    assert await counts(database) == before


async def test_the_old_contract_ends_and_the_same_one_begins_at_the_new_address(moves, database, clock, sanne) -> None:
    [old] = await Contracts(database, clock, demo_policies(), demo_tariffs()).info(sanne)
    stored = await moves.plan_move(sanne, WISH)
    assert isinstance(stored, MoveStored)
    assert not stored.repeated
    [request] = await Requests(database, clock).of(sanne)
    assert (request.reference, request.state, request.kind) == (
        stored.reference, "in behandeling", "verhuizing_doorgeven",
    )  # fmt: skip
    assert request.title == "Verhuizing naar Weverskade 140, Amersfoort"
    assert "Op 1 februari 2027 begint de levering" in str(request.next_step)
    [(state, new_contract)] = await rows(
        database, "SELECT state, new_contract_id FROM moves WHERE customer_id = :who", who=sanne
    )
    assert state == "gepland"
    [home] = await moves.homes(sanne)
    assert home.planned is not None
    assert (home.ends, home.planned.reference) == (date(2027, 2, 6), stored.reference)
    clock.forward(days=(date(2027, 2, 3) - date(2026, 11, 21)).days)
    both = await Contracts(database, clock, demo_policies(), demo_tariffs()).info(sanne)
    assert [one.address.line for one in both] == ["Zandvaartkade 17, Haarlem", "Weverskade 140, Amersfoort"]
    clock.forward(days=3)
    [new] = await Contracts(database, clock, demo_policies(), demo_tariffs()).info(sanne)
    assert new.contract_id == new_contract
    assert (new.kind, new.end, new.instalment, new.collection_day) == (
        old.kind, old.end, old.instalment, old.collection_day,
    )  # fmt: skip
    assert (new.energies, {one.kind: one.price for one in new.tariffs}) == (
        old.energies, {one.kind: one.price for one in old.tariffs},
    )  # fmt: skip


async def test_what_is_expected_at_the_new_address_is_what_was_used_at_the_old(moves, database, clock, sanne) -> None:
    billing = Billing(database, clock, demo_policies())
    [before] = (await billing.instalment(sanne)).contracts
    await moves.plan_move(sanne, replace(WISH, key_date=date(2026, 11, 21), handed_in=date(2026, 11, 20)))
    [after] = (await billing.instalment(sanne)).contracts
    assert after.address == "Weverskade 140, Amersfoort"
    assert abs(after.advised - before.advised) <= Decimal(5)


async def test_twice_is_once_and_another_plan_is_for_a_person(moves, database, sanne) -> None:
    first = await moves.plan_move(sanne, WISH)
    before = await counts(database)
    again = await moves.plan_move(sanne, WISH)
    assert isinstance(first, MoveStored)
    assert isinstance(again, MoveStored)
    assert (again.repeated, again.reference) == (True, first.reference)
    other = await moves.plan_move(sanne, replace(WISH, key_date=date(2027, 1, 1), handed_in=date(2027, 1, 1)))
    assert isinstance(other, MoveRefused)
    assert (other.problem, other.hand_over) == (MoveProblem.LOOPT_AL, True)
    assert await counts(database) == before


async def test_two_at_once_are_stored_once(moves, database, sanne) -> None:
    outcomes = await asyncio.gather(*(moves.plan_move(sanne, WISH) for _ in range(6)))
    assert all(isinstance(one, MoveStored) for one in outcomes)
    assert sum(not one.repeated for one in outcomes) == 1
    assert len({one.reference for one in outcomes}) == 1
    assert (await rows(database, "SELECT COUNT(*) FROM moves"))[0][0] == 1


async def test_two_different_moves_at_once_are_one_move(moves, database, sanne) -> None:
    wishes = [replace(WISH, home=replace(HOME, house_number=str(number))) for number in (10, 12, 14)]
    outcomes = await asyncio.gather(*(moves.plan_move(sanne, wish) for wish in wishes))
    assert sorted(type(one).__name__ for one in outcomes) == ["MoveRefused", "MoveRefused", "MoveStored"]
    assert (
        len(
            await rows(
                database,
                "SELECT id FROM requests WHERE kind = 'verhuizing_doorgeven' AND customer_id = :who",
                who=sanne,
            )
        )
        == 1
    )


async def test_an_address_in_words_changes_no_contract_until_a_person_has_checked_it(
    moves, database, clock, sanne
) -> None:
    before = await counts(database)
    wish = replace(WISH, home=NewHome("1999 ZZ", "3", words="Duinpad 3 in Duinstede"))
    stored = await moves.plan_move(sanne, wish)
    assert isinstance(stored, MoveStored)
    assert stored.proposal.checked_by_person
    after = await counts(database)
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 0, 0, 1, 0, 0, 0, 0]
    [(state, words)] = await rows(database, "SELECT state, words FROM moves")
    assert (state, words) == ("controleren", "Duinpad 3 in Duinstede")
    [home] = await moves.homes(sanne)
    assert home.ends is None
    [request] = await Requests(database, clock).of(sanne)
    assert "Een medewerker controleert het nieuwe adres" in str(request.next_step)


async def test_who_lives_at_the_new_address_is_never_told(moves, database, sanne, karim) -> None:
    """Karim lives there, with a contract of ours: Sanne hears nothing of it, and his contract stays as it is."""
    home = NewHome("1349 CB", "44", "Meerkoetlaan", "Almere")
    karims = await rows(database, "SELECT * FROM contracts WHERE customer_id = :who", who=karim)
    assert isinstance(await moves.plan_move(sanne, replace(WISH, home=home)), MoveStored)
    assert await rows(database, "SELECT * FROM contracts WHERE customer_id = :who", who=karim) == karims


async def test_of_several_contracts_one_moves(moves, bakkerij) -> None:
    refused = await moves.plan_move(bakkerij, WISH)
    assert isinstance(refused, MoveRefused)
    assert refused.problem is MoveProblem.WELK_CONTRACT
    homes = await moves.homes(bakkerij)
    stored = await moves.plan_move(bakkerij, replace(WISH, contract_id=homes[1].contract_id))
    assert isinstance(stored, MoveStored)
    assert [home.planned is not None for home in await moves.homes(bakkerij)] == [False, True, False]


async def test_refusals_have_their_reason(moves, database, sanne, nobody) -> None:
    async def problem(who, wish: MoveWish) -> MoveProblem:
        refused = await moves.propose_move(who, wish)
        assert isinstance(refused, MoveRefused)
        return refused.problem

    assert await problem(nobody, WISH) is MoveProblem.GEEN_CONTRACT
    same = replace(WISH, home=NewHome("2011KD", "17", "Zandvaartkade", "Haarlem"))
    assert await problem(sanne, same) is MoveProblem.ZELFDE_ADRES
    assert await problem(sanne, replace(WISH, key_date=date(2020, 1, 1))) is MoveProblem.SLEUTEL_TE_LANG_GELEDEN
    assert await problem(sanne, replace(WISH, handed_in=date(2027, 6, 1))) is MoveProblem.OVERLAP_TE_LANG
    async with database.writing() as session:
        await session.execute(
            text("UPDATE contracts SET ended = '2027-01-01' WHERE customer_id = :who"), {"who": sanne}
        )
    assert await problem(sanne, WISH) is MoveProblem.STOPT_AL


async def test_half_a_move_is_never_stored(moves, database, sanne, monkeypatch) -> None:
    before = await counts(database)

    def broken(*arguments: object) -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr("dichtbij.customers.moves.moves.add_move", broken)
    with pytest.raises(DatabaseUnavailable):
        await moves.plan_move(sanne, WISH)
    assert await counts(database) == before


# -- leaving after a move


@pytest.fixture
def contracts(database, clock) -> Contracts:
    return Contracts(database, clock, demo_policies(), demo_tariffs())


@pytest.fixture
async def long_fixed(database) -> CustomerId:
    """Has one fixed contract with gas, agreed long ago, that runs for more than a year."""
    [(found,)] = await rows(
        database,
        "SELECT customer_id FROM contracts k WHERE kind = 'vast' AND fixed_until > '2028-01-01'"
        " AND start < '2026-11-01' AND EXISTS"
        " (SELECT 1 FROM connections c WHERE c.address_id = k.address_id AND energy = 'gas') LIMIT 1",
    )
    return CustomerId(found)


@pytest.mark.parametrize("home", [HOME, NewHome("1999 ZZ", "3", words="Duinpad 3 in Duinstede")])
async def test_a_contract_with_a_planned_move_is_not_cancelled_as_well(
    moves, contracts, database, long_fixed, home: NewHome
) -> None:
    """It was: the old address ended on a second day, with a fee, and both homes were delivered to until then."""
    stored = await moves.plan_move(long_fixed, replace(WISH, home=home))
    assert isinstance(stored, MoveStored)
    old = stored.proposal.contract_id
    before = await counts(database)
    contracts_before = await rows(database, "SELECT id, ended FROM contracts ORDER BY id")
    for chosen in (None, old):
        for wish in (None, date(2027, 2, 6), date(2027, 6, 1)):
            for reason in (None, Leaving.VERHUIZEN):
                refused = await contracts.cancel(long_fixed, wish, chosen, reason)
                assert refused == Refused(Refusal.VERHUIST)
                assert refused.hand_over
                assert await contracts.propose_cancellation(long_fixed, wish, chosen, reason) == refused
    assert await counts(database) == before
    assert await rows(database, "SELECT id, ended FROM contracts ORDER BY id") == contracts_before
    assert await rows(database, "SELECT * FROM contract_endings") == []


@pytest.mark.parametrize("home", [HOME, NewHome("1999 ZZ", "3", words="Duinpad 3 in Duinstede")])
async def test_a_planned_move_has_no_fee_on_any_day(moves, contracts, long_fixed, home: NewHome) -> None:
    [before] = await contracts.cancellation_fee(long_fixed)
    assert (before.fee.amount > 0, before.moves_along) == (True, False)
    await moves.plan_move(long_fixed, replace(WISH, home=home))
    for on in (None, date(2027, 1, 10), date(2027, 6, 1)):
        [cost] = await contracts.cancellation_fee(long_fixed, on=on)
        assert (cost.fee.amount, cost.fee.reason, cost.fee.parts) == (Decimal("0.00"), FeeReason.VERHUIZING, ())
        assert (cost.fee.end, cost.moves_along) == (date(2027, 2, 6), True)


async def test_a_fixed_contract_that_moved_along_has_no_new_cooling_off_period(
    moves, contracts, database, clock, long_fixed
) -> None:
    """It had: for fourteen days after the key date it was free to leave, from the next day on."""
    await moves.plan_move(long_fixed, WISH)
    clock.forward(days=(date(2027, 2, 7) - date(2026, 11, 21)).days)
    proposal = await contracts.propose_cancellation(long_fixed)
    assert isinstance(proposal, CancellationProposal)
    assert proposal.address == "Weverskade 140, Amersfoort"
    assert (proposal.earliest, proposal.fee.reason) == (date(2027, 3, 9), FeeReason.PRIJSVERSCHIL)
    assert proposal.fee.amount > 0
    # And it goes along with the next move.
    await moves.plan_move(long_fixed, MoveWish(date(2027, 4, 1), date(2027, 4, 1), replace(HOME, house_number="142")))
    clock.forward(days=55)
    [cost] = await contracts.cancellation_fee(long_fixed)
    assert cost.fee.amount > 0
    [begun] = await rows(
        database, "SELECT start FROM contracts WHERE customer_id = :who ORDER BY start LIMIT 1", who=long_fixed
    )
    agreed = await rows(database, "SELECT DISTINCT agreed_on FROM contract_terms")
    assert agreed == [begun]


async def test_a_contract_that_was_agreed_on_just_before_it_moved_keeps_its_cooling_off_period(
    moves, contracts, database, clock, long_fixed
) -> None:
    async with database.writing() as session:
        await session.execute(
            text("UPDATE contracts SET start = '2026-11-16' WHERE customer_id = :who"), {"who": long_fixed}
        )
    await moves.plan_move(long_fixed, replace(WISH, key_date=date(2026, 11, 21), handed_in=date(2026, 11, 20)))
    for days, reason in ((0, FeeReason.BEDENKTIJD), (9, FeeReason.BEDENKTIJD), (1, FeeReason.PRIJSVERSCHIL)):
        clock.forward(days=days)
        [cost] = await contracts.cancellation_fee(long_fixed)
        assert cost.fee.reason is reason


async def test_what_was_chosen_for_later_still_begins_after_the_move(moves, contracts, clock, sanne) -> None:
    """A variable contract with a fixed one agreed for after the key date."""
    await contracts.renew(sanne, "vast_1_jaar")  # from 1 December on
    await moves.plan_move(sanne, replace(WISH, key_date=date(2026, 11, 25), handed_in=date(2026, 11, 25)))
    clock.forward(days=6)
    [contract] = await contracts.info(sanne)
    assert (contract.kind, contract.planned is not None) == ("variabel", True)
    clock.forward(days=6)
    [contract] = await contracts.info(sanne)
    assert (contract.kind, contract.end, contract.planned) == ("vast", date(2027, 12, 1), None)
