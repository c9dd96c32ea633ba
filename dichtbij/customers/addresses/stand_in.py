"""A stand-in for the Locatieserver: holds whoever asks to its documented contract. For the demo and for tests.

The addresses in demo_addresses.csv are invented; streets, numbers and postcodes do not belong together in reality.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from dichtbij.customers.addresses.locatieserver import Query

DEMO_FILE = Path(__file__).with_name("demo_addresses.csv")

PARAMETERS = frozenset({"q", "lat", "lon", "fl", "fq", "df", "qf", "bq", "start", "rows", "sort", "wt"})
"""Of `/free`. Any other is refused since version 3.1."""
MOST_ROWS = 100
_FIELDS = re.compile(r"([a-z_*]+( |,|, )?)+")
_FILTER = re.compile(r"(?P<field>[a-z_]+):(?P<value>[^\s:]+)")
_NUMBER = re.compile(r"(?P<number>\d+)(?P<letter>[A-Za-z]?)(?:-(?P<addition>\w{1,4}))?")

Row = dict[str, Any]


class StandIn:
    """Answers `/free` for the rows it was given."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)

    async def __call__(self, query: Query) -> tuple[int, bytes]:
        """A Transport."""
        return self.answer(query)

    def answer(self, query: Query) -> tuple[int, bytes]:
        """Status and body for these parameters."""
        unknown = [name for name, _ in query if name not in PARAMETERS]
        if unknown:
            return 400, f"parameter {unknown[0]} in query is not allowed".encode()
        single = dict(query)
        fields, rows = single.get("fl", ""), single.get("rows", "10")
        if fields and not _FIELDS.fullmatch(fields):
            return 400, b"parameter fl in query has an error: string doesn't match the regular expression"
        if not rows.isdigit():
            return 400, f"parameter rows in query has an error: value {rows}: an invalid integer".encode()
        if int(rows) > MOST_ROWS:
            return 400, b"parameter rows in query has an error: number must be at most 100"
        found = self._rows
        for name, value in query:
            if name == "fq":
                matched = _FILTER.fullmatch(value)
                if not matched:
                    return 400, _fault("Cannot parse the filter query")
                if matched["field"] not in _KNOWN:
                    return 400, _fault(f"undefined field {matched['field']}")
                found = [row for row in found if str(row.get(matched["field"], "")) == matched["value"]]
        return 200, _documents(found, int(rows), fields)


_KNOWN = frozenset(
    {"type", "bron", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "huis_nlt", "postcode",
     "woonplaatsnaam", "weergavenaam", "id"}
)  # fmt: skip


def _documents(found: list[Row], rows: int, fields: str) -> bytes:
    wanted = set(re.split(r"[ ,]+", fields)) if fields and fields != "*" else None
    docs = [{name: value for name, value in row.items() if not wanted or name in wanted} for row in found[:rows]]
    envelope = {"numFound": len(found), "start": 0, "maxScore": 1.0, "numFoundExact": True, "docs": docs}
    return json.dumps({"response": envelope}).encode()


def _fault(message: str) -> bytes:
    return json.dumps({"error": {"metadata": ["error-class"], "msg": message, "code": 400}}).encode()


def row(street: str, number: str, postcode: str, city: str) -> Row:
    """A document as the service writes it; letter and addition only when there are any."""
    parts = _NUMBER.fullmatch(number)
    if parts is None:
        raise ValueError(f"no house number: {number}")
    place = postcode.replace(" ", "")
    document: Row = {
        "bron": "BAG",
        "type": "adres",
        "id": f"adr-{place}-{number}".lower(),
        "weergavenaam": f"{street} {number}, {place} {city}",
        "straatnaam": street,
        "huisnummer": int(parts["number"]),
        "huis_nlt": number,
        "postcode": place,
        "woonplaatsnaam": city,
    }
    if parts["letter"]:
        document["huisletter"] = parts["letter"].upper()
    if parts["addition"]:
        document["huisnummertoevoeging"] = parts["addition"].upper()
    return document


@lru_cache(maxsize=1)
def demo_rows() -> tuple[Row, ...]:
    """Every invented address of the demo."""
    with DEMO_FILE.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return tuple(
        row(one["straat"], number, one["postcode"], one["plaats"])
        for one in csv.DictReader(lines, delimiter=";")
        for number in _numbers(one["nummers"])
    )


def _numbers(written: str) -> Iterable[str]:
    """ "1..5 9 12A" is 1, 2, 3, 4, 5, 9 and 12A."""
    for part in written.split():
        first, dots, last = part.partition("..")
        if dots:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield part
