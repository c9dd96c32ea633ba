"""Parts of the stand-in for Twilio (twilio_stand_in.py): the phones of customers, and errors as Twilio says them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Protocol

from aiohttp import web

SID, TOKEN = f"AC{'5' * 32}", "the-token-of-an-account-at-twilio"
OUR_WHATSAPP, OUR_SMS = "+31850000001", "+31970000001"

ERRORS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    21211: (400, "The 'To' number {to} is not a valid phone number."),
    21603: (400, "A 'From' phone number is required"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21619: (400, "A text message body or media urls must be specified"),
    21620: (400, "Invalid media URL(s)"),
    21656: (400, "The ContentVariables Parameter is invalid"),
    21660: (400, "Mismatch between the 'From' number and the account"),
    63007: (400, "Twilio could not find a Channel with the specified From address"),
}


class Wrong(Exception):
    """An error in Twilio's form."""

    def __init__(self, code: int, to: str = "") -> None:
        super().__init__(code)
        self.code, self.to = code, to

    def answer(self) -> web.Response:
        status, message = ERRORS[self.code]
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        body = {"code": self.code, "message": message.format(to=self.to), "more_info": more, "status": status}
        return web.json_response(body, status=status)


class Calling(Protocol):
    """What a phone needs of the stand-in."""

    clock: Callable[[], datetime]

    async def call(self, channel: str, form: Mapping[str, str]) -> int:
        """POST a form to our webhook."""

    def keep(self, content: bytes, media_type: str) -> str:
        """Keep a file; gives its address."""


@dataclass
class Sent:
    """A message of the counter's on a phone."""

    sid: str
    text: str
    file: bytes = b""
    file_type: str = ""
    file_name: str = ""
    callback: str = ""


@dataclass
class TwilioPhone:
    """A customer's phone, on WhatsApp or for SMS."""

    twilio: Calling
    number: str
    name: str = ""
    channel: str = "whatsapp"
    user_id: str = ""
    hides_number: bool = False
    seen: list[Sent] = field(default_factory=list)
    last_sent: datetime | None = None
    signed_off: bool = False
    blocked: int = 0
    """With what code messages to it fail after Twilio took them; 0: they arrive."""

    @property
    def address(self) -> str:
        """As Twilio writes it in From and To."""
        bare = self.user_id if self.hides_number else f"+{self.number}"
        return f"whatsapp:{bare}" if self.channel == "whatsapp" else bare

    async def say(self, text: str, **more: str) -> str:
        """Send a text; gives the message's id."""
        return await self.send(Body=text, **more)

    async def send(self, **fields: str) -> str:
        """Send anything; gives the message's id."""
        sid = fields.pop("MessageSid", f"SM{token_hex(16)}")
        self.last_sent = self.twilio.clock()
        await self.twilio.call(self.channel, {**self._form(sid), **fields})
        return sid

    async def send_file(self, content: bytes, media_type: str, text: str = "") -> str:
        """Send a picture, document or sound."""
        url = self.twilio.keep(content, media_type)
        return await self.send(Body=text, NumMedia="1", MediaUrl0=url, MediaContentType0=media_type)

    def _form(self, sid: str) -> dict[str, str]:
        ours = f"whatsapp:{OUR_WHATSAPP}" if self.channel == "whatsapp" else OUR_SMS
        form = {
            **{"ToCountry": "NL", "SmsMessageSid": sid, "NumMedia": "0", "SmsSid": sid, "SmsStatus": "received"},
            **{"Body": "", "To": ours, "NumSegments": "1", "MessageSid": sid, "AccountSid": SID},
            **{"From": self.address, "ApiVersion": "2010-04-01"},
        }
        if self.channel == "whatsapp":
            form |= {"ProfileName": self.name, "MessageType": "text", "ReferralNumMedia": "0"}
            form |= {"WaId": self.user_id if self.hides_number else self.number}
            form |= {"ExternalUserId": f"whatsapp:{self.user_id}"} if self.user_id else {}
        return form
