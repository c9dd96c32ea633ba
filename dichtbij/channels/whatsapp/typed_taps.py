"""What somebody without buttons types becomes the tap that it stands for (Reception.looks)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dichtbij.channels.whatsapp.model import Choice, Incoming, Kind, Person
from dichtbij.channels.whatsapp.rendering import choices_of
from dichtbij.channels.whatsapp.typed import chosen
from dichtbij.conversations.model import Conversation
from dichtbij.conversations.service import Conversations

_FARTHEST = 3
"""Conversations back: a rating is asked at the end of one, and answered when the next has begun."""


class TypedTaps:
    """Reads what was typed against the choices that the person saw last."""

    def __init__(self, conversations: Conversations, providers: Collection[str]) -> None:
        """Args:
        providers: names of those that have no buttons.
        """
        self._conversations = conversations
        self._providers = providers

    async def look(
        self, person: Person, conversation: Conversation, messages: Sequence[Incoming]
    ) -> Sequence[Incoming]:
        """The first message that names a choice becomes a tap; the choices are used up by it."""
        if person.provider not in self._providers or not any(one.kind is Kind.TEXT for one in messages):
            return messages
        choices = await self._shown(conversation)
        left = []
        for message in messages:
            choice = chosen(message.text, choices) if message.kind is Kind.TEXT else None
            if choice is not None:
                message = replace(message, kind=Kind.TAP, payload=choice.payload, text=choice.title)
                choices = []
            left.append(message)
        return left

    async def _shown(self, conversation: Conversation) -> list[Choice]:
        """The newest choices that went out since the person last wrote. Who talks with a human is not choosing."""
        look: Conversation | None = conversation
        for _ in range(_FARTHEST):
            if look is None:
                break
            for message in reversed(await self._conversations.messages(look.id)):
                if message.sender in ("customer", "agent"):
                    return []
                # What has not gone out yet can't be what the person answers.
                choices = choices_of(message.content) if message.state != "stored" else []
                if choices:
                    return choices
            look = await self._conversations.get(look.previous_id) if look.previous_id else None
        return []
