"""One process's way in for messages on a phone: real parts, no provider; what was delivered is put in by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from dichtbij.channels.whatsapp.inbox import Inbox, Pace
from dichtbij.channels.whatsapp.model import Address, Arrival, Incoming, Kind
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.reception import Reception
from dichtbij.clock import Clock
from dichtbij.conversations.bursts import Bursts
from dichtbij.conversations.model import Conversation, ConversationId, Message, Turn
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.metrics import Metrics
from dichtbij.texts import Texts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
QUICK = Pace(settle=0.05, most=0.5, settle_long=0.05, most_long=0.5, look=0.05, left=6.0, busy=0.02)
PATIENT = Pace(settle=1.5, most=20.0, settle_long=1.5, most_long=20.0, look=0.05, left=30.0, busy=0.02)
"""For deliveries that must be handled together, also on a slow machine."""
SANNE = Address("NL.150201", "31612000101")

_texts: list[Texts] = []


def texts() -> Texts:
    """Read once: they are the same in every test."""
    if not _texts:
        _texts.append(Texts({"telefoon": "088 123 4567", "organisatie": "Duinlicht Energie"}))
    return _texts[0]


def sent(text: str, id_: str = "", *, second: int = 0, address: Address = SANNE, **more: Any) -> Incoming:
    """A message that was just sent."""
    kind = more.pop("kind", Kind.TEXT)
    at = more.pop("at", NOW + timedelta(seconds=second))
    return Incoming(id_ or f"wamid.{text or kind.value}", address, at, kind, text, **more)


class Way:
    """Inbox, reception and record of one process."""

    def __init__(self, database: Database, clock: Clock, pace: Pace = QUICK) -> None:
        self.database = database
        self.clock = clock
        self.conversations = Conversations(database, clock)
        self.people = People(database, clock)
        self.bursts = Bursts(database, clock, self.conversations)
        self.notified: list[ConversationId] = []
        self.reception = Reception(
            database,
            clock,
            self.people,
            self.conversations,
            self.bursts,
            texts(),
            {"cloud": "whatsapp"},
            self.notified.append,
        )
        self.metrics = Metrics()
        process = self.conversations.process_id
        self.inbox = Inbox(database, clock, process, self.reception.handle, self.reception.broken, self.metrics, pace)

    async def take(self, *arrivals: Arrival) -> None:
        """One delivery."""
        await self.inbox.take("cloud", arrivals)

    async def idle(self) -> None:
        """Everything that came was handled."""
        await asyncio.wait_for(self.inbox.idle(), 60)

    def hold(self) -> None:
        """Store what comes, and leave it, as a process that falls right after acknowledging."""
        self.inbox._stopping = True

    async def release(self, clock: Any) -> None:
        """Handle all that was held, as the next look of a process does."""
        self.inbox._stopping = False
        clock.forward(seconds=QUICK.left + 1)
        await self.inbox.look()
        await self.idle()

    async def brings(self, *arrivals: Arrival) -> list[Message]:
        """One delivery, handled; gives the whole record of the last sender."""
        await self.take(*arrivals)
        await self.idle()
        return await self.record(next(one.address for one in reversed(arrivals) if isinstance(one, Incoming)))

    async def conversation(self, address: Address = SANNE) -> Conversation | None:
        """The latest of a person."""
        person = await self.people.meet("whatsapp", "cloud", sent("", "x", kind=Kind.REACTION, address=address))
        assert person is not None
        return await self.conversations.latest("whatsapp", person.id)

    async def record(self, address: Address = SANNE) -> list[Message]:
        """All messages of a person's latest conversation."""
        conversation = await self.conversation(address)
        return await self.conversations.messages(conversation.id) if conversation else []

    async def turns(self, address: Address = SANNE) -> list[Turn]:
        """What waits for an answer."""
        conversation = await self.conversation(address)
        return await self.conversations.unhandled(conversation.id) if conversation else []


def words(messages: Sequence[Message]) -> list[str]:
    return [message.content.text for message in messages]
