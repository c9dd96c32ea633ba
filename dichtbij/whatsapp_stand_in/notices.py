"""What Meta posts to a webhook, in the forms of its reference of the field "messages"."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dichtbij.whatsapp_stand_in.model import Account

Json = dict[str, Any]
What = Literal["messages", "statuses", "calls"]


@dataclass(frozen=True)
class Notice:
    """One thing to tell the business."""

    what: What
    item: Mapping[str, Any]
    """The message, status or call itself."""
    person: str
    """Whose it is; what follows each other of one person may travel in one value."""
    contact: Mapping[str, Any] | None = None


def message_id(person: str, *, ours: bool = False, of: str = "wamid") -> str:
    """The id of a message or call, in the form of Meta's examples: base64 around the number of the other side.

    Whoever keeps or logs such an id keeps the number with it.

    Args:
        person: number of the customer; of who hides it the user id (Meta gives no example of that).
        ours: sent by the business.
    """
    who, own = person.encode("ascii", "replace"), secrets.token_hex(9 if ours else 10).upper().encode("ascii")
    inside = b"\x1c\x18" + bytes([len(who)]) + who + b"\x15\x02\x00" + (b"\x11\x18" if ours else b"\x12\x18")
    return f"{of}.{base64.b64encode(inside + bytes([len(own)]) + own + bytes(1)).decode()}"


def contact(number: str, user_id: str, name: str, username: str, *, hides_number: bool) -> Json:
    """Who it is: without a number when the person hides it behind a username."""
    about: Json = {"profile": {"name": name, **({"username": username} if username else {})}}
    about |= {} if hides_number else {"wa_id": number}
    return about | ({"user_id": user_id} if user_id else {})


def delivery(account: Account, notices: Sequence[Notice]) -> Json:
    """The body of one webhook: what belongs together in one value, several values over one or two entries."""
    changes = [_change(account, group) for group in _grouped(notices)]
    half = (len(changes) + 1) // 2 if len(changes) > 1 else 1
    entries = [part for part in (changes[:half], changes[half:]) if part]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": account.waba_id, "changes": part} for part in entries],
    }


def _grouped(notices: Sequence[Notice]) -> list[list[Notice]]:
    groups: list[list[Notice]] = []
    for notice in notices:
        last = groups[-1][-1] if groups else None
        if last is not None and (last.what, last.person, last.contact) == (notice.what, notice.person, notice.contact):
            groups[-1].append(notice)
        else:
            groups.append([notice])
    return groups


def _change(account: Account, group: Sequence[Notice]) -> Json:
    first = group[0]
    value: Json = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": account.number, "phone_number_id": account.phone_number_id},
    }
    if first.contact is not None:
        value["contacts"] = [dict(first.contact)]
    value[first.what] = [dict(notice.item) for notice in group]
    return {"value": value, "field": "calls" if first.what == "calls" else "messages"}


def as_bytes(body: Json) -> bytes:
    """As Meta writes JSON: everything that is not ASCII escaped."""
    return json.dumps(body, separators=(",", ":")).encode("ascii")


def headers(account: Account, body: bytes) -> dict[str, str]:
    """The headers of a delivery, with the signature over these very bytes."""
    made = hmac.new(account.app_secret.encode(), body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={made}"}
