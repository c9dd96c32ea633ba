"""The desk's audit trail as a store of personal data: when somebody looked, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from dichtbij.clock import AMSTERDAM
from dichtbij.customers.rules.retention import RetentionPolicy
from dichtbij.handoff.access import ACTION_TEXT
from dichtbij.handoff.tables import AuditRow, CaseRow
from dichtbij.privacy.model import Erased, Person, Scope
from dichtbij.privacy.store.session import Session


class AccessStore:
    """See PersonalStore. Nothing of it is erased on request: it is how anybody can see who looked, also afterwards."""

    name = "toegang"
    tables = frozenset({"audit"})

    def __init__(self, policy: RetentionPolicy) -> None:
        self._policy = policy

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """When and what; not which agent it was (HvJ EU C-579/21: that is the agent's to protect)."""
        rows = await session.scalars(select(AuditRow).where(_about(person)).order_by(AuditRow.id))
        return {
            "audit": [
                {"at": row.at.isoformat(), "what": f"een medewerker {ACTION_TEXT.get(row.action, row.action)}"}  # type: ignore[call-overload]
                for row in rows
            ]
        }

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        if scope is not Scope.ALLES:
            return []
        found = await session.execute(select(func.count(), func.max(AuditRow.at)).where(_about(person)))
        count, last = found.one()
        if not count:
            return []
        until = last.astimezone(AMSTERDAM).date() + timedelta(days=self._policy.toegang_dagen)
        return [Erased("toegang", 0, count, "toezicht", until)]

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        return await self.plan(session, person, scope)


def _about(person: Person) -> ColumnElement[bool]:
    """Lines about the customer, and of conversations in which nobody knew yet who it was."""
    cases = select(CaseRow.id).where(CaseRow.conversation_id.in_(person.conversation_ids))
    unknown = (AuditRow.customer_id.is_(None)) & AuditRow.case_id.in_(cases)
    return or_(AuditRow.customer_id == person.customer_id, unknown)
