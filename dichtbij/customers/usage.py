"""Usage over a period."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dichtbij.clock import Clock
from dichtbij.customers.model import (
    CustomerId,
    HomeUse,
    UsageAddress,
    UsageComparison,
    UsageKind,
    UsagePeriod,
    UsageReport,
)
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.saving import SavingPolicy, compare_with_average
from dichtbij.customers.rules.usage import report
from dichtbij.customers.store import agreements, metering, people
from dichtbij.database import Database

HISTORY_MONTHS = 38
"""The longest period (last calendar year, seen in December) with the year before it."""
MONTHS_OF_A_YEAR = 12


class Usage:
    """What a customer used."""

    def __init__(self, database: Database, clock: Clock, policies: Policies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    async def usage(
        self, customer_id: CustomerId, period: UsagePeriod = UsagePeriod.JAAR, address_id: str | None = None
    ) -> UsageReport:
        """Whole months next to the same months a year earlier, at the addresses that are delivered today.

        Args:
            address_id: only what was used there; an address that is not the customer's is as none at all.
        """
        day = today(self._clock)
        async with self._database.reading() as session:
            customer = await people.customer(session, customer_id)
            running = await agreements.running_contracts(session, customer_id, day)
            addresses = tuple(UsageAddress(one.address.address_id, one.address.line) for one in running)
            chosen = next((one for one in addresses if one.address_id == address_id), None)
            where = [one.address_id for one in ((chosen,) if chosen else addresses)]
            registers = await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))
        found = report([register.series for register in registers], period, day)
        is_home = bool(customer and not customer.company) and len(where) == 1
        compared = compared_with_others(found, self._policies.besparen) if is_home else ()
        return replace(found, addresses=addresses, address=chosen, comparisons=compared)


def compared_with_others(found: UsageReport, policy: SavingPolicy) -> tuple[UsageComparison, ...]:
    """A whole year next to an average home; nothing for shorter periods."""
    if found.period is not UsagePeriod.JAAR or any(
        len([month for month in usage.months if month.used is not None]) < MONTHS_OF_A_YEAR for usage in found.kinds
    ):
        return ()
    used = {usage.kind: usage.total for usage in found.kinds}
    zero = Decimal(0)
    home = HomeUse(
        *(used.get(kind, zero) for kind in (UsageKind.STROOM, UsageKind.GAS, UsageKind.TERUGLEVERING)), *[zero] * 3
    )
    return compare_with_average(home, policy)
