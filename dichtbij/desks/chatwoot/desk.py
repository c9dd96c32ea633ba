"""Chatwoot behind the port, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from aiohttp import web

from dichtbij.clock import Clock
from dichtbij.conversations.model import Conversation
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.desks.chatwoot.catching_up import EVERY as CATCH_UP_EVERY
from dichtbij.desks.chatwoot.catching_up import CatchingUp
from dichtbij.desks.chatwoot.client import ChatwootClient
from dichtbij.desks.chatwoot.hearing import Hearing
from dichtbij.desks.chatwoot.sender import Sender
from dichtbij.desks.chatwoot.telling import OpenFile, Telling
from dichtbij.desks.chatwoot.webhook import Webhook
from dichtbij.desks.front import Announce, CaseFile, CustomerOf, Front
from dichtbij.desks.store import people
from dichtbij.errors import DatabaseUnavailable, DeskUnavailable
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.service import Handoffs
from dichtbij.metrics import Metrics
from dichtbij.settings import Settings

log = structlog.get_logger()

ASK_WHO_IS_THERE = 20.0
"""Seconds between two looks at who is there. Who was not confirmed for a minute is not there (hours.PRESENT_WITHIN)."""
LAST_SEEN_KEPT = timedelta(days=1)
"""So long it stays known when an agent was last there: longer than any grace time (balie.terug_in_rij_na)."""


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
        customer_of: CustomerOf,
        audit: Audit,
        announce: Announce,
        case_file: CaseFile,
        open_file: OpenFile,
        bring_back: Callable[[], Awaitable[object]],
        metrics: Metrics,
    ) -> None:
        """`bring_back` puts customers back in the queue whose agent is gone (Transfers.bring_back)."""
        self._database = database
        self._clock = clock
        self._metrics = metrics
        account, inbox = settings.chatwoot_account_id, settings.chatwoot_inbox_id
        self.client = ChatwootClient(settings.chatwoot_url, settings.chatwoot_token.get_secret_value(), account, inbox)
        self.sender = Sender(
            self.name,
            database,
            clock,
            conversations,
            Telling(self.client, conversations, handoffs, case_file, open_file),
            metrics,
        )
        self.front = Front(self.name, database, clock, conversations, handoffs, customer_of, audit, announce)
        secrets = [one.strip() for one in settings.chatwoot_webhook_secret.get_secret_value().split(",")]
        hearing = Hearing(self.name, database, handoffs, callbacks, self.front)
        self._webhook = Webhook(secrets, account, inbox, clock, hearing)
        self.catching_up = CatchingUp(self.name, database, clock, conversations.process_id, self.client, hearing)
        handoffs.on_case(self.sender.on_case)
        conversations.on_message(self.sender.on_message)
        self._bring_back = bring_back
        self._loops: list[asyncio.Task[None]] = []

    def add_to(self, app: web.Application) -> None:
        """See Desk."""
        self._webhook.add_to(app)

    async def start(self) -> None:
        """See Desk."""
        await self.sender.start()
        steps = ((self.look_who_is_there, ASK_WHO_IS_THERE), (self.catching_up.look, CATCH_UP_EVERY))
        self._loops = [asyncio.create_task(self._again_and_again(step, seconds)) for step, seconds in steps]

    async def stop(self) -> None:
        """See Desk."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self.sender.stop()
        await self.client.close()

    async def tidy(self) -> None:
        """See Desk. Who has an agent that is gone, or that can't be reached, waits in the queue again, and hears so."""
        await self._bring_back()

    async def customer_typing(self, conversation: Conversation, on: bool) -> None:
        """See Desk. Chatwoot's API shows typing of agents only, so nothing is told."""

    async def look_who_is_there(self) -> None:
        """Ask Chatwoot which agents of the inbox are there, and keep it where the actions look too."""
        colleagues = await self.client.colleagues()
        async with self._database.writing() as session:
            await people.present(session, self.name, colleagues, self._clock(), LAST_SEEN_KEPT)

    async def _again_and_again(self, step: Callable[[], Awaitable[None]], seconds: float) -> None:
        name = step.__name__
        while True:
            try:
                await step()
            except DeskUnavailable as fault:  # who was there is soon nobody, and a call is offered instead
                self._metrics.desk_faults.inc()
                log.warning("desk_unavailable", during=name, why=str(fault))
            except DatabaseUnavailable:
                log.error("database_unavailable", during=name)
            except Exception:  # one step that fails must not end all others
                log.exception("desk_step_failed", step=name)
            await asyncio.sleep(seconds)
