"""Who a conversation is with, and how sure we are of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from dichtbij.customers.model.ids import CustomerId


class Method(str, Enum):
    """How somebody was recognised."""

    NONE = "none"
    SITE_SESSION = "site_session"
    LOGIN_TOKEN = "login_token"  # noqa: S105 - a word, not a secret
    MAIL_CODE = "mail_code"
    WHATSAPP = "whatsapp"
    """The number of the phone is on file."""
    CONTINUED = "continued"
    """Went on, from a conversation on the website in which this customer was known."""
    LOGGED_OUT = "uitgelogd"
    """Was known and left: proves nothing, but the conversation stays findable for who asks to see or erase it."""


@dataclass(frozen=True)
class Identity:
    """The identity of a conversation at this moment."""

    level: int
    """0 unknown, 1 recognised, 2 verified (for 60 minutes after the proof)."""
    customer_id: CustomerId | None
    """None at level 0."""
    method: Method
    proved_at: datetime | None = field(default=None, compare=False)
    """When it was last proved; None at level 0."""
    proved_until: datetime | None = field(default=None, compare=False)
    """Until when that proof counts for level 2; None when it no longer does."""


@dataclass(frozen=True)
class CodeRequested:
    """A code was mailed, if the combination exists. The answer is the same when it does not."""

    expires_at: datetime
    valid_minutes: int


@dataclass(frozen=True)
class TooManyAttempts:
    """Stop for now."""

    until: datetime | None
    """When asking for a code is possible again; None when a new code may be asked for at once."""


@dataclass(frozen=True)
class Verified:
    """Proved: level 2 from now."""

    customer_id: CustomerId


@dataclass(frozen=True)
class WrongCode:
    """Not the code."""

    attempts_left: int
    """1 or 2; after the third wrong one the answer is TooManyAttempts(until=None): ask for a new code."""


@dataclass(frozen=True)
class OtherCustomer:
    """The right code, of another customer than this conversation is with. It is used up, and nothing changed."""


@dataclass(frozen=True)
class CodeExpired:
    """No code is open for this conversation: none was asked for, it is too old, or it was used."""


class TokenProblem(str, Enum):
    """Why a login token was not taken; for the log, not for the customer."""

    ONGELDIG = "ongeldig"
    VERLOPEN = "verlopen"
    TE_LANG_GELDIG = "te_lang_geldig"
    AL_GEBRUIKT = "al_gebruikt"
    ONBEKENDE_KLANT = "onbekende_klant"


@dataclass(frozen=True)
class TokenRefused:
    """The login token proves nothing."""

    reason: TokenProblem
