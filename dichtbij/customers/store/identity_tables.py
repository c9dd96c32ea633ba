"""The tables of identification and of the demo mailbox.

Codes, tokens and what was typed to identify stand here only as keyed hashes.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dichtbij.customers.store.tables import CODE, ID
from dichtbij.database import Base, UtcDateTime


class IdentityRow(Base):
    """Who a conversation is with."""

    __tablename__ = "identities"

    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    method: Mapped[str] = mapped_column(CODE)
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved: Mapped[bool] = mapped_column(default=False)
    """Whether this customer was ever proved here, and not merely recognised; also true after leaving."""


class LoginCodeRow(Base):
    """The open code of a conversation. Also there, without a customer, when the combination did not exist."""

    __tablename__ = "login_codes"

    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ID)
    code_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts_left: Mapped[int]


class CodeRequestRow(Base):
    """That a code was asked for, counted per conversation and per customer number (as a keyed hash)."""

    __tablename__ = "code_requests"
    __table_args__ = (Index("ix_code_requests_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UsedTokenRow(Base):
    """A login token that was used; a second time it proves nothing."""

    __tablename__ = "used_tokens"

    jti_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class DemoMailRow(Base):
    """A mail that was not sent but shown on the demo site's mailbox page."""

    __tablename__ = "demo_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
