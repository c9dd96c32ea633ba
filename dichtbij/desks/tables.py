"""The table of desks outside. What has to be sent stands in the record; this says how far the other desk has it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.database import Base, UtcDateTime


class DeskLinkRow(Base):
    """A conversation, or a promised call, as the other desk has it; with the lease of the process that sends."""

    __tablename__ = "desk_links"
    __table_args__ = (
        Index("uq_desk_links_conversation", "conversation_id", unique=True),
        Index("uq_desk_links_callback", "callback_id", unique=True),
        Index("ix_desk_links_remote", "desk", "remote_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    callback_id: Mapped[str | None] = mapped_column(ForeignKey("callbacks.id", ondelete="CASCADE"))
    case_id: Mapped[str | None] = mapped_column(String(36))
    told: Mapped[str] = mapped_column(String(8), default="nothing")
    contact_id: Mapped[int | None] = mapped_column(BigInteger)
    source_id: Mapped[str] = mapped_column(String(64), default="")
    remote_id: Mapped[int | None] = mapped_column(BigInteger)
    told_at: Mapped[int] = mapped_column(BigInteger, default=0)
    heard_id: Mapped[int] = mapped_column(BigInteger, default=0)
    sent_seq: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_by: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    forget: Mapped[bool] = mapped_column(Boolean, default=False)
