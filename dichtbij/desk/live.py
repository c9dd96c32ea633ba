"""The desk live: socket.io namespace /desk. Who may not be here is not let in; who is here counts as present."""

from __future__ import annotations

import asyncio
from typing import Any

import socketio
import structlog

from dichtbij.conversations.model import Conversation, Message
from dichtbij.conversations.service import Conversations
from dichtbij.desk.routes import COOKIE
from dichtbij.desk.views import Views
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.agents import Agents, DeskSession
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import Case, CaseId
from dichtbij.handoff.service import Handoffs

log = structlog.get_logger()

NAMESPACE = "/desk"
LOOK_FOR_GONE = 1.0
"""Seconds between two looks for pages that went without a word."""

SIGN_OF_LIFE = 20.0
"""Seconds between two notes that an agent's page is still connected."""


def agent_room(agent_id: str) -> str:
    """All screens of one agent."""
    return f"agent:{agent_id}"


class DeskLive:
    """Tells agents what changes, as it changes."""

    def __init__(
        self,
        sio: socketio.AsyncServer,
        agents: Agents,
        handoffs: Handoffs,
        conversations: Conversations,
        callbacks: Callbacks,
        views: Views,
        tell_typing: Any,
    ) -> None:
        self._sio = sio
        self._agents = agents
        self._handoffs = handoffs
        self._conversations = conversations
        self._callbacks = callbacks
        self._views = views
        self._tell_typing = tell_typing
        self._tokens: dict[str, str] = {}
        self._told_callbacks: int | None = None
        self._unseen: set[str] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._stopped = False
        sio.on("connect", self._connect, namespace=NAMESPACE)
        sio.on("disconnect", self._disconnect, namespace=NAMESPACE)
        sio.on("typing", self._on_typing, namespace=NAMESPACE)
        conversations.on_message(self._message)
        conversations.on_delivery(self._receipt)
        handoffs.on_case(self._case)

    async def start(self) -> None:
        """Begin noting who is present."""
        self._keepers = [asyncio.create_task(self._keep_present()), asyncio.create_task(self._forget_gone())]

    async def stop(self) -> None:
        """Nobody is present any more as far as this process knows."""
        self._stopped = True
        for keeper in self._keepers:
            keeper.cancel()
        for token in set(self._tokens.values()):
            try:
                await self._agents.present(token, False)
            except DatabaseUnavailable:
                log.warning("presence_not_cleared")

    async def log_out(self, token: str) -> None:
        """Close every socket of a log-in."""
        for sid in [sid for sid, known in self._tokens.items() if known == token]:
            await self._sio.disconnect(sid, namespace=NAMESPACE)

    # -- agents come and go -------------------------------------------------------------------------------------------

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> bool:
        token = environ["aiohttp.request"].cookies.get(COOKIE, "")
        try:
            session = await self._agents.session(token)
            return session is not None and await self._let_in(sid, token, session)
        except DatabaseUnavailable:
            self._tokens.pop(sid, None)
            log.error("database_unavailable", during="desk_connect")
            return False  # the page tries again

    async def _let_in(self, sid: str, token: str, session: DeskSession) -> bool:
        self._tokens[sid] = token
        await self._sio.save_session(sid, {"agent_id": session.agent.id}, namespace=NAMESPACE)
        await self._sio.enter_room(sid, "agents", namespace=NAMESPACE)
        await self._sio.enter_room(sid, agent_room(session.agent.id), namespace=NAMESPACE)
        await self._agents.present(token, True)
        await self._sio.emit("queue", await self._queue(), to=sid, namespace=NAMESPACE)
        await self._sio.emit("callbacks", {"open": await self._callbacks.count_open()}, to=sid, namespace=NAMESPACE)
        return True

    async def _disconnect(self, sid: str, reason: str = "") -> None:
        token = self._tokens.pop(sid, None)
        if token is None or token in self._tokens.values() or self._stopped:
            return
        try:
            await self._agents.present(token, False)
        except DatabaseUnavailable:
            log.warning("presence_not_cleared")

    def _is_open(self, sid: str) -> bool:
        return self._sio.manager.eio_sid_from_sid(sid, NAMESPACE) in self._sio.eio.sockets

    async def _forget_gone(self) -> None:
        """Drop pages that were closed while they were let in: python-socketio says nothing of those.

        Without this an agent who left counts as present, and customers wait for nobody. Twice not seen is gone: a page
        that is being let in at this very moment is not seen either.
        """
        while True:
            await asyncio.sleep(LOOK_FOR_GONE)
            unseen = {sid for sid in self._tokens if not self._is_open(sid)}
            for sid in unseen & self._unseen:
                await self._disconnect(sid)
            self._unseen = unseen

    async def _keep_present(self) -> None:
        while True:
            await asyncio.sleep(SIGN_OF_LIFE)
            for token in set(self._tokens.values()):
                try:
                    if await self._agents.session(token) is None:
                        await self.log_out(token)  # the working day is over
                    else:
                        await self._agents.present(token, True)
                except DatabaseUnavailable:
                    log.error("database_unavailable", during="presence")
                except Exception:  # one bad log-in must not make all the others absent
                    log.exception("presence_failed")

    # -- agents do ----------------------------------------------------------------------------------------------------

    async def _on_typing(self, sid: str, *arguments: Any) -> None:
        data = arguments[0] if arguments else None
        if not isinstance(data, dict) or not isinstance(data.get("case_id"), str) or not data["case_id"].isascii():
            return
        try:
            await self._typing(sid, data)
        except (DatabaseUnavailable, KeyError):  # a typing sign that gets lost is no loss; KeyError: the socket closed
            log.warning("typing_lost")

    async def _typing(self, sid: str, data: dict[str, Any]) -> None:
        agent_id = (await self._sio.get_session(sid, namespace=NAMESPACE))["agent_id"]
        case = await self._handoffs.get(CaseId(data["case_id"]))
        if case is None or case.state != "taken" or case.agent_id != agent_id:
            return
        conversation = await self._conversations.get(case.conversation_id)
        if conversation is not None:
            await self._tell_typing(conversation, data.get("on") is True)

    # -- agents hear --------------------------------------------------------------------------------------------------

    async def _case(self, case: Case) -> None:
        summary = await self._views.summary(case)
        await self._sio.emit("queue", await self._queue(), room="agents", namespace=NAMESPACE)
        to = agent_room(case.agent_id) if case.agent_id else "agents"
        await self._sio.emit("case", summary, room=to, namespace=NAMESPACE)

    async def _message(self, conversation: Conversation, message: Message) -> None:
        if conversation.owner not in ("queue", "agent"):
            return
        case = await self._handoffs.of_conversation(conversation.id)
        if case is None:
            return
        to = agent_room(case.agent_id) if case.agent_id else "agents"
        wire = {"case_id": case.id, "message": message.as_wire()}
        await self._sio.emit("message", wire, room=to, namespace=NAMESPACE)
        await self._sio.emit("case", await self._views.summary(case), room=to, namespace=NAMESPACE)

    async def _receipt(self, conversation: Conversation, message: Message) -> None:
        if message.sender != "agent":
            return
        case = await self._handoffs.of_conversation(conversation.id)
        if case is not None and case.agent_id:
            receipt = {"case_id": case.id, "seq": message.seq, "state": message.state}
            await self._sio.emit("receipt", receipt, room=agent_room(case.agent_id), namespace=NAMESPACE)

    async def customer_typing(self, conversation: Conversation, on: bool) -> None:
        """The customer types."""
        case = await self._handoffs.of_conversation(conversation.id)
        if case is not None and case.agent_id:
            data = {"case_id": case.id, "on": on}
            await self._sio.emit("customer_typing", data, room=agent_room(case.agent_id), namespace=NAMESPACE)

    async def tell_callbacks(self) -> None:
        """Tell every agent how many callbacks are open."""
        self._told_callbacks = await self._callbacks.count_open()
        await self._sio.emit("callbacks", {"open": self._told_callbacks}, room="agents", namespace=NAMESPACE)

    async def tell_new_callbacks(self) -> None:
        """The same, when the bot noted one since it was told last: the action server is another process."""
        if await self._callbacks.count_open() != self._told_callbacks:
            await self.tell_callbacks()

    async def _queue(self) -> dict[str, Any]:
        return {"cases": [await self._views.summary(case) for case in await self._handoffs.waiting()]}
