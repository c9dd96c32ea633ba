"""The counter's process: the only place where its parts meet."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import socketio
import structlog
from aiohttp import web

from dichtbij.apart import apart
from dichtbij.channels.web.file_routes import FileRoutes
from dichtbij.channels.web.routes import WebChannel
from dichtbij.channels.web.sessions import Sessions
from dichtbij.channels.whatsapp.room import Ground, PhoneRoom
from dichtbij.clock import Clock, system_clock
from dichtbij.conversations.attachments import Attachments, FileLinks
from dichtbij.conversations.model import Content, Conversation, Message
from dichtbij.conversations.scanner import scanner_of
from dichtbij.conversations.service import Conversations
from dichtbij.counter.bot import Bot, RasaBot
from dichtbij.counter.dispatcher import Dispatcher
from dichtbij.counter.service import Counter, Parts
from dichtbij.customers.rooms import build_rooms
from dichtbij.database import Database
from dichtbij.demo_site import DemoSite
from dichtbij.desk.agent_routes import AgentRoutes
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.audit_routes import AuditRoutes
from dichtbij.desk.file_routes import DeskFiles
from dichtbij.desk.guard import OWN_ORIGIN, Guard, own_pages_only
from dichtbij.desk.helping.room import HelpingRoom
from dichtbij.desk.live import DeskLive
from dichtbij.desk.login_routes import BACK as OIDC_BACK
from dichtbij.desk.login_routes import LoginRoutes
from dichtbij.desk.queue_news import QueueNews
from dichtbij.desk.queue_routes import QueueRoutes
from dichtbij.desk.router import Router
from dichtbij.desk.routes import DeskRoutes
from dichtbij.desk.sockets import DeskSockets
from dichtbij.desk.team_routes import TeamRoutes
from dichtbij.desk.template_routes import TemplateRoutes
from dichtbij.desk.views import Views
from dichtbij.desk.waiting import Waiting
from dichtbij.desks.chatwoot.desk import ChatwootDesk
from dichtbij.desks.own import OwnDesk
from dichtbij.desks.port import Desk
from dichtbij.errors import SettingsError
from dichtbij.handoff.accounts import Accounts
from dichtbij.handoff.agents import Agents
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.case_file import CaseFiles
from dichtbij.handoff.case_rows import CaseRows
from dichtbij.handoff.hours import Availability
from dichtbij.handoff.model import Agent, Case
from dichtbij.handoff.offers import Offers
from dichtbij.handoff.oidc import openid_connect
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.states import States
from dichtbij.handoff.transfers import Transfers
from dichtbij.http import faults, safe_headers
from dichtbij.metrics import Metrics
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.pages import DIST, Pages
from dichtbij.phone_demo import PhoneDemo
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
        self.phone_demo = PhoneDemo(settings, clock) if PhoneDemo.wanted(settings) else None
        if self.phone_demo is not None:
            settings = self.phone_demo.in_settings(settings)
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
        self.rooms = build_rooms(settings, self.database, clock, self.organisation, self.texts)
        secret = settings.session_secret.get_secret_value()
        self.sessions = Sessions(secret)
        minutes = self.rooms.policies.identificatie.documentlink_minuten
        self.file_links = FileLinks(secret.encode(), clock, minutes)
        self.conversations = Conversations(self.database, clock, self.file_links.linked)
        self.attachments = Attachments(
            self.database, clock, self.conversations, self.file_links, scanner_of(settings.scan_command)
        )
        self.handoffs = Handoffs(self.database, clock, self.conversations, self.organisation.balie)
        self.offers = Offers(self.database, clock, self.handoffs, self.organisation.balie)
        self.transfers = Transfers(self.database, clock, self.conversations, self.handoffs, self.organisation)
        self.states = States(self.database, clock)
        self.availability = Availability(self.database, clock, self.organisation)
        self.agents = Agents(self.database, clock, key=settings.session_secret.get_secret_value().encode())
        self.accounts = Accounts(self.database, self.organisation.balie)
        self.audit = Audit(self.database, clock)
        self.oidc = openid_connect(settings, clock, OIDC_BACK)
        self.callbacks = Callbacks(self.database, clock, self.organisation)
        self.profiles, self.identification = self.rooms.profiles, self.rooms.identification
        self.case_files = CaseFiles(
            self.database,
            CaseRows(
                self.database,
                clock,
                self.handoffs,
                self.conversations,
                self.identification,
                self.profiles,
                self.organisation,
            ),
            self.conversations,
            self.identification,
            self.profiles,
            self.rooms.requests,
            self.rooms.complaints,
        )
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
        app = web.Application(middlewares=[faults, own_pages_only], client_max_size=256 * 1024)
        app[OWN_ORIGIN] = self.settings.base_url
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
        self.announcements = Announcements(self.texts, self.conversations, self.identification, self.profiles)
        FileRoutes(
            self.attachments,
            self.conversations,
            self.sessions,
            self.identification,
            self.profiles,
            self.texts,
            self.clock,
            [*origins, self.settings.base_url],
        ).add_to(app)
        facts = self.organisation.page_facts()
        pages = Pages(
            self.rooms.documents,
            self.conversations,
            self.availability,
            self.bot,
            self.metrics,
            facts,
            self.dist,
            lambda: [alarm.provider for alarm in self.phone.outbound.alarms],
        )
        own_desk, phone = self.settings.desk == "own", self.phone_demo is not None
        pages.add_to(app, demo=self.settings.demo, desk=own_desk, phone=phone)
        if self.phone_demo is not None:
            self.phone_demo.add_to(app)
        if self.settings.demo:
            DemoSite(self.rooms.mailbox, self.clock, self.settings.login_token_secret.get_secret_value()).add_to(app)
        self._connect()
        self.front: Desk = self._chatwoot() if self.settings.desk == "chatwoot" else self._own_desk()
        self.front.add_to(app)
        self.phone.add_to(app)
        self.web.on_customer_typing = self.front.customer_typing
        return app

    def _connect(self) -> None:
        """Let the parts hear of each other."""
        self.phone = PhoneRoom(
            Ground(
                self.settings,
                self.database,
                self.clock,
                self.conversations,
                self.attachments,
                self.rooms,
                self.organisation,
                self.texts,
                self.metrics,
                lambda id_: self.dispatcher.notify(id_),
                self.handoffs.changed,
                PhoneDemo.link if self.phone_demo is not None else None,
            )
        )
        self.case_files.reaching = self.phone.reach
        if self.phone_demo is not None:
            self.phone_demo.approve(self.phone.templates.bodies)
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
                wishes=self.phone.reach,
            )
        )
        self.dispatcher = Dispatcher(self.conversations, self.counter, on_busy=lambda id_, on: self.web.busy(id_, on))
        self.conversations.on_message(self._count)
        self.handoffs.on_open(self._count_case)
        self.web = WebChannel(
            self.sio,
            self.sessions,
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
        if self.phone.continuing is not None:
            self.web.invite = self.phone.continuing.invite
        self.waiting = Waiting(
            self.clock,
            self.handoffs,
            self.availability,
            self.conversations,
            self.announcements,
            self.organisation,
        )

    def _own_desk(self) -> Desk:
        self.views = Views(self.case_files)
        self.sockets = DeskSockets(self.sio, self.agents)
        self.live = DeskLive(
            self.sio,
            self.sockets,
            self.handoffs,
            self.offers,
            self.conversations,
            self.callbacks,
            self.views,
            QueueNews(self.clock, self.handoffs, self.views.summaries),
            self.web.agent_typing,
        )
        self.live.on_listen = self._note_listening
        self.live.alarms = self.phone.alarms
        self.phone.outbound.on_alarm(self.live.alarms_changed)
        self.router = Router(self.handoffs, self.offers, self.transfers, self.announcements, self.live)
        return OwnDesk(
            self._add_own_desk,
            self.live.customer_typing,
            running=(self.sockets, self.live, self.router),
            tidying=(self.live.tell_new_callbacks,),
        )

    def _add_own_desk(self, app: web.Application) -> None:
        """The addresses of our own desk, and who tells whom."""
        guard = Guard(self.agents, self.handoffs, self.audit, self._customer_of)
        self.login = LoginRoutes(
            self.agents,
            self.audit,
            guard,
            self.organisation.balie,
            self.oidc,
            secure_cookie=self.settings.base_url.startswith("https://"),
            proxies=self.settings.proxies,
        )
        self.login.add_to(app)
        accounts = AgentRoutes(guard, self.accounts, self.organisation.balie)
        accounts.add_to(app)
        accounts.on_changed = self.sockets.drop
        AuditRoutes(guard, self.audit, self.profiles).add_to(app)
        self.desk = DeskRoutes(
            guard,
            self.handoffs,
            self.conversations,
            self.callbacks,
            self.views,
            self.phone.reach,
        )
        self.desk.add_to(app)
        TemplateRoutes(guard, self.handoffs, self.conversations, self.announcements, self.phone.reach).add_to(app)
        balie = self.organisation.balie
        self.helping = HelpingRoom(
            self.database,
            self.clock,
            self.rooms,
            self.organisation,
            self.texts,
            self.conversations,
            self.handoffs,
            self.callbacks,
            self.announcements,
            self.case_files,
            self.bot,
            self.phone.reach,
        )
        self.helping_routes = self.helping.add_to(app, guard, self.views)
        QueueRoutes(
            guard,
            self.handoffs,
            self.offers,
            self.transfers,
            self.states,
            self.announcements,
            self.views,
            balie,
        ).add_to(app)
        self.team = TeamRoutes(guard, self.states, self.handoffs, self.views, balie)
        self.team.add_to(app)
        self.login.about = self.team.about
        DeskFiles(guard, self.handoffs, self.conversations, self.attachments, self.texts, self.phone.reach).add_to(app)
        self.team.on_state = self.live.tell_me
        self.desk.on_callbacks = self.live.tell_callbacks
        self.helping_routes.on_callbacks = self.live.tell_callbacks
        self.login.on_log_out = self.sockets.log_out
        self.login.on_password = self.sockets.drop

    def _chatwoot(self) -> Desk:
        async def case_file(case: Case) -> Mapping[str, Any]:
            return await self.case_files.of(case, profile=True) or {}

        async def words(case: Case) -> Content:
            return await self.announcements.back_in_queue(case, await self.handoffs.behind(case))

        return ChatwootDesk(
            self.settings,
            self.database,
            self.clock,
            self.conversations,
            self.handoffs,
            self.callbacks,
            self._customer_of,
            self.audit,
            self.announcements.of,
            case_file,
            self.attachments.open,
            partial(self.transfers.bring_back, words),
            self.metrics,
        )

    async def _run(self, app: web.Application) -> AsyncIterator[None]:
        await self.front.start()
        await self.dispatcher.start()
        await self.phone.start()
        await self.privacy.start()
        tidier = asyncio.create_task(self._tidy())
        yield
        tidier.cancel()
        with suppress(asyncio.CancelledError):
            await tidier
        await self.privacy.stop()
        await self.dispatcher.stop()
        await self.phone.stop()
        await self.front.stop()
        await self.identification.settled()
        await self.bot.close()
        if self.oidc is not None:
            await self.oidc.close()
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
            await apart(self.waiting.look(), "waiting")
            await apart(self.conversations.close_idle(), "close_idle")
            await apart(self.agents.forget_expired(), "forget_expired")
            await apart(self.front.tidy(), "front_tidy")
            await apart(self.phone.tidy(), "phone_tidy")
            await apart(self.privacy.tidy(), "privacy_tidy")

    async def _customer_of(self, case: Case) -> str | None:
        """Who it is may have been proved after the handover."""
        return (await self.identification.identity(case.conversation_id)).customer_id or case.customer_id

    async def _note_listening(self, agent: Agent, case: Case) -> None:
        customer_id = await self._customer_of(case)
        await self.audit.note(agent, "meegeluisterd", case_id=case.id, customer_id=customer_id)

    async def _count(self, conversation: Conversation, message: Message) -> None:
        self.metrics.messages.labels(conversation.channel, message.sender).inc()
        if message.sender == "bot" and conversation.last_customer_at:
            self.metrics.handling.observe(max(0.0, (message.at - conversation.last_customer_at).total_seconds()))

    async def _count_case(self, case: Case) -> None:
        self.metrics.handovers.labels(case.reason).inc()


def build_counter(settings: Settings, **parts: object) -> web.Application:
    """The counter as an aiohttp application, for `python -m dichtbij counter` and for tests."""
    return CounterApp(settings, **parts).build()  # type: ignore[arg-type]
