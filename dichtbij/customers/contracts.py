"""Contracts as a customer would want to hear of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dichtbij.clock import Clock
from dichtbij.customers.model import ContractInfo, CustomerId, Energy
from dichtbij.customers.ports import today
from dichtbij.customers.store import agreements, metering
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.database import Database

ENDS_SOON_DAYS = 60


class Contracts:
    """The running contracts of a customer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def info(self, customer_id: CustomerId) -> list[ContractInfo]:
        """Oldest first; empty when nothing runs."""
        day = today(self._clock)
        async with self._database.reading() as session:
            running = await agreements.running_contracts(session, customer_id, day)
            registers = await metering.registers(session, customer_id, [one.address.address_id for one in running], day)
        return [contract_info(contract, registers, day) for contract in running]


def contract_info(contract: Contract, registers: Sequence[MeteredRegister], day: date) -> ContractInfo:
    """One contract on a day."""
    delivered = {register.energy for register in registers if register.address_id == contract.address.address_id}
    days_left = (contract.fixed_until - day).days if contract.fixed_until else None
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
        ends_soon=days_left is not None and 0 <= days_left <= ENDS_SOON_DAYS,
        days_left=days_left,
    )
