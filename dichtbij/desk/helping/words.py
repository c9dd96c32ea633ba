"""Amounts and days as agents and customers read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from dichtbij.customers.rules.dutch import dutch_number


def euro(amount: Decimal) -> str:
    """Without cents when there are none: "€ 120", "€ 1.250,50". Never negative: the sentence says which way."""
    amount = abs(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"€ {dutch_number(amount, 0 if amount == amount.to_integral_value() else 2)}"


def whole_euro(amount: Decimal) -> str:
    """After "ongeveer": "€ 260"."""
    return euro(amount.quantize(Decimal(1), ROUND_HALF_UP))


def read_amount(text: str) -> Decimal | None:
    """An amount as an agent types it ("1.250,50", "€ 95") or a form sends it ("120.5"); None when it is none."""
    plain = text.replace("€", "").replace(" ", "").removesuffix(",-").removesuffix(",–")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.rpartition(".")[2]) == 3):
        plain = plain.replace(".", "")  # a dot before three digits is for thousands
    if not plain.isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > 12:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None
