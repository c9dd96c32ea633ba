"""Going on on the phone with a conversation of the website: whose it is, and what both sides read about it.

Level 2 does not come along: who holds the phone is not proved by a link that was opened there. Who was known on the
website is recognised on the phone, at level 1. Nothing is joined when somebody else is known on this number, or while
a human has the conversation on the website.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

import structlog

from dichtbij.channels.whatsapp.model import Incoming, Kind, Person
from dichtbij.channels.whatsapp.references import LIFE, References, find_code, without_code
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft
from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.profiles import Profiles
from dichtbij.texts import Texts

log = structlog.get_logger()

CONTINUES, OVER = "verder", "verder_over"
"""Kinds of a message with a reference in it (counter/unread.py has the words)."""
TOLD_THERE = "utter_verder_daar"

Link = Callable[[str], str]
"""Where a click leads, by the text that stands ready there."""


def wa_me(number: str) -> Link:
    """WhatsApp's own links: opens it on this device, with the text ready to be sent."""
    return lambda text: f"https://wa.me/{number}?text={quote(text)}"


class Continuing:
    """Makes invitations on the website, and meets who comes with one."""

    def __init__(
        self,
        references: References,
        conversations: Conversations,
        identification: Identification,
        profiles: Profiles,
        texts: Texts,
        number: str,
        link: Link | None = None,
    ) -> None:
        """Args:
        number: ours on WhatsApp, without "+".
        link: where to send the customer; a wa.me link when not given.
        """
        self._references = references
        self._conversations = conversations
        self._identification = identification
        self._profiles = profiles
        self._texts = texts
        self._number = number
        self._link = link or wa_me(number)

    async def invite(self, id_: ConversationId) -> Mapping[str, str | int]:
        """How to go on: url, our number, the code and how many minutes it lives. For nobody but the customer."""
        code = await self._references.make(id_)
        text = self._texts.text("utter_verder_bericht", code=code)
        minutes = int(LIFE.total_seconds() // 60)
        return {"url": self._link(text), "number": f"+{self._number}", "code": code, "minutes": minutes}

    async def look(
        self, person: Person, conversation: Conversation, messages: Sequence[Incoming]
    ) -> Sequence[Incoming]:
        """Take references out of what somebody sent, and act on them (Reception.looks)."""
        left: list[Incoming] = []
        for message in messages:
            code = find_code(message.text) if message.kind is Kind.TEXT else None
            if code is None or conversation.channel != "whatsapp":
                left.append(message)
                continue
            kind = CONTINUES if await self._joins(conversation, code, message.id) else OVER
            told = {"continues": kind, "said": self._own_words(message.text, code)}
            left.append(replace(message, details={**message.details, **told}))
        return left

    async def _joins(self, phone: Conversation, code: str, message_id: str) -> bool:
        from_id = await self._references.look_up(code, phone)
        joined = (
            from_id is not None
            and not await self._with_a_human(from_id)
            and await self._identification.carry_over(from_id, phone.id)
            and (phone.continues_id == from_id or await self._references.use(code, phone))
        )
        if not joined or from_id is None:
            return False
        log.info("conversation_continued", conversation=phone.id, continues=from_id)
        words = self._texts.text(TOLD_THERE, await self._form_of_address(phone.id))
        draft = Draft("system", Content(text=words, marks=(f"utter:{TOLD_THERE}",)))
        await self._conversations.say(from_id, draft, dedupe_key=f"verder:{from_id}:{message_id}")
        return True

    async def _with_a_human(self, id_: ConversationId) -> bool:
        """A case does not move along: who waits for a human, or talks to one, finds that human where they asked."""
        there = await self._conversations.get(id_)
        return there is not None and there.owner in ("queue", "agent")

    async def _form_of_address(self, id_: ConversationId) -> str:
        identity = await self._identification.identity(id_)
        customer = await self._profiles.short(identity.customer_id) if identity.customer_id else None
        return customer.form_of_address if customer else "je"

    def _own_words(self, text: str, code: str) -> str:
        """What the customer wrote beside the text that stood ready."""
        ready = self._texts.text("utter_verder_bericht", code=code)
        rest = text.replace(ready, "") if ready in text else without_code(text)
        return rest.strip() if any(letter.isalnum() for letter in rest) else ""
