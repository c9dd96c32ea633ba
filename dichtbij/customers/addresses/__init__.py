"""Addresses by postcode and house number: the port, the real service and its stand-in."""

from __future__ import annotations

from dichtbij.clock import Clock
from dichtbij.customers.addresses.locatieserver import Locatieserver, over_http
from dichtbij.customers.addresses.model import (
    AddressAnswer,
    AddressesFound,
    AddressesUnavailable,
    AddressFinder,
    AddressNotFound,
    FoundAddress,
    NoAddresses,
)
from dichtbij.customers.addresses.stand_in import StandIn, demo_rows

__all__ = [
    "AddressAnswer",
    "AddressFinder",
    "AddressNotFound",
    "AddressesFound",
    "AddressesUnavailable",
    "FoundAddress",
    "Locatieserver",
    "NoAddresses",
    "StandIn",
    "address_finder",
    "demo_rows",
    "over_http",
]


def address_finder(url: str, *, demo: bool, clock: Clock) -> AddressFinder:
    """What the setting ADDRESS_URL chooses: the service there; without one the demo's addresses, or none at all."""
    if url:
        return Locatieserver(over_http(url), clock)
    return Locatieserver(StandIn(demo_rows()), clock) if demo else NoAddresses()
