"""What agents say the assistant should have known, for whoever improves it (`python -m dichtbij lessen`)."""

from __future__ import annotations

import json

from dichtbij.clock import Clock
from dichtbij.customers.consents import Consents
from dichtbij.customers.model import VERBETERING, CustomerId
from dichtbij.database import Database
from dichtbij.handoff.model import Lesson
from dichtbij.handoff.notes import Notes
from dichtbij.registry import load_registry
from dichtbij.values import mask_sensitive


class Lessons:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._notes = Notes(database, clock)
        self._consents = Consents(database, clock)

    async def lines(self) -> list[str]:
        """A JSON object each, oldest first: at, intent, title, reason, outcome, lesson, ask.

        `ask` holds the customer's own words, only of who allows conversations to be used for improvement; otherwise
        it is null. Nothing says whose conversation it was.
        """
        return [json.dumps(await self._line(lesson), ensure_ascii=False) for lesson in await self._notes.lessons()]

    async def _line(self, lesson: Lesson) -> dict[str, str | None]:
        question = load_registry().get(lesson.intent)
        allowed = await self._may_use_words(lesson.customer_id)
        return {
            "at": lesson.at.date().isoformat(),
            "intent": lesson.intent or None,
            "title": question.title if question else None,
            "reason": lesson.reason,
            "outcome": lesson.outcome or None,
            "lesson": mask_sensitive(lesson.text).text,
            "ask": mask_sensitive(lesson.ask).text if allowed else None,
        }

    async def _may_use_words(self, customer_id: str | None) -> bool:
        if customer_id is None:
            return False
        consents = await self._consents.get(CustomerId(customer_id))
        return any(one.purpose == VERBETERING and one.granted for one in consents)
