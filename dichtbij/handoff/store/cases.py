"""Cases: written, held, and read whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff.model import (
    AgentId,
    Case,
    CaseId,
    CaseState,
    Reason,
)
from dichtbij.handoff.tables import AgentRow, CaseRow

_SINCE = func.coalesce(CaseRow.waiting_since, CaseRow.opened_at)


def as_case(row: CaseRow, agent_name: str = "") -> Case:
    """A row as a fact."""
    state: CaseState = row.state  # type: ignore[assignment]
    reason: Reason = row.reason  # type: ignore[assignment]
    return Case(
        id=CaseId(row.id),
        conversation_id=ConversationId(row.conversation_id),
        state=state,
        priority=row.priority,
        reason=reason,
        trigger=row.trigger,
        ask=row.ask,
        context=row.context,
        customer_id=row.customer_id,
        level=row.level,
        opened_at=row.opened_at,
        opened_seq=row.opened_seq,
        agent_id=AgentId(row.agent_id) if row.agent_id else None,
        agent_name=agent_name,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        note=row.note,
        agent_read_seq=row.agent_read_seq,
        team=row.team,
        offered_to=AgentId(row.offered_to) if row.offered_to else None,
        offer_until=row.offer_until,
        passed_by=tuple(row.passed_by or ()),
        waiting_since=row.waiting_since or row.opened_at,
        waited=row.waited or 0.0,
        outcome=row.outcome,
        lesson=row.lesson,
        vulnerable=bool(row.vulnerable),
        mood_level=row.mood_level or "",
        mood_score=row.mood_score or 0.0,
    )


async def case(session: AsyncSession, id_: CaseId) -> Case | None:
    """One case with its agent's name."""
    found = (
        await session.execute(
            select(CaseRow, AgentRow.name)
            .outerjoin(AgentRow, AgentRow.id == CaseRow.agent_id)
            .where(CaseRow.id == id_)
            .execution_options(populate_existing=True)
        )
    ).first()
    return as_case(found[0], found[1] or "") if found else None


async def open_case_of(session: AsyncSession, conversation_id: ConversationId) -> Case | None:
    """The waiting or taken case of a conversation."""
    id_ = await session.scalar(
        select(CaseRow.id).where(CaseRow.conversation_id == conversation_id, CaseRow.state.in_(("waiting", "taken")))
    )
    return await case(session, CaseId(id_)) if id_ else None


async def cases(
    session: AsyncSession, state: CaseState | None, agent_id: AgentId | None = None, limit: int = 1_000
) -> list[Case]:
    """Cases of one state (None: those that are over), the waiting ones in the order of the queue."""
    query = select(CaseRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == CaseRow.agent_id)
    if state is None:
        query = query.where(CaseRow.state.in_(("handed_back", "closed"))).order_by(CaseRow.ended_at.desc())
    else:
        query = query.where(CaseRow.state == state).order_by(CaseRow.priority, CaseRow.opened_at)
    if agent_id is not None:
        query = query.where(CaseRow.agent_id == agent_id)
    return [as_case(row, name or "") for row, name in await session.execute(query.limit(limit))]


async def several(session: AsyncSession, ids: Collection[CaseId]) -> list[Case]:
    """These cases as they are now, with their agents' names; those that don't exist are left out."""
    query = select(CaseRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == CaseRow.agent_id)
    query = query.where(CaseRow.id.in_(ids)).order_by(CaseRow.id).execution_options(populate_existing=True)
    return [as_case(row, name or "") for row, name in await session.execute(query)] if ids else []


async def cases_of(session: AsyncSession, conversation_ids: Sequence[ConversationId]) -> list[Case]:
    """All cases of conversations, open or over, newest first."""
    if not conversation_ids:
        return []
    query = select(CaseRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == CaseRow.agent_id)
    query = query.where(CaseRow.conversation_id.in_(conversation_ids)).order_by(_SINCE.desc(), CaseRow.id)
    return [as_case(row, name or "") for row, name in await session.execute(query)]


async def offered(session: AsyncSession, agent_id: AgentId | None = None) -> list[Case]:
    """Waiting cases that somebody (or this agent) was asked to take."""
    query = select(CaseRow).where(CaseRow.state == "waiting", CaseRow.offered_to.is_not(None)).order_by(CaseRow.id)
    query = query if agent_id is None else query.where(CaseRow.offered_to == agent_id)
    return [as_case(row) for row in await session.scalars(query.execution_options(populate_existing=True))]


async def left_the_queue(session: AsyncSession, conversation_id: ConversationId, after: datetime) -> Case | None:
    """The last case of a conversation, when its customer stopped waiting after a moment and no agent had it."""
    id_ = await session.scalar(
        select(CaseRow.id)
        .where(CaseRow.conversation_id == conversation_id)
        .order_by(CaseRow.ended_at.desc(), CaseRow.opened_at.desc())
        .limit(1)
    )
    last = await case(session, CaseId(id_)) if id_ else None
    if last is None or last.state != "handed_back" or last.agent_id or not last.ended_at or last.ended_at < after:
        return None
    return last


async def change(session: AsyncSession, id_: CaseId, **values: Any) -> None:
    """Write columns of one case."""
    await session.execute(update(CaseRow).where(CaseRow.id == id_).values(**values))


async def note_mood(
    session: AsyncSession, conversation_id: ConversationId, level: str, score: float, danger: str | None
) -> bool:
    """Keep how the customer of an open case sounds now, and a danger for good. True when the queue may change by it."""
    open_case = await open_case_of(session, conversation_id)
    if open_case is None:
        return False
    known = open_case.context.get("danger")
    worse = {}
    if danger and danger != known:
        worse = {"context": {**open_case.context, "danger": danger}, "priority": 1}
    await change(session, open_case.id, mood_level=level, mood_score=score, **worse)
    return open_case.mood_level != level or bool(worse)


async def count_taken(session: AsyncSession, agent_id: AgentId) -> int:
    """How many conversations an agent has now."""
    query = select(func.count()).select_from(CaseRow).where(CaseRow.state == "taken", CaseRow.agent_id == agent_id)
    return await session.scalar(query) or 0


async def add(session: AsyncSession, **values: Any) -> Case:
    """Store a new case, which waits."""
    row = CaseRow(id=str(uuid4()), state="waiting", agent_read_seq=0, note="", **values)
    session.add(row)
    await session.flush()
    return as_case(row)


async def read_upto(session: AsyncSession, id_: CaseId, agent_id: AgentId, seq: int) -> None:
    """Note how far the agent whose case it is has read; never back."""
    await session.execute(
        update(CaseRow)
        .where(CaseRow.id == id_, CaseRow.agent_id == agent_id, CaseRow.agent_read_seq < seq)
        .values(agent_read_seq=seq)
    )


async def long_waits(session: AsyncSession, since: datetime) -> list[Case]:
    """Waiting cases of before a moment whose customer has not heard that it takes long."""
    query = select(CaseRow).where(CaseRow.state == "waiting", CaseRow.long_wait_said.is_(False), since > _SINCE)
    return [as_case(row) for row in await session.scalars(query.order_by(_SINCE, CaseRow.id))]


async def heard_long_wait(session: AsyncSession, told: Case) -> None:
    """Note that the customer of a case heard it; not of a wait that began since."""
    await session.execute(
        update(CaseRow).where(CaseRow.id == told.id, _SINCE.in_([told.waiting_since])).values(long_wait_said=True)
    )
