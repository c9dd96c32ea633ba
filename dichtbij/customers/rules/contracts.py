"""When a fixed contract is worth a word about its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ContractPolicy:
    """`beleid.contract` in organisatie.yml, explained in docs/rules/contract.md."""

    eindigt_binnenkort_dagen: int
    """A fixed contract with at most so many days left ends soon."""


def days_left(fixed_until: date | None, today: date) -> int | None:
    """Days until a fixed contract ends, negative when that is past; None without a fixed end."""
    return (fixed_until - today).days if fixed_until else None


def ends_soon(fixed_until: date | None, today: date, policy: ContractPolicy) -> bool:
    """Whether it is time to look ahead."""
    left = days_left(fixed_until, today)
    return left is not None and 0 <= left <= policy.eindigt_binnenkort_dagen
