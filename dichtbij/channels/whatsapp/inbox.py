"""Between webhook and record: what came in is stored at once, and handled a moment later, in the order it was sent.

Deliveries come in any order, in any grouping and more than once. So what one person sends is left to settle (Pace).
Then all of it is taken, by one process at a time, put in order of sending, and handled as one. What a process that fell
over left behind is taken by the next look of any other. Handling may happen twice after such a fall; whoever handles
stores every message only once (conversations.bursts). What can't be handled is tried again for as long as it is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from dichtbij.channels.whatsapp.arrivals import ALONE_AFTER, Delivery, Kept, arrival_id
from dichtbij.channels.whatsapp.batch import Batch
from dichtbij.channels.whatsapp.model import KEPT, Arrival, StatusUpdate
from dichtbij.channels.whatsapp.statuses import LEASE, StatusLine
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from dichtbij.metrics import Metrics

log = structlog.get_logger()

RENEW_EVERY = 8.0
TELL_AFTER = 6
"""Tries of one message (about a minute) before its sender hears that we can't read it: a day later nothing arrives."""
AT_ONCE = 8
"""People whose messages are handled side by side: with more, what has to be acknowledged would wait for them."""
STOP_WITHIN = 5.0
"""Seconds that handling may go on when we stop."""
LONGEST_WAIT = 600.0
"""Seconds between two tries, at most: who mends the fault sees everything handled within ten minutes."""


@dataclass(frozen=True)
class Pace:
    """How long is waited, in seconds."""

    settle: float = 1.2
    """After the last thing that came."""
    most: float = 4.0
    """After the first."""
    settle_long: float = 3.0
    """As settle, when more may well be under way (arrivals.goes_on)."""
    most_long: float = 10.0
    look: float = 1.0
    """Between two looks for what was left behind."""
    left: float = 6.0
    """Who sent nothing for so long, and is in nobody's hands, was left behind: well over settle_long."""
    busy: float = 0.5
    """Before a look whether another process is done with somebody."""


class Sender(NamedTuple):
    """Whose messages are handled together."""

    provider: str
    key: str


Handle = Callable[[str, Sequence[Kept]], Awaitable[set[str]]]
"""Handles messages of one person in order; gives the ids of those that have to wait for others to come."""

Tell = Callable[[str, Kept], Awaitable[None]]
"""Lets the sender of a message know that nothing can be made of it. Called more than once; tells once."""


class Inbox:
    """Runs until stopped. Give it every delivery."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        process_id: str,
        handle: Handle,
        tell: Tell,
        metrics: Metrics,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._process = process_id
        self._handle = handle
        self._tell = tell
        self._metrics = metrics
        self._pace = pace or Pace()
        self.statuses = StatusLine(database, clock, process_id)
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
        self._broken_off: set[Sender] = set()
        """Of whom the database did not answer halfway."""
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
                self.statuses.news()
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
        self._loops = [asyncio.create_task(self._look_on()), asyncio.create_task(self.statuses.run())]

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
        while self._running or (self._loops and self.statuses.busy):
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            if not self._running:
                await asyncio.sleep(0.005)

    async def tidy(self) -> None:
        """Forget ids of which no repetition can come any more; a few at a time, for deliveries wait meanwhile."""
        some = True
        while some:
            async with self._database.writing() as session:
                some = await store.forget(session, self._clock() - KEPT)

    async def look(self) -> None:
        """Begin with what nobody handles."""
        now = self._clock()
        async with self._database.reading() as session:
            left = await store.left_behind(session, now - timedelta(seconds=self._pace.left), now)
        broken_off, self._broken_off = self._broken_off, set()
        for sender in {*broken_off, *(Sender(*one) for one in left)}:
            if sender not in self._running:
                self._notify(sender)
        self.statuses.news()

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
            self._broken_off.add(sender)  # what was taken is still ours; the next look that finds the database goes on
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
        clock, known, pace = asyncio.get_running_loop().time, self._known[sender], self._pace
        begun = clock()
        while True:
            until = min(self._heard[sender] + pace.settle, begun + pace.most)
            if clock() < until:
                await asyncio.sleep(until - clock())
                continue
            async with self._database.reading() as session:
                waiting = await store.waiting(session, *sender)
            if not waiting.ids <= known:
                known |= waiting.ids
                self._heard[sender] = clock()
            settle, most = (pace.settle_long, pace.most_long) if waiting.goes_on else (pace.settle, pace.most)
            left = min(self._heard[sender] + settle, begun + most) - clock()
            if left <= 0:
                return
            await asyncio.sleep(min(left, pace.settle))  # and look again: words below an album end it

    async def _claim(self, sender: Sender) -> list[Kept] | None:
        now = self._clock()
        async with self._database.writing() as session:
            return await store.claim(session, *sender, self._process, now, now + LEASE)

    async def _handle_all(self, sender: Sender, kept: Sequence[Kept]) -> None:
        keeper = asyncio.create_task(self._keep([one.id for one in kept]))
        try:
            apart = [[one] for one in kept if one.tries > ALONE_AFTER]
            together = [one for one in kept if one.tries <= ALONE_AFTER]
            for group in [*apart, *([together] if together else ())]:
                await self._try(sender, group)
        finally:
            keeper.cancel()

    async def _try(self, sender: Sender, group: Sequence[Kept]) -> None:
        ids = [one.id for one in group]
        try:
            early = await self._handle(sender.provider, group)
        except DatabaseUnavailable:
            raise
        except Exception:
            await self._failed(sender, group)
            return
        async with self._database.writing() as session:
            await store.done(session, [id_ for id_ in ids if id_ not in early], self._clock())
            await store.postpone(session, early, None, counts=False)

    async def _failed(self, sender: Sender, group: Sequence[Kept]) -> None:
        """Something broke while messages were handled: they are tried again, and who waits too long hears of it."""
        now, tries = self._clock(), max(one.tries for one in group)
        given_up = {one.id for one in group if now - one.received_at > KEPT}
        log.exception("arrival_given_up" if given_up else "arrival_failed", tries=tries)
        self._metrics.arrivals_failed.inc(len(group))
        pause = min(2.0 ** min(tries, 10), LONGEST_WAIT)
        async with self._database.writing() as session:
            await store.done(session, given_up, now)
            left = [one.id for one in group if one.id not in given_up]
            await store.postpone(session, left, now + timedelta(seconds=pause))
        if tries >= TELL_AFTER and len(group) == 1:
            try:
                await self._tell(sender.provider, group[0])
            except DatabaseUnavailable:
                raise
            except Exception:  # so broken that not even this can be said; the next try may
                log.exception("arrival_not_told")

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
