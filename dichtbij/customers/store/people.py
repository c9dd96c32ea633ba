"""Queries about persons: customer, addresses, consents, contact moments, requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import Address, Consent, ContactMoment, CustomerId, Request
from dichtbij.customers.store.tables import AddressRow, ConsentRow, ContactMomentRow, CustomerRow, RequestRow

OPEN_STATES = ("open", "in behandeling")
DONE = "afgerond"


async def customer(session: AsyncSession, customer_id: CustomerId) -> CustomerRow | None:
    """The customer, or None."""
    return await session.get(CustomerRow, customer_id)


async def customers(session: AsyncSession, customer_ids: Sequence[CustomerId]) -> list[CustomerRow]:
    """Many customers at once, in no order."""
    return list(await session.scalars(select(CustomerRow).where(CustomerRow.id.in_(list(customer_ids)))))


async def locked_customer(session: AsyncSession, customer_id: CustomerId) -> CustomerRow | None:
    """The customer, held until the transaction ends: changes of one customer go one after the other.

    SQLite holds the whole file in a writing transaction and ignores FOR UPDATE.
    """
    found = await session.scalars(select(CustomerRow).where(CustomerRow.id == customer_id).with_for_update())
    return found.one_or_none()


async def id_by_number(session: AsyncSession, customer_number: str) -> CustomerId | None:
    """Who has this customer number."""
    found = await session.scalar(select(CustomerRow.id).where(CustomerRow.customer_number == customer_number))
    return CustomerId(found) if found else None


async def id_by_phone(session: AsyncSession, phone: str) -> CustomerId | None:
    """Who has this phone number ("+31612345678") on file; None when nobody has, or more than one."""
    found = list(await session.scalars(select(CustomerRow.id).where(CustomerRow.phone == phone).limit(2)))
    return CustomerId(found[0]) if len(found) == 1 else None


async def addresses(session: AsyncSession, customer_id: CustomerId) -> dict[str, Address]:
    """All addresses by id, in the order they were stored."""
    rows = await session.scalars(
        select(AddressRow).where(AddressRow.customer_id == customer_id).order_by(AddressRow.id)
    )
    return {
        row.id: Address(row.street, row.house_number, row.postcode, row.city, row.kind, address_id=row.id)
        for row in rows
    }


async def consents(session: AsyncSession, customer_id: CustomerId) -> dict[str, Consent]:
    """What the customer said, per purpose that was asked."""
    rows = await session.scalars(select(ConsentRow).where(ConsentRow.customer_id == customer_id))
    return {row.purpose: Consent(row.purpose, row.granted, row.changed_at) for row in rows}


async def set_consent(
    session: AsyncSession, customer_id: CustomerId, purpose: str, granted: bool, at: datetime
) -> Consent:
    """Store it; the same answer twice keeps the first moment."""
    row = await session.get(ConsentRow, (customer_id, purpose))
    if row is None:
        row = ConsentRow(customer_id=customer_id, purpose=purpose, granted=granted, changed_at=at)
        session.add(row)
    elif row.granted != granted:
        row.granted, row.changed_at = granted, at
    return Consent(row.purpose, row.granted, row.changed_at)


async def contact_moments(session: AsyncSession, customer_id: CustomerId, limit: int) -> list[ContactMoment]:
    """Latest first."""
    rows = await session.scalars(
        select(ContactMomentRow)
        .where(ContactMomentRow.customer_id == customer_id)
        .order_by(ContactMomentRow.at.desc(), ContactMomentRow.id.desc())
        .limit(limit)
    )
    return [ContactMoment(row.at, row.channel, row.summary) for row in rows]


def add_contact_moment(
    session: AsyncSession, customer_id: CustomerId, channel: str, summary: str, at: datetime
) -> None:
    """Store one."""
    session.add(ContactMomentRow(customer_id=customer_id, channel=channel, summary=summary, at=at))


async def requests(session: AsyncSession, customer_id: CustomerId, open_only: bool) -> list[Request]:
    """Latest first."""
    query = select(RequestRow).where(RequestRow.customer_id == customer_id)
    if open_only:
        query = query.where(RequestRow.state.in_(OPEN_STATES))
    return [_request(row) for row in await session.scalars(query.order_by(RequestRow.id.desc()))]


async def add_request(
    session: AsyncSession,
    customer_id: CustomerId,
    kind: str,
    title: str,
    at: datetime,
    *,
    details: str = "",
    state: str = DONE,
    next_step: str | None = None,
) -> Request:
    """Store a request; its reference follows from its row, so that it is short and never double."""
    row = RequestRow(
        reference=uuid4().hex[:16],
        customer_id=customer_id,
        kind=kind,
        title=title,
        details=details,
        state=state,
        next_step=next_step,
        created_at=at,
        updated_at=at,
    )
    session.add(row)
    await session.flush()
    row.reference = reference_of(at, row.id)
    return _request(row)


def reference_of(at: datetime, row_id: int) -> str:
    """ "A-2026-000123", by the year in the Netherlands."""
    return f"A-{at.astimezone(AMSTERDAM).year}-{row_id:06d}"


async def last_request(session: AsyncSession, customer_id: CustomerId, kind: str, details: Sequence[str]) -> str:
    """Reference of the latest request with one of these details; empty when there is none."""
    found = await session.scalar(
        select(RequestRow.reference)
        .where(RequestRow.customer_id == customer_id, RequestRow.kind == kind, RequestRow.details.in_(details))
        .order_by(RequestRow.id.desc())
        .limit(1)
    )
    return found or ""


def _request(row: RequestRow) -> Request:
    return Request(row.reference, row.kind, row.title, row.state, row.created_at, row.updated_at, row.next_step)
