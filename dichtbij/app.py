"""The counter's process: the only place where its parts meet."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import socketio
import structlog
from aiohttp import web

from dichtbij.channels.web.routes import WebChannel
from dichtbij.channels.web.sessions import Sessions
from dichtbij.clock import Clock, system_clock
from dichtbij.conversations.model import Conversation, Draft, Message
from dichtbij.conversations.service import Conversations
from dichtbij.counter.bot import Bot, RasaBot
from dichtbij.counter.dispatcher import Dispatcher
from dichtbij.counter.service import Counter, Parts, as_content
from dichtbij.customers.rooms import build_rooms
from dichtbij.database import Database
from dichtbij.demo_site import DemoSite
from dichtbij.desk.live import DeskLive
from dichtbij.desk.routes import DeskRoutes
from dichtbij.desk.views import Views
from dichtbij.errors import DatabaseUnavailable, SettingsError
from dichtbij.handoff.agents import Agents
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.hours import Availability
from dichtbij.handoff.model import Case
from dichtbij.handoff.service import Handoffs
from dichtbij.http import faults, safe_headers
from dichtbij.metrics import Metrics
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.pages import DIST, Pages
from dichtbij.privacy.room import PrivacyRoom
from dichtbij.settings import Settings
from dichtbij.signals import Reader
from dichtbij.texts import Texts

log = structlog.get_logger()

MAX_FRAME = 64 * 1024
"""Largest socket frame in bytes; a longer one closes the connection."""

_TIDY_EVERY = 5.0
_HANG_UP_WITHIN = 1.0


def _reader(organisation: Organisation) -> Reader:
    """What was learned of moods; without it nothing may be read, so the counter does not start."""
    try:
        return Reader.load(us=organisation.called())
    except (FileNotFoundError, ValueError) as fault:
        raise SettingsError(f"There is no reader of signals that fits ({fault}). Train it: make train") from fault


class CounterApp:
    """Everything of one counter process, put together and started in order."""

    def __init__(
        self, settings: Settings, *, clock: Clock = system_clock, bot: Bot | None = None, dist: Path = DIST
    ) -> None:
        settings.require_secrets()
        self.settings = settings
        self.dist = dist
        self.clock = clock
        self.organisation: Organisation = load_organisation(
            settings.organisation_file, always_open=settings.always_open
        )
        self.texts = Texts(self.organisation.facts())
        self.reader = _reader(self.organisation)
        self.database = Database(settings.database_url)
        self.metrics = Metrics()
        self.conversations = Conversations(self.database, clock)
        self.handoffs = Handoffs(self.database, clock, self.conversations)
        self.availability = Availability(self.database, clock, self.organisation)
        self.agents = Agents(self.database, clock)
        self.callbacks = Callbacks(self.database, clock, self.organisation)
        self.rooms = build_rooms(settings, self.database, clock, self.organisation, self.texts)
        self.profiles, self.identification = self.rooms.profiles, self.rooms.identification
        self.privacy = PrivacyRoom(
            self.database,
            clock,
            self.rooms.policies.bewaartermijnen,
            self.conversations,
            self.handoffs,
            self.rooms.documents,
            self.texts,
            self.organisation,
            settings.tracker_url,
        )
        self.bot: Bot = bot or RasaBot(
            settings.rasa_url, settings.bot_secret.get_secret_value(), settings.bot_timeout_seconds
        )

    def build(self) -> web.Application:
        """The aiohttp application. Its start-up and clean-up run everything else."""
        app = web.Application(middlewares=[faults], client_max_size=256 * 1024)
        app.on_response_prepare.append(safe_headers)
        origins = [origin.strip() for origin in self.settings.allowed_origins.split(",") if origin.strip()]
        self.sio = socketio.AsyncServer(
            async_mode="aiohttp",
            # A list is all that is allowed, so our own pages (the desk) have to be in it; None is our own pages alone.
            cors_allowed_origins=[*origins, self.settings.base_url] if origins else None,
            # Loggers of their own would write texts of customers to stderr, past configure_logging.
            logger=logging.getLogger("socketio"),
            engineio_logger=logging.getLogger("engineio"),
            max_http_buffer_size=MAX_FRAME,
            ping_interval=15,
            ping_timeout=20,
        )
        self.sio.attach(app)
        app.cleanup_ctx.append(self._run)
        app.on_shutdown.append(self._hang_up)
        self.views = Views(self.conversations, self.identification, self.profiles)
        self.desk = DeskRoutes(
            self.agents,
            self.handoffs,
            self.conversations,
            self.callbacks,
            self.profiles,
            self.views,
            self.texts,
            secure_cookie=self.settings.base_url.startswith("https://"),
        )
        self.desk.add_to(app)
        facts = self.organisation.page_facts()
        pages = Pages(
            self.rooms.documents, self.conversations, self.availability, self.bot, self.metrics, facts, self.dist
        )
        pages.add_to(app, demo=self.settings.demo)
        if self.settings.demo:
            DemoSite(self.rooms.mailbox, self.clock, self.settings.login_token_secret.get_secret_value()).add_to(app)
        self._connect()
        return app

    def _connect(self) -> None:
        """Let the parts hear of each other."""
        self.counter = Counter(
            Parts(
                self.conversations,
                self.handoffs,
                self.availability,
                self.identification,
                self.profiles,
                self.organisation,
                self.texts,
                self.bot,
                self.reader.read,
                after_turn=self.privacy.eraser.after_turn,
            )
        )
        self.dispatcher = Dispatcher(self.conversations, self.counter, on_busy=lambda id_, on: self.web.busy(id_, on))
        self.conversations.on_message(self._count)
        self.handoffs.on_case(self._count_case)
        self.web = WebChannel(
            self.sio,
            Sessions(self.settings.session_secret.get_secret_value()),
            self.conversations,
            self.handoffs,
            self.identification,
            self.profiles,
            self.texts,
            self.clock,
            self.dispatcher.notify,
            base_url=self.settings.base_url,
            privacy_url=self.organisation.overig["urls"]["privacy"],
        )
        self.privacy.eraser.on_erased(self.web.tell_erased)
        self.live = DeskLive(
            self.sio,
            self.agents,
            self.handoffs,
            self.conversations,
            self.callbacks,
            self.views,
            self.web.agent_typing,
        )
        self.web.on_customer_typing = self.live.customer_typing
        self.desk.on_callbacks = self.live.tell_callbacks
        self.desk.on_log_out = self.live.log_out

    async def _run(self, app: web.Application) -> AsyncIterator[None]:
        await self.live.start()
        await self.dispatcher.start()
        await self.privacy.start()
        tidier = asyncio.create_task(self._tidy())
        yield
        tidier.cancel()
        with suppress(asyncio.CancelledError):
            await tidier
        await self.privacy.stop()
        await self.dispatcher.stop()
        await self.live.stop()
        await self.identification.settled()
        await self.bot.close()
        await self.database.close()

    async def _hang_up(self, app: web.Application) -> None:
        """Close every socket: aiohttp would wait for them twice. Widgets and desks come back by themselves."""
        if self.sio.eio.sockets:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.sio.eio.disconnect(), _HANG_UP_WITHIN)

    async def _tidy(self) -> None:
        """What has to happen by itself: long waits are said, quiet conversations end, old log-ins go."""
        while True:
            await asyncio.sleep(_TIDY_EVERY)
            try:
                for case in await self.handoffs.waited_too_long(self.organisation.lange_wacht):
                    await self._say_long_wait(case)
                await self.conversations.close_idle()
                await self.agents.forget_expired()
                await self.live.tell_new_callbacks()
                await self.privacy.tidy()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="tidy")
            except Exception:  # one case that fails must not end the tidying of all others
                log.exception("tidy_failed")

    async def _say_long_wait(self, case: Case) -> None:
        identity = await self.identification.identity(case.conversation_id)
        customer = await self.profiles.short(identity.customer_id) if identity.customer_id else None
        text = self.texts.render("utter_balie_wacht_lang", customer.form_of_address if customer else "je")
        content = as_content(text, ("utter:utter_balie_wacht_lang",))
        await self.conversations.say(case.conversation_id, Draft("system", content))

    async def _count(self, conversation: Conversation, message: Message) -> None:
        self.metrics.messages.labels(conversation.channel, message.sender).inc()
        if message.sender == "bot" and conversation.last_customer_at:
            self.metrics.handling.observe(max(0.0, (message.at - conversation.last_customer_at).total_seconds()))

    async def _count_case(self, case: Case) -> None:
        if case.state == "waiting" and case.agent_id is None and case.ended_at is None:
            self.metrics.handovers.labels(case.reason).inc()


def build_counter(settings: Settings, **parts: object) -> web.Application:
    """The counter as an aiohttp application, for `python -m dichtbij counter` and for tests."""
    return CounterApp(settings, **parts).build()  # type: ignore[arg-type]
