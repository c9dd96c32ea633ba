"""Outages that we were told of. The network operators have no public, documented service to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import structlog
import yaml

from dichtbij.clock import AMSTERDAM, Clock
from dichtbij.files import read_yaml

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outage:
    """An outage that is going on."""

    area: str
    """As people say it: "postcode 3812", "Amersfoort-Noord"."""
    energy: str
    """"stroom" or "gas"."""
    since: datetime
    until: datetime | None = None
    """When it is expected to be over; None when nobody knows."""


class Outages(Protocol):
    """Whatever knows of outages."""

    async def at(self, postcode: str) -> tuple[Outage, ...]:
        """Those going on at "1234 AB". Empty says nothing: we hear of few. Never raises."""


class OutagesFile:
    """Outages from a file that the organisation keeps, read at every question: what is written holds at once.

    ```yaml
    storingen:
      - postcodes: ["3812", "3813 AB"]   # four digits, or a whole postcode
        energie: stroom
        gebied: Amersfoort-Noord         # optional
        sinds: 2026-11-23 08:10          # local time, as is the next
        tot: 2026-11-23 12:00            # optional: expected end
    ```
    """

    def __init__(self, file: Path | None, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    async def at(self, postcode: str) -> tuple[Outage, ...]:
        """See Outages. A file that can't be read, or a wrong row, is logged and tells of nothing."""
        if self._file is None:
            return ()
        try:
            rows = (read_yaml(self._file) or {}).get("storingen") or []
        except (OSError, yaml.YAMLError, AttributeError) as fault:
            log.error("outages_unreadable", fault=type(fault).__name__)
            return ()
        plain = postcode.replace(" ", "").upper()
        now = self._clock()
        return tuple(
            outage
            for row in rows
            if (outage := _outage(row, plain)) is not None
            and outage.since <= now
            and (outage.until is None or now < outage.until)
        )


def _outage(row: Any, postcode: str) -> Outage | None:
    """The outage of a row when it holds for a postcode."""
    try:
        named = [str(one).replace(" ", "").upper() for one in row["postcodes"]]
        hit = next((one for one in named if len(one) in (4, 6) and postcode.startswith(one)), None)
        if hit is None or row["energie"] not in ("stroom", "gas"):
            return None
        until = row.get("tot")
        area = str(row.get("gebied") or f"postcode {hit[:4]} {hit[4:]}".strip())
        return Outage(area, row["energie"], _local(row["sinds"]), _local(until) if until else None)
    except (KeyError, TypeError, ValueError) as fault:
        log.error("outage_row_wrong", fault=type(fault).__name__)
        return None


def _local(value: Any) -> datetime:
    """A moment as it was written, in the Netherlands."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=AMSTERDAM) if moment.tzinfo is None else moment
