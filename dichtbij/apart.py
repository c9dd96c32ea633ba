"""Several things after each other, of which one that fails must not stop the others."""

from __future__ import annotations

from collections.abc import Awaitable

import structlog

from dichtbij.errors import DatabaseUnavailable

log = structlog.get_logger()


async def apart(doing: Awaitable[object], what: str, **about: str) -> None:
    """Wait for one of them. Its failure stands in the log and reaches nobody else.

    Args:
        what: a fixed name for the log; ids go in `about`, never anything personal.
    """
    try:
        await doing
    except DatabaseUnavailable:
        log.error("database_unavailable", during=what, **about)
    except Exception:
        log.exception("step_failed", step=what, **about)


async def told(telling: Awaitable[None]) -> None:
    """Wait for one listener. What it is told of is stored already: its failure must not look like ours."""
    try:
        await telling
    except Exception:
        log.exception("listener_failed")
