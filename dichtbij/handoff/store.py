"""The queries on the desk's tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff.model import (
    Agent,
    AgentId,
    AgentState,
    AtTheDesk,
    Callback,
    Case,
    CaseId,
    CaseState,
    InLine,
    Lesson,
    Note,
    NoteKind,
    Reason,
    Role,
)
from dichtbij.handoff.tables import AgentRow, CallbackRow, CaseRow, DeskSessionRow, NoteRow

_SINCE = func.coalesce(CaseRow.waiting_since, CaseRow.opened_at)
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
    CaseRow.team,
    CaseRow.offered_to,
    CaseRow.offer_until,
    CaseRow.passed_by,
)
"""As InLine has them."""


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
        vulnerable=bool(row.vulnerable),
        mood_level=row.mood_level or "",
        mood_score=row.mood_score or 0.0,
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
        active=row.active is not False,
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
        team=row.team or "",
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
            team=team,
            offered_to=AgentId(offered_to) if offered_to else None,
            offer_until=offer_until,
            passed_by=tuple(passed_by or ()),
        )
        for (
            id_, conversation_id, reason, intent, danger, vulnerable, mood, opened_at, waiting_since, team, offered_to,
            offer_until, passed_by,
        ) in await session.execute(query)
    ]  # fmt: skip


async def several(session: AsyncSession, ids: Collection[CaseId]) -> list[Case]:
    """These cases as they are now, with their agents' names; those that don't exist are left out."""
    query = select(CaseRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == CaseRow.agent_id)
    query = query.where(CaseRow.id.in_(ids)).order_by(CaseRow.id).execution_options(populate_existing=True)
    return [as_case(row, name or "") for row, name in await session.execute(query)] if ids else []


async def change(session: AsyncSession, id_: CaseId, **values: Any) -> None:
    """Write columns of one case."""
    await session.execute(update(CaseRow).where(CaseRow.id == id_).values(**values))


async def offered(session: AsyncSession, agent_id: AgentId | None = None) -> list[Case]:
    """Waiting cases that somebody (or this agent) was asked to take."""
    query = select(CaseRow).where(CaseRow.state == "waiting", CaseRow.offered_to.is_not(None)).order_by(CaseRow.id)
    query = query if agent_id is None else query.where(CaseRow.offered_to == agent_id)
    return [as_case(row) for row in await session.scalars(query.execution_options(populate_existing=True))]


async def hold_agents(session: AsyncSession, ids: Sequence[AgentId] | None = None) -> None:
    """Hold agents (None: all of them) until the transaction ends: nobody else gives them a customer meanwhile.

    Before anything else is held, so that two transactions never wait for each other.
    """
    query = select(AgentRow.id).order_by(AgentRow.id).with_for_update(key_share=True)
    await session.execute(query if ids is None else query.where(AgentRow.id.in_(ids)))


async def agent(session: AsyncSession, id_: AgentId) -> Agent | None:
    """One agent."""
    row = await session.get(AgentRow, id_, populate_existing=True)
    return as_agent(row) if row else None


async def at_the_desk(session: AsyncSession, now: datetime, present_within: timedelta) -> list[AtTheDesk]:
    """Every agent who may work, as they are at this moment."""
    seen: dict[str, datetime] = {}
    present: set[str] = set()
    logged_in = select(DeskSessionRow.agent_id, DeskSessionRow.seen_at, DeskSessionRow.connected_at)
    for id_, seen_at, connected_at in await session.execute(logged_in.where(DeskSessionRow.expires_at > now)):
        seen[id_] = max(seen_at, seen.get(id_, seen_at))
        if connected_at is not None and connected_at > now - present_within:
            present.add(id_)
    count = select(CaseRow.agent_id, func.count()).where(CaseRow.state == "taken").group_by(CaseRow.agent_id)
    open_ = {row[0]: row[1] for row in await session.execute(count)}
    asked = set(await session.scalars(select(CaseRow.offered_to).where(CaseRow.state == "waiting")))
    newest = select(CaseRow.agent_id, func.max(CaseRow.taken_at)).where(CaseRow.agent_id.is_not(None))
    last_new = {row[0]: row[1] for row in await session.execute(newest.group_by(CaseRow.agent_id))}
    rows = await session.scalars(select(AgentRow).order_by(AgentRow.name, AgentRow.id))
    return [
        AtTheDesk(
            agent=as_agent(row),
            present=row.id in present and row.active is not False,
            last_seen=seen.get(row.id),
            state_since=row.state_since,
            open=open_.get(row.id, 0),
            asked=row.id in asked,
            last_new=last_new.get(row.id),
        )
        for row in rows
    ]


async def set_state(session: AsyncSession, id_: AgentId, state: AgentState, now: datetime) -> Agent | None:
    """What the agent does now."""
    await session.execute(update(AgentRow).where(AgentRow.id == id_).values(state=state, state_since=now))
    return await agent(session, id_)


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


async def cases_of(session: AsyncSession, conversation_ids: Sequence[ConversationId]) -> list[Case]:
    """All cases of conversations, open or over, newest first."""
    if not conversation_ids:
        return []
    query = select(CaseRow, AgentRow.name).outerjoin(AgentRow, AgentRow.id == CaseRow.agent_id)
    query = query.where(CaseRow.conversation_id.in_(conversation_ids)).order_by(_SINCE.desc(), CaseRow.id)
    return [as_case(row, name or "") for row, name in await session.execute(query)]


async def callbacks_of(session: AsyncSession, conversation_id: ConversationId) -> list[Callback]:
    """Calls that were promised in a conversation, made or not, oldest first."""
    rows = await session.scalars(
        select(CallbackRow).where(CallbackRow.conversation_id == conversation_id).order_by(CallbackRow.created_at)
    )
    return [as_callback(row) for row in rows]


async def agent_names(session: AsyncSession, ids: Sequence[AgentId]) -> dict[AgentId, str]:
    """What agents are called."""
    rows = await session.execute(select(AgentRow.id, AgentRow.name).where(AgentRow.id.in_(ids)))
    return {AgentId(id_): name for id_, name in rows}


async def count_waiting(session: AsyncSession) -> int:
    """How many cases wait."""
    return await session.scalar(select(func.count()).select_from(CaseRow).where(CaseRow.state == "waiting")) or 0


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
