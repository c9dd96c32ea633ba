"""Going on on the phone with a conversation of the website: whose it is, and what both sides read about it.

Level 2 does not come along: who holds the phone is not proved by a link that was opened there. Who was known on the
website is recognised on the phone, at level 1, once who holds it said to be that person: anybody can be sent a link.
Nothing is joined when somebody else is known on this number, or while a human has the conversation on the website.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

import structlog

from dichtbij.channels.whatsapp.model import Incoming, Kind, Person
from dichtbij.channels.whatsapp.references import LIFE, Reference, References, find_codes, without_code
from dichtbij.conversations.model import KIND, Content, Conversation, ConversationId, Draft
from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerShort
from dichtbij.customers.profiles import Profiles
from dichtbij.texts import Texts
from dichtbij.values import is_bare, yes_no

log = structlog.get_logger()

CONTINUES, ASKS, NOT_THEM = "verder", "verder_vraag", "verder_niet"
OVER, SOMEBODY_ELSE, WITH_A_HUMAN = "verder_over", "verder_ander", "verder_medewerker"
"""Kinds of a message with a reference in it, or with what was answered to ASKS (counter/unread.py has the words)."""
TOLD_THERE = "utter_verder_daar"
YES, NO = "/verder_ja", "/verder_nee"
"""Taps on what ASKS asks; no intents."""
_WHERE = {"whatsapp": "op WhatsApp", "sms": "per sms"}

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
        changed: Callable[[ConversationId], Awaitable[None]],
        link: Link | None = None,
    ) -> None:
        """Args:
        number: ours on WhatsApp, without "+".
        changed: told of each conversation that goes on with one of the website.
        link: where to send the customer; a wa.me link when not given.
        """
        self._references = references
        self._conversations = conversations
        self._identification = identification
        self._profiles = profiles
        self._texts = texts
        self._number = number
        self._link = link or wa_me(number)
        self._changed = changed

    async def invite(self, id_: ConversationId) -> Mapping[str, str | int]:
        """How to go on: url, our number, the code and how many minutes it lives. For nobody but the customer."""
        code = await self._references.make(id_)
        minutes = int(LIFE.total_seconds() // 60)
        return {"url": self._link(self._ready(code)), "number": f"+{self._number}", "code": code, "minutes": minutes}

    async def look(
        self, person: Person, conversation: Conversation, messages: Sequence[Incoming]
    ) -> Sequence[Incoming]:
        """Take references out of what somebody sent, and act on them (Reception.looks)."""
        left: list[Incoming] = []
        for message in messages:
            told = await self._read(conversation, message)
            left.append(replace(message, details={**message.details, **told}) if told else message)
        return left

    async def _read(self, phone: Conversation, message: Incoming) -> Mapping[str, str] | None:
        """Kind and own words of a message about going on; None when it is about something else."""
        if message.kind in (Kind.TEXT, Kind.TAP) and (is_me := await self._answer(phone, message)) is not None:
            return await self._answered(phone, message.id, is_me)
        if message.kind is not Kind.TEXT:
            return None
        reference = await self._references.look_up(message.text)
        if reference is None:
            made_up = next((code for code in find_codes(message.text) if self._ready(code) in message.text), None)
            return {"seen_as": OVER, "said": self._own_words(message.text, made_up)} if made_up else None
        kind = await self._meet(phone, reference, message.id, confirmed=False)
        if kind.startswith(ASKS):
            return {"seen_as": kind, "said": ""}  # what else it says is handled once it is known who says it
        return {"seen_as": kind, "said": self._own_words(message.text, reference.code)}

    async def _meet(self, phone: Conversation, reference: Reference, message_id: str, *, confirmed: bool) -> str:
        """Go on with a conversation when nothing is in the way and nobody has to be asked; gives what it came to.

        Args:
            confirmed: who holds the phone said to be the person who is known there.
        """
        there = reference.leads_to
        if reference.is_used and phone.continues_id == there:
            return await self._tell_there(phone, there, message_id)
        if reference.is_used or reference.is_over:
            return OVER
        if await self._with_a_human(there):
            return WITH_A_HUMAN
        known = await self._identification.known_in([there, phone.id])
        if phone.id in known and known.get(there, known[phone.id]) != known[phone.id]:
            return SOMEBODY_ELSE
        # Who talks with a human here is not asked by us: that human sees both conversations, and judges.
        if not confirmed and phone.id not in known and phone.owner == "bot" and (name := await self._name(there)):
            return f"{ASKS}:{name}"
        carry = self._identification.carry_over if confirmed else None
        if not await self._references.use(reference.code, phone, carry):
            return OVER
        log.info("conversation_continued", conversation=phone.id, continues=there)
        await self._changed(phone.id)
        return await self._tell_there(phone, there, message_id)

    async def _tell_there(self, phone: Conversation, there: ConversationId, message_id: str) -> str:
        customer = await self._customer(there)
        form = customer.form_of_address if customer else "je"
        words = self._texts.text(TOLD_THERE, form, waar=_WHERE[phone.channel])
        draft = Draft("system", Content(text=words, marks=(f"utter:{TOLD_THERE}",)))
        await self._conversations.say(there, draft, dedupe_key=f"verder:{there}:{message_id}")
        return CONTINUES

    # -- whether it is that person ------------------------------------------------------------------------------------

    async def _answer(self, phone: Conversation, message: Incoming) -> bool | None:
        """What is answered to ASKS: by a tap, or by a bare yes or no right below it. None when this is no answer."""
        if message.payload:
            return message.payload == YES if message.payload in (YES, NO) else None
        answer = yes_no(message.text) if is_bare(message.text) else None
        last = await self._conversations.last_message(phone.id) if answer is not None else None
        offered = {reply["payload"] for reply in last.content.quick_replies} if last else set()
        return answer if offered == {YES, NO} else None

    async def _answered(self, phone: Conversation, message_id: str, is_me: bool) -> Mapping[str, str]:
        course = await self._conversations.messages(phone.id)
        asking = f"{KIND}{ASKS}:"
        asked = (one.content for one in reversed(course) if any(mark.startswith(asking) for mark in one.content.marks))
        text = next((content.text for content in asked), "")
        reference = await self._references.look_up(text)
        said = self._own_words(text, reference.code) if reference else ""
        if not is_me:
            return {"seen_as": NOT_THEM, "said": said}
        kind = await self._meet(phone, reference, message_id, confirmed=True) if reference else OVER
        return {"seen_as": kind, "said": said}

    async def _name(self, id_: ConversationId) -> str:
        """By what name to ask for who is known in a conversation; empty when nobody is."""
        customer = await self._customer(id_)
        if customer is None:
            return ""
        return customer.first_name if customer.form_of_address == "je" else customer.salutation

    async def _customer(self, id_: ConversationId) -> CustomerShort | None:
        identity = await self._identification.identity(id_)
        return await self._profiles.short(identity.customer_id) if identity.customer_id else None

    async def _with_a_human(self, id_: ConversationId) -> bool:
        """A case does not move along: who waits for a human, or talks to one, finds that human where they asked."""
        there = await self._conversations.get(id_)
        return there is not None and there.owner in ("queue", "agent")

    def _ready(self, code: str) -> str:
        return self._texts.text("utter_verder_bericht", code=code)

    def _own_words(self, text: str, code: str) -> str:
        """What the customer wrote beside the text that stood ready."""
        ready = self._ready(code)
        rest = text.replace(ready, "") if ready in text else without_code(text, code)
        return rest.strip() if any(letter.isalnum() for letter in rest) else ""
