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
from dichtbij.conversations.model import Content, clean_text
from dichtbij.database import Database
from dichtbij.desks import store
from dichtbij.desks.chatwoot.telling import MESSAGE_PREFIX
from dichtbij.desks.front import MAX_NOTE, Front, NotOpen
from dichtbij.desks.model import Link
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import Agent
from dichtbij.handoff.service import Handoffs
from dichtbij.http import problem

log = structlog.get_logger()

PATH = "/balies/chatwoot"
OLDEST = timedelta(minutes=5)
"""A signature older than this, or from as far ahead, does not count: it may be an old request sent again."""
ENDED_WITHIN = timedelta(seconds=30)
"""After this long a case that was resolved there and is still open here is told anew: its ending failed."""
MAX_TEXT = 4_000
NOBODY = 0
"""No agent of Chatwoot has this number: who ended a case that nobody had taken, and is not named."""
_ENDED = ("resolved", "pending")
"""Resolved, or given to a bot (pending): both give the conversation back to the assistant."""


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
        desk: str,
        secrets: Sequence[str],
        account_id: int,
        inbox_id: int,
        database: Database,
        clock: Clock,
        handoffs: Handoffs,
        callbacks: Callbacks,
        front: Front,
    ) -> None:
        self._desk = desk
        self._secrets = tuple(secret for secret in secrets if secret)
        self._account_id = account_id
        self._inbox_id = inbox_id
        self._database = database
        self._clock = clock
        self._handoffs = handoffs
        self._callbacks = callbacks
        self._front = front

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
        conversation = _mapping(event.get("conversation")) if is_message else event
        account = _mapping(event.get("account")).get("id", conversation.get("account_id"))
        if account not in (None, self._account_id) or conversation.get("inbox_id") not in (None, self._inbox_id):
            return _fine()
        link = await self._link(conversation.get("id"))
        if link is None:
            return _fine()
        if is_message:
            return await self._message(link, event)
        if name in ("conversation_status_changed", "conversation_resolved") and conversation.get("status") in _ENDED:
            await self._ended(link, event)
        return _fine()

    async def _link(self, remote_id: object) -> Link | None:
        if not isinstance(remote_id, int) or isinstance(remote_id, bool) or not 0 < remote_id < 2**63:
            return None
        async with self._database.reading() as session:
            return await store.by_remote(session, self._desk, remote_id)

    # -- messages -----------------------------------------------------------------------------------------------------

    async def _message(self, link: Link, event: Mapping[str, Any]) -> web.Response:
        sender = _mapping(event.get("sender"))
        of_agent = event.get("message_type") in ("outgoing", 1) and sender.get("type") == "user"
        if not of_agent or link.conversation_id is None:
            return _fine()  # the customer's own words, a bot's, or a word at a promised call
        content = _content(event)
        if event.get("private") is True:
            if content.text and not event.get("source_id"):  # what we noted ourselves has our id
                async with self._database.writing() as session:
                    await store.note(session, link, content.text[:MAX_NOTE])
            return _fine()
        if not (content.text or content.links):
            return problem(422, "empty", "Dit bericht is leeg.")
        if len(content.text) > MAX_TEXT:
            return problem(422, "too_long", "Dit bericht is te lang. Maak er twee berichten van.")
        case = await self._handoffs.of_conversation(link.conversation_id)
        agent = await self._agent(sender)
        number = event.get("id")
        if agent is None or not isinstance(number, int):
            return problem(400, "bad_request", "Dit bericht kwam niet goed aan.")
        refused = await self._front.reply(case, agent, content, f"{MESSAGE_PREFIX}{number}") if case else NotOpen()
        if refused is not None and not await self._front.has(link.conversation_id, f"{MESSAGE_PREFIX}{number}"):
            return problem(409, "not_open", "De klant is weer bij de assistent. Je bericht is niet aangekomen.")
        return _fine()

    # -- the end ------------------------------------------------------------------------------------------------------

    async def _ended(self, link: Link, event: Mapping[str, Any]) -> None:
        if link.callback_id is not None:
            await self._callbacks.done(link.callback_id)
            return
        if link.conversation_id is None or link.told != "open" or _at(event) < link.told_at:
            return  # what we ended ourselves, or old news from before this case
        case = await self._handoffs.of_conversation(link.conversation_id)
        if case is None or case.id != link.case_id:
            return
        assignee = _mapping(_mapping(event.get("meta")).get("assignee"))
        agent = await self._agent(assignee)
        if agent is None and case.state == "waiting":
            agent = await self._front.agent(NOBODY, "Een medewerker")
        async with self._database.writing() as session:
            if not await store.mark_over(session, link, self._clock() + ENDED_WITHIN):
                return
        await self._front.end(case, agent, link.note)
        async with self._database.writing() as session:
            await store.look_now(session, link)

    async def _agent(self, user: Mapping[str, Any]) -> Agent | None:
        number, name = user.get("id"), user.get("available_name") or user.get("name")
        if not isinstance(number, int) or isinstance(number, bool) or not isinstance(name, str):
            return None
        return await self._front.agent(number, clean_text(name) or "Medewerker")


def _content(event: Mapping[str, Any]) -> Content:
    text = event.get("content")
    files = event.get("attachments")
    links = []
    for number, file in enumerate(files if isinstance(files, list) else (), start=1):
        url = _mapping(file).get("data_url")
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            links.append({"title": f"Bestand {number}", "url": url})
    return Content(text=clean_text(text) if isinstance(text, str) else "", links=tuple(links))


def _at(event: Mapping[str, Any]) -> int:
    """When it happened on Chatwoot's clock, in Unix seconds; very late when it does not say."""
    at = event.get("updated_at") or event.get("timestamp")
    return int(at) if isinstance(at, (int, float)) and not isinstance(at, bool) else 2**62


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _fine() -> web.Response:
    return web.json_response({"ok": True})
