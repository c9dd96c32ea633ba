"""Whether a tap still answers what its button stands below: on a phone old buttons can be tapped for ever. Pure.

The website makes old buttons dead. A phone says on which bubble a button was tapped (TAPPED_ON); what it said of that
is judged when the tap is handled, because another question may have been asked while the tap was waiting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from dichtbij.conversations.model import TAPPED_ON, Content, ConversationId, Message
from dichtbij.counter.unread import NOT_NEEDED, STILL_NEEDED

ASK_HUMAN = "/medewerker_spreken"

OLD = "utter_whatsapp_oude_knop"
OLD_AND_NOTHING_OPEN = "utter_whatsapp_oude_knop_voorbij"

TWICE_WITHIN = timedelta(minutes=1)
"""The same button again within this time is a second tap of somebody who saw nothing happen."""

_ANSWERS = frozenset({"/bevestigen", "/ontkennen", "/annuleren", STILL_NEEDED, NOT_NEEDED})
"""Payloads that mean something to the question above them alone. Others with a slash are questions by themselves."""

Judged = Literal["counts", "twice", "old"]


def tapped_on(conversation_id: ConversationId, seq: int) -> str:
    """The mark of a tap on a button below this message."""
    return f"{TAPPED_ON}{conversation_id}:{seq}"


def judged(tap: Message, course: Sequence[Message]) -> Judged:
    """What a tap is worth now.

    Args:
        course: what was said since the message it was tapped on, at least as far as it is in the same conversation.
    """
    mark = _mark(tap.content)
    if not mark:
        return "counts"
    before = [message for message in course if message.seq < tap.seq]
    same = [message for message in before if message.sender == "customer" and mark in message.content.marks]
    if any(one.content.payload == tap.content.payload and tap.at - one.at < TWICE_WITHIN for one in same):
        return "twice"
    if tap.content.payload.startswith("/") and tap.content.payload not in _ANSWERS:
        return "counts"
    newer = any(_asks(message) for message in before if message.seq > shown_in(tap))
    return "old" if same or newer else "counts"


def shown_in(tap: Message) -> int:
    """The number of the message that a button was tapped on; 0 when it is of an earlier conversation, or unknown."""
    id_, _, seq = _mark(tap.content).removeprefix(TAPPED_ON).rpartition(":")
    return int(seq) if id_ == tap.conversation_id else 0


def open_question(tap: Message, course: Sequence[Message]) -> Message | None:
    """The question that waits for an answer, with choices, when there is one."""
    for message in reversed([message for message in course if message.seq < tap.seq]):
        if _asks(message):
            return message
        if message.sender == "customer" and not _mark(message.content):
            return None
    return None


def _mark(content: Content) -> str:
    return next((mark for mark in content.marks if mark.startswith(TAPPED_ON)), "")


def _asks(message: Message) -> bool:
    """Whether it offers a choice, more than the way to a human below every answer."""
    return message.sender != "customer" and any(
        reply.get("payload") != ASK_HUMAN for reply in message.content.quick_replies
    )
