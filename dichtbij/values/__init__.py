"""Dutch values from free text: amounts, dates, readings, numbers and yes or no. Pure; imports nothing of ours.

Every finder takes any text (empty, 10,000 characters, other scripts) and never raises; it reads the first 4,000
characters. Finders that return a list give what they found in the order of the text.
"""

from __future__ import annotations

from dichtbij.values.contact import (
    codes,
    customer_numbers,
    emails,
    house_numbers,
    ibans,
    invoice_numbers,
    phones,
    postcodes,
)
from dichtbij.values.model import Found, FoundReading, HouseNumber, RegisterHint
from dichtbij.values.moments import Prefer, dates, day_of_month, months
from dichtbij.values.quantities import amounts, numbers, readings, wanted_amount
from dichtbij.values.yesno import yes_no

__all__ = [
    "Found",
    "FoundReading",
    "HouseNumber",
    "Prefer",
    "RegisterHint",
    "amounts",
    "codes",
    "customer_numbers",
    "dates",
    "day_of_month",
    "emails",
    "house_numbers",
    "ibans",
    "invoice_numbers",
    "months",
    "numbers",
    "phones",
    "postcodes",
    "readings",
    "wanted_amount",
    "yes_no",
]
