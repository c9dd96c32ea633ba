"""Files of ours for Twilio, which fetches what it sends: addresses that open one file, for a while."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from urllib.parse import quote

import jwt
from aiohttp import web

from dichtbij.channels.whatsapp.files import OpenFile
from dichtbij.clock import Clock
from dichtbij.http import problem

PATH = "/webhooks/twilio/bestand"
FOR_TWILIO = timedelta(hours=1)
"""It fetches at once; after its queue at the latest."""
FOR_CUSTOMERS = timedelta(hours=24)
"""SMS carries no files: the customer opens the address."""


class FileLinks:
    """Makes addresses and opens them."""

    def __init__(self, secret: str, public_url: str, open_file: OpenFile, clock: Clock) -> None:
        # A key of its own: what is signed for another purpose with the same secret opens nothing here.
        self._key = hashlib.sha256(b"dichtbij.twilio.files:" + secret.encode()).digest()
        self._public_url = public_url
        self._open_file = open_file
        self._clock = clock

    async def exists(self, path: str) -> bool:
        """Whether there is still something behind a path (PicturePart.path)."""
        return await self._open_file(path) is not None

    def url(self, path: str, lives: timedelta) -> str:
        """An address for a path."""
        until = int((self._clock() + lives).timestamp())
        token = jwt.encode({"path": path, "until": until}, self._key, algorithm="HS256")
        return f"{self._public_url}{PATH}/{token}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET and HEAD: the file, with the name that a phone shows; 404 for everything else."""
        path = self._path(request.match_info["token"])
        file = await self._open_file(path) if path else None
        if file is None:
            return problem(404, "not_found", "Dit bestand is er niet (meer).")
        plain = re.sub(r"[^A-Za-z0-9._ -]", "_", file.name)
        named = f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
        headers = {
            "Content-Disposition": named,
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox",
            "X-Robots-Tag": "noindex",
        }
        return web.Response(body=file.content, content_type=file.media_type.partition(";")[0], headers=headers)

    def _path(self, token: str) -> str:
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return ""
        path, until = claims.get("path"), claims.get("until")
        if not isinstance(path, str) or not isinstance(until, int):
            return ""
        return path if self._clock().timestamp() < until else ""
