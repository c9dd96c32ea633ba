"""Files that customers and agents send each other: checked, made safe, stored once, opened by a signed link."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal
from uuid import uuid4

import jwt
from sqlalchemy.exc import IntegrityError

from dichtbij.clock import Clock
from dichtbij.conversations import store
from dichtbij.conversations.file_kinds import FileProblem, FileRefused, SafeFile, make_safe
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Message, SentFile
from dichtbij.conversations.scanner import Scanner
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database

PATH = "/bestanden/"

MAX_TOTAL = 50 * 1024 * 1024
"""Bytes of files in one conversation, of both sides together."""

ANSWERS: Mapping[FileProblem, tuple[int, str]] = {
    FileProblem.LEEG: (400, "empty"),
    FileProblem.TE_GROOT: (413, "too_large"),
    FileProblem.ONBEKEND: (415, "unknown_kind"),
    FileProblem.KAPOT: (422, "broken"),
    FileProblem.BESMET: (422, "infected"),
    FileProblem.TE_VEEL: (409, "too_many"),
    FileProblem.GEEN_MEDEWERKER: (409, "no_agent"),
}
"""On HTTP, for customers and agents alike: status and code. The words are utter_bestand_<reason>."""

AT_ONCE = 2
"""Files that one process makes safe at the same time: an unfolded picture is large."""


@dataclass(frozen=True)
class Upload:
    """A file as it came in; nothing about it is known to be true."""

    name: str
    content: bytes
    message_id: str
    """The sender's own id of the message: the same again gives the first message back."""


@dataclass(frozen=True)
class Attachment:
    """What a link opens."""

    name: str
    media_type: str
    content: bytes


