"""What each kind of message means for the record: a line to show, the customer's own words, what else to keep. Pure.

Every kind that a provider can bring is met: counter/unread.py has the bot's honest word for what nobody but a human can
look at, and desk and record show the lines below.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dichtbij.channels.whatsapp.model import Incoming, Kind, Media
from dichtbij.conversations.model import CAME_BY, KIND, LATE, SENT_AT, WITHDRAWN, Piece

LATE_AFTER = timedelta(hours=1)
"""A message that was under way longer gets no blind answer."""
SENT_AFTER = timedelta(minutes=5)
"""From this delay on, the record says when a message was really sent."""

MEDIA = "media:"
"""Mark of a file that was not fetched yet: provider and Media as JSON. Gone once it was fetched, or can't be."""

EVENTS = frozenset({Kind.REACTION, Kind.EDIT, Kind.DELETION, Kind.NEW_NUMBER})
"""Kinds that are no message of their own."""

_GONE = "Bericht ingetrokken"


def piece(message: Incoming, provider: str, now: datetime) -> Piece:
    """A message as a piece of a burst; of EVENTS only an edit has one: the message that it changed never came."""
    describe, kind = _KINDS.get(message.kind, (_unreadable, "onleesbaar"))
    marks: list[str] = []
    if message.details.get("withdrawn"):
        return Piece(message.id, _GONE, marks=(WITHDRAWN,))
    if kind:
        marks.append(f"{KIND}{kind}")
    if message.kind in _FETCHED and message.media is not None:
        marks.append(media_mark(provider, message.media))
    if referral := message.details.get("referral"):
        marks.append(f"{CAME_BY}{referral.get('headline') or referral.get('source_id') or 'onbekend'}")
    if now - message.at > SENT_AFTER:
        marks.append(f"{SENT_AT}{message.at.isoformat(timespec='seconds')}")
    if now - message.at > LATE_AFTER:
        marks.append(LATE)
    earlier = str(message.details.get("earlier", ""))
    line = describe(message)
    if seen := message.details.get("seen_as"):  # what a look made of it (Reception.looks)
        return Piece(message.id, line, said=str(message.details["said"]), marks=(*marks, f"{KIND}{seen}"))
    if not kind:
        return Piece(message.id, line or _UNREADABLE, payload=message.payload, marks=tuple(marks), earlier=earlier)
    own = message.text.strip() if message.kind in _WITH_WORDS else ""
    shown = f"{line}: {own}" if own else line
    before = f"{line}: {earlier}" if earlier else ""
    return Piece(message.id, shown, said=own, marks=tuple(marks), earlier=before)


def settled(messages: Sequence[Incoming]) -> list[Incoming]:
    """A burst in which edits and deletions of its own messages were done; other events stay, for the record."""
    found = {message.id: message for message in messages if message.kind not in EVENTS}
    left: list[Incoming] = []
    for message in messages:
        target = found.get(message.about) if message.kind in (Kind.EDIT, Kind.DELETION) else None
        if target is None:
            left.append(message)
        elif message.kind is Kind.DELETION:
            found[target.id] = replace(target, text="", details={"withdrawn": True})
        elif not target.details.get("withdrawn") and message.text.strip() not in ("", target.text):
            earlier = target.details.get("earlier") or target.text
            found[target.id] = replace(target, text=message.text, details={**target.details, "earlier": earlier})
    return [found.get(message.id, message) for message in left]


def media_mark(provider: str, media: Media) -> str:
    """The mark of a file that is still at the provider."""
    return MEDIA + json.dumps([provider, media.id, media.media_type, media.name, media.sha256])


def read_media(marks: Sequence[str]) -> tuple[str, Media] | None:
    """Provider and file of a mark, if there is one."""
    for mark in marks:
        if mark.startswith(MEDIA):
            provider, id_, media_type, name, sha256 = json.loads(mark.removeprefix(MEDIA))
            return provider, Media(id_, media_type, name, sha256)
    return None


def without_media(marks: Sequence[str]) -> tuple[str, ...]:
    """Marks of a message whose file was fetched, or never will be."""
    return tuple(mark for mark in marks if not mark.startswith(MEDIA))


# -- the lines that are shown -----------------------------------------------------------------------------------------

_UNREADABLE = "Stuurde iets dat wij niet kunnen lezen"


def _typed(message: Incoming) -> str:
    return message.text


def _file(message: Incoming) -> str:
    if message.media is not None and message.media.media_type.startswith("image/"):
        return "Stuurde een foto"
    name = message.media.name.replace(":", " ").strip() if message.media is not None else ""
    return f"Stuurde een document ({name})" if name else "Stuurde een document"


def _place(message: Incoming) -> str:
    told = message.details
    named = [str(told[name]) for name in ("name", "address") if told.get(name)]
    at = f"{told['latitude']}, {told['longitude']}" if {"latitude", "longitude"} <= told.keys() else ""
    where = ", ".join(named) + (f" ({at})" if named and at else at)
    return f"Stuurde een locatie: {where}" if where else "Stuurde een locatie"


def _cards(message: Incoming) -> str:
    cards = [
        " ".join([card.get("name", ""), *card.get("phones", ())]).strip() for card in message.details.get("cards", ())
    ]
    told = "; ".join(card for card in cards if card)
    return f"Stuurde een contact: {told}" if told else "Stuurde een contact"


def _unreadable(message: Incoming) -> str:
    return _UNREADABLE


def _always(line: str) -> Callable[[Incoming], str]:
    return lambda message: line


_FETCHED = frozenset({Kind.FILE, Kind.VOICE})
"""Kinds that an agent can see or hear, once there is one."""

_WITH_WORDS = frozenset({Kind.FILE, Kind.VIDEO, Kind.ORDER})
"""Kinds below which the customer can type something."""

_KINDS: Mapping[Kind, tuple[Callable[[Incoming], str], str]] = {
    Kind.TEXT: (_typed, ""),
    Kind.TAP: (_typed, ""),
    Kind.EDIT: (_typed, ""),
    Kind.FILE: (_file, "bestand"),
    Kind.VOICE: (_always("Stuurde een spraakbericht"), "spraak"),
    Kind.VIDEO: (_always("Stuurde een video"), "video"),
    Kind.STICKER: (_always("Stuurde een sticker"), "sticker"),
    Kind.LOCATION: (_place, "locatie"),
    Kind.CONTACTS: (_cards, "contact"),
    Kind.ORDER: (_always("Stuurde een bestelling"), "onleesbaar"),
    Kind.CALL: (_always("Belde via WhatsApp"), "bellen"),
    Kind.UNSUPPORTED: (_unreadable, "onleesbaar"),
    Kind.UNKNOWN: (_unreadable, "onleesbaar"),
}
