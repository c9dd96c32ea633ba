"""Solar power of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dichtbij.clock import Clock
from dichtbij.customers.model import (
    CustomerId,
    Energy,
    SolarHome,
    SolarReport,
    TariffKind,
    UsagePeriod,
)
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.rules.calendar import add_months, month_starts
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.settlement import NETTING_ENDS, Consumed
from dichtbij.customers.rules.solar import SolarPolicy, end_of_netting, feed_in
from dichtbij.customers.rules.usage import known_until, period_range
from dichtbij.customers.rules.yearly import expected_yearly
from dichtbij.customers.store import agreements, metering
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.customers.usage import HISTORY_MONTHS
from dichtbij.database import Database


class Solar:
    """What a customer's solar panels bring in."""

    def __init__(self, database: Database, clock: Clock, policies: Policies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    async def report(self, customer_id: CustomerId, period: UsagePeriod = UsagePeriod.JAAR) -> SolarReport:
        """Every running contract that feeds in, over the whole months of a period; homes are empty without panels."""
        day = today(self._clock)
        async with self._database.reading() as session:
            running = await agreements.running_contracts(session, customer_id, day)
            where = [contract.address.address_id for contract in running]
            registers = await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))
        homes = []
        for contract in running:
            power = [one for one in registers if _is_power_of(one, contract)]
            if any(one.name.feeds_in for one in power):
                homes.append(_home(contract, power, period, day, self._policies.zonnepanelen))
        return SolarReport(bool(running), day >= NETTING_ENDS, tuple(homes))


def _is_power_of(register: MeteredRegister, contract: Contract) -> bool:
    return register.energy is Energy.STROOM and register.address_id == contract.address.address_id


def _home(
    contract: Contract, power: Sequence[MeteredRegister], period: UsagePeriod, day: date, policy: SolarPolicy
) -> SolarHome:
    months = _known_months(contract, power, period, day)
    consumed = [
        Consumed(month, one.energy, one.name, used)
        for one in power
        for month in months
        if (used := one.series.used(month, add_months(month, 1))) is not None
    ]
    uses = [YearlyUse(one.energy, one.name, expected_yearly(one.points, one.estimated_yearly)) for one in power]
    prices = {tariff.kind: tariff.price for tariff in contract.tariffs if tariff.holds_on(day)}
    return SolarHome(
        contract_id=contract.contract_id,
        address=contract.address.line,
        feed_in=feed_in(months, consumed, contract.tariffs),
        compensation_price=prices.get(TariffKind.TERUGLEVERING, Decimal(0)),
        fee_price=prices.get(TariffKind.TERUGLEVERKOSTEN, Decimal(0)),
        netting_end=end_of_netting(uses, contract.tariffs, day, policy),
    )


def _known_months(contract: Contract, power: Sequence[MeteredRegister], period: UsagePeriod, day: date) -> list[date]:
    """The months of the period in which every register was counted and the contract had its prices."""
    series = [one.series for one in power]
    until = known_until(series, day)
    if until is None:
        return []
    span = period_range(period, until, day)
    return [
        month
        for month in month_starts(span.start, span.end)
        if month >= contract.start and all(one.used(month, add_months(month, 1)) is not None for one in series)
    ]
