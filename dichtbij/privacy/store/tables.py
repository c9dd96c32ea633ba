"""Requests for erasure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.customers.model import CustomerId
from dichtbij.database import Base, UtcDateTime
from dichtbij.privacy.model import Erasure, Scope, erasure_of

_OPEN = text("done_at IS NULL")


class ErasureRow(Base):
    """That somebody asked for erasure, and what was done. Proof: it points at nothing and outlives what it erased."""

    __tablename__ = "erasures"
    __table_args__ = (
        # The same yes handled twice, or two at once, is one request.
        Index("uq_erasures_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_erasures_done_at", "done_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String(16))
    customer_id: Mapped[str | None] = mapped_column(String(40), index=True)
    conversation_id: Mapped[str] = mapped_column(String(64))
    scope: Mapped[str] = mapped_column(String(12))
    form_of_address: Mapped[str] = mapped_column(String(2))
    conversation_ids: Mapped[list[str]] = mapped_column(JSON)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    report: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


def as_erasure(row: ErasureRow) -> Erasure:
    """A row as a fact."""
    return Erasure(
        id=row.id,
        reference=row.reference,
        customer_id=CustomerId(row.customer_id) if row.customer_id else None,
        conversation_id=row.conversation_id,
        scope=Scope(row.scope),
        form_of_address=row.form_of_address,
        conversation_ids=tuple(row.conversation_ids),
        asked_at=row.asked_at,
        done_at=row.done_at,
        report=erasure_of(row.report),
    )
