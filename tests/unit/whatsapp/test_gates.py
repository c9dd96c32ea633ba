"""When a provider takes nothing: pauses, one that goes first, alarms, and the pace of a number."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import generate_latest

from dichtbij.channels.whatsapp.gates import AT_ONCE, PER_SECOND, Gates
from dichtbij.metrics import Metrics
from tests.conftest import FakeClock


@dataclass
class Monotonic:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def gates(clock: FakeClock, monotonic: Monotonic | None = None) -> tuple[Gates, Metrics]:
    metrics = Metrics()
    return Gates(["cloud", "twilio"], clock, metrics, monotonic=monotonic or Monotonic()), metrics


def test_everything_waits_and_then_one_goes_first(clock: FakeClock) -> None:
    gate, _ = gates(clock)
    gate.slow("cloud", 30)
    assert gate.room(10) == {"twilio": 10}
    clock.forward(seconds=30)
    assert gate.room(10) == {"cloud": 1, "twilio": 10}
    gate.begun("cloud")
    assert gate.room(10) == {"twilio": 10}  # the others wait for what becomes of it
    gate.passed("cloud")
    assert gate.room(10)["cloud"] == 10


def test_a_pause_without_a_time_grows_and_many_at_once_count_as_one(clock: FakeClock) -> None:
    gate, _ = gates(clock)
    waits = []
    for _ in range(4):
        gate.begun("cloud")
        waits.append((gate.slow("cloud", None) - clock()).total_seconds())
        gate.slow("cloud", None)  # another that was under way
        clock.forward(seconds=300)
    assert waits == [1.0, 2.0, 4.0, 8.0]


def test_one_that_goes_first_and_ends_in_doubt_lets_another_try(clock: FakeClock) -> None:
    gate, _ = gates(clock)
    gate.slow("cloud", 5)
    clock.forward(seconds=5)
    gate.begun("cloud")
    gate.over("cloud")
    assert gate.room(10)["cloud"] == 1


def test_an_alarm_sounds_once_and_ends_when_something_is_taken(clock: FakeClock) -> None:
    gate, metrics = gates(clock)
    heard: list[int] = []
    gate.on_change(lambda: heard.append(len(gate.alarms)))
    gate.sound("cloud", 190, "token")
    gate.sound("cloud", 190, "token")
    assert [(alarm.provider, alarm.code) for alarm in gate.alarms] == [("cloud", 190)]
    assert 'dichtbij_channel_alarm{provider="cloud"} 1.0' in generate_latest(metrics.registry).decode()
    clock.forward(seconds=59)
    assert "cloud" not in gate.room(10)
    clock.forward(seconds=1)
    gate.begun("cloud")
    gate.passed("cloud")
    assert gate.alarms == []
    assert heard == [1, 0]
    assert 'dichtbij_channel_alarm{provider="cloud"} 0.0' in generate_latest(metrics.registry).decode()


def test_a_number_sends_80_a_second(clock: FakeClock) -> None:
    monotonic = Monotonic()
    gate, _ = gates(clock, monotonic)
    sent = 0
    for _ in range(1000):  # ten seconds of looking every hundredth
        for _ in range(gate.room(1000).get("cloud", 0)):
            gate.begun("cloud")
            sent += 1
        monotonic.now += 0.01
    assert 10 * PER_SECOND - 1 <= sent <= 10 * PER_SECOND + AT_ONCE
    assert not gate.are_shut
