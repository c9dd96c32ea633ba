"""The queries of failed parcels whose person has to be told on another way: those with a mark in their reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.parcels import Parcel
from dichtbij.channels.whatsapp.store.parcels import as_parcel
from dichtbij.channels.whatsapp.tables import FAILED, ParcelRow, PersonRow


async def marked(session: AsyncSession, mark: str, after: str, now: datetime, limit: int) -> list[str]:
    """Failed parcels with an id greater than `after` that bear a mark and that nobody is at."""
    rows = await session.scalars(
        select(ParcelRow.id)
        .where(ParcelRow.id > after, FAILED, ParcelRow.reason.startswith(mark, autoescape=True))
        .where(or_(ParcelRow.lease_until.is_(None), ParcelRow.lease_until < now))
        .order_by(ParcelRow.id)
        .limit(limit)
    )
    return list(rows)


async def take(
    session: AsyncSession, id_: str, mark: str, by: str, now: datetime, until: datetime
) -> tuple[Parcel, str] | None:
    """Take a failed parcel for a while, with its reason without the mark.

    None when it bears the mark no longer, or when somebody is at one of the same person: nobody is told twice at once.
    """
    person_id = await session.scalar(select(ParcelRow.person_id).where(ParcelRow.id == id_))
    person = await session.scalar(
        select(PersonRow).where(PersonRow.id == person_id).with_for_update().execution_options(populate_existing=True)
    )
    bearing = (ParcelRow.state == "failed", ParcelRow.reason.startswith(mark, autoescape=True))
    busy = select(ParcelRow.id).where(ParcelRow.person_id == person_id, *bearing, ParcelRow.lease_until >= now)
    row = await session.scalar(
        select(ParcelRow).where(ParcelRow.id == id_, *bearing).execution_options(populate_existing=True)
    )
    if person is None or row is None or await session.scalar(busy.limit(1)) is not None:
        return None
    await session.execute(update(ParcelRow).where(ParcelRow.id == id_).values(lease_by=by, lease_until=until))
    return as_parcel(row, person), row.reason[len(mark) :]


async def settle(session: AsyncSession, id_: str, reason: str) -> None:
    """Let go of a parcel that was taken, with another reason."""
    values = {"reason": reason, "lease_by": None, "lease_until": None}
    await session.execute(update(ParcelRow).where(ParcelRow.id == id_).values(values))
