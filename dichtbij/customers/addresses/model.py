"""What looking up an address can give. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Union


@dataclass(frozen=True)
class FoundAddress:
    """An address as the register writes it."""

    street: str
    house_number: str
    """With its addition: "12", "12A", "12-2"."""
    postcode: str
    """Written as "1234 AB"."""
    city: str

    @property
    def line(self) -> str:
        """One line: street, number, city."""
        return f"{self.street} {self.house_number}, {self.city}"


@dataclass(frozen=True)
class AddressesFound:
    """One address, or several with the same number when the addition is missing or unknown."""

    addresses: tuple[FoundAddress, ...]


@dataclass(frozen=True)
class AddressNotFound:
    """The register has no such postcode and number."""


@dataclass(frozen=True)
class AddressesUnavailable:
    """The register did not answer, or not in a way that can be read. Nothing is known about the address."""


AddressAnswer = Union[AddressesFound, AddressNotFound, AddressesUnavailable]  # noqa: UP007 - 3.10 evaluates it


class AddressFinder(Protocol):
    """Whatever knows Dutch addresses by postcode and number."""

    async def find(self, postcode: str, number: int, addition: str = "") -> AddressAnswer:
        """The addresses with this number. Never raises for what goes wrong at the other side.

        Args:
            postcode: "1234 AB" or "1234AB".
            number: the digits of the house number.
            addition: letter or addition, in any case, with or without a dash; empty when there is none.
        """


class NoAddresses:
    """Without a register: every address is told in words and checked by a person."""

    async def find(self, postcode: str, number: int, addition: str = "") -> AddressAnswer:
        """Always unavailable."""
        return AddressesUnavailable()


def choose(addresses: Sequence[FoundAddress], addition: str) -> AddressAnswer:
    """Of all addresses with a number those that are meant.

    Without an addition the bare number, when it exists; with one the address that has it. Otherwise all of them: the
    customer has to say which.
    """
    if not addresses:
        return AddressNotFound()
    wanted = plain_addition(addition)
    exact = [one for one in addresses if plain_addition(one.house_number.lstrip("0123456789")) == wanted]
    return AddressesFound(tuple(exact[:1] or addresses))


def plain_addition(addition: str) -> str:
    """Additions as they can be compared: "a", "-A" and " A" are the same."""
    return "".join(letter for letter in addition.upper() if letter.isalnum())
