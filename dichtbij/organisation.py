"""The organisation behind the counter (organisatie.yml): name, numbers, hours. Replace the file, not the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays
import yaml

from dichtbij.clock import AMSTERDAM
from dichtbij.errors import SettingsError
from dichtbij.files import read_yaml

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


ALWAYS = (time.min, time.max)
"""A day without closing."""


@dataclass(frozen=True)
class Team:
    """Agents who know a subject."""

    key: str
    naam: str
    vragen: frozenset[str]
    """Intents that are theirs."""
    openingstijden: Mapping[int, tuple[time, time] | None] | None
    """By weekday, as the organisation's; None when they are the same."""


@dataclass(frozen=True)
class Balie:
    """The numbers of the desk (docs/rules/balie.md)."""

    hoogstens_tegelijk: int
    aannemen_binnen: timedelta
    terug_in_rij_na: timedelta
    iedereen_na: timedelta
    teams: Mapping[str, Team]
    """In the order of the file; the first is for every question that no team names."""

    def team_of(self, intent: str) -> Team:
        """Whose question it is."""
        first = next(iter(self.teams.values()))
        return next((team for team in self.teams.values() if intent in team.vragen), first)


@dataclass(frozen=True)
class Organisation:
    """What texts and rules need to know of the organisation."""

    naam: str
    roepnaam: str
    """As people say it, when that is shorter."""
    telefoon: str
    adres: str
    website: str
    email: str
    openingstijden: Mapping[int, tuple[time, time] | None]
    """By weekday, Monday = 0; None is closed."""
    feestdagen: Mapping[str, Any]
    """land: country code of the public holidays; gesloten: whether they count; extra_gesloten: days of its own."""
    tarieven: Mapping[str, Any]
    """General tariffs, for who is not identified."""
    lange_wacht: timedelta
    """After this long in the queue a callback is offered."""
    balie: Balie
    overig: Mapping[str, Any]
    """The whole file, for texts that need more."""

    def is_holiday(self, day: date) -> bool:
        """A day on which the organisation is closed although the weekday is a working day."""
        if day.isoformat() in map(str, self.feestdagen.get("extra_gesloten") or ()):  # YAML may have read a date
            return True
        return bool(self.feestdagen.get("gesloten")) and day in _holidays(self.feestdagen["land"], day.year)

    def window(self, day: date, team: str | None = None) -> tuple[time, time] | None:
        """From when to when agents (of a team) work on a day; None when they don't."""
        hours = self.balie.teams[team].openingstijden if team and team in self.balie.teams else None
        return None if self.is_holiday(day) else (hours or self.openingstijden).get(day.weekday())

    def is_open(self, moment: datetime, team: str | None = None) -> bool:
        """Whether agents (of a team) work at this moment."""
        local = moment.astimezone(AMSTERDAM)
        window = self.window(local.date(), team)
        return window is not None and window[0] <= local.time() < window[1]

    def next_opening(self, moment: datetime, team: str | None = None) -> datetime:
        """The first moment from now on that agents (of a team) work, local time."""
        local = moment.astimezone(AMSTERDAM)
        for ahead in range(30):
            day = local.date() + timedelta(days=ahead)
            window = self.window(day, team)
            if window is None:
                continue
            opening = datetime.combine(day, window[0], tzinfo=AMSTERDAM)
            if ahead > 0 or local < opening:
                return opening
            if local.time() < window[1]:
                return local
        raise SettingsError("organisatie.yml: closed for thirty days in a row")

    def page_facts(self) -> dict[str, str]:
        """What a page may name as {{name}}: `facts`, and everything in the file, as tarieven.variabel.gas_per_m3."""
        storing = str(self.overig["nummers"]["storing"])
        return {
            **_flat(self.overig),
            **self.facts(),
            "roepnaam": self.roepnaam,
            "storing_tel": "".join(filter(str.isdigit, storing)),
            "startvragen": "|".join(self.overig["chat"]["startvragen"]),
        }

    def facts(self) -> dict[str, str]:
        """What any text may name in braces."""
        return {
            "organisatie": self.naam,
            "telefoon": self.telefoon,
            "adres": self.adres,
            "website": self.website,
            "openingstijden": self.hours_text(),
        }

    def called(self) -> tuple[str, ...]:
        """What customers call it in a message, in small letters, longest first."""
        return tuple(sorted({self.naam.lower(), self.roepnaam.lower()}, key=len, reverse=True))

    def hours_text(self) -> str:
        """The opening hours in a Dutch line, equal days taken together."""
        if all(window == ALWAYS for window in self.openingstijden.values()):
            return "dag en nacht"
        parts: list[str] = []
        start = 0
        for day in range(1, 8):
            if day < 7 and self.openingstijden.get(day) == self.openingstijden.get(start):
                continue
            names = _DAYS[start] if day - 1 == start else f"{_DAYS[start]} tot en met {_DAYS[day - 1]}"
            window = self.openingstijden.get(start)
            parts.append(f"{names} {_clock(window[0])} tot {_clock(window[1])} uur" if window else f"{names} gesloten")
            start = day
        return ", ".join(parts)

    def when_open_text(self, moment: datetime, team: str | None = None) -> str:
        """When the desk (or a team) opens next, as people say it: "morgen vanaf 8.00 uur"."""
        local, opening = moment.astimezone(AMSTERDAM), self.next_opening(moment, team)
        days = (opening.date() - local.date()).days
        day = {0: "vandaag", 1: "morgen"}.get(days) or _DAYS[opening.weekday()]
        if days > 6:
            day = f"{day} {opening.day} {_MONTHS[opening.month - 1]}"
        return f"{day} vanaf {_clock(opening.time())} uur"


