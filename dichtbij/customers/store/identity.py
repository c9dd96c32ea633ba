"""Queries about identification: who a conversation is with, open codes, attempts, used tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from dichtbij.customers.model import CustomerId, Method
from dichtbij.customers.store.identity_tables import CodeRequestRow, IdentityRow, LoginCodeRow, UsedTokenRow
from dichtbij.customers.store.session import Session
from dichtbij.customers.store.tables import AddressRow, CustomerRow

PROOFS = frozenset({Method.LOGIN_TOKEN.value, Method.MAIL_CODE.value})
"""The others only recognise."""


@dataclass(frozen=True)
class Candidate:
    """A customer with this number, and the postcodes that fit."""

    customer_id: CustomerId
    email: str
    form_of_address: str
    postcodes: tuple[str, ...]


async def hold(session: Session, subjects: Sequence[str]) -> None:
    """Let nobody else count the same subjects until this transaction ends.

    SQLite's writing transaction holds the whole file already; PostgreSQL gets an advisory lock per subject, in a fixed
    order so that two can't wait for each other.
    """
    if session.get_bind().dialect.name == "postgresql":
        for subject in sorted(subjects):
            await session.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))"), {"subject": subject}
            )


async def asked_since(session: Session, subject: str, since: datetime) -> list[datetime]:
    """When codes were asked for, oldest first."""
    found = await session.scalars(
        select(CodeRequestRow.at)
        .where(CodeRequestRow.subject == subject, CodeRequestRow.at > since)
        .order_by(CodeRequestRow.at)
    )
    return list(found)


async def note_asked(session: Session, subjects: Sequence[str], at: datetime, forget_before: datetime) -> None:
    """Count a request, and forget those that no longer count."""
    await session.execute(delete(CodeRequestRow).where(CodeRequestRow.at <= forget_before))
    session.add_all([CodeRequestRow(subject=subject, at=at) for subject in subjects])


async def candidate(session: Session, customer_number: str) -> Candidate | None:
    """The customer with this number."""
    found = await session.execute(
        select(CustomerRow.id, CustomerRow.email, CustomerRow.form_of_address, AddressRow.postcode)
        .outerjoin(AddressRow, AddressRow.customer_id == CustomerRow.id)
        .where(CustomerRow.customer_number == customer_number)
    )
    rows = found.all()
    if not rows:
        return None
    customer_id, email, form_of_address, _ = rows[0]
    postcodes = tuple(postcode for *_, postcode in rows if postcode)
    return Candidate(CustomerId(customer_id), email, form_of_address, postcodes)


async def open_code(
    session: Session,
    conversation_id: str,
    customer_id: CustomerId | None,
    code_hash: str,
    expires_at: datetime,
    attempts: int,
) -> None:
    """The one open code of a conversation; an earlier one no longer works."""
    await close_code(session, conversation_id)
    session.add(
        LoginCodeRow(
            conversation_id=conversation_id,
            customer_id=customer_id,
            code_hash=code_hash,
            expires_at=expires_at,
            attempts_left=attempts,
        )
    )


async def held_code(session: Session, conversation_id: str) -> LoginCodeRow | None:
    """The open code, held until the transaction ends."""
    found = await session.scalars(
        select(LoginCodeRow).where(LoginCodeRow.conversation_id == conversation_id).with_for_update()
    )
    return found.one_or_none()


async def close_code(session: Session, conversation_id: str) -> None:
    """Take the code away: used, worn out or replaced."""
    await session.execute(delete(LoginCodeRow).where(LoginCodeRow.conversation_id == conversation_id))


async def identity(session: Session, conversation_id: str) -> IdentityRow | None:
    """Who the conversation is with."""
    return await session.get(IdentityRow, conversation_id)


async def identities(session: Session, conversation_ids: Sequence[str]) -> list[IdentityRow]:
    """Who these conversations are with; those with nobody are left out."""
    found = await session.scalars(select(IdentityRow).where(IdentityRow.conversation_id.in_(list(conversation_ids))))
    return list(found)


async def conversations_of(session: Session, customer_id: CustomerId) -> dict[str, bool]:
    """The conversations in which a customer was known, the last in front; and whether that was ever proved there."""
    mine = select(IdentityRow.conversation_id, IdentityRow.proved).where(IdentityRow.customer_id == customer_id)
    rows = await session.execute(mine.order_by(IdentityRow.proved_at.desc(), IdentityRow.conversation_id))
    return {row.conversation_id: row.proved for row in rows}


async def customers_of(session: Session, conversation_ids: Sequence[str]) -> dict[str, CustomerId]:
    """Who was ever known in each of these conversations, also when they logged out since."""
    rows = await session.execute(
        select(IdentityRow.conversation_id, IdentityRow.customer_id).where(
            IdentityRow.conversation_id.in_(list(conversation_ids))
        )
    )
    return {conversation_id: CustomerId(customer_id) for conversation_id, customer_id in rows}


async def set_identity(
    session: Session, conversation_id: str, customer_id: CustomerId, method: str, at: datetime
) -> None:
    """The latest proof counts."""
    proved = method in PROOFS
    await session.merge(
        IdentityRow(
            conversation_id=conversation_id, customer_id=customer_id, method=method, proved_at=at, proved=proved
        )
    )


async def add_identity(
    session: Session, conversation_id: str, customer_id: CustomerId, method: str, at: datetime
) -> bool:
    """The first identity of a conversation. False when there is one, also of the very same moment: that one counts."""
    proved = method in PROOFS
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = await session.execute(
        insert(IdentityRow)
        .values(conversation_id=conversation_id, customer_id=customer_id, method=method, proved_at=at, proved=proved)
        .on_conflict_do_nothing()
        .returning(IdentityRow.conversation_id)
    )
    return added.first() is not None


async def forget(session: Session, conversation_id: str) -> None:
    """Nobody again. Whose conversation it was stays, so that it can still be shown to or erased for that customer."""
    await session.execute(
        update(IdentityRow).where(IdentityRow.conversation_id == conversation_id).values(method=Method.LOGGED_OUT.value)
    )
    await close_code(session, conversation_id)


async def use_token(session: Session, jti_hash: str, expires_at: datetime, now: datetime) -> bool:
    """Mark a token as used. False when it was used before, also by somebody at the very same moment."""
    await session.execute(delete(UsedTokenRow).where(UsedTokenRow.expires_at < now))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = await session.execute(
        insert(UsedTokenRow)
        .values(jti_hash=jti_hash, expires_at=expires_at)
        .on_conflict_do_nothing()
        .returning(UsedTokenRow.jti_hash)
    )
    return added.first() is not None
