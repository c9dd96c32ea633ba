"""Reading what Meta's webhook brings: every entry, change, message, call and status in it. Pure.

The forms are those of Meta's "messages webhook reference" (2026); tests/contract/whatsapp holds one of each. What it
does not know, or can't read, is Kind.UNKNOWN: a customer who sends it gets an honest answer instead of silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any, cast, get_args

from dichtbij.channels.whatsapp.model import Address, Arrival, Incoming, Kind, Media, Status, StatusUpdate

MAX_ID = 256
"""Longest id that is kept as it is, in characters; Meta's own are about 80."""
_MAX_NUMBER = 20
_MAX_USER_ID = 160
_MAX_NAME = 120
_MAX_CAPTION = 1024

Fields = Mapping[str, Any]


def arrivals(body: Fields, phone_number_id: str, now: datetime) -> list[Arrival]:
    """Everything in one delivery, in the order in which it stands there.

    Args:
        body: the webhook's JSON.
        phone_number_id: ours; what came to another number of the same account is not for us.
        now: stands in for a time that can't be read.
    """
    found: list[Arrival] = []
    for entry in _maps(body.get("entry")):
        for change in _maps(entry.get("changes")):
            value = _map(change.get("value"))
            to = _text(_map(value.get("metadata")).get("phone_number_id"))
            if to in ("", phone_number_id):
                found += _change(_text(change.get("field")), value, now)
    return found


def errors(body: Fields) -> list[int]:
    """Codes of trouble that Meta reports apart from any message (the account, the app, the number)."""
    values = [_map(change.get("value")) for entry in _maps(body.get("entry")) for change in _maps(entry.get("changes"))]
    return [_number(error.get("code")) for value in values for error in _maps(value.get("errors"))]


def _change(field: str, value: Fields, now: datetime) -> Iterator[Arrival]:
    contacts = _maps(value.get("contacts"))
    if field == "messages":
        for message in _maps(value.get("messages")):
            if not message.get("group_id"):  # groups are not the counter's
                yield _message(message, contacts, now)
        for status in _maps(value.get("statuses")):
            update = _status(status, now)
            if update is not None:
                yield update
    elif field == "calls":
        for call in _maps(value.get("calls")):
            # connect and terminate have one id, so that a call is one arrival.
            if _text(call.get("direction")).upper() != "BUSINESS_INITIATED":
                yield _incoming(call, contacts, now, Kind.CALL, details={"event": _text(call.get("event"))})


# -- statuses ---------------------------------------------------------------------------------------------------------


def _status(status: Fields, now: datetime) -> StatusUpdate | None:
    """None for what is no step of a delivery ("played", "deleted", "warning")."""
    name, id_ = _text(status.get("status")).lower(), _text(status.get("id"))
    if name not in get_args(Status) or not id_:
        return None
    error = next(iter(_maps(status.get("errors"))), {})
    return StatusUpdate(
        id=id_[:MAX_ID],
        at=_time(status.get("timestamp"), now),
        status=cast(Status, name),
        reference=_text(status.get("biz_opaque_callback_data"))[:MAX_ID],
        code=_number(error.get("code")),
        # The title says what kind of error it is; "details" may hold a number or a name.
        reason=_text(error.get("title"))[:200],
    )


# -- messages ---------------------------------------------------------------------------------------------------------


def _message(message: Fields, contacts: list[Fields], now: datetime) -> Incoming:
    type_ = _text(message.get("type"))
    if not type_:  # Meta's example of a location has none
        type_ = next((name for name in _READERS if name in message), "")
    read = _READERS.get(type_, _unknown)
    more = read(message)
    details = {**more.pop("details", {}), **_referral(message)}
    about = more.pop("about", "") or _text(_map(message.get("context")).get("id"))
    return _incoming(message, contacts, now, more.pop("kind"), about=about[:MAX_ID], details=details, **more)


def _incoming(message: Fields, contacts: list[Fields], now: datetime, kind: Kind, **more: Any) -> Incoming:
    contact = _contact(message, contacts)
    address = Address(
        user_id=(_text(message.get("from_user_id")) or _text(contact.get("user_id")))[:_MAX_USER_ID],
        number=_digits(_text(message.get("from")) or _text(contact.get("wa_id"))),
    )
    details = {name: value for name, value in more.pop("details", {}).items() if value not in (None, "", [])}
    return Incoming(
        id=_id(message),
        address=address,
        at=_time(message.get("timestamp"), now),
        kind=kind,
        profile_name=_text(_map(contact.get("profile")).get("name"))[:_MAX_NAME],
        details=details,
        **more,
    )


def _contact(message: Fields, contacts: list[Fields]) -> Fields:
    """The contact that a message is of: a batch may hold messages of several."""
    number, user_id = _text(message.get("from")), _text(message.get("from_user_id"))
    for contact in contacts:
        same_id = user_id and contact.get("user_id") == user_id
        if same_id or (number and contact.get("wa_id") == number):
            return contact
    # The number in "from" and the wa_id differ for some countries; with one contact there is no doubt.
    return contacts[0] if len(contacts) == 1 else {}


def _text_message(message: Fields) -> dict[str, Any]:
    return {"kind": Kind.TEXT, "text": _text(_map(message.get("text")).get("body"))}


def _interactive(message: Fields) -> dict[str, Any]:
    chosen = _map(message.get("interactive"))
    reply = _map(chosen.get(_text(chosen.get("type")) or "button_reply"))
    if not reply.get("id"):
        return _unknown(message)
    return {"kind": Kind.TAP, "text": _text(reply.get("title")), "payload": _text(reply.get("id"))}


def _button(message: Fields) -> dict[str, Any]:
    button = _map(message.get("button"))
    return {"kind": Kind.TAP, "text": _text(button.get("text")), "payload": _text(button.get("payload"))}


