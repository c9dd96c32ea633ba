"""What a browser sent, checked. Pure: whatever arrives, these give a clean value or None."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dichtbij.conversations.model import ConversationId, is_client_id

_LARGEST_SEQ = 2**31 - 1


@dataclass(frozen=True)
class Uttered:
    """What the customer sent."""

    message: str
    """The typed text, or the payload of a tapped quick reply."""
    title: str | None
    """What stood on the quick reply."""
    message_id: str | None
    """The widget's own id; None from a plain Rasa widget."""


def uttered(data: dict[str, Any]) -> Uttered | None:
    """A user_uttered frame; None when it is malformed."""
    message, title, message_id = data.get("message"), data.get("title"), data.get("message_id")
    if not isinstance(message, str) or not isinstance(title, (str, type(None))):
        return None
    if message_id is not None and not is_client_id(message_id):
        return None
    return Uttered(message, title, message_id)


def position(data: object) -> tuple[ConversationId, int] | None:
    """A place in a conversation: {conversation_id, seq}."""
    if not isinstance(data, dict):
        return None
    id_, seq = data.get("conversation_id"), data.get("seq")
    if not is_client_id(id_) or not isinstance(seq, int) or isinstance(seq, bool):
        return None
    return ConversationId(str(id_)), max(0, min(seq, _LARGEST_SEQ))
