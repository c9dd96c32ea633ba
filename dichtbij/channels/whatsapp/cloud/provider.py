"""Meta's Cloud API as a provider (port.Provider): its webhook in, its Graph API out."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from dichtbij.channels.whatsapp.cloud.client import CloudClient
from dichtbij.channels.whatsapp.cloud.errors import fate_of
from dichtbij.channels.whatsapp.cloud.webhook import CloudWebhook
from dichtbij.channels.whatsapp.limits import WHATSAPP, Limits
from dichtbij.channels.whatsapp.model import Address, Arrival, Channel, Fate, Media, Part

NAME = "cloud"


class CloudProvider:
    """One number of ours at Meta."""

    name = NAME
    channel: Channel = "whatsapp"
    limits: Limits = WHATSAPP

    def __init__(self, webhook: CloudWebhook, client: CloudClient) -> None:
        self.webhook = webhook
        self._client = client

    def fate(self, code: int) -> Fate:
        """Provider.fate."""
        return fate_of(code)

    async def receive(self, request: web.Request) -> tuple[web.Response, Sequence[Arrival]]:
        """Provider.receive."""
        return await self.webhook.receive(request)

    async def send(self, to: Address, part: Part, reference: str) -> str:
        """Provider.send."""
        return await self._client.send(to, part, reference)

    async def fetch(self, media: Media, most: int) -> bytes:
        """Provider.fetch."""
        return await self._client.fetch(media, most)

    async def close(self) -> None:
        """Provider.close."""
        await self._client.close()
