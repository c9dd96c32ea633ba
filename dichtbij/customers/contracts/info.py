"""Contracts as a customer would want to hear of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dichtbij.customers.contracts.room import Room
from dichtbij.customers.model import ContractInfo, CustomerId, Energy
from dichtbij.customers.rules.contracts import ContractPolicy, days_left, ends_soon
from dichtbij.customers.rules.offers import GeneralTariffs
from dichtbij.customers.store import agreements, metering
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister


class InfoRoom(Room):
    """What contracts are."""

    async def info(self, customer_id: CustomerId) -> list[ContractInfo]:
        """Oldest first; empty when nothing runs."""
        day = self._today()
        async with self._database.reading() as session:
            running = await agreements.running_contracts(session, customer_id, day)
            registers = await metering.registers(session, customer_id, [one.address.address_id for one in running], day)
        return [contract_info(contract, registers, day, self._policies.contract) for contract in running]

    def general_tariffs(self) -> GeneralTariffs:
        """What a new contract costs, whoever asks."""
        return self._general

    async def has_smart_meters(self, customer_id: CustomerId) -> bool:
        """Whether every meter of the customer reads itself."""
        day = self._today()
        async with self._database.reading() as session:
            running = await agreements.running_contracts(session, customer_id, day)
            registers = await metering.registers(session, customer_id, [one.address.address_id for one in running], day)
        return bool(registers) and all(register.smart for register in registers)


def contract_info(
    contract: Contract, registers: Sequence[MeteredRegister], day: date, policy: ContractPolicy
) -> ContractInfo:
    """One contract on a day."""
    delivered = {register.energy for register in registers if register.address_id == contract.address.address_id}
    planned = contract.term_after(day)
    settled = planned is not None or contract.ended is not None
    return ContractInfo(
        contract_id=contract.contract_id,
        kind=contract.kind,
        address=contract.address,
        start=contract.start,
        end=contract.fixed_until,
        notice_days=contract.notice_days,
        tariffs=tuple(tariff for tariff in contract.tariffs if tariff.holds_on(day)),
        energies=tuple(energy for energy in Energy if energy in delivered),
        instalment=contract.instalment_on(day),
        collection_day=contract.collection_day,
        # Whoever chose what comes after, or leaves, needs no word about the end.
        ends_soon=not settled and ends_soon(contract.fixed_until, day, policy),
        days_left=days_left(contract.fixed_until, day),
        ended=contract.ended,
        planned=planned,
    )
