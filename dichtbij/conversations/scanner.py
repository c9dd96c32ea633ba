"""Looking for viruses in what was sent: a port, nothing by default, and any scanner that reads from a pipe."""

from __future__ import annotations

import asyncio
import shlex
from contextlib import suppress
from typing import Protocol

from dichtbij.errors import ScanUnavailable, SettingsError

TIMEOUT = 30.0
"""Seconds that a scanner may take."""

_CLEAN, _FOUND = 0, 1


class Scanner(Protocol):
    """Looks at a file before it is stored."""

    async def is_clean(self, content: bytes) -> bool:
        """Whether nothing was found.

        Raises:
            ScanUnavailable: no verdict; the file must not be stored.
        """


class NoScanner:
    """There is no scanner: pictures are drawn anew, documents are only downloaded and never opened by us."""

    async def is_clean(self, content: bytes) -> bool:
        """See Scanner."""
        return True


class CommandScanner:
    """A program that reads the file on stdin and ends with 0 (clean) or 1 (found something): clamdscan, for one."""

    def __init__(self, command: str, timeout: float = TIMEOUT) -> None:
        try:
            self._command = shlex.split(command)
        except ValueError as fault:
            raise SettingsError(f"SCAN_COMMAND: {fault}") from fault
        self._timeout = timeout

    async def is_clean(self, content: bytes) -> bool:
        """See Scanner."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as fault:
            raise ScanUnavailable(f"the scanner did not start: {type(fault).__name__}") from fault
        try:
            await asyncio.wait_for(process.communicate(content), self._timeout)
        except asyncio.TimeoutError as fault:
            raise ScanUnavailable("the scanner took too long") from fault
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode not in (_CLEAN, _FOUND):
            raise ScanUnavailable(f"the scanner ended with {process.returncode}")
        return process.returncode == _CLEAN


def scanner_of(command: str) -> Scanner:
    """The scanner of the setting SCAN_COMMAND.

    Raises:
        SettingsError: it can't be read as a command.
    """
    return CommandScanner(command) if command.strip() else NoScanner()
