"""When a provider takes nothing at the moment: too much at once, or an alarm. Every process finds out for itself.

After a pause one message goes first; only when that is taken do the others follow. Under an alarm (a dead token, lost
rights) that is tried every minute: nothing is lost meanwhile, and all goes out when somebody has put it right.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from dichtbij.clock import Clock
from dichtbij.metrics import Metrics

log = structlog.get_logger()

PER_SECOND = 80.0
"""Messages from one number (Meta, throughput). What several processes send together it judges itself (130429)."""
AT_ONCE = 20.0
"""Messages that may go faster than that after a quiet moment."""
ALARM_PAUSE = timedelta(seconds=60)
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
"""Seconds that everything waits when the provider says it is too much and not how long; doubled each time."""


@dataclass(frozen=True)
class Alarm:
    """Nothing goes out by a provider until somebody acts."""

    provider: str
    since: datetime
    code: int
    reason: str
    """The provider's words, for an operator."""


@dataclass
class _Gate:
    left: float = AT_ONCE
    """Messages that may go now, as of `at`."""
    at: float = 0.0
    until: datetime | None = None
    trying: bool = False
    """One message is under way to see whether it goes again."""
    pauses: int = 0
    alarm: Alarm | None = None


class Gates:
    """One for each provider."""

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

    def begun(self, provider: str) -> None:
        """A message is under way."""
        gate = self._gates[provider]
        gate.left -= 1
        gate.trying = gate.until is not None

    def over(self, provider: str) -> None:
        """It ended in a way that says nothing of the provider."""
        self._gates[provider].trying = False

    def passed(self, provider: str) -> None:
        """A message was taken, or refused for its own sake: the provider works."""
        gate = self._gates[provider]
        had_alarm = gate.alarm is not None
        self._gates[provider] = _Gate(left=gate.left, at=gate.at)
        if had_alarm:
            log.info("channel_alarm_over", provider=provider)
            self._metrics.channel_alarm.labels(provider).set(0)
            self._tell()

    def slow(self, provider: str, wait: float | None) -> datetime:
        """Too much at once: everything waits. Gives until when."""
        gate = self._gates[provider]
        if gate.until is None or gate.trying:  # of many under way together only the first counts
            gate.pauses += 1
        seconds = wait or min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (gate.pauses - 1))
        gate.until, gate.trying = self._clock() + timedelta(seconds=seconds), False
        return gate.until

    def sound(self, provider: str, code: int, reason: str) -> datetime:
        """The token is dead or has no rights. Gives when it is tried again."""
        gate, now = self._gates[provider], self._clock()
        gate.until, gate.trying = now + ALARM_PAUSE, False
        if gate.alarm is None:
            gate.alarm = Alarm(provider, now, code, reason)
            log.error("channel_alarm", provider=provider, code=code, reason=reason)
            self._metrics.channel_alarm.labels(provider).set(1)
            self._tell()
        return gate.until

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
