"""A stand-in for Chatwoot that holds us to its documented API (docs/howto/another-desk.md names the pages).

It answers what the documentation says, refuses what it refuses (token, unknown numbers, missing fields, wrong words, an
identifier that exists), and calls our webhook signed as Chatwoot does. What is asked that is not documented stands in
`undocumented`; the tests expect it empty.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import web

TOKEN, SECRET, BOT_SECRET = "token-of-the-administrator", "secret-of-the-inbox", "secret-of-the-agent-bot"
ACCOUNT, INBOX = 3, 7
TYPES = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}
STATUSES = ("open", "resolved", "pending", "snoozed")

DOCUMENTED = {
    "contact": {
        "inbox_id",
        "identifier",
        "name",
        "custom_attributes",
        "additional_attributes",
        "email",
        "phone_number",
    },
    "contact_inbox": {"inbox_id", "source_id"},
    "conversation": {"source_id", "inbox_id", "contact_id", "status", "custom_attributes", "additional_attributes"},
    "attributes": {"custom_attributes", "merge"},
    "status": {"status", "snoozed_until"},
    "priority": {"priority"},
    # source_id stands in the answer only; the server keeps what it is given (see the page)
    "message": {
        "content",
        "message_type",
        "private",
        "content_type",
        "content_attributes",
        "source_id",
        "attachments[]",
    },
}


@dataclass
class Fault:
    """Something that goes wrong once."""

    path: str
    """What is found in "METHOD address" (a regular expression)."""
    status: int
    after: bool
    """Chatwoot did what was asked, and only its answer got lost."""
    headers: dict[str, str] = field(default_factory=dict)


class Chatwoot:
    """One account with one API inbox and two agents."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.url = ""
        self.webhook_url = ""
        self.bot_url = ""
        """Of an agent bot on the inbox; empty: there is none."""
        self.agents: list[dict[str, Any]] = [self._agent(21, "Fatima"), self._agent(22, "Joost")]
        self.contacts: dict[int, dict[str, Any]] = {}
        self.conversations: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, list[dict[str, Any]]] = {}
        self.faults: list[Fault] = []
        self.down = False
        self.asked: list[str] = []
        self.undocumented: list[str] = []
        self.answers: list[tuple[str, int]] = []
        """What our webhook answered: (event, status)."""
        self._numbers = itertools.count(100)
        self._ticks = itertools.count(1_800_000_000)
        self._events: asyncio.Queue[tuple[str, str, str, dict[str, Any]]] = asyncio.Queue()
        self._runner: web.AppRunner | None = None
        self._caller: asyncio.Task[None] | None = None

    @staticmethod
    def _agent(number: int, name: str) -> dict[str, Any]:
        return {
            "id": number, "account_id": ACCOUNT, "availability_status": "online", "auto_offline": True,
            "confirmed": True, "email": f"{name.lower()}@voorbeeld.example", "available_name": name,
            "name": name, "role": "agent",
        }  # fmt: skip

    # -- running ------------------------------------------------------------------------------------------------------

    async def start(self) -> Chatwoot:
        app = web.Application(middlewares=[self._gate])
        base = f"/api/v1/accounts/{ACCOUNT}"
        app.add_routes(
            [
                web.post(f"{base}/contacts", self._create_contact),
                web.get(f"{base}/contacts/search", self._search),
                web.put(base + "/contacts/{id}", self._update_contact),
                web.delete(base + "/contacts/{id}", self._delete_contact),
                web.get(base + "/contacts/{id}/conversations", self._conversations_of),
                web.post(base + "/contacts/{id}/contact_inboxes", self._add_inbox),
                web.get(base + "/inbox_members/{id}", self._members),
                web.post(f"{base}/conversations", self._create_conversation),
                web.delete(base + "/conversations/{id}", self._delete_conversation),
                web.post(base + "/conversations/{id}/custom_attributes", self._attributes),
                web.post(base + "/conversations/{id}/toggle_status", self._toggle_status),
                web.post(base + "/conversations/{id}/toggle_priority", self._toggle_priority),
                web.get(base + "/conversations/{id}/messages", self._messages),
                web.post(base + "/conversations/{id}/messages", self._create_message),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
        self._caller = asyncio.create_task(self._call())
        return self

    async def stop(self) -> None:
        if self._caller is not None:
            self._caller.cancel()
            with suppress(asyncio.CancelledError):
                await self._caller
        if self._runner is not None:
            await self._runner.cleanup()

    async def settled(self) -> None:
        """Every webhook was called and answered."""
        await self._events.join()

    def fail(self, path: str, status: int = 503, *, after: bool = False, times: int = 1, **headers: str) -> None:
        """Let what is asked next at such an address go wrong."""
        self.faults += [Fault(path, status, after, headers) for _ in range(times)]

    # -- what agents do ---------------------------------------------------------------------------------------------

    def say(
        self, conversation: int, agent: int, text: str, *, private: bool = False, files: tuple[str, ...] = ()
    ) -> int:
        """An agent writes; gives the message's number."""
        attachments = [{"id": next(self._numbers), "file_type": "image", "data_url": url} for url in files]
        sender = next(one for one in self.agents if one["id"] == agent)
        user = {
            "id": agent,
            "name": sender["name"],
            "available_name": sender["name"],
            "email": sender["email"],
            "type": "user",
        }
        message = self._add(conversation, text, "outgoing", private=private, sender=user, attachments=attachments)
        return int(message["id"])

    def set_status(self, conversation: int, status: str, agent: int | None = None) -> None:
        """An agent ends a conversation, or opens it again."""
        found = self.conversations[conversation]
        before, found["status"] = found["status"], status
        if agent is not None:
            found["assignee"] = next(one for one in self.agents if one["id"] == agent)
        found["updated_at"] = float(next(self._ticks))
        changed = [{"status": {"previous_value": before, "current_value": status}}]
        payload = {**self._conversation(found), "changed_attributes": changed}
        self._tell("conversation_status_changed", payload)
        if self.bot_url and status in ("resolved", "open"):
            name = "conversation_resolved" if status == "resolved" else "conversation_opened"
            self._events.put_nowait((name, self.bot_url, BOT_SECRET, self._conversation(found)))

    def of(self, our_id: str) -> dict[str, Any]:
        """The conversation that stands for one of ours."""
        [found] = [one for one in self.conversations.values() if our_id in one["custom_attributes"].values()]
        return found

    def texts(self, conversation: int, *, private: bool | None = None, kind: str = "") -> list[str]:
        """What was said in a conversation, in order."""
        return [
            message["content"]
            for message in self.messages[conversation]
            if (private is None or message["private"] is private)
            and (not kind or message["message_type"] == TYPES[kind])
        ]

    def again(self, conversation: int, number: int) -> None:
        """Call the webhook a second time for a message."""
        message = next(one for one in self.messages[conversation] if one["id"] == number)
        self._tell("message_created", self._message(conversation, message))

    # -- calling us ---------------------------------------------------------------------------------------------------

    def _tell(self, event: str, payload: dict[str, Any]) -> None:
        if self.webhook_url:
            self._events.put_nowait((event, self.webhook_url, SECRET, payload))
        if self.bot_url and event.startswith("message"):
            self._events.put_nowait((event, self.bot_url, BOT_SECRET, payload))

    async def _call(self) -> None:
        async with aiohttp.ClientSession() as client:
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
        if event == "message_created" and not 200 <= status < 300 and secret == SECRET:
            for message in self.messages.get(payload["conversation"]["id"], ()):
                if message["id"] == payload["id"]:
                    message["status"] = "failed"

    def sign(self, body: bytes, secret: str = SECRET) -> dict[str, str]:
        """The headers of a delivery."""
        stamp = str(int(self.now().timestamp()))
        made = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-Chatwoot-Delivery": str(uuid4()),
            "X-Chatwoot-Timestamp": stamp,
            "X-Chatwoot-Signature": f"sha256={made}",
        }

    def _conversation(self, found: dict[str, Any]) -> dict[str, Any]:
        contact = self.contacts[found["contact_id"]]
        assignee = found.get("assignee")
        return {
            "additional_attributes": {},
            "can_reply": True,
            "channel": "Channel::Api",
            "contact_inbox": {
                "id": found["contact_id"], "contact_id": found["contact_id"], "inbox_id": INBOX,
                "source_id": found["source_id"], "hmac_verified": False,
            },
            "id": found["id"],
            "inbox_id": INBOX,
            "messages": [],
            "labels": [],
            "meta": {
                "sender": {"id": contact["id"], "name": contact["name"], "type": "contact"},
                "assignee": {"id": assignee["id"], "name": assignee["name"], "type": "user"} if assignee else None,
                "team": None,
            },
            "status": found["status"],
            "custom_attributes": found["custom_attributes"],
            "priority": found.get("priority"),
            "unread_count": 0,
            "timestamp": int(found["updated_at"]),
            "updated_at": found["updated_at"],
            "account_id": ACCOUNT,
        }  # fmt: skip

    def _message(self, conversation: int, message: dict[str, Any]) -> dict[str, Any]:
        kinds = {number: name for name, number in TYPES.items()}
        return {
            "id": message["id"],
            "content": message["content"],
            "content_type": "text",
            "content_attributes": {},
            "created_at": datetime.fromtimestamp(message["created_at"], self.now().tzinfo).isoformat(),
            "message_type": kinds[message["message_type"]],
            "private": message["private"],
            "source_id": message["source_id"],
            "sender": message["sender"],
            "inbox": {"id": INBOX, "name": "Website"},
            "conversation": self._conversation(self.conversations[conversation]),
            "account": {"id": ACCOUNT, "name": "Duinlicht"},
            **({"attachments": message["attachments"]} if message["attachments"] else {}),
        }

    # -- the API ------------------------------------------------------------------------------------------------------

    @web.middleware
    async def _gate(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        if self.down:
            return web.json_response({"error": "down"}, status=502)
        if request.headers.get("api_access_token") != TOKEN:
            return web.json_response({"error": "Invalid Access Token"}, status=401)
        fault = next((one for one in self.faults if re.search(one.path, f"{request.method} {request.path}")), None)
        if fault is not None:
            self.faults.remove(fault)
            if fault.after:
                await handler(request)
            return web.json_response({"error": "fault"}, status=fault.status, headers=fault.headers)
        try:
            answer: web.StreamResponse = await handler(request)
        except web.HTTPNotFound:
            self.undocumented.append(f"{request.method} {request.path}")
            raise
        return answer

    async def _body(self, request: web.Request, kind: str) -> dict[str, Any]:
        body: dict[str, Any] = await (request.json() if request.content_type == "application/json" else _form(request))
        self.undocumented += [f"{kind}.{name}" for name in body.keys() - DOCUMENTED[kind]]
        return body

    async def _create_contact(self, request: web.Request) -> web.Response:
        body = await self._body(request, "contact")
        if body.get("inbox_id") != INBOX:
            return _not_found()
        if any(one["identifier"] == body.get("identifier") for one in self.contacts.values()):
            return web.json_response(
                {"message": "Identifier has already been taken", "attributes": ["identifier"]}, status=422
            )
        contact = {**body, "id": next(self._numbers), "source_ids": [str(uuid4())]}
        self.contacts[contact["id"]] = contact
        inbox = {"source_id": contact["source_ids"][0], "inbox": {"id": INBOX}}
        return web.json_response({"payload": {"contact": self._contact(contact), "contact_inbox": inbox}})

    def _contact(self, contact: dict[str, Any]) -> dict[str, Any]:
        inboxes = [{"source_id": one, "inbox": {"id": INBOX, "name": "Website"}} for one in contact["source_ids"]]
        shown = {name: contact.get(name) for name in ("id", "name", "identifier", "custom_attributes", "email")}
        return {**shown, "contact_inboxes": inboxes}

    async def _search(self, request: web.Request) -> web.Response:
        found = [self._contact(one) for one in self.contacts.values() if request.query["q"] in one["identifier"]]
        return web.json_response({"meta": {"count": len(found), "current_page": 1}, "payload": found})

    async def _update_contact(self, request: web.Request) -> web.Response:
        body = await self._body(request, "contact")
        contact = self.contacts.get(int(request.match_info["id"]))
        if contact is None:
            return _not_found()
        contact["custom_attributes"] = {**contact["custom_attributes"], **body.get("custom_attributes", {})}
        contact["name"] = body.get("name", contact["name"])
        return web.json_response({"payload": self._contact(contact)})

    async def _delete_contact(self, request: web.Request) -> web.Response:
        contact = self.contacts.pop(int(request.match_info["id"]), None)
        if contact is None:
            return _not_found()
        for number in [one["id"] for one in self.conversations.values() if one["contact_id"] == contact["id"]]:
            self.lose(number)
        return web.Response(status=200)

    def lose(self, conversation: int) -> None:
        """An administrator throws a conversation away."""
        del self.conversations[conversation], self.messages[conversation]

    async def _conversations_of(self, request: web.Request) -> web.Response:
        number = int(request.match_info["id"])
        if number not in self.contacts:
            return _not_found()
        found = [self._conversation(one) for one in self.conversations.values() if one["contact_id"] == number]
        return web.json_response({"payload": found})

    async def _add_inbox(self, request: web.Request) -> web.Response:
        body = await self._body(request, "contact_inbox")
        contact = self.contacts.get(int(request.match_info["id"]))
        if contact is None or body.get("inbox_id") != INBOX:
            return _not_found()
        contact["source_ids"].append(body.get("source_id") or str(uuid4()))
        return web.json_response({"source_id": contact["source_ids"][-1], "inbox": {"id": INBOX}})

    async def _members(self, request: web.Request) -> web.Response:
        return web.json_response({"payload": self.agents}) if request.match_info["id"] == str(INBOX) else _not_found()

    async def _create_conversation(self, request: web.Request) -> web.Response:
        body = await self._body(request, "conversation")
        contact = self.contacts.get(body.get("contact_id", 0))
        if not body.get("source_id") or contact is None or body["source_id"] not in contact["source_ids"]:
            return _not_found()
        if body.get("inbox_id") != INBOX or body.get("status", "open") not in STATUSES:
            return web.json_response({"error": "bad"}, status=422)
        number = next(self._numbers)
        found = {
            "id": number,
            "contact_id": contact["id"],
            "source_id": body["source_id"],
            "status": body.get("status", "pending" if self.bot_url else "open"),
            "custom_attributes": body.get("custom_attributes", {}),
            "updated_at": float(next(self._ticks)),
        }
        self.conversations[number], self.messages[number] = found, []
        self._tell("conversation_created", self._conversation(found))
        return web.json_response({"id": number, "account_id": ACCOUNT, "inbox_id": INBOX})

    def _known(self, request: web.Request) -> dict[str, Any] | None:
        number = request.match_info["id"]
        return self.conversations.get(int(number)) if number.isdigit() else None

    async def _delete_conversation(self, request: web.Request) -> web.Response:
        found = self._known(request)
        if found is None:
            return _not_found()
        self.lose(found["id"])
        return web.Response(status=200)

    async def _attributes(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "attributes"), self._known(request)
        if found is None:
            return _not_found()
        found["custom_attributes"] = body["custom_attributes"]
        self._tell("conversation_updated", self._conversation(found))
        return web.json_response({"custom_attributes": body["custom_attributes"]})

    async def _toggle_status(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "status"), self._known(request)
        if found is None:
            return _not_found()
        if body.get("status") not in STATUSES:
            return web.json_response({"error": "bad"}, status=422)
        self.set_status(found["id"], body["status"])
        shown = {"success": True, "current_status": body["status"], "conversation_id": found["id"]}
        return web.json_response({"meta": {}, "payload": shown})

    async def _toggle_priority(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "priority"), self._known(request)
        if found is None:
            return _not_found()
        if body.get("priority") not in ("urgent", "high", "medium", "low", None):
            return web.json_response({"error": "bad"}, status=422)
        found["priority"] = body.get("priority")
        return web.Response(status=200)

    async def _messages(self, request: web.Request) -> web.Response:
        found = self._known(request)
        if found is None:
            return _not_found()
        return web.json_response({"meta": {}, "payload": self.messages[found["id"]][-20:]})

    async def _create_message(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "message"), self._known(request)
        if found is None:
            return _not_found()
        kind = body.get("message_type", "outgoing")
        if not isinstance(body.get("content"), str) or not body["content"] or kind not in ("incoming", "outgoing"):
            return web.json_response({"error": "bad"}, status=422)
        contact = self.contacts[found["contact_id"]]
        sender = {"id": contact["id"], "name": contact["name"], "type": "contact"}
        if kind == "outgoing":
            sender = {"id": 1, "name": "Beheerder", "email": "beheer@voorbeeld.example", "type": "user"}
        message = self._add(
            found["id"], body["content"], kind, private=body.get("private", False), sender=sender,
            source_id=body.get("source_id"), attachments=body.get("attachments[]"),
        )  # fmt: skip
        return web.json_response({**message, "conversation_id": found["id"], "inbox_id": INBOX})

    def _add(
        self,
        conversation: int,
        text: str,
        kind: str,
        *,
        private: bool,
        sender: dict[str, Any],
        source_id: str | None = None,
        attachments: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        message = {
            "id": next(self._numbers),
            "content": text,
            "message_type": TYPES[kind],
            "private": private,
            "source_id": source_id,
            "created_at": next(self._ticks),
            "status": "sent",
            "sender": sender,
            "attachments": attachments or [],
        }
        self.messages[conversation].append(message)
        found = self.conversations[conversation]
        self._tell("message_created", self._message(conversation, message))
        if kind == "incoming" and found["status"] in ("resolved", "snoozed"):
            self.set_status(conversation, "open")
        return message


async def _form(request: web.Request) -> dict[str, Any]:
    """A message with a file: multipart/form-data."""
    form = await request.post()
    file = form["attachments[]"]
    assert isinstance(file, web.FileField)
    sent = {"file_type": file.content_type, "name": file.filename, "size": len(file.file.read())}
    return {**{name: str(value) for name, value in form.items() if name != "attachments[]"}, "attachments[]": [sent]}


def _not_found() -> web.Response:
    return web.json_response({"error": "Resource could not be found"}, status=404)
