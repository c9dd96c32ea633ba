"""Meta's webhook: the question whether it is ours (GET), and signed deliveries (POST).

A delivery counts when X-Hub-Signature-256 is the HMAC-SHA256 with the app secret over its raw bytes. What was read from
it is stored before it is answered; Meta repeats what was not answered with 200 for up to seven days.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import web

from dichtbij.channels.whatsapp.cloud import incoming
from dichtbij.channels.whatsapp.model import Arrival
from dichtbij.clock import Clock
from dichtbij.http import problem

log = structlog.get_logger()


def signature(secret: str, body: bytes) -> str:
    """What X-Hub-Signature-256 must say of a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class CloudWebhook:
    """Reads deliveries for one number of ours."""

    def __init__(self, app_secret: str, verify_token: str, phone_number_id: str, clock: Clock) -> None:
        if not (app_secret and verify_token):
            raise ValueError("an empty secret would let everybody in")
        self._app_secret = app_secret
        self._verify_token = verify_token
        self._phone_number_id = phone_number_id
        self._clock = clock

    def verify(self, request: web.Request) -> web.Response:
        """GET: Meta asks, when the webhook is set up, whether this address is ours; the challenge goes back."""
        query = request.query
        token = query.get("hub.verify_token", "").encode("utf-8", "replace")
        right = hmac.compare_digest(token, self._verify_token.encode())
        if query.get("hub.mode") != "subscribe" or not right or not query.get("hub.challenge"):
            log.warning("whatsapp_webhook_not_verified")
            return problem(403, "verify_token", "Deze aanvraag klopt niet.")
        return web.Response(text=query["hub.challenge"], content_type="text/plain")

    async def receive(self, request: web.Request) -> tuple[web.Response, Sequence[Arrival]]:
        """POST: one delivery, of one or many messages and statuses (Provider.receive)."""
        body = await request.read()
        given = request.headers.get("X-Hub-Signature-256", "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, signature(self._app_secret, body).encode()):
            log.warning("whatsapp_webhook_not_signed")
            return problem(401, "signature", "Dit bericht is niet goed ondertekend."), ()
        try:
            event = _storable(json.loads(body, parse_constant=lambda _: None))  # NaN is no JSON
        except (ValueError, RecursionError):  # also: bytes that are no UTF-8
            event = None
        if not isinstance(event, dict):
            log.error("whatsapp_webhook_unreadable")
            return problem(400, "bad_request", "Dit bericht kwam niet goed aan."), ()
        for code in incoming.errors(event):
            log.error("whatsapp_account_error", code=code)
        return web.json_response({"ok": True}), incoming.arrivals(event, self._phone_number_id, self._clock())


def _storable(value: Any) -> Any:
    """Without what no database takes: NUL, and halves of a character."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
