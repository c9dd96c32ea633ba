"""When a provider takes nothing at the moment: too much at once, an alarm, or no answer. Each process finds out itself.

After a pause one message goes first; only when that is taken do the others follow. Under an alarm (a dead token, lost
rights) that is tried every minute: nothing is lost meanwhile, and all goes out when somebody has put it right.

Many are under way at the same time. What was begun before the gate closed says nothing of how things are after it, so
only what was begun later opens it. And what is told by a status, of messages that had been taken, is not over because
the next one is taken: only a status that it went says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from dichtbij.channels.whatsapp.parcels import Parcel
from dichtbij.clock import Clock
from dichtbij.metrics import Metrics

log = structlog.get_logger()

PER_SECOND = 80.0
"""Messages from one number (Meta, throughput). What several processes send together it judges itself (130429)."""
AT_ONCE = 20.0
"""Messages that may go faster than that after a quiet moment."""
ALARM_PAUSE = timedelta(seconds=60)
TROUBLED = 3
"""So many different parcels in a row without an answer, or with nothing but the provider's own trouble: a pause."""
ALARM_AFTER = timedelta(minutes=3)
"""Nobody was answered for so long: an alarm."""
ANSWERED = timedelta(minutes=1)
"""So long after it answered somebody, a parcel without an answer is in trouble by itself."""
UNANSWERED = 0
"""Code of the alarm that a provider does not answer."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
"""Seconds that everything waits when the provider says it is too much and not how long; doubled each time."""
_LONGEST_TROUBLE = 30.0
"""Seconds; the same without an answer. Shorter than DOUBT, so that it is another parcel's turn to go first."""


@dataclass(frozen=True)
class Alarm:
    """Nothing goes out by a provider until somebody acts."""

    provider: str
    since: datetime
    code: int
    """The provider's, or UNANSWERED."""
    reason: str
    """The provider's words, for an operator."""


@dataclass
class _Gate:
    left: float = AT_ONCE
    """Messages that may go now, as of `at`."""
    at: float = 0.0
    until: datetime | None = None
    """Until when it is closed; None when it is open."""
    closed_at: datetime | None = None
    """What was begun at that moment or before says nothing of how it is now."""
    trying: str = ""
    """The parcel that is under way to see whether it goes again."""
    pauses: int = 0
    by_status: bool = False
    """It closed for what was told of messages that had been taken: that one is taken proves nothing."""
    alarm: Alarm | None = None
    troubled: set[str] = field(default_factory=set)
    """Parcels without an answer since somebody had one."""
    troubled_since: datetime | None = None
    answered_at: datetime | None = None

    def is_news(self, parcel: Parcel) -> bool:
        """Whether what becomes of a parcel says how things are now."""
        return self.closed_at is None or (parcel.begun_at is not None and parcel.begun_at > self.closed_at)


