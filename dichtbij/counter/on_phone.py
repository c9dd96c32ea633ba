"""What the counter itself does with a turn from a phone: old buttons, late messages, what nobody can read, wishes.

It says what is to be said and leaves saying it to the counter (service.py).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from dichtbij.conversations.model import TAPPED_ON, Content, Message, Turn
from dichtbij.conversations.service import Conversations
from dichtbij.counter import taps, unread, wishes
from dichtbij.counter.wishes import Wishes
from dichtbij.texts import Texts

COURSE = 40
"""Messages that are read to judge the course of a conversation."""

Form = Callable[[], Awaitable[str]]
"""How the customer is addressed; asked for when something is said."""


@dataclass(frozen=True)
class Reply:
    """What becomes of a turn."""

    says: Content | None = None
    """None: nothing more is said."""
    ask_bot: Turn | None = None
    """What the bot is asked instead of the turn."""


class OnPhone:
    """Raises DatabaseUnavailable. On the website none of it happens: nothing there is late, unread or an old button."""

    def __init__(self, conversations: Conversations, texts: Texts, wishes: Wishes | None) -> None:
        """`wishes`: who may not be written to unasked; None without a phone."""
        self._conversations = conversations
        self._texts = texts
        self._wishes = wishes

    # -- instead of the bot -------------------------------------------------------------------------------------------

    async def reply(self, turn: Turn, form: Form) -> Reply | None:
        """What the counter does with a turn by itself; None when it is for the bot."""
        content = turn.message.content
        if any(mark.startswith(TAPPED_ON) for mark in content.marks):
            worth = await self._tapped(turn, form)
            if worth is not None:
                return worth
        if unread.is_late(content):
            return await self._late(turn, form)
        needed = unread.is_needed(content, await self._said_before(turn)) if unread.may_answer(content) else None
        if needed is not None:
            return await self._answered(turn, form, needed=needed)
        return Reply(await self._unread(turn, form)) if unread.nothing_to_ask(content) else None

    async def _tapped(self, turn: Turn, form: Form) -> Reply | None:
        """A second tap says nothing; one that answers an older question is asked about."""
        course = await self._course(turn)
        worth = taps.judged(turn.message, course)
        if worth == "counts":
            return None
        if worth == "twice":
            return Reply()
        question = taps.open_question(turn.message, course)
        name = taps.OLD if question else taps.OLD_AND_NOTHING_OPEN
        said = self._texts.render(name, await form(), turn.conversation.channel)
        if question is None:
            return Reply(Content(said.text, quick_replies=said.buttons, marks=(f"utter:{name}",)))
        # A typed answer still means what it meant to the question.
        marks = (mark for mark in question.content.marks if mark == unread.ASKED or not mark.startswith("utter:"))
        return Reply(Content(said.text, quick_replies=question.content.quick_replies, marks=(*marks, f"utter:{name}")))

    async def _late(self, turn: Turn, form: Form) -> Reply:
        waiting = await self._conversations.unhandled(turn.conversation.id)
        late = unread.to_ask_about(await self._course(turn), turn.message, [one.message for one in waiting])
        if not late:
            return Reply()
        return Reply(unread.asks_if_needed(late, self._texts, await form(), turn.conversation.channel))

    async def _answered(self, turn: Turn, form: Form, *, needed: bool) -> Reply:
        late = unread.late_ones(await self._conversations.messages(turn.conversation.id), turn.message.seq)
        if needed and late is not None:
            return Reply(ask_bot=replace(turn, message=replace(turn.message, content=late)))
        said = self._texts.render(unread.NO_LONGER, await form(), turn.conversation.channel)
        return Reply(Content(said.text, quick_replies=said.buttons, marks=(f"utter:{unread.NO_LONGER}",)))

    # -- beside an answer ---------------------------------------------------------------------------------------------

    async def with_unread(self, turn: Turn, answer: Content, form: Form) -> Content:
        """The bot's answer, with what is said of what came with the words."""
        return unread.with_words(answer, await self._unread(turn, form))

    async def with_human(self, turn: Turn, form: Form) -> Content | None:
        """What who waits for a human, or talks to one, must know: that nobody here can look at it."""
        if not unread.NOBODYS.intersection(unread.unread(turn.message.content)):
            return None
        return await self._unread(turn, form, only=unread.NOBODYS)

    async def _unread(self, turn: Turn, form: Form, *, only: frozenset[str] = frozenset()) -> Content | None:
        content = turn.message.content
        kinds = unread.unread(content)
        if not kinds:
            return None
        told = unread.told_lately(await self._course(turn), turn.message)
        told |= set(kinds) - only if only else set()
        return unread.words(content, self._texts, await form(), turn.conversation.channel, told)

    # -- wishes -------------------------------------------------------------------------------------------------------

    async def wished(self, turn: Turn) -> str | None:
        """Sign off or up again when a turn asks that, whoever has the conversation; gives what to confirm it with."""
        with_human = turn.conversation.owner in ("queue", "agent")
        wish = wishes.read_wish(turn.message.content, with_human=with_human)
        off = await self.is_off(turn) if wish else None
        if self._wishes is None or off is None or (wish == "on" and not off):
            return None
        if wish == "on":
            await self._wishes.sign_on(turn.conversation)
            return wishes.SIGNED_ON
        await self._wishes.sign_off(turn.conversation, turn.message)
        return wishes.SIGNED_OFF

    async def stopped(self, turn: Turn, answer: Content) -> bool:
        """Sign off who typed "stop" when the bot, in its answer, had nothing to stop; gives whether that was so."""
        nothing = wishes.NOTHING_TO_STOP in answer.marks and wishes.is_bare_stop(turn.message.content)
        if not nothing or self._wishes is None or await self.is_off(turn) is None:
            return False
        await self._wishes.sign_off(turn.conversation, turn.message)
        return True

    async def is_off(self, turn: Turn) -> bool | None:
        """Whether the customer signed off; None on the website, where nobody can."""
        return await self._wishes.is_off(turn.conversation) if self._wishes is not None else None

    async def with_way_back(self, turn: Turn, answer: Content, form: str) -> Content:
        """An answer to who signed off, with how to sign up again when that was not told since."""
        if not wishes.must_be_told(await self._course(turn)):
            return answer
        told = wishes.words(wishes.STILL_OFF, self._texts, form, turn.conversation.channel)
        text = "\n\n".join(part for part in (answer.text, told.text) if part)
        return replace(answer, text=text, marks=(*answer.marks, *told.marks))

    # -- reading ------------------------------------------------------------------------------------------------------

    async def _course(self, turn: Turn) -> Sequence[Message]:
        return await self._conversations.messages(turn.conversation.id, max(0, turn.message.seq - COURSE))

    async def _said_before(self, turn: Turn) -> Message | None:
        return await self._conversations.last_words_before(turn.conversation.id, turn.message.seq)
