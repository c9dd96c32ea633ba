"""The queries of what goes out: what waits in the record, parcels with their lease, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import structlog
from sqlalchemy import ColumnElement, and_, false, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dichtbij.channels.whatsapp.model import Part
from dichtbij.channels.whatsapp.parcels import ABOUT_SIGNING_OFF, DOUBT, LEASE, Parcel, State, as_body, from_body
from dichtbij.channels.whatsapp.store.people import as_person
from dichtbij.channels.whatsapp.tables import ParcelRow, PersonRow
from dichtbij.conversations.model import Conversation, ConversationId
from dichtbij.conversations.tables import MessageRow, as_message

log = structlog.get_logger()


def as_parcel(row: ParcelRow, person: PersonRow) -> Parcel:
    """A row, and whom it is for, as a fact."""
    state: State = row.state  # type: ignore[assignment]
    return Parcel(
        id=row.id,
        person=as_person(person),
        conversation_id=ConversationId(row.conversation_id),
        from_seq=row.from_seq,
        to_seq=row.to_seq,
        number=row.part,
        part=_part(row),
        state=state,
        tries=row.tries,
        remote_id=row.remote_id or "",
        begun_at=row.begun_at,
    )


def _part(row: ParcelRow) -> Part | None:
    """What it says; None when that is gone, or made by a version of ours that this one can't read.

    Such a one is failed by itself then (Sender). Raising would undo the claim of all that were taken together.
    """
    try:
        return from_body(row.content) if row.content else None
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        log.error("parcel_unreadable", parcel=row.id, fault=type(fault).__name__)
        return None


# -- making one --------------------------------------------------------------------------------------------------------


async def last_of(session: AsyncSession, person_id: str) -> str | None:
    """The last parcel of a person that has not gone, if any."""
    # In the very words of the index, so that a database sees that it fits.
    unsent = text("state IN ('waiting', 'sending')")
    return await session.scalar(select(func.max(ParcelRow.id)).where(ParcelRow.person_id == person_id, unsent))


async def parts_of(session: AsyncSession, id_: ConversationId, from_seq: int) -> int:
    """How many parcels begin with a message."""
    query = select(func.max(ParcelRow.part)).where(ParcelRow.conversation_id == id_, ParcelRow.from_seq == from_seq)
    last = await session.scalar(query)
    return 0 if last is None else last + 1


def add(
    session: AsyncSession, id_: str, conversation: Conversation, seqs: tuple[int, int], number: int, part: Part
) -> None:
    """Store a parcel. The transaction fails with IntegrityError when its person is gone, or another process made it."""
    session.add(
        ParcelRow(
            id=id_,
            person_id=conversation.channel_key,
            conversation_id=conversation.id,
            from_seq=seqs[0],
            to_seq=seqs[1],
            part=number,
            content=as_body(part),
            state="waiting",
            tries=0,
            code=0,
            reason="",
        )
    )


# -- sending ----------------------------------------------------------------------------------------------------------


def _ready(row: Any, now: datetime) -> ColumnElement[bool]:
    """Its time has come; of one that was begun, nobody is at it any more and no status came within DOUBT."""
    due = and_(row.state == "waiting", or_(row.next_at.is_(None), row.next_at <= now))
    left = and_(
        row.state == "sending",
        or_(row.lease_until.is_(None), row.lease_until < now),
        row.begun_at < now - DOUBT,
    )
    return or_(due, left)


async def firsts(session: AsyncSession, provider: str, now: datetime, limit: int) -> list[str]:
    """The first unsent parcel of each person whose time has come: of one person only the first is ever taken."""
    earlier = aliased(ParcelRow, name="earlier")
    not_first = (
        select(earlier.id)
        .where(
            earlier.person_id == ParcelRow.person_id,
            text("earlier.state IN ('waiting', 'sending')"),  # the words of the index
            earlier.id < ParcelRow.id,
        )
        .exists()
    )
    rows = await session.scalars(
        select(ParcelRow.id)
        .join(PersonRow, PersonRow.id == ParcelRow.person_id)
        .where(
            text("phone_parcels.state IN ('waiting', 'sending')"),
            _ready(ParcelRow, now),
            PersonRow.provider == provider,
            or_(PersonRow.not_before.is_(None), PersonRow.not_before <= now),
            ~not_first,
        )
        .order_by(ParcelRow.id)
        .limit(limit)
    )
    return list(rows)


async def claim(session: AsyncSession, ids: Sequence[str], by: str, now: datetime) -> list[Parcel]:
    """Take parcels, count the try, and give those that no other process took at the same moment."""
    taken = await session.scalars(
        update(ParcelRow)
        .where(ParcelRow.id.in_(list(ids)), _ready(ParcelRow, now))
        .values(state="sending", begun_at=now, lease_by=by, lease_until=now + LEASE, tries=ParcelRow.tries + 1)
        .returning(ParcelRow.id)
        .execution_options(synchronize_session=False)
    )
    return await parcels(session, list(taken))


async def parcels(session: AsyncSession, ids: Sequence[str]) -> list[Parcel]:
    """These parcels, in order; those that are gone are left out."""
    rows = await session.execute(
        select(ParcelRow, PersonRow)
        .join(PersonRow, PersonRow.id == ParcelRow.person_id)
        .where(ParcelRow.id.in_(list(ids)))
        .order_by(ParcelRow.id)
        .execution_options(populate_existing=True)
    )
    return [as_parcel(row, person) for row, person in rows]


async def unsent_count(session: AsyncSession) -> int:
    """Parcels that have not gone."""
    unsent = text("state IN ('waiting', 'sending')")
    return await session.scalar(select(func.count()).select_from(ParcelRow).where(unsent)) or 0


# -- what became of it ------------------------------------------------------------------------------------------------

_FREE: dict[str, Any] = {"lease_by": None, "lease_until": None}


async def locked(session: AsyncSession, references: Sequence[str], remote_ids: Sequence[str]) -> list[Parcel]:
    """Parcels by our id or the provider's, held until the transaction ends; in order, so that none wait crosswise."""
    rows = await session.scalars(
        select(ParcelRow.id)
        .where(or_(ParcelRow.id.in_(list(references)), ParcelRow.remote_id.in_(list(remote_ids))))
        .order_by(ParcelRow.id)
        .with_for_update()
    )
    return await parcels(session, list(rows))


