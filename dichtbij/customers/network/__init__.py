"""The grid: which network operator serves a postcode, and which outages are known."""

from __future__ import annotations

from dichtbij.customers.network.operators import Operator, Operators, load_operators
from dichtbij.customers.network.outages import Outage, Outages, OutagesFile

__all__ = ["Operator", "Operators", "Outage", "Outages", "OutagesFile", "load_operators"]
