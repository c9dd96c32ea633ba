"""What customers thought of a conversation: one tap, the last of which counts."""

from __future__ import annotations

from collections.abc import Mapping

from dichtbij.clock import Clock
from dichtbij.conversations import store
from dichtbij.conversations.model import ConversationId, Helped, Rating, Score
from dichtbij.database import Database


class Ratings:
    """Ratings in the record. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def rate(self, id_: ConversationId, after: Helped, score: Score) -> Rating:
        """Store a rating; another one of the same conversation, after the same helper, replaces it."""
        rating = Rating(id_, after, score, self._clock())
        async with self._database.writing() as session:
            await store.locked(session, id_)
            await store.keep_rating(session, rating)
        return rating

    async def of(self, id_: ConversationId) -> list[Rating]:
        """Of one conversation, oldest first."""
        async with self._database.reading() as session:
            return await store.ratings(session, id_)

    async def counts(self) -> Mapping[tuple[Helped, Score], int]:
        """How many of each, over every conversation in the record."""
        async with self._database.reading() as session:
            return await store.rating_counts(session)
