"""Whose conversation is it: found through identification, cases, callbacks and the browser or phone it was held on.

A phone is a person's own only when that person was once proved on it (a mailed code, a log-in). The number on file is
what a customer typed, a number is given out again, and a link to go on there can be sent to somebody else: whoever is
merely recognised on a phone may be another.
"""

from __future__ import annotations

from sqlalchemy import Select, and_, select, union

from dichtbij.conversations.tables import ConversationRow
from dichtbij.customers.model import CustomerId
from dichtbij.customers.store.identity_tables import IdentityRow
from dichtbij.customers.store.tables import CustomerRow
from dichtbij.handoff.tables import CallbackRow, CaseRow
from dichtbij.privacy.model import ERASED_KEY, Person, Scope
from dichtbij.privacy.store.session import Session

_HOLDERS = (IdentityRow, CaseRow, CallbackRow)
WEB = "web"
"""The channel of a browser, which shows its own past to nobody else; every other is a phone."""


async def person(session: Session, customer_id: CustomerId, conversation_id: str, scope: Scope) -> Person:
    """The person and the conversations that a request is about; only "this conversation" may be somebody else's too."""
    email = await session.scalar(select(CustomerRow.email).where(CustomerRow.id == customer_id))
    mine, unproved = await _conversations(session, customer_id)
    ids = [conversation_id] if scope is Scope.GESPREK else mine
    return Person(customer_id, tuple(ids), email or "", frozenset(unproved))


async def _conversations(session: Session, customer_id: CustomerId) -> tuple[list[str], set[str]]:
    """Every conversation of a customer, oldest first; and those on a phone where they were recognised, never proved.

    Their own are those in which the customer was known, and those held in the same browser or on the same phone in
    which nobody else ever was: what was said there before the log-in is the customer's too, and was shown in the same
    window. A conversation in which another customer was known as well is left out: what the one sees or has erased
    would be the other's.
    """
    known, others = _with_people(customer_id).subquery(), _with_others(customer_id)
    rows = await session.execute(
        select(known.c.id, ConversationRow.channel, ConversationRow.channel_key)
        .outerjoin(ConversationRow, ConversationRow.id == known.c.id)
        .order_by(ConversationRow.channel, ConversationRow.channel_key)
    )
    proved = {tuple(row) for row in await session.execute(_proved_phones(customer_id))}
    held_at = {str(id_): (channel, key) for id_, channel, key in rows}
    unproved = {id_ for id_, place in held_at.items() if _is_phone(*place) and place not in proved}
    mine = held_at.keys() - unproved
    found = mine - set(await session.scalars(others.where(others.selected_columns[0].in_(mine))))
    for channel, key in dict.fromkeys(held_at[id_] for id_ in held_at if id_ in mine):
        held = select(ConversationRow.id).where(ConversationRow.channel == channel, ConversationRow.channel_key == key)
        found |= set(await session.scalars(held.where(ConversationRow.id.not_in(others))))
    ordered = await session.execute(
        select(ConversationRow.id).where(ConversationRow.id.in_(found)).order_by(ConversationRow.created_at)
    )
    exist = [str(row[0]) for row in ordered]
    return [*exist, *sorted(found - set(exist))], unproved


def _is_phone(channel: str | None, key: str | None) -> bool:
    return channel not in (None, WEB) and not str(key).startswith(ERASED_KEY)


def _proved_phones(customer_id: CustomerId) -> Select[str, str]:
    proof = and_(IdentityRow.conversation_id == ConversationRow.id, IdentityRow.customer_id == customer_id)
    return (
        select(ConversationRow.channel, ConversationRow.channel_key)
        .join(IdentityRow, and_(proof, IdentityRow.proved))
        .where(ConversationRow.channel != WEB)
        .distinct()
    )


def _with_people(customer_id: CustomerId) -> Select[tuple[str]]:
    parts = [select(row.conversation_id.label("id")).where(row.customer_id == customer_id) for row in _HOLDERS]
    return select(union(*parts).subquery().c.id)


def _with_others(customer_id: CustomerId) -> Select[tuple[str]]:
    parts = [
        select(row.conversation_id.label("id")).where(row.customer_id.is_not(None), row.customer_id != customer_id)
        for row in _HOLDERS
    ]
    return select(union(*parts).subquery().c.id)
