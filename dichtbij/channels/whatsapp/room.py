"""Messages on a phone, put together: providers, what comes in, what goes out. The counter starts and stops it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from dichtbij.channels.whatsapp.cloud.client import CloudClient
from dichtbij.channels.whatsapp.cloud.provider import CloudProvider
from dichtbij.channels.whatsapp.cloud.webhook import CloudWebhook
from dichtbij.channels.whatsapp.continuing import Continuing, Link
from dichtbij.channels.whatsapp.elsewhere import OtherChannels
from dichtbij.channels.whatsapp.fetching import Fetching
from dichtbij.channels.whatsapp.files import Files
from dichtbij.channels.whatsapp.inbox import Inbox, Pace
from dichtbij.channels.whatsapp.meeting import Meeting
from dichtbij.channels.whatsapp.outbound import Outbound
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.channels.whatsapp.reaching import PhoneReach
from dichtbij.channels.whatsapp.reception import Reception
from dichtbij.channels.whatsapp.references import References
from dichtbij.channels.whatsapp.routes import WHATSAPP, PhoneRoutes
from dichtbij.channels.whatsapp.templates import Templates
from dichtbij.channels.whatsapp.twilio.setup import Twilio
from dichtbij.channels.whatsapp.typed_taps import TypedTaps
from dichtbij.clock import Clock
from dichtbij.conversations.attachments import Attachments
from dichtbij.conversations.bursts import Bursts
from dichtbij.conversations.model import ConversationId
from dichtbij.conversations.service import Conversations
from dichtbij.customers.rooms import Rooms
from dichtbij.database import Database
from dichtbij.metrics import Metrics
from dichtbij.organisation import Organisation
from dichtbij.settings import Settings
from dichtbij.texts import Texts

log = structlog.get_logger()

TIDY_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Ground:
    """What the room stands on."""

    settings: Settings
    database: Database
    clock: Clock
    conversations: Conversations
    attachments: Attachments
    rooms: Rooms
    organisation: Organisation
    texts: Texts
    metrics: Metrics
    notify: Callable[[ConversationId], None]
    """Told of each conversation with something to handle."""
    recognised: Callable[[ConversationId], Awaitable[None]]
    """Told of each conversation of which somebody who waits for a customer should know more (Handoffs.changed)."""
    phone_link: Link | None = None
    """Where the website sends who goes on by phone; None: to WhatsApp itself."""


class PhoneRoom:
    """Everything of this channel in one process. Without a provider nothing of it runs."""

    def __init__(self, ground: Ground, pace: Pace | None = None) -> None:
        self._ground = ground
        self._cloud = _cloud(ground)
        self._tidied: datetime | None = None
        self._twilio = Twilio.from_settings(ground.settings, ground.clock, _files(ground).open)
        found: list[Provider] = [*([self._cloud] if self._cloud else []), *self._twilio.providers]
        self.providers: Mapping[str, Provider] = {provider.name: provider for provider in found}
        self.people = People(ground.database, ground.clock)
        self.bursts = Bursts(ground.database, ground.clock, ground.conversations)
        self.reception = Reception(
            ground.database,
            ground.clock,
            self.people,
            ground.conversations,
            self.bursts,
            ground.texts,
            {provider.name: provider.channel for provider in found},
            ground.notify,
        )
        process = ground.conversations.process_id
        self.inbox = Inbox(
            ground.database, ground.clock, process, self.reception.handle, self.reception.broken, ground.metrics, pace
        )
        self.templates = Templates.load(ground.organisation.facts())
        self.reach = PhoneReach(self.people, ground.clock, self.templates, ground.texts, self.providers)
        self._meet()
        without_buttons = {name for name, one in self.providers.items() if not (one.limits.buttons or one.limits.rows)}
        self.reception.looks.append(TypedTaps(ground.conversations, without_buttons).look)
        self.continuing = self._continuing()
        if self.continuing is not None:  # last: it must know who writes, and what was tapped
            self.reception.looks.append(self.continuing.look)
        self.fetching = Fetching(self.providers, ground.conversations, ground.attachments, ground.texts)
        self._out()

    def _out(self) -> None:
        """From the record to the providers, and what became of it."""
        ground, identification = self._ground, self._ground.rooms.identification
        sms = next((provider for provider in self.providers.values() if provider.channel == "sms"), None)
        self.outbound = Outbound(
            ground.database,
            ground.clock,
            ground.conversations,
            list(self.providers.values()),
            OtherChannels(sms, self.people, ground.rooms.mailer, identification, ground.rooms.profiles, ground.texts),
            ground.texts,
            ground.metrics,
            base_url=ground.settings.base_url,
            lasting=_files(ground).lasting,
        )
        self.inbox.statuses.hears = self.outbound
        self.reception.on_more = self.outbound.more

    def _meet(self) -> None:
        """First of all it must be known who writes: what comes after it holds to that."""
        ground = self._ground
        meeting = Meeting(
            self.people,
            ground.clock,
            ground.rooms.identification,
            ground.rooms.profiles,
            ground.texts,
            str(ground.organisation.overig["urls"]["privacy"]),
            ground.recognised,
        )
        self.reception.welcome = meeting.welcome
        self.reception.looks.insert(0, meeting.look)
        ground.conversations.on_delivery(meeting.on_delivery)

    def _continuing(self) -> Continuing | None:
        """From the website to WhatsApp, when there is a number to send people to."""
        ground = self._ground
        number = ground.settings.whatsapp_number
        if not number or not any(provider.channel == "whatsapp" for provider in self.providers.values()):
            return None
        key = ground.settings.session_secret.get_secret_value().encode()
        self.references = References(ground.database, ground.clock, ground.conversations, key)
        return Continuing(
            self.references,
            ground.conversations,
            ground.rooms.identification,
            ground.rooms.profiles,
            ground.texts,
            number,
            ground.recognised,
            ground.phone_link,
        )

    def alarms(self) -> list[Mapping[str, str]]:
        """Channels by which nothing goes out until somebody acts, with since when (ISO time)."""
        return [
            {"channel": self.providers[alarm.provider].channel, "since": alarm.since.isoformat()}
            for alarm in self.outbound.alarms
        ]

    def add_to(self, app: web.Application) -> None:
        """Register the addresses that providers call."""
        routes = PhoneRoutes(self.inbox, self._ground.metrics)
        if self._cloud is not None:
            webhook = self._cloud.webhook

            async def verify(request: web.Request) -> web.Response:
                return webhook.verify(request)

            app.add_routes([web.get(WHATSAPP, verify), web.post(WHATSAPP, routes.taking(self._cloud))])
        self._twilio.add_to(app, routes.taking)

    async def start(self) -> None:
        """Begin, with what was left behind."""
        if self.providers:
            for part in (self.outbound, self.inbox, self.fetching):
                await part.start()

    async def stop(self) -> None:
        """Stop. What is under way goes on in the next process."""
        for part in (self.inbox, self.fetching, self.outbound):
            await part.stop()
        for provider in self.providers.values():
            await provider.close()

    async def tidy(self) -> None:
        """What has to happen by itself now and then."""
        now = self._ground.clock()
        if self._tidied is None or now - self._tidied > TIDY_EVERY:
            self._tidied = now
            await self.inbox.tidy()
            if self.continuing is not None:
                await self.references.tidy()


def _files(ground: Ground) -> Files:
    return Files(ground.rooms.documents, ground.attachments)


def _cloud(ground: Ground) -> CloudProvider | None:
    settings = ground.settings
    if not settings.whatsapp_phone_number_id:
        return None
    webhook = CloudWebhook(
        settings.whatsapp_app_secret.get_secret_value(),
        settings.whatsapp_verify_token.get_secret_value(),
        settings.whatsapp_phone_number_id,
        ground.clock,
    )
    client = CloudClient(
        settings.whatsapp_graph_url,
        settings.whatsapp_phone_number_id,
        settings.whatsapp_access_token.get_secret_value(),
        _files(ground).open,
    )
    return CloudProvider(webhook, client)
