"""Telling people on another way that an agent's message did not arrive: beside the sending, and never twice.

A failed parcel whose person has to be told bears a mark in its reason (OWED), written together with the failure: that
is the queue, so a crash loses nothing. Only when it was told is the mark changed to TOLD, so that a mail server that is
down does not count as told. A mail server may take long; nothing waits for it.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from dichtbij.channels.whatsapp.elsewhere import Elsewhere, How
from dichtbij.channels.whatsapp.parcels import GIVE_UP_AFTER, Parcel, first_id, is_asked
from dichtbij.channels.whatsapp.store import parcels, record
from dichtbij.channels.whatsapp.store import telling as store
from dichtbij.clock import Clock
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from dichtbij.texts import Texts

log = structlog.get_logger()

OWED, TOLD = "elders?: ", "elders: "
"""Begin the reason of a failed parcel whose person has to be told, or was told, on another way."""
TOLD_AGAIN_AFTER = timedelta(hours=6)
"""A person who could not be reached is told so elsewhere this often at most."""
AT_ONCE = 4
LOOK_EVERY = 60.0
"""Seconds between two looks for what a crash or another process left behind."""
_WITHIN = 90.0
"""Seconds that telling one person may take."""
_LEASE = timedelta(minutes=3)


class Telling:
    """Runs until stopped."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        elsewhere: Elsewhere,
        texts: Texts,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._elsewhere = elsewhere
        self._texts = texts
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin, with what was left behind."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop. Who was not told yet is told by the next process."""
        tasks = [*([self._task] if self._task else []), *self._telling.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def notify(self) -> None:
        """There is somebody to tell."""
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._look()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="telling_elsewhere")
            except Exception:  # without this task nobody would ever be told again
                log.exception("telling_elsewhere_failed")
            try:
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
            except asyncio.TimeoutError:
                continue

    async def _look(self) -> None:
        now = self._clock()
        if len(self._telling) >= AT_ONCE:
            return  # looked again when one is done
        async with self._database.reading() as session:
            after = first_id(now - 2 * GIVE_UP_AFTER)
            ids = await store.marked(session, OWED, after, now, AT_ONCE + len(self._telling))
        for id_ in [id_ for id_ in ids if id_ not in self._telling][: AT_ONCE - len(self._telling)]:
            self._telling[id_] = asyncio.create_task(self._tell(id_))

    async def _tell(self, id_: str) -> None:
        is_done = False
        try:
            is_done = await self.tell(id_)
        except DatabaseUnavailable:
            log.error("database_unavailable", during="telling_elsewhere", parcel=id_)
        except Exception:
            log.exception("telling_elsewhere_failed", parcel=id_)
        finally:
            del self._telling[id_]
            if is_done:  # otherwise somebody else is at it: not at once again
                self._wake.set()

    async def tell(self, id_: str) -> bool:
        """Tell the person of one failed parcel; gives whether that is done now.

        Raises:
            DatabaseUnavailable: who was told already is told again when this happens after it.
        """
        now, by = self._clock(), self._conversations.process_id
        async with self._database.writing() as session:
            taken = await store.take(session, id_, OWED, by, now, now + _LEASE)
            if taken is None:
                return False
            parcel, reason = taken
            since = now - TOLD_AGAIN_AFTER
            told = await parcels.was_told_elsewhere(session, parcel.person.id, TOLD, since)
            if told or not is_asked(parcel.person):
                await store.settle(session, id_, reason)
                return True
        how = await self._how(parcel)
        async with self._database.writing() as session:
            await store.settle(session, id_, f"{TOLD if how else ''}{reason}")
        await self._explain(parcel, how)
        return True

    async def _how(self, parcel: Parcel) -> How:
        try:
            return await asyncio.wait_for(self._elsewhere.tell(parcel.person, parcel.conversation_id), _WITHIN)
        except asyncio.TimeoutError:
            log.warning("told_elsewhere_too_slow", conversation=parcel.conversation_id)
            return ""

    async def _explain(self, parcel: Parcel, how: How) -> None:
        """Say at the failed messages, behind why, what was done about it."""
        done = self._texts.text(f"utter_bezorging_elders_{how or 'niet'}")
        for seq in range(parcel.from_seq, parcel.to_seq + 1):
            async with self._database.reading() as session:
                message = await record.message(session, parcel.conversation_id, seq)
            if message is not None and message.failure:
                await self._conversations.explain_failure(parcel.conversation_id, seq, f"{message.failure} {done}")
