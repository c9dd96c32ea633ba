"""What a phone does with the record that a website does not: bursts, messages changed or taken back, reactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.clock import Clock
from dichtbij.conversations import store
from dichtbij.conversations.model import (
    CAME_WITH,
    KIND,
    MAX_CUSTOMER_TEXT,
    PART,
    WITHDRAWN,
    Content,
    Conversation,
    ConversationId,
    Draft,
    Message,
    Piece,
    clean_text,
)
from dichtbij.conversations.pieces import cleaned, contents, is_answered, turns
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.values import mask_sensitive

WITHDRAWN_TEXT = "Bericht ingetrokken"
_TRIES = 3


class Bursts:
    """Beside Conversations, on the same rows. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock, conversations: Conversations) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations

    async def receive(self, channel: str, channel_key: str, pieces: Sequence[Piece]) -> list[ConversationId]:
        """Store what a person sent shortly after each other, each message once; gives where something new stands.

        Every message is a row. What belongs together is one turn: all but the last are handled already, and the last
        carries what the bot reads. What was stored before is left out, so that a burst may come again.
        """
        touched: list[ConversationId] = []
        for turn in turns(cleaned(pieces)):
            stored = await self._receive(channel, channel_key, turn)
            if stored is not None:
                touched.append(stored)
        return list(dict.fromkeys(touched))

    async def _receive(self, channel: str, channel_key: str, turn: Sequence[Piece]) -> ConversationId | None:
        into = turn[0].into
        for _ in range(_TRIES):
            destination = await self._conversations.get(into) if into else None
            conversation = destination or await self._conversations.current(channel, channel_key)
            try:
                async with self._database.writing() as session:
                    fresh = await store.locked(session, conversation.id)
                    if fresh is None or (fresh.owner == "closed" and destination is None):
                        continue  # closed between the look and the write: a new one is made
                    messages = await self._store(session, fresh, turn)
            except IntegrityError:  # one of them at the same moment in another process
                continue
            await self._conversations.announce(fresh, messages)
            return fresh.id if messages else None
        raise AssertionError("a conversation was closed three times while one burst was stored")

    async def _store(self, session: AsyncSession, fresh: Conversation, turn: Sequence[Piece]) -> list[Message]:
        now = self._clock()
        new = [piece for piece in turn if not await store.by_dedupe_key(session, _key(fresh, piece.id))]
        messages: list[Message] = []
        for piece, content in zip(new, contents(new) if new else (), strict=True):
            last = len(messages) == len(new) - 1
            messages += await store.append(
                session,
                fresh.id,
                [Draft("customer", content, "", piece.id)],
                now,
                dedupe_key=_key(fresh, piece.id),
                handled=not (last and is_answered(content)),
            )
        if new:
            await store.touch_customer(session, fresh.id, now)
        return messages

    async def knows(self, channel: str, channel_key: str, message_id: str) -> bool:
        """Whether a message of this person is in the record."""
        async with self._database.reading() as session:
            return await store.by_dedupe_key(session, f"{channel}:{channel_key}:{message_id}") is not None

    async def edit(self, channel: str, channel_key: str, message_id: str, text: str) -> Message | None:
        """The person changed a message: the record keeps both. Read anew only when nobody began to answer it.

        None when the message is not there, was taken back, or says this already.
        """
        text = mask_sensitive(clean_text(text)[:MAX_CUSTOMER_TEXT]).text
        async with self._database.writing() as session:
            found = await self._mine(session, channel, channel_key, message_id)
            if found is None or not text:
                return None
            conversation, message = found
            content = message.content
            description, before = _parts(content)
            if WITHDRAWN in content.marks or before == text:
                return None
            now_shows = f"{description}: {text}" if description else text
            changed = replace(content, text=now_shows, earlier=content.earlier or content.text)
            await self._reread(session, message, before, text)
            fresh = (await store.by_seq(session, conversation.id, message.seq)) or message
            changed = replace(changed, heard=fresh.content.heard)
            result = await store.set_content(session, message.id, changed)
        await self._conversations.announce_change(conversation, result)
        return result

    async def withdraw(self, channel: str, channel_key: str, message_id: str) -> Message | None:
        """The person took a message back: what was in it goes, that there was one stays. None when it is not there."""
        async with self._database.writing() as session:
            found = await self._mine(session, channel, channel_key, message_id)
            if found is None:
                return None
            conversation, message = found
            if WITHDRAWN in message.content.marks:
                return message
            _, own = _parts(message.content)
            await self._reread(session, message, own, "")
            if message.content.file is not None:
                await store.drop_attachment(session, message.content.file.id)
            fresh = (await store.by_seq(session, conversation.id, message.seq)) or message
            still_read = PART not in message.content.marks and fresh.content.heard not in ("", own)
            marks = tuple(mark for mark in message.content.marks if mark == PART or (still_read and _of_turn(mark)))
            gone = Content(WITHDRAWN_TEXT, marks=(*marks, WITHDRAWN), heard=fresh.content.heard if still_read else "")
            result = await store.set_content(session, message.id, gone, forget_reading=True)
            if not is_answered(gone) and PART not in marks:
                await store.mark_handled(session, message.id, self._clock())
        await self._conversations.announce_change(conversation, result)
        return result

    async def react(self, id_: ConversationId, seq: int, emoji: str) -> Message | None:
        """A reaction to one of our messages, in the place of an earlier one; empty takes it back."""
        async with self._database.writing() as session:
            conversation = await store.locked(session, id_)
            message = await store.by_seq(session, id_, seq)
            if conversation is None or message is None or message.content.reaction == emoji:
                return None
            content = replace(message.content, reaction=clean_text(emoji))
            result = await store.set_content(session, message.id, content)
        await self._conversations.announce_change(conversation, result)
        return result

    async def _reread(self, session: AsyncSession, message: Message, before: str, after: str) -> None:
        """Put other words in what the bot hears of the burst, wherever that stands, when nobody began to answer it."""
        carrier = await store.carrier(session, message)
        if carrier is None or not before or before not in carrier.content.heard:
            return
        if after and await store.is_handled(session, carrier.id):
            return  # what the bot answered stays what it was; what was taken back goes in any case
        lines = carrier.content.heard.replace(before, after, 1).split("\n")
        heard = "\n".join(line for line in lines if line)
        await store.set_content(session, carrier.id, replace(carrier.content, heard=heard), forget_reading=not after)

    async def _mine(
        self, session: AsyncSession, channel: str, channel_key: str, message_id: str
    ) -> tuple[Conversation, Message] | None:
        message = await store.by_dedupe_key(session, f"{channel}:{channel_key}:{message_id}")
        conversation = await store.locked(session, message.conversation_id) if message else None
        # Once more, now that nobody else can change it.
        message = await store.by_seq(session, message.conversation_id, message.seq) if message else None
        return (conversation, message) if conversation and message else None


def _key(conversation: Conversation, message_id: str) -> str:
    return f"{conversation.channel}:{conversation.channel_key}:{message_id}"


def _parts(content: Content) -> tuple[str, str]:
    """The counter's description of what is no typed text, and the customer's own words."""
    if not any(mark.startswith(KIND) for mark in content.marks):
        return "", content.text
    description, _, own = content.text.partition(": ")
    return description, own


def _of_turn(mark: str) -> bool:
    return mark.startswith(CAME_WITH)
