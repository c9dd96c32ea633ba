"""On which day of the month the instalment is collected."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from dichtbij.customers.model.common import Refused
from dichtbij.customers.model.ids import Refusal
from dichtbij.customers.rules.calendar import add_months, first_of_month, next_day_of_month

FIRST_DAY = 1
LAST_DAY = 28
"""The last day that every month has."""
ANNOUNCED_DAYS = 5
"""A collection is handed to the bank so many days before; earlier ones can't move any more."""


def check_day(day: int) -> Refused | None:
    """None when every month has that day."""
    if FIRST_DAY <= day <= LAST_DAY:
        return None
    return Refused(Refusal.DAG_ONGELDIG, Decimal(FIRST_DAY), Decimal(LAST_DAY))


def first_collection(current: int, wished: int, today: date) -> date:
    """The first collection on the wished day: never twice in one month, never one that the bank already has."""
    this_month = first_of_month(today)
    collected_or_announced = this_month.replace(day=current) <= today + timedelta(days=ANNOUNCED_DAYS)
    from_month = add_months(this_month, 1) if collected_or_announced else this_month
    earliest = max(from_month - timedelta(days=1), today + timedelta(days=ANNOUNCED_DAYS))
    return next_day_of_month(wished, earliest)
