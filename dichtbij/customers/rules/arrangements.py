"""Policy for paying in parts. Outside it the bot decides nothing: a person does (GDPR art. 22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from dichtbij.customers.model.billing import ArrangementTerm
from dichtbij.customers.model.common import Refused
from dichtbij.customers.model.ids import Refusal
from dichtbij.customers.rules.calendar import add_months, next_day_of_month
from dichtbij.customers.rules.settlement import CENT

FEWEST_MONTHS = 2
MOST_MONTHS = 12
LEAST_A_MONTH = Decimal("15")
MOST_IN_ALL = Decimal("1500")
BROKEN_COUNTS_MONTHS = 12
"""An arrangement broken within so many months asks for a person."""
FIRST_TERM_DAYS = 7
"""The first payment is at least so many days away."""


@dataclass(frozen=True)
class ArrangementHistory:
    """What counts against a new arrangement."""

    running: bool
    last_broken: date | None


def check_history(history: ArrangementHistory, today: date) -> Refused | None:
    """None when nothing of before stands in the way."""
    if history.running:
        return Refused(Refusal.LOPENDE_REGELING, over_policy=True)
    if history.last_broken and add_months(history.last_broken, BROKEN_COUNTS_MONTHS) > today:
        return Refused(Refusal.REGELING_NIET_NAGEKOMEN, over_policy=True)
    return None


def check_terms(total: Decimal, months: int) -> Refused | None:
    """None when policy allows these terms. A refusal names the limits in months where another number would do."""
    if total > MOST_IN_ALL:
        return Refused(Refusal.BEDRAG_TE_HOOG, maximum=MOST_IN_ALL, over_policy=True)
    most = min(MOST_MONTHS, int(total / LEAST_A_MONTH))
    if most < FEWEST_MONTHS:
        return Refused(Refusal.MAANDBEDRAG_TE_LAAG, over_policy=True)
    fewest, longest = Decimal(FEWEST_MONTHS), Decimal(most)
    if months < FEWEST_MONTHS:
        return Refused(Refusal.TE_WEINIG_MAANDEN, fewest, longest)
    if months > MOST_MONTHS:
        return Refused(Refusal.TE_VEEL_MAANDEN, fewest, longest)
    if months > most:
        return Refused(Refusal.MAANDBEDRAG_TE_LAAG, fewest, longest)
    return None


def schedule(total: Decimal, months: int, collection_day: int, today: date) -> tuple[ArrangementTerm, ...]:
    """Equal parts on the customer's collection day; the cents that cannot be shared are in the first."""
    part = (total / months).quantize(CENT, ROUND_DOWN)
    first = next_day_of_month(collection_day, today + timedelta(days=FIRST_TERM_DAYS - 1))
    amounts = [total - part * (months - 1)] + [part] * (months - 1)
    return tuple(
        ArrangementTerm(number + 1, add_months(first, number), amount) for number, amount in enumerate(amounts)
    )
