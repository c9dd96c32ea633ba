"""Tables of the desk: cases with their notes, agents with their log-ins, promised calls, and who looked at whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.database import Base, UtcDateTime

_OPEN = text("state IN ('waiting', 'taken')")


class CaseRow(Base):
    """A handover."""

    __tablename__ = "cases"
    __table_args__ = (
        # One conversation never waits twice.
        Index("uq_cases_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_state", "state", "priority", "opened_at"),
        Index("ix_cases_agent", "agent_id", "taken_at"),  # who has been longest without a new one, asked all the time
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
    team: Mapped[str] = mapped_column(String(32), default="")
    offered_to: Mapped[str | None] = mapped_column(String(36))
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_by: Mapped[list[str]] = mapped_column(JSON, default=list)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waited: Mapped[float] = mapped_column(Float, default=0.0)
    outcome: Mapped[str] = mapped_column(String(24), default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    vulnerable: Mapped[bool] = mapped_column(Boolean, default=False)
    mood_level: Mapped[str] = mapped_column(String(16), default="")
    mood_score: Mapped[float] = mapped_column(Float, default=0.0)


class AgentRow(Base):
    """An account at the desk."""

    __tablename__ = "agents"
    __table_args__ = (Index("uq_agents_subject", "subject", unique=True),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(12), default="medewerker")
    teams: Mapped[list[str]] = mapped_column(JSON, default=list)
    max_cases: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="beschikbaar")
    state_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    subject: Mapped[str | None] = mapped_column(String(255))


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
    team: Mapped[str] = mapped_column(String(32), default="")


class NoteRow(Base):
    """What agents tell each other about a case; the customer never sees it."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    agent_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)


class AuditRow(Base):
    """Who at the desk saw or changed which customer. Kept when the conversation is gone."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_customer", "customer_id", "at"), Index("ix_audit_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    agent_id: Mapped[str] = mapped_column(String(36))
    agent_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(32))
    customer_id: Mapped[str | None] = mapped_column(String(40))
    case_id: Mapped[str | None] = mapped_column(String(36))
    detail: Mapped[str] = mapped_column(String(200), default="")


class LoginTryRow(Base):
    """A failed log-in, by a keyed hash of the name and of the address it came from."""

    __tablename__ = "login_tries"
    __table_args__ = (Index("ix_login_tries_key", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
