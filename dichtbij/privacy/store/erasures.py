"""Queries about requests for erasure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select, text, update

from dichtbij.conversations.tables import ConversationRow, MessageRow
from dichtbij.customers.model import CustomerId
from dichtbij.customers.store import people
from dichtbij.customers.store.tables import CustomerRow, RequestRow
from dichtbij.handoff.tables import CaseRow
from dichtbij.privacy.model import Erased, Erasure, Scope
from dichtbij.privacy.store.session import Session
from dichtbij.privacy.store.tables import ErasureRow, as_erasure

KIND = "privacy_verwijderen"
UNDER_WAY = "in behandeling"


async def open_of(session: Session, conversation_id: str) -> Erasure | None:
    """What was asked for in a conversation and is not done yet."""
    row = await session.scalar(
        select(ErasureRow).where(ErasureRow.conversation_id == conversation_id, ErasureRow.done_at.is_(None))
    )
    return as_erasure(row) if row else None


async def add(
    session: Session,
    customer_id: CustomerId,
    conversation_id: str,
    scope: Scope,
    form_of_address: str,
    title: str,
    now: datetime,
) -> Erasure:
    """Store a request, among the customer's other requests too."""
    request = await people.add_request(
        session, customer_id, KIND, title, now, details=scope.value, state=UNDER_WAY, next_step=None
    )
    row = ErasureRow(
        id=str(uuid4()),
        reference=request.reference,
        customer_id=customer_id,
        conversation_id=conversation_id,
        scope=scope.value,
        form_of_address=form_of_address,
        conversation_ids=[],
        asked_at=now,
        report=[],
    )
    session.add(row)
    await session.flush()
    return as_erasure(row)


async def widen(session: Session, erasure: Erasure, scope: Scope, title: str, now: datetime) -> Erasure | None:
    """Make an open request one for more, among the customer's other requests too; None when it was just carried out."""
    changed = await session.execute(
        update(ErasureRow)
        .where(ErasureRow.id == erasure.id, ErasureRow.done_at.is_(None))
        .values(scope=scope.value)
        .returning(ErasureRow.id)
    )
    if changed.first() is None:
        return None
    await session.execute(
        update(RequestRow)
        .where(RequestRow.reference == erasure.reference)
        .values(details=scope.value, title=title, updated_at=now)
    )
    return replace(erasure, scope=scope)


async def open_ones(session: Session, limit: int = 20) -> list[Erasure]:
    """Requests that nobody has carried out yet, oldest first."""
    rows = await session.scalars(
        select(ErasureRow).where(ErasureRow.done_at.is_(None)).order_by(ErasureRow.asked_at).limit(limit)
    )
    return [as_erasure(row) for row in rows]


async def done_since(session: Session, since: datetime) -> list[Erasure]:
    """Requests that were carried out not long ago."""
    rows = await session.scalars(select(ErasureRow).where(ErasureRow.done_at > since))
    return [as_erasure(row) for row in rows]


async def held(session: Session, id_: str) -> Erasure | None:
    """An open request, held until the transaction ends; None when somebody else carried it out."""
    row = await session.scalar(
        select(ErasureRow).where(ErasureRow.id == id_, ErasureRow.done_at.is_(None)).with_for_update()
    )
    return as_erasure(row) if row else None


async def finish(
    session: Session, erasure: Erasure, conversation_ids: Sequence[str], report: Sequence[Erased], now: datetime
) -> None:
    """It is done. The customer's own request is finished too; without a customer nothing says any more who it was."""
    await session.execute(
        update(RequestRow)
        .where(RequestRow.reference == erasure.reference)
        .values(state=people.DONE, next_step=None, updated_at=now)
    )
    left = await session.scalar(select(CustomerRow.id).where(CustomerRow.id == erasure.customer_id))
    await session.execute(
        update(ErasureRow)
        .where(ErasureRow.id == erasure.id)
        .values(
            done_at=now,
            conversation_ids=list(conversation_ids),
            report=[one.as_dict() for one in report],
            customer_id=left,
        )
    )


async def overwrite_freed_space(session: Session) -> None:
    """Let SQLite write noughts where the rows of this transaction were; PostgreSQL's vacuum gives the space back."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(text("PRAGMA secure_delete=ON"))


async def is_being_handled(session: Session, conversation_id: str) -> bool:
    """Whether a message of a conversation was begun and not finished: the bot may still be writing about it."""
    return bool(
        await session.scalar(
            select(func.count())
            .select_from(MessageRow)
            .where(
                MessageRow.conversation_id == conversation_id,
                MessageRow.sender == "customer",
                MessageRow.handled_at.is_(None),
                MessageRow.attempts > 0,
            )
        )
    )


async def has_open_case(session: Session, conversation_ids: Sequence[str]) -> bool:
    """Whether an agent has, or will get, one of these conversations."""
    return bool(
        await session.scalar(
            select(func.count())
            .select_from(CaseRow)
            .where(CaseRow.conversation_id.in_(conversation_ids), CaseRow.state.in_(("waiting", "taken")))
        )
    )


async def cases_of(session: Session, conversation_ids: Sequence[str]) -> list[str]:
    """The cases of these conversations."""
    return list(await session.scalars(select(CaseRow.id).where(CaseRow.conversation_id.in_(conversation_ids))))


async def sessions_of(session: Session, conversation_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """(channel, channel key) by conversation."""
    rows = await session.execute(
        select(ConversationRow.id, ConversationRow.channel, ConversationRow.channel_key).where(
            ConversationRow.id.in_(conversation_ids)
        )
    )
    return {str(id_): (str(channel), str(key)) for id_, channel, key in rows}
