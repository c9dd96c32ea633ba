"""Sees to it that Chatwoot is told everything (telling.py), once and in order.

The record is the outbox: nothing waits in memory. A link says how far Chatwoot is (desks.model.Link); what the record
has beyond that is sent, for one conversation by one process at a time. What fails is tried again later and later, for
as long as it takes; what a process that fell over left behind is picked up by the next look of any other.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import structlog

from dichtbij.clock import Clock
from dichtbij.conversations.model import Conversation, Message
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.desks.chatwoot.telling import Telling
from dichtbij.desks.model import Link, later
from dichtbij.desks.store import links
from dichtbij.desks.store.links import Subject
from dichtbij.errors import DatabaseUnavailable, DeskRefused, DeskUnavailable
from dichtbij.handoff.model import Case
from dichtbij.metrics import Metrics

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
"""How long a process may be silent while it sends. One call to Chatwoot takes ten seconds at most."""
LOOK_EVERY = 2.0
"""Seconds between two looks for what was left behind or has to be tried again."""
SERIOUS = 5
"""Tries in a row, about a minute, after which failing is an error for the operator."""
AT_ONCE = 8
"""Conversations that are told side by side."""


class _LeaseLost(Exception):
    """Another process went on with it, because we were silent too long."""


class Sender:
    """Runs until stopped."""

    def __init__(
        self,
        desk: str,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        telling: Telling,
        metrics: Metrics,
    ) -> None:
        self._desk = desk
        self._database = database
        self._clock = clock
        self._process = conversations.process_id
        self._telling = telling
        self._metrics = metrics
        self._running: dict[Subject, asyncio.Task[None]] = {}
        self._again: set[Subject] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._looker: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin, with what was left behind."""
        self._looker = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Stop. What is under way is told by the next process, which first asks whether it arrived."""
        self._stopping = True
        tasks = [task for task in (self._looker, *self._running.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until nothing is under way; for tests."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            await asyncio.sleep(0)

    # -- listening ----------------------------------------------------------------------------------------------------

    async def on_case(self, case: Case) -> None:
        """A case was opened, changed or ended."""
        self.notify(Subject(conversation_id=case.conversation_id))

    async def on_message(self, conversation: Conversation, message: Message) -> None:
        """Something was said."""
        if conversation.owner in ("queue", "agent"):
            self.notify(Subject(conversation_id=conversation.id))

    def notify(self, subject: Subject) -> None:
        """There may be something to tell."""
        if self._stopping:
            return
        if subject in self._running:
            self._again.add(subject)
            return
        task = asyncio.create_task(self._work(subject))
        self._running[subject] = task
        task.add_done_callback(lambda _: self._done(subject))

    def _done(self, subject: Subject) -> None:
        self._running.pop(subject, None)
        if subject in self._again:
            self._again.discard(subject)
            self.notify(subject)

    async def _look(self) -> None:
        while True:
            try:
                await self.look()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="desk_look")
            except Exception:  # without this look nothing would ever be tried again
                log.exception("desk_look_failed")
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Begin with everything that Chatwoot does not know yet."""
        async with self._database.reading() as session:
            subjects = await links.due(session, self._desk, self._clock())
            self._metrics.desk_behind.set(await links.count_behind(session, self._desk))
        for subject in subjects:
            self.notify(subject)

    # -- working ------------------------------------------------------------------------------------------------------

    async def _work(self, subject: Subject) -> None:
        try:
            async with self._room:
                link = await self._claim(subject)
                if link is not None:
                    await self._tell(subject, link)
        except DatabaseUnavailable:
            log.error("database_unavailable", during="desk_work")
        except _LeaseLost:
            log.warning("desk_lease_lost")
        except Exception:
            log.exception("desk_work_failed")

    async def _claim(self, subject: Subject) -> Link | None:
        async with self._database.writing() as session:
            if not await links.is_due(session, self._desk, subject):
                return None
            await links.begin(session, self._desk, subject)
            return await links.claim(session, self._desk, subject, self._process, self._clock(), LEASE)

    async def _tell(self, subject: Subject, link: Link) -> None:
        wait: float | None = later(link.tries)  # when something breaks that nobody thought of, it is tried again too
        try:
            await self._tell_what_it_is(subject, link)
            wait = None
        except DeskUnavailable as fault:
            wait = fault.retry_after or later(link.tries)
            status = fault.status if isinstance(fault, DeskRefused) else None
            self._metrics.desk_faults.inc()
            tell = log.error if link.tries >= SERIOUS else log.warning
            tell("desk_unavailable", during="telling", tries=link.tries, status=status, why=str(fault))
        finally:
            await self._release(link, wait)

    async def _tell_what_it_is(self, subject: Subject, link: Link) -> None:
        if link.forget:
            async with self._database.reading() as session:
                is_last = await links.is_last(session, link)
            await self._telling.forget(link, is_last=is_last)
            async with self._database.writing() as session:
                await links.drop(session, link)
        elif subject.callback_id:
            async with self._database.reading() as session:
                call = await links.callback(session, subject.callback_id)
            if call is not None and not call.done:
                await self._telling.call(link, call, self._save)
        elif subject.conversation_id:
            await self._telling.conversation(link, subject.conversation_id, self._save)

    async def _save(self, link: Link, **values: Any) -> Link:
        async with self._database.writing() as session:
            saved = await links.save(session, link, self._process, self._clock(), LEASE, **values)
        if saved is None:
            raise _LeaseLost
        return saved

    async def _release(self, link: Link, wait: float | None) -> None:
        next_at = None if wait is None else self._clock() + timedelta(seconds=wait)
        async with self._database.writing() as session:
            await links.release(session, link, self._process, next_at)
