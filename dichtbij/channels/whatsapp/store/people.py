"""The queries of people on a phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.model import Address, Channel, Person, PersonId
from dichtbij.channels.whatsapp.tables import PersonRow


def as_person(row: PersonRow) -> Person:
    """A row as a fact."""
    return Person(
        id=PersonId(row.id),
        channel=cast(Channel, row.channel),
        provider=row.provider,
        address=Address(user_id=row.user_id or "", number=row.number or ""),
        name=row.name,
        first_at=row.first_at,
        last_in_at=row.last_in_at,
        told_privacy_at=row.told_privacy_at,
        opted_out_at=row.opted_out_at,
        not_before=row.not_before,
    )


async def get(session: AsyncSession, id_: PersonId) -> Person | None:
    """One person."""
    row = await session.get(PersonRow, id_, populate_existing=True)
    return as_person(row) if row else None


async def by_number(session: AsyncSession, channel: Channel, number: str) -> Person | None:
    """Who has this number."""
    row = await session.scalar(select(PersonRow).where(PersonRow.channel == channel, PersonRow.number == number))
    return as_person(row) if row else None


async def by_address(session: AsyncSession, channel: Channel, address: Address) -> tuple[Person | None, Person | None]:
    """Who has this user id, and who has this number: mostly the same. Held until the transaction ends."""
    of_channel = select(PersonRow.id).where(PersonRow.channel == channel)
    named = []
    if address.user_id:
        named.append(of_channel.where(PersonRow.user_id == address.user_id))
    if address.number:
        named.append(of_channel.where(PersonRow.number == address.number))
    if not named:
        return None, None
    # Two looks with an index each: of "this id or this number" SQLite makes a walk past everybody.
    rows = list(
        await session.scalars(
            select(PersonRow)
            .where(PersonRow.id.in_(union(*named)))
            .order_by(PersonRow.first_at, PersonRow.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    by_id = next((row for row in rows if address.user_id and row.user_id == address.user_id), None)
    by_number = next((row for row in rows if address.number and row.number == address.number), None)
    return as_person(by_id) if by_id else None, as_person(by_number) if by_number else None


async def add(
    session: AsyncSession, channel: Channel, provider: str, address: Address, name: str, at: datetime
) -> Person:
    """A new person. Raises IntegrityError when another process made the same one at the same moment."""
    row = PersonRow(
        id=str(uuid4()),
        channel=channel,
        provider=provider,
        user_id=address.user_id or None,
        number=address.number or None,
        name=name,
        first_at=at,
    )
    session.add(row)
    await session.flush()
    return as_person(row)


async def save(session: AsyncSession, id_: PersonId, **values: Any) -> Person | None:
    """Change what is known of a person; None when the person is gone."""
    if values:
        await session.execute(update(PersonRow).where(PersonRow.id == id_).values(**values))
    return await get(session, id_)
