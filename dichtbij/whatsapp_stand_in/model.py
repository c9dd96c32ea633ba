"""What the stand-in knows: one account at Meta, and what stands on a phone's screen."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

State = Literal["waiting", "sent", "delivered", "read", "failed"]
"""waiting: on the phone, not yet at the business; the others are those of Meta's statuses."""
RANK: Mapping[str, int] = {"waiting": 0, "failed": 0, "sent": 1, "delivered": 2, "read": 3}


def user_id_of(number: str) -> str:
    """The business-scoped id of whoever has a number: the same after a restart, without the number in it."""
    return f"NL.{int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], 'big')}"


@dataclass(frozen=True)
class Account:
    """One business number at Meta with its app."""

    phone_number_id: str = "106540352242922"
    waba_id: str = "102290129340398"
    number: str = "31880001234"
    """As people see it, without "+"."""
    token: str = field(default_factory=secrets.token_urlsafe)
    """Of the system user."""
    app_secret: str = field(default_factory=secrets.token_urlsafe)
    """Signs webhooks."""
    verify_token: str = field(default_factory=secrets.token_urlsafe)
    version: str = "v23.0"


@dataclass
class Bubble:
    """One message as a phone shows it."""

    id: str
    mine: bool
    """Sent by the owner of the phone."""
    at: datetime
    type: str
    """Meta's word for it: text, interactive, image, document, audio, ..."""
    content: Mapping[str, Any]
    """What stands under that word, in Meta's form."""
    state: State = "waiting"
    reference: str = ""
    """biz_opaque_callback_data of what the business sent."""
    tapped: str = ""
    """Id of the choice that the owner made in it."""
    emoji: str = ""
    """The owner's reaction to it."""
    edited: bool = False
    deleted: bool = False
    answer_to: str = ""
    errors: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """Everything in it that is read as running text."""
        if self.type == "text":
            return str(self.content.get("body", ""))
        if self.type == "interactive" and not self.mine:
            return str(self.content.get("body", {}).get("text", ""))
        if self.type == "interactive":
            return str(self._reply.get("title", ""))
        return str(self.content.get("caption") or self.content.get("text") or "")

    @property
    def _reply(self) -> Mapping[str, Any]:
        reply: Mapping[str, Any] = self.content.get(self.content.get("type", ""), {})
        return reply

    @property
    def choices(self) -> list[dict[str, str]]:
        """Buttons or rows: id, title and perhaps a description."""
        if self.type != "interactive" or self.mine:
            return []
        action = self.content.get("action", {})
        buttons = [dict(button["reply"]) for button in action.get("buttons", ())]
        return buttons or [dict(row) for section in action.get("sections", ()) for row in section["rows"]]

    @property
    def titles(self) -> list[str]:
        """What stands on the buttons or rows."""
        return [choice["title"] for choice in self.choices]

    @property
    def is_list(self) -> bool:
        """Whether the choices stand behind a button."""
        return self.content.get("type") == "list"
