"""The one tree of faults.

    DichtbijError
    ├── SettingsError          a setting is missing or wrong; the program does not start
    ├── DatabaseUnavailable    the database did not answer, or stayed locked
    ├── Overtaken              another process changed the same thing first; nothing of ours was stored
    ├── BotUnavailable         Rasa did not answer, or not in time
    │   └── BotFailed          Rasa took the message and failed on it
    ├── MailUnavailable        the mail server did not take the message
    ├── ScanUnavailable        the virus scanner gave no verdict on a file
    ├── ProviderUnavailable    the organisation's own log-in (OpenID Connect) did not answer
    └── DeskUnavailable        another desk (DESK) did not answer, or not in time
        └── DeskRefused        it answered that it does not take this

Refusals ("not identified", "outside policy") are results, never exceptions. Each edge (HTTP, socket, action) maps
these faults to words for its reader in one place.
"""

from __future__ import annotations


class DichtbijError(Exception):
    """Any fault of ours. The message is for an operator: no personal data in it."""


class SettingsError(DichtbijError):
    """A setting is missing or wrong."""


class DatabaseUnavailable(DichtbijError):
    """The database did not answer, or stayed locked longer than its busy time-out."""


class Overtaken(DichtbijError):
    """Another process changed the same thing meanwhile, so ours was not stored; read it again and see."""


class BotUnavailable(DichtbijError):
    """Rasa did not answer, answered with an error, or not in time."""


class BotFailed(BotUnavailable):
    """Rasa took the message and failed on it; trying again forever will not help."""


class ScanUnavailable(DichtbijError):
    """The virus scanner did not start, did not end in time, or gave no verdict; the file was not stored."""


class ProviderUnavailable(DichtbijError):
    """The organisation's own log-in (OpenID Connect) did not answer, or not as a provider does."""


class MailUnavailable(DichtbijError):
    """The mail server did not take the message."""


class DeskUnavailable(DichtbijError):
    """Another desk did not answer, answered with a fault of its own, or not in time.

    Attributes:
        retry_after: seconds that it asked us to wait; None when it did not.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeskRefused(DeskUnavailable):
    """Another desk does not take what we send: unknown, not allowed, or not valid.

    Attributes:
        status: its HTTP status, 400-499.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
