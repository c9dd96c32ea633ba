"""Whose page of the desk is open: who may not be here is not let in, and who is here counts as present."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import socketio
import structlog

from dichtbij.apart import apart
from dichtbij.desk.guard import COOKIE, from_own_page
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.agents import Agents, DeskSession
from dichtbij.handoff.model import Agent, Role

log = structlog.get_logger()

NAMESPACE = "/desk"
LOOK_FOR_GONE = 1.0
"""Seconds between two looks for pages that went without a word."""

SIGN_OF_LIFE = 20.0
"""Seconds between two notes that an agent's page is still connected."""


def agent_room(agent_id: str) -> str:
    """All screens of one agent."""
    return f"agent:{agent_id}"


async def _nothing(*_: Any) -> None:
    """Nobody wants to hear it."""


class DeskSockets:
    """The sockets of one counter process, each with the log-in it came with."""

    def __init__(self, sio: socketio.AsyncServer, agents: Agents) -> None:
        self._sio = sio
        self._agents = agents
        self.tokens: dict[str, str] = {}
        """The log-in of each socket."""
        self._roles: dict[str, Role] = {}
        """As what each socket was let in: it decides what is heard there."""
        self.on_in: Callable[[str, Agent], Awaitable[None]] = _nothing
        """Told, and waited for, when a page was let in: what it has to begin with."""
        self.on_change: Callable[[], Awaitable[None]] = _nothing
        """Told when an agent came or went."""
        self._unseen: set[str] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._stopped = False
        sio.on("connect", self._connect, namespace=NAMESPACE)
        sio.on("disconnect", self._disconnect, namespace=NAMESPACE)

    async def start(self) -> None:
        """Begin noting who is present."""
        self._keepers = [asyncio.create_task(keeper) for keeper in (self._keep_present(), self._forget_gone())]

    async def stop(self) -> None:
        """Nobody is present any more as far as this process knows."""
        self._stopped = True
        for keeper in self._keepers:
            keeper.cancel()
        for token in set(self.tokens.values()):
            try:
                await self._agents.present(token, False)
            except DatabaseUnavailable:
                log.warning("presence_not_cleared")

    async def session(self, sid: str) -> DeskSession | None:
        """The log-in of a socket, as it is now; None when it is over."""
        return await self._agents.session(self.tokens.get(sid, ""))

    async def log_out(self, token: str) -> None:
        """Close every socket of a log-in."""
        for sid in [sid for sid, known in self.tokens.items() if known == token]:
            await self._sio.disconnect(sid, namespace=NAMESPACE)

    async def drop(self, agent_id: str, but: str = "") -> None:
        """Close every socket of an agent, but those of one log-in; a page that may still come in does so by itself."""
        for sid, _ in list(self._sio.manager.get_participants(NAMESPACE, agent_room(agent_id))):
            if not but or self.tokens.get(sid) != but:
                await self._sio.disconnect(sid, namespace=NAMESPACE)

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> bool:
        request = environ["aiohttp.request"]
        if not from_own_page(request):
            return False
        token = request.cookies.get(COOKIE, "")
        try:
            session = await self._agents.session(token)
            return session is not None and await self._let_in(sid, token, session)
        except DatabaseUnavailable:
            self.tokens.pop(sid, None)
            self._roles.pop(sid, None)
            log.error("database_unavailable", during="desk_connect")
            return False  # the page tries again

    async def _let_in(self, sid: str, token: str, session: DeskSession) -> bool:
        self.tokens[sid], self._roles[sid] = token, session.agent.role
        await self._sio.save_session(sid, {"agent_id": session.agent.id}, namespace=NAMESPACE)
        await self._sio.enter_room(sid, "agents", namespace=NAMESPACE)
        await self._sio.enter_room(sid, agent_room(session.agent.id), namespace=NAMESPACE)
        if session.agent.may_lead():
            await self._sio.enter_room(sid, "leaders", namespace=NAMESPACE)
        await self._agents.present(token, True)
        await self.on_in(sid, session.agent)
        await self.on_change()
        return True

    async def _disconnect(self, sid: str, reason: str = "") -> None:
        token = self.tokens.pop(sid, None)
        self._roles.pop(sid, None)
        if token is None or token in self.tokens.values() or self._stopped:
            return
        try:
            await self._agents.present(token, False)
        except DatabaseUnavailable:
            log.warning("presence_not_cleared")
        await self.on_change()

    def _is_open(self, sid: str) -> bool:
        return self._sio.manager.eio_sid_from_sid(sid, NAMESPACE) in self._sio.eio.sockets

    async def _forget_gone(self) -> None:
        """Drop pages that were closed while they were let in: python-socketio says nothing of those.

        Without this an agent who left counts as present, and customers wait for nobody. Twice not seen is gone: a page
        that is being let in at this very moment is not seen either.
        """
        while True:
            await asyncio.sleep(LOOK_FOR_GONE)
            unseen = {sid for sid in self.tokens if not self._is_open(sid)}
            for sid in unseen & self._unseen:
                await self._disconnect(sid)
            self._unseen = unseen

    async def _keep_present(self) -> None:
        while True:
            await asyncio.sleep(SIGN_OF_LIFE)
            for token in set(self.tokens.values()):
                await apart(self._look_at(token), "presence")

    async def _look_at(self, token: str) -> None:
        """Whether a log-in may be here still. The role may have been changed in another process."""
        session = await self._agents.session(token)
        if session is None:
            await self.log_out(token)  # the working day is over
            return
        for sid in [sid for sid, known in self.tokens.items() if known == token]:
            if self._roles.get(sid) != session.agent.role:
                await self._sio.disconnect(sid, namespace=NAMESPACE)  # the page comes in anew, as who it is now
        if token in self.tokens.values():
            await self._agents.present(token, True)
