"""Our own desk (dichtbij.desk) behind the port: its pages over HTTP, its agents on a socket, its routing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from aiohttp import web

from dichtbij.conversations.model import Conversation


class Running(Protocol):
    """A part that runs: the agents' socket, the routing."""

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """Stop; the next process goes on."""


class OwnDesk:
    """See Desk. Its parts hear of cases and messages by themselves, and agents act through its routes."""

    name = "own"

    def __init__(
        self,
        add_routes: Callable[[web.Application], None],
        tell_typing: Callable[[Conversation, bool], Awaitable[None]],
        running: Sequence[Running],
        tidying: Sequence[Callable[[], Awaitable[object]]] = (),
    ) -> None:
        """`running` is started in this order and stopped in the opposite one."""
        self._add_routes = add_routes
        self._tell_typing = tell_typing
        self._running = tuple(running)
        self._tidying = tuple(tidying)

    def add_to(self, app: web.Application) -> None:
        """See Desk."""
        self._add_routes(app)

    async def start(self) -> None:
        """See Desk."""
        for part in self._running:
            await part.start()

    async def stop(self) -> None:
        """See Desk."""
        for part in reversed(self._running):
            await part.stop()

    async def tidy(self) -> None:
        """See Desk."""
        for step in self._tidying:
            await step()

    async def customer_typing(self, conversation: Conversation, on: bool) -> None:
        """See Desk."""
        await self._tell_typing(conversation, on)
