"""On which day of the month the instalment is collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dichtbij.customers.model.common import Refused
from dichtbij.customers.model.ids import Refusal
from dichtbij.customers.rules.calendar import add_months, first_of_month, next_day_of_month


@dataclass(frozen=True)
class CollectionPolicy:
    """`beleid.betaaldag` in organisatie.yml, explained in docs/rules/betaaldag.md."""

    eerste_dag: int
    """First day of the month that may be chosen."""
    laatste_dag: int
    """Last one; 28 is the last day that every month has, so never more than that."""
    aangekondigd_dagen: int
    """A collection is handed to the bank so many days before; it can't move any more then."""
    teruggeboekt_maanden: int
    """Collections that were taken back count for so many months."""


def check_day(day: int, policy: CollectionPolicy) -> Refused | None:
    """None when every month has that day."""
    if policy.eerste_dag <= day <= policy.laatste_dag:
        return None
    return Refused(Refusal.DAG_ONGELDIG, Decimal(policy.eerste_dag), Decimal(policy.laatste_dag))


def first_collection(current: int, wished: int, today: date, policy: CollectionPolicy) -> date:
    """The first collection on the wished day: never twice in one month, never one that the bank already has."""
    this_month = first_of_month(today)
    collected_or_announced = this_month.replace(day=current) <= today + timedelta(days=policy.aangekondigd_dagen)
    from_month = add_months(this_month, 1) if collected_or_announced else this_month
    earliest = max(from_month - timedelta(days=1), today + timedelta(days=policy.aangekondigd_dagen))
    return next_day_of_month(wished, earliest)
