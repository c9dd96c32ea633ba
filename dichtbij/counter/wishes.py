"""Who asks us on a phone not to write any more, and how they take that back (docs/rules/whatsapp.md). Words are pure.

An exact word alone counts: "afmelden", never "ik wil me afmelden voor de nieuwsbrief", which is a question. A bare
"stop" is also how a form of the bot is stopped, so it counts when the bot says that there was nothing to stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, Protocol

from dichtbij.conversations.model import Content, Conversation, Message
from dichtbij.texts import Texts

SIGN_OFF = frozenset({"afmelden", "uitschrijven", "stop berichten", "stop alles", "unsubscribe"})
SIGN_ON = frozenset({"start", "aanmelden"})
BARE_STOP = "stop"
NOTHING_TO_STOP = "utter:utter_annuleren_niets"
"""Mark of the bot's answer to "stop" when nothing was open."""

SIGNED_OFF = "utter_whatsapp_afgemeld"
SIGNED_ON = "utter_whatsapp_aangemeld"
STILL_OFF = "utter_whatsapp_nog_afgemeld"

Wish = Literal["off", "on"]

_NOT_LETTERS = re.compile(r"[^\w]+")


class Wishes(Protocol):
    """Keeps who may not be written to unasked. Raises DatabaseUnavailable. Only a phone has one."""

    async def is_off(self, conversation: Conversation) -> bool | None:
        """Whether this person asked not to be written to; None where that can't be asked (the website)."""

    async def sign_off(self, conversation: Conversation, message: Message) -> None:
        """From this message on nothing is sent unasked. The same again changes nothing."""

    async def sign_on(self, conversation: Conversation) -> None:
        """The person may be written to again."""


def read_wish(content: Content) -> Wish | None:
    """What a turn asks: by its last line, in whatever capitals, with or without a full stop."""
    if content.payload:
        return None
    words = _last_line(content)
    return "off" if words in SIGN_OFF else "on" if words in SIGN_ON else None


def is_bare_stop(content: Content) -> bool:
    """Whether a turn ends with the one word "stop"."""
    return not content.payload and _last_line(content) == BARE_STOP


def words(name: str, texts: Texts, form_of_address: str) -> Content:
    """One of the texts above as a message."""
    said = texts.render(name, form_of_address)
    return Content(said.text, quick_replies=said.buttons, marks=(f"utter:{name}",))


def must_be_told(course: Sequence[Message]) -> bool:
    """Whether who signed off, and writes again, still has to hear how to sign up: once after signing off."""
    for message in reversed(course):
        if f"utter:{STILL_OFF}" in message.content.marks:
            return False
        if f"utter:{SIGNED_OFF}" in message.content.marks:
            return True
    return True


def _last_line(content: Content) -> str:
    lines = content.said.strip().splitlines()
    return " ".join(_NOT_LETTERS.sub(" ", lines[-1].lower()).split()) if lines else ""
