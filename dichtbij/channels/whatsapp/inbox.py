"""Between webhook and record: what came in is stored at once, and handled a moment later, in the order it was sent.

Deliveries come in any order, in any grouping and more than once. So what one person sends is left to settle: until
nothing more came for SETTLE seconds, and MOST at the longest. Then all of it is taken, by one process at a time, put in
order of sending, and handled as one. What a process that fell over left behind is taken by the next look of any other.
Handling may happen twice after such a fall; whoever handles stores every message only once (conversations.bursts).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from dichtbij.channels.whatsapp.arrivals import Delivery, Kept, arrival_id
from dichtbij.channels.whatsapp.batch import Batch
from dichtbij.channels.whatsapp.model import KEPT, Arrival, StatusUpdate
from dichtbij.channels.whatsapp.port import Statuses
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable

log = structlog.get_logger()

LEASE = timedelta(seconds=30)
"""How long a process may be silent while it handles what somebody sent."""
RENEW_EVERY = 8.0
ALONE_AFTER = 3
"""Tries of a burst before its messages are handled one by one, so that one that breaks holds up no other."""
GIVE_UP_AFTER = 6
"""Tries of one message before it is left out, with an error in the log."""
AT_ONCE = 8
"""People whose messages are handled side by side: with more, what has to be acknowledged would wait for them."""
STOP_WITHIN = 5.0
"""Seconds that handling may go on when we stop."""
LONGEST_WAIT = 30.0
"""Seconds between two tries, at most."""


@dataclass(frozen=True)
class Pace:
    """How long is waited, in seconds."""

    settle: float = 1.2
    most: float = 4.0
    look: float = 1.0
    """Between two looks for what was left behind."""
    left: float = 6.0
    """What is older and in nobody's hands was left behind: more than `most`."""
    busy: float = 0.5
    """Before a look whether another process is done with somebody."""


class Sender(NamedTuple):
    """Whose messages are handled together."""

    provider: str
    key: str


Handle = Callable[[str, Sequence[Kept]], Awaitable[set[str]]]
"""Handles messages of one person in order; gives the ids of those that have to wait for others to come."""


