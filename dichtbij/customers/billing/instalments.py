"""The monthly instalment: does it fit, what would another do, change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dichtbij.customers.billing.room import Room
from dichtbij.customers.model import (
    ContractChoice,
    ContractId,
    CustomerId,
    InstalmentAdvice,
    InstalmentChanged,
    InstalmentOfContract,
    InstalmentProposal,
    Refusal,
    Refused,
)
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.instalments import (
    InstalmentPolicy,
    InstalmentRange,
    YearlyUse,
    check_amount,
    expected_yearly_cost,
    instalment_range,
    starting_month,
)
from dichtbij.customers.rules.yearly import expected_yearly
from dichtbij.customers.store import agreements, metering, people
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.customers.store.session import Session

KIND = "termijnbedrag_wijzigen"
HISTORY_MONTHS = 14
"""A year of readings, and the one before it to start from."""


@dataclass(frozen=True)
class _Costed:
    contract: Contract
    allowed: InstalmentRange


class InstalmentRoom(Room):
    """Instalments."""

    async def instalment(self, customer_id: CustomerId) -> InstalmentAdvice:
        """Every running contract's instalment, and whether it fits."""
        day = self._today()
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
            costed = await _costed(session, customer_id, day, self._policies.termijnbedrag)
        collected = bool(row and row.iban and row.mandate)
        return InstalmentAdvice(tuple(_of_contract(one, day, collected) for one in costed))

    async def propose_instalment(
        self,
        customer_id: CustomerId,
        amount: Decimal,
        from_date: date | None = None,
        contract_id: ContractId | None = None,
    ) -> InstalmentProposal | Refused:
        """What this amount would do. With several contracts the customer has to say which."""
        day = self._today()
        async with self._database.reading() as session:
            costed = await _costed(session, customer_id, day, self._policies.termijnbedrag)
        return _proposal(costed, amount, from_date, contract_id, day, self._policies.termijnbedrag)

    async def change_instalment(
        self,
        customer_id: CustomerId,
        amount: Decimal,
        from_date: date | None = None,
        contract_id: ContractId | None = None,
    ) -> InstalmentChanged | Refused:
        """Check again and store."""
        day = self._today()
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            costed = await _costed(session, customer_id, day, self._policies.termijnbedrag)
            proposal = _proposal(costed, amount, from_date, contract_id, day, self._policies.termijnbedrag)
            if isinstance(proposal, Refused):
                return proposal
            details = f"contract={proposal.contract_id} bedrag={proposal.amount} vanaf={proposal.from_date}"
            if proposal.unchanged:
                reference = await people.last_request(session, customer_id, KIND, [details])
            else:
                title = f"Termijnbedrag naar € {proposal.amount}".replace(".", ",")
                request = await people.add_request(session, customer_id, KIND, title, self._clock(), details=details)
                reference = request.reference
                await agreements.set_instalment(session, proposal.contract_id, proposal.amount, proposal.from_date)
        return InstalmentChanged(
            contract_id=proposal.contract_id,
            amount=proposal.amount,
            before=proposal.current,
            from_date=proposal.from_date,
            expected_settlement=proposal.expected_settlement,
            reference=reference,
            repeated=proposal.unchanged,
        )


async def _costed(session: Session, customer_id: CustomerId, day: date, policy: InstalmentPolicy) -> list[_Costed]:
    running = await agreements.running_contracts(session, customer_id, day)
    where = [contract.address.address_id for contract in running]
    registers = await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))
    return [_Costed(one, instalment_range(_yearly_cost(one, registers, day), policy)) for one in running]


def _yearly_cost(contract: Contract, registers: Sequence[MeteredRegister], day: date) -> Decimal:
    uses = [
        YearlyUse(register.energy, register.name, expected_yearly(register.points, register.estimated_yearly))
        for register in registers
        if register.address_id == contract.address.address_id
    ]
    return expected_yearly_cost(uses, contract.tariffs, day)


def _of_contract(one: _Costed, day: date, collected: bool) -> InstalmentOfContract:
    contract, allowed = one.contract, one.allowed
    amount = contract.instalment_on(day)
    planned = contract.planned_after(day)
    return InstalmentOfContract(
        contract_id=contract.contract_id,
        address=contract.address.line,
        amount=amount,
        collection_day=contract.collection_day,
        expected_yearly_cost=allowed.expected_yearly_cost,
        expected_settlement=allowed.expected_settlement(amount),
        fits=allowed.fits(amount),
        advised=allowed.advised,
        minimum=allowed.minimum,
        maximum=allowed.maximum,
        direct_debit=collected,
        next_amount=planned[1] if planned else None,
        next_from=planned[0] if planned else None,
    )


def _proposal(
    costed: Sequence[_Costed],
    amount: Decimal,
    from_date: date | None,
    contract_id: ContractId | None,
    day: date,
    policy: InstalmentPolicy,
) -> InstalmentProposal | Refused:
    chosen = [one for one in costed if contract_id in (None, one.contract.contract_id)]
    if not chosen:
        return Refused(Refusal.GEEN_CONTRACT)
    if len(chosen) > 1:
        choices = (one.contract for one in chosen)
        return Refused(
            Refusal.WELK_CONTRACT,
            contracts=tuple(ContractChoice(c.contract_id, c.address.line, c.instalment_on(day)) for c in choices),
        )
    contract, allowed = chosen[0].contract, chosen[0].allowed
    refused = check_amount(amount, allowed)
    if refused:
        return refused
    start = starting_month(from_date, day, policy)
    if isinstance(start, Refused):
        return start
    planned = contract.planned_after(day)
    settled = amount == contract.instalment_on(start) and (planned is None or planned[0] <= start)
    return InstalmentProposal(
        contract_id=contract.contract_id,
        address=contract.address.line,
        amount=amount.quantize(Decimal("0.01")),
        current=contract.instalment_on(day),
        from_date=start,
        expected_yearly_cost=allowed.expected_yearly_cost,
        expected_settlement=allowed.expected_settlement(amount),
        advised=allowed.advised,
        unchanged=settled,
    )
