"""Who handles what, when: one conversation in order and one message at a time, different conversations side by side.

Every message is stored before anybody hears of it, so this only has to look in the database: at once when a message
came in here, and every second for what another process, or this one before a crash, left behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from dichtbij.conversations.model import ConversationId, Turn
from dichtbij.conversations.service import Conversations
from dichtbij.counter.service import Counter
from dichtbij.errors import BotFailed, BotUnavailable, DatabaseUnavailable

log = structlog.get_logger()

LOOK_EVERY = 1.0
RENEW_EVERY = 5.0
RETRY_AFTER = (0.5, 1.0, 2.0, 4.0)
"""Seconds before the bot is tried again; the last one repeats."""
SAY_AWAY_AFTER = 2
"""Tries before the customer hears that the bot is away: a hiccup passes unseen."""

GIVE_UP_AFTER = 3
"""Failures of one message by itself, before the customer is told and offered a human. Tries in which the bot was away
do not count: it often fails once more while it comes up."""

BUSY_AFTER = 1.5
"""Seconds after which the customer is shown that the answer is being looked up."""


class Dispatcher:
    """Runs until stopped. Give it `notify` after a message was stored."""

    def __init__(
        self,
        conversations: Conversations,
        counter: Counter,
        *,
        on_busy: Callable[[ConversationId, bool], Awaitable[None]] | None = None,
    ) -> None:
        self._conversations = conversations
        self._counter = counter
        self._on_busy = on_busy
        self._running: dict[ConversationId, asyncio.Task[None]] = {}
        self._again: set[ConversationId] = set()
        self._ahead: set[asyncio.Task[None]] = set()
        self._looker: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin, with what was left behind first."""
        self._looker = asyncio.create_task(self._look())

    async def stop(self) -> None:
        """Stop. What was under way is picked up by the next process."""
        self._stopping = True
        tasks = [task for task in (self._looker, *self._running.values(), *self._ahead) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await self._conversations.release_all()
        except DatabaseUnavailable:
            log.warning("leases_not_released")

    def notify(self, id_: ConversationId) -> None:
        """A message of this conversation was stored."""
        if self._stopping:
            return
        if id_ in self._running:
            self._again.add(id_)
            ahead = asyncio.create_task(self._look_ahead(id_))
            self._ahead.add(ahead)
            ahead.add_done_callback(self._ahead.discard)
            return
        task = asyncio.create_task(self._work(id_))
        self._running[id_] = task
        task.add_done_callback(lambda _: self._done(id_))

    async def idle(self) -> None:
        """Wait until nothing is under way; for tests."""
        while self._running or self._ahead:
            await asyncio.gather(*self._running.values(), *self._ahead, return_exceptions=True)
            await asyncio.sleep(0)

    def _done(self, id_: ConversationId) -> None:
        self._running.pop(id_, None)
        if id_ in self._again:
            self._again.discard(id_)
            self.notify(id_)

    async def _look(self) -> None:
        while True:
            try:
                for id_ in await self._conversations.pending():
                    self.notify(id_)
            except DatabaseUnavailable:
                log.error("database_unavailable", during="look")
            except Exception:  # without this look nothing would ever be picked up again
                log.exception("look_failed")
            await asyncio.sleep(LOOK_EVERY)

    async def _look_ahead(self, id_: ConversationId) -> None:
        """Another message of the conversation is under way, perhaps for long: danger does not wait for it."""
        try:
            await self._counter.look_ahead(id_, bot_is_away=False)
        except DatabaseUnavailable:
            log.error("database_unavailable", during="look_ahead", conversation=id_)
        except Exception:
            log.exception("look_ahead_failed", conversation=id_)

    async def _work(self, id_: ConversationId) -> None:
        try:
            if not await self._conversations.claim(id_):
                await self._look_ahead(id_)  # another process has it and will see the new message too, in its turn
                return
            keeper = asyncio.create_task(self._keep(id_))
            try:
                await self._handle_all(id_)
            finally:
                keeper.cancel()
                await self._conversations.release(id_)
        except DatabaseUnavailable:
            log.error("database_unavailable", during="work", conversation=id_)
        except Exception:  # the next look tries again; here it would be lost in a task that nobody awaits
            log.exception("work_failed", conversation=id_)

    async def _keep(self, id_: ConversationId) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self._conversations.claim(id_)
            except DatabaseUnavailable:
                log.error("database_unavailable", during="renew", conversation=id_)

    async def _handle_all(self, id_: ConversationId) -> None:
        current, failed, away = None, 0, 0
        while turn := await self._conversations.begin_turn(id_):
            if turn.message.id != current:
                current, failed, away = turn.message.id, 0, 0
            try:
                await self._with_busy_sign(id_, turn)
                continue
            except DatabaseUnavailable:
                raise
            except BotUnavailable as fault:
                own_fault = isinstance(fault, BotFailed)
                log.warning("bot_unavailable", conversation=id_, tries=turn.attempts + 1, why=str(fault))
            except Exception:
                # A message that breaks the handling must not block what comes after it, nor pass in silence.
                own_fault = True
                log.exception("turn_failed", conversation=id_, tries=turn.attempts + 1)
            if await self._counter.look_ahead(id_, bot_is_away=True):
                continue
            failed, away = failed + own_fault, away + (not own_fault)
            if failed >= GIVE_UP_AFTER:
                await self._counter.give_up(turn)
                continue
            if away == SAY_AWAY_AFTER and not own_fault:
                await self._counter.say_bot_is_away(turn)
            await asyncio.sleep(RETRY_AFTER[min(failed + away, len(RETRY_AFTER)) - 1])

    async def _with_busy_sign(self, id_: ConversationId, turn: Turn) -> None:
        if self._on_busy is None:
            await self._counter.handle(turn)
            return
        shown = asyncio.Event()
        sign = asyncio.create_task(self._show_busy(id_, shown))
        try:
            await self._counter.handle(turn)
        finally:
            sign.cancel()
            if shown.is_set():
                await self._on_busy(id_, False)

    async def _show_busy(self, id_: ConversationId, shown: asyncio.Event) -> None:
        await asyncio.sleep(BUSY_AFTER)
        if self._on_busy is not None:
            shown.set()
            await self._on_busy(id_, True)
