"""Twilio's API, as far as messages go: send one, fetch a file of a customer, find a template.

Whatever goes wrong comes out as a Refusal that says what to do (errors.py). Code 0 and `in_doubt`: no answer came, or
none that can be read, so whether the message was taken is not known. Nothing personal is in a Refusal or a log line.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import aiohttp

from dichtbij.channels.whatsapp.model import (
    Address,
    ButtonsPart,
    Channel,
    DocumentPart,
    Fate,
    ListPart,
    Media,
    Part,
    PicturePart,
    Refusal,
    TemplatePart,
)
from dichtbij.channels.whatsapp.twilio.errors import fate_of, reason_of
from dichtbij.channels.whatsapp.twilio.incoming import PREFIX
from dichtbij.channels.whatsapp.twilio.links import FOR_CUSTOMERS, FOR_TWILIO, FileLinks
from dichtbij.channels.whatsapp.twilio.webhook import REFERENCE
from dichtbij.channels.whatsapp.typed import as_typed

SEND_SECONDS = 15.0
FILE_SECONDS = 25.0
"""Together well under the sender's lease."""
LONGEST_WAIT = 3600.0
"""Seconds; a longer Retry-After is not obeyed."""
_CONTENTS = 500
"""Templates on one page."""
_MOST_PAGES = 10
_HOPS = 3
_STORES = (".twilio.com", ".twiliocdn.com", ".amazonaws.com")
"""Where files of customers lie; the token goes to Twilio alone."""


