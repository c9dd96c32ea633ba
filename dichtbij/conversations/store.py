"""The queries on the record's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, get_args
from uuid import uuid4

from sqlalchemy import String, and_, cast, delete, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from dichtbij.conversations.model import (
    PART,
    Content,
    Conversation,
    ConversationId,
    Delivery,
    Draft,
    Glance,
    Helped,
    Message,
    MessageId,
    Owner,
    OwnerChange,
    Rating,
    Score,
    Sender,
    SentFile,
    Turn,
    is_later,
)
from dichtbij.conversations.tables import (
    UNHANDLED,
    AttachmentRow,
    ConversationRow,
    MessageRow,
    OwnerChangeRow,
    RatingRow,
    as_conversation,
    as_message,
    as_rating,
)

LAST_WORDS = 4
"""Messages at the end of a closed conversation whose buttons can still be tapped."""

_PAGE = 20
"""Messages that are read at a time, newest first, to find something that is mostly near the end."""


async def conversation(session: AsyncSession, id_: ConversationId) -> Conversation | None:
    """One conversation by id."""
    row = await session.get(ConversationRow, id_, populate_existing=True)
    return as_conversation(row) if row else None


async def locked(session: AsyncSession, id_: ConversationId) -> Conversation | None:
    """One conversation by id, held until the transaction ends (SQLite holds the whole database anyway)."""
    row = await session.scalar(
        select(ConversationRow)
        .where(ConversationRow.id == id_)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return as_conversation(row) if row else None


async def latest(session: AsyncSession, channel: str, channel_key: str) -> Conversation | None:
    """The newest conversation of a person on a channel, closed or not."""
    row = await session.scalar(
        select(ConversationRow)
        .where(ConversationRow.channel == channel, ConversationRow.channel_key == channel_key)
        .order_by(ConversationRow.created_at.desc())
        .limit(1)
    )
    return as_conversation(row) if row else None


async def create(
    session: AsyncSession, channel: str, channel_key: str, now: datetime, previous: Conversation | None
) -> Conversation:
    """A new conversation, owned by the bot. Raises IntegrityError when an open one exists already.

    It always begins after the previous one, also when the machine's clock was set back: `latest` goes by that.
    """
    row = ConversationRow(
        id=str(uuid4()),
        channel=channel,
        channel_key=channel_key,
        owner="bot",
        owner_version=0,
        created_at=max(now, previous.created_at + timedelta(microseconds=1)) if previous else now,
        previous_id=previous.id if previous else None,
        last_seq=0,
    )
    session.add(row)
    await session.flush()
    return as_conversation(row)


async def by_dedupe_key(session: AsyncSession, key: str) -> Message | None:
    """The message that was stored under this key before, if any."""
    row = await session.scalar(select(MessageRow).where(MessageRow.dedupe_key == key))
    return as_message(row) if row else None


async def append(
    session: AsyncSession,
    id_: ConversationId,
    drafts: Sequence[Draft],
    now: datetime,
    *,
    dedupe_key: str | None = None,
    handled: bool = True,
) -> list[Message]:
    """Store messages at the end of a conversation, numbered without gaps even with two writers at once."""
    if not drafts:
        return []
    last: int = (
        await session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == id_)
            .values(last_seq=ConversationRow.last_seq + len(drafts))
            .returning(ConversationRow.last_seq)
            .execution_options(synchronize_session=False)
        )
    ).scalar_one()
    rows = [
        MessageRow(
            id=str(uuid4()),
            conversation_id=id_,
            seq=last - len(drafts) + 1 + index,
            at=now,
            sender=draft.sender,
            sender_name=draft.sender_name,
            content=draft.content.as_dict(),
            channel_message_id=draft.channel_message_id,
            dedupe_key=dedupe_key,
            state="stored",
            handled_at=now if handled else None,
            attempts=0,
        )
        for index, draft in enumerate(drafts)
    ]
    session.add_all(rows)
    await session.flush()
    return [as_message(row) for row in rows]


async def set_content(
    session: AsyncSession, id_: MessageId, content: Content, *, forget_reading: bool = False
) -> Message:
    """Change what a message shows; with `forget_reading` also what signals made of it, which quotes its words."""
    row = await session.get_one(MessageRow, id_, populate_existing=True)
    row.content = content.as_dict()
    if forget_reading:
        row.reading = null()
    await session.flush()
    await session.refresh(row)
    return as_message(row)


async def is_handled(session: AsyncSession, id_: MessageId) -> bool:
    """Whether a customer's message was dealt with, or is being dealt with."""
    row = await session.get_one(MessageRow, id_, populate_existing=True)
    return row.handled_at is not None or row.attempts > 0


