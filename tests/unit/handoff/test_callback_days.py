"""On which day a callback can be promised. 2026: 23 November is a Monday, 25 December a Friday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from dichtbij.clock import AMSTERDAM
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.settings import ROOT

DUINLICHT = load_organisation(ROOT / "organisatie.yml")


def first_day(local: str, slot: str, organisation: Organisation = DUINLICHT) -> date:
    moment = datetime.fromisoformat(local).replace(tzinfo=AMSTERDAM)
    return Callbacks(None, lambda: moment, organisation).first_day(slot)  # type: ignore[arg-type]


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
