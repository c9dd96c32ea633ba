"""The queries of the record that sending needs: what waits to be packed, and what was packed before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.model import Channel
from dichtbij.channels.whatsapp.tables import ParcelRow
from dichtbij.conversations.model import ConversationId, Message
from dichtbij.conversations.tables import UNHANDLED, UNSENT, ConversationRow, MessageRow, as_message

CHANNELS: tuple[str, ...] = get_args(Channel)
_AT_ONCE = 100
"""Rows in one question."""


def oldest_kept(now: datetime) -> datetime:
    """Messages before this moment are not looked for any more: nothing older can be sent."""
    return now - timedelta(days=2)


async def waiting(session: AsyncSession, since: datetime) -> list[ConversationId]:
    """Conversations on a phone with messages of ours that are in no parcel yet, the longest waiting first."""
    packed = exists().where(ParcelRow.conversation_id == MessageRow.conversation_id, ParcelRow.to_seq >= MessageRow.seq)
    on_phone = exists().where(ConversationRow.id == MessageRow.conversation_id, ConversationRow.channel.in_(CHANNELS))
    # Neither joined nor grouped: SQLite would begin with all conversations there ever were, and not with what waits.
    rows = await session.scalars(
        select(MessageRow.conversation_id)
        .where(UNSENT, MessageRow.at > since, on_phone, ~packed)
        .order_by(MessageRow.at)
        .limit(_AT_ONCE)
    )
    return [ConversationId(id_) for id_ in dict.fromkeys(rows)]


async def unpacked(session: AsyncSession, id_: ConversationId) -> list[Message]:
    """Messages of ours in a conversation after those that are in parcels, in order."""
    last = select(func.coalesce(func.max(ParcelRow.to_seq), 0)).where(ParcelRow.conversation_id == id_)
    rows = await session.scalars(
        select(MessageRow)
        .where(UNSENT, MessageRow.conversation_id == id_, MessageRow.seq > last.scalar_subquery())
        .order_by(MessageRow.seq)
        .limit(_AT_ONCE)
    )
    return [as_message(row) for row in rows]


async def message(session: AsyncSession, id_: ConversationId, seq: int) -> Message | None:
    """A message of ours that was packed before."""
    row = await session.scalar(
        select(MessageRow).where(
            MessageRow.conversation_id == id_, MessageRow.seq == seq, MessageRow.sender != "customer"
        )
    )
    return as_message(row) if row else None


async def begins(session: AsyncSession, id_: ConversationId, seq: int) -> bool:
    """Whether a message is the beginning of a conversation to which the first answer is still to come."""
    said = select(MessageRow.seq).where(MessageRow.conversation_id == id_, MessageRow.sender == "customer")
    first = await session.scalar(said.order_by(MessageRow.seq).limit(1))
    if first is None or first < seq:
        return first is None
    unhandled = select(MessageRow.id).where(MessageRow.conversation_id == id_, UNHANDLED).limit(1)
    return await session.scalar(unhandled) is not None