def _media(name: str, kind: Kind) -> Callable[[Fields], dict[str, Any]]:
    def read(message: Fields) -> dict[str, Any]:
        file = _map(message.get(name))
        if not file.get("id"):
            return _unknown(message)
        media = Media(
            id=_text(file.get("id"))[:MAX_ID],
            media_type=_text(file.get("mime_type"))[:120],
            name=_text(file.get("filename"))[:_MAX_NAME],
            sha256=_text(file.get("sha256"))[:64],
        )
        return {"kind": kind, "text": _text(file.get("caption"))[:_MAX_CAPTION], "media": media}

    return read


def _location(message: Fields) -> dict[str, Any]:
    place = _map(message.get("location"))
    at = {name: place.get(name) for name in ("latitude", "longitude") if isinstance(place.get(name), (int, float))}
    return {
        "kind": Kind.LOCATION,
        "details": {**at, "name": _text(place.get("name"))[:200], "address": _text(place.get("address"))[:300]},
    }


def _contacts(message: Fields) -> dict[str, Any]:
    cards = []
    for card in _maps(message.get("contacts")):
        phones = [_text(phone.get("phone"))[:40] for phone in _maps(card.get("phones"))]
        name = _text(_map(card.get("name")).get("formatted_name"))[:_MAX_NAME]
        cards.append({"name": name, "phones": [phone for phone in phones if phone][:5]})
    return {"kind": Kind.CONTACTS, "details": {"cards": cards[:10]}}


def _reaction(message: Fields) -> dict[str, Any]:
    """Without an emoji the reaction was taken back."""
    reaction = _map(message.get("reaction"))
    emoji = _text(reaction.get("emoji"))[:16]
    return {"kind": Kind.REACTION, "about": _text(reaction.get("message_id")), "details": {"emoji": emoji}}


def _edit(message: Fields) -> dict[str, Any]:
    edit = _map(message.get("edit"))
    new = _map(edit.get("message"))
    inner = _text(new.get("type"))
    text = _text(_map(new.get(inner)).get("body" if inner == "text" else "caption")) if inner else ""
    below = {} if inner == "text" else {"below": inner[:40]}  # the words below a picture, which is not sent again
    return {"kind": Kind.EDIT, "about": _text(edit.get("original_message_id")), "text": text, "details": below}


def _revoke(message: Fields) -> dict[str, Any]:
    return {"kind": Kind.DELETION, "about": _text(_map(message.get("revoke")).get("original_message_id"))}


def _order(message: Fields) -> dict[str, Any]:
    return {"kind": Kind.ORDER, "text": _text(_map(message.get("order")).get("text"))[:_MAX_CAPTION]}


def _system(message: Fields) -> dict[str, Any]:
    """The person goes on under another number, which makes a new id too, or under another id alone."""
    system = _map(message.get("system"))
    if _text(system.get("type")) not in ("user_changed_number", "customer_changed_number", "user_changed_user_id"):
        return {"kind": Kind.NEW_NUMBER}  # other news of the account ("identity changed"): nothing moves
    return {
        "kind": Kind.NEW_NUMBER,
        "details": {
            "new_number": _digits(_text(system.get("wa_id")) or _text(system.get("new_wa_id"))),
            "new_user_id": _text(system.get("user_id"))[:_MAX_USER_ID],
            "previous_user_id": _text(system.get("previous_user_id"))[:_MAX_USER_ID],
        },
    }


def _opened(message: Fields) -> dict[str, Any]:
    """Somebody opened the chat and wrote nothing yet: no message, and nothing to answer (as _system's other news)."""
    return {"kind": Kind.NEW_NUMBER}


def _unsupported(message: Fields) -> dict[str, Any]:
    return {"kind": Kind.UNSUPPORTED, "details": {"type": _text(_map(message.get("unsupported")).get("type"))[:40]}}


def _unknown(message: Fields) -> dict[str, Any]:
    return {"kind": Kind.UNKNOWN, "details": {"type": _text(message.get("type"))[:40]}}


_READERS: Mapping[str, Callable[[Fields], dict[str, Any]]] = {
    "text": _text_message,
    "interactive": _interactive,
    "button": _button,
    "image": _media("image", Kind.FILE),
    "document": _media("document", Kind.FILE),
    "audio": _media("audio", Kind.VOICE),
    "video": _media("video", Kind.VIDEO),
    "sticker": _media("sticker", Kind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "order": _order,
    "system": _system,
    "request_welcome": _opened,
    "unsupported": _unsupported,
}


def _referral(message: Fields) -> dict[str, Any]:
    """The advertisement or post from which the person came."""
    referral = _map(message.get("referral"))
    kept = {name: _text(referral.get(name))[:300] for name in ("headline", "source_type", "source_id", "source_url")}
    return {"referral": {name: value for name, value in kept.items() if value}} if any(kept.values()) else {}


# -- values that may be anything --------------------------------------------------------------------------------------


def _id(message: Fields) -> str:
    """The provider's id; of what has none its digest, so that a repetition is still known."""
    id_ = _text(message.get("id"))
    if 0 < len(id_) <= MAX_ID:
        return id_
    digest = hashlib.sha256(json.dumps(message, sort_keys=True, default=str).encode()).hexdigest()
    return f"zonder-id:{digest}"


def _time(value: object, now: datetime) -> datetime:
    """Unix seconds, mostly as text."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        return now
    return datetime.fromtimestamp(int(text), timezone.utc)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31 else 0


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")[:_MAX_NUMBER]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _map(value: object) -> Fields:
    return value if isinstance(value, Mapping) else {}


def _maps(value: object) -> list[Fields]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
