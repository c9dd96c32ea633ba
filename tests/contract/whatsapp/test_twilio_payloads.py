"""Every form in which Twilio calls our webhook, as it documents them, signed as it signs, read as what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import pytest
from aiohttp import StreamReader
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from dichtbij.channels.whatsapp.arrivals import arrival_id, as_body, from_body
from dichtbij.channels.whatsapp.model import Address, Arrival, Channel, Incoming, Kind, Media, StatusUpdate
from dichtbij.channels.whatsapp.twilio.incoming import arrivals
from dichtbij.channels.whatsapp.twilio.webhook import TwilioWebhook, addresses, signature

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
TOKEN, PUBLIC = "12345", "https://loket.voorbeeld.nl"
SID, ACCOUNT = "SM8824d91645395b17594d92659b878468", "AC00000000000000000000000000000001"
SHEENA = Address("US.13491208655302741918", "16505551234")
FILE = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"

COMMON = {
    **{"SmsMessageSid": SID, "NumMedia": "0", "SmsSid": SID, "SmsStatus": "received", "NumSegments": "1"},
    **{"MessageSid": SID, "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "Body": ""},
}
WHATSAPP = {
    **COMMON,
    **{"ProfileName": "Sheena", "MessageType": "text", "WaId": "16505551234", "ReferralNumMedia": "0"},
    **{"ExternalUserId": "whatsapp:US.13491208655302741918", "To": "whatsapp:+31850000001"},
    **{"From": "whatsapp:+16505551234", "ChannelMetadata": '{"type":"whatsapp","data":{"context":{}}}'},
}
SMS = {**COMMON, "To": "+31970000001", "From": "+31612000101", "ToCountry": "NL", "FromCity": "", "FromZip": ""}
REFERRAL = {
    **{"ReferralSourceType": "ad", "ReferralSourceId": "120226305854810726", "ReferralHeadline": "Chat with us"},
    **{"ReferralSourceUrl": "https://fb.me/3cr4Wqqkv", "ReferralBody": "Summer", "ReferralCtwaClid": "Aff"},
}
PLACE = {"Latitude": "52.0907", "Longitude": "5.1214", "Label": "Dom", "Address": "Domplein 29"}


def file(media_type: str, count: int = 1) -> dict[str, str]:
    found = {"NumMedia": str(count)}
    for place in range(count):
        found |= {f"MediaUrl{place}": f"{FILE}{place}", f"MediaContentType{place}": media_type}
    return found


MESSAGES: Mapping[str, tuple[dict[str, str], Kind, dict[str, Any]]] = {
    "text": ({"Body": "Does it come in another color?"}, Kind.TEXT, {"text": "Does it come in another color?"}),
    "reply": (
        {"Body": "That one", "OriginalRepliedMessageSid": "MMours", "OriginalRepliedMessageSender": "whatsapp:+31"},
        Kind.TEXT,
        {"text": "That one", "about": "MMours"},
    ),
    "forwarded": ({"Body": "Look", "Forwarded": "true", "FrequentlyForwarded": "false"}, Kind.TEXT, {"text": "Look"}),
    "referral": (
        {"Body": "Info?", **REFERRAL},
        Kind.TEXT,
        {
            "text": "Info?",
            "details": {
                "referral": {
                    "headline": "Chat with us",
                    "source_type": "ad",
                    "source_id": "120226305854810726",
                    "source_url": "https://fb.me/3cr4Wqqkv",
                }
            },
        },
    ),
    "button": (
        {"Body": "Ja", "MessageType": "interactive", "ButtonText": "Ja", "ButtonPayload": "/bevestigen"},
        Kind.TAP,
        {"text": "Ja", "payload": "/bevestigen"},
    ),
    "list": (
        {"Body": "Storing", "MessageType": "interactive", "ListTitle": "Storing", "ListId": "/storing_melden"},
        Kind.TAP,
        {"text": "Storing", "payload": "/storing_melden"},
    ),
    "button_of_template": (
        {"Body": "Stop", "MessageType": "button", "ButtonText": "Stop"},
        Kind.TEXT,
        {"text": "Stop"},
    ),
    "picture": (
        {"Body": "The meter", "MessageType": "image", **file("image/jpeg")},
        Kind.FILE,
        {"text": "The meter", "media": Media(f"{FILE}0", "image/jpeg")},
    ),
    "document": (
        {"Body": "", "MessageType": "document", **file("application/pdf")},
        Kind.FILE,
        {"media": Media(f"{FILE}0", "application/pdf")},
    ),
    "voice": (
        {"MessageType": "audio", **file("audio/ogg; codecs=opus")},
        Kind.VOICE,
        {"media": Media(f"{FILE}0", "audio/ogg; codecs=opus")},
    ),
    "video": ({"MessageType": "video", **file("video/mp4")}, Kind.VIDEO, {"media": Media(f"{FILE}0", "video/mp4")}),
    "sticker": (
        {"MessageType": "sticker", **file("image/webp")},
        Kind.STICKER,
        {"media": Media(f"{FILE}0", "image/webp")},
    ),
    "contact": (
        {"MessageType": "contacts", **file("text/vcard")},
        Kind.CONTACTS,
        {"media": Media(f"{FILE}0", "text/vcard")},
    ),
    "location": (
        {"MessageType": "location", **PLACE},
        Kind.LOCATION,
        {"details": {"latitude": 52.0907, "longitude": 5.1214, "name": "Dom", "address": "Domplein 29"}},
    ),
    "location_nowhere": (
        {"MessageType": "location", "Latitude": "nan", "Longitude": "x"},
        Kind.LOCATION,
        {},
    ),
    "order": ({"MessageType": "order"}, Kind.ORDER, {}),
    "unsupported": ({"MessageType": "unsupported"}, Kind.UNSUPPORTED, {}),
    "unknown": ({"MessageType": "hologram"}, Kind.UNKNOWN, {"details": {"type": "hologram"}}),
    "empty": ({}, Kind.UNKNOWN, {"details": {"type": "text"}}),
    "signed_off_by_twilio": (
        {"Body": "STOP", "OptOutType": "STOP"},
        Kind.TEXT,
        {"text": "STOP", "details": {"opt_out": "STOP"}},
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_read_as_what_it_is(name: str) -> None:
    fields, kind, more = MESSAGES[name]
    [found] = arrivals({**WHATSAPP, **fields}, "", NOW)
    expected = Incoming(**{"id": SID, "address": SHEENA, "at": NOW, "kind": kind, "profile_name": "Sheena", **more})
    assert found == expected
    assert from_body(as_body(found)) == found


def test_several_files_are_as_many_messages() -> None:
    found = arrivals({**WHATSAPP, "Body": "Twee", **file("image/jpeg", 2)}, "", NOW)
    assert [(one.id, getattr(one, "text", "")) for one in found] == [(SID, "Twee"), (f"{SID}:1", "")]
    assert len({arrival_id("twilio", one) for one in found}) == 2


def test_sms_has_a_number_and_no_name() -> None:
    [found] = arrivals({**SMS, "Body": "hallo"}, "", NOW)
    assert found == Incoming(SID, Address(number="31612000101"), NOW, Kind.TEXT, "hallo")


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({}, SHEENA),
        ({"From": "whatsapp:US.13491208655302741918", "WaId": "US.13491208655302741918"}, Address(SHEENA.user_id, "")),
        ({"ExternalUserId": ""}, Address("", "16505551234")),
        ({"From": "whatsapp:US.13491208655302741918", "ExternalUserId": ""}, SHEENA),
    ],
    ids=["both", "hidden number", "before user ids", "id and WaId"],
)
def test_who_sent_it(fields: dict[str, str], address: Address) -> None:
    [found] = arrivals({**WHATSAPP, "Body": "hallo", **fields}, "", NOW)
    assert isinstance(found, Incoming)
    assert found.address == address


@pytest.mark.parametrize("sender", ["PostNL", "", "+", "whatsapp:"])
def test_what_names_nobody_is_no_message(sender: str) -> None:
    assert arrivals({**SMS, "Body": "Uw pakket komt", "From": sender}, "", NOW) == []


# -- statuses ---------------------------------------------------------------------------------------------------------

OF_OURS = {
    **{"SmsSid": SID, "MessageSid": SID, "To": "whatsapp:+16505551234", "From": "whatsapp:+31850000001"},
    **{"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "ChannelPrefix": "whatsapp"},
}
FAILED = {"ErrorCode": "63016", "ErrorMessage": "No window for +16505551234"}


@pytest.mark.parametrize(
    ("fields", "status", "code", "reason"),
    [
        ({"MessageStatus": "queued"}, "sent", 0, ""),
        ({"MessageStatus": "sent"}, "sent", 0, ""),
        ({"MessageStatus": "delivered"}, "delivered", 0, ""),
        ({"MessageStatus": "read", "EventType": "READ"}, "read", 0, ""),
        ({"MessageStatus": "undelivered", **FAILED}, "failed", 63016, "No window for …"),
        ({"MessageStatus": "failed", "ErrorCode": "30008"}, "failed", 30008, ""),
        ({"MessageStatus": "failed", "ErrorCode": "onbekend"}, "failed", 0, ""),
        ({"MessageStatus": "canceled"}, "failed", 0, ""),
    ],
)
def test_a_status_is_read_as_what_it_is(fields: dict[str, str], status: Any, code: int, reason: str) -> None:
    found = arrivals({**OF_OURS, "SmsStatus": fields["MessageStatus"], **fields}, "parcel", NOW)
    assert found == [StatusUpdate(SID, NOW, status, "parcel", code, reason)]


@pytest.mark.parametrize("status", ["scheduled", "partially_delivered", "", "iets nieuws"])
def test_what_is_no_step_of_a_delivery_is_left_out(status: str) -> None:
    assert arrivals({**OF_OURS, "MessageStatus": status}, "parcel", NOW) == []


# -- the signature ----------------------------------------------------------------------------------------------------

DOCUMENTED = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]


def test_signatures_of_twilios_own_libraries() -> None:
    """Figures that every library of Twilio is tested with."""
    assert signature("12345", DOCUMENTED, CALL) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    twice = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
    assert signature("12345", DOCUMENTED, twice) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="
    assert signature("12345", DOCUMENTED.replace(".com", ".com:443"), CALL) == "kvajT1Ptam85bY51eRf/AJRuM3w="


def test_a_port_may_be_signed_or_not() -> None:
    assert addresses(DOCUMENTED) == [DOCUMENTED, DOCUMENTED.replace(".com", ".com:443")]
    assert addresses("http://x.nl:8080/a") == ["http://x.nl/a", "http://x.nl:8080/a"]
    assert addresses("http://[::1]:8080/a") == ["http://[::1]/a", "http://[::1]:8080/a"]


async def deliver(
    form: Sequence[tuple[str, str]] | bytes, *, url: str = "", signed: str | None = None, channel: Channel = "whatsapp"
) -> tuple[int, Sequence[Arrival]]:
    """What the webhook makes of a request."""
    path = url or f"/webhooks/twilio/{channel}"
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    fields = [] if isinstance(form, bytes) else form
    made = signature(TOKEN, f"{PUBLIC}{path}", fields) if signed is None else signed
    stream = StreamReader(Mock(_reading_paused=False), limit=2**16)
    stream.feed_data(body)
    stream.feed_eof()
    headers = CIMultiDict({"X-Twilio-Signature": made, "Host": "10.0.0.7:8080"})
    request = make_mocked_request("POST", path, headers=headers, payload=stream)
    hook = TwilioWebhook(("another", TOKEN), PUBLIC, channel, lambda: NOW)
    response, found = await hook.receive(request)
    return response.status, found


async def test_a_signed_message_is_taken_behind_a_proxy_too() -> None:
    """The request says 10.0.0.7 and http; Twilio signed the address that it knows."""
    status, found = await deliver([*{**WHATSAPP, "Body": "één + één = 2 & méér 🙂"}.items()])
    assert status == 200
    assert [getattr(one, "text", "") for one in found] == ["één + één = 2 & méér 🙂"]


async def test_a_status_brings_our_reference_back() -> None:
    form = [*{**OF_OURS, "MessageStatus": "sent"}.items()]
    status, [found] = await deliver(form, url="/webhooks/twilio/whatsapp?ref=018f-aa%3A1")
    assert status == 200
    assert isinstance(found, StatusUpdate)
    assert found.reference == "018f-aa:1"


@pytest.mark.parametrize("signed", ["", "x", "é", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "=" * 5000])
async def test_what_is_not_signed_is_refused(signed: str) -> None:
    assert await deliver([*WHATSAPP.items()], signed=signed) == (401, ())


async def test_a_changed_field_or_address_is_refused() -> None:
    form = [*{**WHATSAPP, "Body": "hallo"}.items()]
    made = signature(TOKEN, f"{PUBLIC}/webhooks/twilio/whatsapp", form)
    changed = [*{**WHATSAPP, "Body": "hallo!"}.items()]
    assert (await deliver(changed, signed=made))[0] == 401
    assert (await deliver([*form, ("Extra", "")], signed=made))[0] == 401
    assert (await deliver(form, signed=made, url="/webhooks/twilio/whatsapp?ref=1"))[0] == 401
    assert (await deliver(form, signed=made))[0] == 200


@pytest.mark.parametrize("body", ["é".encode(), b"\xff\xfe", b"&".join(b"a%d=1" % n for n in range(600)), b"Body=%ff"])
async def test_what_is_no_form_is_refused(body: bytes) -> None:
    assert await deliver(body) == (400, ())


async def test_sms_at_the_address_of_whatsapp_is_refused_loudly() -> None:
    assert await deliver([*{**SMS, "Body": "hallo"}.items()]) == (400, ())
    assert (await deliver([*{**SMS, "Body": "hallo"}.items()], channel="sms"))[0] == 200


async def test_nothing_that_no_database_takes_comes_through() -> None:
    [found] = (await deliver([*{**WHATSAPP, "Body": "a\x00b"}.items()]))[1]
    assert isinstance(found, Incoming)
    assert found.text == "ab"


@pytest.mark.parametrize("tokens", [(), ("",), ("token", "")])
def test_an_empty_token_lets_nobody_in(tokens: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="everybody"):
        TwilioWebhook(tokens, PUBLIC, "whatsapp", lambda: NOW)
