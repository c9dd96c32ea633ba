"""The queries of what came in: stored once, taken by one process at a time, kept until no repetition can come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.arrivals import (
    ALONE_AFTER,
    Delivery,
    Kept,
    Waiting,
    arrival_id,
    as_body,
    from_body,
    goes_on,
)
from dichtbij.channels.whatsapp.model import Arrival, Incoming, Kind
from dichtbij.channels.whatsapp.tables import UNHANDLED, ArrivalRow, ParcelRow
from dichtbij.conversations.model import ConversationId

_ROWS = 200
"""Rows in one statement: databases have a limit to how many values one may hold."""


async def keep(session: AsyncSession, deliveries: Sequence[Delivery]) -> set[str]:
    """Store what was not stored before; gives the ids of the new rows."""
    values: dict[str, dict[str, Any]] = {}
    for delivery in deliveries:
        for place, arrival in enumerate(delivery.arrivals):
            id_ = arrival_id(delivery.provider, arrival)
            values.setdefault(id_, _values(id_, delivery, place, arrival))
    # In one order everywhere: two processes with the same ids would otherwise wait for each other.
    rows = [values[id_] for id_ in sorted(values)]
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new: set[str] = set()
    statement = insert(ArrivalRow).on_conflict_do_nothing().returning(ArrivalRow.id)
    for start in range(0, len(rows), _ROWS):
        # The rows apart from the statement, which is then compiled once and not for every number of rows.
        new |= set((await session.execute(statement, rows[start : start + _ROWS])).scalars())
    return new


def _values(id_: str, delivery: Delivery, place: int, arrival: Arrival) -> dict[str, Any]:
    is_message = isinstance(arrival, Incoming)
    return {
        "id": id_,
        "provider": delivery.provider,
        "person_key": arrival.address.key if isinstance(arrival, Incoming) else "",
        "what": "message" if is_message else "status",
        "sent_at": arrival.at,
        "received_at": delivery.at,
        "place": place,
        "body": as_body(arrival),
        "tries": 0,
    }


def _free(now: datetime) -> ColumnElement[bool]:
    """Nobody is handling it."""
    return or_(ArrivalRow.lease_until.is_(None), ArrivalRow.lease_until < now)


async def left_behind(
    session: AsyncSession, before: datetime, now: datetime, limit: int = 100
) -> list[tuple[str, str]]:
    """(provider, person key) of who sent nothing since a moment, with messages that nobody handles."""
    still = select(ArrivalRow.person_key).where(
        UNHANDLED, ArrivalRow.what == "message", ArrivalRow.received_at >= before
    )
    # Not grouped: SQLite would begin with all that ever came, and not with what waits.
    rows = await session.execute(
        select(ArrivalRow.provider, ArrivalRow.person_key)
        .where(UNHANDLED, ArrivalRow.what == "message", ArrivalRow.received_at < before, _free(now))
        .where(ArrivalRow.person_key.not_in(still))
        .order_by(ArrivalRow.received_at)
        .limit(limit)
    )
    return list(dict.fromkeys((row[0], row[1]) for row in rows))


def _of(provider: str, key: str) -> ColumnElement[bool]:
    return and_(ArrivalRow.provider == provider, ArrivalRow.person_key == key, ArrivalRow.what == "message")


async def waiting(session: AsyncSession, provider: str, key: str) -> Waiting:
    """What one person sent and nobody began to handle."""
    mine = _of(provider, key)
    rows = await session.execute(
        select(ArrivalRow.id, ArrivalRow.sent_at, ArrivalRow.body["kind"].as_string())
        .where(mine, UNHANDLED, ArrivalRow.tries == 0)
        .order_by(ArrivalRow.received_at, ArrivalRow.place)
    )
    came = rows.all()
    last = await session.scalar(select(func.max(ArrivalRow.sent_at)).where(mine, ArrivalRow.handled_at.is_not(None)))
    return Waiting({row[0] for row in came}, goes_on([(row[1], Kind(row[2])) for row in came], last))


async def claim(
    session: AsyncSession, provider: str, key: str, by: str, now: datetime, until: datetime
) -> list[Kept] | None:
    """Take everything of one person that was not handled, in the order in which it was sent.

    None while another process has any of it, or it waits for its next try: what is stored later must not be handled
    earlier. Only a message that broke by itself is left out while it waits: it holds up no other.
    """
    rows = list(
        await session.scalars(
            select(ArrivalRow)
            .where(_of(provider, key), UNHANDLED)
            .order_by(ArrivalRow.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    rows = [row for row in rows if not (row.tries > ALONE_AFTER and row.lease_by is None and _waits(row, now))]
    if any(row.lease_by != by and _waits(row, now) for row in rows):
        return None
    for row in rows:
        row.lease_by, row.lease_until, row.tries = by, until, row.tries + 1
    await session.flush()
    rows.sort(key=lambda row: (row.sent_at, row.received_at, row.place, row.id))
    return [_kept(row) for row in rows]


def _waits(row: ArrivalRow, now: datetime) -> bool:
    return row.lease_until is not None and row.lease_until >= now


async def renew(session: AsyncSession, ids: Iterable[str], by: str, until: datetime) -> None:
    """Hold on to what is being handled."""
    mine = and_(ArrivalRow.id.in_(list(ids)), ArrivalRow.lease_by == by)
    await session.execute(update(ArrivalRow).where(mine).values(lease_until=until))


async def done(session: AsyncSession, ids: Iterable[str], now: datetime) -> None:
    """These were handled: what was in them is forgotten, that they came is not."""
    await session.execute(
        update(ArrivalRow)
        .where(ArrivalRow.id.in_(list(ids)))
        .values(handled_at=now, body=null(), lease_by=None, lease_until=None)
    )


async def postpone(session: AsyncSession, ids: Iterable[str], until: datetime | None, *, counts: bool = True) -> None:
    """These were not handled; they may be taken again, from a moment on when one is given.

    Args:
        counts: whether it was a try that failed.
    """
    await session.execute(
        update(ArrivalRow)
        .where(ArrivalRow.id.in_(list(ids)))
        .values(lease_by=None, lease_until=until, tries=ArrivalRow.tries - (0 if counts else 1))
    )


async def let_go_all(session: AsyncSession, by: str) -> None:
    """Give everything of a process back, when it stops."""
    await session.execute(
        update(ArrivalRow).where(ArrivalRow.lease_by == by, UNHANDLED).values(lease_by=None, lease_until=None)
    )


async def claim_statuses(
    session: AsyncSession, by: str, now: datetime, until: datetime, limit: int = _ROWS
) -> list[Kept]:
    """Take statuses that nobody has, oldest first. Their order does not matter: only a higher rank counts."""
    free = and_(UNHANDLED, ArrivalRow.what == "status", _free(now))
    ids = list(
        await session.scalars(
            select(ArrivalRow.id)
            .where(free)
            .order_by(ArrivalRow.received_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )
    rows = await session.scalars(
        update(ArrivalRow)
        .where(ArrivalRow.id.in_(ids), free)
        .values(lease_by=by, lease_until=until, tries=ArrivalRow.tries + 1)
        .returning(ArrivalRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted((_kept(row) for row in rows), key=lambda kept: kept.arrival.at)


async def forget(session: AsyncSession, before: datetime, limit: int = 2_000) -> bool:
    """Drop some of what was handled and came before a moment; gives whether there may be more."""
    old = (
        select(ArrivalRow.id)
        .where(ArrivalRow.received_at < before, ArrivalRow.handled_at.is_not(None))
        .order_by(ArrivalRow.received_at)
        .limit(limit)
    )
    gone = await session.scalars(delete(ArrivalRow).where(ArrivalRow.id.in_(old)).returning(ArrivalRow.id))
    return len(gone.all()) == limit


async def shown_by(session: AsyncSession, remote_id: str) -> tuple[ConversationId, int] | None:
    """The message of the record that a sent parcel showed last, by the provider's id of it."""
    row = (
        await session.execute(
            select(ParcelRow.conversation_id, ParcelRow.to_seq).where(ParcelRow.remote_id == remote_id).limit(1)
        )
    ).first()
    return (ConversationId(row[0]), row[1]) if row else None


def _kept(row: ArrivalRow) -> Kept:
    body: dict[str, Any] = row.body or {}
    return Kept(id=row.id, arrival=from_body(body), received_at=row.received_at, tries=row.tries)


async def sent_at(session: AsyncSession, id_: str) -> datetime | None:
    """When a message was sent, by the provider's clock; None when it was forgotten."""
    return await session.scalar(select(ArrivalRow.sent_at).where(ArrivalRow.id == id_))
