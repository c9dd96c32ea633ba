"""What can be done with the record. Stores first, then tells who listens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.apart import told
from dichtbij.clock import Clock
from dichtbij.conversations import store
from dichtbij.conversations.model import (
    MASKED,
    MAX_CUSTOMER_TEXT,
    TRANSITIONS,
    Content,
    Conversation,
    ConversationId,
    Delivery,
    Draft,
    Glance,
    Message,
    MessageId,
    Owner,
    OwnerChange,
    Received,
    Refused,
    Turn,
    clean_text,
)
from dichtbij.conversations.ratings import Ratings
from dichtbij.database import Database
from dichtbij.values import mask_sensitive

log = structlog.get_logger()

LEASE = timedelta(seconds=15)
"""How long a process may be silent before another takes over its conversations."""

IDLE_AFTER = timedelta(hours=24)
"""A conversation with the bot is closed after this long without a word of the customer (as WhatsApp's window)."""

_AT_ONCE = 100
"""Conversations in one query: databases have a limit to how long one may be."""

MessageListener = Callable[[Conversation, Message], Awaitable[None]]
OwnerListener = Callable[[Conversation], Awaitable[None]]


class Conversations:
    """The record of one counter process.

    Every method raises DatabaseUnavailable when the database does not answer; then nothing was changed.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        linked: Callable[[Sequence[Message]], list[Message]] = list,
    ) -> None:
        """`linked` puts a link that works for a while on every file in messages that are read out."""
        self._database = database
        self._linked = linked
        self._clock = clock
        self.process_id = str(uuid4())
        self.ratings = Ratings(database, clock)
        self._message_listeners: list[MessageListener] = []
        self._owner_listeners: list[OwnerListener] = []
        self._delivery_listeners: list[MessageListener] = []
        self._change_listeners: list[MessageListener] = []

    # -- listening --------------------------------------------------------------------------------------------------

    def on_message(self, listener: MessageListener) -> None:
        """Be told of every stored message, of whoever, after it was stored."""
        self._message_listeners.append(listener)

    def on_owner(self, listener: OwnerListener) -> None:
        """Be told of every change of owner, after it was stored."""
        self._owner_listeners.append(listener)

    def on_delivery(self, listener: MessageListener) -> None:
        """Be told when an outgoing message reaches a later delivery state."""
        self._delivery_listeners.append(listener)

    def on_change(self, listener: MessageListener) -> None:
        """Be told when what a message shows has changed: edited or taken back by the customer, a reaction, its file."""
        self._change_listeners.append(listener)

    async def announce_change(self, conversation: Conversation, message: Message) -> None:
        """Tell the listeners of a changed message, after it was stored."""
        for changed in self._linked([message]):
            for listener in self._change_listeners:
                await told(listener(conversation, changed))

    async def announce(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Tell the listeners of messages that were stored inside somebody's transaction."""
        for message in self._linked(messages):
            for listener in self._message_listeners:
                await told(listener(conversation, message))

    async def announce_owner(self, conversation: Conversation) -> None:
        """Tell the listeners of a change of owner that was stored inside somebody's transaction."""
        for listener in self._owner_listeners:
            await told(listener(conversation))

    # -- customers --------------------------------------------------------------------------------------------------

    async def current(self, channel: str, channel_key: str, welcome: Content | None = None) -> Conversation:
        """The open conversation of a person, made when there is none; a new one begins with the welcome."""
        async with self._database.reading() as session:
            found = await store.latest(session, channel, channel_key)
        if found is not None and found.owner != "closed":
            return found
        try:
            async with self._database.writing() as session:
                latest = await store.latest(session, channel, channel_key)
                if latest is not None and latest.owner != "closed":
                    return latest
                conversation = await store.create(session, channel, channel_key, self._clock(), latest)
                messages = await store.append(
                    session, conversation.id, [Draft("bot", welcome)] if welcome else [], self._clock()
                )
        except IntegrityError:  # another process made it at the same moment
            return await self.current(channel, channel_key, welcome)
        await self.announce(conversation, messages)
        return conversation

    async def receive(
        self,
        channel: str,
        channel_key: str,
        text: str,
        *,
        payload: str = "",
        channel_message_id: str | None = None,
        welcome: Content | None = None,
        into: ConversationId | None = None,
        marks: tuple[str, ...] = (),
    ) -> Received | Refused:
        """Store a customer's message, once, and only then return. A BSN or card number in it is masked before that.

        Args:
            text: what the customer reads in the own window: the typed text, or the title of the tapped button.
            payload: what the tapped button means to the bot; empty for typed text.
            channel_message_id: the channel's id; the same id again gives the first message back with is_new False.
            into: a conversation of this person that it belongs to although it is closed: a rating of what is over.
            marks: of a message that is stored once more.
        """
        text = clean_text(text)
        channel_message_id = clean_text(channel_message_id)[:256] if channel_message_id else None
        if not text:
            return Refused("empty")
        if len(text) > MAX_CUSTOMER_TEXT:
            return Refused("too_long")
        masked = mask_sensitive(text)
        content = Content(
            text=masked.text, payload=payload, marks=(*marks, *(f"{MASKED}{kind}" for kind in masked.found))
        )
        key = f"{channel}:{channel_key}:{channel_message_id}" if channel_message_id else None
        for _ in range(3):
            conversation = await self._destination(into) or await self.current(channel, channel_key, welcome)
            try:
                async with self._database.writing() as session:
                    if key and (known := await store.by_dedupe_key(session, key)):
                        original = await store.conversation(session, known.conversation_id)
                        return Received(known, original or conversation, is_new=False)
                    fresh = await store.locked(session, conversation.id)
                    if fresh is None or (fresh.owner == "closed" and into is None):
                        continue  # closed between the look and the write: a new one is made
                    now = self._clock()
                    draft = Draft("customer", content, "", channel_message_id)
                    [message] = await store.append(session, fresh.id, [draft], now, dedupe_key=key, handled=False)
                    await store.touch_customer(session, fresh.id, now)
            except IntegrityError:  # the same message at the same moment in another process
                continue
            await self.announce(fresh, [message])
            return Received(message, fresh, is_new=True)
        raise AssertionError("a conversation was closed three times while one message was stored")

    async def _destination(self, into: ConversationId | None) -> Conversation | None:
        return await self.get(into) if into else None

    async def offering(
        self, channel: str, channel_key: str, payload: str, title: str | None = None
    ) -> tuple[Conversation, str] | None:
        """The conversation in which a person can see a button, and the button's title; None when nobody offered it."""
        async with self._database.reading() as session:
            return await store.offering(session, channel, channel_key, payload, title)

    async def missed(self, channel: str, channel_key: str, after: tuple[ConversationId, int] | None) -> list[Message]:
        """What a person has not seen: all after (conversation, sequence number), through later conversations.

        Without `after`, or with one that is not this person's, the whole current conversation.
        """
        return self._linked(await self._missed(channel, channel_key, after))

    async def _missed(self, channel: str, channel_key: str, after: tuple[ConversationId, int] | None) -> list[Message]:
        async with self._database.reading() as session:
            latest = await store.latest(session, channel, channel_key)
            if latest is None:
                return []
            seen = await store.conversation(session, after[0]) if after else None
            if seen is None or after is None or (seen.channel, seen.channel_key) != (channel, channel_key):
                return await store.messages(session, latest.id)
            result: list[Message] = []
            for conversation in await store.conversations_after(session, channel, channel_key, seen.created_at):
                result += await store.messages(session, conversation.id, after[1] if conversation.id == seen.id else 0)
            return result

    # -- handling ---------------------------------------------------------------------------------------------------

    async def pending(self) -> list[ConversationId]:
        """Conversations that wait for somebody to handle their messages."""
        async with self._database.reading() as session:
            return await store.pending_conversations(session, self._clock())

    async def claim(self, id_: ConversationId) -> bool:
        """Take or prolong the right to handle a conversation; False when another process has it."""
        async with self._database.writing() as session:
            now = self._clock()
            return await store.claim(session, id_, self.process_id, now, now + LEASE)

    async def release(self, id_: ConversationId) -> None:
        """Give the right to handle a conversation back."""
        async with self._database.writing() as session:
            await store.release(session, id_, self.process_id)

    async def release_all(self) -> None:
        """Give everything back, so that the next process need not wait for the leases to end."""
        async with self._database.writing() as session:
            await store.release_all(session, self.process_id)

    async def begin_turn(self, id_: ConversationId) -> Turn | None:
        """The oldest customer message that was not handled yet, with the conversation as it is now."""
        async with self._database.writing() as session:
            return await store.begin_turn(session, id_)

    async def unhandled(self, id_: ConversationId) -> list[Turn]:
        """All customer messages that wait to be handled, in order; nothing is begun."""
        async with self._database.reading() as session:
            return await store.unhandled(session, id_)

    async def keep_reading(self, id_: MessageId, reading: Mapping[str, Any]) -> None:
        """Store what signals made of a customer's message."""
        async with self._database.writing() as session:
            await store.keep_reading(session, id_, reading)

    async def finish_turn(self, turn: Turn, drafts: Sequence[Draft], *, whoever_owns: bool = False) -> list[Message]:
        """Store the answers and mark the customer's message as handled, in one transaction.

        Nothing is stored when the message was handled before: by a process that took over, or out of turn.

        Args:
            whoever_owns: say it even when the owner changed since the turn began. Otherwise the answers are dropped
                then: the bot never talks over an agent, and what was true in the queue no longer is.
        """
        async with self._database.writing() as session:
            return await self.finish_turn_in(session, turn, drafts, whoever_owns=whoever_owns) or []

    async def finish_turn_in(
        self, session: AsyncSession, turn: Turn, drafts: Sequence[Draft], *, whoever_owns: bool = False
    ) -> list[Message] | None:
        """finish_turn inside a transaction of the caller's, who announces the messages afterwards.

        None when the message was handled before.
        """
        now = self._clock()
        fresh = await store.locked(session, turn.conversation.id)
        if not await store.mark_handled(session, turn.message.id, now):
            return None
        still_ours = fresh is not None and fresh.owner_version == turn.conversation.owner_version
        return await store.append(session, turn.conversation.id, drafts if still_ours or whoever_owns else (), now)

    async def get_in(self, session: AsyncSession, id_: ConversationId) -> Conversation | None:
        """One conversation inside a transaction of the caller's, held until it ends."""
        return await store.locked(session, id_)

    async def begin_in(
        self, session: AsyncSession, channel: str, channel_key: str, drafts: Sequence[Draft]
    ) -> tuple[Conversation, list[Message]]:
        """Say something in a person's open conversation, or in a new one, inside a transaction of the caller's."""
        latest = await store.latest(session, channel, channel_key)
        conversation = latest if latest is not None and latest.owner != "closed" else None
        conversation = conversation or await store.create(session, channel, channel_key, self._clock(), latest)
        return conversation, await store.append(session, conversation.id, drafts, self._clock())

    async def append_in(self, session: AsyncSession, id_: ConversationId, drafts: Sequence[Draft]) -> list[Message]:
        """Store messages inside a transaction of the caller's, who announces them afterwards."""
        return await store.append(session, id_, drafts, self._clock())

    # -- everyone ---------------------------------------------------------------------------------------------------

    async def say(
        self,
        id_: ConversationId,
        draft: Draft,
        *,
        dedupe_key: str | None = None,
        agent_id: str | None = None,
        owner: Owner | None = None,
    ) -> Message | None:
        """Store one message of the system or an agent.

        Args:
            dedupe_key: the same key again gives the first message back.
            agent_id: only when this agent owns the conversation at this moment; otherwise None comes back.
            owner: the same for an owner of another kind.
        """
        async with self._database.writing() as session:
            fresh = await store.locked(session, id_)  # first: of two at once the second finds what the first stored
            if dedupe_key and (known := await store.by_dedupe_key(session, dedupe_key)):
                return known
            if fresh is None or (agent_id is not None and (fresh.owner, fresh.agent_id) != ("agent", agent_id)):
                return None
            if owner is not None and fresh.owner != owner:
                return None
            [message] = await store.append(session, id_, [draft], self._clock(), dedupe_key=dedupe_key)
        await self.announce(fresh, [message])
        return message

    async def change_owner(
        self,
        session: AsyncSession,
        id_: ConversationId,
        from_owner: Owner,
        to_owner: Owner,
        *,
        who: str,
        why: str,
        agent_id: str | None = None,
        expected_agent: str | None = None,
    ) -> Conversation | None:
        """Change the owner inside a transaction of the caller's, who announces it afterwards.

        None when the owner is no longer `from_owner` (or no longer `expected_agent`): somebody else was first.
        """
        if (from_owner, to_owner) not in TRANSITIONS:
            raise ValueError(f"no owner change from {from_owner} to {to_owner}")
        return await store.change_owner(
            session,
            id_,
            from_owner,
            to_owner,
            who=who,
            why=why,
            now=self._clock(),
            agent_id=agent_id,
            expected_agent=expected_agent,
        )

    async def continue_in(self, session: AsyncSession, id_: ConversationId, from_id: ConversationId) -> None:
        """Note that a person went on from one conversation with another, inside a transaction of the caller's."""
        await store.continue_from(session, id_, from_id)

    async def continued_by(self, id_: ConversationId) -> Conversation | None:
        """The latest conversation with which a person went on, on another channel; None when nobody did."""
        async with self._database.reading() as session:
            return await store.continued_by(session, id_)

    async def latest(self, channel: str, channel_key: str) -> Conversation | None:
        """The newest conversation of a person, closed or not; none is made."""
        async with self._database.reading() as session:
            return await store.latest(session, channel, channel_key)

    async def get(self, id_: ConversationId) -> Conversation | None:
        """One conversation."""
        async with self._database.reading() as session:
            return await store.conversation(session, id_)

    async def messages(self, id_: ConversationId, after_seq: int = 0) -> list[Message]:
        """The messages of one conversation, in order."""
        async with self._database.reading() as session:
            return self._linked(await store.messages(session, id_, after_seq))

    async def last_words_before(self, id_: ConversationId, seq: int) -> Message | None:
        """The last message before a sequence number that is not the customer's."""
        async with self._database.reading() as session:
            return await store.last_words_before(session, id_, seq)

    async def owner_changes(self, id_: ConversationId) -> list[OwnerChange]:
        """The history of owners, oldest first."""
        async with self._database.reading() as session:
            return await store.owner_changes(session, id_)

    async def unread_by_agent(self, id_: ConversationId, after_seq: int) -> int:
        """Customer messages after a sequence number."""
        async with self._database.reading() as session:
            return await store.unread_by_agent(session, id_, after_seq)

    async def last_message(self, id_: ConversationId) -> Message | None:
        """The newest message of a conversation."""
        async with self._database.reading() as session:
            return await store.last_message(session, id_)

    async def glances(self, seen: Mapping[ConversationId, int]) -> dict[ConversationId, Glance]:
        """What a list shows of many conversations.

        Args:
            seen: per conversation the sequence number up to which the reader of the list has seen it.
        """
        ids = list(seen)
        found: dict[ConversationId, Glance] = {}
        async with self._database.reading() as session:
            for start in range(0, len(ids), _AT_ONCE):
                part = {id_: seen[id_] for id_ in ids[start : start + _AT_ONCE]}
                found |= await store.glances(session, part)
        return found

    async def several(self, ids: Sequence[ConversationId]) -> list[Conversation]:
        """These conversations, newest first; those that are gone are left out."""
        async with self._database.reading() as session:
            return await store.several(session, ids)

    async def held_before(self, conversation: Conversation, limit: int) -> list[Conversation]:
        """The conversations in the same browser, or of the same number, before this one, newest first."""
        async with self._database.reading() as session:
            return await store.held_before(session, conversation, limit)

    async def delivered(self, id_: ConversationId, seq: int, state: Delivery, *, only_seq: bool = False) -> None:
        """Note that what we sent, up to a sequence number, reached a delivery state."""
        async with self._database.writing() as session:
            changed = await store.advance_delivery(session, id_, seq, state, only_seq=only_seq)
            fresh = await store.conversation(session, id_) if changed else None
        if fresh is not None:
            await self.announce_delivery(fresh, changed)

    async def delivered_in(
        self, session: AsyncSession, id_: ConversationId, seqs: tuple[int, int], state: Delivery, failure: str = ""
    ) -> list[Message]:
        """Like delivered, of the messages from one number to another, inside a transaction of the caller's.

        Args:
            failure: why it failed, in Dutch for the agent, at most 200 characters.

        Returns:
            Those that changed, to be announced afterwards (announce_delivery).
        """
        first, last = seqs
        return await store.advance_delivery(session, id_, last, state, from_seq=first, failure=failure[:200])

    async def explain_failure(self, id_: ConversationId, seq: int, failure: str) -> None:
        """Say more of why a message failed, in Dutch for the agent, at most 200 characters."""
        async with self._database.writing() as session:
            changed = await store.explain_failure(session, id_, seq, failure[:200])
            fresh = await store.conversation(session, id_) if changed else None
        if fresh is not None and changed is not None:
            await self.announce_delivery(fresh, [changed])

    async def announce_delivery(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        """Tell the listeners of delivery states that were stored inside somebody's transaction."""
        for message in messages:
            for listener in self._delivery_listeners:
                await told(listener(conversation, message))

    async def close_idle(self) -> int:
        """Close the bot's conversations that nobody has written in for IDLE_AFTER; gives how many."""
        async with self._database.reading() as session:
            quiet = await store.idle(session, self._clock() - IDLE_AFTER)
        closed = 0
        for conversation in quiet:
            async with self._database.writing() as session:
                fresh = await store.locked(session, conversation.id)
                if fresh is None or fresh.last_seq != conversation.last_seq:
                    continue  # something was said since we looked
                changed = await self.change_owner(
                    session, conversation.id, "bot", "closed", who="system", why="lang niets meer gehoord"
                )
            if changed is not None:
                await self.announce_owner(changed)
                closed += 1
        return closed
