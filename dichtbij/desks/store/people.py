"""The agents of a desk outside as accounts of ours, and their presence."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.database import Base
from dichtbij.desks.model import Colleague
from dichtbij.handoff import store as handoff
from dichtbij.handoff.model import Agent
from dichtbij.handoff.tables import AgentRow, DeskSessionRow

NO_PASSWORD = "!"  # noqa: S105 - the hash of no password at all
UNLIMITED = 10_000
"""Conversations at once: how many an agent may have is for the other desk to say."""


def agent_id(desk: str, number: int) -> str:
    """Our id of an agent of another desk: always the same, in every process."""
    return str(uuid5(NAMESPACE_URL, f"dichtbij:{desk}:{number}"))


async def agent(session: AsyncSession, desk: str, number: int, name: str, now: datetime) -> Agent:
    """An agent of another desk as an account of ours, made at first sight. Nobody can log in with it."""
    row = await session.get(AgentRow, agent_id(desk, number))
    if row is None:
        row = AgentRow(
            id=agent_id(desk, number),
            username=f"{desk}-{number}",
            password_hash=NO_PASSWORD,
            role="medewerker",
            teams=[],
            max_cases=UNLIMITED,
            state="beschikbaar",
            state_since=now,
            active=True,
            name=name[:120],
        )
        await _add(session, row)
        row = await session.get_one(AgentRow, agent_id(desk, number), populate_existing=True)
    row.name = name[:120]
    await session.flush()
    return handoff.as_agent(row)


async def _add(session: AsyncSession, row: Base) -> None:
    """Store a row, unless another process did at this very moment."""
    with suppress(IntegrityError):
        async with session.begin_nested():
            session.add(row)


async def present(
    session: AsyncSession, desk: str, colleagues: Sequence[Colleague], now: datetime, life: timedelta
) -> None:
    """Note who is there now, and who is not. When somebody was last there stays known: the grace time begins there.

    Args:
        life: how long it stays known; longer than any grace time.
    """
    for one in colleagues:
        found = await agent(session, desk, one.number, one.name, now)
        token = f"{desk}:{found.id}"[:64]  # a cookie is looked up by a hash in hex, so no cookie is ever this
        if one.state is None:
            mine = DeskSessionRow.token_hash == token
            await session.execute(update(DeskSessionRow).where(mine).values(connected_at=None))
            continue
        row = await session.get(DeskSessionRow, token)
        if row is None:
            first = {"agent_id": found.id, "csrf": "", "created_at": now, "seen_at": now, "expires_at": now + life}
            await _add(session, DeskSessionRow(token_hash=token, **first))
            row = await session.get_one(DeskSessionRow, token, populate_existing=True)
        row.seen_at, row.connected_at, row.expires_at = now, now, now + life
        await session.execute(
            update(AgentRow)
            .where(AgentRow.id == found.id, AgentRow.state != one.state)
            .values(state=one.state, state_since=now)
        )
    await session.flush()
