"""The desk's tables as a store of personal data: cases with their context and notes, and promised calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from dichtbij.handoff.case_words import OUTCOME_TEXT
from dichtbij.handoff.model import REASON_TEXT
from dichtbij.handoff.tables import CallbackRow, CaseRow, NoteRow
from dichtbij.privacy.model import ERASED_NOTE, Erased, Person, Scope
from dichtbij.privacy.store.session import Session

ERASED_TRIGGER = "gewist"

_GONE: Mapping[str, Any] = {
    **{"customer_id": None, "level": 0, "vulnerable": False, "mood_level": "", "mood_score": 0.0},
    **{"ask": ERASED_NOTE, "context": {}, "trigger": ERASED_TRIGGER, "reason": "verzoek", "priority": 3, "team": ""},
    **{"note": ERASED_NOTE, "outcome": "", "lesson": ""},
}
"""What an erased case says: the audit trail still names whose it was, so it may tell nothing of why or how.

The reason is the one of most cases, and the priority the one of anybody.
"""


class DeskStore:
    """See PersonalStore."""

    name = "medewerkers"
    tables = frozenset({"cases", "case_notes", "callbacks"})

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """What the desk was told and noted about the customer; not which agent it was."""
        cases = await session.scalars(select(CaseRow).where(_cases(person)).order_by(CaseRow.opened_at))
        notes = await session.scalars(
            select(NoteRow).where(NoteRow.case_id.in_(_case_ids(person))).order_by(NoteRow.id)
        )
        of_case: dict[str, list[dict[str, str]]] = {}
        for note in notes:
            of_case.setdefault(note.case_id, []).append({"at": note.at.isoformat(), "text": note.text})
        calls = await session.scalars(
            select(CallbackRow)
            .where(_calls(person, Scope.ALLES), CallbackRow.conversation_id.not_in(list(person.unproved_ids)))
            .order_by(CallbackRow.created_at)
        )
        return {
            "cases": [{**_case(row), **_notes(of_case.get(row.id))} for row in cases],
            "callbacks": [_call(row) for row in calls],
        }

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        cases = await session.scalar(select(func.count()).select_from(CaseRow).where(_cases(person)))
        open_calls = await self._count(session, person, scope, done=False)
        return [
            Erased("overdrachten", cases or 0),
            Erased(
                "terugbelverzoeken",
                await self._count(session, person, scope, done=True),
                open_calls,
                "afspraak" if open_calls else None,
            ),
        ]

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore. Of a case the desk keeps that there was one, when, and its agent; not whose or why.

        A case of who was merely recognised as this person goes on, as one of somebody unknown.
        """
        planned = await self.plan(session, person, scope)
        if scope is Scope.ALLES:
            unknown = update(CaseRow).values(customer_id=None, level=0, vulnerable=False)
            taken_for = CaseRow.conversation_id.in_(list(person.unproved_ids))
            await session.execute(unknown.where(taken_for, CaseRow.customer_id == person.customer_id))
        await session.execute(delete(NoteRow).where(NoteRow.case_id.in_(_case_ids(person))))
        await session.execute(update(CaseRow).where(_cases(person)).values(**_GONE))
        await session.execute(delete(CallbackRow).where(_calls(person, scope), CallbackRow.done_at.is_not(None)))
        return planned

    async def _count(self, session: Session, person: Person, scope: Scope, *, done: bool) -> int:
        state = CallbackRow.done_at.is_not(None) if done else CallbackRow.done_at.is_(None)
        return (
            await session.scalar(select(func.count()).select_from(CallbackRow).where(_calls(person, scope), state)) or 0
        )


def _cases(person: Person) -> ColumnElement[bool]:
    """Cases that still say something; an erased one does not count again."""
    return (CaseRow.trigger != ERASED_TRIGGER) & CaseRow.conversation_id.in_(person.conversation_ids)


def _case_ids(person: Person) -> Select[str]:
    return select(CaseRow.id).where(_cases(person))


def _calls(person: Person, scope: Scope) -> ColumnElement[bool]:
    mine = CallbackRow.conversation_id.in_(person.conversation_ids)
    return or_(mine, CallbackRow.customer_id == person.customer_id) if scope is Scope.ALLES else mine


def _case(row: CaseRow) -> dict[str, Any]:
    shown = {
        "opened_at": row.opened_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "state": row.state,
        "reason": REASON_TEXT.get(row.reason, row.reason),  # type: ignore[call-overload]
        "ask": row.ask,
        "note": row.note,
        "outcome": OUTCOME_TEXT.get(row.outcome, row.outcome),
        "lesson": row.lesson,
        "context": row.context,
    }
    return {name: value for name, value in shown.items() if value}


def _notes(notes: list[dict[str, str]] | None) -> dict[str, Any]:
    return {"notes": notes} if notes else {}


def _call(row: CallbackRow) -> dict[str, Any]:
    return {
        "asked_at": row.created_at.isoformat(),
        "name": row.name,
        "phone": row.phone,
        "day": row.day.isoformat(),
        "part_of_day": row.slot,
        "subject": row.subject,
        "done_at": row.done_at.isoformat() if row.done_at else None,
    }
