"""One account of Chatwoot with one API inbox and two agents: what is in it, and what its agents do."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.chatwoot import shapes
from tests.chatwoot.api import Api
from tests.chatwoot.rules import TYPES
from tests.chatwoot.shapes import Row
from tests.chatwoot.webhooks import Webhooks


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
    """Runs on a port of its own between `start` and `stop`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.url = ""
        self.webhooks = Webhooks(now, self._failed)
        self.agents: list[Row] = [shapes.agent(21, "Fatima"), shapes.agent(22, "Joost")]
        self.contacts: dict[int, Row] = {}
        self.conversations: dict[int, Row] = {}
        self.messages: dict[int, list[Row]] = {}
        self.faults: list[Fault] = []
        self.down = False
        self.held: tuple[str, asyncio.Event, asyncio.Event] | None = None
        self.asked: list[str] = []
        self.undocumented: list[str] = []
        self.numbers = itertools.count(100)
        self._ticks = itertools.count(1_800_000_000)
        """Chatwoot's clock: every moment is another second, so that the order of things can be told."""
        self._runner: web.AppRunner | None = None

    async def start(self) -> Chatwoot:
        self._runner = web.AppRunner(Api(self).application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
        await self.webhooks.start()
        return self

    async def stop(self) -> None:
        await self.webhooks.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def fail(self, path: str, status: int = 503, *, after: bool = False, times: int = 1, **headers: str) -> None:
        """Let what is asked next at such an address go wrong."""
        self.faults += [Fault(path, status, after, headers) for _ in range(times)]

    def hold(self, path: str) -> tuple[asyncio.Event, asyncio.Event]:
        """Let what is asked next at such an address wait; gives what tells that it waits, and what lets it go on."""
        self.held = (path, asyncio.Event(), asyncio.Event())
        return self.held[1], self.held[2]

    # -- what agents do -----------------------------------------------------------------------------------------------

    def say(
        self, conversation: int, agent: int, text: str, *, private: bool = False, files: tuple[str, ...] = ()
    ) -> int:
        """An agent writes; gives the message's number."""
        attachments = [{"id": next(self.numbers), "file_type": "image", "data_url": url} for url in files]
        sender = shapes.user(next(one for one in self.agents if one["id"] == agent))
        message = self.add(conversation, text, "outgoing", private=private, sender=sender, attachments=attachments)
        return int(message["id"])

    def set_status(self, conversation: int, status: str, agent: int | None = None) -> None:
        """An agent ends a conversation, or opens it again."""
        found = self.conversations[conversation]
        before, found["status"] = found["status"], status
        if agent is not None:
            found["assignee"] = next(one for one in self.agents if one["id"] == agent)
        found["updated_at"] = float(next(self._ticks))
        shown = self.shown(conversation)
        changed = [{"status": {"previous_value": before, "current_value": status}}]
        self.webhooks.tell("conversation_status_changed", {**shown, "changed_attributes": changed})
        if status in ("resolved", "open"):
            self.webhooks.tell_bot(f"conversation_{'resolved' if status == 'resolved' else 'opened'}", shown)

    def lose(self, conversation: int) -> None:
        """An administrator throws a conversation away."""
        del self.conversations[conversation], self.messages[conversation]

    # -- what a test looks at -----------------------------------------------------------------------------------------

    def of(self, our_id: str) -> Row:
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

    def shown(self, conversation: int) -> Row:
        """A conversation as Chatwoot shows it."""
        found = self.conversations[conversation]
        return shapes.conversation(found, self.contacts[found["contact_id"]])

    def again(self, conversation: int, number: int) -> None:
        """Call the webhook a second time for a message."""
        self._tell_message(conversation, next(one for one in self.messages[conversation] if one["id"] == number))

    # -- what happens by itself ---------------------------------------------------------------------------------------

    def begin(self, contact: int, body: Row) -> int:
        """A conversation that is new; with an agent bot on the inbox it is the bot's, unless it says otherwise."""
        number, status = next(self.numbers), "pending" if self.webhooks.bot_url else "open"
        self.messages[number] = []
        self.conversations[number] = {
            "id": number,
            "contact_id": contact,
            "source_id": body["source_id"],
            "status": body.get("status", status),
            "custom_attributes": body.get("custom_attributes", {}),
            "updated_at": float(next(self._ticks)),
        }
        self.webhooks.tell("conversation_created", self.shown(number))
        return number

    def add(
        self,
        conversation: int,
        text: str,
        kind: str,
        *,
        private: bool,
        sender: Row,
        source_id: str | None = None,
        attachments: Sequence[Row] = (),
    ) -> Row:
        """A message that is new; the customer's opens what was resolved (app/models/message.rb: reopen)."""
        message: dict[str, Any] = {
            "id": next(self.numbers),
            "content": text,
            "message_type": TYPES[kind],
            "private": private,
            "source_id": source_id,
            "created_at": next(self._ticks),
            "status": "sent",
            "sender": sender,
            "attachments": list(attachments),
        }
        self.messages[conversation].append(message)
        self._tell_message(conversation, message)
        if kind == "incoming" and self.conversations[conversation]["status"] in ("resolved", "snoozed"):
            self.set_status(conversation, "open")
        return message

    def _tell_message(self, conversation: int, message: Row) -> None:
        told = shapes.told_message(message, self.shown(conversation), self.now().tzinfo)
        self.webhooks.tell("message_created", told)

    def _failed(self, conversation: int, number: int) -> None:
        for message in self.messages.get(conversation, ()):
            if message["id"] == number:
                message["status"] = "failed"
