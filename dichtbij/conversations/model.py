"""Facts and rules of a conversation. Pure: no database, no clock, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NewType

ConversationId = NewType("ConversationId", str)
"""A UUID as text. The same id is Rasa's sender id."""

MessageId = NewType("MessageId", str)
"""A UUID as text, ours; the channel's own id stands beside it."""

Owner = Literal["bot", "queue", "agent", "closed"]
Sender = Literal["customer", "bot", "agent", "system"]
Score = Literal["goed", "matig", "slecht"]
Helped = Literal["bot", "agent"]
Delivery = Literal["stored", "sent", "delivered", "read", "failed"]

TRANSITIONS: frozenset[tuple[Owner, Owner]] = frozenset(
    {
        ("bot", "queue"),
        ("bot", "closed"),
        ("queue", "agent"),
        ("queue", "bot"),
        ("queue", "closed"),
        ("agent", "bot"),
        ("agent", "queue"),
        ("agent", "agent"),
        ("agent", "closed"),
    }
)
"""Every change of owner that exists; anything else is refused."""

_RANK: Mapping[Delivery, int] = {"stored": 0, "sent": 1, "delivered": 2, "read": 3}

MAX_CUSTOMER_TEXT = 4_000
"""Longest text of one customer message that is handled, in characters; longer is refused with a clear word."""


MASKED = "gemaskeerd:"
"""Mark of a customer's message in which a BSN ("gemaskeerd:bsn") or card number ("gemaskeerd:kaart") was masked."""


KIND = "soort:"
"""Mark of a customer's message that is no typed text: "soort:locatie". Its text is the counter's description of it.

What stands behind a second colon is for the words of the answer alone."""
CAME_WITH = "met:"
"""Mark of the message that carries a turn: what came with it and the bot can't read ("met:bestand")."""
PART = "deel"
"""Mark of a message that is read together with a later one of the same burst (Content.heard)."""
LATE = "laat"
"""Mark of a message that was sent so long before it came in that a plain answer would be blind."""
SENT_AT = "verstuurd:"
"""Mark: when it was sent, as ISO time, when that was well before it came in."""
CAME_BY = "advertentie:"
"""Mark: the advertisement or post from which the customer came."""
TEMPLATE = "sjabloon:"
"""Mark of an agent's message that goes out as a text that was approved before: which, as JSON."""
WITHDRAWN = "ingetrokken"
"""Mark of a message that the customer took back; what was in it is gone."""
TAPPED_ON = "knop_bij:"
"""Mark of a tap: which message its button stands below, as "<conversation>:<number>". On a phone old buttons stay."""


_TOLD: Mapping[str, str] = {"kind": KIND, "sent_at": SENT_AT, "came_by": CAME_BY}
_FLAGS: Mapping[str, str] = {"late": LATE, "withdrawn": WITHDRAWN, "template": TEMPLATE}
"""Names on the wire, and the marks behind them."""


def is_later(new: Delivery, old: Delivery) -> bool:
    """Whether a delivery state may replace another.

    States arrive out of order, so only a higher rank counts. A failure counts until the message is known to have
    arrived; an arrival after a failure counts too (the channel was wrong first).
    """
    if new == old:
        return False
    if new == "failed":
        return old in ("stored", "sent")
    if old == "failed":
        return new in ("delivered", "read")
    return _RANK[new] > _RANK[old]


@dataclass(frozen=True)
class SentFile:
    """A picture or document in a message; what is in it stands elsewhere (AttachmentRow)."""

    id: str
    name: str
    """Cleaned, with the extension that belongs to what is in it."""
    media_type: str
    size: int
    """In bytes, as it is kept."""
    url: str = ""
    """A link of half an hour. Made whenever a message is read out, and never stored."""

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in the conversation."""
        return self.media_type.startswith("image/")

    def as_dict(self) -> dict[str, Any]:
        """For storage."""
        return {"id": self.id, "name": self.name, "media_type": self.media_type, "size": self.size}

    def as_wire(self) -> dict[str, Any]:
        """As widgets and the desk receive it: as Rasa's picture, with what more is known."""
        about = {"src": self.url, "title": self.name, "media_type": self.media_type, "size": self.size}
        return {"type": "image" if self.is_picture else "file", "payload": about}