async def turn_of(session: AsyncSession, row: Message) -> list[Message]:
    """The rows of the turn that a customer's message was read in, in order; the last carries it."""
    rows = [row]
    while PART in rows[-1].content.marks and (after := await _customers(session, rows[-1], 1)):
        rows.append(after)
    while (before := await _customers(session, rows[0], -1)) and PART in before.content.marks:
        rows.insert(0, before)
    return rows


async def _customers(session: AsyncSession, row: Message, step: int) -> Message | None:
    """The customer's message right before or after another."""
    found = await by_seq(session, row.conversation_id, row.seq + step)
    return found if found is not None and found.sender == "customer" else None


async def by_seq(session: AsyncSession, id_: ConversationId, seq: int) -> Message | None:
    """One message by its number in the conversation."""
    row = await session.scalar(select(MessageRow).where(MessageRow.conversation_id == id_, MessageRow.seq == seq))
    return as_message(row) if row else None


async def marked(session: AsyncSession, channels: Sequence[str], mark: str) -> list[ConversationId]:
    """Conversations in the queue or with an agent, on these channels, with a message that bears such a mark."""
    rows = await session.scalars(
        select(MessageRow.conversation_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(
            ConversationRow.owner.in_(("queue", "agent")),
            ConversationRow.channel.in_(list(channels)),
            cast(MessageRow.content, String).contains(f'"{mark}', autoescape=True),
        )
        .distinct()
    )
    return [ConversationId(id_) for id_ in rows]


async def drop_attachment(session: AsyncSession, id_: str) -> None:
    """Throw away what is in a file."""
    await session.execute(delete(AttachmentRow).where(AttachmentRow.id == id_))


async def add_attachment(
    session: AsyncSession,
    id_: ConversationId,
    file: SentFile,
    now: datetime,
    sender: Sender,
    sha256: str,
    content: bytes,
) -> None:
    """Keep what is in a file; the message that names it is stored beside it."""
    session.add(
        AttachmentRow(
            id=file.id,
            conversation_id=id_,
            at=now,
            sender=sender,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=sha256,
            content=content,
        )
    )
    await session.flush()


async def attachment(session: AsyncSession, id_: str) -> AttachmentRow | None:
    """One file."""
    return await session.get(AttachmentRow, id_)


async def attached_bytes(session: AsyncSession, id_: ConversationId) -> int:
    """How much the files of a conversation take, in bytes."""
    return await session.scalar(select(func.sum(AttachmentRow.size)).where(AttachmentRow.conversation_id == id_)) or 0


async def touch_customer(session: AsyncSession, id_: ConversationId, now: datetime) -> None:
    """Note that the customer wrote just now."""
    await session.execute(update(ConversationRow).where(ConversationRow.id == id_).values(last_customer_at=now))


async def change_owner(
    session: AsyncSession,
    id_: ConversationId,
    from_owner: Owner,
    to_owner: Owner,
    *,
    who: str,
    why: str,
    now: datetime,
    agent_id: str | None = None,
    expected_agent: str | None = None,
) -> Conversation | None:
    """Change the owner in one statement; None when somebody else was first."""
    condition = [ConversationRow.id == id_, ConversationRow.owner == from_owner]
    if expected_agent is not None:
        condition.append(ConversationRow.agent_id == expected_agent)
    changed = (
        await session.execute(
            update(ConversationRow)
            .where(*condition)
            .values(owner=to_owner, owner_version=ConversationRow.owner_version + 1, agent_id=agent_id)
            .returning(ConversationRow.last_seq)
            .execution_options(synchronize_session=False)
        )
    ).scalar_one_or_none()
    if changed is None:
        return None
    session.add(
        OwnerChangeRow(
            conversation_id=id_, at=now, from_owner=from_owner, to_owner=to_owner, who=who, why=why[:200], seq=changed
        )
    )
    await session.flush()
    return await conversation(session, id_)


async def continue_from(session: AsyncSession, id_: ConversationId, from_id: ConversationId) -> None:
    """Note from which conversation, on another channel, a person went on with this one."""
    await session.execute(update(ConversationRow).where(ConversationRow.id == id_).values(continues_id=from_id))


async def owner_changes(session: AsyncSession, id_: ConversationId) -> list[OwnerChange]:
    """The history of owners, oldest first."""
    rows = await session.scalars(
        select(OwnerChangeRow).where(OwnerChangeRow.conversation_id == id_).order_by(OwnerChangeRow.id)
    )
    return [
        OwnerChange(
            at=row.at,
            from_owner=row.from_owner,  # type: ignore[arg-type]
            to_owner=row.to_owner,  # type: ignore[arg-type]
            who=row.who,
            why=row.why,
            seq=row.seq,
        )
        for row in rows
    ]


async def messages(
    session: AsyncSession, id_: ConversationId, after_seq: int = 0, upto_seq: int | None = None
) -> list[Message]:
    """The messages of a conversation after a sequence number, in order."""
    query = select(MessageRow).where(MessageRow.conversation_id == id_, MessageRow.seq > after_seq)
    if upto_seq is not None:
        query = query.where(MessageRow.seq <= upto_seq)
    return [as_message(row) for row in await session.scalars(query.order_by(MessageRow.seq))]


async def last_message(session: AsyncSession, id_: ConversationId) -> Message | None:
    """The newest message of a conversation."""
    row = await session.scalar(
        select(MessageRow).where(MessageRow.conversation_id == id_).order_by(MessageRow.seq.desc()).limit(1)
    )
    return as_message(row) if row else None


async def last_words_before(session: AsyncSession, id_: ConversationId, seq: int) -> Message | None:
    """The last message before a sequence number that is not the customer's."""
    row = await session.scalar(
        select(MessageRow)
        .where(MessageRow.conversation_id == id_, MessageRow.seq < seq, MessageRow.sender != "customer")
        .order_by(MessageRow.seq.desc())
        .limit(1)
    )
    return as_message(row) if row else None


async def unread_by_agent(session: AsyncSession, id_: ConversationId, after_seq: int) -> int:
    """How many customer messages came after what the agent has read."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(MessageRow)
            .where(MessageRow.conversation_id == id_, MessageRow.sender == "customer", MessageRow.seq > after_seq)
        )
        or 0
    )


async def glances(session: AsyncSession, seen: Mapping[ConversationId, int]) -> dict[ConversationId, Glance]:
    """Many conversations at once, each with what came after a sequence number; those that don't exist are left out.

    Four queries, however many there are: a queue is shown to everybody at every change in it.
    """
    ids = list(seen)
    these = await session.scalars(select(ConversationRow).where(ConversationRow.id.in_(ids)))
    held = [as_conversation(row) for row in these]
    at_the_end = (ConversationRow.id == MessageRow.conversation_id) & (ConversationRow.last_seq == MessageRow.seq)
    ends = await session.scalars(
        select(MessageRow).join(ConversationRow, at_the_end).where(ConversationRow.id.in_(ids))
    )
    last = {row.conversation_id: as_message(row) for row in ends}
    readings = await _last_readings(session, ids)
    later = or_(*(and_(MessageRow.conversation_id == id_, MessageRow.seq > seq) for id_, seq in seen.items()))
    counted = await session.execute(
        select(MessageRow.conversation_id, func.count())
        .where(MessageRow.sender == "customer", later)
        .group_by(MessageRow.conversation_id)
    )
    unread = {row[0]: row[1] for row in counted}
    return {one.id: Glance(one, last.get(one.id), readings.get(one.id), unread.get(one.id, 0)) for one in held}


async def _last_readings(session: AsyncSession, ids: Sequence[ConversationId]) -> dict[str, Mapping[str, Any] | None]:
    read = aliased(MessageRow)
    newest = (
        select(read.seq)
        .where(read.conversation_id == ConversationRow.id, read.sender == "customer", read.reading.is_not(None))
        .order_by(read.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    newest_read = (MessageRow.conversation_id == ConversationRow.id) & (MessageRow.seq == newest)
    rows = await session.execute(
        select(ConversationRow.id, MessageRow.reading)
        .join(MessageRow, newest_read)
        .where(ConversationRow.id.in_(list(ids)))
    )
    return {row[0]: row[1] for row in rows}


async def several(session: AsyncSession, ids: Sequence[ConversationId]) -> list[Conversation]:
    """These conversations, newest first; those that don't exist are left out."""
    rows = await session.scalars(
        select(ConversationRow)
        .where(ConversationRow.id.in_(list(ids)))
        .order_by(ConversationRow.created_at.desc(), ConversationRow.id)
    )
    return [as_conversation(row) for row in rows]


async def held_before(session: AsyncSession, conversation: Conversation, limit: int) -> list[Conversation]:
    """The conversations of the same browser or number before this one, newest first."""
    rows = await session.scalars(
        select(ConversationRow)
        .where(
            ConversationRow.channel == conversation.channel,
            ConversationRow.channel_key == conversation.channel_key,
            ConversationRow.created_at < conversation.created_at,
        )
        .order_by(ConversationRow.created_at.desc())
        .limit(limit)
    )
    return [as_conversation(row) for row in rows]


async def continued_by(session: AsyncSession, id_: ConversationId) -> Conversation | None:
    """The latest conversation, on another channel, with which a person went on from this one."""
    row = await session.scalar(
        select(ConversationRow)
        .where(ConversationRow.continues_id == id_)
        .order_by(ConversationRow.created_at.desc(), ConversationRow.id)
        .limit(1)
    )
    return as_conversation(row) if row else None


async def conversations_after(
    session: AsyncSession, channel: str, channel_key: str, since: datetime
) -> list[Conversation]:
    """Conversations of one person that began at or after a moment, oldest first."""
    rows = await session.scalars(
        select(ConversationRow)
        .where(
            ConversationRow.channel == channel,
            ConversationRow.channel_key == channel_key,
            ConversationRow.created_at >= since,
        )
        .order_by(ConversationRow.created_at)
    )
    return [as_conversation(row) for row in rows]


async def pending_conversations(session: AsyncSession, now: datetime, limit: int = 200) -> list[ConversationId]:
    """Conversations with customer messages that nobody has handled and nobody is handling."""
    rows = await session.execute(
        select(ConversationRow.id)
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(
            UNHANDLED,
            or_(ConversationRow.lease_until.is_(None), ConversationRow.lease_until < now),
        )
        .group_by(ConversationRow.id)
        .order_by(func.min(MessageRow.at))
        .limit(limit)
    )
    return [ConversationId(row[0]) for row in rows]


async def claim(session: AsyncSession, id_: ConversationId, by: str, now: datetime, until: datetime) -> bool:
    """Take or prolong the lease of a conversation; False when another process holds it."""
    claimed = await session.execute(
        update(ConversationRow)
        .where(
            ConversationRow.id == id_,
            or_(
                ConversationRow.lease_until.is_(None),
                ConversationRow.lease_until < now,
                ConversationRow.lease_by == by,
            ),
        )
        .values(lease_by=by, lease_until=until)
        .returning(ConversationRow.id)
        .execution_options(synchronize_session=False)
    )
    return claimed.scalar_one_or_none() is not None


async def release(session: AsyncSession, id_: ConversationId, by: str) -> None:
    """Give the lease back."""
    await session.execute(
        update(ConversationRow)
        .where(ConversationRow.id == id_, ConversationRow.lease_by == by)
        .values(lease_by=None, lease_until=None)
    )


async def release_all(session: AsyncSession, by: str) -> None:
    """Give every lease of a process back, when it stops."""
    await session.execute(
        update(ConversationRow).where(ConversationRow.lease_by == by).values(lease_by=None, lease_until=None)
    )


async def begin_turn(session: AsyncSession, id_: ConversationId) -> Turn | None:
    """The oldest unhandled customer message, counting the attempt; None when there is none."""
    row = await session.scalar(
        select(MessageRow).where(MessageRow.conversation_id == id_, UNHANDLED).order_by(MessageRow.seq).limit(1)
    )
    found = await conversation(session, id_)
    if row is None or found is None:
        return None
    attempts = row.attempts
    row.attempts = attempts + 1
    await session.flush()
    return Turn(message=as_message(row), conversation=found, attempts=attempts)


async def unhandled(session: AsyncSession, id_: ConversationId) -> list[Turn]:
    """Every customer message that nobody has dealt with, oldest first, without counting an attempt."""
    found = await conversation(session, id_)
    rows = await session.scalars(
        select(MessageRow).where(MessageRow.conversation_id == id_, UNHANDLED).order_by(MessageRow.seq)
    )
    return [Turn(message=as_message(row), conversation=found, attempts=row.attempts) for row in rows] if found else []


async def mark_handled(session: AsyncSession, id_: MessageId, now: datetime) -> bool:
    """The customer message was dealt with, whatever became of it; False when somebody did that before."""
    marked = await session.execute(
        update(MessageRow)
        .where(MessageRow.id == id_, MessageRow.handled_at.is_(None))
        .values(handled_at=now)
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return marked.scalar_one_or_none() is not None


async def keep_reading(session: AsyncSession, id_: MessageId, reading: Mapping[str, Any]) -> None:
    """Store what signals made of a message."""
    await session.execute(update(MessageRow).where(MessageRow.id == id_).values(reading=dict(reading)))


async def advance_delivery(
    session: AsyncSession,
    id_: ConversationId,
    upto_seq: int,
    state: Delivery,
    *,
    only_seq: bool = False,
    from_seq: int = 1,
    failure: str = "",
) -> list[Message]:
    """Move outgoing messages to a later delivery state; gives back those that changed.

    Args:
        failure: why they failed, for the agent; in every other state there is none.
    """
    within = MessageRow.seq == upto_seq if only_seq else MessageRow.seq.between(from_seq, upto_seq)
    earlier = [old for old in get_args(Delivery) if is_later(state, old)]
    # Held: of "delivered" and "read" at the same moment the later state must win, whoever writes last.
    rows = await session.scalars(
        select(MessageRow)
        .where(
            MessageRow.conversation_id == id_, MessageRow.sender != "customer", within, MessageRow.state.in_(earlier)
        )
        .order_by(MessageRow.seq)
        .with_for_update()
    )
    changed = []
    for row in rows:
        row.state, row.failure = state, failure if state == "failed" else ""
        changed.append(as_message(row))
    await session.flush()
    return changed


async def explain_failure(session: AsyncSession, id_: ConversationId, seq: int, failure: str) -> Message | None:
    """Say more of why a message failed; None when it did not, or arrived after all."""
    row = await session.scalar(
        select(MessageRow)
        .where(MessageRow.conversation_id == id_, MessageRow.seq == seq, MessageRow.state == "failed")
        .with_for_update()
    )
    if row is None:
        return None
    row.failure = failure
    await session.flush()
    return as_message(row)


async def idle(session: AsyncSession, before: datetime, limit: int = 100) -> list[Conversation]:
    """Conversations of the bot in which the customer has not written since a moment."""
    rows = await session.scalars(
        select(ConversationRow)
        .where(
            ConversationRow.owner == "bot",
            func.coalesce(ConversationRow.last_customer_at, ConversationRow.created_at) < before,
        )
        .limit(limit)
    )
    return [as_conversation(row) for row in rows]


async def keep_rating(session: AsyncSession, rating: Rating) -> None:
    """Store a rating in the place of an earlier one."""
    row = await session.get(RatingRow, (rating.conversation_id, rating.after))
    if row is None:
        row = RatingRow(conversation_id=rating.conversation_id, after=rating.after)
        session.add(row)
    row.score, row.at = rating.score, rating.at
    await session.flush()


async def ratings(session: AsyncSession, id_: ConversationId) -> list[Rating]:
    """The ratings of a conversation, oldest first."""
    rows = await session.scalars(select(RatingRow).where(RatingRow.conversation_id == id_).order_by(RatingRow.at))
    return [as_rating(row) for row in rows]


async def rating_counts(session: AsyncSession) -> dict[tuple[Helped, Score], int]:
    """How many ratings of each kind there are."""
    query = select(RatingRow.after, RatingRow.score, func.count()).group_by(RatingRow.after, RatingRow.score)
    counts: dict[tuple[Helped, Score], int] = {}
    for after, score, count in await session.execute(query):
        counts[after, score] = count  # type: ignore[index]
    return counts


async def offering(
    session: AsyncSession, channel: str, channel_key: str, payload: str, title: str | None
) -> tuple[Conversation, str] | None:
    """Where a button stands that a person can still see, and its title.

    Looked for in the newest conversation, and among the last words of the one before: a conversation that was just
    closed is still on the screen when the next one has begun.
    """
    found, after = await latest(session, channel, channel_key), 0
    while found is not None:
        offered = await _button(session, found, after, payload, title)
        if offered is not None or found.previous_id is None or await _customer_wrote(session, found.id, after):
            return offered
        found = await conversation(session, found.previous_id)
        after = max(0, found.last_seq - LAST_WORDS) if found else 0
    return None


async def _button(
    session: AsyncSession, where: Conversation, after_seq: int, payload: str, title: str | None
) -> tuple[Conversation, str] | None:
    """The newest button with this payload, and title when one is given. Mostly it stands in the last message."""
    upto = where.last_seq
    while upto > after_seq:
        for message in reversed(await messages(session, where.id, max(after_seq, upto - _PAGE), upto)):
            for reply in message.content.quick_replies:
                if reply["payload"] == payload and title in (None, reply["title"]):
                    return where, reply["title"]
        upto -= _PAGE
    return None


async def _customer_wrote(session: AsyncSession, id_: ConversationId, after_seq: int) -> bool:
    return bool(
        await session.scalar(
            select(MessageRow.id)
            .where(MessageRow.conversation_id == id_, MessageRow.sender == "customer", MessageRow.seq > after_seq)
            .limit(1)
        )
    )
