"""How long what is kept: for whoever asks for erasure, and for the clock that clears up by itself.

Source of the seven years: art. 52 AWR (the books of a business). The other terms are the organisation's own choice, as
short as its work allows (art. 5(1)(e) AVG).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class RetentionPolicy:
    """`beleid.bewaartermijnen` in organisatie.yml, explained in docs/rules/bewaartermijnen.md."""

    gesprekken_dagen: int
    """A closed conversation, after the last word of the customer."""
    werkgeheugen_dagen: int
    """What the bot remembers of a closed conversation (Rasa's tracker)."""
    overdrachten_dagen: int
    """A case at the desk, after it ended."""
    terugbelverzoeken_dagen: int
    """A request to be called, after the call or the day that was promised."""
    identiteiten_dagen: int
    """Who a conversation was with, after the last proof."""
    codes_dagen: int
    """One-time codes, counters of attempts and used login tokens, after they ended."""
    mails_dagen: int
    """Mails in the demo's mailbox."""
    contactmomenten_dagen: int
    """The line about an earlier contact."""
    aanvragen_dagen: int
    """A finished request, after its last change."""
    wisverslagen_dagen: int
    """That somebody asked for erasure and what was done: proof, without what was erased."""
    toegang_dagen: int
    """Who at the desk saw or changed which customer, after it happened."""
    boekhouding_jaren: int
    """Invoices and payments, in whole years after the year they belong to."""
    eindafrekening_dagen: int
    """So long after its end a contract without a final settlement is treated as if it ran."""
    elke_uren: int
    """So often a counter clears up; the first time right after its start."""
    per_keer: int
    """Rows in one transaction: small enough not to keep customers waiting."""


def since(now: datetime, days: int) -> datetime:
    """What ended before this moment has been kept long enough."""
    return now - timedelta(days=days)


def books_until(day: date, policy: RetentionPolicy) -> date:
    """The last day on which an invoice or payment of a day has to be kept."""
    return date(day.year + policy.boekhouding_jaren, 12, 31)


def books_since(today: date, policy: RetentionPolicy) -> date:
    """Invoices and payments of before this day no longer have to be kept."""
    return date(today.year - policy.boekhouding_jaren, 1, 1)


def still_to_settle(ended: date, today: date, policy: RetentionPolicy, *, settled: bool) -> bool:
    """Whether a contract that ends, or ended, still needs its data.

    Args:
        ended: the first day without delivery.
        settled: there is a final settlement.
    """
    return ended > today or (not settled and today < ended + timedelta(days=policy.eindafrekening_dagen))
