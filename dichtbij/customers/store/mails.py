"""Queries about the demo mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from dichtbij.customers.store.identity_tables import DemoMailRow
from dichtbij.customers.store.session import Session


def add(session: Session, to: str, subject: str, text: str, at: datetime) -> None:
    """Store a mail."""
    session.add(DemoMailRow(to=to, subject=subject, text=text, at=at))


async def latest(session: Session, limit: int) -> Sequence[DemoMailRow]:
    """Latest first."""
    found = await session.scalars(select(DemoMailRow).order_by(DemoMailRow.id.desc()).limit(limit))
    return found.all()
