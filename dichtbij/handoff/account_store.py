"""The queries on accounts, log-ins and failed tries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.handoff.model import AgentId
from dichtbij.handoff.tables import AgentRow, DeskSessionRow, LoginTryRow

Session = AsyncSession
"""Under a name of our own, so that a service need not know whose it is."""

NOT_OURS = "!"
"""Stands where the password of an agent of another desk (dichtbij.desks) would stand."""

# -- accounts ---------------------------------------------------------------------------------------------------------


async def account(session: AsyncSession, id_: str) -> AgentRow | None:
    """One account, held until this transaction ends."""
    return await session.get(AgentRow, id_, with_for_update=True, populate_existing=True)


async def named(session: AsyncSession, username: str) -> AgentRow | None:
    """The account with this name to log in with."""
    return await session.scalar(select(AgentRow).where(AgentRow.username == username))


async def accounts(session: AsyncSession) -> list[AgentRow]:
    """All accounts that somebody can log in with, by name; those of another desk's agents are not ours to manage."""
    ours = select(AgentRow).where(AgentRow.password_hash != NOT_OURS)
    return list(await session.scalars(ours.order_by(AgentRow.active.desc(), AgentRow.name, AgentRow.id)))


async def insert(session: AsyncSession, row: AgentRow) -> bool:
    """Make an account; False when another one has its name."""
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


async def held_admins(session: AsyncSession) -> list[str]:
    """Active accounts that may manage accounts. Nobody else changes them until this transaction ends."""
    query = (
        select(AgentRow.id)
        .where(AgentRow.role == "beheerder", AgentRow.active.is_(True))
        .order_by(AgentRow.id)
        .with_for_update()
    )
    return list(await session.scalars(query))


async def of_subject(session: AsyncSession, subject: str, username: str) -> AgentRow | None:
    """Whose log-in at the provider this is. The first time it is bound to the account with that name.

    Args:
        subject: who it is at the provider, for ever.
        username: the name by which the organisation knows an account that nobody is bound to; empty: bind nothing.
    """
    known = await session.scalar(select(AgentRow).where(AgentRow.subject == subject))
    if known is not None or not username:
        return known
    bound = (
        update(AgentRow)
        .where(AgentRow.username == username, AgentRow.subject.is_(None), AgentRow.password_hash != NOT_OURS)
        .values(subject=subject)
        .returning(AgentRow.id)
    )
    id_ = await session.scalar(bound)
    return await session.get(AgentRow, id_, populate_existing=True) if id_ else None


# -- log-ins ----------------------------------------------------------------------------------------------------------


async def login(session: AsyncSession, token_hash: str) -> tuple[DeskSessionRow, AgentRow] | None:
    """A log-in and whose it is."""
    found = (
        await session.execute(
            select(DeskSessionRow, AgentRow)
            .join(AgentRow, AgentRow.id == DeskSessionRow.agent_id)
            .where(DeskSessionRow.token_hash == token_hash)
        )
    ).first()
    return (found[0], found[1]) if found else None


async def seen(session: AsyncSession, token_hash: str, at: datetime) -> None:
    """Note a sign of life."""
    mine = DeskSessionRow.token_hash == token_hash
    await session.execute(update(DeskSessionRow).where(mine, DeskSessionRow.seen_at < at).values(seen_at=at))


async def connected(session: AsyncSession, token_hash: str, at: datetime, *, on: bool) -> None:
    """Note that the page is open, or gone."""
    mine = DeskSessionRow.token_hash == token_hash
    values = {"seen_at": at, "connected_at": at if on else None}
    await session.execute(update(DeskSessionRow).where(mine).values(**values))


async def end_login(session: AsyncSession, token_hash: str) -> None:
    """Forget one log-in."""
    await session.execute(delete(DeskSessionRow).where(DeskSessionRow.token_hash == token_hash))


async def end_logins(session: AsyncSession, agent_id: AgentId, but: str = "") -> None:
    """Forget every log-in of an account, but one (the hash of its token)."""
    theirs = DeskSessionRow.agent_id == agent_id, DeskSessionRow.token_hash != but
    await session.execute(delete(DeskSessionRow).where(*theirs))


async def forget(session: AsyncSession, now: datetime, idle_since: datetime, tried_before: datetime) -> None:
    """Throw away log-ins that are over, and tries that no longer count."""
    over = or_(DeskSessionRow.expires_at <= now, DeskSessionRow.seen_at <= idle_since)
    await session.execute(delete(DeskSessionRow).where(over))
    await session.execute(delete(LoginTryRow).where(LoginTryRow.at <= tried_before))


# -- failed tries -----------------------------------------------------------------------------------------------------


async def hold(session: AsyncSession, keys: Sequence[str]) -> None:
    """Let nobody else count the same keys until this transaction ends.

    SQLite's writing transaction holds the whole file already; PostgreSQL gets an advisory lock per key, in a fixed
    order so that two can't wait for each other.
    """
    if session.get_bind().dialect.name == "postgresql":
        for key in sorted(keys):
            await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


async def tries(session: AsyncSession, key: str, since: datetime) -> int:
    """How often it failed under this key after a moment."""
    counted = select(func.count()).select_from(LoginTryRow).where(LoginTryRow.key == key, LoginTryRow.at > since)
    return await session.scalar(counted) or 0


async def add_tries(session: AsyncSession, keys: Sequence[str], at: datetime) -> list[int]:
    """Count a try under each key; gives the rows, in the order of the keys."""
    rows = [LoginTryRow(key=key, at=at) for key in keys]
    session.add_all(rows)
    await session.flush()
    return [row.id for row in rows]


async def forget_tries(session: AsyncSession, key: str, ids: Sequence[int]) -> None:
    """It was right after all: forget every try under a key, and these."""
    await session.execute(delete(LoginTryRow).where(or_(LoginTryRow.key == key, LoginTryRow.id.in_(ids))))
