"""What Chatwoot is told, step by step. After every step it is stored how far it is, so that a step is done once.

When the step before was broken off (a time-out, a crash), nobody knows whether it arrived. Then Chatwoot is asked
first: our ids stand with the messages, our conversation's id among the attributes, and a person has our identifier.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from dichtbij.conversations.model import ConversationId, Message
from dichtbij.conversations.service import Conversations
from dichtbij.desks.chatwoot import words
from dichtbij.desks.chatwoot.client import ChatwootClient, Contact, File
from dichtbij.desks.front import CaseFile
from dichtbij.desks.model import ANEW, Link
from dichtbij.errors import DeskRefused
from dichtbij.handoff.model import Callback, Case
from dichtbij.handoff.service import Handoffs

log = structlog.get_logger()

MESSAGE_PREFIX = "chatwoot:"
"""What a message that came from Chatwoot has as channel message id, before Chatwoot's own number."""
NOT_TAKEN = (400, 413, 422)
"""Statuses with which Chatwoot says that it will never take a message."""
SKIP_AFTER = 5
"""Tries of a message that Chatwoot does not take, before it is left out: it must not block what comes after."""

OpenFile = Callable[[str], Awaitable[File | None]]
"""Gives the file behind the token of a link, or None when it is gone."""
Save = Callable[..., Awaitable[Link]]
"""Stores how far Chatwoot is (a link, and what changes in it) and gives the link as it is then."""


