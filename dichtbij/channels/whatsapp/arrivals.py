"""What came in, on its way between webhook and inbox: an arrival as JSON and back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dichtbij.channels.whatsapp.model import Address, Arrival, Incoming, Kind, Media, StatusUpdate


@dataclass(frozen=True)
class Kept:
    """A stored arrival that was not handled yet."""

    id: str
    """Of the row."""
    arrival: Arrival
    received_at: datetime
    tries: int
    """How often handling was begun, this time included."""


@dataclass
class Delivery:
    """What came in one request."""

    provider: str
    arrivals: Sequence[Arrival]
    at: datetime
    """When; no two of one process at the same moment."""
    new: Collection[str] = ()
    """Ids of rows that were not there before; known once it is stored."""


def arrival_id(provider: str, arrival: Arrival) -> str:
    """What makes a repetition known: a message by its id, a status by its message and what it says."""
    name = f"{provider}:{arrival.id}"
    return f"{name}:{arrival.status}" if isinstance(arrival, StatusUpdate) else name


def as_body(arrival: Arrival) -> dict[str, Any]:
    """For storage."""
    body = asdict(arrival)
    body["at"] = arrival.at.isoformat()
    if isinstance(arrival, Incoming):
        body["kind"] = arrival.kind.value
        body["details"] = dict(arrival.details)
    return {name: value for name, value in body.items() if value not in ("", None, {}, 0)}


def from_body(body: Mapping[str, Any]) -> Arrival:
    """The opposite of as_body."""
    values = {**body, "at": datetime.fromisoformat(body["at"])}
    if "status" in body:
        return StatusUpdate(**values)
    values["address"] = Address(**body.get("address", {}))
    values["kind"] = Kind(body["kind"])
    if "media" in body:
        values["media"] = Media(**body["media"])
    return Incoming(**values)
