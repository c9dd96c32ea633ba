"""Figures and dates as Dutch customers read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def euro(amount: Decimal) -> str:
    """Without cents when there are none: "€ 120", "€ 1.250,50". Never negative: the sentence says which way."""
    amount = abs(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole, cents = f"{amount:,.2f}".split(".")
    whole = whole.replace(",", ".")
    return f"€ {whole}" if cents == "00" else f"€ {whole},{cents}"


def about(amount: Decimal) -> str:
    """In whole euros, after "ongeveer": "€ 260"."""
    return euro(amount.quantize(Decimal(1), ROUND_HALF_UP))


def price(amount: Decimal) -> str:
    """A tariff, with its four decimals: "€ 0,2735"."""
    return f"€ {amount:.4f}".replace(".", ",")


def number(value: Decimal) -> str:
    """A quantity without decimals: "1.204"."""
    return f"{value.quantize(Decimal(1), ROUND_HALF_UP):,}".replace(",", ".")


def dutch_date(day: date, *, year: bool = False) -> str:
    """ "1 juli", or "1 juli 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def listed(parts: Sequence[str]) -> str:
    """ "a, b en c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} en {parts[-1]}"