class Telling:
    """Raises DeskUnavailable when Chatwoot has to be tried again later."""

    def __init__(
        self,
        client: ChatwootClient,
        conversations: Conversations,
        handoffs: Handoffs,
        case_file: CaseFile,
        open_file: OpenFile,
    ) -> None:
        self._client = client
        self._conversations = conversations
        self._handoffs = handoffs
        self._case_file = case_file
        self._open_file = open_file

    # -- a conversation -----------------------------------------------------------------------------------------------

    async def conversation(self, link: Link, id_: ConversationId, save: Save) -> None:
        """Bring Chatwoot up to where our conversation is."""
        try:
            while await self._conversation(link, id_, save):
                link = await save(link)
        except DeskRefused as refused:
            if refused.status == 404 and link.remote_id is not None:
                log.warning("desk_lost_a_conversation", conversation=id_)
                await save(link, **ANEW)  # thrown away there: the next try makes everything anew
            raise

    async def _conversation(self, link: Link, id_: ConversationId, save: Save) -> bool:
        """Gives whether to look again: something may have been said, or decided, meanwhile."""
        case = await self._handoffs.of_conversation(id_)
        if case is None:
            if link.told in ("open", "ending"):
                await self._over(link, save)
            return False
        if link.told == "ending" and link.case_id == case.id:
            return False
        sure = link.tries <= 1
        if link.case_id != case.id or link.told != "open":
            link = await self._case(link, case, save)
        messages = await self._conversations.messages(id_, link.sent_seq)
        if not messages:
            return False
        now = await self._handoffs.of_conversation(id_)
        if now is None or now.id != case.id:
            return True  # what was said after its end is not for these agents
        for message in messages:
            await self._message(link, message, sure)
            link, sure = await save(link, sent_seq=message.seq, tries=1), True
        return True

    async def _case(self, link: Link, case: Case, save: Save) -> Link:
        file = await self._case_file(case)
        contact = await self._contact(link, case, file)
        link = await save(link, contact_id=contact.id, source_id=contact.source_id)
        attributes = words.conversation_attributes(case, file)
        remote = link.remote_id
        if remote is None:
            if link.tries > 1:
                remote = await self._client.opened(contact, words.CONVERSATION_KEY, case.conversation_id)
            remote = remote if remote is not None else await self._client.open(contact, attributes)
            link = await save(link, remote_id=remote)
        else:
            await self._client.status(remote, "open")
        await self._client.describe(remote, attributes, words.priority(case))
        before = await self._before(link, case)
        told_at = 0
        known = await self._client.has(remote) if link.tries > 1 else {}
        notes = {f"zaak:{case.id}": words.case_note(case, file), f"verloop:{case.id}": words.transcript(before)}
        for our_id, text in notes.items():
            if text:
                told_at = known.get(our_id) or await self._client.note(remote, text, our_id)
        sent = max(link.sent_seq, case.opened_seq - 1)
        return await save(link, case_id=case.id, told="open", told_at=told_at, sent_seq=sent, note="", tries=1)

    async def _before(self, link: Link, case: Case) -> Sequence[Message]:
        """What was said that Chatwoot has not yet, but for the words that set off the handover: they come last."""
        messages = await self._conversations.messages(case.conversation_id, link.sent_seq)
        return [message for message in messages if message.seq < case.opened_seq]

    async def _contact(self, link: Link, case: Case, file: words.File) -> Contact:
        if link.remote_id is not None and link.contact_id is not None:
            return Contact(link.contact_id, link.source_id)  # this conversation is theirs already
        identifier = _identifier(case.customer_id, case.conversation_id)
        return await self._client.contact(identifier, words.name_of(file), words.person_attributes(file))

    async def _message(self, link: Link, message: Message, sure: bool) -> None:
        if message.sender == "agent" and (message.channel_message_id or "").startswith(MESSAGE_PREFIX):
            return  # it came from there
        assert link.remote_id is not None
        if not sure and message.id in await self._client.has(link.remote_id):
            return
        try:
            if message.sender == "customer":
                await self._say(link.remote_id, message)
            else:
                await self._client.note(link.remote_id, words.spoken(message), message.id)
        except DeskRefused as refused:
            if refused.status not in NOT_TAKEN or link.tries < SKIP_AFTER:
                raise
            log.error("desk_message_left_out", conversation=message.conversation_id, seq=message.seq)

    async def _say(self, remote_id: int, message: Message) -> None:
        sent = message.content.file
        file = await self._open_file(sent.url.rsplit("/", 1)[-1]) if sent else None
        if file is None:
            await self._client.say(remote_id, words.plain(message), message.id)
        else:
            await self._client.send(remote_id, words.plain(message), message.id, file)

    async def _over(self, link: Link, save: Save) -> None:
        case = await self._handoffs.get(link.case_id) if link.case_id and link.told == "open" else None
        if case is not None and link.remote_id is not None:
            our_id = f"voorbij:{case.id}"
            if link.tries <= 1 or our_id not in await self._client.has(link.remote_id):
                await self._client.note(link.remote_id, words.over_note(case), our_id)
            await self._client.status(link.remote_id, "resolved")
        await save(link, told="over", note="")

    # -- a promised call, and what has to be forgotten ----------------------------------------------------------------

    async def call(self, link: Link, call: Callback, save: Save) -> None:
        """A promised call as a conversation of its own, which the agent resolves after calling."""
        identifier = _identifier(call.customer_id, call.conversation_id)
        contact = await self._client.contact(identifier, call.name, {})
        attributes = {words.CALL_KEY: call.id, "dag": call.day.isoformat(), "dagdeel": call.slot}
        remote = await self._client.opened(contact, words.CALL_KEY, call.id) if link.tries > 1 else link.remote_id
        remote = remote if remote is not None else await self._client.open(contact, attributes)
        link = await save(link, contact_id=contact.id, source_id=contact.source_id, remote_id=remote)
        if link.tries <= 1 or call.id not in await self._client.has(remote):
            await self._client.note(remote, words.call_note(call), call.id)
        await save(link, told="open")

    async def forget(self, link: Link, *, is_last: bool) -> None:
        """Erase the conversation there, and with the last one the person."""
        if link.remote_id is not None:
            await self._client.forget("conversations", link.remote_id)
        if link.contact_id is not None and is_last:
            await self._client.forget("contacts", link.contact_id)


def _identifier(customer_id: str | None, conversation_id: str) -> str:
    """Who is known here is one person there too. Who is not is a new one every time: nothing proves it is the same."""
    return f"dichtbij-klant-{customer_id}" if customer_id else f"dichtbij-gesprek-{conversation_id}"