class Gates:
    """One for each provider. Parcels are those that were claimed: with the moment they were begun."""

    def __init__(
        self,
        providers: Iterable[str],
        clock: Clock,
        metrics: Metrics,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._gates = {name: _Gate() for name in providers}
        self._metrics = metrics
        self._listeners: list[Callable[[], None]] = []
        for name in self._gates:
            metrics.channel_alarm.labels(name).set(0)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Be told when an alarm begins or ends."""
        self._listeners.append(listener)

    @property
    def alarms(self) -> list[Alarm]:
        """Providers by which nothing goes out now."""
        return [gate.alarm for gate in self._gates.values() if gate.alarm]

    @property
    def are_shut(self) -> bool:
        """Whether every provider is on a pause, so that there is nothing to look for soon."""
        return all(gate.until is not None for gate in self._gates.values())

    def room(self, most: int) -> dict[str, int]:
        """How many messages may be begun now by each provider that takes any."""
        now, found = self._clock(), {}
        for name, gate in self._gates.items():
            if gate.until is None:
                found[name] = min(most, int(self._left(gate)))
            elif gate.until <= now and not gate.trying:
                found[name] = min(most, 1)
        return {name: room for name, room in found.items() if room > 0}

    def _left(self, gate: _Gate) -> float:
        now = self._monotonic()
        gate.left, gate.at = min(AT_ONCE, gate.left + max(0.0, now - gate.at) * PER_SECOND), now
        return gate.left

    # -- what becomes of a message ------------------------------------------------------------------------------------

    def begun(self, parcel: Parcel) -> None:
        """A message is under way; each ends in one of the following."""
        gate = self._gates[parcel.person.provider]
        gate.left -= 1
        if gate.until is not None and gate.is_news(parcel):
            gate.trying = parcel.id

    def over(self, parcel: Parcel) -> None:
        """It ended in a way that says nothing of the provider."""
        self._ended(parcel)

    def passed(self, parcel: Parcel) -> None:
        """A message was taken, or refused for its own sake: the provider works, as far as it can be seen by then."""
        gate, now = self._ended(parcel), self._clock()
        gate.answered_at, gate.troubled_since = now, None
        gate.troubled.clear()
        if gate.until is None or not gate.is_news(parcel):
            return
        if gate.by_status and gate.alarm:
            gate.until = now + ALARM_PAUSE
        else:
            self._open(parcel.person.provider)

    def troubled(self, parcel: Parcel) -> bool:
        """No answer came, or none but that the provider is in trouble.

        Returns:
            Whether it is the parcel's own: others were answered not long ago. Otherwise the try should not count.
        """
        gate, now = self._ended(parcel), self._clock()
        if gate.is_news(parcel):
            gate.troubled.add(parcel.id)
            gate.troubled_since = gate.troubled_since or now
            if len(gate.troubled) >= TROUBLED:
                self._pause(gate, parcel, None, _LONGEST_TROUBLE)
                if now - gate.troubled_since >= ALARM_AFTER:
                    self._raise(parcel, UNANSWERED, "it does not answer, or only that it has trouble")
        begun = parcel.begun_at or now
        return gate.answered_at is not None and gate.answered_at > begun - ANSWERED

    def slow(self, parcel: Parcel, wait: float | None, *, by_status: bool = False) -> datetime:
        """Too much at once: everything waits. Gives until when.

        Args:
            wait: what the provider asks, in seconds.
            by_status: it was told of a message that had been taken.
        """
        gate, now = self._ended(parcel), self._clock()
        if gate.is_news(parcel):  # of many under way together only the first counts
            gate.by_status = gate.by_status or by_status
            return self._pause(gate, parcel, wait, _LONGEST_PAUSE)
        until = now + timedelta(seconds=wait or _FIRST_PAUSE)
        if gate.until is not None:
            until = gate.until = max(gate.until, until)
        return until

    def sound(self, parcel: Parcel, code: int, reason: str, *, by_status: bool = False) -> datetime:
        """The token is dead or has no rights. Gives when this parcel may be tried again. See slow."""
        gate, until = self._ended(parcel), self._clock() + ALARM_PAUSE
        if gate.is_news(parcel):
            self._close(gate, parcel, until)
            self._raise(parcel, code, reason, by_status)
        return until

    def arrived(self, parcel: Parcel) -> None:
        """A status says that a message went: what was told by statuses is over, when it was begun after that."""
        gate = self._gates.get(parcel.person.provider)  # perhaps no longer in the settings
        if gate is not None and gate.by_status and gate.is_news(parcel):
            gate.by_status, gate.pauses = False, 0
            if gate.alarm:
                self._open(parcel.person.provider)

    # -- closing and opening ------------------------------------------------------------------------------------------

    def _ended(self, parcel: Parcel) -> _Gate:
        gate = self._gates[parcel.person.provider]
        if gate.trying == parcel.id:
            gate.trying = ""
        return gate

    def _pause(self, gate: _Gate, parcel: Parcel, wait: float | None, longest: float) -> datetime:
        gate.pauses += 1
        seconds = wait or min(longest, _FIRST_PAUSE * 2.0 ** min(gate.pauses - 1, 16))
        return self._close(gate, parcel, self._clock() + timedelta(seconds=seconds))

    def _close(self, gate: _Gate, parcel: Parcel, until: datetime) -> datetime:
        if gate.until is None:  # all that is under way was begun before
            gate.closed_at = self._clock()
        elif gate.closed_at is not None and parcel.begun_at is not None:
            gate.closed_at = max(gate.closed_at, parcel.begun_at)
        gate.until = until
        return until

    def _open(self, provider: str) -> None:
        gate = self._gates[provider]
        gate.until, gate.trying = None, ""
        if not gate.by_status:
            gate.pauses = 0
        if gate.alarm is not None:
            gate.alarm, gate.by_status = None, False
            log.info("channel_alarm_over", provider=provider)
            self._metrics.channel_alarm.labels(provider).set(0)
            self._tell()

    def _raise(self, parcel: Parcel, code: int, reason: str, by_status: bool = False) -> None:
        provider = parcel.person.provider
        gate = self._gates[provider]
        gate.by_status = by_status or (gate.by_status and gate.alarm is not None)
        if gate.alarm is None:
            gate.alarm = Alarm(provider, self._clock(), code, reason)
            log.error("channel_alarm", provider=provider, code=code, reason=reason)
            self._metrics.channel_alarm.labels(provider).set(1)
            self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
