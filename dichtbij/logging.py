"""Logs: static event names and ids, never texts, names or numbers of people. One line an event.

What an exception says can hold a customer's words (a database repeats the row it refused), so of a fault only the
kind and the places in the code are written down.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, TextIO

import structlog

from dichtbij.errors import DichtbijError
from dichtbij.settings import Settings

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def trace(fault: BaseException) -> str:
    """A traceback without the values in it: files, lines and kinds. Only our own faults may speak (errors.py)."""
    return "\n".join(_lines(fault))


def _lines(fault: BaseException) -> Iterator[str]:
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _lines(before)
        yield "which led to:"
    for frame in traceback.extract_tb(fault.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
    yield f"{kind}: {fault}" if isinstance(fault, DichtbijError) else kind


def _render(stream: TextIO, exc_info: ExcInfo) -> None:
    stream.write(f"\n{trace(exc_info[1])}")


class _Formatter(logging.Formatter):
    """For libraries that log by themselves."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the standard library's name
        return trace(ei[1])


class _NoTasks(logging.Filter):
    """asyncio prints a forgotten task with its exception, and so with the exception's words."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = str(record.msg).partition("\n")[0], None
        return True


def configure_logging(settings: Settings) -> None:
    """Set up structlog and the standard library's logging on stderr."""
    level = logging.getLevelName(settings.log_level.upper())
    as_json = settings.log_format == "json"
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        # The default would print every local variable beside a traceback.
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_render)
    )
    processors: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if as_json:
        processors.append(structlog.processors.ExceptionRenderer(lambda exc_info: trace(exc_info[1])))
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    # Libraries tell what passes through them at INFO and DEBUG: addresses, statements, packets.
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler])
    for noisy in ("aiohttp.access", "engineio", "socketio"):
        logging.getLogger(noisy).setLevel(max(level, logging.WARNING))
    logging.getLogger("asyncio").addFilter(_NoTasks())
