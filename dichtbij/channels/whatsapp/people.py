"""Who is who on a phone: a person stays the same row when a number or an id joins, or a change of them is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.arrivals import hashed_id
from dichtbij.channels.whatsapp.model import Address, Channel, Incoming, Kind, Person, PersonId
from dichtbij.channels.whatsapp.store import arrivals
from dichtbij.channels.whatsapp.store import people as store
from dichtbij.clock import Clock
from dichtbij.database import Database

log = structlog.get_logger()

SILENT = frozenset({Kind.REACTION, Kind.EDIT, Kind.DELETION, Kind.NEW_NUMBER})
"""What does not open the window of 24 hours: Meta names messages and calls only. Too careful costs a template, too free
a message that is refused."""


class People:
    """Finds and keeps people. Every method raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, id_: PersonId) -> Person | None:
        """One person."""
        async with self._database.reading() as session:
            return await store.get(session, id_)

    async def by_number(self, channel: Channel, number: str) -> Person | None:
        """Who has this number."""
        async with self._database.reading() as session:
            return await store.by_number(session, channel, number)

    async def meet(self, channel: Channel, provider: str, message: Incoming) -> Person | None:
        """Who sent a message, made when nobody is known by its address; None when it names nobody.

        Found by the id, which is the key when there is one, otherwise by the number. What was missing joins the row. A
        number that comes with another id than before was given to somebody else: the row of who had it is not theirs.
        """
        if not message.address.key:
            return None
        for _ in range(3):
            try:
                async with self._database.writing() as session:
                    return await self._meet(session, channel, provider, message)
            except IntegrityError:  # the same new person at the same moment, in another process
                continue
        raise AssertionError("somebody was made three times while we looked")

    async def _meet(self, session: AsyncSession, channel: Channel, provider: str, message: Incoming) -> Person:
        address = message.address
        by_id, by_number = await store.by_address(session, channel, address)
        if by_number and by_number != by_id and (by_id or (address.user_id and by_number.address.user_id)):
            # The number is with this id now: whoever had it before is not reached by it any more.
            await store.save(session, by_number.id, number=None)
            by_number = None
        person = by_id or by_number
        if person is None:
            name = message.profile_name
            person = await store.add(session, channel, provider, address, name, self._clock())
        changes = _news(person, provider, message)
        return (await store.save(session, person.id, **changes) if changes else None) or person

    async def move(self, channel: Channel, message: Incoming) -> Person | None:
        """A person goes on under another number or id (NEW_NUMBER); None when nobody is known by the old one.

        Somebody who wrote from the new number already is a row of its own by then: both stay as they are, and are one
        again where the customer is known.
        """
        told = message.details
        new = Address(user_id=told.get("new_user_id", ""), number=told.get("new_number", ""))
        old = Address(
            user_id=told.get("previous_user_id", "") or message.address.user_id, number=message.address.number
        )
        if not new.key:
            return None
        async with self._database.writing() as session:
            by_id, by_number = await store.by_address(session, channel, old)
            person = by_id or by_number
            if person is None:
                return None
            taken = [one for one in await store.by_address(session, channel, new) if one and one.id != person.id]
            if taken:
                log.warning("new_number_known_already", person=person.id)
                return person
            # A new number makes a new id too: an old one that was not replaced would lead to nobody.
            return await store.save(session, person.id, number=new.number or None, user_id=new.user_id or None)

    async def sent_at(self, person: Person, message_id: str) -> datetime | None:
        """When a message was sent, by the provider's clock; None when it is not known any more."""
        async with self._database.reading() as session:
            return await arrivals.sent_at(session, hashed_id(person.provider, message_id))

    async def note(self, id_: PersonId, **values: datetime | None) -> Person | None:
        """Keep told_privacy_at, opted_out_at or not_before."""
        async with self._database.writing() as session:
            return await store.save(session, id_, **values)


def _news(person: Person, provider: str, message: Incoming) -> dict[str, Any]:
    """What a message tells of its sender that was not known."""
    changes: dict[str, Any] = {}
    if message.address.user_id and message.address.user_id != person.address.user_id:
        changes["user_id"] = message.address.user_id
    if message.address.number and message.address.number != person.address.number:
        changes["number"] = message.address.number
    if message.profile_name and message.profile_name != person.name:
        changes["name"] = message.profile_name
    if provider != person.provider:
        changes["provider"] = provider
    if message.kind not in SILENT and (person.last_in_at is None or message.at > person.last_in_at):
        changes["last_in_at"] = message.at
    return changes
