"""On which day a callback can be promised. 2026: 23 November is a Monday, 25 December a Friday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.clock import AMSTERDAM
from dichtbij.handoff.callbacks import SLOTS, Callbacks
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.settings import ROOT

DUINLICHT = load_organisation(ROOT / "organisatie.yml")


def calls(local: str, organisation: Organisation = DUINLICHT) -> Callbacks:
    moment = datetime.fromisoformat(local).replace(tzinfo=AMSTERDAM)
    return Callbacks(None, lambda: moment, organisation)  # type: ignore[arg-type]


def first_day(local: str, slot: str, organisation: Organisation = DUINLICHT, team: str = "") -> date:
    return calls(local, organisation).first_day(slot, team)


@pytest.mark.parametrize(
    ("now", "slot", "day"),
    [
        ("2026-11-23 06:00", "ochtend", "2026-11-23"),
        ("2026-11-23 10:59", "ochtend", "2026-11-23"),
        ("2026-11-23 11:00", "ochtend", "2026-11-24"),  # a call within the hour is not promised
        ("2026-11-23 13:00", "ochtend", "2026-11-24"),
        ("2026-11-23 13:00", "middag", "2026-11-23"),
        ("2026-11-23 16:30", "middag", "2026-11-24"),
        ("2026-11-23 18:59", "avond", "2026-11-23"),
        ("2026-11-23 19:00", "avond", "2026-11-24"),
        ("2026-11-23 23:30", "ochtend", "2026-11-24"),
        ("2026-11-28 10:00", "ochtend", "2026-11-28"),  # Saturday, open 9 to 17
        ("2026-11-28 10:00", "middag", "2026-11-28"),
        ("2026-11-28 10:00", "avond", "2026-11-30"),  # closed on Saturday evening and on Sunday
        ("2026-11-29 10:00", "ochtend", "2026-11-30"),
        ("2026-12-24 19:30", "avond", "2026-12-28"),  # two days of Christmas, then a Sunday
        ("2026-12-24 19:30", "ochtend", "2026-12-28"),
        ("2026-04-26 12:00", "middag", "2026-04-28"),  # Sunday, then Koningsdag
    ],
)
def test_first_day(now: str, slot: str, day: str) -> None:
    assert first_day(now, slot) == date.fromisoformat(day)


def test_a_part_of_the_day_before_opening_is_not_promised() -> None:
    hours = {**DUINLICHT.openingstijden, 0: (time(13), time(20))}

    assert first_day("2026-11-23 06:00", "ochtend", replace(DUINLICHT, openingstijden=hours)) == date(2026, 11, 24)


def test_a_part_of_the_day_that_is_open_for_half_an_hour_counts_by_the_minute() -> None:
    hours = {**DUINLICHT.openingstijden, 0: (time(8), time(17, 30))}

    assert first_day("2026-11-23 16:00", "avond", replace(DUINLICHT, openingstijden=hours)) == date(2026, 11, 23)
    assert first_day("2026-11-23 16:45", "avond", replace(DUINLICHT, openingstijden=hours)) == date(2026, 11, 24)


# -- per team ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "slot", "day"),
    [
        ("2026-11-23 08:30", "ochtend", "2026-11-23"),
        ("2026-11-23 16:01", "middag", "2026-11-24"),  # the team stops at five, the desk at eight
        ("2026-11-27 16:30", "middag", "2026-11-30"),  # Friday; the team does not work on Saturday, others do
        ("2026-12-24 17:30", "ochtend", "2026-12-28"),  # Christmas and a weekend
    ],
)
def test_a_team_calls_in_its_own_hours(now: str, slot: str, day: str) -> None:
    assert first_day(now, slot, team="schulden") == date.fromisoformat(day)
    assert first_day(now, slot, team="facturen") <= date.fromisoformat(day)


def test_nobody_is_promised_a_part_of_the_day_in_which_nobody_works() -> None:
    desk = calls("2026-11-23 10:00")
    assert desk.parts() == ("ochtend", "middag", "avond")
    assert desk.parts("schulden") == ("ochtend", "middag")
    assert not desk.can_call(date(2026, 11, 24), "avond", "schulden")
    with pytest.raises(ValueError, match="schulden"):
        desk.first_day("avond", "schulden")


def test_an_organisation_that_closes_at_five_promises_no_evening() -> None:
    hours = dict.fromkeys(range(5), (time(8, 30), time(17)))
    desk = calls("2026-11-23 10:00", replace(DUINLICHT, openingstijden=hours))
    assert desk.parts() == ("ochtend", "middag")


@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    team=st.sampled_from(["", *DUINLICHT.balie.teams]),
    slot=st.sampled_from(list(SLOTS)),
)
def test_a_promised_day_is_always_one_on_which_the_team_can_still_call(minutes: int, team: str, slot: str) -> None:
    local = datetime(2026, 1, 1, tzinfo=AMSTERDAM) + timedelta(minutes=minutes)
    desk = Callbacks(None, lambda: local, DUINLICHT)  # type: ignore[arg-type]
    if slot not in desk.parts(team):
        assert team == "schulden"
        return
    day = desk.first_day(slot, team)
    window = DUINLICHT.window(day, team)
    assert window is not None
    assert day >= local.date()
    ends = min(time(SLOTS[slot]), window[1])
    assert datetime.combine(day, ends, tzinfo=AMSTERDAM) - local > timedelta(hours=1) or day > local.date()
    earlier = [local.date() + timedelta(days=ahead) for ahead in range((day - local.date()).days)]
    assert not any(desk.can_call(before, slot, team) for before in earlier), "the first"
