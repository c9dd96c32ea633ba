"""Sends parcels: of one person one at a time and in order, of different people side by side.

A parcel is taken with a lease and counted before it is sent, and its outcome is stored after it (deliveries.py). Of one
whose outcome was never stored (a crash between the two, or no answer at all) it is not known whether it went: it waits
DOUBT for a status that brings our reference back, and only then is it sent again. What that cannot exclude: a message
that went twice because its status came later than that, or never. See docs/adr/0012-sending-to-a-phone.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import structlog

from dichtbij.channels.whatsapp.deliveries import OVERTAKEN, SIGNED_OFF, TROUBLE, Deliveries, Outcome
from dichtbij.channels.whatsapp.gates import Gates
from dichtbij.channels.whatsapp.model import Fate, Refusal, TemplatePart
from dichtbij.channels.whatsapp.parcels import GIVE_UP_AFTER, LEASE, OVERTAKEN_AFTER, Parcel, in_window, is_asked
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.channels.whatsapp.store import parcels as store
from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.errors import DatabaseUnavailable
from dichtbij.metrics import Metrics

log = structlog.get_logger()

AT_ONCE = 64
"""Messages that one process has under way: 80 a second while Meta answers within 0.8 s."""
OUTSIDE_WINDOW = 131047
"""Meta's code for what we see ourselves before sending."""
LOOK_EVERY = 1.0
"""Seconds between two looks for what has to be tried again or was left behind."""
_SOON = 0.05
"""Seconds until the next look when only the pace of the number holds messages up."""
_AGAIN = 1.0
"""Seconds until an outcome that could not be stored is stored again."""
_WITHIN = LEASE.total_seconds() - 10
"""Seconds that one try may take: it must be over while the lease holds."""


class Sender:
    """Runs until stopped."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        providers: Mapping[str, Provider],
        gates: Gates,
        deliveries: Deliveries,
        metrics: Metrics,
        process_id: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._providers = providers
        self._gates = gates
        self._deliveries = deliveries
        self._metrics = metrics
        self._process = process_id
        self._sending: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin, with what was left behind."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop. What is under way may finish for a moment; what does not is in doubt until its status comes."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._sending:
            await asyncio.wait(self._sending, timeout=5.0)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    def notify(self) -> None:
        """There may be something to send."""
        self._wake.set()

    @property
    def is_idle(self) -> bool:
        """Nothing is under way at this moment."""
        return not self._sending

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            wait = LOOK_EVERY
            try:
                wait = await self._claim_all()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="sending")
            except Exception:  # without this task nothing would ever be sent again
                log.exception("sending_failed")
            try:
                await asyncio.wait_for(self._wake.wait(), wait)
            except asyncio.TimeoutError:
                continue

    async def _claim_all(self) -> float:
        """Begin with all that can go now; gives how long to wait before looking again, in seconds."""
        while len(self._sending) < AT_ONCE:
            room = self._gates.room(AT_ONCE - len(self._sending))
            if not room:
                return LOOK_EVERY if self._gates.are_shut else _SOON
            now, ids = self._clock(), []
            async with self._database.reading() as session:
                for name, most in room.items():
                    ids += await store.firsts(session, name, now, most)
            if not ids:
                break
            async with self._database.writing() as session:
                parcels = await store.claim(session, ids, self._process, now)
            for parcel in parcels:
                self._begin(parcel)
        return LOOK_EVERY

    def _begin(self, parcel: Parcel) -> None:
        self._gates.begun(parcel)
        task = asyncio.create_task(self._send(parcel))
        self._sending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._wake.set()  # the person's next one, or somebody else's

    async def _send(self, parcel: Parcel) -> None:
        try:
            outcome = await self._outcome(parcel)
        except DatabaseUnavailable:
            self._gates.over(parcel)
            log.error("database_unavailable", during="sending", parcel=parcel.id)
            return
        except Exception:
            self._gates.over(parcel)
            log.exception("sending_failed", parcel=parcel.id)
            return
        await self._keep(outcome)

    async def _keep(self, outcome: Outcome) -> None:
        """Store an outcome, for as long as the lease holds: one that is not stored is a doubt."""
        until = asyncio.get_running_loop().time() + LEASE.total_seconds() - _WITHIN
        while True:
            try:
                await self._deliveries.over(outcome)
                return
            except DatabaseUnavailable:
                log.error("database_unavailable", during="sent", parcel=outcome.parcel.id)
            except Exception:
                log.exception("outcome_failed", parcel=outcome.parcel.id)
            if asyncio.get_running_loop().time() > until:
                return
            await asyncio.sleep(_AGAIN)

    async def _outcome(self, parcel: Parcel) -> Outcome:
        """Try one parcel."""
        name = parcel.person.provider
        if (hindrance := await self._hindrance(parcel)) is not None:
            self._gates.over(parcel)
            return hindrance
        assert parcel.part is not None
        try:
            sending = self._providers[name].send(parcel.person.address, parcel.part, parcel.id)
            remote_id = await asyncio.wait_for(sending, _WITHIN)
        except asyncio.TimeoutError:
            return self._refused(parcel, Refusal(Fate.RETRY, 0, "no answer in time"))
        except Refusal as refusal:
            return self._refused(parcel, refusal)
        self._gates.passed(parcel)
        self._metrics.parcels.labels(name, "sent").inc()
        return Outcome(parcel, remote_id=remote_id)

    async def _hindrance(self, parcel: Parcel) -> Outcome | None:
        """Why a parcel must not even be tried, as things are now."""
        person, now = parcel.person, self._clock()
        age = now - parcel.made_at
        if parcel.part is None or age > GIVE_UP_AFTER:
            return Outcome(parcel, why=TROUBLE)
        if age > OVERTAKEN_AFTER and not parcel.is_urgent:
            async with self._database.reading() as session:
                if await store.was_overtaken(session, parcel):
                    return Outcome(parcel, why=OVERTAKEN)
        if not is_asked(person):
            async with self._database.reading() as session:
                if not await store.is_about_signing_off(session, parcel):
                    return Outcome(parcel, why=SIGNED_OFF)
        if not in_window(person, now) and not isinstance(parcel.part, TemplatePart):
            return Outcome(parcel, refusal=Refusal(Fate.TEMPLATE, OUTSIDE_WINDOW, "the customer wrote too long ago"))
        return None

    def _refused(self, parcel: Parcel, refusal: Refusal) -> Outcome:
        fate, until, counts = refusal.fate, None, True
        self._metrics.parcels.labels(parcel.person.provider, "doubt" if refusal.in_doubt else fate.value).inc()
        if refusal.in_doubt or fate is Fate.RETRY:
            counts = self._gates.troubled(parcel)
        elif fate is Fate.ALARM:
            until = self._gates.sound(parcel, refusal.code, refusal.reason)
        elif fate is Fate.SLOW_NUMBER:
            until = self._gates.slow(parcel, refusal.wait)
        else:
            self._gates.passed(parcel)
        return Outcome(parcel, refusal=refusal, until=until, counts=counts)
