"""A counter whose desk is Chatwoot, as far as a desk sees it, and the stand-in on the other side; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from aiohttp import web

from dichtbij.conversations.attachments import Attachments, FileLinks
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Received
from dichtbij.conversations.scanner import scanner_of
from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.rooms import build_rooms
from dichtbij.database import Database
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.waiting import Waiting
from dichtbij.desks.chatwoot.desk import ChatwootDesk
from dichtbij.desks.chatwoot.webhook import PATH
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.case_file import CaseFiles
from dichtbij.handoff.case_rows import CaseRows
from dichtbij.handoff.hours import Availability
from dichtbij.handoff.model import Case, HandoverRequest
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.transfers import Transfers
from dichtbij.http import faults
from dichtbij.metrics import Metrics
from dichtbij.organisation import Organisation
from dichtbij.settings import Settings
from dichtbij.texts import Texts
from tests import chatwoot as stand_in
from tests.chatwoot import Chatwoot
from tests.conftest import FakeClock
from tests.running_counter import SECRETS

SECONDS = 30.0
"""How long a test waits for what should come at once."""


async def until(wanted: Callable[[], Awaitable[Any]] | Callable[[], Any]) -> Any:
    """Wait until something is there."""

    async def look() -> Any:
        while True:
            found = wanted()
            found = await found if asyncio.iscoroutine(found) else found
            if found:
                return found
            await asyncio.sleep(0.01)

    return await asyncio.wait_for(look(), SECONDS)


@dataclass
class Side:
    """One process of the counter, with the desk that it talks to."""

    database: Database
    clock: FakeClock
    conversations: Conversations
    attachments: Attachments
    handoffs: Handoffs
    callbacks: Callbacks
    identification: Identification
    waiting: Waiting
    metrics: Metrics
    desk: ChatwootDesk
    chatwoot: Chatwoot

    async def says(self, text: str, key: str = "browser-1") -> ConversationId:
        """The customer writes; nothing but a human answers."""
        received = await self.conversations.receive("web", key, text)
        assert isinstance(received, Received)
        if received.conversation.owner != "bot":
            turn = await self.conversations.begin_turn(received.conversation.id)
            assert turn is not None
            await self.conversations.finish_turn(turn, [])
        return received.conversation.id

    async def hands_over(
        self, text: str = "Ik wil een mens", key: str = "browser-1", *, reason: str = "verzoek", who: str | None = None
    ) -> Case:
        """The bot hands the conversation over."""
        id_ = await self.says(text, key)
        turn = await self.conversations.begin_turn(id_)
        assert turn is not None
        request = HandoverRequest(
            reason=reason,  # type: ignore[arg-type]
            trigger="medewerker_spreken",
            intent="factuur_uitleg",
            ask=text,
            context={"intent": "factuur_uitleg", "evidence": [{"label": "vraagt om een mens", "words": "een mens"}]},
        )
        words = [Draft("bot", Content(text="Ik haal er iemand bij."))]
        case = await self.handoffs.open(turn, request, words, customer_id=who, level=2 if who else 0, vulnerable=False)
        assert case is not None
        return case

    async def settled(self) -> None:
        """Everything was told, and everything Chatwoot told us was handled; twice, for what came of the other."""
        for _ in range(3):
            await self.desk.sender.look()
            await self.desk.sender.idle()
            await self.chatwoot.webhooks.settled()

    async def conversation(self, case: Case) -> Conversation:
        found = await self.conversations.get(case.conversation_id)
        assert found is not None
        return found

    async def read(self, case: Case) -> list[tuple[str, str]]:
        """What stands in the record: (who, text)."""
        messages = await self.conversations.messages(case.conversation_id)
        return [(message.sender_name or message.sender, message.content.text) for message in messages]

    def there(self, case: Case) -> int:
        """The number of the conversation at Chatwoot."""
        return int(self.chatwoot.of(case.conversation_id)["id"])


@pytest.fixture
async def chatwoot(clock: FakeClock) -> AsyncIterator[Chatwoot]:
    chatwoot = await Chatwoot(clock).start()
    yield chatwoot
    await chatwoot.stop()
    assert chatwoot.undocumented == []


@pytest.fixture(scope="session")
def texts(organisation: Organisation) -> Texts:
    return Texts(organisation.facts())


@pytest.fixture
def sides(
    open_database: Callable[[], Database],
    clock: FakeClock,
    organisation: Organisation,
    chatwoot: Chatwoot,
    texts: Texts,
) -> Callable[[], Side]:
    """Each call is another process."""

    def another() -> Side:
        settings = Settings(
            _env_file=None,
            desk="chatwoot",
            chatwoot_url=chatwoot.url,
            chatwoot_token=stand_in.TOKEN,
            chatwoot_account_id=stand_in.ACCOUNT,
            chatwoot_inbox_id=stand_in.INBOX,
            chatwoot_webhook_secret=f"{stand_in.SECRET}, {stand_in.BOT_SECRET}",
            **SECRETS,
        )
        settings.require_secrets()
        database = open_database()
        links = FileLinks(b"the secret of links in tests", clock, 30)
        conversations = Conversations(database, clock, links.linked)
        attachments = Attachments(database, clock, conversations, links, scanner_of(""))
        handoffs = Handoffs(database, clock, conversations, organisation.balie)
        transfers = Transfers(database, clock, conversations, handoffs, organisation)
        metrics = Metrics()
        callbacks = Callbacks(database, clock, organisation)
        rooms = build_rooms(settings, database, clock, organisation, texts)
        files = CaseFiles(
            database,
            CaseRows(database, clock, handoffs, conversations, rooms.identification, rooms.profiles, organisation),
            conversations,
            rooms.identification,
            rooms.profiles,
            rooms.requests,
            rooms.complaints,
        )

        async def case_file(case: Case) -> dict[str, Any]:
            return await files.of(case, profile=True) or {}

        async def customer_of(case: Case) -> str | None:
            return (await rooms.identification.identity(case.conversation_id)).customer_id or case.customer_id

        announcements = Announcements(texts, conversations, rooms.identification, rooms.profiles)
        available = Availability(database, clock, organisation)
        waiting = Waiting(clock, handoffs, available, conversations, announcements, organisation)

        async def words(case: Case) -> Content:
            return await announcements.back_in_queue(case, await handoffs.behind(case))

        desk = ChatwootDesk(
            settings,
            database,
            clock,
            conversations,
            handoffs,
            callbacks,
            customer_of,
            Audit(database, clock),
            announcements.of,
            case_file,
            attachments.open,
            partial(transfers.bring_back, words),
            metrics,
        )
        told = (conversations, attachments, handoffs, callbacks, rooms.identification, waiting, metrics)
        return Side(database, clock, *told, desk, chatwoot)

    return another


@pytest.fixture
async def side(sides: Callable[[], Side], chatwoot: Chatwoot) -> AsyncIterator[Side]:
    """A counter with its webhook, of which nothing but a test looks for what was left behind."""
    side = sides()
    app = web.Application(middlewares=[faults])
    side.desk.add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    chatwoot.webhooks.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}{PATH}"
    yield side
    await runner.cleanup()
    await side.desk.stop()
