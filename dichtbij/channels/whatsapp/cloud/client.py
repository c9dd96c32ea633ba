"""Meta's Graph API, as far as messages go: send one, upload a file of ours, fetch a file of a customer.

Whatever goes wrong comes out as a Refusal that says what to do (errors.py). Code 0 and `in_doubt`: no answer came, or
none that can be read, so whether the message was taken is not known. Nothing personal is in a Refusal or a log line.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from dichtbij.channels.whatsapp.cloud.errors import NO_SUCH_OBJECT, fate_of, reason_of
from dichtbij.channels.whatsapp.cloud.messages import body_of
from dichtbij.channels.whatsapp.files import OpenFile, OutgoingFile
from dichtbij.channels.whatsapp.model import (
    Address,
    ButtonsPart,
    DocumentPart,
    Fate,
    Media,
    Part,
    PicturePart,
    Refusal,
    TextPart,
)

log = structlog.get_logger()

SEND_SECONDS = 15.0
FILE_SECONDS = 25.0
"""Together well under the sender's lease."""
LONGEST_WAIT = 3600.0
"""Seconds; a longer Retry-After is not obeyed."""
_META = (".fbsbx.com", ".facebook.com", ".fbcdn.net", ".whatsapp.net")
"""Where files of customers lie. The token goes nowhere else."""


class CloudClient:
    """One number of ours at Meta."""

    def __init__(self, graph_url: str, phone_number_id: str, token: str, open_file: OpenFile) -> None:
        """Args:
        graph_url: with the version, https://graph.facebook.com/v23.0.
        """
        self._graph = graph_url.rstrip("/")
        self._number = f"{self._graph}/{phone_number_id}"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._open_file = open_file
        self._client: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def send(self, to: Address, part: Part, reference: str) -> str:
        """Provider.send."""
        part, media_id = await self._with_file(part)
        answer = await self._call("POST", f"{self._number}/messages", json=body_of(to, part, reference, media_id))
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise Refusal(Fate.RETRY, 0, "an answer without the message's id") from None

    async def fetch(self, media: Media, most: int) -> bytes:
        """Provider.fetch: first where it lies, then what is in it."""
        try:
            found = await self._call("GET", f"{self._graph}/{media.id}", seconds=FILE_SECONDS)
        except Refusal as refusal:
            if refusal.code == NO_SUCH_OBJECT[0]:
                refusal.fate = Fate.OURS  # the file is gone: that says nothing of our number
            raise
        url, size = str(found.get("url") or ""), found.get("file_size")
        if isinstance(size, int) and size > most:
            raise Refusal(Fate.OURS, 413, "the file is too large")
        if not self._is_metas(url):
            raise Refusal(Fate.OURS, 404, "the file is not where Meta keeps files")
        return await self._download(url, most)

    # -- files of ours ------------------------------------------------------------------------------------------------

    async def _with_file(self, part: Part) -> tuple[Part, str]:
        """The part with the id of its uploaded file. What is gone, or is not taken, is left out: the words still go."""
        path = _path(part)
        if not path:
            return part, ""
        file = await self._open_file(path)
        refused = Refusal(Fate.OURS, 404, "the file is gone")
        if file is not None:
            try:
                return part, await self._upload(file)
            except Refusal as refusal:
                if refusal.fate is not Fate.OURS:
                    raise
                refused = refusal
        words = _without_file(part)
        if words is None:
            raise refused
        log.warning("file_left_out", code=refused.code, reason=refused.reason)
        return words, ""

    async def _upload(self, file: OutgoingFile) -> str:
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", file.media_type)
        form.add_field("file", file.content, filename=file.name, content_type=file.media_type)
        try:
            answer = await self._call("POST", f"{self._number}/media", data=form, seconds=FILE_SECONDS)
        except Refusal as refusal:
            refusal.in_doubt = False  # uploading alone shows nobody anything
            raise
        if not answer.get("id"):
            raise Refusal(Fate.RETRY, 1, "an upload without an id")
        return str(answer["id"])

    # -- the wire -----------------------------------------------------------------------------------------------------

    async def _call(self, method: str, url: str, *, seconds: float = SEND_SECONDS, **body: Any) -> Mapping[str, Any]:
        try:
            async with self._session.request(
                method,
                url,
                headers=self._headers,
                timeout=aiohttp.ClientTimeout(total=seconds, connect=5.0),
                allow_redirects=False,  # the token must not travel on
                **body,
            ) as response:
                answer = await _json(response)
                if response.status >= 300 or "error" in answer:
                    raise _refusal(response, answer)
                return answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            raise _not_reached(fault) from fault
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as fault:
            raise Refusal(Fate.RETRY, 0, type(fault).__name__) from fault

    async def _download(self, url: str, most: int) -> bytes:
        timeout = aiohttp.ClientTimeout(total=FILE_SECONDS, connect=5.0)
        try:
            async with self._session.get(
                url, headers=self._headers, timeout=timeout, allow_redirects=False
            ) as response:
                if response.status != 200:
                    fate = Fate.OURS if response.status == 404 else fate_of(0, response.status)
                    raise Refusal(fate, response.status, "the file did not come")
                content = bytearray()
                async for piece in response.content.iter_chunked(64 * 1024):
                    content += piece
                    if len(content) > most:
                        raise Refusal(Fate.OURS, 413, "the file is too large")
                return bytes(content)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as fault:
            raise Refusal(Fate.RETRY, 0, type(fault).__name__) from fault

    def _is_metas(self, url: str) -> bool:
        there, graph = urlsplit(url), urlsplit(self._graph)
        if (there.scheme, there.netloc) == (graph.scheme, graph.netloc):
            return True
        return there.scheme == "https" and f".{there.hostname or ''}".endswith(_META)

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:  # made inside the running loop
            self._client = aiohttp.ClientSession()
        return self._client


def _path(part: Part) -> str:
    if isinstance(part, (PicturePart, DocumentPart)):
        return part.path
    return part.picture.path if isinstance(part, ButtonsPart) and part.picture else ""


def _without_file(part: Part) -> Part | None:
    """What is left of a part without its file; None for nothing."""
    if isinstance(part, ButtonsPart):
        return ButtonsPart(part.text, part.choices)
    return TextPart(part.caption) if isinstance(part, (PicturePart, DocumentPart)) and part.caption else None


async def _json(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    try:
        answer = await response.json(content_type=None)
    except (ValueError, LookupError):
        return {}
    return answer if isinstance(answer, Mapping) else {}


def _refusal(response: aiohttp.ClientResponse, answer: Mapping[str, Any]) -> Refusal:
    error = answer.get("error")
    wait = _wait(response.headers)
    if isinstance(error, Mapping) and isinstance(error.get("code"), int):
        subcode = error.get("error_subcode")
        fate = fate_of(error["code"], response.status, subcode if isinstance(subcode, int) else 0)
        refusal = Refusal(fate, error["code"], reason_of(error), wait)
        refusal.in_doubt = False
        return refusal
    if response.status in (500, 502, 504):  # something before Meta's own servers gave up: they may have it
        return Refusal(Fate.RETRY, 0, f"HTTP {response.status}", wait)
    return Refusal(fate_of(0, response.status), response.status, f"HTTP {response.status}", wait)


def _not_reached(fault: Exception) -> Refusal:
    """No connection was made, so nothing was taken."""
    refusal = Refusal(Fate.RETRY, 0, type(fault).__name__)
    refusal.in_doubt = False
    return refusal


def _wait(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    return min(float(value), LONGEST_WAIT) if value.isascii() and value.isdigit() else None
