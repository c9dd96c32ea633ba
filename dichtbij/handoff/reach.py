"""How a customer can be reached at this moment, as an agent needs to know it. Facts, and the port of who knows them.

On the website anything can be said at any time. A phone has a window (WhatsApp: a day after the customer last wrote),
and people who asked us not to write to them; only the channel knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dichtbij.conversations.model import Content, Conversation


@dataclass(frozen=True)
class Reach:
    """What can be said to a customer now."""

    free_text_until: datetime | None = None
    """Until when free text arrives; None: there is no limit."""
    can_write: bool = True
    """Whether an agent may type now."""
    why_not: str = ""
    """Why not, in Dutch for the agent."""
    signed_off: bool = False
    """The customer asked us not to write unasked. Answering what they write is allowed."""
    templates: bool = False
    """Whether approved texts may be sent now, in the place of free text."""


ALWAYS = Reach()


@dataclass(frozen=True)
class TemplateField:
    """A word that an agent fills in."""

    name: str
    label: str
    longest: int
    """In characters."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"name": self.name, "label": self.label, "longest": self.longest}


@dataclass(frozen=True)
class Offered:
    """An approved text that an agent may send, in the customer's form of address."""

    id: str
    title: str
    text: str
    """With every field as {name}."""
    fields: tuple[TemplateField, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "fields": [field.as_dict() for field in self.fields],
        }


@dataclass(frozen=True)
class NotComposed:
    """A template that can't be sent so."""

    message: str
    """Why, in Dutch for the agent."""
    field: str = ""
    """Which field is wrong; empty: it is not a field."""


class Reaching(Protocol):
    """Knows of every channel how its customers can be reached. Raises DatabaseUnavailable."""

    async def of(self, conversation: Conversation) -> Reach:
        """How it is now."""

    def templates(self, form_of_address: str) -> Sequence[Offered]:
        """The approved texts, in the order of their file."""

    def compose(self, id_: str, form_of_address: str, values: Mapping[str, str]) -> Content | NotComposed:
        """An approved text with its fields filled in, as a message of the record."""


class Anywhere:
    """Without a phone nothing stands in the way, and there is nothing to send in the place of free text."""

    async def of(self, conversation: Conversation) -> Reach:
        """See Reaching."""
        return ALWAYS

    def templates(self, form_of_address: str) -> Sequence[Offered]:
        """See Reaching."""
        return ()

    def compose(self, id_: str, form_of_address: str, values: Mapping[str, str]) -> Content | NotComposed:
        """See Reaching."""
        return NotComposed("Dit sjabloon bestaat niet.")