@dataclass(frozen=True)
class Content:
    """What a message shows. At least one of the fields is filled."""

    text: str = ""
    """Plain text; never HTML."""
    quick_replies: tuple[Mapping[str, str], ...] = ()
    """Offered answers: title (what the customer reads) and payload (what is sent back)."""
    image: Mapping[str, str] | None = None
    """src (address) and title (text alternative)."""
    links: tuple[Mapping[str, str], ...] = ()
    """title and url of downloads."""
    file: SentFile | None = None
    """What a customer or an agent sent along."""
    payload: str = ""
    """What a tapped quick reply means to the bot; empty for typed text. Never shown."""
    marks: tuple[str, ...] = ()
    """What the bot did, for the reading of the course: utter:<name>, fallback, form_retry, offer_human. On a customer's
    message: KIND, CAME_WITH, PART, LATE, WITHDRAWN, MASKED."""
    heard: str = ""
    """What the customer said in words, where that is not the text: a whole burst, the caption below a picture."""
    earlier: str = ""
    """The text before the customer changed it."""
    reaction: str = ""
    """The customer's reaction to it, an emoji."""

    @property
    def said(self) -> str:
        """The customer's own words in it, for the bot and for reading signals; empty when there are none."""
        if self.heard or PART in self.marks or WITHDRAWN in self.marks:
            return self.heard
        return "" if any(mark.startswith(KIND) for mark in self.marks) else self.text

    def as_dict(self) -> dict[str, Any]:
        """The filled fields, for storage."""
        full: dict[str, Any] = {
            "text": self.text,
            "quick_replies": [dict(reply) for reply in self.quick_replies],
            "image": dict(self.image) if self.image else None,
            "links": [dict(link) for link in self.links],
            "file": self.file.as_dict() if self.file else None,
            "payload": self.payload,
            "marks": list(self.marks),
            "heard": self.heard,
            "earlier": self.earlier,
            "reaction": self.reaction,
        }
        return {name: value for name, value in full.items() if value}

    @property
    def in_words(self) -> str:
        """What it shows where only words fit: in the queue, in a list."""
        return self.text or (f"Bestand: {self.file.name}" if self.file else "")

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> Content:
        """The opposite of as_dict."""
        return Content(
            text=stored.get("text", ""),
            quick_replies=tuple(stored.get("quick_replies", ())),
            image=stored.get("image"),
            links=tuple(stored.get("links", ())),
            file=SentFile(**stored["file"]) if stored.get("file") else None,
            payload=stored.get("payload", ""),
            marks=tuple(stored.get("marks", ())),
            heard=stored.get("heard", ""),
            earlier=stored.get("earlier", ""),
            reaction=stored.get("reaction", ""),
        )


@dataclass(frozen=True)
class Message:
    """One row of the record."""

    id: MessageId
    conversation_id: ConversationId
    seq: int
    """1, 2, 3 ... within the conversation, without gaps."""
    at: datetime
    sender: Sender
    content: Content
    sender_name: str = ""
    """The agent's name, when an agent wrote it."""
    channel_message_id: str | None = None
    """The id that the channel, or the customer's own widget, gave it."""
    state: Delivery = "stored"
    reading: Mapping[str, Any] | None = None
    """What signals made of a customer's message (Reading.as_dict)."""
    failure: str = ""
    """Why it did not arrive (state failed), in Dutch for the agent; empty otherwise."""

    def as_wire(self) -> dict[str, Any]:
        """The message as widgets and the desk receive it: Rasa's socket.io form plus our ids."""
        wire: dict[str, Any] = {
            "id": self.id,
            "conversation_id": self.conversation_id,
            "seq": self.seq,
            "at": self.at.isoformat(),
            "sender": self.sender,
            "state": self.state,
        }
        if self.failure:
            wire["failure"] = self.failure
        if self.sender_name:
            wire["sender_name"] = self.sender_name
        if self.content.text:
            wire["text"] = self.content.text
        if self.content.quick_replies:
            wire["quick_replies"] = [{"content_type": "text", **reply} for reply in self.content.quick_replies]
        if self.content.image:
            wire["attachment"] = {"type": "image", "payload": dict(self.content.image)}
        elif self.content.file:
            wire["attachment"] = self.content.file.as_wire()
        if self.content.links:
            wire["links"] = [dict(link) for link in self.content.links]
        if phone := _of_phone(self.content.marks):
            wire["phone"] = phone
        if self.content.earlier:
            wire["earlier"] = self.content.earlier
        if self.content.reaction:
            wire["reaction"] = self.content.reaction
        if self.channel_message_id:
            wire["message_id"] = self.channel_message_id
        return wire


