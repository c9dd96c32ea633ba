"""Whose conversation is it: found through identification, cases, callbacks and the browser it was held in."""

from __future__ import annotations

from sqlalchemy import Select, select, union

from dichtbij.conversations.tables import ConversationRow
from dichtbij.customers.model import CustomerId
from dichtbij.customers.store.identity_tables import IdentityRow
from dichtbij.customers.store.tables import CustomerRow
from dichtbij.handoff.tables import CallbackRow, CaseRow
from dichtbij.privacy.model import Person, Scope
from dichtbij.privacy.store.session import Session

_HOLDERS = (IdentityRow, CaseRow, CallbackRow)


async def person(session: Session, customer_id: CustomerId, conversation_id: str, scope: Scope) -> Person:
    """The person and the conversations that a request is about; only "this conversation" may be somebody else's too."""
    email = await session.scalar(select(CustomerRow.email).where(CustomerRow.id == customer_id))
    ids = [conversation_id] if scope is Scope.GESPREK else await conversations(session, customer_id)
    return Person(customer_id, tuple(ids), email or "")


async def conversations(session: Session, customer_id: CustomerId) -> list[str]:
    """Every conversation of a customer, oldest first.

    Those in which the customer was known, and those held in the same browser in which nobody else ever was: what was
    said there before the log-in is the customer's too, and was shown in the same window. A conversation in which
    another customer was known as well is left out: what the one sees or has erased would be the other's.
    """
    mine = _with_people(customer_id)
    keys = (
        select(ConversationRow.channel, ConversationRow.channel_key)
        .where(ConversationRow.id.in_(mine))
        .distinct()
        .order_by(ConversationRow.channel, ConversationRow.channel_key)
    )
    others = _with_others(customer_id)
    found = {str(id_) for id_ in await session.scalars(mine.where(mine.selected_columns[0].not_in(others)))}
    for channel, key in (await session.execute(keys)).all():
        held = select(ConversationRow.id).where(ConversationRow.channel == channel, ConversationRow.channel_key == key)
        found |= set(await session.scalars(held.where(ConversationRow.id.not_in(others))))
    ordered = await session.execute(
        select(ConversationRow.id).where(ConversationRow.id.in_(found)).order_by(ConversationRow.created_at)
    )
    exist = [str(row[0]) for row in ordered]
    return [*exist, *sorted(found - set(exist))]


def _with_people(customer_id: CustomerId) -> Select[tuple[str]]:
    parts = [select(row.conversation_id.label("id")).where(row.customer_id == customer_id) for row in _HOLDERS]
    return select(union(*parts).subquery().c.id)


def _with_others(customer_id: CustomerId) -> Select[tuple[str]]:
    parts = [
        select(row.conversation_id.label("id")).where(row.customer_id.is_not(None), row.customer_id != customer_id)
        for row in _HOLDERS
    ]
    return select(union(*parts).subquery().c.id)
