"""Tables of cases, agents and callbacks. The only module of this room that knows SQLAlchemy's tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.conversations.model import ConversationId
from dichtbij.database import Base, UtcDateTime
from dichtbij.handoff.model import Agent, AgentId, Callback, Case, CaseId, CaseState, Reason

_OPEN = text("state IN ('waiting', 'taken')")


class CaseRow(Base):
    """A handover."""

    __tablename__ = "cases"
    __table_args__ = (
        # One conversation never waits twice.
        Index("uq_cases_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_state", "state", "priority", "opened_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12))
    priority: Mapped[int]
    reason: Mapped[str] = mapped_column(String(16))
    trigger: Mapped[str] = mapped_column(String(64))
    ask: Mapped[str] = mapped_column(Text)
    context: Mapped[dict[str, Any]] = mapped_column(JSON)
    customer_id: Mapped[str | None] = mapped_column(String(36), index=True)
    level: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_seq: Mapped[int]
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    agent_read_seq: Mapped[int] = mapped_column(default=0)
    long_wait_said: Mapped[bool] = mapped_column(Boolean, default=False)


class AgentRow(Base):
    """An account at the desk."""

    __tablename__ = "agents"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeskSessionRow(Base):
    """A log-in at the desk. Only a hash of the cookie is kept."""

    __tablename__ = "desk_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    connected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CallbackRow(Base):
    """A promised call."""

    __tablename__ = "callbacks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    slot: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    customer_id: Mapped[str | None] = mapped_column(String(36), index=True)
    conversation_id: Mapped[str] = mapped_column(String(36), index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
    )


def as_agent(row: AgentRow) -> Agent:
    """A row as a fact."""
    return Agent(id=AgentId(row.id), username=row.username, name=row.name)


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
