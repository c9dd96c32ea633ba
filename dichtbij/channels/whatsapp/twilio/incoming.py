"""Reading what Twilio's webhooks bring. Pure.

The fields are those of Twilio's "request to your incoming message webhook URL" and of its status callbacks (2026). They
say nothing of when something was sent: what Twilio brings counts as sent when it came. What can't be read is
Kind.UNKNOWN, so that a customer who sends it gets an honest answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dichtbij.channels.whatsapp.model import Address, Arrival, Channel, Incoming, Kind, Media, Status, StatusUpdate
from dichtbij.channels.whatsapp.twilio.errors import reason_of

PREFIX = "whatsapp:"
"""Before every address on WhatsApp."""
_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,150}")
_NUMBER = re.compile(r"\+?\d{3,20}")
_MOST_MEDIA = 10
_MAX_ID = 64

Fields = Mapping[str, str]

_STATUSES: Mapping[str, Status] = {
    # Twilio has it: as much as our own "sent" says.
    "accepted": "sent",
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}


def channel_of(fields: Fields) -> Channel:
    """By what it travelled. `From` is the customer in a message, and we are in a status."""
    return "whatsapp" if fields.get("From", "").startswith(PREFIX) else "sms"


def arrivals(fields: Fields, reference: str, now: datetime) -> list[Arrival]:
    """What one call brings: a status, a message, or several for a message with several files.

    Args:
        reference: our id of the parcel, from the address that was called.
    """
    if fields.get("MessageStatus", "received") not in ("received", "receiving"):
        status = _status(fields, reference, now)
        return [status] if status else []
    address = _address(fields)
    # A name instead of a number, as companies send SMS: nobody who could be answered.
    return list(_messages(fields, address, now)) if address.key and _sid(fields) else []


# -- statuses ---------------------------------------------------------------------------------------------------------


def _status(fields: Fields, reference: str, now: datetime) -> StatusUpdate | None:
    """None for what is no step of a delivery ("scheduled", "partially_delivered")."""
    status, id_ = _STATUSES.get(fields["MessageStatus"].lower()), _sid(fields)
    if status is None or not id_:
        return None
    code = fields.get("ErrorCode", "")
    return StatusUpdate(
        id=id_,
        at=now,
        status=status,
        reference=reference[:_MAX_ID],
        code=int(code) if status == "failed" and code.isascii() and code.isdigit() and len(code) < 9 else 0,
        reason=reason_of(fields.get("ErrorMessage")) if status == "failed" else "",
    )


# -- messages ---------------------------------------------------------------------------------------------------------


def _messages(fields: Fields, address: Address, now: datetime) -> list[Incoming]:
    common: dict[str, Any] = {
        "address": address,
        "at": now,
        "about": fields.get("OriginalRepliedMessageSid", "")[:_MAX_ID],
        "profile_name": fields.get("ProfileName", "")[:120],
    }
    about_it, id_ = _details(fields), _sid(fields)
    files = _files(fields)
    if files:
        return [
            Incoming(
                id=id_ if place == 0 else f"{id_}:{place}",
                kind=_kind_of_file(media.media_type),
                text=fields.get("Body", "") if place == 0 else "",
                media=media,
                details=about_it,
                **common,
            )
            for place, media in enumerate(files)
        ]
    read = _read(fields)
    return [Incoming(id=id_, details={**about_it, **read.pop("details", {})}, **read, **common)]


def _read(fields: Fields) -> dict[str, Any]:
    """Kind and content of a message without a file."""
    kind, text = fields.get("MessageType", "").lower(), fields.get("Body", "")
    payload = fields.get("ButtonPayload") or fields.get("ListId") or ""
    if payload:
        title = fields.get("ButtonText") or fields.get("ListTitle") or text
        return {"kind": Kind.TAP, "text": title, "payload": payload}
    if "Latitude" in fields and "Longitude" in fields:
        return {"kind": Kind.LOCATION, "details": _place(fields)}
    if kind in _BY_TYPE:
        return {"kind": _BY_TYPE[kind]}
    if text.strip():
        return {"kind": Kind.TEXT, "text": text}
    return {"kind": Kind.UNKNOWN, "details": {"type": kind[:40]} if kind else {}}


_BY_TYPE: Mapping[str, Kind] = {
    "contacts": Kind.CONTACTS,
    "order": Kind.ORDER,
    "unsupported": Kind.UNSUPPORTED,
}
"""Kinds without any words of the customer."""


def _place(fields: Fields) -> dict[str, Any]:
    place: dict[str, Any] = {}
    for name in ("Latitude", "Longitude"):
        try:
            value = float(fields[name])
        except ValueError:
            continue
        if math.isfinite(value):
            place[name.lower()] = value
    told = {"name": fields.get("Label", "")[:200], "address": fields.get("Address", "")[:300]}
    return {**place, **{name: value for name, value in told.items() if value}}


def _files(fields: Fields) -> list[Media]:
    number = fields.get("NumMedia", "0")
    count = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    found = []
    for place in range(min(count, _MOST_MEDIA)):
        url = fields.get(f"MediaUrl{place}", "")
        if url:
            found.append(Media(id=url[:500], media_type=fields.get(f"MediaContentType{place}", "")[:120]))
    return found


def _kind_of_file(media_type: str) -> Kind:
    kind = media_type.partition(";")[0].strip().lower()
    if kind in ("text/vcard", "text/x-vcard", "text/directory"):
        return Kind.CONTACTS
    if kind == "image/webp":  # Twilio tells stickers from pictures by nothing else
        return Kind.STICKER
    return {"audio": Kind.VOICE, "video": Kind.VIDEO}.get(kind.partition("/")[0], Kind.FILE)


def _details(fields: Fields) -> dict[str, Any]:
    """The advertisement from which somebody came; a word with which Twilio itself signed somebody off or on."""
    names = {"headline": "Headline", "source_type": "SourceType", "source_id": "SourceId", "source_url": "SourceUrl"}
    referral = {ours: fields.get(f"Referral{its}", "")[:300] for ours, its in names.items()}
    referral = {name: value for name, value in referral.items() if value}
    opt_out = fields.get("OptOutType", "").upper()
    return {**({"referral": referral} if referral else {}), **({"opt_out": opt_out[:10]} if opt_out else {})}


# -- values -----------------------------------------------------------------------------------------------------------


def _address(fields: Fields) -> Address:
    """Who sent it. A number may be hidden behind a username: then From is the business-scoped id."""
    given = fields.get("From", "").removeprefix(PREFIX).strip()
    other = fields.get("ExternalUserId", "").removeprefix(PREFIX)
    user_id = next((one for one in (other, given) if _USER_ID.fullmatch(one)), "")
    number = next((one for one in (given, fields.get("WaId", "")) if _NUMBER.fullmatch(one)), "")
    return Address(user_id=user_id, number=number.lstrip("+"))


def _sid(fields: Fields) -> str:
    return (fields.get("MessageSid") or fields.get("SmsSid") or fields.get("SmsMessageSid") or "")[:_MAX_ID]
