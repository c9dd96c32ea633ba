"""Numbers as a Dutch customer writes them."""

from __future__ import annotations

from decimal import Decimal


def dutch_number(value: Decimal, places: int = 0) -> str:
    """ "1.234,50": a dot for thousands, a comma for decimals."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def euros(amount: Decimal) -> str:
    """ "€ 1.234,50", "-€ 12,00"."""
    sign = "-" if amount < 0 else ""
    return f"{sign}€ {dutch_number(abs(amount), 2)}"


def plain(value: Decimal) -> Decimal:
    """The same number without zeros behind the comma: 212, not 212.000 (which a Dutch reader takes for thousands)."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
