"""Saving energy, worked out for the homes of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from dichtbij.clock import Clock
from dichtbij.customers.model import CustomerId, Energy, HomeSaving, HomeUse, SavingReport, Tariff, TariffKind
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.instalments import YearlyUse
from dichtbij.customers.rules.saving import compare_with_average, price_of, savings
from dichtbij.customers.rules.settlement import NETTING_ENDS
from dichtbij.customers.rules.solar import end_of_netting
from dichtbij.customers.rules.yearly import expected_yearly
from dichtbij.customers.store import agreements, metering, people
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.database import Database

HISTORY_MONTHS = 14


class Savings:
    """What a customer can save."""

    def __init__(self, database: Database, clock: Clock, policies: Policies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    async def report(self, customer_id: CustomerId) -> SavingReport:
        """The tips that fit each address that is delivered today; no homes when nothing is known."""
        day = today(self._clock)
        async with self._database.reading() as session:
            customer = await people.customer(session, customer_id)
            running = await agreements.running_contracts(session, customer_id, day)
            where = [contract.address.address_id for contract in running]
            registers = await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))
        business = bool(customer and customer.company)
        homes = [home for one in running if (home := self._home(one, registers, business, day))]
        homes.sort(key=lambda home: -(home.use.gas_cost + home.use.stroom_cost))
        return SavingReport(business, tuple(homes))

    def _home(
        self, contract: Contract, registers: Sequence[MeteredRegister], business: bool, day: date
    ) -> HomeSaving | None:
        here = [one for one in registers if one.address_id == contract.address.address_id]
        uses = [YearlyUse(one.energy, one.name, expected_yearly(one.points, one.estimated_yearly)) for one in here]
        use = home_use(uses, contract, day, self._policies)
        if not (use.stroom or use.gas):
            return None
        policy = self._policies.besparen
        compared = () if business else compare_with_average(use, policy)
        return HomeSaving(contract.address.line, use, () if business else savings(use, policy), compared)


def home_use(uses: Sequence[YearlyUse], contract: Contract, day: date, policies: Policies) -> HomeUse:
    """A year's usage of one contract with what a unit is worth."""

    def yearly(energy: Energy, *, feeds_in: bool) -> Decimal:
        found = (use.yearly for use in uses if use.energy is energy and use.register.feeds_in is feeds_in)
        return sum(found, Decimal(0))

    stroom_price = price_of(Energy.STROOM, uses, contract.tariffs, contract.kind, day)
    fed_in = yearly(Energy.STROOM, feeds_in=True)
    return HomeUse(
        stroom=yearly(Energy.STROOM, feeds_in=False),
        gas=yearly(Energy.GAS, feeds_in=False),
        teruglevering=fed_in,
        stroom_price=stroom_price,
        gas_price=price_of(Energy.GAS, uses, contract.tariffs, contract.kind, day),
        own_power_worth=_own_power_worth(uses, contract.tariffs, stroom_price, day, policies) if fed_in else Decimal(0),
    )


def _own_power_worth(
    uses: Sequence[YearlyUse], tariffs: Sequence[Tariff], stroom_price: Decimal, day: date, policies: Policies
) -> Decimal:
    """Euros for a kWh that is used at home instead of fed in, when netting has ended (within a year, or already)."""
    if add_months(day, 12) <= NETTING_ENDS:
        return Decimal(0)
    fee = next((one.price for one in tariffs if one.kind is TariffKind.TERUGLEVERKOSTEN and one.holds_on(day)), None)
    paid = end_of_netting(uses, tariffs, day, policies.zonnepanelen).compensation_price
    return max(stroom_price - paid + (fee or Decimal(0)), Decimal(0))
