"""Agents: their accounts, their log-ins, and whether they are there."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update

from dichtbij.clock import Clock
from dichtbij.conversations.model import clean_text
from dichtbij.database import Database
from dichtbij.handoff import store, tables
from dichtbij.handoff.model import Agent

SESSION_LIFE = timedelta(hours=10)
"""A working day; after that one logs in again."""

MAX_FAILED = 5
LOCKED_FOR = timedelta(minutes=5)
"""After five wrong passwords in a row an account takes none at all for five minutes."""


@dataclass(frozen=True)
class LoggedIn:
    """A log-in at the desk."""

    agent: Agent
    token: str
    """Goes into the cookie; we keep only its hash."""
    csrf: str
    """Goes with every change, in a header."""


@dataclass(frozen=True)
class LoginRefused:
    """Wrong name or password (never which), or too many tries."""

    locked: bool


@dataclass(frozen=True)
class DeskSession:
    """Who is behind a cookie."""

    agent: Agent
    csrf: str


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()  # a cookie may hold any bytes


class Agents:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    async def add(self, username: str, name: str, password: str) -> Agent:
        """Make an account, or give an existing one another name and password."""
        async with self._database.writing() as session:
            row = await session.scalar(select(tables.AgentRow).where(tables.AgentRow.username == username))
            if row is None:
                row = tables.AgentRow(id=str(uuid4()), username=username, failed_logins=0)
                session.add(row)
            row.name, row.password_hash = name, self._hasher.hash(password)
            await session.flush()
            return store.as_agent(row)

    async def log_in(self, username: str, password: str) -> LoggedIn | LoginRefused:
        """Check a password. Takes as long for a name that does not exist."""
        now, username, password = self._clock(), clean_text(username), password.encode("utf-8", "replace").decode()
        async with self._database.reading() as session:
            row = await session.scalar(select(tables.AgentRow).where(tables.AgentRow.username == username))
        if row is not None and row.locked_until and row.locked_until > now:
            return LoginRefused(locked=True)
        right = await asyncio.to_thread(self._fits, row.password_hash if row else self._nobody, password)
        async with self._database.writing() as session:
            fresh = await session.get(tables.AgentRow, row.id, with_for_update=True) if row else None
            if fresh is not None and fresh.locked_until and fresh.locked_until > now:
                return LoginRefused(locked=True)  # by guesses made at the same moment
            if fresh is None or not right:
                if fresh is not None:
                    fresh.failed_logins += 1
                    if fresh.failed_logins >= MAX_FAILED:
                        fresh.failed_logins, fresh.locked_until = 0, now + LOCKED_FOR
                return LoginRefused(locked=False)
            fresh.failed_logins, fresh.locked_until = 0, None
            token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
            session.add(
                tables.DeskSessionRow(
                    token_hash=_hash(token),
                    agent_id=fresh.id,
                    csrf=csrf,
                    created_at=now,
                    seen_at=now,
                    expires_at=now + SESSION_LIFE,
                )
            )
            return LoggedIn(store.as_agent(fresh), token, csrf)

    def _fits(self, password_hash: str, password: str) -> bool:
        """Slow on purpose, so not in the loop that serves everybody."""
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    async def session(self, token: str) -> DeskSession | None:
        """Who is behind a cookie; None when it is unknown or over."""
        async with self._database.reading() as session:
            found = (
                await session.execute(
                    select(tables.DeskSessionRow, tables.AgentRow)
                    .join(tables.AgentRow, tables.AgentRow.id == tables.DeskSessionRow.agent_id)
                    .where(tables.DeskSessionRow.token_hash == _hash(token))
                )
            ).first()
        if found is None or found[0].expires_at <= self._clock():
            return None
        return DeskSession(store.as_agent(found[1]), found[0].csrf)

    async def log_out(self, token: str) -> None:
        """Forget a log-in."""
        async with self._database.writing() as session:
            await session.execute(delete(tables.DeskSessionRow).where(tables.DeskSessionRow.token_hash == _hash(token)))

    async def present(self, token: str, connected: bool) -> None:
        """Note that the agent's desk page is open (again), or has gone."""
        async with self._database.writing() as session:
            await session.execute(
                update(tables.DeskSessionRow)
                .where(tables.DeskSessionRow.token_hash == _hash(token))
                .values(seen_at=self._clock(), connected_at=self._clock() if connected else None)
            )

    async def forget_expired(self) -> None:
        """Throw away log-ins that are over."""
        async with self._database.writing() as session:
            await session.execute(
                delete(tables.DeskSessionRow).where(tables.DeskSessionRow.expires_at <= self._clock())
            )
