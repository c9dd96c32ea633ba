"""What a phone brings that the bot can't answer: pictures, voices and the like, and messages that were under way long.

An honest word instead of silence or a blind answer (hours late). The words stand in data/responses/whatsapp.yml. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from dichtbij.conversations.model import CAME_WITH, KIND, LATE, Content, Message
from dichtbij.conversations.pieces import TOO_LONG
from dichtbij.texts import Texts
from dichtbij.values import is_bare, yes_no

STILL_NEEDED = "/whatsapp_nog_nodig"
NOT_NEEDED = "/whatsapp_niet_nodig"
"""Taps on what was asked about a late message; no intents, the counter acts on them itself."""

ASKED_IF_NEEDED = "utter_whatsapp_laat"
ASKED = f"utter:{ASKED_IF_NEEDED}"
NO_LONGER = "utter_whatsapp_laat_niet_nodig"

KINDS = (
    *("bestand", "video", "spraak", "sticker", "locatie", "contact", "bellen", "onleesbaar", "te_lang"),
    *("verder", "verder_vraag", "verder_niet"),  # with a reference from the website
    *("verder_over", "verder_ander", "verder_medewerker"),
)
"""Every kind with words of its own: utter_whatsapp_<kind>. One may end in ":" and a name, for its words."""
ASKS_WHO = "verder_vraag"

_ONCE = ("bestand", "video", "spraak", "sticker", "locatie", "contact", "bellen", "onleesbaar")
"""Kinds of which the same word would be no answer a second time within QUIET."""
QUIET = timedelta(minutes=2)
NOBODYS = frozenset({"video"})
"""Kinds that no human can look at either: with an agent, or in the queue, the customer hears that too."""

_ABOUT = "over:"
"""Mark of a question about late messages: their numbers."""
_QUOTED = 160
"""Characters of a late message that are quoted back."""
_QUOTES = 5
"""Late messages that are quoted in one question; of more the newest."""


def unread(content: Content) -> dict[str, str]:
    """The kinds in a turn that the bot can't read, each once, with the name that came with it."""
    found = [mark.removeprefix(CAME_WITH).partition(":") for mark in content.marks if mark.startswith(CAME_WITH)]
    return {kind if kind in KINDS else "onleesbaar": name for kind, _, name in found}


def told_lately(course: Sequence[Message], turn: Message) -> set[str]:
    """The kinds of which the customer heard not long before a turn that nobody here can look at them.

    Each picture of an album may come as a turn of its own. What was typed is answered every time.
    """
    said = {
        mark
        for message in course
        if message.seq < turn.seq and turn.at - message.at < QUIET
        for mark in message.content.marks
        if message.sender != "customer"
    }
    return {kind for kind in _ONCE if f"utter:utter_whatsapp_{kind}" in said}


def nothing_to_ask(content: Content) -> bool:
    """Whether the bot has nothing to answer in a turn, or more than it reads."""
    return bool(unread(content)) and (TOO_LONG in content.marks or not (content.said or content.payload))


def words(content: Content, texts: Texts, form: str, channel: str, told: Collection[str] = ()) -> Content | None:
    """What is said about what the bot can't read; None when there is nothing but what was told already."""
    found = {kind: name for kind, name in unread(content).items() if kind not in told}
    if not found:
        return None
    names = [f"utter_whatsapp_{kind}" for kind in found]
    said = [texts.render(f"utter_whatsapp_{kind}", form, channel, naam=name) for kind, name in found.items()]
    replies = {reply["payload"]: reply for one in said for reply in one.buttons}
    return Content(
        text="\n\n".join(one.text for one in said),
        quick_replies=tuple(replies.values()),
        marks=tuple(f"utter:{name}" for name in names),
    )


def with_words(answer: Content, more: Content | None) -> Content:
    """The bot's answer to the words of a turn, with what is said about the rest of it in the same bubble."""
    if more is None:
        return answer
    both = (*answer.quick_replies, *more.quick_replies) if f"utter:utter_whatsapp_{ASKS_WHO}" in more.marks else ()
    return replace(
        answer,
        text="\n\n".join(part for part in (answer.text, more.text) if part),
        quick_replies=both or answer.quick_replies or more.quick_replies,
        marks=(*answer.marks, *more.marks),
    )


def is_late(content: Content) -> bool:
    """Whether a plain answer would be blind. That nobody here can look at a picture is as true hours later."""
    return LATE in content.marks and bool(content.said or content.payload)


def to_ask_about(course: Sequence[Message], turn: Message, waiting: Sequence[Message]) -> list[Message]:
    """The late messages that one question is asked about now; none when it was asked about this one already.

    Args:
        waiting: the turns that were not handled yet; a whole outage is asked about at once.
    """
    question = _last_question(course)
    about = _asked_about(question) if question else ()
    if turn.seq in about:
        return []
    later = [one for one in course if question and question.seq < one.seq < turn.seq and one.sender == "customer"]
    if any(LATE not in one.content.marks for one in later):
        about = ()  # the customer went on since, with an answer or without
    wanted = {*about, turn.seq, *(one.seq for one in waiting)}
    return [one for one in course if one.seq in wanted and is_late(one.content)]


def asks_if_needed(late: Sequence[Message], texts: Texts, form: str, channel: str) -> Content:
    """An apology for late messages, and the question whether they still need an answer."""
    quoted = "” en “".join(_quote(one.content) for one in late[-_QUOTES:])
    asked = texts.render(ASKED_IF_NEEDED, form, channel, bericht=quoted)
    about = f"{_ABOUT}{','.join(str(one.seq) for one in late)}"
    return Content(asked.text, quick_replies=asked.buttons, marks=(ASKED, about))


def _quote(content: Content) -> str:
    quoted = " ".join((content.said or content.text).split())
    return quoted if len(quoted) <= _QUOTED else f"{quoted[: _QUOTED - 1].rstrip()}…"


def may_answer(content: Content) -> bool:
    """Whether this can be the answer to asks_if_needed: a tap on it, or a bare yes or no."""
    if content.payload:
        return content.payload in (STILL_NEEDED, NOT_NEEDED)
    return is_bare(content.said) and yes_no(content.said) is not None


def is_needed(content: Content, before: Message | None) -> bool | None:
    """What was answered to asks_if_needed; None when this is no answer to it."""
    if content.payload in (STILL_NEEDED, NOT_NEEDED):
        return content.payload == STILL_NEEDED
    asked = before is not None and ASKED in before.content.marks
    return yes_no(content.said) if asked and not content.payload else None


def late_ones(course: Sequence[Message], upto_seq: int) -> Content | None:
    """The late messages that were asked about, to be answered now as one; None when all were taken back."""
    question = _last_question([message for message in course if message.seq < upto_seq])
    about = _asked_about(question) if question else ()
    late = [
        message.content
        for message in course
        if message.seq in about and (message.content.said or message.content.payload)
    ]
    if not late:
        return None
    marks = dict.fromkeys(mark for content in late for mark in content.marks if mark != LATE)
    if len(late) == 1:
        return replace(late[0], marks=tuple(marks))
    return Content("\n".join(content.said for content in late), marks=tuple(m for m in marks if not m.startswith(KIND)))


def _last_question(course: Sequence[Message]) -> Message | None:
    asked = [message for message in course if ASKED in message.content.marks]
    return asked[-1] if asked else None


def _asked_about(question: Message) -> tuple[int, ...]:
    numbers = next((m.removeprefix(_ABOUT) for m in question.content.marks if m.startswith(_ABOUT)), "")
    return tuple(int(number) for number in numbers.split(",") if number)