class TwilioClient:
    """One sender of ours at Twilio."""

    def __init__(
        self, api_url: str, account: tuple[str, str], channel: Channel, sender: str, hook: str, links: FileLinks
    ) -> None:
        """Args:
        api_url: https://api.twilio.com.
        account: its sid and its token.
        sender: our number with "+", or the id of a messaging service (MG...).
        hook: the complete address that Twilio calls with statuses.
        """
        self._api = api_url.rstrip("/")
        self._account = f"{self._api}/2010-04-01/Accounts/{account[0]}"
        self._headers = {"Authorization": aiohttp.encode_basic_auth(*account)}
        self._channel = channel
        self._sender = sender
        self._hook = hook
        self._links = links
        self._templates: dict[tuple[str, str], str] = {}
        self._client: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def send(self, to: Address, part: Part, reference: str) -> str:
        """Provider.send."""
        form = {
            **self._recipient(to),
            **self._from(),
            **await self._content(part),
            "StatusCallback": f"{self._hook}?{REFERENCE}={quote(reference, safe='')}",
        }
        answer = await self._call("POST", f"{self._account}/Messages.json", data=form)
        code = answer.get("error_code")
        if answer.get("status") in ("failed", "undelivered") and isinstance(code, int):
            raise _refused(fate_of(code), code, reason_of(answer.get("error_message")))
        if not isinstance(answer.get("sid"), str):
            raise Refusal(Fate.RETRY, 0, "an answer without the message's id")
        return str(answer["sid"])

    async def fetch(self, media: Media, most: int) -> bytes:
        """Provider.fetch: Twilio asks for the token and sends on to where the file lies, which must not get it."""
        if not self._is_twilios(media.id):
            raise _refused(Fate.OURS, 404, "the file is not where Twilio keeps files")
        url, headers = media.id, self._headers
        for _ in range(_HOPS):
            content, onward = await self._download(url, headers, most)
            if not onward:
                return content
            url, headers = onward, {}
        raise _refused(Fate.OURS, 404, "the file is sent on without end")

    # -- what is sent -------------------------------------------------------------------------------------------------

    def _recipient(self, to: Address) -> dict[str, str]:
        if to.number:
            return {"To": f"{PREFIX if self._channel == 'whatsapp' else ''}+{to.number}"}
        if to.user_id and self._channel == "whatsapp":
            return {"To": f"{PREFIX}{to.user_id}"}
        raise _refused(Fate.OTHER_CHANNEL, 21604, "no number is known")

    def _from(self) -> dict[str, str]:
        if self._channel == "whatsapp":
            return {"From": f"{PREFIX}{self._sender}"}
        if self._sender.startswith("MG") and len(self._sender) == 34:
            return {"MessagingServiceSid": self._sender}
        return {"From": self._sender}

    async def _content(self, part: Part) -> dict[str, str]:
        if isinstance(part, TemplatePart):
            return await self._template(part)
        if isinstance(part, (PicturePart, DocumentPart)):
            return await self._file(part)
        if isinstance(part, (ButtonsPart, ListPart)):
            # Rendered for another provider, by which the person wrote before.
            return {"Body": as_typed(part.text, part.choices)}
        return {"Body": part.text}

    async def _file(self, part: PicturePart | DocumentPart) -> dict[str, str]:
        """A file with its words. What is gone meanwhile is left out: the words still go."""
        if not await self._links.exists(part.path):
            if not part.caption:
                raise _refused(Fate.OURS, 404, "the file is gone")
            return {"Body": part.caption}
        words = {"Body": part.caption} if part.caption else {}
        if self._channel == "whatsapp":
            return {**words, "MediaUrl": self._links.url(part.path, FOR_TWILIO)}
        link = self._links.url(part.path, FOR_CUSTOMERS)
        named = part.caption or (part.name if isinstance(part, DocumentPart) else "")
        return {"Body": f"{named}\n{link}" if named else link}

    async def _template(self, part: TemplatePart) -> dict[str, str]:
        if self._channel != "whatsapp":
            raise _refused(Fate.OURS, 21604, "SMS knows no templates")
        sid = self._templates.get((part.name, part.language)) or await self._find(part)
        variables = {str(place): value for place, value in enumerate(part.values, 1)}
        return {"ContentSid": sid, **({"ContentVariables": json.dumps(variables)} if variables else {})}

    async def _find(self, part: TemplatePart) -> str:
        """Twilio knows templates by ids of its own; the name is the one that we gave it there."""
        url = f"{self._contents}/v1/Content?PageSize={_CONTENTS}"
        for _ in range(_MOST_PAGES):
            try:
                page = await self._call("GET", url)
            except Refusal as refusal:
                refusal.in_doubt = False  # looking alone shows nobody anything
                raise
            for one in page.get("contents") or ():
                self._templates[str(one.get("friendly_name")), str(one.get("language"))] = str(one.get("sid"))
            url = str((page.get("meta") or {}).get("next_page_url") or "")
            if not url or not self._is_twilios(url):
                break
        sid = self._templates.get((part.name, part.language))
        if sid is None:
            raise _refused(Fate.OURS, 21656, f"no template {part.name} in {part.language} at Twilio")
        return sid

    @property
    def _contents(self) -> str:
        return self._api.replace("://api.twilio.com", "://content.twilio.com")

    # -- the wire -----------------------------------------------------------------------------------------------------

    async def _call(self, method: str, url: str, **body: Any) -> Mapping[str, Any]:
        timeout = aiohttp.ClientTimeout(total=SEND_SECONDS, connect=5.0)
        try:
            async with self._session.request(
                method, url, headers=self._headers, timeout=timeout, allow_redirects=False, **body
            ) as response:
                answer = await _json(response)
                if response.status >= 300:
                    raise _refusal(response, answer)
                return answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            refusal = Refusal(Fate.RETRY, 0, type(fault).__name__)
            refusal.in_doubt = False  # no connection was made, so nothing was taken
            raise refusal from fault
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as fault:
            raise Refusal(Fate.RETRY, 0, type(fault).__name__) from fault

    async def _download(self, url: str, headers: Mapping[str, str], most: int) -> tuple[bytes, str]:
        """The file, or where it lies."""
        timeout = aiohttp.ClientTimeout(total=FILE_SECONDS, connect=5.0)
        try:
            async with self._session.get(url, headers=headers, timeout=timeout, allow_redirects=False) as response:
                if response.status in (301, 302, 303, 307, 308):
                    onward = urljoin(url, response.headers.get("Location", ""))
                    if not self._is_store(onward):
                        raise _refused(Fate.OURS, 404, "the file is not where Twilio keeps files")
                    return b"", onward
                if response.status != 200:
                    raise Refusal(fate_of(0, response.status), response.status, "the file did not come")
                content = bytearray()
                async for piece in response.content.iter_chunked(64 * 1024):
                    content += piece
                    if len(content) > most:
                        raise Refusal(Fate.OURS, 413, "the file is too large")
                return bytes(content), ""
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as fault:
            raise Refusal(Fate.RETRY, 0, type(fault).__name__) from fault

    def _is_twilios(self, url: str) -> bool:
        """Whether the token may go there."""
        there, api = urlsplit(url), urlsplit(self._api)
        if (there.scheme, there.netloc) == (api.scheme, api.netloc):
            return True
        return there.scheme == "https" and f".{there.hostname or ''}".endswith(".twilio.com")

    def _is_store(self, url: str) -> bool:
        there = urlsplit(url)
        return self._is_twilios(url) or (there.scheme == "https" and f".{there.hostname or ''}".endswith(_STORES))

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:  # made inside the running loop
            self._client = aiohttp.ClientSession()
        return self._client


async def _json(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    try:
        answer = await response.json(content_type=None)
    except (ValueError, LookupError):
        return {}
    return answer if isinstance(answer, Mapping) else {}


def _refusal(response: aiohttp.ClientResponse, answer: Mapping[str, Any]) -> Refusal:
    wait = _wait(response.headers)
    code = answer.get("code")
    if isinstance(code, int) and code:
        return _refused(fate_of(code, response.status), code, reason_of(answer.get("message")), wait)
    if response.status in (500, 502, 504):  # something before Twilio's own servers gave up: they may have it
        return Refusal(Fate.RETRY, 0, f"HTTP {response.status}", wait)
    return _refused(fate_of(0, response.status), response.status, f"HTTP {response.status}", wait)


def _refused(fate: Fate, code: int, reason: str, wait: float | None = None) -> Refusal:
    """It was not taken, and that is known."""
    refusal = Refusal(fate, code, reason, wait)
    refusal.in_doubt = False
    return refusal


def _wait(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    return min(float(value), LONGEST_WAIT) if value.isascii() and value.isdigit() else None
