"""A phone with WhatsApp on it, as its owner uses it. Everything it does reaches the business as a webhook."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from dichtbij.whatsapp_stand_in.codes import as_status
from dichtbij.whatsapp_stand_in.media import Files
from dichtbij.whatsapp_stand_in.model import RANK, Account, Bubble, State, user_id_of
from dichtbij.whatsapp_stand_in.notices import Notice, contact, message_id

Json = dict[str, Any]
WINDOW = timedelta(hours=24)
KEPT = 500
"""Bubbles on a phone; the oldest go first."""
VOICE = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
"""The beginning of a voice note: enough to be known as one."""


class World(Protocol):
    """What a phone stands in."""

    account: Account
    files: Files

    def now(self) -> datetime:
        """The time."""

    def tell(self, notice: Notice) -> None:
        """Post something to the business."""

    def changed(self) -> None:
        """Something changed on a phone."""

    def renumbered(self, phone: Phone, before: str) -> None:
        """A phone has another number now."""


class Phone:
    """One person's. Every act gives the id of the message."""

    def __init__(self, world: World, number: str, name: str, user_id: str = "", username: str = "") -> None:
        """Args:
        number: with country code and without "+".
        user_id: business-scoped; empty: webhooks in the form of before usernames.
        """
        self._world = world
        self.number, self.name, self.user_id, self.username = number, name, user_id, username
        self.hides_number = False
        """Webhooks come without the number."""
        self.bubbles: list[Bubble] = []
        self.last_sent: datetime | None = None
        """When its owner last wrote or called: begins the window of 24 hours."""
        self.on = True
        """A phone that is off gets nothing until it is on."""
        self.reads = True
        """Its owner reads what comes in, at once, and lets it be known."""
        self.typing = False
        """The business shows that somebody types."""

    # -- what it shows ------------------------------------------------------------------------------------------------

    @property
    def received(self) -> list[Bubble]:
        """What the business sent, and arrived."""
        return [one for one in self.bubbles if not one.mine and RANK[one.state] >= RANK["delivered"]]

    @property
    def texts(self) -> list[str]:
        """What the business said, in order."""
        return [one.text for one in self.received]

    @property
    def window_until(self) -> datetime | None:
        """Until when the business may write what it likes."""
        return self.last_sent + WINDOW if self.last_sent is not None else None

    def bubble(self, id_: str) -> Bubble | None:
        """One message on it."""
        return next((one for one in self.bubbles if one.id == id_), None)

    def offering(self, title: str) -> Bubble | None:
        """The newest message with such a button or row."""
        return next((one for one in reversed(self.received) if title in one.titles), None)

    # -- what its owner does ------------------------------------------------------------------------------------------

    def say(self, text: str, **more: Any) -> str:
        """Type something. `answer_to`, `at` and `referral` as _send has them."""
        return self._send("text", {"body": text}, **more)

    def tap(self, title: str, bubble: Bubble | None = None, **more: Any) -> str:
        """Tap the button or row with this title, in the newest message that has it."""
        bubble = bubble or self.offering(title)
        if bubble is None:
            raise LookupError(f"no button {title!r}; shown: {[one.titles for one in self.received if one.titles]}")
        choice = next(one for one in bubble.choices if one["title"] == title)
        bubble.tapped = choice["id"]
        kind = "list_reply" if bubble.is_list else "button_reply"
        names = ("id", "title", "description") if bubble.is_list else ("id", "title")
        reply = {name: choice[name] for name in names if choice.get(name)}
        return self._send("interactive", {"type": kind, kind: reply}, answer_to=bubble.id, **more)

    def tap_template(self, title: str, payload: str, answer_to: str = "", **more: Any) -> str:
        """Tap a quick reply of a template."""
        return self._send("button", {"text": title, "payload": payload}, answer_to=answer_to, **more)

    def send_picture(self, content: bytes, media_type: str = "image/jpeg", caption: str = "", **more: Any) -> str:
        """Send a picture."""
        return self._send("image", self._file(content, media_type, caption=caption), **more)

    def send_document(
        self, content: bytes, name: str, media_type: str = "application/pdf", caption: str = "", **more: Any
    ) -> str:
        """Send a document."""
        return self._send("document", self._file(content, media_type, filename=name, caption=caption), **more)

    def send_voice(self, content: bytes = VOICE, **more: Any) -> str:
        """Speak a voice note."""
        return self._send("audio", {**self._file(content, "audio/ogg; codecs=opus"), "voice": True}, **more)

    def send_video(self, content: bytes, caption: str = "", **more: Any) -> str:
        """Send a video."""
        return self._send("video", self._file(content, "video/mp4", caption=caption), **more)

    def send_sticker(self, content: bytes = b"RIFF\x1a\x00\x00\x00WEBPVP8L", **more: Any) -> str:
        """Send a sticker."""
        return self._send("sticker", {**self._file(content, "image/webp"), "animated": False}, **more)

    def send_location(self, latitude: float, longitude: float, name: str = "", address: str = "", **more: Any) -> str:
        """Send where one is, or a place."""
        place: Json = {"latitude": latitude, "longitude": longitude}
        return self._send("location", place | _filled(name=name, address=address), **more)

    def send_contact(self, name: str, number: str, **more: Any) -> str:
        """Send somebody's card."""
        card = {
            "name": {"formatted_name": name, "first_name": name},
            "phones": [{"phone": f"+{number}", "wa_id": number, "type": "CELL"}],
        }
        return self._send("contacts", [card], **more)

    def send_order(self, **more: Any) -> str:
        """Order something from a catalogue."""
        item = {"product_retailer_id": "di9ozbzfi4", "quantity": 1, "item_price": 30, "currency": "EUR"}
        return self._send("order", {"catalog_id": "194836987003835", "text": "", "product_items": [item]}, **more)

    def send_unsupported(self, type_: str = "poll", **more: Any) -> str:
        """Send what WhatsApp shows to nobody's program."""
        error = as_status(131051, "Message type is currently not supported.") | {"title": "Message type unknown"}
        del error["href"]
        return self._send("unsupported", {"type": type_}, beside={"errors": [error]}, **more)

    def send_unknown(self, type_: str = "hologram", **more: Any) -> str:
        """Send what will be invented tomorrow."""
        return self._send(type_, {"anything": True}, **more)

    def react(self, id_: str, emoji: str, **more: Any) -> str:
        """React to a message; an empty emoji takes it back."""
        if found := self.bubble(id_):
            found.emoji = emoji
        reaction = {"message_id": id_} | ({"emoji": emoji} if emoji else {})
        return self._send("reaction", reaction, shown=False, **more)

    def edit(self, id_: str, text: str, **more: Any) -> str:
        """Change the text of an own message."""
        if found := self.bubble(id_):
            found.content, found.edited = {**found.content, "body": text}, True
        message = {"context": {"id": id_}, "type": "text", "text": {"body": text}}
        return self._send("edit", {"original_message_id": id_, "message": message}, shown=False, **more)

    def delete(self, id_: str, **more: Any) -> str:
        """Take an own message back, for everyone."""
        if found := self.bubble(id_):
            found.content, found.deleted = {}, True
        return self._send("revoke", {"original_message_id": id_}, shown=False, **more)

    def call(self) -> str:
        """Call the business by WhatsApp, and hang up. Opens the window, as a message does."""
        id_ = message_id(self.key, of="wacid")
        self.last_sent = self._world.now()
        call = {**self._from(), "to": self._world.account.number, "id": id_, "timestamp": self._stamp()}
        rung = {**call, "event": "connect", "direction": "USER_INITIATED"}
        over = {**call, "event": "terminate", "direction": "USER_INITIATED", "status": "COMPLETED"}
        for one in (rung, over):
            self._world.tell(Notice("calls", one, self.number, self.contact))
        return id_

    def change_number(self, number: str, user_id: str = "") -> str:
        """Go on under another number. Meta makes a new user id with it, and of a hidden number tells that alone."""
        before, person, id_ = self.number, self._from(), message_id(self.key)
        ids = {"previous_user_id": self.user_id}
        self.number, self.user_id = number, user_id or (self.user_id and user_id_of(number))
        ids |= {"user_id": self.user_id}
        if self.hides_number:
            system = {"body": f"User {self.name} changed", "type": "user_changed_user_id", **_filled(**ids)}
        else:
            body = f"User {self.name} changed from {before} to {number}"
            system = {"body": body, "type": "user_changed_number", "wa_id": number, **_filled(**ids)}
        message = {**person, "id": id_, "timestamp": self._stamp(), "type": "system", "system": system}
        self._world.renumbered(self, before)
        self._world.tell(Notice("messages", message, before))
        return id_

    def turn_on(self) -> None:
        """Get everything that was sent meanwhile."""
        self.on = True
        for one in [one for one in self.bubbles if not one.mine and one.state == "sent"]:
            self.arrive(one)

    def look(self) -> None:
        """Read everything that is on the screen."""
        for one in [one for one in self.bubbles if not one.mine and one.state == "delivered"]:
            self._become(one, "read")

    # -- what happens to it -------------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """What the ids of its messages hold."""
        return self.user_id if self.hides_number else self.number

    @property
    def contact(self) -> Json:
        """How webhooks name its owner."""
        return contact(self.number, self.user_id, self.name, self.username, hides_number=self.hides_number)

    def show(self, bubble: Bubble) -> None:
        """A message of the business is on its way here."""
        self.typing = False
        self._add(bubble)
        self._become(bubble, "sent")
        if self.on:
            self.arrive(bubble)

    def arrive(self, bubble: Bubble) -> None:
        """It is on the screen."""
        self._become(bubble, "delivered")
        if self.reads:
            self._become(bubble, "read")

    def fail(self, bubble: Bubble, code: int, details: str = "") -> None:
        """A message of the business will not arrive, and it is told why."""
        bubble.errors = (as_status(code, details),)
        self._become(bubble, "failed")

    def seen(self, id_: str) -> bool:
        """The business read a message, and all before it; whether it is known here."""
        found = self.bubble(id_)
        if found is None or not found.mine:
            return False
        for one in self.bubbles[: self.bubbles.index(found) + 1]:
            one.state = "read" if one.mine else one.state
        self._world.changed()
        return True

    # -- small things -------------------------------------------------------------------------------------------------

    def _send(
        self,
        type_: str,
        content: Mapping[str, Any] | Sequence[Any],
        *,
        answer_to: str = "",
        at: datetime | None = None,
        referral: Mapping[str, str] | None = None,
        beside: Mapping[str, Any] | None = None,
        shown: bool = True,
    ) -> str:
        """Send a message.

        Args:
            answer_to: id of the message that it answers.
            at: when it was sent; now when not given.
            referral: the advertisement that it began with.
            shown: a message of its own, which opens the window; reactions and changes of messages do not.
        """
        at = at or self._world.now()
        id_ = message_id(self.key)
        message: Json = {
            **self._from(),
            "id": id_,
            "timestamp": str(int(at.timestamp())),
            "type": type_,
            type_: content,
        }
        if answer_to:
            message["context"] = {"from": self._world.account.number, "id": answer_to}
        message |= {"referral": dict(referral)} if referral else {}
        message |= beside or {}
        if shown:
            kept = content if isinstance(content, Mapping) else {"list": list(content)}
            self._add(Bubble(id_, True, at, type_, kept, answer_to=answer_to))
            self.last_sent = max(at, self.last_sent or at)
        self._world.tell(Notice("messages", message, self.number, self.contact))
        return id_

    def _add(self, bubble: Bubble) -> None:
        self.bubbles.append(bubble)
        del self.bubbles[:-KEPT]
        self._world.changed()

    def _become(self, bubble: Bubble, state: State) -> None:
        bubble.state = state
        status: Json = {"id": bubble.id, "status": state, "timestamp": self._stamp()}
        status |= {} if self.hides_number else {"recipient_id": self.number}
        status |= _filled(recipient_user_id=self.user_id, biz_opaque_callback_data=bubble.reference)
        if state == "failed":
            status["errors"] = list(bubble.errors)
        else:
            status["pricing"] = {"billable": False, "pricing_model": "PMP", "category": "service"}
        self._world.tell(Notice("statuses", status, self.number, self.contact if self.user_id else None))
        self._world.changed()

    def _from(self) -> Json:
        return _filled(**{"from": "" if self.hides_number else self.number, "from_user_id": self.user_id})

    def _stamp(self) -> str:
        return str(int(self._world.now().timestamp()))

    def _file(self, content: bytes, media_type: str, **more: str) -> Json:
        file = self._world.files.add(content, media_type, self._world.now())
        # In webhooks the hash is in base64; where the file is asked for it is in hexadecimals.
        made = base64.b64encode(hashlib.sha256(content).digest()).decode()
        return {**_filled(**more), "mime_type": media_type, "sha256": made, "id": file.id}


def _filled(**values: str) -> Json:
    return {name: value for name, value in values.items() if value}


__all__ = ["KEPT", "VOICE", "WINDOW", "Phone", "World"]
