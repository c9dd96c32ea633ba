"""Who writes for the first time, and whom we know by the number (docs/rules/whatsapp.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from dichtbij.channels.whatsapp.model import Incoming, Person, PersonId
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.reaching import CHANNELS
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, ConversationId, Message
from dichtbij.customers.identification import Identification
from dichtbij.customers.profiles import Profiles
from dichtbij.texts import Texts
from dichtbij.values import says_u

log = structlog.get_logger()

WELCOME = "utter_whatsapp_welkom"
_ARRIVED = ("delivered", "read")
"""Not "sent": what the provider took may fail afterwards."""


class Meeting:
    """Recognises people, and tells them once who they talk to and what we keep."""

    def __init__(
        self,
        people: People,
        clock: Clock,
        identification: Identification,
        profiles: Profiles,
        texts: Texts,
        privacy_url: str,
        recognised: Callable[[ConversationId], Awaitable[None]],
    ) -> None:
        """Args:
        recognised: told of each conversation whose person is known from now on.
        """
        self._people = people
        self._clock = clock
        self._identification = identification
        self._profiles = profiles
        self._texts = texts
        self._privacy_url = privacy_url
        self._recognised = recognised

    async def welcome(self, person: Person, messages: Sequence[Incoming]) -> Content | None:
        """What a new conversation begins with: that it is a bot, of whom, and what is kept. None when it was told.

        It was told once it arrived; what did not is said again at the next occasion.
        """
        if person.told_privacy_at is not None:
            return None
        customer_id = await self._identification.customer_of_phone(person.address.number)
        customer = await self._profiles.short(customer_id) if customer_id else None
        form = customer.form_of_address if customer else "u" if any(says_u(one.text) for one in messages) else "je"
        said = self._texts.render(WELCOME, form, person.channel, privacy=self._privacy_url)
        return Content(said.text, quick_replies=said.buttons, marks=(f"utter:{WELCOME}",))

    async def look(
        self, person: Person, conversation: Conversation, messages: Sequence[Incoming]
    ) -> Sequence[Incoming]:
        """Recognise the sender by the number (Reception.looks); nothing is taken out."""
        if await self._identification.recognise_phone(conversation.id, person.address.number):
            log.info("recognised_by_phone", conversation=conversation.id)
            await self._recognised(conversation.id)
        return messages

    async def on_delivery(self, conversation: Conversation, message: Message) -> None:
        """The words of a first contact arrived (Conversations.on_delivery)."""
        if conversation.channel not in CHANNELS or f"utter:{WELCOME}" not in message.content.marks:
            return
        if message.state in _ARRIVED:
            person = await self._people.get(PersonId(conversation.channel_key))
            if person is not None and person.told_privacy_at is None:
                await self._people.note(person.id, told_privacy_at=self._clock())
