"""Accounts at the desk, for who manages them: making them, and what they may. Coming in is `agents`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import uuid4

from argon2 import PasswordHasher

from dichtbij.database import Database
from dichtbij.handoff import account_store as store
from dichtbij.handoff.model import Agent, AgentId, Role
from dichtbij.handoff.store import as_agent
from dichtbij.handoff.tables import AgentRow
from dichtbij.organisation import Balie

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
MOST_CASES = 20
"""More conversations at once nobody can have."""
ROLES: Sequence[Role] = get_args(Role)


@dataclass(frozen=True)
class Account:
    """An agent with what only who manages accounts sees."""

    agent: Agent
    active: bool
    """False: comes in no more. Accounts are never thrown away: the audit trail names them."""
    has_password: bool
    """Otherwise the agent comes in through the organisation's own log-in only."""
    bound: bool
    """The organisation's own log-in knows this account."""


@dataclass(frozen=True)
class Wanted:
    """What an account should be. None leaves it as it is; for a new one it is the default."""

    name: str | None = None
    username: str | None = None
    """Only for a new one. For a log-in at the provider: what its claim says (the e-mail address)."""
    role: Role | None = None
    teams: tuple[str, ...] | None = None
    max_cases: int | None = None
    """0: the organisation's number."""
    active: bool | None = None
    password: str | None = None
    """Another password ends every log-in."""
    unbind: bool = False
    """The organisation's own log-in no longer counts; the next one with the account's name is bound."""


Fault = Literal[
    "name",
    "username",
    "username_taken",
    "role",
    "team",
    "max_cases",
    "password",
    "unknown",
    "last_admin",
    "own_account",
]


@dataclass(frozen=True)
class AccountRefused:
    """Nothing was changed."""

    fault: Fault


class Accounts:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, balie: Balie, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._balie = balie
        self._hasher = hasher or PasswordHasher()

    async def all(self) -> list[Account]:
        """Every account, who comes in no more last."""
        async with self._database.reading() as session:
            return [_as_account(row) for row in await store.accounts(session)]

    async def named(self, username: str) -> Account | None:
        """The account with this name to log in with."""
        async with self._database.reading() as session:
            row = await store.named(session, username)
            return _as_account(row) if row else None

    async def add(self, wanted: Wanted) -> Account | AccountRefused:
        """Make an account."""
        if not wanted.username:
            return AccountRefused("username")
        fault: Fault | None = self._fault(wanted, wanted.username) if wanted.name else "name"
        if fault:
            return AccountRefused(fault)
        row = AgentRow(id=str(uuid4()), username=wanted.username, role="medewerker", teams=[], active=True)
        _fill(row, wanted, await self._hashed(wanted) or "")
        async with self._database.writing() as session:
            if not await store.insert(session, row):
                return AccountRefused("username_taken")
            return _as_account(row)

    async def change(self, agent_id: AgentId, wanted: Wanted, by: AgentId | None = None) -> Account | AccountRefused:
        """Change an account. Another password, or being active no more, ends every log-in it has.

        Args:
            by: who asks; None: an operator at the command line, who can always make things right again.
        """
        hashed = await self._hashed(wanted)
        async with self._database.writing() as session:
            admins = await store.held_admins(session)  # first: two who take each other's role away wait here
            row = await store.account(session, agent_id)
            if row is None or row.password_hash == store.NOT_OURS:
                return AccountRefused("unknown")
            fault = self._fault(wanted, row.username) or _orphaned(wanted, agent_id, by, admins)
            if fault:
                return AccountRefused(fault)
            _fill(row, wanted, hashed)
            if wanted.active is False or hashed:
                await store.end_logins(session, agent_id)
            await session.flush()
            return _as_account(row)

    async def _hashed(self, wanted: Wanted) -> str | None:
        """Slow on purpose, so not in the loop that serves everybody, and before anything is held."""
        if wanted.password is None or password_fault(wanted.password, ""):
            return None
        return await asyncio.to_thread(self._hasher.hash, wanted.password)

    def _fault(self, wanted: Wanted, username: str) -> Fault | None:
        if wanted.name is not None and not 0 < len(wanted.name) <= 120:
            return "name"
        if not 0 < len(username) <= 64 or username != username.strip().lower() or " " in username:
            return "username"
        if wanted.role is not None and wanted.role not in ROLES:
            return "role"
        if wanted.teams is not None and not set(wanted.teams) <= set(self._balie.teams):
            return "team"
        if wanted.max_cases is not None and not 0 <= wanted.max_cases <= MOST_CASES:
            return "max_cases"
        return "password" if wanted.password is not None and password_fault(wanted.password, username) else None


def password_fault(password: str, username: str) -> str | None:
    """What is wrong with a password, for an operator; None when it will do."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
    if len(set(password)) < 5 or (username and username in password.lower()):
        return "this password is guessed too easily"
    return None


def _orphaned(wanted: Wanted, agent_id: AgentId, by: AgentId | None, admins: Sequence[str]) -> Fault | None:
    """Nobody takes the own role away by mistake, and somebody has to be left who manages accounts."""
    steps_down = wanted.active is False or wanted.role not in (None, "beheerder")
    if by is None or agent_id not in admins or not steps_down:
        return None
    return "own_account" if agent_id == by else "last_admin" if len(admins) == 1 else None


def _fill(row: AgentRow, wanted: Wanted, hashed: str | None) -> None:
    if wanted.name is not None:
        row.name = wanted.name
    if wanted.role is not None:
        row.role = wanted.role
    if wanted.teams is not None:
        row.teams = list(dict.fromkeys(wanted.teams))
    if wanted.max_cases is not None:
        row.max_cases = wanted.max_cases or None
    if wanted.active is not None:
        row.active = wanted.active
    if hashed is not None:
        row.password_hash = hashed
    if wanted.unbind:
        row.subject = None


def _as_account(row: AgentRow) -> Account:
    return Account(as_agent(row), row.active, bool(row.password_hash), row.subject is not None)
