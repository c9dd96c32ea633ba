"""What has been kept long enough, in batches. Two counters at once take different rows, or find them gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, TableClause, and_, delete, func, or_, select

from dichtbij.clock import AMSTERDAM
from dichtbij.conversations.tables import ConversationRow
from dichtbij.customers.model import CustomerId
from dichtbij.customers.rules.retention import RetentionPolicy, books_since, since
from dichtbij.customers.store import identity_tables as login
from dichtbij.customers.store import tables as t
from dichtbij.database import Base
from dichtbij.handoff.tables import AuditRow, CallbackRow, CaseRow
from dichtbij.privacy.store.other_desk import let_go_of_callbacks, let_go_of_conversations
from dichtbij.privacy.store.phone import PEOPLE, nobody_any_more
from dichtbij.privacy.store.session import Session
from dichtbij.privacy.store.tables import ErasureRow

_FINISHED = "afgerond"


def old_rows(now: datetime, policy: RetentionPolicy) -> dict[str, tuple[type[Base] | TableClause, ColumnElement[bool]]]:
    """Name in the log -> table and what is old in it. Conversations are not here: their memory goes first."""
    codes, today = since(now, policy.codes_dagen), now.astimezone(AMSTERDAM).date()
    calls = since(now, policy.terugbelverzoeken_dagen)
    requests, books = since(now, policy.aanvragen_dagen), books_since(today, policy)
    unfinished = select(t.RequestRow.reference).where(t.RequestRow.state != _FINISHED)
    return {
        "cases": (CaseRow, CaseRow.ended_at < since(now, policy.overdrachten_dagen)),
        "callbacks": (
            CallbackRow,
            or_(CallbackRow.done_at < calls, and_(CallbackRow.done_at.is_(None), CallbackRow.day < calls.date())),
        ),
        "identities": (
            login.IdentityRow,
            and_(
                login.IdentityRow.proved_at < since(now, policy.identiteiten_dagen),
                login.IdentityRow.conversation_id.not_in(select(ConversationRow.id)),
            ),
        ),
        "login_codes": (login.LoginCodeRow, login.LoginCodeRow.expires_at < codes),
        "code_requests": (login.CodeRequestRow, login.CodeRequestRow.at < codes),
        "used_tokens": (login.UsedTokenRow, login.UsedTokenRow.expires_at < codes),
        "demo_mails": (login.DemoMailRow, login.DemoMailRow.at < since(now, policy.mails_dagen)),
        "contact_moments": (t.ContactMomentRow, t.ContactMomentRow.at < since(now, policy.contactmomenten_dagen)),
        "complaints": (
            t.ComplaintRow,
            and_(t.ComplaintRow.at < requests, t.ComplaintRow.reference.not_in(unfinished)),
        ),
        "requests": (t.RequestRow, and_(t.RequestRow.updated_at < requests, t.RequestRow.state == _FINISHED)),
        # With the last conversation on the phone; a day more, for who is just beginning one.
        "phone_people": (PEOPLE, nobody_any_more(since(now, 1))),
        "audit": (AuditRow, AuditRow.at < since(now, policy.toegang_dagen)),
        "erasures": (ErasureRow, ErasureRow.done_at < since(now, policy.wisverslagen_dagen)),
        "payments": (t.PaymentRow, and_(t.PaymentRow.on < books, t.PaymentRow.invoice_id.is_(None))),
    }


async def delete_old_invoices(session: Session, books: date, limit: int) -> int:
    """Invoices of before the books that must be kept, with lines and payments, unless something later hangs on them."""
    paid = (
        select(func.coalesce(func.sum(t.PaymentRow.amount), 0))
        .where(t.PaymentRow.invoice_id == t.InvoiceRow.id)
        .correlate(t.InvoiceRow)
        .scalar_subquery()
    )
    paid_late = select(t.PaymentRow.invoice_id).where(t.PaymentRow.on >= books, t.PaymentRow.invoice_id.is_not(None))
    old = and_(
        t.InvoiceRow.issued < books,
        t.InvoiceRow.id.not_in(paid_late),
        t.InvoiceRow.id.not_in(select(t.ArrangementRow.invoice_id)),
        t.InvoiceRow.amount <= paid,
    )
    ids = (
        await session.scalars(
            select(t.InvoiceRow.id).where(old).order_by(t.InvoiceRow.id).limit(limit).with_for_update(skip_locked=True)
        )
    ).all()
    await session.execute(delete(t.InvoiceLineRow).where(t.InvoiceLineRow.invoice_id.in_(ids)))
    await session.execute(delete(t.PaymentRow).where(t.PaymentRow.invoice_id.in_(ids)))
    await session.execute(delete(t.InvoiceRow).where(t.InvoiceRow.id.in_(ids)))
    return len(ids)


async def delete_some(session: Session, table: type[Base] | TableClause, old: ColumnElement[bool], limit: int) -> int:
    """Take away at most `limit` rows; gives how many. Rows that another counter holds are left to it."""
    if isinstance(table, TableClause):  # of a room that this one does not know
        key: ColumnElement[Any] = table.c.id
    else:
        [key] = Base.metadata.tables[table.__tablename__].primary_key.columns
    ids = (
        await session.scalars(select(key).where(old).order_by(key).limit(limit).with_for_update(skip_locked=True))
    ).all()
    if ids:
        if table is CallbackRow:
            await let_go_of_callbacks(session, ids)
        await session.execute(delete(table).where(key.in_(ids)))
    return len(ids)


async def closed_before(session: Session, before: datetime, limit: int, after: str = "") -> list[str]:
    """Closed conversations without a word of the customer since a moment, by id."""
    rows = await session.scalars(
        select(ConversationRow.id)
        .where(
            ConversationRow.owner == "closed",
            func.coalesce(ConversationRow.last_customer_at, ConversationRow.created_at) < before,
            ConversationRow.id > after,
        )
        .order_by(ConversationRow.id)
        .limit(limit)
    )
    return list(rows)


async def delete_conversations(session: Session, ids: Sequence[str]) -> int:
    """Take conversations away with all that hangs on them: messages, readings, owners, cases, who it was with.

    A desk outside that has one is asked to erase it too.
    """
    await let_go_of_conversations(session, ids)
    await session.execute(delete(login.IdentityRow).where(login.IdentityRow.conversation_id.in_(ids)))
    await session.execute(delete(login.LoginCodeRow).where(login.LoginCodeRow.conversation_id.in_(ids)))
    gone = await session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
    return int(getattr(gone, "rowcount", 0))


async def long_gone_customers(session: Session, books: date, limit: int) -> list[CustomerId]:
    """Customers whose last contract ended before the books that must be kept begin, and who have none of those."""
    recent = select(t.ContractRow.customer_id).where(or_(t.ContractRow.ended.is_(None), t.ContractRow.ended >= books))
    invoiced = select(t.InvoiceRow.customer_id)
    paid = select(t.PaymentRow.customer_id)
    asked = select(t.RequestRow.customer_id).where(t.RequestRow.state != _FINISHED)
    rows = await session.scalars(
        select(t.CustomerRow.id)
        .where(
            t.CustomerRow.id.not_in(recent),
            t.CustomerRow.id.not_in(invoiced),
            t.CustomerRow.id.not_in(paid),
            t.CustomerRow.id.not_in(asked),
            t.CustomerRow.created_at < datetime(books.year, books.month, books.day, tzinfo=AMSTERDAM),
        )
        .order_by(t.CustomerRow.id)
        .limit(limit)
    )
    return [CustomerId(id_) for id_ in rows]
