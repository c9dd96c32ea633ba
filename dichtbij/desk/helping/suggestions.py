"""Suggested answers to the customer's last question: what the bot would say, and canned answers that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog

from dichtbij.conversations.model import Message
from dichtbij.conversations.service import Conversations
from dichtbij.counter.bot import Bot, Known
from dichtbij.desk.helping.canned import Canned
from dichtbij.desk.helping.facts import Facts
from dichtbij.errors import BotUnavailable
from dichtbij.handoff.model import Case
from dichtbij.registry import load_registry

log = structlog.get_logger()

MOST = 3
"""Suggestions at once: more would take longer to read than to write an answer."""
LOOKS_BACK = 3
"""Messages of the customer in which the question is looked for: the last one is often "hallo?" or "een mens graag"."""


class Suggestions:
    """Raises DatabaseUnavailable when the database does not answer. Without the bot there are simply none."""

    def __init__(self, conversations: Conversations, bot: Bot, canned: Canned, facts: Facts) -> None:
        self._conversations = conversations
        self._bot = bot
        self._canned = canned
        self._facts = facts

    async def of(self, case: Case, agent_name: str) -> dict[str, Any]:
        """For JSON: for_seq is the message they answer; None when the customer asked nothing."""
        course = await self._conversations.messages(case.conversation_id)
        asked = [one for one in reversed(course) if _may_ask(one)][:LOOKS_BACK]
        try:
            for message in asked:
                suggestions = await self._for(case, message, agent_name)
                if suggestions:
                    return {"for_seq": message.seq, "suggestions": suggestions}
        except BotUnavailable:
            log.warning("no_suggestions", case=case.id)
        return {"for_seq": asked[0].seq if asked else None, "suggestions": []}

    async def _for(self, case: Case, message: Message, agent_name: str) -> list[dict[str, str]]:
        form_of_address = await self._facts.form_of_address(case)
        known = await self._bot.known(case.conversation_id, message.content.said, form_of_address)
        if not known:
            return []
        facts = await self._facts.of(case, agent_name)
        own = [_suggestion(one, one.text) for one in known if one.text]
        ready = [
            _suggestion(one, answer["text"], answer["title"])
            for one in known
            for answer in self._canned.for_question(one.intent, facts, form_of_address)
        ]
        return _unlike([*own, *ready])[:MOST]


def _may_ask(message: Message) -> bool:
    return message.sender == "customer" and bool(message.content.said) and not message.content.payload.startswith("/")


def _suggestion(known: Known, text: str, canned: str = "") -> dict[str, str]:
    question = load_registry()[known.intent].title
    why = f"Standaardantwoord bij “{question}”" if canned else f"De assistent leest: “{question}”"
    return {"title": canned or question, "text": text, "why": f"{why} ({known.confidence:.0%} zeker)"}


def _unlike(suggestions: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Every text once."""
    return list({one["text"]: one for one in reversed(suggestions)}.values())[::-1]
