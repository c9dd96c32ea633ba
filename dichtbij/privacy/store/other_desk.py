"""What a desk outside was told of a person: which of our conversations it has. Erasing here asks it to erase there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, DateTime, String, column, func, or_, select, table, update

from dichtbij.handoff.tables import CallbackRow
from dichtbij.privacy.model import Erased, Person, Scope
from dichtbij.privacy.store.session import Session

# The columns by name: the action server, which answers questions about privacy, does not know the other desk's room.
_LINKS = table(
    "desk_links",
    *(column(name, String) for name in ("id", "desk", "conversation_id", "callback_id", "case_id", "note")),
    column("next_at", DateTime(timezone=True)),
    column("forget", Boolean),
)


class OtherDeskStore:
    """See PersonalStore. Has to come before the stores whose rows a link hangs on."""

    name = "andere_balie"
    tables = frozenset({"desk_links"})

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """Which desk has which conversation, and what its agents last noted."""
        rows = await session.execute(select(_LINKS).where(_mine(person)).order_by(_LINKS.c.id))
        return {
            "desk_links": [
                {"desk": row["desk"], "conversation_id": row["conversation_id"], "note": row["note"]}
                for row in rows.mappings()
            ]
        }

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        count = await session.scalar(select(func.count()).select_from(_LINKS).where(_mine(person)))
        return [Erased("andere_balie", count or 0)]

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore. The link stays, without anything of ours, until the other desk has erased the person."""
        planned = await self.plan(session, person, scope)
        await _let_go(session, _mine(person))
        return planned


async def let_go_of_conversations(session: Session, ids: Sequence[str]) -> None:
    """The other desk has to erase these conversations too. To be called before their rows go: links go with those."""
    await _let_go(session, _LINKS.c.conversation_id.in_(ids))


async def let_go_of_callbacks(session: Session, ids: Sequence[str]) -> None:
    """The same of promised calls."""
    await _let_go(session, _LINKS.c.callback_id.in_(ids))


async def _let_go(session: Session, which: ColumnElement[bool]) -> None:
    gone = dict.fromkeys(("conversation_id", "callback_id", "case_id", "next_at"))
    await session.execute(update(_LINKS).where(which).values(**gone, note="", forget=True))


def _mine(person: Person) -> ColumnElement[bool]:
    calls = select(CallbackRow.id).where(CallbackRow.conversation_id.in_(person.conversation_ids))
    return or_(_LINKS.c.conversation_id.in_(person.conversation_ids), _LINKS.c.callback_id.in_(calls))
