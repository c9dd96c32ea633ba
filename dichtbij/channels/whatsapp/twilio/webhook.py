"""Twilio's webhooks: a message that came in, or what became of one of ours. Both signed, both forms.

X-Twilio-Signature is the HMAC-SHA1 with the auth token over the whole address that Twilio called, followed by every
field of the form and its value, in order of their names. The address is the one that Twilio knows, so behind a proxy it
is PUBLIC_URL that counts, not what arrives here. Source: Twilio's page "Webhooks security".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import structlog
from aiohttp import web

from dichtbij.channels.whatsapp.model import Arrival, Channel
from dichtbij.channels.whatsapp.twilio import incoming
from dichtbij.clock import Clock
from dichtbij.http import problem

log = structlog.get_logger()

WHATSAPP = "/webhooks/twilio/whatsapp"
SMS = "/webhooks/twilio/sms"
REFERENCE = "ref"
"""In the address that Twilio calls with statuses: our id of the parcel."""

_MOST_FIELDS = 500
_PORTS = {"https": 443, "http": 80}
_NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""TwiML: no answer by this way; ours goes out by the API."""

Form = Sequence[tuple[str, str]]


def signature(token: str, url: str, form: Form) -> str:
    """What X-Twilio-Signature must say. A field that is there twice counts with each of its values once, in order."""
    values: dict[str, set[str]] = {}
    for name, value in form:
        values.setdefault(name, set()).add(value)
    signed = url + "".join(name + value for name in sorted(values) for value in sorted(values[name]))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def addresses(url: str) -> list[str]:
    """The same address with and without its port: Twilio signs the one or the other."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname or ""
    port = parts.port or _PORTS.get(parts.scheme, 0)
    return [urlunsplit(parts._replace(netloc=netloc)) for netloc in (host, f"{host}:{port}")]


class TwilioWebhook:
    """Reads deliveries for one sender of ours: WhatsApp or SMS."""

    def __init__(self, auth_tokens: Sequence[str], public_url: str, channel: Channel, clock: Clock) -> None:
        """Args:
        auth_tokens: one; two while one takes the other's place, for Twilio signs with the old one until then.
        public_url: how Twilio reaches us, without a slash at the end.
        """
        if not auth_tokens or not all(auth_tokens):
            raise ValueError("an empty secret would let everybody in")
        self._tokens = auth_tokens
        self._public_url = public_url
        self._channel = channel
        self._clock = clock

    async def receive(self, request: web.Request) -> tuple[web.Response, Sequence[Arrival]]:
        """One message or status (Provider.receive)."""
        form = _form(await request.read())
        if form is None:
            log.error("twilio_webhook_unreadable")
            return problem(400, "bad_request", "Dit bericht kwam niet goed aan."), ()
        if not self._is_signed(request, form):
            log.warning("twilio_webhook_not_signed")
            return problem(401, "signature", "Dit bericht is niet goed ondertekend."), ()
        fields = {name: _storable(value) for name, value in form}
        if incoming.channel_of(fields) != self._channel:
            # Somebody set the address of one sender at the other; Twilio's own log shows this answer.
            log.error("twilio_webhook_of_another_channel", channel=self._channel)
            return problem(400, "other_channel", "Dit adres is voor een ander kanaal."), ()
        arrivals = incoming.arrivals(fields, request.query.get(REFERENCE, ""), self._clock())
        if not arrivals and "MessageStatus" not in fields:
            log.warning("twilio_message_from_nobody", channel=self._channel)
        return web.Response(text=_NOTHING, content_type="text/xml"), arrivals

    def _is_signed(self, request: web.Request, form: Form) -> bool:
        given = request.headers.get("X-Twilio-Signature", "").encode("utf-8", "replace")
        right = [
            hmac.compare_digest(given, signature(token, url, form).encode())
            for token in self._tokens
            for url in addresses(f"{self._public_url}{request.raw_path}")
        ]
        return any(right)


def _form(body: bytes) -> Form | None:
    """Every field, empty ones too, for the signature counts them; None when this is no form."""
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:  # no ASCII, no UTF-8 behind the percent signs, or too many fields
        return None


def _storable(value: str) -> str:
    """Without what no database takes."""
    return value.replace("\x00", "")
