"""Many rows at once, for filling an empty database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select

from dichtbij.customers.store import tables
from dichtbij.customers.store.session import Session
from dichtbij.database import Base

IN_ORDER: tuple[type[Base], ...] = (
    tables.CustomerRow,
    tables.AddressRow,
    tables.ContractRow,
    tables.TariffRow,
    tables.InstalmentRow,
    tables.ConnectionRow,
    tables.MeterRow,
    tables.RegisterRow,
    tables.ReadingRow,
    tables.InvoiceRow,
    tables.InvoiceLineRow,
    tables.PaymentRow,
    tables.ArrangementRow,
    tables.ArrangementTermRow,
    tables.RequestRow,
    tables.ConsentRow,
    tables.ContactMomentRow,
)
"""Every table comes after those it points at."""


async def is_empty(session: Session) -> bool:
    """Whether there is no customer yet."""
    return not await session.scalar(select(func.count()).select_from(tables.CustomerRow))


async def add(session: Session, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Rows per table name. All rows of a table have the same columns."""
    for table in IN_ORDER:
        of_table = rows.get(table.__tablename__)
        if of_table:
            await session.execute(insert(table), of_table)
