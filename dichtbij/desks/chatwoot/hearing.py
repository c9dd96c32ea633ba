"""What Chatwoot's agents did, brought to our side: a message, a private note, the end.

It comes by the webhook (webhook.py), or is found later by who asks Chatwoot (catching_up.py); the same thing twice is
done once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dichtbij.conversations.model import Content, clean_text
from dichtbij.database import Database
from dichtbij.desks.chatwoot.telling import MESSAGE_PREFIX
from dichtbij.desks.front import MAX_NOTE, Front, NotOpen
from dichtbij.desks.model import Link
from dichtbij.desks.store import links
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import Agent
from dichtbij.handoff.service import Handoffs

MAX_TEXT = 4_000
NOBODY = 0
"""No agent of Chatwoot has this number: who ended a case that nobody had taken, and is not named."""
ENDED = ("resolved", "pending")
"""Statuses that give the conversation back to the assistant: resolved, and given to a bot (pending)."""


@dataclass(frozen=True)
class NotBrought:
    """A message that the customer does not get."""

    status: int
    """As HTTP says it."""
    code: str
    words: str
    """Why, in Dutch."""


INCOMPLETE = NotBrought(400, "bad_request", "Dit bericht kwam niet goed aan.")
EMPTY = NotBrought(422, "empty", "Dit bericht is leeg.")
TOO_LONG = NotBrought(422, "too_long", "Dit bericht is te lang. Maak er twee berichten van.")
NOT_OPEN = NotBrought(409, "not_open", "De klant is weer bij de assistent. Je bericht is niet aangekomen.")


class Hearing:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, desk: str, database: Database, handoffs: Handoffs, callbacks: Callbacks, front: Front) -> None:
        self._desk = desk
        self._database = database
        self._handoffs = handoffs
        self._callbacks = callbacks
        self._front = front

    async def link(self, remote_id: object) -> Link | None:
        """What a conversation of Chatwoot stands for; None when it is none of ours."""
        if not isinstance(remote_id, int) or isinstance(remote_id, bool) or not 0 < remote_id < 2**63:
            return None
        async with self._database.reading() as session:
            return await links.by_remote(session, self._desk, remote_id)

    async def message(self, link: Link, message: Mapping[str, Any]) -> NotBrought | None:
        """A message as Chatwoot shows it: an agent's goes to the customer, a private one is kept as a note.

        The customer's own words, a bot's, and what is typed at a promised call are for nobody, and no fault.
        """
        sender = mapping(message.get("sender"))
        of_agent = message.get("message_type") in ("outgoing", 1) and sender.get("type") == "user"
        if not of_agent or link.conversation_id is None:
            return None
        content = _content(message)
        if message.get("private") is True:
            if content.text and not message.get("source_id"):  # what we noted ourselves has our id
                async with self._database.writing() as session:
                    await links.note(session, link, content.text[:MAX_NOTE])
            return None
        if not (content.text or content.links):
            return EMPTY
        if len(content.text) > MAX_TEXT:
            return TOO_LONG
        agent, number = await self._agent(sender), message.get("id")
        if agent is None or not isinstance(number, int):
            return INCOMPLETE
        our_id = f"{MESSAGE_PREFIX}{number}"
        if await self._front.has(link.conversation_id, our_id):
            return None
        case = await self._handoffs.of_conversation(link.conversation_id)
        refused = await self._front.reply(case, agent, content, our_id) if case else NotOpen()
        return NOT_OPEN if refused else None

    async def ended(self, link: Link, assignee: Mapping[str, Any]) -> None:
        """Chatwoot's agents are done: a promise to call was kept, or the customer goes back to the assistant.

        Args:
            assignee: who had the conversation there; empty when nobody had.
        """
        if link.callback_id is not None:
            await self._callbacks.done(link.callback_id)
            return
        case = await self._handoffs.of_conversation(link.conversation_id) if link.conversation_id else None
        if case is None or case.id != link.case_id:
            return
        agent = await self._agent(assignee)
        if agent is None and case.state == "waiting":
            agent = await self._front.agent(NOBODY, "Een medewerker")
        async with self._database.writing() as session:
            await links.mark_ending(session, link)
        await self._front.end(case, agent, link.note)

    async def _agent(self, user: Mapping[str, Any]) -> Agent | None:
        number, name = user.get("id"), user.get("available_name") or user.get("name")
        if not isinstance(number, int) or isinstance(number, bool) or not isinstance(name, str):
            return None
        return await self._front.agent(number, clean_text(name) or "Medewerker")


def mapping(value: object) -> Mapping[str, Any]:
    """The value when it is an object of JSON, otherwise an empty one."""
    return value if isinstance(value, Mapping) else {}


def _content(message: Mapping[str, Any]) -> Content:
    text = message.get("content")
    files = message.get("attachments")
    found = []
    for number, file in enumerate(files if isinstance(files, list) else (), start=1):
        url = mapping(file).get("data_url")
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            found.append({"title": f"Bestand {number}", "url": url})
    return Content(text=clean_text(text) if isinstance(text, str) else "", links=tuple(found))
