"""The queue, read narrowly."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff.model import (
    AgentId,
    CaseId,
    InLine,
)
from dichtbij.handoff.tables import CaseRow

_IN_LINE = (
    CaseRow.id,
    CaseRow.conversation_id,
    CaseRow.reason,
    CaseRow.context["intent"].as_string(),
    CaseRow.context["danger"].as_string(),
    CaseRow.vulnerable,
    CaseRow.mood_level,
    CaseRow.opened_at,
    CaseRow.waiting_since,
    CaseRow.waited,
    CaseRow.team,
    CaseRow.offered_to,
    CaseRow.offer_until,
    CaseRow.passed_by,
)
"""As InLine has them."""


async def line(session: AsyncSession, *, hold: bool = False) -> list[InLine]:
    """All that wait, in no order. Everybody's place is looked up many times a second: this reads little of each.

    Args:
        hold: until the transaction ends; without those that another one is busy with.
    """
    query = select(*_IN_LINE).where(CaseRow.state == "waiting").order_by(CaseRow.id)
    if hold:
        query = query.with_for_update(skip_locked=True)
    return [
        InLine(
            id=CaseId(id_),
            conversation_id=ConversationId(conversation_id),
            reason=reason,
            intent=intent or "",
            danger=bool(danger),
            vulnerable=bool(vulnerable),
            mood_level=mood or "",
            opened_at=opened_at,
            waiting_since=waiting_since or opened_at,
            waited=waited or 0.0,
            team=team,
            offered_to=AgentId(offered_to) if offered_to else None,
            offer_until=offer_until,
            passed_by=tuple(passed_by or ()),
        )
        for (
            id_, conversation_id, reason, intent, danger, vulnerable, mood, opened_at, waiting_since, waited, team,
            offered_to, offer_until, passed_by,
        ) in await session.execute(query)
    ]  # fmt: skip


async def count_waiting(session: AsyncSession) -> int:
    """How many cases wait."""
    return await session.scalar(select(func.count()).select_from(CaseRow).where(CaseRow.state == "waiting")) or 0
