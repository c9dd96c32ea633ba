"""Facts of messages on a phone, whoever carries them. Pure: no database, no clock, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Literal, NewType

PersonId = NewType("PersonId", str)
"""A UUID as text, ours; it is the channel_key of the person's conversations. A number can change, this does not."""

Channel = Literal["whatsapp", "sms"]

WINDOW = timedelta(hours=24)
"""After the customer's last message free text is taken for this long; then templates only (Meta, error 131047)."""

KEPT = timedelta(days=8)
"""Ids of arrivals are kept this long: Meta repeats a delivery for up to seven days."""


@dataclass(frozen=True)
class Address:
    """How a provider names a person. At least one is filled."""

    user_id: str = ""
    """Business-scoped id ("NL.1502..."): the key when there is one."""
    number: str = ""
    """With country code and without "+" ("31612345678"); missing since people may hide it behind a username (2026)."""

    @property
    def key(self) -> str:
        """What arrivals of one person have in common."""
        return self.user_id or self.number


@dataclass(frozen=True)
class Person:
    """Somebody on a phone."""

    id: PersonId
    channel: Channel
    provider: str
    """By which the person last wrote, and is answered."""
    address: Address
    name: str
    """As the person calls itself; never proof of anything."""
    first_at: datetime
    last_in_at: datetime | None = None
    """When the person last sent something that opens the window, by the provider's clock."""
    told_privacy_at: datetime | None = None
    opted_out_at: datetime | None = None
    not_before: datetime | None = None
    """Nothing is sent before: the provider asked for it."""

    def window_until(self) -> datetime | None:
        """Until when free text is taken; None when the person never wrote."""
        return self.last_in_at + WINDOW if self.last_in_at else None


class Kind(str, Enum):
    """What came in. Everything a provider can send is one of these; what it invents tomorrow is UNKNOWN."""

    TEXT = "text"
    TAP = "tap"
    """A button or a row of a list."""
    FILE = "file"
    """A picture or document."""
    VOICE = "voice"
    """A voice note, or sound."""
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACTS = "contacts"
    REACTION = "reaction"
    EDIT = "edit"
    DELETION = "deletion"
    ORDER = "order"
    NEW_NUMBER = "new_number"
    """System: the person goes on under another number or id."""
    CALL = "call"
    UNSUPPORTED = "unsupported"
    """The provider itself says that it can't show this."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Media:
    """A file that has to be fetched at the provider."""

    id: str
    """Cloud API: the media id (lives 7 days). Twilio: the address."""
    media_type: str = ""
    """As the sender says; what it is, is looked at after fetching."""
    name: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Incoming:
    """One message of a person, as any provider brought it."""

    id: str
    """The provider's (wamid..., SM...)."""
    address: Address
    at: datetime
    """When the person sent it, by the provider; arrival may be days later."""
    kind: Kind
    text: str = ""
    """What was typed, or the title of the tapped button, or the caption below a file."""
    payload: str = ""
    """TAP: the id of the button or row, as we sent it."""
    media: Media | None = None
    about: str = ""
    """Id of the message that this reacts to, edits, deletes or answers."""
    profile_name: str = ""
    """As the person calls itself; never proof of anything."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What belongs to the kind: emoji, latitude and longitude, referral of an advertisement, new_number, call."""


Status = Literal["sent", "delivered", "read", "failed"]


@dataclass(frozen=True)
class StatusUpdate:
    """What became of a message of ours."""

    id: str
    """The provider's id of our message."""
    at: datetime
    status: Status
    reference: str = ""
    """Our own id of the parcel, when the provider hands it back (biz_opaque_callback_data)."""
    code: int = 0
    """The provider's error, with status failed; 0 when none."""
    reason: str = ""
    """The provider's words to it, for an operator; no personal data."""


Arrival = Incoming | StatusUpdate


@dataclass(frozen=True)
class Choice:
    """A button, or a row of a list."""

    payload: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class TextPart:
    """Plain text in WhatsApp's own marks (*vet*, _schuin_)."""

    text: str


@dataclass(frozen=True)
class ButtonsPart:
    """Text with one to three buttons."""

    text: str
    choices: tuple[Choice, ...]
    picture: PicturePart | None = None
    """Above the text, in the same bubble; its caption is not shown then."""


@dataclass(frozen=True)
class ListPart:
    """Text with a button that opens a list of at most ten rows."""

    text: str
    button: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class PicturePart:
    """A picture with its text alternative as caption."""

    path: str
    """Where our own pages serve it, or the id of a kept file ("bestand:<id>")."""
    caption: str = ""


@dataclass(frozen=True)
class DocumentPart:
    """A document."""

    path: str
    name: str
    caption: str = ""


@dataclass(frozen=True)
class TemplatePart:
    """A text that the provider approved before, for outside the window."""

    name: str
    language: str
    values: tuple[str, ...] = ()
    """Fill {{1}}, {{2}}, ... of its body."""


Part = TextPart | ButtonsPart | ListPart | PicturePart | DocumentPart | TemplatePart
"""One message as a provider sends it."""


class Fate(str, Enum):
    """What to do with a message that a provider did not take or could not deliver."""

    RETRY = "retry"
    """Its trouble; a few times more, ever later."""
    SLOW_PERSON = "slow_person"
    """Too much to this person: wait before the next to the same one."""
    SLOW_NUMBER = "slow_number"
    """Too much from our number: everything waits."""
    TEMPLATE = "template"
    """The window is over: only a template, or another channel."""
    OTHER_CHANNEL = "other_channel"
    """This person can't be reached here."""
    NOT_NOW = "not_now"
    """The provider keeps it back for the person's sake; not to be tried again soon."""
    OURS = "ours"
    """Our mistake; trying again can't help. For an operator."""
    ALARM = "alarm"
    """The token is dead or has no rights: nothing will go out until somebody acts."""


class Refusal(Exception):
    """A provider did not take a message. Raised by providers only, and caught by the sender."""

    def __init__(self, fate: Fate, code: int, reason: str, wait: float | None = None) -> None:
        """Args:
        code: the provider's error code; 0 for time-outs and broken connections.
        reason: for an operator and the agent; no personal data.
        wait: seconds that the provider asks us to wait.
        """
        super().__init__(f"{code} {reason}")
        self.fate = fate
        self.code = code
        self.reason = reason
        self.wait = wait
        self.in_doubt = code == 0
        """No answer came: whether it was taken is not known."""
