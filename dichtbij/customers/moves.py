"""Moving house: the address is looked up, the move planned, the contract goes along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dichtbij.clock import Clock
from dichtbij.customers.addresses import AddressAnswer, AddressFinder
from dichtbij.customers.model import CustomerId
from dichtbij.customers.model.moves import (
    MovableHome,
    MoveProblem,
    MoveProposal,
    MoveRefused,
    MoveStored,
    MoveWish,
    NewHome,
    PlannedMove,
)
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.rules.calendar import add_months, dutch_date
from dichtbij.customers.rules.moving import (
    check_handed_in,
    check_key_date,
    gap_days,
    overlap_days,
)
from dichtbij.customers.rules.yearly import expected_yearly
from dichtbij.customers.store import agreements, metering, moves, people
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.session import Session
from dichtbij.customers.store.tables import MoveRow
from dichtbij.database import Database

KIND = "verhuizing_doorgeven"
IN_HAND = "in behandeling"
HISTORY_MONTHS = 14


class Moves:
    """The moves of a customer. Who else lives at an address is nobody's business and is never looked at."""

    def __init__(self, database: Database, clock: Clock, policies: Policies, addresses: AddressFinder) -> None:
        self._database = database
        self._clock = clock
        self._policy = policies.verhuizen
        self._addresses = addresses

    async def find_address(self, postcode: str, number: int, addition: str = "") -> AddressAnswer:
        """The address with this postcode and number; see AddressFinder."""
        return await self._addresses.find(postcode, number, addition)

    async def homes(self, customer_id: CustomerId) -> tuple[MovableHome, ...]:
        """Every running contract, with the move that was planned for it."""
        day = today(self._clock)
        async with self._database.reading() as session:
            running, planned = await _state(session, customer_id, day)
        return tuple(_home(contract, planned.get(contract.contract_id)) for contract in running)

    def check_key_date(self, key_date: date) -> MoveRefused | None:
        """Whether delivery at a new home may begin on that day."""
        return check_key_date(key_date, today(self._clock), self._policy)

    def check_handed_in(self, handed_in: date, key_date: date) -> MoveRefused | None:
        """Whether the old home may be left on that day, next to a new one from the key date on."""
        return check_handed_in(handed_in, key_date, today(self._clock), self._policy)

    async def propose_move(self, customer_id: CustomerId, wish: MoveWish) -> MoveProposal | MoveRefused:
        """What this move would do. Nothing is stored."""
        day = today(self._clock)
        async with self._database.reading() as session:
            running, planned = await _state(session, customer_id, day)
        contract = self._chosen(running, planned, wish, day)
        return contract if isinstance(contract, MoveRefused) else self._proposal(contract, wish)

    async def plan_move(self, customer_id: CustomerId, wish: MoveWish) -> MoveStored | MoveRefused:
        """Check again and store: the end of the old contract, the new address and contract, the request."""
        day = today(self._clock)
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            running, planned = await _state(session, customer_id, day)
            before = _same(wish, running, planned)
            if before is not None:
                old = next(one for one in running if one.contract_id == before.contract_id)
                return MoveStored(self._proposal(old, wish), before.reference, repeated=True)
            contract = self._chosen(running, planned, wish, day)
            if isinstance(contract, MoveRefused):
                return contract
            proposal = self._proposal(contract, wish)
            reference = await self._store(session, customer_id, contract, proposal, day)
        return MoveStored(proposal, reference, repeated=False)

    async def _store(
        self, session: Session, customer_id: CustomerId, contract: Contract, proposal: MoveProposal, day: date
    ) -> str:
        now = self._clock()
        request = await people.add_request(
            session,
            customer_id,
            KIND,
            f"Verhuizing naar {proposal.new.line}"[:160],
            now,
            details=f"contract={proposal.contract_id} sleutel={proposal.key_date} inleveren={proposal.handed_in}",
            state=IN_HAND,
            next_step=self._next_step(proposal),
        )
        new_contract = None
        if not proposal.checked_by_person:
            found = await metering.registers(
                session, customer_id, [contract.address.address_id], add_months(day, -HISTORY_MONTHS)
            )
            expected = [(one, expected_yearly(one.points, one.estimated_yearly)) for one in found]
            new_contract = await moves.take_along(session, customer_id, contract, expected, proposal, request.reference)
        moves.add_move(session, customer_id, proposal, new_contract, request.reference, now)
        return request.reference

    def _next_step(self, proposal: MoveProposal) -> str:
        if proposal.checked_by_person:
            days = self._policy.controle_werkdagen
            return f"Een medewerker controleert het nieuwe adres, binnen {days} werkdagen. Daarna regelen we de rest."
        return (
            f"Op {dutch_date(proposal.key_date)} begint de levering op het nieuwe adres. "
            f"Op het oude adres stopt die na {dutch_date(proposal.handed_in)}."
        )

    def _chosen(
        self, running: Sequence[Contract], planned: dict[str, MoveRow], wish: MoveWish, day: date
    ) -> Contract | MoveRefused:
        """The contract that may move as wished, or why it may not."""
        chosen = [one for one in running if wish.contract_id in (None, one.contract_id)]
        if not chosen:
            return MoveRefused(MoveProblem.GEEN_CONTRACT)
        if len(chosen) > 1:
            return MoveRefused(MoveProblem.WELK_CONTRACT)
        [contract] = chosen
        if contract.contract_id in planned:
            return MoveRefused(MoveProblem.LOOPT_AL)
        if contract.ended is not None:
            return MoveRefused(MoveProblem.STOPT_AL)
        if _lives_there(contract, wish.home):
            return MoveRefused(MoveProblem.ZELFDE_ADRES)
        refused = check_key_date(wish.key_date, day, self._policy)
        return refused or check_handed_in(wish.handed_in, wish.key_date, day, self._policy) or contract

    def _proposal(self, contract: Contract, wish: MoveWish) -> MoveProposal:
        moving = contract.on(wish.key_date)
        return MoveProposal(
            contract_id=contract.contract_id,
            old=contract.address,
            new=wish.home,
            kind=moving.kind,
            fixed_until=moving.fixed_until,
            key_date=wish.key_date,
            handed_in=wish.handed_in,
            overlap_days=overlap_days(wish.key_date, wish.handed_in),
            gap_days=gap_days(wish.key_date, wish.handed_in),
            checked_by_person=not wish.home.found,
            check_days=self._policy.controle_werkdagen,
        )