class FileLinks:
    """Signs and reads links. The link itself is the permission, so it lives a short while. Pure."""

    def __init__(self, secret: bytes, clock: Clock, minutes: int) -> None:
        # A key of its own: a token signed for another purpose with the same secret opens nothing here.
        self._key = hmac.new(secret, b"dichtbij.bestanden", hashlib.sha256).digest()
        self._clock = clock
        self._life = timedelta(minutes=minutes)

    def link(self, id_: str) -> str:
        """A path that works for a while."""
        claims = {"a": id_, "e": int((self._clock() + self._life).timestamp())}
        return PATH + jwt.encode(claims, self._key, algorithm="HS256")

    def read(self, token: str) -> str | None:
        """The id in a link; None when it is not ours, or over."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"])
            id_, expires = str(claims["a"]), int(claims["e"])
        except (jwt.PyJWTError, KeyError, ValueError, TypeError):
            return None
        return id_ if expires > self._clock().timestamp() else None

    def linked(self, messages: Sequence[Message]) -> list[Message]:
        """Messages with a fresh link on every file in them."""
        return [self._linked(message) for message in messages]

    def _linked(self, message: Message) -> Message:
        file = message.content.file
        if file is None:
            return message
        return replace(message, content=replace(message.content, file=replace(file, url=self.link(file.id))))


@dataclass(frozen=True)
class _Sender:
    """Who sends, and what must be so for it."""

    who: Literal["customer", "agent"]
    dedupe_key: str
    name: str = ""
    agent_id: str | None = None


class Attachments:
    """Stores and opens files.

    Raises DatabaseUnavailable when the database does not answer and ScanUnavailable when the scanner gives no verdict;
    then nothing was stored.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        links: FileLinks,
        scanner: Scanner,
        *,
        max_total: int = MAX_TOTAL,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._links = links
        self._scanner = scanner
        self._max_total = max_total
        self._room_for = asyncio.Semaphore(AT_ONCE)

    async def receive(self, channel: str, channel_key: str, upload: Upload) -> Message | FileRefused:
        """Store a customer's file as a message, once; only while an agent has the conversation."""
        sender = _customer(channel, channel_key, upload.message_id)
        conversation = await self._conversations.latest(channel, channel_key)
        return await self._store(conversation, sender, upload)

    async def send(
        self, id_: ConversationId, upload: Upload, *, agent_id: str, agent_name: str
    ) -> Message | FileRefused:
        """Store an agent's file as a message, once; only while this agent has the conversation."""
        sender = _Sender("agent", f"agent:{agent_id}:{upload.message_id}", agent_name, agent_id)
        conversation = await self._conversations.get(id_)
        return await self._store(conversation, sender, upload)

    async def may_receive(self, channel: str, channel_key: str, message_id: str) -> bool:
        """Whether this file has somebody to look at it, or was stored before: asked before all of it comes in."""
        sender = _customer(channel, channel_key, message_id)
        conversation = await self._conversations.latest(channel, channel_key)
        return (conversation is not None and _may(sender, conversation)) or await self._known(sender) is not None

    async def open(self, token: str) -> Attachment | None:
        """The file behind a link; None when the link is over, or what it pointed at is gone."""
        id_ = self._links.read(token)
        if id_ is None:
            return None
        async with self._database.reading() as session:
            row = await store.attachment(session, id_)
            return Attachment(row.name, row.media_type, row.content) if row else None

    async def kept(self, id_: str) -> Attachment | None:
        """The file with this id, for who sends it on (a channel); None when it is gone."""
        async with self._database.reading() as session:
            row = await store.attachment(session, id_)
            return Attachment(row.name, row.media_type, row.content) if row else None

    async def attach(
        self, message: Message, upload: Upload, marks: tuple[str, ...], *, sound: bool = False
    ) -> Message | FileRefused:
        """Put a file in a customer's message that was stored without it, once; only while somebody is there to look.

        Args:
            sound: whether it may be a voice note.
            marks: what the message is marked with from now on.
        """
        async with self._room_for:
            safe = await asyncio.to_thread(make_safe, upload.name, upload.content, sound=sound)
        if isinstance(safe, FileRefused):
            return safe
        if not await self._scanner.is_clean(upload.content):
            return FileRefused(FileProblem.BESMET)
        async with self._database.writing() as session:
            fresh = await store.locked(session, message.conversation_id)
            now = await store.by_seq(session, message.conversation_id, message.seq)
            if fresh is None or now is None or fresh.owner not in ("queue", "agent"):
                return FileRefused(FileProblem.GEEN_MEDEWERKER)
            if now.content.file is not None or now.content.marks != message.content.marks:
                return now  # fetched by another process, or taken back by the customer
            if await store.attached_bytes(session, fresh.id) + len(safe.content) > self._max_total:
                return FileRefused(FileProblem.TE_VEEL)
            file = SentFile(str(uuid4()), safe.name, safe.media_type, len(safe.content))
            digest = hashlib.sha256(safe.content).hexdigest()
            await store.add_attachment(session, fresh.id, file, self._clock(), "customer", digest, safe.content)
            shown = await store.set_content(session, now.id, replace(now.content, file=file, marks=marks))
        await self._conversations.announce_change(fresh, shown)
        return shown

    async def mark(self, message: Message, content: Content) -> bool:
        """Say in a message that its file won't come; False when somebody did that before, or it came after all."""
        async with self._database.writing() as session:
            fresh = await store.locked(session, message.conversation_id)
            now = await store.by_seq(session, message.conversation_id, message.seq)
            if fresh is None or now is None or now.content.marks != message.content.marks:
                return False
            shown = await store.set_content(session, now.id, content)
        await self._conversations.announce_change(fresh, shown)
        return True

    async def wanted(self, channels: Sequence[str], mark: str) -> list[ConversationId]:
        """Conversations that somebody looks at, on these channels, with a message that bears such a mark."""
        async with self._database.reading() as session:
            return await store.marked(session, channels, mark)

    async def _store(self, conversation: Conversation | None, sender: _Sender, upload: Upload) -> Message | FileRefused:
        if known := await self._known(sender):
            return known
        if conversation is None or not _may(sender, conversation):
            return FileRefused(FileProblem.GEEN_MEDEWERKER)
        async with self._room_for:
            safe = await asyncio.to_thread(make_safe, upload.name, upload.content)
        if isinstance(safe, FileRefused):
            return safe
        if not await self._scanner.is_clean(upload.content):
            return FileRefused(FileProblem.BESMET)
        try:
            kept = await self._keep(conversation.id, sender, upload.message_id, safe)
        except IntegrityError:  # the same file at the same moment, in another process
            again = await self._known(sender)
            if again is None:
                raise
            return again
        if isinstance(kept, FileRefused):
            return kept
        fresh, message = kept
        await self._conversations.announce(fresh, [message])
        [linked] = self._links.linked([message])
        return linked

    async def _known(self, sender: _Sender) -> Message | None:
        async with self._database.reading() as session:
            known = await store.by_dedupe_key(session, sender.dedupe_key)
        return self._links.linked([known])[0] if known else None

    async def _keep(
        self, id_: ConversationId, sender: _Sender, message_id: str, safe: SafeFile
    ) -> tuple[Conversation, Message] | FileRefused:
        """File and message in one transaction: neither is ever there without the other."""
        now = self._clock()
        async with self._database.writing() as session:
            fresh = await store.locked(session, id_)
            if fresh is None or not _may(sender, fresh):
                return FileRefused(FileProblem.GEEN_MEDEWERKER)
            if await store.attached_bytes(session, id_) + len(safe.content) > self._max_total:
                return FileRefused(FileProblem.TE_VEEL)
            file = SentFile(str(uuid4()), safe.name, safe.media_type, len(safe.content))
            digest = hashlib.sha256(safe.content).hexdigest()
            await store.add_attachment(session, id_, file, now, sender.who, digest, safe.content)
            draft = Draft(sender.who, Content(file=file), sender.name, message_id)
            # Handled as soon as it is there: it is for the agent, and the bot would make nothing of it.
            [message] = await store.append(session, id_, [draft], now, dedupe_key=sender.dedupe_key)
            if sender.who == "customer":
                await store.touch_customer(session, id_, now)
        return fresh, message


def _customer(channel: str, channel_key: str, message_id: str) -> _Sender:
    return _Sender("customer", f"{channel}:{channel_key}:{message_id}")


def _may(sender: _Sender, conversation: Conversation) -> bool:
    """A customer's file needs an agent to look at it; an agent's file needs the agent to have the conversation."""
    return conversation.owner == "agent" and sender.agent_id in (None, conversation.agent_id)
