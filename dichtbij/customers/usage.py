"""Usage over a period."""

from __future__ import annotations

from dichtbij.clock import Clock
from dichtbij.customers.model import CustomerId, UsagePeriod, UsageReport
from dichtbij.customers.ports import today
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.usage import report
from dichtbij.customers.store import agreements, metering
from dichtbij.database import Database

HISTORY_MONTHS = 38
"""The longest period (last calendar year, seen in December) with the year before it."""


class Usage:
    """What a customer used."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def usage(self, customer_id: CustomerId, period: UsagePeriod = UsagePeriod.JAAR) -> UsageReport:
        """Whole months at the addresses that are delivered today, next to the same months a year earlier."""
        day = today(self._clock)
        async with self._database.reading() as session:
            running = await agreements.running_contracts(session, customer_id, day)
            where = [contract.address.address_id for contract in running]
            registers = await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))
        return report([register.series for register in registers], period, day)
