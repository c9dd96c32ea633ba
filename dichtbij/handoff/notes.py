"""What agents tell each other about a case. Not shown in the chat; customers may ask to see it (privacy)."""

from __future__ import annotations

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.handoff import store
from dichtbij.handoff.model import CaseId, Lesson, Note, NoteKind

LONGEST_NOTE = 2_000
"""Characters of one note."""


class Notes:
    """Notes, and what agents say the assistant should have known.

    Raises DatabaseUnavailable when the database does not answer.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, case_id: CaseId) -> list[Note]:
        """The notes of a case, oldest first."""
        async with self._database.reading() as session:
            return await store.notes(session, case_id)

    async def add(self, case_id: CaseId, agent_name: str, text: str, kind: NoteKind = "notitie") -> list[Note]:
        """Write a note; gives all notes of the case. The case has to exist."""
        async with self._database.writing() as session:
            store.add_note(session, case_id, self._clock(), agent_name, kind, text)
            await session.flush()
            return await store.notes(session, case_id)

    async def lessons(self) -> list[Lesson]:
        """Every lesson of cases that are over, oldest first."""
        async with self._database.reading() as session:
            return await store.lessons(session)
