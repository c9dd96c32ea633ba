"""What a provider of messages on a phone must do: Meta's Cloud API is one (cloud/), Twilio another (twilio/)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from dichtbij.channels.whatsapp.limits import Limits
from dichtbij.channels.whatsapp.model import Address, Arrival, Channel, Fate, Media, Part, StatusUpdate


class Provider(Protocol):
    """One account at a provider."""

    @property
    def name(self) -> str:
        """ "cloud" or "twilio"."""

    @property
    def channel(self) -> Channel:
        """What its messages travel by."""

    @property
    def limits(self) -> Limits:
        """What fits in one of its messages."""

    def fate(self, code: int) -> Fate:
        """What an error code of a status (StatusUpdate.code) means."""

    async def receive(self, request: web.Request) -> tuple[web.Response, Sequence[Arrival]]:
        """Check a webhook's signature over its raw bytes and read it.

        Never raises for what is in it: what can't be read comes back as Kind.UNKNOWN, or as a 4xx without arrivals. The
        caller stores the arrivals before it returns the answer.
        """

    async def send(self, to: Address, part: Part, reference: str) -> str:
        """Send one message and give the provider's id of it.

        Args:
            reference: our id of the parcel; handed back in statuses where the provider can.

        Raises:
            Refusal: with what to do about it.
        """

    async def fetch(self, media: Media, most: int) -> bytes:
        """A file that somebody sent.

        Raises:
            Refusal: gone, too large (more than `most` bytes), or no answer.
        """

    async def close(self) -> None:
        """Stop using it."""


class Statuses(Protocol):
    """Who wants to hear what became of a message."""

    async def on_status(self, update: StatusUpdate) -> None:
        """Called once for each, in any order."""
