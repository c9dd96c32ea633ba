"""Twilio from the settings: none, one or two senders, and the addresses that Twilio calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from dichtbij.channels.whatsapp.files import OpenFile
from dichtbij.channels.whatsapp.model import Channel
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.channels.whatsapp.twilio import links as files
from dichtbij.channels.whatsapp.twilio.links import FileLinks
from dichtbij.channels.whatsapp.twilio.provider import HOOKS, TwilioProvider
from dichtbij.clock import Clock
from dichtbij.settings import Settings

Taking = Callable[[Provider], Callable[[web.Request], Awaitable[web.StreamResponse]]]
"""Makes a handler of what a provider delivers (PhoneRoutes.taking)."""


@dataclass(frozen=True)
class Twilio:
    """What there is of Twilio here; mostly nothing."""

    providers: Sequence[TwilioProvider] = ()
    links: FileLinks | None = None

    @classmethod
    def from_settings(cls, settings: Settings, clock: Clock, open_file: OpenFile) -> Twilio:
        """Every sender that is set; Settings.require_secrets saw that what it needs is there."""
        tokens = [token.strip() for token in settings.twilio_auth_token.get_secret_value().split(",") if token.strip()]
        senders: dict[Channel, str] = {"whatsapp": settings.twilio_whatsapp_from, "sms": settings.twilio_sms_from}
        if not tokens or not any(senders.values()):
            return cls()
        account, url, public_url = settings.twilio_account_sid, settings.twilio_url, settings.base_url
        links = FileLinks(tokens[0], public_url, open_file, clock)
        found = [
            TwilioProvider(channel, sender, account, tokens, url, public_url, links, clock)
            for channel, sender in senders.items()
            if sender
        ]
        return cls(found, links)

    def add_to(self, app: web.Application, taking: Taking) -> None:
        """Register the addresses that Twilio calls."""
        for provider in self.providers:
            app.router.add_post(HOOKS[provider.channel], taking(provider))
        if self.links is not None:
            app.router.add_get(f"{files.PATH}/{{token}}", self.links.serve)
