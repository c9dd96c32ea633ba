"""Agents, and who of them is at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dichtbij.handoff.model import (
    Agent,
    AgentId,
    AgentState,
    AtTheDesk,
    Role,
)
from dichtbij.handoff.tables import AgentRow, CaseRow, DeskSessionRow


def as_agent(row: AgentRow) -> Agent:
    """A row as a fact."""
    role: Role = row.role  # type: ignore[assignment]
    state: AgentState = row.state  # type: ignore[assignment]
    return Agent(
        id=AgentId(row.id),
        username=row.username,
        name=row.name,
        role=role,
        teams=tuple(row.teams or ()),
        max_cases=row.max_cases,
        state=state,
        active=row.active is not False,
    )


async def agent(session: AsyncSession, id_: AgentId) -> Agent | None:
    """One agent."""
    row = await session.get(AgentRow, id_, populate_existing=True)
    return as_agent(row) if row else None


async def agent_names(session: AsyncSession, ids: Sequence[AgentId]) -> dict[AgentId, str]:
    """What agents are called."""
    rows = await session.execute(select(AgentRow.id, AgentRow.name).where(AgentRow.id.in_(ids)))
    return {AgentId(id_): name for id_, name in rows}


async def at_the_desk(session: AsyncSession, now: datetime, present_within: timedelta) -> list[AtTheDesk]:
    """Every agent who may work, as they are at this moment."""
    seen: dict[str, datetime] = {}
    present: set[str] = set()
    logged_in = select(DeskSessionRow.agent_id, DeskSessionRow.seen_at, DeskSessionRow.connected_at)
    for id_, seen_at, connected_at in await session.execute(logged_in.where(DeskSessionRow.expires_at > now)):
        seen[id_] = max(seen_at, seen.get(id_, seen_at))
        if connected_at is not None and connected_at > now - present_within:
            present.add(id_)
    count = select(CaseRow.agent_id, func.count()).where(CaseRow.state == "taken").group_by(CaseRow.agent_id)
    open_ = {row[0]: row[1] for row in await session.execute(count)}
    asked = set(await session.scalars(select(CaseRow.offered_to).where(CaseRow.state == "waiting")))
    newest = select(CaseRow.agent_id, func.max(CaseRow.taken_at)).where(CaseRow.agent_id.is_not(None))
    last_new = {row[0]: row[1] for row in await session.execute(newest.group_by(CaseRow.agent_id))}
    rows = await session.scalars(select(AgentRow).order_by(AgentRow.name, AgentRow.id))
    return [
        AtTheDesk(
            agent=as_agent(row),
            present=row.id in present and row.active is not False,
            last_seen=seen.get(row.id),
            state_since=row.state_since,
            open=open_.get(row.id, 0),
            asked=row.id in asked,
            last_new=last_new.get(row.id),
        )
        for row in rows
    ]


async def hold_agents(session: AsyncSession, ids: Sequence[AgentId] | None = None) -> None:
    """Hold agents (None: all of them) until the transaction ends: nobody else gives them a customer meanwhile.

    Before anything else is held, so that two transactions never wait for each other.
    """
    query = select(AgentRow.id).order_by(AgentRow.id).with_for_update(key_share=True)
    await session.execute(query if ids is None else query.where(AgentRow.id.in_(ids)))


async def set_state(session: AsyncSession, id_: AgentId, state: AgentState, now: datetime) -> Agent | None:
    """What the agent does now."""
    await session.execute(update(AgentRow).where(AgentRow.id == id_).values(state=state, state_since=now))
    return await agent(session, id_)
