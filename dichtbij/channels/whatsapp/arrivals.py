"""What came in, on its way between webhook and inbox: an arrival as JSON and back. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from dichtbij.channels.whatsapp.model import Address, Arrival, Incoming, Kind, Media, StatusUpdate

ALONE_AFTER = 3
"""Tries of a burst before its messages are handled one by one, so that one that breaks holds up no other."""


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


@dataclass(frozen=True)
class Waiting:
    """What one person sent and nobody began to handle."""

    ids: set[str]
    goes_on: bool


def goes_on(came: Sequence[tuple[datetime, Kind]], last: datetime | None) -> bool:
    """Whether more of what a person sends may well be under way.

    So it is when the newest is a picture or video (an album is uploaded one after the other), and when deliveries
    overtook each other: what was sent first is then the slowest to come.

    Args:
        came: when each was sent, and what it is, in the order in which they came.
        last: when the newest was sent of what was handled before.
    """
    sent = [at for at, _ in came] if last is None else [last, *(at for at, _ in came)]
    overtaken = any(after < before for before, after in pairwise(sent))
    newest = max(reversed(came), key=lambda one: one[0], default=None)
    return overtaken or (newest is not None and newest[1] in (Kind.FILE, Kind.VIDEO))


def arrival_id(provider: str, arrival: Arrival) -> str:
    """What makes a repetition known: a message by its id, a status by its message and what it says.

    Hashed: WhatsApp's ids hold the person's number in base64, and these stay when all else of a person was erased.
    """
    status = arrival.status if isinstance(arrival, StatusUpdate) else ""
    return hashed_id(provider, arrival.id, status)


def hashed_id(provider: str, id_: str, status: str = "") -> str:
    """The same by the provider's id of a message."""
    return hashlib.sha256(f"{provider}:{id_}:{status}".encode()).hexdigest()


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
