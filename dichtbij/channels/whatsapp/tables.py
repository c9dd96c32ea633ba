"""The tables of messages on a phone: who is who, what came in, what has to go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.database import Base, UtcDateTime

UNHANDLED = text("handled_at IS NULL")
"""Queries say it in these very words, so that a database sees that the index fits."""
UNSENT = text("state IN ('waiting', 'sending')")
FAILED = text("state = 'failed'")


class PersonRow(Base):
    """A person on a phone. The id is the channel_key of the conversations."""

    __tablename__ = "phone_people"
    __table_args__ = (
        UniqueConstraint("channel", "user_id"),
        Index("ix_phone_people_number", "channel", "number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    provider: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[str | None] = mapped_column(String(160))
    number: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120), default="")
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_privacy_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Nothing is sent to this person before: the provider asked for it."""


class ArrivalRow(Base):
    """One message or status as it came in, kept until KEPT so that a repetition is known; its content until handled."""

    __tablename__ = "phone_arrivals"
    __table_args__ = (
        Index("ix_phone_arrivals_unhandled", "received_at", sqlite_where=UNHANDLED, postgresql_where=UNHANDLED),
        Index("ix_phone_arrivals_person", "provider", "person_key"),
        Index("ix_phone_arrivals_received", "received_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A hash of the provider's id, and of the status (arrival_id)."""
    provider: Mapped[str] = mapped_column(String(16))
    person_key: Mapped[str] = mapped_column(String(160))
    what: Mapped[str] = mapped_column(String(8))
    """message or status."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[int] = mapped_column(default=0)
    """Its place in the delivery: what was sent in the same second keeps its order."""
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The arrival (Incoming or StatusUpdate); emptied when it was handled."""
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ParcelRow(Base):
    """One message on its way out: a part of one or more messages of the record."""

    __tablename__ = "phone_parcels"
    __table_args__ = (
        UniqueConstraint("conversation_id", "from_seq", "part"),
        Index("ix_phone_parcels_unsent", "person_id", "id", sqlite_where=UNSENT, postgresql_where=UNSENT),
        # What goes next, of everybody: without it every look would go through all that was ever sent.
        Index("ix_phone_parcels_next", "id", sqlite_where=UNSENT, postgresql_where=UNSENT),
        Index("ix_phone_parcels_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
        Index("ix_phone_parcels_person", "person_id"),
        Index("ix_phone_parcels_remote", "remote_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """A UUID of version 7 or otherwise ordered by time; the reference that statuses bring back."""
    person_id: Mapped[str] = mapped_column(ForeignKey("phone_people.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    from_seq: Mapped[int]
    to_seq: Mapped[int]
    """The messages of the record that it shows."""
    part: Mapped[int]
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The Part; emptied when it arrived or failed for good."""
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    """waiting, sending, sent, delivered, read, failed."""
    remote_id: Mapped[str | None] = mapped_column(String(256))
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When sending began: older than the lease and still `sending` is doubt whether it went."""
    code: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    lease_by: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReferenceRow(Base):
    """A one-time reference with which a conversation on the website goes on on the phone."""

    __tablename__ = "phone_references"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
