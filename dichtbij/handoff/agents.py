"""Agents at the door: who may come in, until when, and whether they are there."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dichtbij.clock import Clock
from dichtbij.conversations.model import clean_text
from dichtbij.database import Database
from dichtbij.handoff import account_store as store
from dichtbij.handoff.accounts import password_fault
from dichtbij.handoff.model import Agent, AgentId, Role
from dichtbij.handoff.store import as_agent
from dichtbij.handoff.tables import AgentRow, DeskSessionRow

SESSION_LIFE = timedelta(hours=10)
"""A working day; after that one logs in again."""
IDLE = timedelta(minutes=30)
"""A log-in ends after so long without a sign of life: a request, or the open page, which gives one every 20 seconds."""
_SEEN_EVERY = timedelta(minutes=1)
"""A request is noted as a sign of life this often, not each time."""

TRIES_COUNT_FOR = timedelta(minutes=5)
MAX_FAILED = 5
"""After five wrong passwords in five minutes a name is refused, whether an account has it or not."""
MAX_FAILED_FROM_ADDRESS = 30
"""The same for an address, under whatever names; more, for a whole office may share one."""


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
    """Wrong name or password (never which), no account, or too many tries."""

    locked: bool
    agent: Agent | None = field(default=None, compare=False)
    """Whose name was tried; for the audit trail, never for who tries."""


@dataclass(frozen=True)
class DeskSession:
    """Who is behind a cookie."""

    agent: Agent
    csrf: str
    has_password: bool
    """Otherwise the agent came in through the organisation's own log-in, and has nothing here to change."""


@dataclass(frozen=True)
class PasswordRefused:
    """The password stayed as it was."""

    fault: Literal["none", "locked", "wrong", "same", "weak"]
    """The account has none; too many tries; the current one is wrong; the new one is the same; guessed too easily."""


@dataclass(frozen=True)
class _Try:
    """A password that is about to be checked, counted beforehand."""

    row: AgentRow | None
    name_key: str
    counted: list[int]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()  # a cookie may hold any bytes


