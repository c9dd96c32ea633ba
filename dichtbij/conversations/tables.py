"""Tables of the record, and a row as the fact it stands for. With store.py the only one here that knows SQLAlchemy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.conversations.model import (
    Content,
    Conversation,
    ConversationId,
    Delivery,
    Helped,
    Message,
    MessageId,
    Owner,
    Rating,
    Score,
    Sender,
)
from dichtbij.database import Base, UtcDateTime

_NOT_CLOSED = text("owner != 'closed'")
UNHANDLED = text("sender = 'customer' AND handled_at IS NULL")
"""Customer messages that still wait. Queries say it in these very words: with a parameter in them no database would
see that the index below fits."""

UNSENT = text("sender != 'customer' AND state = 'stored'")
"""Messages of ours that went nowhere yet; in these very words too."""


class ConversationRow(Base):
    """A conversation, its one owner, and the lease of the process that handles its messages."""

    __tablename__ = "conversations"
    __table_args__ = (
        # Two messages at the same moment must not open two conversations.
        Index(
            "uq_conversations_open",
            "channel",
            "channel_key",
            unique=True,
            sqlite_where=_NOT_CLOSED,
            postgresql_where=_NOT_CLOSED,
        ),
        Index("ix_conversations_channel_key", "channel", "channel_key", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    channel_key: Mapped[str] = mapped_column(String(128))
    owner: Mapped[str] = mapped_column(String(8))
    owner_version: Mapped[int] = mapped_column(default=0)
    agent_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_customer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    previous_id: Mapped[str | None] = mapped_column(String(36))
    continues_id: Mapped[str | None] = mapped_column(String(36), index=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MessageRow(Base):
    """One message of customer, bot, agent or system."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        Index("ix_messages_unhandled", "conversation_id", "seq", sqlite_where=UNHANDLED, postgresql_where=UNHANDLED),
        Index("ix_messages_unsent", "at", sqlite_where=UNSENT, postgresql_where=UNSENT),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sender: Mapped[str] = mapped_column(String(8))
    sender_name: Mapped[str] = mapped_column(String(120), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    channel_message_id: Mapped[str | None] = mapped_column(String(256))
    dedupe_key: Mapped[str | None] = mapped_column(String(420), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="stored")
    failure: Mapped[str] = mapped_column(String(200), default="")
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class AttachmentRow(Base):
    """A file that a customer or an agent sent. The message names it; it goes when the conversation goes."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sender: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class OwnerChangeRow(Base):
    """Who had the conversation, since when and why."""

    __tablename__ = "owner_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_owner: Mapped[str] = mapped_column(String(8))
    to_owner: Mapped[str] = mapped_column(String(8))
    who: Mapped[str] = mapped_column(String(48))
    why: Mapped[str] = mapped_column(String(200))
    seq: Mapped[int]


class RatingRow(Base):
    """One tap on how well somebody was helped: once after the bot, once after an agent."""

    __tablename__ = "ratings"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    after: Mapped[str] = mapped_column(String(8), primary_key=True)
    score: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def as_rating(row: RatingRow) -> Rating:
    after: Helped = row.after  # type: ignore[assignment]
    score: Score = row.score  # type: ignore[assignment]
    return Rating(ConversationId(row.conversation_id), after, score, row.at)


def as_conversation(row: ConversationRow) -> Conversation:
    owner: Owner = row.owner  # type: ignore[assignment]
    return Conversation(
        id=ConversationId(row.id),
        channel=row.channel,
        channel_key=row.channel_key,
        owner=owner,
        owner_version=row.owner_version,
        agent_id=row.agent_id,
        created_at=row.created_at,
        last_customer_at=row.last_customer_at,
        previous_id=ConversationId(row.previous_id) if row.previous_id else None,
        last_seq=row.last_seq,
        continues_id=ConversationId(row.continues_id) if row.continues_id else None,
    )


def as_message(row: MessageRow) -> Message:
    sender: Sender = row.sender  # type: ignore[assignment]
    state: Delivery = row.state  # type: ignore[assignment]
    return Message(
        id=MessageId(row.id),
        conversation_id=ConversationId(row.conversation_id),
        seq=row.seq,
        at=row.at,
        sender=sender,
        content=Content.from_dict(row.content),
        sender_name=row.sender_name,
        channel_message_id=row.channel_message_id,
        state=state,
        reading=row.reading,
        failure=row.failure,
    )
