"""Facts of a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dichtbij.customers.model.ids import CustomerId


@dataclass(frozen=True)
class Complaint:
    """Something that went wrong, as somebody told it."""

    reference: str
    """Of the customer's request ("A-2026-000123"), or "K-2026-000012" for who was not known."""
    conversation_id: str
    """Where it was told."""
    customer_id: CustomerId | None
    """Who told it; None when nobody knew."""
    subject: str
    """What went wrong, in the own words."""
    at: datetime
