"""Chatwoot behind the port, put together."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog
from aiohttp import web

from dichtbij.clock import Clock
from dichtbij.conversations.model import Conversation
from dichtbij.conversations.service import Conversations
from dichtbij.customers.profiles import Profiles
from dichtbij.database import Database
from dichtbij.desks import store
from dichtbij.desks.chatwoot.client import ChatwootClient
from dichtbij.desks.chatwoot.sender import Sender
from dichtbij.desks.chatwoot.telling import OpenFile, Telling
from dichtbij.desks.chatwoot.webhook import Webhook
from dichtbij.desks.front import CaseFile, Front
from dichtbij.errors import DatabaseUnavailable, DeskUnavailable
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.service import Handoffs
from dichtbij.settings import Settings
from dichtbij.texts import Texts

log = structlog.get_logger()

ASK_WHO_IS_THERE = 20.0
"""Seconds between two looks at who is there. Who was not confirmed for a minute is not there (hours.PRESENT_WITHIN)."""
PRESENT_FOR = timedelta(minutes=2)


class ChatwootDesk:
    """See Desk."""

    name = "chatwoot"

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        handoffs: Handoffs,
        callbacks: Callbacks,
        profiles: Profiles,
        audit: Audit,
        texts: Texts,
        case_file: CaseFile,
        open_file: OpenFile,
    ) -> None:
        self._database = database
        self._clock = clock
        account, inbox = settings.chatwoot_account_id, settings.chatwoot_inbox_id
        self.client = ChatwootClient(settings.chatwoot_url, settings.chatwoot_token.get_secret_value(), account, inbox)
        self.sender = Sender(
            self.name,
            database,
            clock,
            conversations,
            Telling(self.client, conversations, handoffs, case_file, open_file),
        )
        front = Front(self.name, database, clock, conversations, handoffs, profiles, audit, texts)
        secrets = [one.strip() for one in settings.chatwoot_webhook_secret.get_secret_value().split(",")]
        self._webhook = Webhook(self.name, secrets, account, inbox, database, clock, handoffs, callbacks, front)
        handoffs.on_case(self.sender.on_case)
        conversations.on_message(self.sender.on_message)
        self._keeper: asyncio.Task[None] | None = None

    def add_to(self, app: web.Application) -> None:
        """See Desk."""
        self._webhook.add_to(app)

    async def start(self) -> None:
        """See Desk."""
        await self.sender.start()
        self._keeper = asyncio.create_task(self._keep_present())

    async def stop(self) -> None:
        """See Desk."""
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        await self.sender.stop()
        await self.client.close()

    async def tidy(self) -> None:
        """See Desk. The sender looks by itself."""

    async def customer_typing(self, conversation: Conversation, on: bool) -> None:
        """See Desk. Chatwoot's API shows typing of agents only, so nothing is told."""

    async def look_who_is_there(self) -> None:
        """Ask Chatwoot which agents of the inbox are there, and keep it where the actions look too."""
        colleagues = await self.client.colleagues()
        async with self._database.writing() as session:
            await store.present(session, self.name, colleagues, self._clock(), PRESENT_FOR)

    async def _keep_present(self) -> None:
        while True:
            try:
                await self.look_who_is_there()
            except DeskUnavailable as fault:  # who was there is soon nobody, and a call is offered instead
                log.warning("desk_presence_unknown", why=str(fault))
            except DatabaseUnavailable:
                log.error("database_unavailable", during="desk_presence")
            except Exception:
                log.exception("desk_presence_failed")
            await asyncio.sleep(ASK_WHO_IS_THERE)