class Agents:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self, database: Database, clock: Clock, hasher: PasswordHasher | None = None, *, key: bytes = b""
    ) -> None:
        """`key` turns names and addresses of failed log-ins into hashes that lead nowhere without it."""
        self._database = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))
        self._key = key

    async def add(self, username: str, name: str, password: str, role: Role | None = None) -> Agent:
        """Make an account, or give an existing one another name and password (and role)."""
        async with self._database.writing() as session:
            row = await store.named(session, username)
            if row is None:
                row = AgentRow(id=str(uuid4()), username=username)
                session.add(row)
            row.name, row.password_hash = name, self._hasher.hash(password)
            row.role = role or row.role or "medewerker"
            await session.flush()
            return as_agent(row)

    async def log_in(self, username: str, password: str, address: str = "") -> LoggedIn | LoginRefused:
        """Check a password. A name that does not exist takes the same steps, the same time and the same answers.

        Args:
            address: where it comes from on the network; empty: not counted.
        """
        tried = await self._count_try(clean_text(username), address)
        if tried is None:
            return LoginRefused(locked=True)
        row = tried.row
        right = await self._fits(row.password_hash if row else self._nobody, password)
        async with self._database.writing() as session:
            fresh = await store.account(session, row.id) if row else None
            if row is None or fresh is None or not right or not fresh.active:
                return LoginRefused(locked=False, agent=as_agent(row) if row else None)
            if fresh.password_hash != row.password_hash:  # changed while this one was checked
                return LoginRefused(locked=False, agent=as_agent(row))
            await store.forget_tries(session, tried.name_key, tried.counted)
            return self._begin(fresh, session)

    async def change_password(self, token: str, current: str, wanted: str, address: str = "") -> PasswordRefused | None:
        """Change the own password; None when it is done. Every other log-in of the account ends.

        The current one is asked, and wrong ones count as failed log-ins: who finds an open page can't go on guessing.

        Args:
            token: whose log-in this is, and the one that stays.
            address: as for a log-in.
        """
        async with self._database.reading() as session:
            found = await store.login(session, _hash(token))
        if found is None or not found[1].password_hash:
            return PasswordRefused("none")
        if password_fault(wanted, found[1].username):
            return PasswordRefused("weak")
        if current == wanted:
            return PasswordRefused("same")
        tried = await self._count_try(found[1].username, address)
        if tried is None or tried.row is None:
            return PasswordRefused("locked")
        if not await self._fits(tried.row.password_hash, current):
            return PasswordRefused("wrong")
        hashed = await asyncio.to_thread(self._hasher.hash, wanted)
        async with self._database.writing() as session:
            row = await store.account(session, tried.row.id)
            if row is None or row.password_hash != tried.row.password_hash:  # changed while this one was checked
                return PasswordRefused("wrong")
            row.password_hash = hashed
            await store.end_logins(session, AgentId(row.id), but=_hash(token))
            await store.forget_tries(session, tried.name_key, tried.counted)
        return None

    async def _count_try(self, username: str, address: str) -> _Try | None:
        """Count a try before it is checked, so that guesses made at once wait here; None: there were too many."""
        now, name_key = self._clock(), self._counted("naam", username)
        keys = [name_key, self._counted("adres", address)] if address else [name_key]
        async with self._database.writing() as session:
            await store.hold(session, keys)
            for key, most in zip(keys, (MAX_FAILED, MAX_FAILED_FROM_ADDRESS), strict=False):
                if await store.tries(session, key, now - TRIES_COUNT_FOR) >= most:
                    return None
            counted = await store.add_tries(session, keys, now)
            return _Try(await store.named(session, username), name_key, counted)

    async def log_in_as(self, subject: str, username: str) -> LoggedIn | LoginRefused:
        """Let in who the organisation's own log-in vouches for. Nobody gets an account by it.

        Args:
            subject: who it is there, unique and for ever.
            username: the account's name there; binds an account of that name the first time. Empty: binds none.
        """
        async with self._database.writing() as session:
            row = await store.of_subject(session, subject, username)
            if row is None or not row.active:
                return LoginRefused(locked=False, agent=as_agent(row) if row else None)
            return self._begin(row, session)

    def _begin(self, row: AgentRow, session: store.Session) -> LoggedIn:
        now, token, csrf = self._clock(), secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        session.add(
            DeskSessionRow(
                token_hash=_hash(token),
                agent_id=row.id,
                csrf=csrf,
                created_at=now,
                seen_at=now,
                expires_at=now + SESSION_LIFE,
            )
        )
        return LoggedIn(as_agent(row), token, csrf)

    def _counted(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"inloggen:{kind}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    async def _fits(self, password_hash: str, password: str) -> bool:
        """Slow on purpose, so not in the loop that serves everybody."""
        return await asyncio.to_thread(self._verify, password_hash, password.encode("utf-8", "replace").decode())

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash or self._nobody, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False

    async def session(self, token: str) -> DeskSession | None:
        """Who is behind a cookie; None when it is unknown or over. Counts as a sign of life."""
        now, hashed = self._clock(), _hash(token)
        async with self._database.reading() as session:
            found = await store.login(session, hashed)
        if found is None:
            return None
        login, row = found
        if login.expires_at <= now or login.seen_at + IDLE <= now or not row.active:
            return None
        if login.seen_at + _SEEN_EVERY <= now:
            async with self._database.writing() as session:
                await store.seen(session, hashed, now)
        return DeskSession(as_agent(row), login.csrf, bool(row.password_hash))

    async def log_out(self, token: str) -> None:
        """Forget a log-in."""
        async with self._database.writing() as session:
            await store.end_login(session, _hash(token))

    async def present(self, token: str, connected: bool) -> None:
        """Note that the agent's desk page is open (again), or has gone."""
        async with self._database.writing() as session:
            await store.connected(session, _hash(token), self._clock(), on=connected)

    async def forget_expired(self) -> None:
        """Throw away log-ins that are over, and failed tries that no longer count."""
        now = self._clock()
        async with self._database.writing() as session:
            await store.forget(session, now, now - IDLE, now - TRIES_COUNT_FOR)
