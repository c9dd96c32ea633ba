"""Promised calls."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff.model import (
    Callback,
)
from dichtbij.handoff.tables import CallbackRow


def as_callback(row: CallbackRow) -> Callback:
    """A row as a fact."""
    return Callback(
        id=row.id,
        name=row.name,
        phone=row.phone,
        day=row.day,
        slot=row.slot,
        subject=row.subject,
        created_at=row.created_at,
        customer_id=row.customer_id,
        conversation_id=row.conversation_id,
        done=row.done_at is not None,
        team=row.team or "",
    )


async def callbacks_of(session: AsyncSession, conversation_id: ConversationId) -> list[Callback]:
    """Calls that were promised in a conversation, made or not, oldest first."""
    rows = await session.scalars(
        select(CallbackRow).where(CallbackRow.conversation_id == conversation_id).order_by(CallbackRow.created_at)
    )
    return [as_callback(row) for row in rows]


async def open_callback_of(session: AsyncSession, conversation_id: str) -> CallbackRow | None:
    """The call that was promised in a conversation and not made yet."""
    query = select(CallbackRow).where(CallbackRow.conversation_id == conversation_id, CallbackRow.done_at.is_(None))
    row: CallbackRow | None = await session.scalar(query)
    return row


async def open_callbacks(session: AsyncSession) -> list[Callback]:
    """Calls still to be made, the first promised first."""
    query = select(CallbackRow).where(CallbackRow.done_at.is_(None))
    return [as_callback(row) for row in await session.scalars(query.order_by(CallbackRow.day, CallbackRow.created_at))]


async def count_open_callbacks(session: AsyncSession) -> int:
    """How many calls are still to be made."""
    query = select(func.count()).select_from(CallbackRow).where(CallbackRow.done_at.is_(None))
    return await session.scalar(query) or 0
