"""The network operator by postcode, as far as a source supports it (data/netbeheerders.yml)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from dichtbij.errors import SettingsError
from dichtbij.files import read_yaml
from dichtbij.settings import ROOT

OPERATORS_FILE = ROOT / "data" / "netbeheerders.yml"


@dataclass(frozen=True)
class Operator:
    """A network operator in an area."""

    name: str
    energies: tuple[str, ...]
    """What it is sure to run there: "stroom", "gas" or both."""


@dataclass(frozen=True)
class Area:
    """A run of postcodes that one operator serves."""

    first: int
    """First four digits, the first that belongs to it."""
    last: int
    """The last that belongs to it."""
    operator: Operator


@dataclass(frozen=True)
class Operators:
    """The areas that are known. Silence is an answer too: a wrong name sends somebody in the dark to the wrong door."""

    areas: tuple[Area, ...]

    def of(self, postcode: str) -> Operator | None:
        """The operator at "1234 AB" or "1234"; None when the table does not say."""
        digits = re.match(r"\s*([1-9]\d{3})", postcode)
        if digits is None:
            return None
        number = int(digits[1])
        return next((area.operator for area in self.areas if area.first <= number <= area.last), None)


def load_operators(file: Path = OPERATORS_FILE) -> Operators:
    """Read the table.

    Raises:
        SettingsError: it can't be read, an area is upside down, or two areas overlap.
    """
    try:
        rows = read_yaml(file)["gebieden"]
        areas = tuple(
            Area(int(row["van"]), int(row["tot_en_met"]), Operator(str(row["netbeheerder"]), tuple(row["energie"])))
            for row in rows
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as fault:
        raise SettingsError(f"{file.name}: {type(fault).__name__} {fault}") from fault
    _refuse_overlaps(areas, file.name)
    return Operators(areas)


def _refuse_overlaps(areas: Sequence[Area], name: str) -> None:
    last = 0
    for area in sorted(areas, key=lambda one: one.first):
        if not last < area.first <= area.last:
            raise SettingsError(f"{name}: {area.first}-{area.last} overlaps another area, or is upside down")
        last = area.last
