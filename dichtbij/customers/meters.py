"""Registers and readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from dichtbij.clock import Clock
from dichtbij.customers.model import (
    CustomerId,
    ReadingCheck,
    ReadingsStored,
    Refusal,
    Refused,
    Register,
    RegisterId,
    StoredReading,
)
from dichtbij.customers.policies import Policies
from dichtbij.customers.ports import today
from dichtbij.customers.rules import readings as rules
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.seasons import expected_between
from dichtbij.customers.rules.yearly import expected_yearly
from dichtbij.customers.store import agreements, metering, people
from dichtbij.customers.store.agreements import Contract
from dichtbij.customers.store.metering import MeteredRegister
from dichtbij.customers.store.session import Session
from dichtbij.database import Database

KIND = "meterstand_doorgeven"
HISTORY_MONTHS = 14


class Meters:
    """The meters of a customer."""

    def __init__(self, database: Database, clock: Clock, policies: Policies) -> None:
        self._database = database
        self._clock = clock
        self._policies = policies

    async def registers(self, customer_id: CustomerId) -> list[Register]:
        """The registers at every address that is delivered today, with what is to be expected of them."""
        day = today(self._clock)
        async with self._database.reading() as session:
            contracts, found = await _metered(session, customer_id, day)
        return [_register(register, contracts, day) for register in found if _points_before(register, day)]

    def check_reading(self, register: Register, value: Decimal, on: date) -> ReadingCheck:
        """Compare a reading with the last one and with the expected usage. Looks nothing up."""
        return rules.check_reading(register, value, on, self._policies.meterstanden)

    async def store_readings(
        self, customer_id: CustomerId, values: Mapping[RegisterId, Decimal], on: date
    ) -> ReadingsStored | Refused:
        """Store readings, all or none. An odd reading is stored (ask before); an impossible one is refused.

        The same day again replaces what the customer said before, so that a mistake can be put right.
        """
        day = today(self._clock)
        if on > day:
            return Refused(Refusal.DATUM_TE_VER)
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            contracts, found = await _metered(session, customer_id, day)
            chosen = [register for register in found if register.register_id in values]
            if not values or len(chosen) != len(values):
                return Refused(Refusal.TELWERK_ONBEKEND)
            for register in chosen:
                refused = _refused(register, _register(register, contracts, on), values[register.register_id], on)
                if refused:
                    return refused
            repeated = all((on, values[register.register_id]) in register.points for register in chosen)
            details = " ".join(f"{register.register_id}={values[register.register_id]}" for register in chosen)
            if repeated:
                reference = await people.last_request(session, customer_id, KIND, [f"{on} {details}"])
            else:
                reference = (
                    await people.add_request(
                        session,
                        customer_id,
                        KIND,
                        "Meterstand doorgegeven",
                        self._clock(),
                        details=f"{on} {details}",
                    )
                ).reference
                for register in chosen:
                    await metering.set_reading(session, register.register_id, on, values[register.register_id])
        stored = [_stored(_register(register, contracts, on), values[register.register_id]) for register in chosen]
        return ReadingsStored(on, tuple(stored), reference, repeated)


async def _metered(
    session: Session, customer_id: CustomerId, day: date
) -> tuple[Sequence[Contract], list[MeteredRegister]]:
    running = await agreements.running_contracts(session, customer_id, day)
    where = [contract.address.address_id for contract in running]
    return running, await metering.registers(session, customer_id, where, add_months(day, -HISTORY_MONTHS))


def _points_before(register: MeteredRegister, day: date) -> tuple[tuple[date, Decimal], ...]:
    """Readings of earlier days; what was said on the day itself may still be put right."""
    return tuple(point for point in register.points if point[0] < day)


def _register(register: MeteredRegister, contracts: Sequence[Contract], day: date) -> Register:
    """The register as it stood before a day, and what is to be expected on it."""
    points = _points_before(register, day)
    last_on, last_value = points[-1] if points else (day, Decimal(0))
    yearly = expected_yearly(points, register.estimated_yearly)
    address = next(one.address.line for one in contracts if one.address.address_id == register.address_id)
    return Register(
        register_id=register.register_id,
        meter_number=register.meter_number,
        ean=register.ean,
        address=address,
        energy=register.energy,
        name=register.name,
        code=register.code,
        unit=register.energy.unit,
        digits=register.digits,
        smart=register.smart,
        last_value=last_value,
        last_on=last_on,
        expected_today=last_value + expected_between(register.kind, yearly, last_on, day).quantize(Decimal(1)),
        expected_yearly=yearly,
    )


def _refused(stored: MeteredRegister, register: Register, value: Decimal, on: date) -> Refused | None:
    if not rules.is_valid(register, value):
        return Refused(Refusal.STAND_ONGELDIG)
    if any(point[0] > on for point in stored.points):
        return Refused(Refusal.DATUM_VOOR_VORIGE_STAND)
    if value < register.last_value:
        return Refused(Refusal.STAND_TE_LAAG, minimum=register.last_value)
    return None


def _stored(register: Register, value: Decimal) -> StoredReading:
    return StoredReading(register.register_id, register.label, value, value - register.last_value, register.unit)
