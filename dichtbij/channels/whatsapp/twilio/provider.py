"""A sender of ours at Twilio as a provider (port.Provider): a number on WhatsApp, or one for SMS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

from dichtbij.channels.whatsapp.limits import Limits
from dichtbij.channels.whatsapp.model import Address, Arrival, Channel, Fate, Media, Part
from dichtbij.channels.whatsapp.twilio import webhook
from dichtbij.channels.whatsapp.twilio.client import TwilioClient
from dichtbij.channels.whatsapp.twilio.errors import fate_of
from dichtbij.channels.whatsapp.twilio.links import FileLinks
from dichtbij.channels.whatsapp.twilio.webhook import TwilioWebhook
from dichtbij.clock import Clock

BODY = 1600
"""Characters of one message, on every channel (Twilio, Messages resource)."""

LIMITS: Mapping[Channel, Limits] = {
    # Buttons need a template for each, made at Twilio before; choices are typed instead (typed.py). What is said with
    # a document is not shown ("Guidance on WhatsApp media messages"), so it gets a bubble of its own.
    "whatsapp": Limits(text=BODY, caption=1024, document_caption=0, buttons=0, rows=0),
    # A file is an address below the words.
    "sms": Limits(text=BODY, caption=1000, document_caption=1000, buttons=0, rows=0),
}
NAMES: Mapping[Channel, str] = {"whatsapp": "twilio", "sms": "twilio_sms"}
HOOKS: Mapping[Channel, str] = {"whatsapp": webhook.WHATSAPP, "sms": webhook.SMS}


class TwilioProvider:
    """One sender of ours."""

    def __init__(
        self,
        channel: Channel,
        sender: str,
        account_sid: str,
        auth_tokens: Sequence[str],
        api_url: str,
        public_url: str,
        links: FileLinks,
        clock: Clock,
    ) -> None:
        """Args:
        sender: see TwilioClient.
        auth_tokens: see TwilioWebhook; the first is used for sending.
        public_url: how Twilio reaches us.
        """
        self.name = NAMES[channel]
        self.channel: Channel = channel
        self.limits = LIMITS[channel]
        self._webhook = TwilioWebhook(auth_tokens, public_url, channel, clock)
        hook = f"{public_url}{HOOKS[channel]}"
        self._client = TwilioClient(api_url, (account_sid, auth_tokens[0]), channel, sender, hook, links)

    def fate(self, code: int) -> Fate:
        """Provider.fate."""
        return fate_of(code)

    async def receive(self, request: web.Request) -> tuple[web.Response, Sequence[Arrival]]:
        """Provider.receive."""
        return await self._webhook.receive(request)

    async def send(self, to: Address, part: Part, reference: str) -> str:
        """Provider.send."""
        return await self._client.send(to, part, reference)

    async def fetch(self, media: Media, most: int) -> bytes:
        """Provider.fetch."""
        return await self._client.fetch(media, most)

    async def close(self) -> None:
        """Provider.close."""
        await self._client.close()
