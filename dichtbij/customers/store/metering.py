"""Queries about connections, meters, registers and readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.customers.model import CustomerId, Energy, RegisterId, RegisterName, UsageKind
from dichtbij.customers.rules.dutch import plain
from dichtbij.customers.rules.readings import kind_of
from dichtbij.customers.rules.usage import Series
from dichtbij.customers.store.tables import AddressRow, ConnectionRow, MeterRow, ReadingRow, RegisterRow

FROM_CUSTOMER = "klant"


@dataclass(frozen=True)
class MeteredRegister:
    """A register with its meter, connection and readings."""

    register_id: RegisterId
    address_id: str
    ean: str
    energy: Energy
    meter_number: str
    smart: bool
    digits: int
    name: RegisterName
    code: str
    estimated_yearly: Decimal
    points: tuple[tuple[date, Decimal], ...]
    """Readings, oldest first."""

    @property
    def kind(self) -> UsageKind:
        """What it counts."""
        return kind_of(self.energy, self.name)

    @property
    def series(self) -> Series:
        """Its readings, for the rules."""
        return Series(self.kind, self.points)


async def registers(
    session: AsyncSession, customer_id: CustomerId, address_ids: Sequence[str], since: date
) -> list[MeteredRegister]:
    """The registers at these addresses of the customer, with their readings since a day."""
    found = await session.execute(
        select(RegisterRow, MeterRow, ConnectionRow)
        .join(MeterRow, RegisterRow.meter_id == MeterRow.id)
        .join(ConnectionRow, MeterRow.connection_id == ConnectionRow.id)
        .join(AddressRow, ConnectionRow.address_id == AddressRow.id)
        .where(AddressRow.customer_id == customer_id, AddressRow.id.in_(address_ids))
        .order_by(AddressRow.id, ConnectionRow.energy.desc(), RegisterRow.id)
    )
    rows = found.all()
    readings = await session.execute(
        select(ReadingRow.register_id, ReadingRow.on, ReadingRow.value)
        .where(ReadingRow.register_id.in_([register.id for register, _, _ in rows]), ReadingRow.on >= since)
        .order_by(ReadingRow.on)
    )
    points: dict[str, list[tuple[date, Decimal]]] = {}
    for register_id, on, value in readings:
        points.setdefault(register_id, []).append((on, plain(value)))
    return [
        MeteredRegister(
            RegisterId(register.id),
            connection.address_id,
            connection.ean,
            Energy(connection.energy),
            meter.meter_number,
            meter.smart,
            meter.digits,
            RegisterName(register.name),
            register.code,
            plain(register.estimated_yearly),
            tuple(points.get(register.id, ())),
        )
        for register, meter, connection in rows
    ]


async def set_reading(session: AsyncSession, register_id: RegisterId, on: date, value: Decimal) -> None:
    """Store what the customer read, in place of what was there for that day."""
    row = await session.scalar(select(ReadingRow).where(ReadingRow.register_id == register_id, ReadingRow.on == on))
    if row is None:
        session.add(ReadingRow(register_id=register_id, on=on, value=value, source=FROM_CUSTOMER))
    else:
        row.value, row.source = value, FROM_CUSTOMER
