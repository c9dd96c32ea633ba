"""The queries of one-time references from the website."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.tables import ReferenceRow
from dichtbij.conversations.model import ConversationId


async def add(session: AsyncSession, code_hash: str, id_: ConversationId, expires_at: datetime) -> None:
    """Keep a new one; unused ones to the same conversation go."""
    await session.execute(
        delete(ReferenceRow).where(ReferenceRow.conversation_id == id_, ReferenceRow.used_at.is_(None))
    )
    session.add(ReferenceRow(code_hash=code_hash, conversation_id=id_, expires_at=expires_at))


async def find(session: AsyncSession, code_hash: str) -> tuple[ConversationId, datetime, bool] | None:
    """Where it leads, until when, and whether it was used."""
    row = await session.get(ReferenceRow, code_hash, populate_existing=True)
    return (ConversationId(row.conversation_id), row.expires_at, row.used_at is not None) if row else None


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
