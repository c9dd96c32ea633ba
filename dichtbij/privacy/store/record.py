"""The record as a store of personal data: conversations, messages with their readings, files, changes of owner."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update

from dichtbij.conversations.tables import AttachmentRow, ConversationRow, MessageRow, OwnerChangeRow, RatingRow
from dichtbij.handoff.tables import CaseRow
from dichtbij.privacy.model import ERASED_KEY, Erased, Person, Scope
from dichtbij.privacy.store.session import Session

_WHO = {"customer": "klant", "bot": "assistent", "agent": "medewerker", "system": "melding"}


class RecordStore:
    """See PersonalStore."""

    name = "gesprekken"
    tables = frozenset({"conversations", "messages", "attachments", "owner_changes", "ratings"})

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """Conversation by conversation. Who the agent was is the agent's own business."""
        rows = await session.scalars(
            select(ConversationRow)
            .where(ConversationRow.id.in_(person.conversation_ids))
            .order_by(ConversationRow.created_at)
        )
        files = await session.scalars(
            select(AttachmentRow)
            .where(AttachmentRow.conversation_id.in_(person.conversation_ids))
            .order_by(AttachmentRow.at)
        )
        return {
            "conversations": [await self._conversation(session, row) for row in rows],
            "attachments": [_file(row) for row in files],
        }

    async def _conversation(self, session: Session, row: ConversationRow) -> dict[str, Any]:
        messages = await session.scalars(
            select(MessageRow).where(MessageRow.conversation_id == row.id).order_by(MessageRow.seq)
        )
        changes = await session.scalars(
            select(OwnerChangeRow).where(OwnerChangeRow.conversation_id == row.id).order_by(OwnerChangeRow.id)
        )
        ratings = await session.scalars(select(RatingRow).where(RatingRow.conversation_id == row.id))
        return {
            "id": row.id,
            "channel": row.channel,
            "begun_at": row.created_at.isoformat(),
            "messages": [_message(message) for message in messages],
            "owner_changes": [
                {
                    "at": change.at.isoformat(),
                    "from": change.from_owner,
                    "to": change.to_owner,
                    "by": "agent" if change.who.startswith("agent:") else change.who,
                    "why": change.why,
                }
                for change in changes
            ],
            "ratings": [{"at": one.at.isoformat(), "after": one.after, "score": one.score} for one in ratings],
        }

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore."""
        ids = person.conversation_ids
        messages = await session.scalar(
            select(func.count()).select_from(MessageRow).where(MessageRow.conversation_id.in_(ids))
        )
        files = await session.scalar(
            select(func.count()).select_from(AttachmentRow).where(AttachmentRow.conversation_id.in_(ids))
        )
        return [
            Erased("gesprekken", await self._count(session, ids)),
            Erased("berichten", messages or 0),
            Erased("bestanden", files or 0),
        ]

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """See PersonalStore. A conversation that a case points at stays as an empty shell without a customer."""
        planned = await self.plan(session, person, scope)
        ids = person.conversation_ids
        for table in (MessageRow, AttachmentRow, OwnerChangeRow, RatingRow):
            await session.execute(delete(table).where(table.conversation_id.in_(ids)))
        with_case = select(CaseRow.conversation_id)
        await session.execute(
            delete(ConversationRow).where(ConversationRow.id.in_(ids), ConversationRow.id.not_in(with_case))
        )
        await session.execute(
            update(ConversationRow)
            .where(ConversationRow.id.in_(ids))
            .values(
                channel_key=ERASED_KEY + ConversationRow.id,
                previous_id=None,
                continues_id=None,
                last_customer_at=None,
                owner="closed",
            )
        )
        return planned

    async def _count(self, session: Session, ids: Sequence[str]) -> int:
        """Conversations that are more than an empty shell."""
        return (
            await session.scalar(
                select(func.count())
                .select_from(ConversationRow)
                .where(ConversationRow.id.in_(ids), ConversationRow.channel_key.not_like(f"{ERASED_KEY}%"))
            )
            or 0
        )


def _file(row: AttachmentRow) -> dict[str, Any]:
    """A file with what is in it: a link would be over before the copy is."""
    return {
        "conversation_id": row.conversation_id,
        "at": row.at.isoformat(),
        "from": _WHO.get(row.sender, row.sender),
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "content_base64": b64encode(row.content).decode(),
    }


def _message(row: MessageRow) -> dict[str, Any]:
    """What was said, and what signals made of it."""
    content, reading = row.content, row.reading or {}
    shown = {
        "at": row.at.isoformat(),
        "from": _WHO.get(row.sender, row.sender),
        "text": content.get("text", ""),
        "earlier": content.get("earlier", ""),
        "reaction": content.get("reaction", ""),
        "buttons": [reply.get("title", "") for reply in content.get("quick_replies", ())],
        "picture": (content.get("image") or {}).get("title", ""),
        "file": (content.get("file") or {}).get("name", ""),
        "downloads": [link.get("title", "") for link in content.get("links", ())],
        "reading": {name: reading[name] for name in ("level", "score", "evidence") if reading.get(name)},
    }
    return {name: value for name, value in shown.items() if value}
