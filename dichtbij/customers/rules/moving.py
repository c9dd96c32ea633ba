"""When somebody may move: how far back and ahead, and how long two homes may overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dichtbij.customers.model.moves import MoveProblem, MoveRefused


@dataclass(frozen=True)
class MovingPolicy:
    """`beleid.verhuizen` in organisatie.yml, explained in docs/rules/verhuizen.md."""

    terug_dagen: int
    """A day so many days ago is still taken; longer ago, meters were read and billed for somebody else."""
    vooruit_dagen: int
    """A day so many days ahead is taken; plans further away change too often."""
    overlap_dagen: int
    """Both homes may be ours for so many days."""
    gat_dagen: int
    """So many days may lie between handing in the old keys and getting the new ones."""
    controle_werkdagen: int
    """An address that could not be looked up is checked by a person within so many working days."""


@dataclass(frozen=True)
class Window:
    """The days that may be chosen."""

    earliest: date
    """First one."""
    latest: date
    """Last one."""


def window(today: date, policy: MovingPolicy) -> Window:
    """The days on which keys may change hands, seen from today."""
    return Window(today - timedelta(days=policy.terug_dagen), today + timedelta(days=policy.vooruit_dagen))


def check_key_date(key_date: date, today: date, policy: MovingPolicy) -> MoveRefused | None:
    """None when delivery at the new home may begin on that day."""
    allowed = window(today, policy)
    if key_date < allowed.earliest:
        return MoveRefused(MoveProblem.SLEUTEL_TE_LANG_GELEDEN, allowed.earliest, allowed.latest)
    if key_date > allowed.latest:
        return MoveRefused(MoveProblem.SLEUTEL_TE_VER, allowed.earliest, allowed.latest)
    return None


def check_handed_in(handed_in: date, key_date: date, today: date, policy: MovingPolicy) -> MoveRefused | None:
    """None when delivery at the old home may end with that day, next to a new home from `key_date` on."""
    allowed = window(today, policy)
    earliest = max(allowed.earliest, key_date - timedelta(days=policy.gat_dagen + 1))
    latest = key_date + timedelta(days=policy.overlap_dagen - 1)
    if handed_in < earliest:
        too_long_ago = handed_in < allowed.earliest
        problem = MoveProblem.INLEVEREN_TE_LANG_GELEDEN if too_long_ago else MoveProblem.GAT_TE_LANG
        return MoveRefused(problem, earliest, latest)
    if handed_in > latest:
        return MoveRefused(MoveProblem.OVERLAP_TE_LANG, earliest, latest)
    return None


def overlap_days(key_date: date, handed_in: date) -> int:
    """Days that count for both homes: the key date and the day of handing in both do."""
    return max((handed_in - key_date).days + 1, 0)


def gap_days(key_date: date, handed_in: date) -> int:
    """Whole days between the two homes."""
    return max((key_date - handed_in).days - 1, 0)


def first_day_without(handed_in: date) -> date:
    """When the old contract has ended: the day after the keys were handed over."""
    return handed_in + timedelta(days=1)
