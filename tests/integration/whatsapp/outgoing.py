"""The way out as tests use it: record, outbox and sender on a real database, against the stand-in of Meta's Cloud API.

Statuses come back over a real webhook with real signatures. Each Process is another process of the counter.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import web
from prometheus_client import generate_latest
from sqlalchemy import select

from dichtbij.channels.whatsapp.cloud.client import CloudClient
from dichtbij.channels.whatsapp.cloud.provider import CloudProvider
from dichtbij.channels.whatsapp.cloud.webhook import CloudWebhook
from dichtbij.channels.whatsapp.elsewhere import How
from dichtbij.channels.whatsapp.files import OutgoingFile
from dichtbij.channels.whatsapp.model import Person, StatusUpdate
from dichtbij.channels.whatsapp.outbound import Outbound
from dichtbij.channels.whatsapp.tables import ParcelRow, PersonRow
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Message, Sender
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.metrics import Metrics
from dichtbij.texts import Texts
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.conftest import FakeClock
from tests.whatsapp_stand_in import challenge

SECONDS, EVERY = 30.0, 0.02
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


@dataclass
class Remembered:
    """Another way to a person, that remembers whom it told."""

    how: How = "mail"
    told: list[str] = field(default_factory=list)
    hangs: bool = False
    """As a mail server that does not answer."""
    healed: asyncio.Event = field(default_factory=asyncio.Event)

    async def tell(self, person: Person, conversation_id: ConversationId) -> How:
        self.told.append(conversation_id)
        if self.hangs:
            await self.healed.wait()
        return self.how


@dataclass
class Process:
    """One process of the counter, as far as it sends."""

    database: Database
    conversations: Conversations
    outbound: Outbound
    metrics: Metrics
    elsewhere: Remembered
    provider: CloudProvider
    files: dict[str, OutgoingFile]

    async def begin(self, phone: Phone) -> Conversation:
        """A person with this phone, and what they said first: handled already."""
        person_id = str(uuid4())
        async with self.database.writing() as session:
            at = phone.last_sent
            session.add(
                PersonRow(
                    id=person_id,
                    channel="whatsapp",
                    provider="cloud",
                    number=phone.number,
                    user_id=phone.user_id,
                    name=phone.name,
                    first_at=at,
                    last_in_at=at,
                )
            )
        received = await self.conversations.receive("whatsapp", person_id, "hallo", channel_message_id=str(uuid4()))
        turn = await self.conversations.begin_turn(received.conversation.id)  # type: ignore[union-attr]
        assert turn is not None
        await self.conversations.finish_turn(turn, [])
        return turn.conversation

    async def say(self, conversation: Conversation, *texts: str, sender: Sender = "bot", **more: Any) -> None:
        """Say one or more things at once, as the end of a turn does."""
        drafts = [Draft(sender, Content(text, **more)) for text in texts]
        async with self.database.writing() as session:
            messages = await self.conversations.append_in(session, conversation.id, drafts)
        await self.conversations.announce(conversation, messages)

    async def messages(self, conversation: Conversation) -> Sequence[Message]:
        """What was said to the person, as the record has it now."""
        return [one for one in await self.conversations.messages(conversation.id) if one.sender != "customer"]

    async def parcels(self) -> list[ParcelRow]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(ParcelRow).order_by(ParcelRow.id)))

    async def person(self, conversation: Conversation, **values: Any) -> None:
        """Change what is known of a person."""
        async with self.database.writing() as session:
            row = await session.get(PersonRow, conversation.channel_key)
            assert row is not None
            for name, value in values.items():
                setattr(row, name, value)

    async def until(self, wanted: Callable[[Sequence[Message]], object], conversation: Conversation) -> None:
        """Wait until the record is so; moves nothing."""

        for _ in range(int(SECONDS / EVERY)):
            if wanted(await self.messages(conversation)):
                return
            await asyncio.sleep(EVERY)
        held = [(one.content.text, one.state, one.failure) for one in await self.messages(conversation)]
        waits = [(row.state, row.code, row.reason, row.tries) for row in await self.parcels()]
        raise AssertionError(f"it did not become so: {held}, {waits}")

    async def reach(self, state: str, conversation: Conversation) -> None:
        """Wait until all that was said has this state."""
        await self.until(lambda said: said and all(one.state == state for one in said), conversation)

    def figure(self, name: str, **labels: str) -> float:
        """A metric."""
        wanted = name + ("{" + ",".join(f'{key}="{labels[key]}"' for key in sorted(labels)) + "}" if labels else "")
        for line in generate_latest(self.metrics.registry).decode().splitlines():
            if line.startswith(f"{wanted} "):
                return float(line.rsplit(" ", 1)[1])
        return 0.0


class Hook:
    """Our webhook: reads what Meta's statuses say and tells one process."""

    def __init__(self) -> None:
        self.to: list[Process] = []
        self.seen: list[StatusUpdate] = []
        self.holds = False
        """Statuses are dropped, as a counter that is down drops them."""

    async def take(self, request: web.Request) -> web.Response:
        process = self.to[len(self.seen) % len(self.to)]
        response, arrivals = await process.provider.receive(request)
        for arrival in arrivals:
            if isinstance(arrival, StatusUpdate) and not self.holds:
                self.seen.append(arrival)
                await process.outbound.on_status(arrival)
        return response


@asynccontextmanager
async def way_out(
    meta: StandIn, clock: FakeClock, databases: Sequence[Database], texts: Texts
) -> AsyncIterator[tuple[list[Process], Hook]]:
    """Processes on one database, connected to a stand-in; not started yet."""
    processes, hook = [_process(meta, clock, database, texts) for database in databases], Hook()
    hook.to = processes[:1]
    app = web.Application()
    app.router.add_get("/webhooks/whatsapp", challenge)
    app.router.add_post("/webhooks/whatsapp", hook.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    meta.line.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks/whatsapp"
    try:
        yield processes, hook
    finally:
        meta.heal()
        for process in processes:
            await process.outbound.stop()
            await process.provider.close()
        await runner.cleanup()


def _process(meta: StandIn, clock: FakeClock, database: Database, texts: Texts) -> Process:
    files: dict[str, OutgoingFile] = {}

    async def open_file(path: str) -> OutgoingFile | None:
        return files.get(path)

    account, metrics, elsewhere = meta.account, Metrics(), Remembered()
    webhook = CloudWebhook(account.app_secret, account.verify_token, account.phone_number_id, clock)
    client = CloudClient(meta.url, account.phone_number_id, account.token, open_file)
    provider = CloudProvider(webhook, client)
    conversations = Conversations(database, clock)
    outbound = Outbound(
        database, clock, conversations, [provider], elsewhere, texts, metrics, base_url="https://dichtbij.example"
    )
    return Process(database, conversations, outbound, metrics, elsewhere, provider, files)


__all__ = ["PNG", "Hook", "Process", "Remembered", "way_out"]
