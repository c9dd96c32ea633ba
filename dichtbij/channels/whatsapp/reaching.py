"""How somebody on a phone can be reached: the window, and who asked us not to write (docs/rules/whatsapp.md).

The desk reads it (handoff.reach), the counter keeps the wishes (counter.wishes), the sender holds to both by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import get_args

from dichtbij.channels.whatsapp.model import Channel, Person, PersonId
from dichtbij.channels.whatsapp.parcels import in_window, is_asked
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.templates import Templates
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, Message
from dichtbij.handoff.reach import ALWAYS, NotComposed, Offered, Reach
from dichtbij.texts import Texts

CHANNELS: tuple[str, ...] = get_args(Channel)
_WINDOW, _SIGNED_OFF, _NOBODY = "utter_bereik_venster", "utter_bereik_afgemeld", "utter_bereik_niemand"


class PhoneReach:
    """See handoff.reach.Reaching and counter.wishes.Wishes."""

    def __init__(
        self, people: People, clock: Clock, templates: Templates, texts: Texts, providers: Collection[str]
    ) -> None:
        """Args:
        providers: those by which anything can be sent at all.
        """
        self._people = people
        self._clock = clock
        self._templates = templates
        self._texts = texts
        self._providers = providers

    # -- what the desk needs to know ----------------------------------------------------------------------------------

    async def of(self, conversation: Conversation) -> Reach:
        """See Reaching."""
        if conversation.channel not in CHANNELS:
            return ALWAYS
        person = await self._person(conversation)
        if person is None or person.provider not in self._providers:  # erased, or a provider that is gone
            return Reach(can_write=False, why_not=self._texts.text(_NOBODY))
        signed_off = person.opted_out_at is not None
        until = person.window_until() if person.channel == "whatsapp" else None
        if not is_asked(person):
            return Reach(until, can_write=False, why_not=self._texts.text(_SIGNED_OFF), signed_off=True)
        if not in_window(person, self._clock()):
            why = self._texts.text(_WINDOW)
            return Reach(until, can_write=False, why_not=why, signed_off=signed_off, templates=not signed_off)
        return Reach(until, signed_off=signed_off)

    def templates(self, form_of_address: str) -> Sequence[Offered]:
        """See Reaching."""
        return self._templates.offered(form_of_address)

    def compose(self, id_: str, form_of_address: str, values: Mapping[str, str]) -> Content | NotComposed:
        """See Reaching."""
        return self._templates.compose(id_, form_of_address, values)

    # -- what people wish ---------------------------------------------------------------------------------------------

    async def is_off(self, conversation: Conversation) -> bool | None:
        """See Wishes."""
        person = await self._person(conversation)
        return person.opted_out_at is not None if person is not None else None

    async def sign_off(self, conversation: Conversation, message: Message) -> None:
        """See Wishes. By the provider's clock, as the window: what was sent later asks for an answer again."""
        person = await self._person(conversation)
        if person is None:
            return
        at = await self._people.sent_at(person, message.channel_message_id or "") or person.last_in_at or message.at
        if person.opted_out_at is None or at > person.opted_out_at:
            await self._people.note(person.id, opted_out_at=at)

    async def sign_on(self, conversation: Conversation) -> None:
        """See Wishes."""
        person = await self._person(conversation)
        if person is not None:
            await self._people.note(person.id, opted_out_at=None)

    async def _person(self, conversation: Conversation) -> Person | None:
        if conversation.channel not in CHANNELS:
            return None
        return await self._people.get(PersonId(conversation.channel_key))
