"""A stand-in for Twilio: its API of messages, its files, its templates and its webhooks, as a real server.

    async with twilio() as stand_in:
        stand_in.hook = ...                              # where its calls really go; it signs the public address
        phone = stand_in.phone("31612000101", "Sanne")   # on WhatsApp
        await phone.say("hallo")
        await stand_in.hears(phone, "Je zei: hallo")

It refuses what Twilio's documentation says that it refuses, with Twilio's codes and form of an error, keeps the window
of WhatsApp, signs as Twilio does, and notes in `undocumented` whatever it was asked that is in no documentation. Told
to, it fails: `fails`, `cut`, `silent`, `copies`, `backwards`, and a phone's `blocked` and `signed_off`.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from secrets import token_hex

import aiohttp
from aiohttp import web

from tests.twilio_parts import OUR_SMS, OUR_WHATSAPP, SID, TOKEN, Sent, TwilioPhone, Wrong

PUBLIC = "https://loket.voorbeeld.nl"
SECONDS, EVERY = 30.0, 0.02

_PARAMETERS = {
    *("To", "From", "MessagingServiceSid", "Body", "MediaUrl", "StatusCallback", "ContentSid", "ContentVariables"),
}
"""Of POST Messages.json, as far as we know them."""
_MEDIA = {"image/jpeg", "image/png", "image/webp", "application/pdf", "audio/ogg", "audio/mpeg", "video/mp4"}
_TO = re.compile(r"(whatsapp:)?(\+\d{8,15}|[A-Z]{2}\.[A-Za-z0-9]+)")


class Twilio:
    """The whole of it. Give `hook` the counter's real address."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.hook = ""
        self.url = ""
        self.phones: list[TwilioPhone] = []
        self.templates: list[tuple[str, str, str]] = []
        """Name, language and id of what was approved."""
        self.undocumented: list[str] = []
        self.answers: list[int] = []
        """What our webhook answered."""
        self.fails: list[int] = []
        """Codes with which the next messages are refused."""
        self.retry_after = 0
        self.cut = 0
        """So many of the next messages are taken without an answer."""
        self.silent = False
        """Statuses are not told."""
        self.copies = 1
        self.backwards = False
        """Statuses come last first."""
        self.token_seen_by_store = False
        self.asked: list[Mapping[str, str]] = []
        self._files: dict[str, tuple[bytes, str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None

    def settings(self) -> dict[str, str]:
        """Of a counter that uses it."""
        return {
            "twilio_account_sid": SID,
            "twilio_auth_token": TOKEN,
            "twilio_whatsapp_from": OUR_WHATSAPP,
            "twilio_sms_from": OUR_SMS,
            "twilio_url": self.url,
            "public_url": PUBLIC,
        }

    def phone(self, number: str, name: str = "", channel: str = "whatsapp", user_id: str = "") -> TwilioPhone:
        """A customer's phone."""
        phone = TwilioPhone(self, number, name, channel, user_id)
        self.phones.append(phone)
        return phone

    # -- what tests wait for ------------------------------------------------------------------------------------------

    async def hears(self, phone: TwilioPhone, part: str) -> Sent:
        """A message on a phone with this in its text, waited for."""
        until = asyncio.get_running_loop().time() + SECONDS
        while asyncio.get_running_loop().time() < until:
            for one in phone.seen:
                if part in one.text:
                    return one
            await asyncio.sleep(EVERY)
        raise AssertionError(f"{part!r} did not come: {[one.text for one in phone.seen]}")

    async def settled(self) -> None:
        """All that it had to tell was told."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    # -- calls to the counter -----------------------------------------------------------------------------------------

    async def call(self, channel: str, form: Mapping[str, str], query: str = "", *, token: str = TOKEN) -> int:
        """POST a form to a webhook as Twilio does, signed over the public address."""
        path = f"/webhooks/twilio/{channel}{query}"
        signed = f"{PUBLIC}{path}" + "".join(name + form[name] for name in sorted(form))
        made = base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
        headers = {"X-Twilio-Signature": made, "I-Twilio-Idempotency-Token": token_hex(8)}
        status = 0
        for _ in range(self.copies):
            async with self._session.post(f"{self.hook}{path}", data=dict(form), headers=headers) as response:
                self.answers.append(response.status)
                status = response.status
        return status

    def _tell(self, sent: Sent, to: str, code: int) -> None:
        told: list[tuple[str, int]] = [("queued", 0)]
        told += [("undelivered", code)] if code else [("sent", 0), ("delivered", 0)]
        task = asyncio.create_task(self._tell_all(sent, to, list(reversed(told)) if self.backwards else told))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_all(self, sent: Sent, to: str, told: list[tuple[str, int]]) -> None:
        if self.silent or not sent.callback:
            return
        channel = "whatsapp" if to.startswith("whatsapp:") else "sms"
        query = sent.callback.partition("?")[2]
        expected = f"{PUBLIC}/webhooks/twilio/{channel}"
        if sent.callback.partition("?")[0] != expected:
            self.undocumented.append(f"a status callback elsewhere: {sent.callback}")
        ours = f"whatsapp:{OUR_WHATSAPP}" if channel == "whatsapp" else OUR_SMS
        for status, code in told:
            form = {
                **{"SmsSid": sent.sid, "SmsStatus": status, "MessageStatus": status, "MessageSid": sent.sid},
                **{"To": to, "From": ours, "AccountSid": SID, "ApiVersion": "2010-04-01"},
            }
            if code:
                form |= {"ErrorCode": str(code), "ErrorMessage": f"It failed for {to}"}
            await self.call(channel, form, f"?{query}" if query else "")

    # -- the API ------------------------------------------------------------------------------------------------------

    async def messages(self, request: web.Request) -> web.StreamResponse:
        """POST Messages.json."""
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        try:
            self._authorised(request)
            if self.fails:
                raise Wrong(self.fails.pop(0), form.get("To", ""))
            phone, sent = self._check(form)
        except Wrong as wrong:
            answer = wrong.answer()
            if wrong.code == 20429 and self.retry_after:
                answer.headers["Retry-After"] = str(self.retry_after)
            return answer
        code = await self._arrive(form, phone, sent)
        self._tell(sent, form["To"], code)
        if self.cut:
            self.cut -= 1
            assert request.transport is not None
            request.transport.close()
        body = {"sid": sent.sid, "status": "queued", "error_code": None, "error_message": None, "body": sent.text}
        return web.json_response(body, status=201)

    def _check(self, form: Mapping[str, str]) -> tuple[TwilioPhone | None, Sent]:
        """What Twilio finds out at once."""
        self.undocumented += sorted(set(form) - _PARAMETERS)
        to, body = form.get("To", ""), form.get("Body", "")
        if not _TO.fullmatch(to):
            raise Wrong(21211, to)
        on_whatsapp = to.startswith("whatsapp:")
        if not form.get("From") and not form.get("MessagingServiceSid"):
            raise Wrong(21603)
        if on_whatsapp and form.get("From") != f"whatsapp:{OUR_WHATSAPP}":
            raise Wrong(63007)
        if not on_whatsapp and form.get("From", OUR_SMS) != OUR_SMS:
            raise Wrong(21660)
        if not body and not form.get("MediaUrl") and not form.get("ContentSid"):
            raise Wrong(21619)
        if len(body) > 1600:
            raise Wrong(21617)
        if form.get("MediaUrl", "https://").partition("://")[0] not in ("http", "https"):
            raise Wrong(21620)
        phone = next((one for one in self.phones if to in (one.address, f"whatsapp:+{one.number}")), None)
        phone = phone if phone is None or (phone.channel == "whatsapp") == on_whatsapp else None
        if phone is not None and phone.signed_off and not on_whatsapp:
            raise Wrong(21610)
        if form.get("ContentSid"):
            body = self._filled(form)
        return phone, Sent(f"SM{token_hex(16)}", body, callback=form.get("StatusCallback", ""))

    def _filled(self, form: Mapping[str, str]) -> str:
        sid = form["ContentSid"]
        name = next((one[0] for one in self.templates if one[2] == sid), None)
        if name is None:
            raise Wrong(20404)
        try:
            variables = json.loads(form.get("ContentVariables", "{}"))
        except ValueError:
            raise Wrong(21656) from None
        return f"{name}: {', '.join(variables[key] for key in sorted(variables))}"

    async def _arrive(self, form: Mapping[str, str], phone: TwilioPhone | None, sent: Sent) -> int:
        """What Twilio finds out later: the code, 0 when it arrives."""
        on_whatsapp = form["To"].startswith("whatsapp:")
        if phone is None:
            return 63024 if on_whatsapp else 30005
        if phone.blocked:
            return phone.blocked
        is_open = phone.last_sent is not None and self.clock() < phone.last_sent + timedelta(hours=24)
        if on_whatsapp and not is_open and not form.get("ContentSid"):
            return 63016
        if form.get("MediaUrl") and not await self._take_file(form["MediaUrl"], sent):
            return 63019
        if sent.file_type == "application/pdf":
            sent.text = ""  # what is said with a document is not shown
        phone.seen.append(sent)
        return 0

    async def _take_file(self, url: str, sent: Sent) -> bool:
        """Fetch a file as Twilio does: HEAD, then GET; the type must be one that WhatsApp shows."""
        real = url.replace(PUBLIC, self.hook)
        async with self._session.head(real) as head, self._session.get(real) as response:
            kind = response.headers.get("Content-Type", "").partition(";")[0]
            if head.status != 200 or response.status != 200 or kind not in _MEDIA:
                return False
            sent.file, sent.file_type = await response.read(), kind
            if response.content_disposition is not None:
                sent.file_name = response.content_disposition.filename or ""
        return True

    # -- files and templates ------------------------------------------------------------------------------------------

    def keep(self, content: bytes, media_type: str) -> str:
        """Keep a file of a customer; gives the address that the webhook tells."""
        id_ = f"ME{token_hex(16)}"
        self._files[id_] = (content, media_type)
        return f"{self.url}/2010-04-01/Accounts/{SID}/Messages/MM{token_hex(16)}/Media/{id_}"

    async def media(self, request: web.Request) -> web.StreamResponse:
        """GET a file: sends on to where it lies, and only who has the token."""
        try:
            self._authorised(request)
        except Wrong as wrong:
            return wrong.answer()
        if request.match_info["media"] not in self._files:
            return Wrong(20404).answer()
        raise web.HTTPTemporaryRedirect(f"{self.url}/store/{request.match_info['media']}")

    async def store(self, request: web.Request) -> web.StreamResponse:
        """Where files lie: another company's, which must not see the token."""
        self.token_seen_by_store |= "Authorization" in request.headers
        content, media_type = self._files[request.match_info["media"]]
        return web.Response(body=content, content_type=media_type.partition(";")[0])

    async def contents(self, request: web.Request) -> web.StreamResponse:
        """GET Content: one on a page, so that paging is needed."""
        try:
            self._authorised(request)
        except Wrong as wrong:
            return wrong.answer()
        page = int(request.query.get("Page", "0"))
        rows = [{"friendly_name": n, "language": lang, "sid": sid} for n, lang, sid in self.templates[page : page + 1]]
        more = page + 1 < len(self.templates)
        onward = f"{self.url}/v1/Content?PageSize=1&Page={page + 1}" if more else None
        return web.json_response({"contents": rows, "meta": {"next_page_url": onward, "key": "contents"}})

    def _authorised(self, request: web.Request) -> None:
        right = "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != right or request.match_info.get("account", SID) != SID:
            raise Wrong(20003)

    # -- the server ---------------------------------------------------------------------------------------------------

    async def start(self) -> Twilio:
        """Listen on a free port of this machine."""
        app = web.Application()
        account = "/2010-04-01/Accounts/{account}"
        app.router.add_post(f"{account}/Messages.json", self.messages)
        app.router.add_get(f"{account}/Messages/{{message}}/Media/{{media}}", self.media)
        app.router.add_get("/store/{media}", self.store)
        app.router.add_get("/v1/Content", self.contents)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        if self._client is not None:
            await self._client.close()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession()
        return self._client


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


@asynccontextmanager
async def twilio(clock: Callable[[], datetime] = _utc_now) -> AsyncIterator[Twilio]:
    """The stand-in on a free port; nothing undocumented may have been asked of it."""
    stand_in = await Twilio(clock).start()
    try:
        yield stand_in
    finally:
        await stand_in.stop()
    assert stand_in.undocumented == [], f"not in Twilio's documentation: {stand_in.undocumented}"