def _flat(rows: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in rows.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{above}{key}.")
        elif isinstance(value, str) and value.replace(".", "", 1).isdigit():
            found[f"{above}{key}"] = value.replace(".", ",")  # an amount, as the Dutch write it
        else:
            found[f"{above}{key}"] = str(value)
    return found


_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
)


@lru_cache(maxsize=8)
def _holidays(country: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)


def _clock(value: time) -> str:
    return f"{value.hour}.{value.minute:02d}"


def load_organisation(file: str | Path, *, always_open: bool = False) -> Organisation:
    """Read organisatie.yml.

    Args:
        always_open: forget its opening hours and holidays (the demo).

    Raises:
        SettingsError: what is missing or wrong in it, by name.
    """
    try:
        rows = read_yaml(Path(file))
        hours = {number: _window(rows["openingstijden"].get(day)) for number, day in enumerate(_DAYS)}
        return Organisation(
            naam=rows["naam"],
            roepnaam=rows["roepnaam"],
            telefoon=rows["telefoon"],
            adres="{straat}, {postcode} {plaats}".format(**rows["adres"]),
            website=rows["website"],
            email=rows["e_mail"],
            openingstijden=dict.fromkeys(range(7), ALWAYS) if always_open else hours,
            feestdagen={"gesloten": False, "land": "NL"} if always_open else rows["feestdagen"],
            tarieven=rows["tarieven"],
            lange_wacht=timedelta(minutes=rows["wachtrij"]["terugbellen_aanbieden_na_minuten"]),
            balie=_balie(rows["balie"], always_open=always_open),
            overig=rows,
        )
    except (OSError, yaml.YAMLError) as error:
        raise SettingsError(f"{file}: {error}") from error
    except KeyError as error:
        raise SettingsError(f"{file}: {error.args[0]} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise SettingsError(f"{file}: {error}") from error


def _balie(rows: Mapping[str, Any], *, always_open: bool) -> Balie:
    teams = {key: _team(key, row, always_open=always_open) for key, row in rows["teams"].items()}
    if not teams:
        raise ValueError("balie.teams: there has to be one")
    return Balie(
        hoogstens_tegelijk=int(rows["hoogstens_tegelijk"]),
        aannemen_binnen=timedelta(seconds=rows["aannemen_binnen_seconden"]),
        terug_in_rij_na=timedelta(seconds=rows["terug_in_rij_na_seconden"]),
        iedereen_na=timedelta(minutes=rows["iedereen_na_minuten"]),
        teams=teams,
    )


def _team(key: str, row: Mapping[str, Any], *, always_open: bool) -> Team:
    given = None if always_open else row.get("openingstijden")
    hours = {number: _window(given.get(day)) for number, day in enumerate(_DAYS)} if given else None
    return Team(key, row["naam"], frozenset(row.get("vragen") or ()), hours)


def _window(row: Mapping[str, str] | None) -> tuple[time, time] | None:
    if not row:
        return None
    return time.fromisoformat(row["van"]), time.fromisoformat(row["tot"])
