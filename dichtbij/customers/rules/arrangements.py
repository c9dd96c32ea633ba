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


@dataclass(frozen=True)
class ArrangementPolicy:
    """`beleid.betaalregeling` in organisatie.yml, explained in docs/rules/betaalregeling.md."""

    minste_maanden: int
    """Fewer parts than this is no arrangement."""
    meeste_maanden: int
    """More parts than this asks for a person."""
    minste_per_maand: Decimal
    """Euros; a part may not be smaller."""
    hoogste_totaal: Decimal
    """Euros; above it a person decides."""
    niet_nagekomen_telt_maanden: int
    """An arrangement broken within so many months asks for a person."""
    eerste_betaling_na_dagen: int
    """The first payment is at least so many days away."""
    dag_zonder_contract: int
    """Collection day (1..28) of who has no running contract any more."""


@dataclass(frozen=True)
class ArrangementHistory:
    """What counts against a new arrangement."""

    running: bool
    last_broken: date | None


def check_history(history: ArrangementHistory, today: date, policy: ArrangementPolicy) -> Refused | None:
    """None when nothing of before stands in the way."""
    if history.running:
        return Refused(Refusal.LOPENDE_REGELING, over_policy=True)
    if history.last_broken and add_months(history.last_broken, policy.niet_nagekomen_telt_maanden) > today:
        return Refused(Refusal.REGELING_NIET_NAGEKOMEN, over_policy=True)
    return None


def check_terms(total: Decimal, months: int, policy: ArrangementPolicy) -> Refused | None:
    """None when policy allows these terms. A refusal names the limits in months where another number would do."""
    if total > policy.hoogste_totaal:
        return Refused(Refusal.BEDRAG_TE_HOOG, maximum=policy.hoogste_totaal, over_policy=True)
    most = min(policy.meeste_maanden, int(total / policy.minste_per_maand))
    if most < policy.minste_maanden:
        return Refused(Refusal.MAANDBEDRAG_TE_LAAG, over_policy=True)
    fewest, longest = Decimal(policy.minste_maanden), Decimal(most)
    if months < policy.minste_maanden:
        return Refused(Refusal.TE_WEINIG_MAANDEN, fewest, longest)
    if months > policy.meeste_maanden:
        return Refused(Refusal.TE_VEEL_MAANDEN, fewest, longest)
    if months > most:
        return Refused(Refusal.MAANDBEDRAG_TE_LAAG, fewest, longest)
    return None


def first_term(collection_day: int, today: date, policy: ArrangementPolicy) -> date:
    """When the first part is paid: the first collection day that is far enough away."""
    return next_day_of_month(collection_day, today + timedelta(days=policy.eerste_betaling_na_dagen - 1))


def schedule(total: Decimal, months: int, first: date) -> tuple[ArrangementTerm, ...]:
    """Equal parts, a month apart, that add up to the cent; the cents that cannot be shared are in the first."""
    part = (total / months).quantize(CENT, ROUND_DOWN)
    amounts = [total - part * (months - 1)] + [part] * (months - 1)
    return tuple(
        ArrangementTerm(number + 1, add_months(first, number), amount) for number, amount in enumerate(amounts)
    )
