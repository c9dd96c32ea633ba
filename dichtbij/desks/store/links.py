"""Links with their lease, and what still has to be told to, or asked of, the other desk."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.conversations.model import ConversationId
from dichtbij.conversations.tables import ConversationRow
from dichtbij.desks.model import ANEW, Link, Told
from dichtbij.desks.tables import DeskLinkRow
from dichtbij.handoff import store as handoff
from dichtbij.handoff.model import Callback, CaseId
from dichtbij.handoff.tables import CallbackRow, CaseRow

_OPEN = ("waiting", "taken")
_THERE = ("open", "ending")


@dataclass(frozen=True)
class Subject:
    """What a link stands for: one of the three."""

    conversation_id: ConversationId | None = None
    callback_id: str | None = None
    link_id: str | None = None
    """A link of something that is gone here: only its erasure is left."""


def as_link(row: DeskLinkRow) -> Link:
    """A row as a fact."""
    told: Told = row.told  # type: ignore[assignment]
    return Link(
        id=row.id,
        conversation_id=ConversationId(row.conversation_id) if row.conversation_id else None,
        callback_id=row.callback_id,
        case_id=CaseId(row.case_id) if row.case_id else None,
        told=told,
        contact_id=row.contact_id,
        source_id=row.source_id,
        remote_id=row.remote_id,
        told_at=row.told_at,
        heard_id=row.heard_id,
        sent_seq=row.sent_seq,
        note=row.note,
        tries=row.tries,
        forget=row.forget,
    )


def _ready(now: datetime) -> ColumnElement[bool]:
    """Nobody is sending, and no try is waiting for its time; true of what has no link yet too."""
    free = or_(DeskLinkRow.lease_until.is_(None), DeskLinkRow.lease_until < now)
    return and_(free, or_(DeskLinkRow.next_at.is_(None), DeskLinkRow.next_at <= now))


async def due(session: AsyncSession, desk: str, now: datetime, limit: int = 50) -> list[Subject]:
    """What the other desk has to be told of and nobody is telling."""
    mine, ready = DeskLinkRow.desk == desk, _ready(now)
    untold = or_(
        DeskLinkRow.id.is_(None),
        DeskLinkRow.case_id.is_distinct_from(CaseRow.id),
        DeskLinkRow.told.in_(("nothing", "over")),
        and_(DeskLinkRow.told == "open", ConversationRow.last_seq > DeskLinkRow.sent_seq),
    )
    opened = (
        select(CaseRow.conversation_id)
        .join(ConversationRow, ConversationRow.id == CaseRow.conversation_id)
        .outerjoin(DeskLinkRow, and_(mine, DeskLinkRow.conversation_id == CaseRow.conversation_id))
        .where(CaseRow.state.in_(_OPEN), untold, ready)
        .order_by(CaseRow.opened_at)
        .limit(limit)
    )
    ended = (
        select(DeskLinkRow.conversation_id)
        .join(CaseRow, CaseRow.id == DeskLinkRow.case_id)
        .where(mine, DeskLinkRow.told.in_(_THERE), CaseRow.state.not_in(_OPEN), ready)
        .limit(limit)
    )
    calls = (
        select(CallbackRow.id)
        .outerjoin(DeskLinkRow, and_(mine, DeskLinkRow.callback_id == CallbackRow.id))
        .where(CallbackRow.done_at.is_(None), or_(DeskLinkRow.id.is_(None), DeskLinkRow.told == "nothing"), ready)
        .order_by(CallbackRow.created_at)
        .limit(limit)
    )
    gone = select(DeskLinkRow.id).where(mine, DeskLinkRow.forget.is_(True), ready).limit(limit)
    conversations = dict.fromkeys([*await session.scalars(opened), *await session.scalars(ended)])
    return [
        *(Subject(conversation_id=ConversationId(id_)) for id_ in conversations if id_),
        *(Subject(callback_id=id_) for id_ in await session.scalars(calls)),
        *(Subject(link_id=id_) for id_ in await session.scalars(gone)),
    ]


def _of(desk: str, subject: Subject) -> ColumnElement[bool]:
    if subject.link_id:
        return and_(DeskLinkRow.desk == desk, DeskLinkRow.id == subject.link_id)
    if subject.callback_id:
        return and_(DeskLinkRow.desk == desk, DeskLinkRow.callback_id == subject.callback_id)
    return and_(DeskLinkRow.desk == desk, DeskLinkRow.conversation_id == subject.conversation_id)


async def is_due(session: AsyncSession, desk: str, subject: Subject) -> bool:
    """Whether there is, or was, anything for the other desk in it at all."""
    if subject.conversation_id and await handoff.open_case_of(session, subject.conversation_id):
        return True
    if subject.callback_id:
        call = await session.get(CallbackRow, subject.callback_id)
        return call is not None and call.done_at is None
    return await session.scalar(select(DeskLinkRow.id).where(_of(desk, subject))) is not None


async def begin(session: AsyncSession, desk: str, subject: Subject) -> None:
    """Make the link when there is none."""
    if subject.link_id or await session.scalar(select(DeskLinkRow.id).where(_of(desk, subject))):
        return
    row = DeskLinkRow(
        id=str(uuid4()),
        desk=desk,
        conversation_id=subject.conversation_id,
        callback_id=subject.callback_id,
        told="nothing",
        source_id="",
        told_at=0,
        heard_id=0,
        sent_seq=0,
        note="",
        tries=0,
        forget=False,
    )
    with suppress(IntegrityError):  # another process made it at the same moment, or the conversation went
        async with session.begin_nested():
            session.add(row)


async def claim(
    session: AsyncSession, desk: str, subject: Subject, by: str, now: datetime, lease: timedelta
) -> Link | None:
    """Take the right to send about a subject, and count the try; None when another has it or its time has not come."""
    claimed = await session.scalar(
        update(DeskLinkRow)
        .where(_of(desk, subject), _ready(now))
        .values(lease_by=by, lease_until=now + lease, tries=DeskLinkRow.tries + 1)
        .returning(DeskLinkRow.id)
    )
    return await _fresh(session, claimed)


async def _fresh(session: AsyncSession, id_: str | None) -> Link | None:
    row = await session.get(DeskLinkRow, id_, populate_existing=True) if id_ else None
    return as_link(row) if row else None


async def save(
    session: AsyncSession, link: Link, by: str, now: datetime, lease: timedelta, **values: Any
) -> Link | None:
    """Note how far the other desk is, and keep the lease. None when the lease was lost: somebody else goes on."""
    changed = await session.scalar(
        update(DeskLinkRow)
        .where(DeskLinkRow.id == link.id, DeskLinkRow.lease_by == by)
        .values(lease_until=now + lease, **values)
        .returning(DeskLinkRow.id)
    )
    return await _fresh(session, changed)


async def release(session: AsyncSession, link: Link, by: str, next_at: datetime | None) -> None:
    """Give the right to send back.

    Args:
        next_at: when the next try may be; None when all went well, and then the tries begin anew.
    """
    values: dict[str, Any] = {"lease_by": None, "lease_until": None, "next_at": next_at}
    if next_at is None:
        values["tries"] = 0
    mine = (DeskLinkRow.id == link.id, DeskLinkRow.lease_by == by)
    await session.execute(update(DeskLinkRow).where(*mine).values(**values))


async def is_last(session: AsyncSession, link: Link) -> bool:
    """Whether nothing else of the same person stays at the other desk; what is to be erased at this moment does not."""
    others = (DeskLinkRow.contact_id == link.contact_id, DeskLinkRow.id != link.id, DeskLinkRow.forget.is_(False))
    return await session.scalar(select(DeskLinkRow.id).where(*others).limit(1)) is None


async def drop(session: AsyncSession, link: Link) -> None:
    """The other desk has nothing of it any more."""
    row = await session.get(DeskLinkRow, link.id)
    if row is not None:
        await session.delete(row)


async def by_remote(session: AsyncSession, desk: str, remote_id: int) -> Link | None:
    """What a conversation of the other desk stands for."""
    row = await session.scalar(select(DeskLinkRow).where(DeskLinkRow.desk == desk, DeskLinkRow.remote_id == remote_id))
    return as_link(row) if row else None


async def note(session: AsyncSession, link: Link, text: str) -> None:
    """What an agent there noted for colleagues; the last one counts."""
    await session.execute(update(DeskLinkRow).where(DeskLinkRow.id == link.id).values(note=text))


async def mark_ending(session: AsyncSession, link: Link) -> None:
    """The other desk ended the case itself, so it need not be told that it is over."""
    same = (DeskLinkRow.id == link.id, DeskLinkRow.case_id == link.case_id, DeskLinkRow.told == "open")
    await session.execute(update(DeskLinkRow).where(*same).values(told="ending"))


async def mark_open(session: AsyncSession, link: Link) -> None:
    """The other desk opened it again before it was over here."""
    same = (DeskLinkRow.id == link.id, DeskLinkRow.case_id == link.case_id, DeskLinkRow.told == "ending")
    await session.execute(update(DeskLinkRow).where(*same).values(told="open"))


async def callback(session: AsyncSession, id_: str) -> Callback | None:
    """A promised call."""
    row = await session.get(CallbackRow, id_)
    return handoff.as_callback(row) if row else None


# -- what the other desk may have told us in vain --------------------------------------------------------------------


async def told_open(session: AsyncSession, desk: str) -> list[Link]:
    """What the other desk has open as far as we know."""
    rows = await session.scalars(
        select(DeskLinkRow)
        .outerjoin(CaseRow, CaseRow.id == DeskLinkRow.case_id)
        .outerjoin(CallbackRow, CallbackRow.id == DeskLinkRow.callback_id)
        .where(
            DeskLinkRow.desk == desk,
            DeskLinkRow.told.in_(_THERE),
            DeskLinkRow.remote_id.is_not(None),
            DeskLinkRow.forget.is_(False),
            or_(CaseRow.state.in_(_OPEN), and_(CallbackRow.id.is_not(None), CallbackRow.done_at.is_(None))),
        )
        .order_by(DeskLinkRow.told_at)
    )
    return [as_link(row) for row in rows]


async def get(session: AsyncSession, id_: str) -> Link | None:
    """A link as it is now."""
    return await _fresh(session, id_)


async def heard(session: AsyncSession, link: Link, number: int) -> None:
    """Everything up to this message of the other desk has been looked at."""
    further = (DeskLinkRow.id == link.id, DeskLinkRow.remote_id == link.remote_id, DeskLinkRow.heard_id < number)
    await session.execute(update(DeskLinkRow).where(*further).values(heard_id=number))


async def gone_there(session: AsyncSession, link: Link) -> bool:
    """The other desk threw the conversation away: all is told anew. False when that was known already."""
    same = (DeskLinkRow.id == link.id, DeskLinkRow.remote_id == link.remote_id)
    return await session.scalar(update(DeskLinkRow).where(*same).values(**ANEW).returning(DeskLinkRow.id)) is not None


async def count_behind(session: AsyncSession, desk: str) -> int:
    """Conversations and calls of which telling failed, and that wait for another try."""
    failed = (DeskLinkRow.desk == desk, DeskLinkRow.tries > 0, DeskLinkRow.next_at.is_not(None))
    return await session.scalar(select(func.count()).select_from(DeskLinkRow).where(*failed)) or 0
