"""From the record to parcels: what was said to a person on a phone becomes parts that fit, stored once.

The record is where it waits: a message is told of here (on_message), and a look every second finds what another
process, or this one before a crash, left behind. What waits together and is the bot's or ours becomes one bubble; what
an agent wrote keeps its own, because each has ticks of its own at the desk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.channels.whatsapp.model import Choice, PersonId
from dichtbij.channels.whatsapp.parcels import new_ids
from dichtbij.channels.whatsapp.rendering import Rendering
from dichtbij.channels.whatsapp.store import parcels as store
from dichtbij.channels.whatsapp.store import people
from dichtbij.clock import Clock
from dichtbij.conversations.model import Conversation, ConversationId, Message
from dichtbij.conversations.service import Conversations
from dichtbij.counter.service import DANGER_TEXTS
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable

log = structlog.get_logger()

LOOK_EVERY = 1.0
HOLD = timedelta(seconds=10)
"""How long the words at the beginning of a conversation wait for the first answer, to go in one bubble with it."""
DANGER = frozenset(f"utter:{name}" for name in DANGER_TEXTS.values())


@dataclass(frozen=True)
class Group:
    """Messages that go out as one."""

    messages: tuple[Message, ...]

    @property
    def is_danger(self) -> bool:
        """It goes before everything that waits."""
        return any(not DANGER.isdisjoint(message.content.marks) for message in self.messages)

    @property
    def seqs(self) -> tuple[int, int]:
        """The first and the last of them."""
        return self.messages[0].seq, self.messages[-1].seq


def grouped(messages: Sequence[Message]) -> list[Group]:
    """Which messages go out together: the bot's and ours that follow each other, danger and files apart."""
    groups: list[Group] = []
    for message in messages:
        group = Group((message,))
        if groups and _joins(groups[-1]) and _joins(group):
            group = Group((*groups.pop().messages, message))
        groups.append(group)
    return groups


def _joins(group: Group) -> bool:
    last = group.messages[-1]
    return last.sender in ("bot", "system") and last.content.file is None and not group.is_danger


class Packer:
    """Runs until stopped."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        renderings: Mapping[str, Rendering],
        human: Choice | None,
        packed: Callable[[], None],
    ) -> None:
        """Args:
        renderings: by name of the provider.
        human: the standing button to a human; None for none.
        packed: called when there is something to send.
        """
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._renderings = renderings
        self._human = human
        self._packed = packed
        self._told: dict[ConversationId, None] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin, with what was left behind."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop. What is not packed is found by the next process."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def on_message(self, conversation: Conversation, message: Message) -> None:
        """Something was said (Conversations.on_message)."""
        if conversation.channel in store.CHANNELS and message.sender != "customer":
            self._told[conversation.id] = None
            self._wake.set()

    async def _run(self) -> None:
        looked = -LOOK_EVERY
        loop = asyncio.get_running_loop()
        while True:
            try:
                if loop.time() - looked >= LOOK_EVERY:
                    looked = loop.time()
                    await self.look()
                while self._told:
                    ids = list(self._told)
                    self._told.clear()
                    await self.pack(ids)
            except DatabaseUnavailable:
                log.error("database_unavailable", during="packing")
            except Exception:  # without this task nothing would ever be sent again
                log.exception("packing_failed")
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), max(0.01, looked + LOOK_EVERY - loop.time()))
            except asyncio.TimeoutError:
                continue

    async def look(self) -> None:
        """Pack what was left behind."""
        async with self._database.reading() as session:
            ids = await store.waiting(session, store.oldest_kept(self._clock()))
        await self.pack(ids)

    async def pack(self, ids: Sequence[ConversationId]) -> None:
        """Make parcels of what waits in these conversations; each by itself, so that none holds up another."""
        made = False
        for id_ in ids:
            try:
                async with self._database.writing() as session:
                    made = await self._pack(session, id_) or made
            except DatabaseUnavailable:
                raise
            except Exception:
                log.exception("packing_failed", conversation=id_)
        if made:
            self._packed()

    async def _pack(self, session: AsyncSession, id_: ConversationId) -> bool:
        conversation = await self._conversations.get_in(session, id_)  # held: two processes never pack the same
        messages = await store.unpacked(session, id_)
        if conversation is None or not messages or await self._holds(session, messages):
            return False
        person = await people.get(session, PersonId(conversation.channel_key))
        rendering = self._renderings.get(person.provider) if person else None
        if person is None or rendering is None:
            log.error("phone_without_provider", conversation=id_)
            return False
        last = await store.last_of(session, person.id)
        ids, urgent = new_ids(self._clock(), last), new_ids(self._clock(), None, urgent=True)
        for group in grouped(messages):
            contents = [message.content for message in group.messages]
            parts = rendering.parts(contents, standing=self._standing(conversation, group), seq=group.seqs[1])
            for number, part in enumerate(parts):
                store.add(session, next(urgent if group.is_danger else ids), conversation, group.seqs, number, part)
            if not parts:  # nothing in it that a phone can show
                await self._conversations.delivered_in(session, id_, group.seqs, "sent")
        return True

    async def _holds(self, session: AsyncSession, messages: Sequence[Message]) -> bool:
        """A welcome waits for the first answer, to be one bubble with it."""
        last = messages[-1]
        if last.sender == "agent" or last.at < self._clock() - HOLD:
            return False
        return await store.begins(session, last.conversation_id, last.seq)

    def _standing(self, conversation: Conversation, group: Group) -> Choice | None:
        """A direct way to a human below every answer of the bot (WhatsApp's business policy)."""
        is_answer = any(message.sender == "bot" for message in group.messages)
        return self._human if is_answer and conversation.owner == "bot" and not group.is_danger else None

    async def more(self, id_: ConversationId, seq: int, start: int) -> bool:
        """Send the choices of a message that did not fit before, from this one on; False when there are none.

        Nothing is said in the record: they stand there already, in the message itself.
        """
        async with self._database.writing() as session:
            conversation = await self._conversations.get_in(session, id_)
            person = await people.get(session, PersonId(conversation.channel_key)) if conversation else None
            rendering = self._renderings.get(person.provider) if person else None
            if conversation is None or person is None or rendering is None:
                return False
            message = await store.message(session, id_, seq)
            parts = rendering.rest(message.content, start, seq) if message else []
            ids = new_ids(self._clock(), await store.last_of(session, person.id))
            number = await store.parts_of(session, id_, seq)
            for place, part in enumerate(parts):
                store.add(session, next(ids), conversation, (seq, seq), number + place, part)
        self._packed()
        return bool(parts)
