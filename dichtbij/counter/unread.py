"""What a phone brings that the bot can't answer: pictures, voices and the like, and messages that were under way long.

An honest word instead of silence or a blind answer (hours late). The words stand in data/responses/whatsapp.yml. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dichtbij.conversations.model import CAME_WITH, KIND, LATE, Content, Message
from dichtbij.conversations.pieces import TOO_LONG
from dichtbij.texts import Texts
from dichtbij.values import is_bare, yes_no

STILL_NEEDED = "/whatsapp_nog_nodig"
NOT_NEEDED = "/whatsapp_niet_nodig"
"""Taps on what was asked about a late message; no intents, the counter acts on them itself."""

ASKED_IF_NEEDED = "utter_whatsapp_laat"
NO_LONGER = "utter_whatsapp_laat_niet_nodig"

KINDS = (
    *("bestand", "video", "spraak", "sticker", "locatie", "contact", "bellen", "onleesbaar", "te_lang"),
    *("verder", "verder_over"),  # with a reference from the website
)
"""Every kind with words of its own: utter_whatsapp_<kind>."""

_QUOTED = 160
"""Characters of a late message that are quoted back."""


def unread(content: Content) -> list[str]:
    """The kinds in a turn that the bot can't read, each once."""
    found = [mark.removeprefix(CAME_WITH) for mark in content.marks if mark.startswith(CAME_WITH)]
    return list(dict.fromkeys(kind if kind in KINDS else "onleesbaar" for kind in found))


def nothing_to_ask(content: Content) -> bool:
    """Whether the bot has nothing to answer in a turn, or more than it reads."""
    return bool(unread(content)) and (TOO_LONG in content.marks or not (content.said or content.payload))


def words(content: Content, texts: Texts, form: str) -> Content:
    """What is said about what the bot can't read."""
    names = [f"utter_whatsapp_{kind}" for kind in unread(content)]
    said = [texts.render(name, form) for name in names]
    replies = {reply["payload"]: reply for one in said for reply in one.buttons}
    return Content(
        text="\n\n".join(one.text for one in said),
        quick_replies=tuple(replies.values()),
        marks=tuple(f"utter:{name}" for name in names),
    )


def with_words(answer: Content, content: Content, texts: Texts, form: str) -> Content:
    """The bot's answer to the words of a turn, with what is said about the rest of it in the same bubble."""
    if not unread(content):
        return answer
    more = words(content, texts, form)
    return replace(
        answer,
        text="\n\n".join(part for part in (answer.text, more.text) if part),
        quick_replies=answer.quick_replies or more.quick_replies,
        marks=(*answer.marks, *more.marks),
    )


def asks_if_needed(content: Content, texts: Texts, form: str) -> Content:
    """An apology for a late message, and the question whether it still needs an answer."""
    quoted = " ".join((content.said or content.text).split())
    quoted = quoted if len(quoted) <= _QUOTED else f"{quoted[: _QUOTED - 1].rstrip()}…"
    asked = texts.render(ASKED_IF_NEEDED, form, bericht=quoted)
    return Content(asked.text, quick_replies=asked.buttons, marks=(f"utter:{ASKED_IF_NEEDED}",))


def may_answer(content: Content) -> bool:
    """Whether this can be the answer to asks_if_needed: a tap on it, or a bare yes or no."""
    if content.payload:
        return content.payload in (STILL_NEEDED, NOT_NEEDED)
    return is_bare(content.said) and yes_no(content.said) is not None


def is_needed(content: Content, before: Message | None) -> bool | None:
    """What was answered to asks_if_needed; None when this is no answer to it."""
    if content.payload in (STILL_NEEDED, NOT_NEEDED):
        return content.payload == STILL_NEEDED
    asked = before is not None and f"utter:{ASKED_IF_NEEDED}" in before.content.marks
    return yes_no(content.said) if asked and not content.payload else None


def marks_again(content: Content) -> tuple[str, ...]:
    """The marks of a turn that is stored once more, with its own words as the text."""
    return tuple(
        mark
        for mark in content.marks
        if mark == LATE or mark.startswith(CAME_WITH) or (mark.startswith(KIND) and not content.said)
    )


def late_one(course: Sequence[Message], upto_seq: int) -> Content | None:
    """The late message that was asked about, to be answered now."""
    late = [message.content for message in course if message.seq < upto_seq and LATE in message.content.marks]
    carriers = [content for content in late if content.said or content.payload]
    return replace(carriers[-1], marks=tuple(m for m in carriers[-1].marks if m != LATE)) if carriers else None