async def advance(session: AsyncSession, id_: str, state: State, remote_id: str = "") -> None:
    """A parcel reached a later state. What it says is no longer kept once it arrived."""
    values: dict[str, Any] = {"state": state, "next_at": None, "code": 0, "reason": "", **_FREE}
    if remote_id:
        values["remote_id"] = remote_id
    if state in ("delivered", "read"):
        values["content"] = None
    await _set(session, id_, values)


async def name(session: AsyncSession, id_: str, remote_id: str) -> None:
    """Note the provider's id of a parcel that a status told of before."""
    await session.execute(
        update(ParcelRow).where(ParcelRow.id == id_, ParcelRow.remote_id.is_(None)).values(remote_id=remote_id)
    )


async def again(session: AsyncSession, id_: str, at: datetime, code: int, reason: str, *, counts: bool = True) -> None:
    """Try again later.

    Args:
        counts: whether the last try counts; not when it was none of this parcel's doing.
    """
    values = {"state": "waiting", "next_at": at, "remote_id": None, "code": code, "reason": reason, **_FREE}
    await _set(session, id_, {**values, **({} if counts else {"tries": ParcelRow.tries - 1})})


async def doubt(session: AsyncSession, id_: str, reason: str) -> None:
    """No answer came: it stays begun, until a status tells or DOUBT is over."""
    await _set(session, id_, {"reason": reason, **_FREE})


async def fail(session: AsyncSession, id_: str, code: int, reason: str) -> None:
    """Nothing will come of it. What it says stays in the record alone."""
    await _set(
        session, id_, {"state": "failed", "next_at": None, "content": None, "code": code, "reason": reason, **_FREE}
    )


async def _set(session: AsyncSession, id_: str, values: dict[str, Any]) -> None:
    await session.execute(
        update(ParcelRow).where(ParcelRow.id == id_).values(values).execution_options(synchronize_session=False)
    )


async def is_about_signing_off(session: AsyncSession, parcel: Parcel) -> bool:
    """Whether a parcel says that somebody signed off: the one thing that is still said then."""
    shown = await session.scalars(
        select(MessageRow).where(
            MessageRow.conversation_id == parcel.conversation_id,
            MessageRow.seq.between(parcel.from_seq, parcel.to_seq),
        )
    )
    return any(ABOUT_SIGNING_OFF in as_message(row).content.marks for row in shown)


async def slow_down(session: AsyncSession, person_id: str, until: datetime) -> None:
    """Nothing to this person before."""
    await session.execute(update(PersonRow).where(PersonRow.id == person_id).values(not_before=until))


async def states(
    session: AsyncSession, shown: Sequence[tuple[ConversationId, int]]
) -> dict[tuple[str, int], list[State]]:
    """The states of all parcels that begin with these messages (conversation, number)."""
    # Not as a tuple IN a list, for which SQLite looks at every parcel.
    these = [and_(ParcelRow.conversation_id == id_, ParcelRow.from_seq == seq) for id_, seq in shown]
    rows = await session.execute(
        select(ParcelRow.conversation_id, ParcelRow.from_seq, ParcelRow.state).where(or_(false(), *these))
    )
    found: dict[tuple[str, int], list[State]] = {}
    for conversation_id, from_seq, state in rows:
        found.setdefault((conversation_id, from_seq), []).append(cast(State, state))
    return found


async def was_told_elsewhere(session: AsyncSession, person_id: str, mark: str, since: datetime) -> bool:
    """Whether a person was told not long ago, on another way, that something did not arrive."""
    query = select(ParcelRow.id).where(
        ParcelRow.person_id == person_id,
        ParcelRow.state == "failed",
        ParcelRow.reason.startswith(mark, autoescape=True),
        ParcelRow.begun_at > since,
    )
    return await session.scalar(query.limit(1)) is not None


async def hold(session: AsyncSession, id_: str, until: datetime, reason: str) -> None:
    """No answer came, as to nobody: it stays begun, is not tried before, and the try does not count."""
    values = {"lease_by": None, "lease_until": until, "reason": reason, "tries": ParcelRow.tries - 1}
    await _set(session, id_, values)


async def was_overtaken(session: AsyncSession, parcel: Parcel) -> bool:
    """Whether a later parcel to the same person has gone."""
    query = select(ParcelRow.id).where(
        ParcelRow.person_id == parcel.person.id,
        ParcelRow.id > parcel.id,
        ParcelRow.state.in_(("sent", "delivered", "read")),
    )
    return await session.scalar(query.limit(1)) is not None
