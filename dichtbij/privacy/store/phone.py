"""What a phone adds: how the person is reached there, what was under way, and what links the website to it.

The columns by name, as of the other desk: the action server, which answers questions about privacy, does not know the
channels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Integer,
    String,
    Subquery,
    and_,
    column,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    table,
    update,
)

from dichtbij.clock import AMSTERDAM
from dichtbij.conversations.tables import ConversationRow
from dichtbij.privacy.model import Erased, Person, Scope
from dichtbij.privacy.store.reach import as_json
from dichtbij.privacy.store.session import Session

_WHEN = ("first_at", "last_in_at", "told_privacy_at", "opted_out_at", "not_before")
PEOPLE = table(
    "phone_people",
    *(column(name, String) for name in ("id", "channel", "provider", "user_id", "number", "name")),
    *(column(name, DateTime(timezone=True)) for name in _WHEN),
)
_ARRIVALS = table(
    "phone_arrivals",
    *(column(name, String) for name in ("id", "provider", "person_key", "what")),
    *(column(name, DateTime(timezone=True)) for name in ("sent_at", "received_at", "handled_at")),
    column("body", JSON(none_as_null=True)),
)
_PARCELS = table(
    "phone_parcels",
    *(column(name, String) for name in ("id", "person_id", "conversation_id", "state", "remote_id", "reason")),
    *(column(name, Integer) for name in ("from_seq", "to_seq", "part", "tries", "code")),
    *(column(name, DateTime(timezone=True)) for name in ("begun_at", "next_at")),
    column("content", JSON(none_as_null=True)),
)
_REFERENCES = table(
    "phone_references",
    *(column(name, String) for name in ("code_hash", "conversation_id")),
    *(column(name, DateTime(timezone=True)) for name in ("expires_at", "used_at")),
)
_LEFT_OUT = frozenset({"person_id", "not_before", "next_at", "body", "content"})
"""Of our own working; the words of a message that waits stand in `text`."""

KEPT_ARRIVALS = timedelta(days=8)
"""As channels.whatsapp.model.KEPT: so long a delivery may come once more."""


class PhoneStore:
    """See PersonalStore. Has to come before the record: by its conversations the person is found."""

    name = "telefoon"
    tables = frozenset({"phone_people", "phone_arrivals", "phone_parcels", "phone_references"})

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """Who the person is there, and how far each message came. What was said stands with the conversations."""
        people = await session.execute(select(PEOPLE).where(_people(person)).order_by(PEOPLE.c.first_at))
        arrivals = await session.execute(select(_ARRIVALS).where(_arrivals(person)).order_by(_ARRIVALS.c.received_at))
        parcels = await session.execute(select(_PARCELS).where(_parcels(person)).order_by(_PARCELS.c.id))
        links = await session.execute(select(_REFERENCES).where(_references(person)).order_by(_REFERENCES.c.expires_at))
        return {
            "phone_people": [_shown(row) for row in people.mappings()],
            "phone_arrivals": [{**_shown(row), **_waiting(row["body"])} for row in arrivals.mappings()],
            "phone_parcels": [_shown(row) for row in parcels.mappings()],
            "phone_references": [_shown(row) for row in links.mappings()],
        }

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        parcels = await _count(session, _PARCELS, _parcels(person))
        gone = [Erased("telefoon", parcels + await _count(session, _REFERENCES, _references(person)))]
        if await _count(session, PEOPLE, _people(person)):
            gone.append(Erased("telefoon", 0, why="toestel"))
        if scope is Scope.GESPREK:
            return gone
        if await session.scalar(select(PEOPLE.c.id).limit(1)):  # somebody's, not only this person's
            gone.append(Erased("telefoon", 0, why="onbewezen"))
        handled = and_(_arrivals(person), _ARRIVALS.c.handled_at.is_not(None))
        found = await session.execute(select(func.count(), func.max(_ARRIVALS.c.received_at)).where(handled))
        ids, last = found.one()
        until = (last + KEPT_ARRIVALS).astimezone(AMSTERDAM).date() if last else None
        people = await _count(session, PEOPLE, _people(person)) if scope is Scope.ALLES else 0
        return [
            *gone,
            *([Erased("telefoon", 0, people, "bereik")] if people else ()),
            *([Erased("telefoon", 0, ids, "herhaling", until)] if ids else ()),
        ]

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore.

        How the person is reached, and whether they signed off, stays while they talk to us: the report itself goes
        there. It goes by itself with their last conversation. Of what came in only the provider's ids stay, for eight
        days: without them a delivery that comes once more would bring back what was erased.
        """
        planned = await self.plan(session, person, scope)
        if scope is not Scope.GESPREK:
            handled = and_(_arrivals(person), _ARRIVALS.c.handled_at.is_not(None))
            await session.execute(update(_ARRIVALS).where(handled).values(person_key="", body=null()))
        if scope is Scope.ALLES:
            await session.execute(update(PEOPLE).where(_people(person)).values(name=""))
        await session.execute(delete(_PARCELS).where(_parcels(person)))
        await session.execute(delete(_REFERENCES).where(_references(person)))
        return planned


def nobody_any_more(before: Any) -> ColumnElement[bool]:
    """People of whom no conversation is left, and who wrote before a moment."""
    held = exists().where(ConversationRow.channel == PEOPLE.c.channel, ConversationRow.channel_key == PEOPLE.c.id)
    return and_(func.coalesce(PEOPLE.c.last_in_at, PEOPLE.c.first_at) < before, ~held)


def _keys(person: Person) -> Any:
    """The people on a phone whose conversations these are."""
    return select(ConversationRow.channel_key).where(
        ConversationRow.id.in_(person.conversation_ids), ConversationRow.channel != "web"
    )


def _people(person: Person) -> ColumnElement[bool]:
    return PEOPLE.c.id.in_(_keys(person))


def _arrivals(person: Person) -> ColumnElement[bool]:
    """Messages by the person's id or number at the provider."""
    known = select(PEOPLE.c.user_id, PEOPLE.c.number).where(_people(person)).subquery()
    key = _ARRIVALS.c.person_key
    return and_(key != "", or_(key.in_(_values(known, "user_id")), key.in_(_values(known, "number"))))


def _values(known: Subquery, name: str) -> Any:
    return select(known.c[name]).where(known.c[name].is_not(None))


def _parcels(person: Person) -> ColumnElement[bool]:
    return _PARCELS.c.conversation_id.in_(person.conversation_ids)


def _references(person: Person) -> ColumnElement[bool]:
    return _REFERENCES.c.conversation_id.in_(person.conversation_ids)


async def _count(session: Session, of: Any, where: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(of).where(where)) or 0


def _shown(row: Mapping[Any, Any]) -> dict[str, Any]:
    return as_json({name: value for name, value in row.items() if name not in _LEFT_OUT})


def _waiting(body: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a message says that nobody handled yet; after that it stands in the record alone."""
    return {"text": body["text"]} if body and body.get("text") else {}
