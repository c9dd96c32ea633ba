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

from dichtbij.channels.whatsapp.model import Choice, Part, PersonId
from dichtbij.channels.whatsapp.parcels import new_ids
from dichtbij.channels.whatsapp.rendering import Place, Rendering, choices_of
from dichtbij.channels.whatsapp.store import parcels as store
from dichtbij.channels.whatsapp.store import people, record
from dichtbij.clock import Clock
from dichtbij.conversations.model import Conversation, ConversationId, Message
from dichtbij.conversations.service import Conversations
from dichtbij.counter.service import DANGER_TEXTS
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from dichtbij.texts import Texts

log = structlog.get_logger()

LOOK_EVERY = 1.0
HOLD = timedelta(seconds=10)
"""How long the words at the beginning of a conversation wait for the first answer, to go in one bubble with it."""
NO_PROVIDER = "utter_bereik_niemand"
NOT_SHOWABLE = "utter_bezorging_storing"
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
    def asks(self) -> bool:
        """There are choices in it."""
        return any(choices_of(message.content) for message in self.messages)

    @property
    def seqs(self) -> tuple[int, int]:
        """The first and the last of them."""
        return self.messages[0].seq, self.messages[-1].seq


def grouped(messages: Sequence[Message]) -> list[Group]:
    """Which messages go out together: the bot's and ours that follow each other, danger and files apart.

    Two that each offer choices are apart too: a bubble shows one set, and the other question would have no answers.
    """
    groups: list[Group] = []
    for message in messages:
        group = Group((message,))
        if groups and _joins(groups[-1]) and _joins(group) and not (groups[-1].asks and group.asks):
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
        texts: Texts,
        packed: Callable[[], None],
    ) -> None:
        """Args:
        renderings: by name of the provider.
        human: the standing button to a human; None for none.
        texts: says to the agent why something can't go out.
        packed: called when there is something to send.
        """
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._renderings = renderings
        self._human = human
        self._texts = texts
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
        if conversation.channel in record.CHANNELS and message.sender != "customer":
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
                ids = list(self._told)
                self._told.clear()
                await self.pack(ids)
            except DatabaseUnavailable:
                log.error("database_unavailable", during="packing")
            except Exception:  # without this task nothing would ever be sent again
                log.exception("packing_failed")
            if not self._told:  # otherwise at once again, but by way of the look when it is time
                self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), max(0.01, looked + LOOK_EVERY - loop.time()))
            except asyncio.TimeoutError:
                continue

    async def look(self) -> None:
        """Pack what was left behind."""
        async with self._database.reading() as session:
            ids = await record.waiting(session, record.oldest_kept(self._clock()))
        await self.pack(ids)

    async def pack(self, ids: Sequence[ConversationId]) -> None:
        """Make parcels of what waits in these conversations; each by itself, so that none holds up another."""
        made = False
        for id_ in ids:
            try:
                async with self._database.writing() as session:
                    parcels, failed = await self._pack(session, id_)
            except DatabaseUnavailable:
                raise
            except Exception:
                log.exception("packing_failed", conversation=id_)
                continue
            made = made or parcels > 0
            for conversation in await self._conversations.several([id_]) if failed else []:
                await self._conversations.announce_delivery(conversation, failed)
        if made:
            self._packed()

    async def _pack(self, session: AsyncSession, id_: ConversationId) -> tuple[int, list[Message]]:
        """Gives how many parcels were made, and the messages that can never go out: they are marked as failed."""
        conversation = await self._conversations.get_in(session, id_)  # held: two processes never pack the same
        messages = await record.unpacked(session, id_)
        if conversation is None or not messages or await self._holds(session, messages):
            return 0, []
        person = await people.get(session, PersonId(conversation.channel_key))
        rendering = self._renderings.get(person.provider) if person else None
        if person is None or rendering is None:
            log.error("phone_without_provider", conversation=id_)
            seqs = (messages[0].seq, messages[-1].seq)
            return 0, await self._fail(session, id_, seqs, NO_PROVIDER)
        last = await store.last_of(session, person.id)
        ids, urgent = new_ids(self._clock(), last), new_ids(self._clock(), None, urgent=True)
        made, failed = 0, list[Message]()
        for group in grouped(messages):
            parts = self._rendered(rendering, conversation, group)
            for number, part in enumerate(parts or []):
                store.add(session, next(urgent if group.is_danger else ids), conversation, group.seqs, number, part)
                made += 1
            if parts is None:
                failed += await self._fail(session, id_, group.seqs, NOT_SHOWABLE)
            elif not parts:  # nothing in it that a phone can show
                await self._conversations.delivered_in(session, id_, group.seqs, "sent")
        return made, failed

    def _rendered(self, rendering: Rendering, conversation: Conversation, group: Group) -> list[Part] | None:
        """None when it can't be shown: it would be tried again every second, in the way of what can."""
        contents = [message.content for message in group.messages]
        places = [Place(conversation.id, message.seq) for message in group.messages]
        try:
            return rendering.parts(contents, standing=self._standing(conversation, group), places=places)
        except Exception:
            log.exception("rendering_failed", conversation=conversation.id, seq=group.seqs[0])
            return None

    async def _fail(self, session: AsyncSession, id_: ConversationId, seqs: tuple[int, int], why: str) -> list[Message]:
        return await self._conversations.delivered_in(session, id_, seqs, "failed", self._texts.text(why))

    async def _holds(self, session: AsyncSession, messages: Sequence[Message]) -> bool:
        """A welcome waits for the first answer, to be one bubble with it."""
        last = messages[-1]
        if last.sender == "agent" or last.at < self._clock() - HOLD:
            return False
        return await record.begins(session, last.conversation_id, last.seq)

    def _standing(self, conversation: Conversation, group: Group) -> Choice | None:
        """A direct way to a human below every answer of the bot (WhatsApp's business policy)."""
        is_answer = any(message.sender == "bot" for message in group.messages)
        return self._human if is_answer and conversation.owner == "bot" and not group.is_danger else None

    async def more(self, person_id: PersonId, place: Place, start: int) -> bool:
        """Send the choices of a message that did not fit before, from this one on; False when there are none.

        Nothing is said in the record: they stand there already, in the message itself.
        """
        id_, seq = place.conversation_id, place.seq
        async with self._database.writing() as session:
            conversation = await self._conversations.get_in(session, id_)
            person = await people.get(session, person_id)
            rendering = self._renderings.get(person.provider) if person else None
            if conversation is None or person is None or rendering is None:
                return False
            if (conversation.channel, conversation.channel_key) != (person.channel, person.id):
                return False  # what comes from a phone may name anybody's conversation
            message = await record.message(session, id_, seq)
            parts = rendering.rest(message.content, start, place) if message else []
            ids = new_ids(self._clock(), await store.last_of(session, person.id))
            number = await store.parts_of(session, id_, seq)
            for at, part in enumerate(parts):
                store.add(session, next(ids), conversation, (seq, seq), number + at, part)
        self._packed()
        return bool(parts)
