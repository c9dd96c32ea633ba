"""Queries about complaints."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import Complaint, CustomerId
from dichtbij.customers.store.tables import ComplaintRow


async def same(session: AsyncSession, conversation_id: str, subject: str) -> Complaint | None:
    """The complaint with these words in this conversation."""
    row = await session.scalar(
        select(ComplaintRow).where(ComplaintRow.conversation_id == conversation_id, ComplaintRow.subject == subject)
    )
    return _complaint(row) if row else None


async def add(
    session: AsyncSession,
    conversation_id: str,
    customer_id: CustomerId | None,
    subject: str,
    at: datetime,
    reference: str | None,
) -> Complaint:
    """Store one. Without a reference of a request it gets its own, "K-2026-000012", by the year in the Netherlands."""
    row = ComplaintRow(
        reference=reference or uuid4().hex[:16],
        conversation_id=conversation_id,
        customer_id=customer_id,
        subject=subject,
        at=at,
    )
    session.add(row)
    await session.flush()
    if reference is None:
        row.reference = f"K-{at.astimezone(AMSTERDAM).year}-{row.id:06d}"
    return _complaint(row)


async def of_conversation(session: AsyncSession, conversation_id: str) -> list[Complaint]:
    """Oldest first."""
    query = select(ComplaintRow).where(ComplaintRow.conversation_id == conversation_id).order_by(ComplaintRow.id)
    return [_complaint(row) for row in await session.scalars(query)]


def _complaint(row: ComplaintRow) -> Complaint:
    customer_id = CustomerId(row.customer_id) if row.customer_id else None
    return Complaint(row.reference, row.conversation_id, customer_id, row.subject, row.at)
