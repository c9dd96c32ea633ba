"""The queries of one-time references from the website."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.tables import ReferenceRow
from dichtbij.conversations.model import ConversationId

Carry = Callable[[AsyncSession, ConversationId, ConversationId], Awaitable[bool]]
"""Brings something of one conversation to another, in a transaction; False: refused (Identification.carry_over)."""


async def add(session: AsyncSession, code_hash: str, id_: ConversationId, now: datetime, expires_at: datetime) -> None:
    """Keep a new one; unused ones to the same conversation are over from now on, and still known as references."""
    await session.execute(
        update(ReferenceRow)
        .where(ReferenceRow.conversation_id == id_, ReferenceRow.used_at.is_(None), ReferenceRow.expires_at > now)
        .values(expires_at=now)
    )
    session.add(ReferenceRow(code_hash=code_hash, conversation_id=id_, expires_at=expires_at))


async def find(session: AsyncSession, hashes: Sequence[str]) -> dict[str, tuple[ConversationId, datetime, bool]]:
    """Of each that is there: where it leads, until when, and whether it was used."""
    rows = await session.scalars(select(ReferenceRow).where(ReferenceRow.code_hash.in_(hashes)))
    return {
        row.code_hash: (ConversationId(row.conversation_id), row.expires_at, row.used_at is not None) for row in rows
    }


async def take(session: AsyncSession, code_hash: str, now: datetime) -> ConversationId | None:
    """Use one, in one statement: of two at once one gets it. None when it is over, used or unknown."""
    id_ = await session.scalar(
        update(ReferenceRow)
        .where(ReferenceRow.code_hash == code_hash, ReferenceRow.used_at.is_(None), ReferenceRow.expires_at > now)
        .values(used_at=now)
        .returning(ReferenceRow.conversation_id)
        .execution_options(synchronize_session=False)
    )
    return ConversationId(id_) if id_ else None


async def forget(session: AsyncSession, before: datetime) -> None:
    """Throw away what was over before a moment."""
    await session.execute(delete(ReferenceRow).where(ReferenceRow.expires_at < before))
