"""What agents wrote for each other, and what the bot should have known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.handoff.model import (
    CaseId,
    Lesson,
    Note,
    NoteKind,
)
from dichtbij.handoff.tables import CaseRow, NoteRow


def add_note(session: AsyncSession, case_id: CaseId, at: datetime, agent_name: str, kind: NoteKind, text: str) -> None:
    """Write what an agent tells the others about a case."""
    session.add(NoteRow(case_id=case_id, at=at, agent_name=agent_name, kind=kind, text=text))


async def notes(session: AsyncSession, case_id: CaseId) -> list[Note]:
    """The notes of a case, oldest first."""
    rows = await session.scalars(select(NoteRow).where(NoteRow.case_id == case_id).order_by(NoteRow.id))
    return [Note(row.at, row.agent_name, row.kind, row.text) for row in rows]  # type: ignore[arg-type]


async def lessons(session: AsyncSession) -> list[Lesson]:
    """What agents said the assistant should have known, oldest first."""
    rows = await session.scalars(
        select(CaseRow).where(CaseRow.lesson != "", CaseRow.ended_at.is_not(None)).order_by(CaseRow.ended_at)
    )
    return [
        Lesson(
            case_id=CaseId(row.id),
            at=row.ended_at or row.opened_at,
            intent=str(row.context.get("intent") or ""),
            reason=row.reason,
            outcome=row.outcome,
            text=row.lesson,
            ask=row.ask,
            customer_id=row.customer_id,
        )
        for row in rows
    ]
