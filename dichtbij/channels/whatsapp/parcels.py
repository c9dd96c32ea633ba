"""Parcels: parts on their way out, as facts and rules. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

from dichtbij.channels.whatsapp.model import (
    ButtonsPart,
    Choice,
    DocumentPart,
    ListPart,
    Part,
    Person,
    PicturePart,
    TemplatePart,
    TextPart,
)
from dichtbij.conversations.model import ConversationId

State = Literal["waiting", "sending", "sent", "delivered", "read", "failed"]

LEASE = timedelta(seconds=60)
"""How long a process may be silent while it sends; one try takes 40 seconds at most."""
DOUBT = timedelta(seconds=60)
"""How long a status is waited for that tells whether a message went of which we never heard back."""
GIVE_UP_AFTER = timedelta(hours=24)
"""A parcel that can't be sent is no longer tried: what it says is old, and on WhatsApp the window is over."""
MOST_DOUBTS = 3
"""Tries of one parcel without any answer, while others did get one."""
RETRY_WAITS = (2.0, 10.0, 60.0, 300.0, 900.0)
"""Seconds before each next try of what the provider had trouble with; after the last one it is given up."""
LONGEST_SLOW = 600.0
"""Seconds; a person who was sent too much is tried again at least this often."""
ABOUT_SIGNING_OFF = "utter:utter_whatsapp_afgemeld"
"""Mark of the confirmation that somebody signed off: sent although nothing else is any more."""
LONGEST_UNANSWERED = 300.0
"""Seconds; while a provider answers nobody, a parcel is tried again at least this often."""
OVERTAKEN_AFTER = timedelta(minutes=5)
"""A parcel older than this no longer goes once a later one to the same person has: it would answer what is past."""
_URGENT_BELOW = 1 << 40
"""The number that an id begins with is smaller in urgent ones (danger): they go before everything that waits."""

_RANK: Mapping[State, int] = {"waiting": 0, "sending": 1, "sent": 2, "delivered": 3, "read": 4}


@dataclass(frozen=True)
class Parcel:
    """One part on its way out, with whom it is for."""

    id: str
    person: Person
    conversation_id: ConversationId
    from_seq: int
    to_seq: int
    number: int
    """Place among the parts of the same messages, from 0."""
    part: Part | None
    """None when it arrived or failed for good."""
    state: State = "waiting"
    tries: int = 0
    """How often sending was begun, this time included."""
    remote_id: str = ""
    """The provider's; empty until it is known."""
    begun_at: datetime | None = None
    """When the last try began; None before the first."""

    @property
    def is_urgent(self) -> bool:
        """It went before everything that waited: danger."""
        return _head(self.id) < _URGENT_BELOW

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        head = _head(self.id)
        millis = (head << _PLACED) + (int(self.id[15:18], 16) >> 8) if self.is_urgent else head
        return datetime.fromtimestamp(millis / 1000, timezone.utc)


_PLACED = 4
"""Bits of an urgent id's time that stand where others have their place."""


def new_ids(now: datetime, after: str | None, *, urgent: bool = False) -> Iterator[str]:
    """Ids in the form of a UUID (version 7), each greater than the one before.

    Args:
        after: the last parcel of the same person: also with clocks that differ the new ones come behind it.
        urgent: before everything that is not, by a smaller number: a sixteenth of the time in milliseconds. What is
            left of it goes before the place.
    """
    millis = int(now.timestamp() * 1000)
    if after and not urgent:
        millis = max(millis, _head(after) + 1)
    first = (millis % (1 << _PLACED)) << 8 if urgent else 0
    head = f"{millis >> _PLACED if urgent else millis:012x}"
    for place in range(first, first + 0x100 if urgent else 0x1000):
        tail = secrets.token_hex(8)
        yield f"{head[:8]}-{head[8:]}-7{place:03x}-{'89ab'[int(tail[0], 16) % 4]}{tail[1:4]}-{tail[4:]}"
    raise ValueError("more parcels at once than an id can tell apart")


def first_id(at: datetime) -> str:
    """Below the id of every parcel that was made then or later, urgent ones apart."""
    head = f"{int(at.timestamp() * 1000):012x}"
    return f"{head[:8]}-{head[8:]}-"


def _head(id_: str) -> int:
    return int(id_[:8] + id_[9:13], 16)


def is_later(new: State, old: State) -> bool:
    """Whether a state may replace another: statuses arrive in any order, and a failure counts until it arrived."""
    if new == "failed":
        return old in ("waiting", "sending", "sent")
    if old == "failed":
        return new in ("delivered", "read")
    return _RANK[new] > _RANK[old]


def is_news(parcel: Parcel, new: State, remote_id: str) -> bool:
    """Whether a status of the provider changes anything.

    Of a parcel that waits to be sent again only an arrival does: its failed try was "sent" too, whenever that is told.
    """
    if parcel.state == "waiting" and new not in ("delivered", "read"):
        return False
    if new == "failed" and parcel.remote_id not in ("", remote_id):
        return False  # of an earlier try
    return is_later(new, parcel.state)


def together(states: Sequence[State]) -> State:
    """What all parts of a message say of it: as far as the last of them is, and failed when one failed."""
    return "failed" if "failed" in states else min(states, key=_RANK.__getitem__)


def retry_wait(tries: int, asked: float | None) -> float | None:
    """Seconds until the next try of what the provider had trouble with; None to give up.

    Args:
        tries: how often it was tried.
        asked: what the provider asks (Retry-After).
    """
    return None if tries > len(RETRY_WAITS) else max(RETRY_WAITS[tries - 1], asked or 0.0)


def unanswered_wait(age: timedelta, asked: float | None) -> float:
    """Seconds until the next try while the provider answers nobody: the longer it lasts, the longer.

    Args:
        age: of the parcel.
        asked: what the provider asks (Retry-After).
    """
    return max(RETRY_WAITS[0], asked or 0.0, min(LONGEST_UNANSWERED, age.total_seconds() / 2))


def slow_wait(tries: int, asked: float | None) -> float:
    """Seconds to wait for a person who was sent too much: 4, 16, 64 ... (Meta, pair rate limit)."""
    return asked or min(LONGEST_SLOW, 4.0 ** min(tries, 10))


def is_asked(person: Person) -> bool:
    """Whether the person wrote after signing off; until then nothing is sent that was not asked for."""
    if person.opted_out_at is None:
        return True
    return person.last_in_at is not None and person.last_in_at > person.opted_out_at


def in_window(person: Person, now: datetime) -> bool:
    """Whether free text is taken at this moment. SMS knows no window."""
    until = person.window_until()
    return person.channel != "whatsapp" or (until is not None and now < until)


# -- storage ----------------------------------------------------------------------------------------------------------

_KINDS: Mapping[str, type[Part]] = {
    "text": TextPart,
    "buttons": ButtonsPart,
    "list": ListPart,
    "picture": PicturePart,
    "document": DocumentPart,
    "template": TemplatePart,
}


def as_body(part: Part) -> dict[str, Any]:
    """A part for storage."""
    kind = next(name for name, class_ in _KINDS.items() if type(part) is class_)
    return {"kind": kind, **asdict(part)}


def from_body(body: Mapping[str, Any]) -> Part:
    """The opposite of as_body."""
    values = {name: value for name, value in body.items() if name != "kind"}
    if "choices" in values:
        values["choices"] = tuple(Choice(**choice) for choice in values["choices"])
    if values.get("picture"):
        values["picture"] = PicturePart(**values["picture"])
    if "values" in values:
        values["values"] = tuple(values["values"])
    return _KINDS[body["kind"]](**values)
