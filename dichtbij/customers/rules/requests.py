"""Which requests are worth telling a customer who asks how far we are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dichtbij.customers.model.profile import Request

FINISHED = "afgerond"


@dataclass(frozen=True)
class RequestPolicy:
    """`beleid.aanvragen` in organisatie.yml, explained in docs/rules/aanvragen.md."""

    afgerond_tonen_dagen: int
    """What was finished is still told for so many days."""


def worth_telling(requests: Sequence[Request], now: datetime, policy: RequestPolicy) -> tuple[Request, ...]:
    """What is open, then what was finished lately; each the latest first."""
    since = now - timedelta(days=policy.afgerond_tonen_dagen)
    latest_first = sorted(requests, key=lambda one: (one.created_at, one.reference), reverse=True)
    still_open = [one for one in latest_first if one.state != FINISHED]
    finished = [one for one in latest_first if one.state == FINISHED and one.updated_at >= since]
    return (*still_open, *finished)