async def _state(session: Session, customer_id: CustomerId, day: date) -> tuple[list[Contract], dict[str, MoveRow]]:
    """What runs, as it is today, and what was planned."""
    running = await agreements.running_contracts(session, customer_id, day)
    return running, await moves.planned(session, customer_id)


def _home(contract: Contract, move: MoveRow | None) -> MovableHome:
    planned = None
    if move is not None:
        planned = PlannedMove(move.reference, move.key_date, move.handed_in, moves.home_of(move).line)
    return MovableHome(
        contract.contract_id, contract.address, contract.kind, contract.fixed_until, contract.ended, planned
    )


def _lives_there(contract: Contract, home: NewHome) -> bool:
    plain = (contract.address.postcode.replace(" ", ""), contract.address.house_number.upper())
    return plain == (home.postcode.replace(" ", ""), home.house_number.upper())


def _same(wish: MoveWish, running: Sequence[Contract], planned: dict[str, MoveRow]) -> MoveRow | None:
    """The planned move that is exactly this wish: a yes that came twice."""
    for contract in running:
        move = planned.get(contract.contract_id)
        if (
            move is not None
            and wish.contract_id in (None, contract.contract_id)
            and (move.key_date, move.handed_in) == (wish.key_date, wish.handed_in)
            and moves.home_of(move) == wish.home
        ):
            return move
    return None
