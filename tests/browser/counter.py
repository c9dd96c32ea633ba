"""A counter for tests of pages alone: real, but without a bot, and with a loop of its own beside the browser's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from dichtbij.handoff.accounts import Wanted
from dichtbij.handoff.model import Role
from tests import oidc_provider
from tests.running_counter import PASSWORD, Running, Time, fill, free_port, running

START_WITHIN = 120.0
"""Seconds; two cores may be shared with other work."""
Result = TypeVar("Result")


class OwnCounter:
    """A counter with Fatima, Joost and Bas, who keeps the accounts."""

    def __init__(self, file: Path) -> None:
        """`file` is its database; it is filled when it is not there."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._open = AsyncExitStack()
        self._file = file
        self.clock = Time()
        self.running: Running
        self.provider: oidc_provider.Provider

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine on the counter's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_WITHIN)

    @property
    def url(self) -> str:
        """The public address; by another name than the provider's, so that these are two sites to a browser."""
        return self.running.url

    def start(self, **settings: Any) -> None:
        """Start it."""
        self.do(self._start(settings))

    def start_with_provider(self) -> None:
        """Start it beside an OpenID Connect provider, where Samira is logged in; she has an account by that name."""
        self.do(self._start_with_provider())

    async def _start(self, settings: dict[str, Any]) -> None:
        if not self._file.exists():
            await fill(self._file)
        port = free_port()
        own = {"port": port, "public_url": f"http://localhost:{port}"}
        self.running = await self._open.enter_async_context(running(self._file, clock=self.clock, **own, **settings))
        await self.running.parts.agents.add("bas", "Bas", PASSWORD, "beheerder")

    async def _start_with_provider(self) -> None:
        self.provider = await self._open.enter_async_context(oidc_provider.provider(self.clock))
        client = {"oidc_client_id": oidc_provider.CLIENT, "oidc_client_secret": oidc_provider.SECRET}
        await self._start({"oidc_issuer": self.provider.url, **client})
        self.provider.redirect_uri = f"{self.url}/desk/api/login/oidc/back"
        await self.running.parts.accounts.add(Wanted(name="Samira", username=oidc_provider.EMAIL))

    def fill(self) -> None:
        """Only make the database, for others to begin with."""
        self.do(fill(self._file))

    def give(self, username: str, role: Role) -> None:
        """Another role."""
        self.do(self.running.parts.agents.add(username, username.capitalize(), PASSWORD, role))

    def close(self) -> None:
        """Stop it, and everything beside it."""
        self.do(self._open.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


@contextmanager
def own_counter(file: Path) -> Iterator[OwnCounter]:
    """One that is stopped afterwards."""
    counter = OwnCounter(file)
    try:
        yield counter
    finally:
        counter.close()
