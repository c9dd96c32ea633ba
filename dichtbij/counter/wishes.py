"""Who asks us on a phone not to write any more, and how they take that back (docs/rules/whatsapp.md). Words are pure.

An exact word counts as a message by itself: "afmelden", never "ik wil me afmelden voor de nieuwsbrief", which is a
question; what is sent right before or after it is a turn of its own (Piece.alone). A bare "stop" is also how a form of
the bot is stopped, so with the bot it counts when that says that there was nothing to stop.
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


def read_wish(content: Content, *, with_human: bool = False) -> Wish | None:
    """What a turn asks, in whatever capitals, with or without a full stop.

    Args:
        with_human: no form of the bot can be open, so "stop" is for us.
    """
    if content.payload:
        return None
    words = _bare(content.said)
    if with_human and words == BARE_STOP:
        return "off"
    return "off" if words in SIGN_OFF else "on" if words in SIGN_ON else None


def is_bare_stop(content: Content) -> bool:
    """Whether a turn is the one word "stop"."""
    return not content.payload and _bare(content.said) == BARE_STOP


def stands_alone(text: str) -> bool:
    """Whether a message is a wish, or a stop, whatever is sent right before and after it."""
    return _bare(text) in {*SIGN_OFF, *SIGN_ON, BARE_STOP}


def words(name: str, texts: Texts, form_of_address: str, channel: str) -> Content:
    """One of the texts above as a message."""
    said = texts.render(name, form_of_address, channel)
    return Content(said.text, quick_replies=said.buttons, marks=(f"utter:{name}",))


def must_be_told(course: Sequence[Message]) -> bool:
    """Whether who signed off, and writes again, still has to hear how to sign up: once after signing off."""
    for message in reversed(course):
        if f"utter:{STILL_OFF}" in message.content.marks:
            return False
        if f"utter:{SIGNED_OFF}" in message.content.marks:
            return True
    return True


def _bare(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", text.lower()).split())
