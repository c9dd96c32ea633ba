"""What Chatwoot tells us: an agent's message, a private note, a status.

The webhook of its API channel and that of its agent bot send the same events, to the same address of ours. Only what is
signed with one of our secrets counts (X-Chatwoot-Signature over time and body; Chatwoot 4.13 or later), and not what
was signed long ago. A message may come twice (chatwoot/chatwoot#11901, or from both webhooks): it is stored once. An
answer of 400 or more makes Chatwoot show the agent that the message did not arrive.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import web

from dichtbij.clock import Clock
from dichtbij.desks.chatwoot.hearing import ENDED, Hearing, mapping
from dichtbij.http import problem

log = structlog.get_logger()

PATH = "/balies/chatwoot"
OLDEST = timedelta(minutes=5)
"""A signature older than this, or from as far ahead, does not count: it may be an old request sent again."""


def signed(secrets: Sequence[str], timestamp: str, body: bytes, signature: str, now: float) -> bool:
    """Whether one of our secrets made this signature, not long ago.

    Args:
        timestamp: X-Chatwoot-Timestamp, Unix seconds.
        signature: X-Chatwoot-Signature, "sha256=" and the HMAC in hex of timestamp, a dot and the body.
        now: Unix seconds.
    """
    if not timestamp.isascii() or not timestamp.isdigit() or abs(now - int(timestamp)) > OLDEST.total_seconds():
        return False
    right = False
    for secret in secrets:
        made = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        right |= hmac.compare_digest(signature.encode("utf-8", "replace"), b"sha256=" + made.encode())
    return right


class Webhook:
    """The one address that Chatwoot calls."""

    def __init__(
        self,
        secrets: Sequence[str],
        account_id: int,
        inbox_id: int,
        clock: Clock,
        hearing: Hearing,
    ) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)
        self._account_id = account_id
        self._inbox_id = inbox_id
        self._clock = clock
        self._hearing = hearing

    def add_to(self, app: web.Application) -> None:
        """Register the address."""
        app.add_routes([web.post(PATH, self.receive)])

    async def receive(self, request: web.Request) -> web.Response:
        """POST: one event. What is not for us is no fault."""
        body = await request.read()
        stamp = request.headers.get("X-Chatwoot-Timestamp", "")
        signature = request.headers.get("X-Chatwoot-Signature", "")
        if not signed(self._secrets, stamp, body, signature, self._clock().timestamp()):
            log.warning("desk_webhook_not_signed")
            return problem(401, "signature", "Dit bericht is niet goed ondertekend.")
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            event = None
        if not isinstance(event, dict):
            return problem(400, "bad_request", "Dit bericht kwam niet goed aan.")
        return await self._handle(event)

    async def _handle(self, event: Mapping[str, Any]) -> web.Response:
        name = event.get("event")
        is_message = name == "message_created"
        conversation = mapping(event.get("conversation")) if is_message else event
        account = mapping(event.get("account")).get("id", conversation.get("account_id"))
        if account not in (None, self._account_id) or conversation.get("inbox_id") not in (None, self._inbox_id):
            return _fine()
        link = await self._hearing.link(conversation.get("id"))
        if link is None:
            return _fine()
        if is_message:
            refused = await self._hearing.message(link, event)
            return problem(refused.status, refused.code, refused.words) if refused else _fine()
        is_end = name in ("conversation_status_changed", "conversation_resolved") and event.get("status") in ENDED
        if is_end and _at(event) >= link.told_at:  # not old news, from before this case
            await self._hearing.ended(link, mapping(mapping(event.get("meta")).get("assignee")))
        return _fine()


def _at(event: Mapping[str, Any]) -> int:
    """When it happened on Chatwoot's clock, in Unix seconds; very late when it does not say."""
    at = event.get("updated_at") or event.get("timestamp")
    return int(at) if isinstance(at, (int, float)) and not isinstance(at, bool) else 2**62


def _fine() -> web.Response:
    return web.json_response({"ok": True})
