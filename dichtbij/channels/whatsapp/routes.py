"""The addresses that providers call: signed, stored, acknowledged. Everything else happens afterwards (inbox.py)."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from dichtbij.channels.whatsapp.inbox import Inbox
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.metrics import Metrics

log = structlog.get_logger()

WHATSAPP = "/webhooks/whatsapp"
MAX_BODY = 4 * 1024 * 1024
"""Bytes of one delivery; Meta's are 3 MB at most."""
SLOW = 0.25
"""Seconds within which a delivery should be acknowledged."""

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PhoneRoutes:
    """Takes deliveries of every provider."""

    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        self._inbox = inbox
        self._metrics = metrics

    def taking(self, provider: Provider) -> Answer:
        """A handler that stores what a provider delivers and only then answers it.

        When the database does not answer, the answer is 503 and the provider delivers again.
        """

        async def take(request: web.Request) -> web.StreamResponse:
            begun = time.perf_counter()
            answer, arrivals = await provider.receive(request.clone(client_max_size=MAX_BODY))
            await self._inbox.take(provider.name, arrivals)
            self._metrics.acknowledging.labels(provider.name).observe(time.perf_counter() - begun)
            return answer

        return take
