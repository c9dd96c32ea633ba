"""The one tree of faults.

    DichtbijError
    ├── SettingsError          a setting is missing or wrong; the program does not start
    ├── DatabaseUnavailable    the database did not answer, or stayed locked
    ├── Overtaken              another process changed the same thing first; nothing of ours was stored
    ├── BotUnavailable         Rasa did not answer, or not in time
    │   └── BotFailed          Rasa took the message and failed on it
    └── MailUnavailable        the mail server did not take the message

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


class MailUnavailable(DichtbijError):
    """The mail server did not take the message."""
