"""The queries on the audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.handoff.access import Entry
from dichtbij.handoff.tables import AuditRow


def add(session: AsyncSession, entry: Entry) -> None:
    """Write a line; its id is the database's."""
    session.add(
        AuditRow(
            at=entry.at,
            agent_id=entry.agent_id,
            agent_name=entry.agent_name,
            action=entry.action,
            customer_id=entry.customer_id,
            case_id=entry.case_id,
            detail=entry.detail,
        )
    )


async def noted_since(session: AsyncSession, entry: Entry, since: datetime) -> bool:
    """Whether the same agent did the same to the same case and customer after a moment."""
    same = select(AuditRow.id).where(
        AuditRow.at > since,
        AuditRow.agent_id == entry.agent_id,
        AuditRow.action == entry.action,
        AuditRow.case_id.is_not_distinct_from(entry.case_id),
        AuditRow.customer_id.is_not_distinct_from(entry.customer_id),
        AuditRow.detail == entry.detail,
    )
    return await session.scalar(same.limit(1)) is not None


async def entries(
    session: AsyncSession, customer_id: str | None, agent_id: str | None, before: int | None, limit: int
) -> list[Entry]:
    """The newest lines, of one customer or agent when asked."""
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if customer_id is not None:
        query = query.where(AuditRow.customer_id == customer_id)
    if agent_id is not None:
        query = query.where(AuditRow.agent_id == agent_id)
    if before is not None:
        query = query.where(AuditRow.id < before)
    return [
        Entry(row.id, row.at, row.agent_id, row.agent_name, row.action, row.customer_id, row.case_id, row.detail)  # type: ignore[arg-type]
        for row in await session.scalars(query)
    ]
