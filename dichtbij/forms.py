"""A form with one file, read as it comes in: the fields before the file can be judged before the file is read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from aiohttp import BodyPartReader, ClientError, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

MAX_FIELD = 1024
"""Longest field that is not the file, in bytes."""
MAX_FIELDS = 10
TIMEOUT = 120.0
"""Seconds in which a file has to come in: a slow line gets it done, somebody who only holds the line does not."""

Result = TypeVar("Result")


class BadForm(Exception):
    """Not a form with a file, or cut off. Never leaves an edge."""


class TooLarge(Exception):
    """The file is larger than the edge takes; the rest was not read. Never leaves an edge."""


class FileForm:
    """What a form holds: fields, and one file."""

    def __init__(self, reader: MultipartReader) -> None:
        self._reader = reader
        self._file: BodyPartReader | None = None
        self.fields: dict[str, str] = {}
        """The fields that have come in."""
        self.file_name = ""

    @staticmethod
    async def begin(request: web.Request) -> FileForm:
        """Read what stands before the file.

        Raises:
            BadForm: it is something else, or it has no file.
        """
        if request.content_type != "multipart/form-data":
            raise BadForm
        form = FileForm(await _read(request.multipart()))
        await _read(form._until_file())
        if form._file is None:
            raise BadForm
        return form

    async def file(self, most: int) -> bytes:
        """The file, and after it the fields behind it.

        Raises:
            TooLarge: it has more than `most` bytes.
            BadForm: it was cut off, or a second file follows.
        """
        part, self._file = self._file, None
        assert part is not None, "asked for twice"
        content = await _read(_bytes(part, most))
        if content is None:
            raise TooLarge
        await _read(self._until_file())
        if self._file is not None:
            raise BadForm
        return content

    async def _until_file(self) -> None:
        while (part := await self._reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or len(self.fields) >= MAX_FIELDS:
                raise ValueError("no plain form")
            if part.filename is not None:
                self._file, self.file_name = part, part.filename
                return
            value = await _bytes(part, MAX_FIELD)
            if value is None:
                raise ValueError("a field that is too long")
            self.fields[part.name or ""] = value.decode()


async def _bytes(part: BodyPartReader, most: int) -> bytes | None:
    """A part; None when it is longer."""
    content = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


async def _read(reading: Awaitable[Result]) -> Result:
    try:
        return await asyncio.wait_for(reading, TIMEOUT)
    except (
        asyncio.TimeoutError, AssertionError, ClientError, HttpProcessingError, LookupError, OSError, RuntimeError,
        ValueError,
    ) as fault:  # everything that aiohttp says of a body that is no form, or of a line that broke # fmt: skip
        raise BadForm from fault
