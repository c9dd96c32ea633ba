"""How Chatwoot calls us: one event after the other, signed, each once (lib/webhooks/trigger.rb)."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import uuid4

import aiohttp

from tests.chatwoot.rules import BOT_SECRET, SECRET

TIMEOUT = aiohttp.ClientTimeout(total=30)
"""Chatwoot's own is five seconds; a machine that is busy with other tests is no fault of ours."""


class Webhooks:
    """The webhook of the inbox, and that of an agent bot."""

    def __init__(self, now: Callable[[], datetime], on_failed: Callable[[int, int], None]) -> None:
        """`on_failed` hears of the conversation and number of a message whose call failed."""
        self.now = now
        self.url = ""
        self.bot_url = ""
        """Of an agent bot on the inbox; empty: there is none."""
        self.answers: list[tuple[str, int]] = []
        """What our webhook answered: (event, status)."""
        self.lost: list[str] = []
        """Events of which the next call never leaves, as when its worker dies."""
        self._on_failed = on_failed
        self._events: asyncio.Queue[tuple[str, str, str, dict[str, Any]]] = asyncio.Queue()
        self._caller: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._caller = asyncio.create_task(self._call())

    async def stop(self) -> None:
        if self._caller is not None:
            self._caller.cancel()
            with suppress(asyncio.CancelledError):
                await self._caller

    async def settled(self) -> None:
        """Every call was made and answered."""
        await self._events.join()

    def tell(self, event: str, payload: dict[str, Any]) -> None:
        """To the inbox's webhook, and of messages to the bot's too (app/listeners/webhook_listener.rb)."""
        if self.url:
            self._put(event, self.url, SECRET, payload)
        if event.startswith("message"):
            self.tell_bot(event, payload)

    def tell_bot(self, event: str, payload: dict[str, Any]) -> None:
        """To the agent bot (app/listeners/agent_bot_listener.rb)."""
        if self.bot_url:
            self._put(event, self.bot_url, BOT_SECRET, payload)

    def _put(self, event: str, url: str, secret: str, payload: dict[str, Any]) -> None:
        if event in self.lost:
            self.lost.remove(event)
        else:
            self._events.put_nowait((event, url, secret, payload))

    async def _call(self) -> None:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as client:
            while True:
                event, url, secret, payload = await self._events.get()
                try:
                    await self._deliver(client, event, url, secret, payload)
                finally:
                    self._events.task_done()

    async def _deliver(
        self, client: aiohttp.ClientSession, event: str, url: str, secret: str, payload: dict[str, Any]
    ) -> None:
        body, status = json.dumps({**payload, "event": event}).encode(), 0
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with client.post(url, data=body, headers=self.sign(body, secret)) as response:
                status = response.status
        self.answers.append((event, status))
        # lib/webhooks/trigger.rb: handle_error, of the API inbox's webhook and messages alone
        if event == "message_created" and not 200 <= status < 300 and secret == SECRET:
            self._on_failed(payload["conversation"]["id"], payload["id"])

    def sign(self, body: bytes, secret: str = SECRET) -> dict[str, str]:
        """The headers of a call (chatwoot/chatwoot#13573, #13892)."""
        stamp = str(int(self.now().timestamp()))
        made = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-Chatwoot-Delivery": str(uuid4()),
            "X-Chatwoot-Timestamp": stamp,
            "X-Chatwoot-Signature": f"sha256={made}",
        }
