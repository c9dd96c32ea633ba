"""Ending a contract, and what that costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from dichtbij.customers.contracts.room import Metered, Room
from dichtbij.customers.model import (
    CancellationFee,
    CancellationProposal,
    Cancelled,
    ContractId,
    ContractKind,
    CustomerId,
    FeeReason,
    Leaving,
    LeavingCost,
    OfferName,
    Refusal,
    Refused,
)
from dichtbij.customers.rules import cancellation as rules
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.customers.rules.cancellation import FixedTerm, LeftContract
from dichtbij.customers.rules.moving import first_day_without
from dichtbij.customers.rules.offers import supply_prices
from dichtbij.customers.store import moves, people, terms
from dichtbij.customers.store.session import Session
from dichtbij.customers.store.tables import MoveRow

KIND = "contract_opzeggen"


class LeavingRoom(Room):
    """Leaving."""

    async def cancellation_fee(
        self,
        customer_id: CustomerId,
        contract_id: ContractId | None = None,
        on: date | None = None,
        reason: Leaving | None = None,
    ) -> list[LeavingCost] | Refused:
        """What ending costs, of one contract or of all; on a day, or as soon as it can be."""
        found = []
        async with self._database.reading() as session:
            running = await self._running(session, customer_id)
            planned = await moves.planned(session, customer_id)
            for one in (one for one in running if contract_id in (None, one.contract.contract_id)):
                move = planned.get(one.contract.contract_id)
                if move is not None:
                    found.append(self._moving_along(one, move))
                    continue
                contract, agreed = one.contract, on is None and one.contract.ended is not None
                end = contract.ended if agreed and contract.ended else self._end(one, on)
                if isinstance(end, Refused):
                    return end
                fee = self._fee(one, end, reason)
                if agreed:
                    fee = await self._agreed(session, contract.contract_id, fee)
                notice = self._notice(one)
                found.append(LeavingCost(contract.contract_id, contract.address.line, fee, notice, contract.ended))
        return found

    async def propose_cancellation(
        self,
        customer_id: CustomerId,
        wish: date | None = None,
        contract_id: ContractId | None = None,
        reason: Leaving | None = None,
    ) -> CancellationProposal | Refused:
        """What ending on a day would mean; without a day as soon as possible. Within the notice becomes after it."""
        async with self._database.reading() as session:
            return await self._leaving(session, customer_id, wish, contract_id, reason)

    async def cancel(
        self,
        customer_id: CustomerId,
        wish: date | None = None,
        contract_id: ContractId | None = None,
        reason: Leaving | None = None,
    ) -> Cancelled | Refused:
        """Check again and store. Another day than before replaces it."""
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            proposal = await self._leaving(session, customer_id, wish, contract_id, reason)
            if isinstance(proposal, Refused):
                return proposal
            of_contract = f"contract={proposal.contract_id} "
            details = f"{of_contract}einde={proposal.end}"
            settled = proposal.end + timedelta(weeks=self._policies.opzeggen.eindafrekening_weken)
            if proposal.unchanged:
                reference = await people.last_request(session, customer_id, KIND, [details])
            else:
                await terms.close_requests(session, customer_id, KIND, of_contract, people.DONE)
                last_day = dutch_date(proposal.last_day)
                request = await people.add_request(
                    session,
                    customer_id,
                    KIND,
                    f"Contract {proposal.address} stopt na {last_day}"[:160],
                    self._clock(),
                    details=details,
                    state="in behandeling",
                    next_step=f"De levering stopt na {last_day}. De eindafrekening komt vóór {dutch_date(settled)}.",
                )
                reference = request.reference
                await terms.end_contract(
                    session,
                    proposal.contract_id,
                    proposal.end,
                    agreed_on=self._today(),
                    reason=reason.value if reason else None,
                    fee=proposal.fee.amount,
                )
        return Cancelled(
            proposal.contract_id,
            proposal.address,
            proposal.end,
            proposal.fee,
            settled,
            reference,
            repeated=proposal.unchanged,
        )

    async def _leaving(
        self,
        session: Session,
        customer_id: CustomerId,
        wish: date | None,
        contract_id: ContractId | None,
        reason: Leaving | None,
    ) -> CancellationProposal | Refused:
        one = self._chosen(await self._running(session, customer_id), contract_id)
        if isinstance(one, Refused):
            return one
        contract = one.contract
        if contract.contract_id in await moves.planned(session, customer_id):
            return Refused(Refusal.VERHUIST)
        # The day that was agreed before stands, also when the notice would end later by now.
        end = wish if wish is not None and wish == contract.ended else self._end(one, wish)
        if isinstance(end, Refused):
            return end
        unchanged = contract.ended == end
        fee = self._fee(one, end, reason)
        return CancellationProposal(
            contract_id=contract.contract_id,
            address=contract.address.line,
            end=end,
            moved=wish is not None and wish != end,
            earliest=self._earliest(one),
            notice_days=self._notice(one),
            fee=await self._agreed(session, contract.contract_id, fee) if unchanged else fee,
            unchanged=unchanged,
        )

    async def _agreed(self, session: Session, contract_id: ContractId, fee: CancellationFee) -> CancellationFee:
        """The fee that was agreed on, whatever the prices did since."""
        agreed = await terms.agreed_fee(session, contract_id)
        return fee if agreed is None or agreed == fee.amount else replace(fee, amount=agreed, parts=())

    def _moving_along(self, one: Metered, move: MoveRow) -> LeavingCost:
        """A planned move costs nothing, on whatever day is asked for: the contract goes on at the new address."""
        contract = one.contract
        end = contract.ended or first_day_without(move.handed_in)
        fee = CancellationFee(Decimal("0.00"), FeeReason.VERHUIZING, end, contract.fixed_until)
        return LeavingCost(
            contract.contract_id, contract.address.line, fee, self._notice(one), contract.ended, moves_along=True
        )

    def _notice(self, one: Metered) -> int:
        return min(one.contract.notice_days, self._policies.opzeggen.opzegtermijn_dagen)

    def _earliest(self, one: Metered) -> date:
        day, policy = self._today(), self._policies.opzeggen
        return rules.earliest_end(day, one.contract.notice_days, one.contract.agreed_on(day), policy)

    def _end(self, one: Metered, wish: date | None) -> date | Refused:
        fixed_until = one.contract.fixed_until
        return rules.end_date(wish, self._today(), self._earliest(one), self._policies.opzeggen, fixed_until)

    def _fee(self, one: Metered, end: date, reason: Leaving | None) -> CancellationFee:
        """The fee as it is today: the price that counts is that of the day on which the customer says so."""
        contract, day = one.contract, self._today()
        fixed = []
        if contract.kind is ContractKind.VAST and contract.fixed_until:
            fixed.append(FixedTerm(contract.fixed_until, contract.agreed_on(day)))
        for term in contract.terms:
            if term.start > day and term.fixed_until:
                fixed.append(FixedTerm(term.fixed_until, term.agreed_on))
        comparable = supply_prices(OfferName.VAST_1_JAAR, self._general, self._policies.aanbod, contract.tariffs, day)
        left = LeftContract(tuple(fixed), contract.tariffs, one.uses, comparable)
        moving = reason is Leaving.VERHUIZEN
        return rules.cancellation_fee(left, end, day, moving=moving, policy=self._policies.opzeggen)
