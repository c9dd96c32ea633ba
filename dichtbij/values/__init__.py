"""Dutch values from free text: amounts, dates, readings, numbers and yes or no. Pure; imports nothing of ours.

Every finder takes any text (empty, 10,000 characters, other scripts) and never raises; it reads the first 4,000
characters. Finders that return a list give what they found in the order of the text.
"""

from __future__ import annotations

from dichtbij.values.address import says_u
from dichtbij.values.contact import emails, ibans, phones
from dichtbij.values.counts import day_of_month, months
from dichtbij.values.days import Prefer
from dichtbij.values.extract import extract, found_in
from dichtbij.values.following import changes_value, is_follow_up, only_modifies, takes_back
from dichtbij.values.model import Found, FoundReading, HouseNumber, Kind, RegisterHint, Value
from dichtbij.values.moments import dates
from dichtbij.values.places import house_numbers, postcodes
from dichtbij.values.quantities import amount_change, amounts, numbers, wanted_amount
from dichtbij.values.references import codes, customer_numbers, invoice_numbers
from dichtbij.values.registers import readings
from dichtbij.values.sensitive import Masked, mask_sensitive
from dichtbij.values.steering import asks_advice, goes_back, is_bare, leaves, says_wrong
from dichtbij.values.yesno import names_a_value, yes_no

__all__ = [
    "Found",
    "FoundReading",
    "HouseNumber",
    "Kind",
    "Masked",
    "Prefer",
    "RegisterHint",
    "Value",
    "amount_change",
    "amounts",
    "asks_advice",
    "changes_value",
    "codes",
    "customer_numbers",
    "dates",
    "day_of_month",
    "emails",
    "extract",
    "found_in",
    "goes_back",
    "house_numbers",
    "ibans",
    "invoice_numbers",
    "is_bare",
    "is_follow_up",
    "leaves",
    "mask_sensitive",
    "months",
    "names_a_value",
    "numbers",
    "only_modifies",
    "phones",
    "postcodes",
    "readings",
    "says_u",
    "says_wrong",
    "takes_back",
    "wanted_amount",
    "yes_no",
]
