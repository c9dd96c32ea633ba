"""What the rooms of contracts share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dichtbij.clock import Clock
from dichtbij.customers.model import ContractChoice, ContractId, CustomerId, Refusal, Refused
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.offers import GeneralTariffs
from dichtbij.customers.rules.yearly import expected_yearly
from dichtbij.customers.store import agreements, metering
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.customers.store.session import Session
from dichtbij.database import Database

HISTORY_MONTHS = 14
"""A year of readings, and the one before it to start from."""


@dataclass(frozen=True)
class Metered:
    """A running contract with the registers at its address."""

    contract: Contract
    registers: tuple[MeteredRegister, ...]

    @property
    def uses(self) -> tuple[YearlyUse, ...]:
        """What is expected in a year, as the instalment expects it."""
        return tuple(
            YearlyUse(register.energy, register.name, expected_yearly(register.points, register.estimated_yearly))
            for register in self.registers
        )

    @property
    def smart(self) -> bool:
        """Whether every meter reads itself."""
        return bool(self.registers) and all(register.smart for register in self.registers)


class Room:
    """A part of the Contracts service."""

    def __init__(self, database: Database, clock: Clock, policies: Policies, general: GeneralTariffs) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies
        self._general = general

    def _today(self) -> date:
        return today(self._clock)

    async def _running(self, session: Session, customer_id: CustomerId) -> list[Metered]:
        """The running contracts as they are today, oldest first."""
        day = self._today()
        running = await agreements.running_contracts(session, customer_id, day)
        where = [contract.address.address_id for contract in running]
        registers = await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))
        return [
            Metered(one, tuple(found for found in registers if found.address_id == one.address.address_id))
            for one in running
        ]

    def _chosen(self, running: Sequence[Metered], contract_id: ContractId | None) -> Metered | Refused:
        """The one that is meant. A contract of another customer is not found."""
        chosen = [one for one in running if contract_id in (None, one.contract.contract_id)]
        if not chosen:
            return Refused(Refusal.GEEN_CONTRACT)
        if len(chosen) > 1:
            day = self._today()
            choices = (one.contract for one in chosen)
            return Refused(
                Refusal.WELK_CONTRACT,
                contracts=tuple(ContractChoice(c.contract_id, c.address.line, c.instalment_on(day)) for c in choices),
            )
        return chosen[0]
