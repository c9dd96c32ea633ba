"""Doing together what comes in side by side: one transaction for all that waited while the one before it ran."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Batch(Generic[T]):
    """Hands over what is put in, together and in order; at most one hand-over at a time."""

    def __init__(self, do: Callable[[Sequence[T]], Awaitable[None]], most: int = 100) -> None:
        self._do = do
        self._most = most
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, item: T) -> None:
        """Come back when it was done. Raises what the doing raises, to everybody who was in it."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        await done

    async def _run(self) -> None:
        while self._waiting:
            now, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                await self._do([item for item, _ in now])
            except Exception as fault:  # it is theirs who wait, whatever it is
                for _, done in now:
                    if not done.done():
                        done.set_exception(fault)
            else:
                for _, done in now:
                    if not done.done():
                        done.set_result(None)
