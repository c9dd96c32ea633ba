"""How long a proof of identity holds, and how often one may try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class IdentificationPolicy:
    """`beleid.identificatie` in organisatie.yml, explained in docs/rules/identificatie.md."""

    code_geldig_minuten: int
    """So long a mailed code works."""
    code_pogingen: int
    """Wrong codes after which a code is dead."""
    codes_per_uur: int
    """Codes asked for per conversation and per customer number, in any hour."""
    bewezen_minuten: int
    """So long a code or login token proves who it is; after that the customer is only recognised."""
    documentlink_minuten: int
    """So long a link to an invoice or picture opens."""


def proved_until(proved_at: datetime, policy: IdentificationPolicy) -> datetime:
    """When a proof stops counting."""
    return proved_at + timedelta(minutes=policy.bewezen_minuten)


def still_proved(proved_at: datetime, now: datetime, policy: IdentificationPolicy) -> bool:
    """Whether a proof given then still counts."""
    return now < proved_until(proved_at, policy)


def blocked_until(asked: Sequence[datetime], policy: IdentificationPolicy) -> datetime | None:
    """When another code may be asked for; None when it may be now.

    Args:
        asked: when codes were asked for within the last hour, oldest first.
    """
    if len(asked) < policy.codes_per_uur:
        return None
    return asked[-policy.codes_per_uur] + timedelta(hours=1)
