"""When a provider takes nothing: pauses, one that goes first, alarms, silence, and the pace of a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from prometheus_client import generate_latest

from dichtbij.channels.whatsapp.gates import AT_ONCE, PER_SECOND, TROUBLED, UNANSWERED, Gates
from dichtbij.channels.whatsapp.model import Address, Person, PersonId
from dichtbij.channels.whatsapp.parcels import Parcel
from dichtbij.conversations.model import ConversationId
from dichtbij.metrics import Metrics
from tests.conftest import FakeClock

_NUMBERS = count(1)


@dataclass
class Monotonic:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Line:
    """The gates of two providers, and parcels on their way by the first."""

    clock: FakeClock
    monotonic: Monotonic = field(default_factory=Monotonic)
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        self.gates = Gates(["cloud", "twilio"], self.clock, self.metrics, monotonic=self.monotonic)

    def begin(self) -> Parcel:
        """One is under way."""
        person = Person(PersonId("p"), "whatsapp", "cloud", Address(number="31612000101"), "Sanne", self.clock())
        id_ = f"00000000-0001-7000-8000-{next(_NUMBERS):012x}"
        parcel = Parcel(id_, person, ConversationId("c"), 1, 1, 0, None, "sending", 1, begun_at=self.clock())
        self.gates.begun(parcel)
        return parcel

    @property
    def room(self) -> int:
        return self.gates.room(10).get("cloud", 0)

    @property
    def alarm(self) -> float:
        found = self.metrics.registry.get_sample_value("dichtbij_channel_alarm", {"provider": "cloud"})
        assert found is not None
        assert (found == 1) is bool(self.gates.alarms)
        return found


def test_everything_waits_and_then_one_goes_first(clock: FakeClock) -> None:
    line = Line(clock)
    line.gates.slow(line.begin(), 30)
    assert line.gates.room(10) == {"twilio": 10}
    clock.forward(seconds=30)
    assert line.gates.room(10) == {"cloud": 1, "twilio": 10}
    first = line.begin()
    assert line.room == 0  # the others wait for what becomes of it
    line.gates.passed(first)
    assert line.room == 10


def test_what_was_under_way_already_does_not_end_a_pause(clock: FakeClock) -> None:
    """A limit refuses what is over it and takes the rest: that the rest was taken says nothing."""
    line = Line(clock)
    refused, taken, refused_later = line.begin(), line.begin(), line.begin()
    line.gates.slow(refused, 60)
    line.gates.passed(taken)
    assert line.room == 0
    clock.forward(seconds=60)
    first = line.begin()
    line.gates.over(refused_later)  # nor does it let a second one go first
    assert line.room == 0
    line.gates.passed(first)
    assert line.room == 10


def test_what_was_under_way_already_does_not_end_an_alarm(clock: FakeClock) -> None:
    line = Line(clock)
    refused, taken = line.begin(), line.begin()
    line.gates.sound(refused, 190, "token")
    line.gates.passed(taken)
    assert (line.alarm, line.room) == (1, 0)


def test_a_pause_without_a_time_grows_and_many_at_once_count_as_one(clock: FakeClock) -> None:
    line = Line(clock)
    waits = []
    others = [line.begin() for _ in range(4)]
    for other in others:
        waits.append((line.gates.slow(line.begin(), None) - clock()).total_seconds())
        line.gates.slow(other, None)
        clock.forward(seconds=300)
    assert waits == [1.0, 2.0, 4.0, 8.0]
    assert (line.gates.slow(others[0], 40) - clock()).total_seconds() == 40  # what is asked counts always


def test_a_refusal_that_comes_when_it_goes_again_is_old_news(clock: FakeClock) -> None:
    line = Line(clock)
    late = line.begin()
    line.gates.slow(line.begin(), 5)
    clock.forward(seconds=5)
    line.gates.passed(line.begin())
    assert line.gates.slow(late, None) > clock()  # it waits itself
    line.gates.sound(late, 131042, "payment", by_status=True)
    assert (line.alarm, line.room) == (0, 10)


def test_one_that_goes_first_and_ends_in_doubt_lets_another_try(clock: FakeClock) -> None:
    line = Line(clock)
    line.gates.slow(line.begin(), 5)
    clock.forward(seconds=5)
    line.gates.over(line.begin())
    assert line.room == 1
    line.gates.troubled(line.begin())
    assert line.room == 1


def test_an_alarm_sounds_once_and_ends_when_something_is_taken(clock: FakeClock) -> None:
    line = Line(clock)
    heard: list[int] = []
    line.gates.on_change(lambda: heard.append(len(line.gates.alarms)))
    one, other = line.begin(), line.begin()
    line.gates.sound(one, 190, "token")
    line.gates.sound(other, 190, "token")
    assert [(alarm.provider, alarm.code) for alarm in line.gates.alarms] == [("cloud", 190)]
    assert 'dichtbij_channel_alarm{provider="cloud"} 1.0' in generate_latest(line.metrics.registry).decode()
    clock.forward(seconds=59)
    assert line.room == 0
    clock.forward(seconds=1)
    line.gates.passed(line.begin())
    assert (line.alarm, heard) == (0, [1, 0])


# -- what statuses tell -----------------------------------------------------------------------------------------------


def test_an_alarm_told_by_a_status_ends_only_by_a_status(clock: FakeClock) -> None:
    """Payment, for one (131042): Meta takes every message, and says afterwards that it will not go."""
    line = Line(clock)
    taken, before = line.begin(), line.begin()
    line.gates.passed(taken)
    line.gates.passed(before)
    clock.forward(seconds=1)
    line.gates.sound(taken, 131042, "payment", by_status=True)
    for _ in range(3):
        clock.forward(seconds=60)
        assert line.room == 1
        trial = line.begin()
        line.gates.passed(trial)  # taken, as all before it were
        line.gates.arrived(before)  # went before the trouble began
        assert (line.alarm, line.room) == (1, 0)
        clock.forward(seconds=1)
        line.gates.sound(trial, 131042, "payment", by_status=True)
    clock.forward(seconds=60)
    trial = line.begin()
    line.gates.passed(trial)
    line.gates.arrived(trial)
    assert (line.alarm, line.room) == (0, 10)


def test_too_much_told_by_statuses_waits_ever_longer_until_one_says_that_it_went(clock: FakeClock) -> None:
    line = Line(clock)
    waits = []
    for _ in range(3):
        parcel = line.begin()
        line.gates.passed(parcel)
        waits.append((line.gates.slow(parcel, None, by_status=True) - clock()).total_seconds())
        assert line.room == 0
        clock.forward(seconds=60)
        line.gates.passed(line.begin())
        clock.forward(seconds=1)
    assert waits == [1.0, 2.0, 4.0]
    parcel = line.begin()
    line.gates.passed(parcel)
    line.gates.arrived(parcel)
    assert line.gates.slow(line.begin(), None) - clock() == timedelta(seconds=1)


def test_a_status_of_a_provider_that_was_taken_out_breaks_nothing(clock: FakeClock) -> None:
    line = Line(clock)
    parcel = line.begin()
    Gates([], clock, Metrics()).arrived(parcel)


# -- no answer --------------------------------------------------------------------------------------------------------


def test_who_answers_nobody_gets_one_at_a_time_and_then_there_is_an_alarm(clock: FakeClock) -> None:
    line = Line(clock)
    many = [line.begin() for _ in range(10)]
    clock.forward(seconds=15)
    counted = [line.gates.troubled(parcel) for parcel in many]
    assert not any(counted)
    waits = []
    while not line.gates.alarms:
        assert line.room == 0
        waited = 0
        while not line.room:
            clock.forward(seconds=1)
            waited += 1
        waits.append(waited)
        trial = line.begin()
        clock.forward(seconds=15)
        line.gates.troubled(trial)
    assert waits == [1, 2, 4, 8, 16, 30, 30]  # with 15 s each: after three minutes
    assert [(alarm.code, alarm.provider) for alarm in line.gates.alarms] == [(UNANSWERED, "cloud")]
    assert line.alarm == 1
    clock.forward(seconds=30)
    line.gates.passed(line.begin())
    assert (line.alarm, line.room) == (0, 10)


def test_a_parcel_without_an_answer_counts_while_others_get_one(clock: FakeClock) -> None:
    line = Line(clock)
    line.gates.passed(line.begin())
    for _ in range(2 * TROUBLED):
        parcel = line.begin()
        line.gates.passed(line.begin())
        assert line.gates.troubled(parcel)
        clock.forward(seconds=60)
    assert line.room == 10  # and holds up nobody
    clock.forward(minutes=5)
    assert not line.gates.troubled(line.begin())  # nobody was answered for so long


def test_one_parcel_alone_makes_no_pause(clock: FakeClock) -> None:
    """It may be its own fault: nobody else should wait for it."""
    line = Line(clock)
    parcel = line.begin()
    for _ in range(20):
        line.gates.troubled(parcel)
        clock.forward(minutes=1)
    assert (line.alarm, line.room) == (0, 10)


def test_time_outs_that_come_when_it_goes_again_change_nothing(clock: FakeClock) -> None:
    line = Line(clock)
    under_way = [line.begin() for _ in range(10)]
    for parcel in under_way[:TROUBLED]:
        line.gates.troubled(parcel)
    clock.forward(seconds=1)
    line.gates.passed(line.begin())
    for parcel in under_way[TROUBLED:]:
        line.gates.troubled(parcel)
    assert line.room == 10


def test_a_number_sends_80_a_second(clock: FakeClock) -> None:
    line = Line(clock)
    sent = 0
    for _ in range(1000):  # ten seconds of looking every hundredth
        for _ in range(line.gates.room(1000).get("cloud", 0)):
            line.begin()
            sent += 1
        line.monotonic.now += 0.01
    assert 10 * PER_SECOND - 1 <= sent <= 10 * PER_SECOND + AT_ONCE
    assert not line.gates.are_shut
