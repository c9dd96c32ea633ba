"""Bank account numbers: checked, written the same way, and never shown whole."""

from __future__ import annotations

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError

from dichtbij.customers.model.ids import Refusal

# fmt: off
SEPA = frozenset({
    "AD", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
    "GI", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL",
    "NO", "PL", "PT", "RO", "SE", "SI", "SK", "SM", "VA",
})
# fmt: on
"""Countries whose accounts can be collected from by SEPA direct debit (European Payments Council, 2025)."""


def compact(text: str) -> str:
    """Without spaces and dots, in capitals."""
    return "".join(character for character in text if character.isalnum()).upper()


def check(text: str) -> str | Refusal:
    """The compact number when it is a real one (country, length, checksum), else why not."""
    number = compact(text)
    try:
        valid: str = stdnum_iban.validate(number)
    except ValidationError:
        return Refusal.IBAN_ONGELDIG
    return valid if valid[:2] in SEPA else Refusal.IBAN_BUITEN_SEPA


def masked(number: str) -> str:
    """Country and last four characters only: "NL** **** **** **43 00"."""
    plain = compact(number)
    hidden = plain[:2] + "*" * (len(plain) - 6) + plain[-4:]
    return " ".join(hidden[index : index + 4] for index in range(0, len(hidden), 4))
