"""Reaching a person another way when an agent's message does not arrive: by SMS, otherwise by mail.

Only that there is a message, never what is in it: on another way somebody else may be reading. By SMS when we have a
provider for it and know the number, and nobody signed off there; by mail to the address on file of the customer that
the conversation is known to be with.
"""

from __future__ import annotations

from typing import Literal, Protocol

import structlog

from dichtbij.channels.whatsapp.model import Address, Person, Refusal, TextPart
from dichtbij.channels.whatsapp.parcels import is_asked
from dichtbij.channels.whatsapp.people import People
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.conversations.model import ConversationId
from dichtbij.customers.identification import Identification
from dichtbij.customers.mail import Mailer
from dichtbij.customers.profiles import Profiles
from dichtbij.errors import MailUnavailable
from dichtbij.texts import Texts

log = structlog.get_logger()

How = Literal["sms", "mail", ""]
"""How a person was told; empty when nobody could be."""


class Elsewhere(Protocol):
    """Another way to a person."""

    async def tell(self, person: Person, conversation_id: ConversationId) -> How:
        """Tell that a message is waiting. Never raises: that it was not possible is an answer too."""


class OtherChannels:
    """By SMS or mail."""

    def __init__(
        self,
        sms: Provider | None,
        people: People,
        mailer: Mailer,
        identification: Identification,
        profiles: Profiles,
        texts: Texts,
    ) -> None:
        self._sms = sms
        self._people = people
        self._mailer = mailer
        self._identification = identification
        self._profiles = profiles
        self._texts = texts

    async def _may_sms(self, person: Person) -> bool:
        """Signing off by SMS is a row of its own, found by the number: our own word, so the provider blocks nothing."""
        if person.channel == "sms" or not person.address.number:
            return False
        by_sms = await self._people.by_number("sms", person.address.number)
        return by_sms is None or is_asked(by_sms)

    async def tell(self, person: Person, conversation_id: ConversationId) -> How:
        """See Elsewhere."""
        identity = await self._identification.identity(conversation_id)
        card = await self._profiles.card(identity.customer_id) if identity.customer_id else None
        form = card.form_of_address if card else None
        if self._sms is not None and await self._may_sms(person):
            text = self._texts.text("utter_bezorging_sms", form)
            try:
                await self._sms.send(Address(number=person.address.number), TextPart(text), f"elders:{conversation_id}")
            except Refusal as refusal:
                log.warning("told_by_sms_failed", conversation=conversation_id, code=refusal.code)
            else:
                return "sms"
        if card is None or not card.email:
            return ""
        subject = self._texts.text("utter_bezorging_mail_onderwerp", form)
        try:
            await self._mailer.send(card.email, subject, f"{self._texts.text('utter_bezorging_mail', form)}\n")
        except MailUnavailable as fault:
            log.warning("told_by_mail_failed", conversation=conversation_id, fault=type(fault).__name__)
            return ""
        return "mail"