class Inbox:
    """Runs until stopped. Give it every delivery."""

    def __init__(
        self, database: Database, clock: Clock, process_id: str, handle: Handle, pace: Pace | None = None
    ) -> None:
        self._database = database
        self._clock = clock
        self._process = process_id
        self._handle = handle
        self._pace = pace or Pace()
        self.statuses: Statuses | None = None
        """Who hears what became of messages of ours. None: statuses wait."""
        self._last_received: datetime | None = None
        self._heard: dict[Sender, float] = {}
        """When something last came, on the loop's clock, which no test and no administrator sets."""
        self._known: dict[Sender, set[str]] = {}
        self._deliveries: Batch[Delivery] = Batch(self._keep_all)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._busy: set[asyncio.Task[None]] = set()
        """Those beyond waiting: they may finish when we stop."""
        self._running: dict[Sender, asyncio.Task[None]] = {}
        self._again: set[Sender] = set()
        self._status_news = asyncio.Event()
        self._status_work = asyncio.Lock()
        self._loops: list[asyncio.Task[None]] = []
        self._stopping = False

    # -- from outside -------------------------------------------------------------------------------------------------

    async def take(self, provider: str, arrivals: Sequence[Arrival]) -> None:
        """Store a delivery; after this it may be acknowledged. Raises DatabaseUnavailable: then nothing was stored."""
        if not arrivals:
            return
        now = self._clock()
        if self._last_received is not None and now <= self._last_received:
            now = self._last_received + timedelta(microseconds=1)  # two deliveries keep the order in which they came
        self._last_received = now
        delivery = Delivery(provider, arrivals, now)
        await self._deliveries.put(delivery)
        for arrival in arrivals:
            if isinstance(arrival, StatusUpdate):
                self._status_news.set()
            elif (id_ := arrival_id(provider, arrival)) in delivery.new:
                self._notify(Sender(provider, arrival.address.key), id_)

    async def _keep_all(self, deliveries: Sequence[Delivery]) -> None:
        """Store what came at the same moment in one transaction: a database writes ten as quickly as one."""
        async with self._database.writing(first=True) as session:
            new = await store.keep(session, deliveries)
        for one in deliveries:
            one.new = new

    async def start(self) -> None:
        """Begin, with what was left behind."""
        self._loops = [asyncio.create_task(self._look_on()), asyncio.create_task(self._statuses_on())]

    async def stop(self) -> None:
        """Stop. What is under way is handled by the next process."""
        self._stopping = True
        tasks = [*self._loops, *self._running.values()]
        for task in tasks:
            if task not in self._busy:
                task.cancel()
        if self._busy:
            await asyncio.wait(self._busy, timeout=STOP_WITHIN)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            async with self._database.writing() as session:
                await store.let_go_all(session, self._process)
        except DatabaseUnavailable:
            log.warning("arrivals_not_released")

    async def idle(self) -> None:
        """Wait until nothing is under way; for tests."""
        while self._running or (self._loops and (self._status_news.is_set() or self._status_work.locked())):
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            if not self._running:
                await asyncio.sleep(0.005)

    async def tidy(self) -> None:
        """Forget ids of which no repetition can come any more."""
        async with self._database.writing() as session:
            await store.forget(session, self._clock() - KEPT)

    async def look(self) -> None:
        """Begin with what nobody handles."""
        now = self._clock()
        async with self._database.reading() as session:
            left = await store.left_behind(session, now - timedelta(seconds=self._pace.left), now)
        for provider, key in left:
            if Sender(provider, key) not in self._running:
                self._notify(Sender(provider, key))
        self._status_news.set()

    # -- one person ---------------------------------------------------------------------------------------------------

    def _notify(self, sender: Sender, id_: str | None = None) -> None:
        if self._stopping:
            return
        self._heard[sender] = asyncio.get_running_loop().time()
        self._known.setdefault(sender, set()).update([id_] if id_ else [])
        if sender in self._running:
            self._again.add(sender)
            return
        task = asyncio.create_task(self._work(sender))
        self._running[sender] = task
        task.add_done_callback(lambda _: self._done(sender))

    def _done(self, sender: Sender) -> None:
        self._running.pop(sender, None)
        if sender in self._again:
            self._again.discard(sender)
            self._notify(sender)
        else:
            self._heard.pop(sender, None)
            self._known.pop(sender, None)

    async def _work(self, sender: Sender) -> None:
        try:
            await self._settle(sender)
            taken = await self._take_all(sender)
            while not taken:  # another process has some of it, or it waits for its next try
                await asyncio.sleep(self._pace.busy)
                taken = await self._take_all(sender)
        except DatabaseUnavailable:
            log.error("database_unavailable", during="inbox")
        except Exception:  # the next look tries again; here it would be lost in a task that nobody awaits
            log.exception("inbox_failed")

    async def _take_all(self, sender: Sender) -> bool:
        """Handle all that waits of one person; False when that can't be now."""
        task = asyncio.current_task()
        assert task is not None
        async with self._room:
            self._busy.add(task)
            try:
                self._again.discard(sender)  # all of it is taken now
                kept = await self._claim(sender)
                if kept:
                    await self._handle_all(sender, kept)
                return kept is not None
            finally:
                self._busy.discard(task)

    async def _settle(self, sender: Sender) -> None:
        """Wait until nothing more comes, here or at another process."""
        clock = asyncio.get_running_loop().time
        longest = clock() + self._pace.most
        while True:
            until = min(self._heard[sender] + self._pace.settle, longest)
            if clock() < until:
                await asyncio.sleep(until - clock())
                continue
            async with self._database.reading() as session:
                waiting = await store.waiting(session, *sender)
            if waiting <= self._known[sender] or clock() >= longest:
                return
            self._known[sender] |= waiting
            self._heard[sender] = clock()

    async def _claim(self, sender: Sender) -> list[Kept] | None:
        now = self._clock()
        async with self._database.writing() as session:
            return await store.claim(session, *sender, self._process, now, now + LEASE)

    async def _handle_all(self, sender: Sender, kept: Sequence[Kept]) -> None:
        keeper = asyncio.create_task(self._keep([one.id for one in kept]))
        try:
            tries = max(one.tries for one in kept)
            for group in [kept] if tries <= ALONE_AFTER else [[one] for one in kept]:
                await self._try(sender, group)
        finally:
            keeper.cancel()

    async def _try(self, sender: Sender, group: Sequence[Kept]) -> None:
        ids, tries = [one.id for one in group], max(one.tries for one in group)
        try:
            early = await self._handle(sender.provider, group)
        except DatabaseUnavailable:
            raise
        except Exception:
            given_up = len(group) == 1 and tries >= GIVE_UP_AFTER
            log.exception("arrival_given_up" if given_up else "arrival_failed", tries=tries)
            wait = self._clock() + timedelta(seconds=min(2.0**tries, LONGEST_WAIT))
            async with self._database.writing() as session:
                await (store.done(session, ids, self._clock()) if given_up else store.postpone(session, ids, wait))
            return
        async with self._database.writing() as session:
            await store.done(session, [id_ for id_ in ids if id_ not in early], self._clock())
            await store.postpone(session, early, None, counts=False)

    async def _keep(self, ids: Sequence[str]) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                async with self._database.writing() as session:
                    await store.renew(session, ids, self._process, self._clock() + LEASE)
            except DatabaseUnavailable:
                log.error("database_unavailable", during="inbox_renew")

    # -- everybody ----------------------------------------------------------------------------------------------------

    async def _look_on(self) -> None:
        while True:
            try:
                await self.look()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="inbox_look")
            except Exception:  # without this look nothing would ever be picked up again
                log.exception("inbox_look_failed")
            await asyncio.sleep(self._pace.look)

    async def _statuses_on(self) -> None:
        while True:
            await self._status_news.wait()
            async with self._status_work:
                self._status_news.clear()
                try:
                    while await self._hand_on_statuses():
                        pass
                except DatabaseUnavailable:
                    log.error("database_unavailable", during="inbox_statuses")
                except Exception:
                    log.exception("inbox_statuses_failed")

    async def _hand_on_statuses(self) -> bool:
        """Tell of what became of our messages; gives whether there was any. Each may be told again after a fall."""
        if self.statuses is None:
            return False
        now = self._clock()
        async with self._database.writing() as session:
            kept = await store.claim_statuses(session, self._process, now, now + LEASE)
        # Side by side: who hears them writes what comes together in one transaction.
        telling = [self.statuses.on_status(one.arrival) for one in kept if isinstance(one.arrival, StatusUpdate)]
        results = await asyncio.gather(*telling, return_exceptions=True)
        told = []
        for one, result in zip(kept, results, strict=True):
            if isinstance(result, BaseException):
                log.error("status_failed", tries=one.tries, exc_info=result)
            if not isinstance(result, BaseException) or one.tries >= GIVE_UP_AFTER:
                told.append(one.id)
        if told:
            async with self._database.writing() as session:
                await store.done(session, told, self._clock())
        return bool(told)
