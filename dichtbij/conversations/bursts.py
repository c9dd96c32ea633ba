"""What a phone does with the record that a website does not: bursts, messages changed or taken back, reactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.clock import Clock
from dichtbij.conversations import store
from dichtbij.conversations.model import (
    KIND,
    MAX_CUSTOMER_TEXT,
    PART,
    WITHDRAWN,
    Content,
    Conversation,
    ConversationId,
    Draft,
    Message,
    MessageId,
    Piece,
    clean_text,
)
from dichtbij.conversations.pieces import (
    below_each_other,
    carried,
    cleaned,
    contents,
    is_answered,
    message_id,
    own_words,
    row_id,
    turns,
)
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.values import mask_sensitive

WITHDRAWN_TEXT = "Bericht ingetrokken"
SHORTENED_TEXT = "De rest van dit bericht is weggehaald"
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
        new = [piece for piece in turn if not await self._is_known(session, fresh, piece.id)]
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

    async def _is_known(self, session: AsyncSession, conversation: Conversation, id_: str) -> bool:
        """Whether a row was stored before, or its message, of which the rest was taken back before it came."""
        keys = dict.fromkeys([_key(conversation, id_), _key(conversation, message_id(id_))])
        return any([await store.by_dedupe_key(session, key) is not None for key in keys])

    async def knows(self, channel: str, channel_key: str, message_id: str) -> bool:
        """Whether a message of this person is in the record."""
        async with self._database.reading() as session:
            return await store.by_dedupe_key(session, f"{channel}:{channel_key}:{message_id}") is not None

    async def edit(self, channel: str, channel_key: str, message_id: str, text: str) -> Message | None:
        """The person changed a message: the record keeps both. Read anew only when nobody began to answer it.

        None when the message is not there, was taken back, or says this already.
        """
        text = mask_sensitive(clean_text(text)).text
        async with self._database.writing() as session:
            found = await self._mine(session, channel, channel_key, message_id)
            if found is None or not text:
                return None
            conversation, rows = found
            contents_ = [row.content for row in rows]
            description, _ = _parts(contents_[0])
            before = "".join(_parts(content)[1] for content in contents_)
            if WITHDRAWN in contents_[0].marks or before == text:
                return None
            last = len(rows) - 1
            parts = [
                text[at * MAX_CUSTOMER_TEXT :][: None if at == last else MAX_CUSTOMER_TEXT] for at in range(last + 1)
            ]
            changed = {row.id: _changed(row.content, description, part) for row, part in zip(rows, parts, strict=True)}
            results = await self._change(session, rows[0], changed, taken_back=False)
        return await self._announced(conversation, rows, results)

    async def withdraw(self, channel: str, channel_key: str, message_id: str) -> Message | None:
        """The person took a message back: what was in it goes, that there was one stays. None when it is not there."""
        async with self._database.writing() as session:
            found = await self._mine(session, channel, channel_key, message_id)
            if found is None:
                return None
            conversation, rows = found
            if WITHDRAWN in rows[0].content.marks:
                return rows[0]
            gone = {}
            for row in rows:
                if row.content.file is not None:
                    await store.drop_attachment(session, row.content.file.id)
                part = (PART,) if PART in row.content.marks else ()
                gone[row.id] = Content(WITHDRAWN_TEXT, marks=(*part, WITHDRAWN))
            results = await self._change(session, rows[0], gone, taken_back=True)
        return await self._announced(conversation, rows, results)

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

    async def _change(
        self, session: AsyncSession, first: Message, changed: Mapping[MessageId, Content], *, taken_back: bool
    ) -> list[Message]:
        """Put other contents in rows of one turn, and in what the bot hears of it when nobody began to answer.

        What was taken back goes out of what was heard in any case.
        """
        turn = await store.turn_of(session, first)
        carrier = turn[-1]
        words = own_words([row.content for row in turn])
        rows = [changed.get(row.id, row.content) for row in turn]
        if taken_back or not await store.is_handled(session, carrier.id):
            own = [_own(changed[row.id]) if row.id in changed else said for row, said in zip(turn, words, strict=True)]
            rows[-1] = carried(rows, below_each_other(own), is_long=[_is_long(row) for row in turn])
        elif carrier.id in changed:
            rows[-1] = replace(rows[-1], heard=carrier.content.said)
        results = []
        for row, content in zip(turn, rows, strict=True):
            if content != row.content:
                results.append(await store.set_content(session, row.id, content, forget_reading=taken_back))
        if not is_answered(rows[-1]):
            await store.mark_handled(session, carrier.id, self._clock())
        return results

    async def _announced(
        self, conversation: Conversation, rows: Sequence[Message], results: Sequence[Message]
    ) -> Message:
        """Tell of the rows of a message that changed; what only carries its turn shows what it showed."""
        shown = {row.id for row in rows}
        told = [result for result in results if result.id in shown]
        for result in told:
            await self._conversations.announce_change(conversation, result)
        return told[0] if told else rows[0]

    async def _mine(
        self, session: AsyncSession, channel: str, channel_key: str, message_id: str
    ) -> tuple[Conversation, list[Message]] | None:
        """A person's message with its conversation, held: a long text has several rows."""
        key = f"{channel}:{channel_key}:"
        first = await store.by_dedupe_key(session, f"{key}{message_id}")
        conversation = await store.locked(session, first.conversation_id) if first else None
        if conversation is None:
            return None
        rows: list[Message] = []  # read now that nobody else can change them
        while row := await store.by_dedupe_key(session, f"{key}{row_id(message_id, len(rows) + 1)}"):
            rows.append(row)
        return (conversation, rows) if rows else None


def _changed(content: Content, description: str, text: str) -> Content:
    """A row after an edit of its message; one that is left over is empty from now on."""
    if not text:
        marks = (*content.marks, WITHDRAWN)
        return replace(content, text=SHORTENED_TEXT, earlier=content.earlier or content.text, marks=marks, heard="")
    shows = f"{description}: {text}" if description else text
    earlier = content.earlier or content.text
    return replace(content, text=shows, earlier=earlier, heard=text if description else "")


def _own(changed: Content) -> str:
    return own_words([changed])[0]


def _is_long(row: Message) -> bool:
    return (row.channel_message_id or "").partition("#")[2].isdigit()


def _key(conversation: Conversation, message_id: str) -> str:
    return f"{conversation.channel}:{conversation.channel_key}:{message_id}"


def _parts(content: Content) -> tuple[str, str]:
    """The counter's description of what is no typed text, and the customer's own words."""
    if not any(mark.startswith(KIND) for mark in content.marks):
        return "", content.text
    description, _, own = content.text.partition(": ")
    return description, own
