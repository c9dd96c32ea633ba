"""When the desk is open, and how that is said. Moments are local; 2026-11-23 is a Monday."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij.clock import AMSTERDAM
from dichtbij.errors import SettingsError
from dichtbij.organisation import Organisation, load_organisation
from dichtbij.settings import ROOT

FILE = ROOT / "organisatie.yml"
DUINLICHT = load_organisation(FILE)


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 07:59:59", False),
        ("2026-11-23 08:00:00", True),
        ("2026-11-23 19:59:59", True),
        ("2026-11-23 20:00:00", False),
        ("2026-11-28 08:30:00", False),  # Saturday
        ("2026-11-28 09:00:00", True),
        ("2026-11-28 17:00:00", False),
        ("2026-11-29 12:00:00", False),  # Sunday
        ("2026-12-25 12:00:00", False),  # Christmas, a Friday
        ("2026-12-26 12:00:00", False),  # second Christmas day, a Saturday
        ("2026-01-01 12:00:00", False),
        ("2026-04-06 12:00:00", False),  # Easter Monday
        ("2026-04-27 12:00:00", False),  # Koningsdag
        ("2025-04-26 12:00:00", False),  # Koningsdag a day early: the 27th was a Sunday
        ("2026-05-14 12:00:00", False),  # Ascension
        ("2026-05-25 12:00:00", False),  # Whit Monday
        ("2026-05-05 12:00:00", True),  # Liberation Day, a working day in four years out of five
        ("2026-12-24 12:00:00", True),
    ],
)
def test_is_open(moment: str, is_open: bool) -> None:
    assert DUINLICHT.is_open(at(moment)) is is_open


def test_opening_hours_are_local_time_in_summer_and_in_winter() -> None:
    assert DUINLICHT.is_open(datetime(2026, 7, 6, 6, 0, tzinfo=timezone.utc))  # 8.00 in summer
    assert not DUINLICHT.is_open(datetime(2026, 11, 23, 6, 0, tzinfo=timezone.utc))  # 7.00 in winter


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23 06:30", "vandaag vanaf 8.00 uur"),
        ("2026-11-23 20:00", "morgen vanaf 8.00 uur"),
        ("2026-11-23 23:59", "morgen vanaf 8.00 uur"),
        ("2026-11-27 21:00", "morgen vanaf 9.00 uur"),  # Friday evening: Saturday opens later
        ("2026-11-28 18:00", "maandag vanaf 8.00 uur"),  # Saturday evening
        ("2026-11-29 12:00", "morgen vanaf 8.00 uur"),  # Sunday
        ("2026-12-24 20:30", "maandag vanaf 8.00 uur"),  # over Christmas and a Sunday
        ("2026-12-31 21:00", "zaterdag vanaf 9.00 uur"),
        ("2026-04-26 12:00", "dinsdag vanaf 8.00 uur"),  # Sunday before Koningsdag
        ("2026-03-28 20:00", "maandag vanaf 8.00 uur"),  # the night the clocks go forward
        ("2026-10-24 20:00", "maandag vanaf 8.00 uur"),  # and back
    ],
)
def test_when_open_text(moment: str, words: str) -> None:
    assert DUINLICHT.when_open_text(at(moment)) == words


def test_more_than_a_week_ahead_the_date_is_said() -> None:
    days = [f"2026-11-{day}" for day in range(24, 31)] + ["2026-12-01"]
    closed = replace(DUINLICHT, feestdagen={**DUINLICHT.feestdagen, "extra_gesloten": days})

    assert closed.when_open_text(at("2026-11-23 21:00")) == "woensdag 2 december vanaf 8.00 uur"


def test_the_next_opening_is_now_while_open() -> None:
    assert DUINLICHT.next_opening(at("2026-11-23 10:00")) == at("2026-11-23 10:00")


def test_the_next_opening_is_a_moment_at_which_it_is_open() -> None:
    for day in range(1, 29):
        for hour in (0, 7, 8, 12, 17, 20, 23):
            moment = DUINLICHT.next_opening(at(f"2026-12-{day:02d} {hour:02d}:15"))
            assert DUINLICHT.is_open(moment)


def test_days_of_its_own_close_the_desk_quoted_or_not(tmp_path: Path) -> None:
    for written in ("['2026-11-23']", "[2026-11-23]"):
        file = tmp_path / "organisatie.yml"
        file.write_text(FILE.read_text().replace("extra_gesloten: []", f"extra_gesloten: {written}"))

        assert load_organisation(file).is_holiday(date(2026, 11, 23)), written


def test_an_organisation_that_works_on_holidays_is_open_then() -> None:
    working = replace(DUINLICHT, feestdagen={"land": "NL", "gesloten": False})

    assert working.is_open(at("2026-12-25 12:00"))


def test_closed_for_ever_is_a_wrong_setting_and_not_an_endless_search() -> None:
    closed = replace(DUINLICHT, openingstijden=dict.fromkeys(range(7)))

    with pytest.raises(SettingsError, match="thirty days"):
        closed.next_opening(at("2026-11-23 10:00"))


def test_hours_text_takes_equal_days_together() -> None:
    text = "maandag tot en met vrijdag 8.00 tot 20.00 uur, zaterdag 9.00 tot 17.00 uur, zondag gesloten"

    assert DUINLICHT.hours_text() == text
    assert DUINLICHT.facts()["openingstijden"] == text


def test_hours_text_of_one_kind_of_day() -> None:
    hours = dict.fromkeys(range(7), (time(9), time(17, 30)))

    assert replace(DUINLICHT, openingstijden=hours).hours_text() == "maandag tot en met zondag 9.00 tot 17.30 uur"


def without(name: str) -> Any:
    rows = yaml.safe_load(FILE.read_text())
    del rows[name]
    return rows


@pytest.mark.parametrize("name", ["naam", "telefoon", "openingstijden", "feestdagen", "wachtrij", "tarieven"])
def test_what_is_missing_is_named(name: str, tmp_path: Path) -> None:
    file = tmp_path / "organisatie.yml"
    file.write_text(yaml.safe_dump(without(name)))

    with pytest.raises(SettingsError, match=f"{name} is missing"):
        load_organisation(file)


UNQUOTED = FILE.read_text().replace('"08:00"', "10:00")  # YAML reads 600 minutes


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "openingstijden: 8", "\x00", UNQUOTED],
    ids=["empty", "list", "broken", "number", "nul", "unquoted time"],
)
def test_a_file_that_cannot_be_understood_is_a_wrong_setting(text: str, tmp_path: Path) -> None:
    file = tmp_path / "organisatie.yml"
    file.write_text(text)

    with pytest.raises(SettingsError, match=r"organisatie\.yml"):
        load_organisation(file)


def test_a_file_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"niets\.yml"):
        load_organisation(tmp_path / "niets.yml")


def test_the_organisation_is_what_the_file_says() -> None:
    assert isinstance(DUINLICHT, Organisation)
    assert DUINLICHT.facts()["organisatie"] == "Duinlicht Energie"
    assert DUINLICHT.lange_wacht.total_seconds() == 180
