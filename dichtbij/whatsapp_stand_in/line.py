"""The line from Meta to our webhook: in batches, late, twice, out of order, and again when we did not say 200.

Before it delivers anything it asks the webhook whether it is ours, as Meta does when the address is set.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from dichtbij.whatsapp_stand_in.model import Account
from dichtbij.whatsapp_stand_in.notices import Notice, as_bytes, delivery, headers

GIVE_UP = 10.0
"""Seconds that Meta waits for an answer, about."""


ASK_AGAIN = 0.2
"""Seconds between two questions to a webhook that did not say that it is ours; at Meta somebody presses a button."""


@dataclass
class Habits:
    """How the line behaves; change it at any time."""

    batch: int = 1
    """Most notices in one delivery."""
    delay: float = 0.0
    """Seconds before each."""
    copies: int = 1
    """How often each delivery is made."""
    chance: random.Random | None = None
    """Shuffles whatever waits at the same moment."""
    in_order: bool = True
    """One after the other; otherwise side by side, as Meta does."""
    again: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    """Seconds before a delivery that was not answered with 200 is made once more. Meta goes on for seven days."""


@dataclass(frozen=True)
class Delivered:
    """One delivery and its answer."""

    body: bytes
    status: int
    """0: no answer came."""
    seconds: float


class Line:
    """Carries notices to one webhook."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.url = ""
        """Our webhook; what is told before it is known waits."""
        self.verified = ""
        """The address that gave our challenge back."""
        self.habits = Habits()
        self.deliveries: deque[Delivered] = deque(maxlen=10_000)
        self.on_taken: Callable[[Sequence[Notice]], None] | None = None
        """Told what was answered with 200."""
        self.lost: list[bytes] = []
        """What was given up."""
        self._waiting: list[Notice] = []
        self._held = False
        self._news = asyncio.Event()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._client: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Begin to deliver."""
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=GIVE_UP))
        self._news.set()
        self._begin(self._run())

    async def stop(self) -> None:
        """Stop; what waits is lost."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    def tell(self, notice: Notice) -> None:
        """Put something on the line."""
        self._waiting.append(notice)
        self._idle.clear()
        self._news.set()

    def hold(self) -> None:
        """Deliver nothing until release."""
        self._held = True

    def release(self) -> None:
        """Deliver what waits, by the habits of now."""
        self._held = False
        self._news.set()

    async def settled(self, seconds: float = 30.0) -> None:
        """Everything was delivered and answered, or given up."""
        await asyncio.wait_for(self._idle.wait(), seconds)

    async def redeliver(self, body: bytes) -> int:
        """Make an earlier delivery once more; gives the answer's status."""
        return await self._post(body)

    # -- inside -------------------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            while await self._is_verified() and self._waiting and not self._held:
                await self._deliver()
            self._perhaps_idle()

    async def _deliver(self) -> None:
        habits = self.habits
        if habits.delay:
            await asyncio.sleep(habits.delay)
        if habits.chance is not None:
            habits.chance.shuffle(self._waiting)
        batch, self._waiting = self._waiting[: habits.batch], self._waiting[habits.batch :]
        body = as_bytes(delivery(self._account, batch))
        self._under_way += habits.copies
        for _ in range(habits.copies):
            first = self._begin(self._first(body, batch))
            if habits.in_order:
                await asyncio.wait([first])

    async def _is_verified(self) -> bool:
        """Ask until the webhook is there and says that it is ours; False when there is no address yet."""
        while self.url != self.verified:
            if await self._gives_challenge_back(self.url):
                self.verified = self.url
            else:
                await asyncio.sleep(ASK_AGAIN)
        return bool(self.url)

    async def _gives_challenge_back(self, url: str) -> bool:
        challenge = str(secrets.randbelow(9 * 10**8) + 10**8)
        token = self._account.verify_token
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token}
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with self._connected.get(url, params=query) as answer:
                return answer.status == 200 and await answer.text() == challenge
        return False

    async def _first(self, body: bytes, notices: Sequence[Notice]) -> None:
        """The first try; further ones no longer hold up what comes behind."""
        if await self._post(body) == 200:
            self._done(notices)
        else:
            self._begin(self._retry(body, notices))

    async def _retry(self, body: bytes, notices: Sequence[Notice]) -> None:
        for seconds in self.habits.again:
            await asyncio.sleep(seconds)
            if await self._post(body) == 200:
                return self._done(notices)
        self.lost.append(body)
        self._done(())

    async def _post(self, body: bytes) -> int:
        status, begin = 0, time.perf_counter()
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with self._connected.post(self.url, data=body, headers=headers(self._account, body)) as answer:
                status = answer.status
        self.deliveries.append(Delivered(body, status, time.perf_counter() - begin))
        return status

    @property
    def _connected(self) -> aiohttp.ClientSession:
        assert self._client is not None, "the line was not started"
        return self._client

    def _done(self, taken: Sequence[Notice]) -> None:
        self._under_way -= 1
        if self.on_taken is not None and taken:
            self.on_taken(taken)
        self._perhaps_idle()

    def _perhaps_idle(self) -> None:
        if not self._waiting and not self._under_way:
            self._idle.set()

    def _begin(self, work: object) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