def _of_phone(marks: tuple[str, ...]) -> dict[str, Any]:
    """What only a phone brings, for who reads along."""
    told = {name: rest for mark in marks for name, begin in _TOLD.items() if (rest := mark.removeprefix(begin)) != mark}
    if "kind" in told:
        told["kind"] = told["kind"].partition(":")[0]
    flags = {name: True for name, mark in _FLAGS.items() if any(one.startswith(mark) for one in marks)}
    return {**told, **flags}


@dataclass(frozen=True)
class Conversation:
    """Who has the conversation and how far it is."""

    id: ConversationId
    channel: str
    """"web" or "whatsapp"."""
    channel_key: str
    """The channel's own name for the person: web session id, WhatsApp id."""
    owner: Owner
    owner_version: int
    """Goes up with every change of owner: what was decided under an older version no longer counts."""
    agent_id: str | None
    created_at: datetime
    last_customer_at: datetime | None
    previous_id: ConversationId | None
    """The closed conversation of the same person before this one."""
    last_seq: int
    continues_id: ConversationId | None = None
    """The conversation on another channel that the person went on from with this one, by a one-time reference."""


@dataclass(frozen=True)
class Glance:
    """What a list shows of a conversation."""

    conversation: Conversation
    last: Message | None
    """The newest message; None when nothing was said yet."""
    reading: Mapping[str, Any] | None
    """What signals made of the customer's newest message that was read (Reading.as_dict)."""
    unread: int
    """Messages of the customer after what the reader of the list has seen."""


@dataclass(frozen=True)
class OwnerChange:
    """A line of the history of owners."""

    at: datetime
    from_owner: Owner
    to_owner: Owner
    who: str
    """"bot", "customer", "system", or "agent:<id>"."""
    why: str
    seq: int
    """The last message before the change."""


@dataclass(frozen=True)
class Rating:
    """What a customer thought of the help in a conversation."""

    conversation_id: ConversationId
    after: Helped
    """Who had helped when it was asked."""
    score: Score
    at: datetime


@dataclass(frozen=True)
class Received:
    """A customer message was stored, or had been stored before."""

    message: Message
    conversation: Conversation
    is_new: bool


@dataclass(frozen=True)
class Refused:
    """A customer message that is not taken, and why: "empty", "too_long"."""

    reason: Literal["empty", "too_long"]


@dataclass(frozen=True)
class Piece:
    """One message of a burst, as a channel understood it."""

    id: str
    """The channel's own id of it; the same again is the same message."""
    text: str
    """What is shown: the customer's words, or a description of what is none ("Stuurde een locatie")."""
    said: str | None = None
    """The customer's own words; None when they are the text."""
    payload: str = ""
    """What a tapped button means to the bot. A tap is a turn of its own."""
    marks: tuple[str, ...] = ()
    """KIND, LATE and what else is to be kept with it."""
    earlier: str = ""
    """The text before the customer changed it, when that came in the same burst."""
    into: ConversationId | None = None
    """A conversation of this person that it belongs to although it is closed: a rating of what is over."""
    alone: bool = False
    """A turn of its own, whatever was typed around it: signing off, as a tap."""


@dataclass(frozen=True)
class Draft:
    """A message about to be stored by the bot, the system or an agent."""

    sender: Sender
    content: Content
    sender_name: str = ""
    channel_message_id: str | None = None


@dataclass(frozen=True)
class Turn:
    """A message with what is needed to handle it."""

    message: Message
    conversation: Conversation
    attempts: int = field(default=0)
    """How often handling was begun before: more than 0 means that a reply may have been lost."""


_INVISIBLE = dict.fromkeys([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0)])
_INVISIBLE |= dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


_CLIENT_ID = re.compile(r"[!-~]{1,64}")


def is_client_id(value: object) -> bool:
    """Whether a widget's or a desk's own id for a message can be kept: visible ASCII, which every database can hold."""
    return isinstance(value, str) and _CLIENT_ID.fullmatch(value) is not None


def clean_text(text: str) -> str:
    """Text without control characters, lone surrogates and direction overrides; line ends become \\n.

    Direction overrides can make an agent read something else than what stands there, and PostgreSQL refuses NUL.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).strip()
