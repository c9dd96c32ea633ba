"""The queries on the desk's tables."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff.model import Agent, AgentId, AgentState, Callback, Case, CaseId, CaseState, Reason, Role
from dichtbij.handoff.tables import AgentRow, CallbackRow, CaseRow


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
        outcome=row.outcome,
        lesson=row.lesson,
    )


def as_agent(row: AgentRow) -> Agent:
    """A row as a fact."""
    role: Role = row.role  # type: ignore[assignment]
    state: AgentState = row.state  # type: ignore[assignment]
    return Agent(
        id=AgentId(row.id),
        username=row.username,
        name=row.name,
        role=role,
        teams=tuple(row.teams or ()),
        max_cases=row.max_cases,
        state=state,
    )


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
    session: AsyncSession, state: CaseState | None, agent_id: AgentId | None = None, limit: int = 200
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


async def count_waiting(session: AsyncSession) -> int:
    """How many cases wait."""
    return await session.scalar(select(func.count()).select_from(CaseRow).where(CaseRow.state == "waiting")) or 0
