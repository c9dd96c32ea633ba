"""Chatwoot's application API, as far as a desk needs it. Facts and sources: docs/howto/another-desk.md.

Every call raises DeskUnavailable when trying again makes sense, and DeskRefused when Chatwoot does not take it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

import aiohttp

from dichtbij.desks.model import Colleague
from dichtbij.errors import DeskRefused, DeskUnavailable
from dichtbij.handoff.model import AgentState

TIMEOUT_SECONDS = 10.0
LONGEST_WAIT = 600.0
"""Seconds; a longer Retry-After is not obeyed."""

_STATES: Mapping[str, AgentState] = {"available": "beschikbaar", "online": "beschikbaar", "busy": "bezet"}
"""Its documentation says "available", its server "online"; anything else is not there."""

Attributes = Mapping[str, Any]
Priority = Literal["urgent", "high", "medium"]


@dataclass(frozen=True)
class Contact:
    """A person at Chatwoot."""

    id: int
    source_id: str
    """The person's name within our inbox."""


class File(Protocol):
    """A picture or document."""

    @property
    def name(self) -> str:
        """With its extension."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def content(self) -> bytes:
        """What is in it."""


class ChatwootClient:
    """One account and one inbox of it."""

    def __init__(self, url: str, token: str, account_id: int, inbox_id: int) -> None:
        self._base = f"{url.rstrip('/')}/api/v1/accounts/{account_id}"
        self._inbox_id = inbox_id
        self._headers = {"api_access_token": token, "Accept": "application/json"}
        self._timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        self._client: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    # -- people -------------------------------------------------------------------------------------------------------

    async def contact(self, identifier: str, name: str, attributes: Attributes) -> Contact:
        """The person with our identifier, made when there is none; name and attributes become these."""
        body = {"identifier": identifier, "name": name, "custom_attributes": dict(attributes)}
        try:
            made = await self._call("POST", "/contacts", {**body, "inbox_id": self._inbox_id})
        except DeskRefused as refused:
            if refused.status != 422:  # 422: there is one with this identifier
                raise
            return await self._known_contact(identifier, body, refused)
        payload = _inside(made, "payload")
        source_id = str(_inside(payload, "contact_inbox").get("source_id") or "")
        return Contact(_number(_inside(payload, "contact")), source_id)

    async def _known_contact(self, identifier: str, body: Mapping[str, Any], refused: DeskRefused) -> Contact:
        found = await self._call("GET", "/contacts/search", query={"q": identifier})
        for row in _rows(found):
            if row.get("identifier") != identifier:
                continue
            contact_id = _number(row)
            await self._call("PUT", f"/contacts/{contact_id}", body)
            for inbox in row.get("contact_inboxes") or ():
                if (inbox.get("inbox") or {}).get("id") == self._inbox_id and inbox.get("source_id"):
                    return Contact(contact_id, str(inbox["source_id"]))
            made = await self._call("POST", f"/contacts/{contact_id}/contact_inboxes", {"inbox_id": self._inbox_id})
            return Contact(contact_id, str(made.get("source_id") or ""))
        raise refused

    async def forget(self, what: Literal["contacts", "conversations"], number: int) -> None:
        """Erase a conversation, or a person with all conversations. Gone already is fine."""
        try:
            await self._call("DELETE", f"/{what}/{number}")
        except DeskRefused as refused:
            if refused.status != 404:
                raise

    async def colleagues(self) -> list[Colleague]:
        """The agents of the inbox, and whether they are there."""
        rows = _rows(await self._call("GET", f"/inbox_members/{self._inbox_id}"))
        return [
            Colleague(_number(row), str(row.get("available_name") or row.get("name") or "Medewerker"), _state(row))
            for row in rows
        ]

    # -- conversations ------------------------------------------------------------------------------------------------

    async def open(self, contact: Contact, attributes: Attributes) -> int:
        """A new conversation for the agents; gives its number."""
        body = {
            "source_id": contact.source_id,
            "inbox_id": self._inbox_id,
            "contact_id": contact.id,
            "status": "open",  # with an agent bot on the inbox it would be "pending": the bot's
            "custom_attributes": dict(attributes),
        }
        return _number(await self._call("POST", "/conversations", body))

    async def opened(self, contact: Contact, key: str, value: str) -> int | None:
        """The person's conversation with this attribute, newest first: made by a try of which we never heard back."""
        rows = _rows(await self._call("GET", f"/contacts/{contact.id}/conversations"))
        numbers = [_number(row) for row in rows if (row.get("custom_attributes") or {}).get(key) == value]
        return max(numbers, default=None)

    async def describe(
        self, remote_id: int, attributes: Attributes, priority: Literal["urgent", "high", "medium"]
    ) -> None:
        """Give a conversation its attributes and priority."""
        body = {"custom_attributes": dict(attributes)}
        await self._call("POST", f"/conversations/{remote_id}/custom_attributes", body)
        await self._call("POST", f"/conversations/{remote_id}/toggle_priority", {"priority": priority})

    async def status(self, remote_id: int, status: Literal["open", "resolved"]) -> None:
        """Open a conversation again, or end it."""
        await self._call("POST", f"/conversations/{remote_id}/toggle_status", {"status": status})

    async def state(self, remote_id: int) -> tuple[str, Mapping[str, Any]]:
        """Status of a conversation, and who has it there; empty when nobody has."""
        found = await self._call("GET", f"/conversations/{remote_id}")
        assignee = (found.get("meta") or {}).get("assignee")
        return str(found.get("status") or ""), assignee if isinstance(assignee, Mapping) else {}

    # -- messages -----------------------------------------------------------------------------------------------------

    async def say(self, remote_id: int, text: str, our_id: str) -> int:
        """The customer's words. Gives the moment on Chatwoot's clock (Unix seconds)."""
        return await self._post(remote_id, {"content": text, "message_type": "incoming", "source_id": our_id})

    async def send(self, remote_id: int, text: str, our_id: str, file: File) -> int:
        """A file of the customer's. Gives the moment on Chatwoot's clock (Unix seconds)."""
        form = aiohttp.FormData()
        for name, value in {"content": text, "message_type": "incoming", "source_id": our_id}.items():
            form.add_field(name, value)
        form.add_field("attachments[]", file.content, filename=file.name, content_type=file.media_type)
        return _at(await self._call("POST", f"/conversations/{remote_id}/messages", form=form))

    async def note(self, remote_id: int, text: str, our_id: str) -> int:
        """A word for the agents that the customer never sees. Gives the moment on Chatwoot's clock (Unix seconds)."""
        body = {"content": text, "message_type": "outgoing", "private": True, "source_id": our_id}
        return await self._post(remote_id, body)

    async def _post(self, remote_id: int, body: Mapping[str, Any]) -> int:
        return _at(await self._call("POST", f"/conversations/{remote_id}/messages", body))

    async def has(self, remote_id: int) -> Mapping[str, int]:
        """Our ids of the newest messages of a conversation, with their moments (Unix seconds, Chatwoot's clock)."""
        rows = _rows(await self._call("GET", f"/conversations/{remote_id}/messages"))
        return {str(row["source_id"]): _at(row) for row in rows if row.get("source_id")}

    async def messages_after(self, remote_id: int, number: int) -> Sequence[Mapping[str, Any]]:
        """What was said after a message, oldest first, at most a hundred; everybody's, also ours."""
        query = {"after": str(number)}
        rows = _rows(await self._call("GET", f"/conversations/{remote_id}/messages", query=query))
        return [row for row in rows if _number(row) > number]

    # -- the wire -----------------------------------------------------------------------------------------------------

    async def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
        form: aiohttp.FormData | None = None,
    ) -> dict[str, Any]:
        if self._client is None:  # made inside the running loop
            self._client = aiohttp.ClientSession()
        try:
            async with self._client.request(
                method,
                self._base + path,
                json=body,
                data=form,
                params=query,
                headers=self._headers,
                timeout=self._timeout,
                allow_redirects=False,  # the token must not travel on
            ) as response:
                if response.status in (408, 425, 429) or response.status >= 500:
                    raise DeskUnavailable(f"chatwoot answered {response.status}", _wait(response.headers))
                if response.status >= 300:
                    raise DeskRefused(
                        f"chatwoot answered {response.status} to {method} {_without_numbers(path)}", response.status
                    )
                text = await response.text()
                answer = (await response.json(content_type=None)) if text.strip() else {}
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as fault:
            raise DeskUnavailable(type(fault).__name__) from fault
        if isinstance(answer, list):
            return {"payload": answer}
        return cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}


def _wait(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    return min(float(value), LONGEST_WAIT) if value.isdigit() else None


def _without_numbers(path: str) -> str:
    return "/".join("…" if part.isdigit() else part for part in path.split("/"))


def _inside(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = row.get(name)
    if not isinstance(found, Mapping):
        raise DeskUnavailable(f"chatwoot's answer has no {name}")
    return found


def _rows(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found = answer.get("payload")
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _number(row: Mapping[str, Any]) -> int:
    found = row.get("id")
    if not isinstance(found, int):
        raise DeskUnavailable("chatwoot's answer has no id")
    return found


def _at(said: Mapping[str, Any]) -> int:
    at = said.get("created_at")
    return int(at) if isinstance(at, (int, float)) else 0


def _state(row: Mapping[str, Any]) -> AgentState | None:
    return _STATES.get(str(row.get("availability_status") or ""))
