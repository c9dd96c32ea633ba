"""The desk live: what agents hear and do on the socket.io namespace /desk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import socketio
import structlog

from dichtbij.conversations.model import Conversation, Message
from dichtbij.conversations.service import Conversations
from dichtbij.desk.queue_news import QueueNews
from dichtbij.desk.sockets import NAMESPACE, DeskSockets, agent_room
from dichtbij.desk.views import Views
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import Agent, Case, CaseId
from dichtbij.handoff.offers import Offers
from dichtbij.handoff.service import Handoffs

log = structlog.get_logger()

TELL_QUEUE_EVERY = 0.2
"""Seconds between two tellings of the queue: what changes meanwhile is told together."""


def case_room(case_id: str) -> str:
    """Who listens in on a case."""
    return f"case:{case_id}"


class DeskLive:
    """Tells agents what changes, as it changes."""

    def __init__(
        self,
        sio: socketio.AsyncServer,
        sockets: DeskSockets,
        handoffs: Handoffs,
        offers: Offers,
        conversations: Conversations,
        callbacks: Callbacks,
        views: Views,
        queue: QueueNews,
        tell_typing: Any,
    ) -> None:
        self._sio = sio
        self._sockets = sockets
        self._handoffs = handoffs
        self._offers = offers
        self._conversations = conversations
        self._callbacks = callbacks
        self._views = views
        self._queue = queue
        self._tell_typing = tell_typing
        self._told_callbacks: int | None = None
        self._told_offers: dict[CaseId, tuple[str, datetime | None]] = {}
        self._telling = asyncio.Lock()
        """Held while the queue is told: news must not overtake the whole that a page begins with."""
        self._had: dict[CaseId, str] = {}
        self._news = asyncio.Event()
        self.on_presence: Callable[[], None] | None = None
        """Told when an agent came or went."""
        self.on_listen: Callable[[Agent, Case], Awaitable[None]] | None = None
        """Told, and waited for, before somebody listens in."""
        self.alarms: Callable[[], Sequence[Mapping[str, str]]] = tuple
        """Channels by which nothing goes out until somebody acts, with since when; told to every page."""
        self._teller: asyncio.Task[None] | None = None
        self._telling_alarms: set[asyncio.Task[None]] = set()
        sockets.on_in = self._greet
        sockets.on_change = self._somebody_came_or_went
        sio.on("typing", self._on_typing, namespace=NAMESPACE)
        sio.on("listen", self._on_listen, namespace=NAMESPACE)
        conversations.on_message(self._message)
        conversations.on_delivery(self._receipt)
        conversations.on_change(self._changed)
        handoffs.on_case(self._case)

    async def start(self) -> None:
        """Begin telling."""
        self._teller = asyncio.create_task(self._tell_queue())

    async def stop(self) -> None:
        """Tell nothing more by itself."""
        if self._teller is not None:
            self._teller.cancel()

    # -- agents come and go -------------------------------------------------------------------------------------------

    async def _greet(self, sid: str, agent: Agent) -> None:
        """What a page begins with: the queue, what is offered to it, and how many calls were promised."""
        async with self._telling:
            await self._tell_changes()
            await self._sio.emit("queue", self._queue.whole(), to=sid, namespace=NAMESPACE)
        for case in await self._offers.open():
            if case.offered_to == agent.id:
                await self._sio.emit("offer", await self._offer(case), to=sid, namespace=NAMESPACE)
        await self._sio.emit("alarms", {"alarms": list(self.alarms())}, to=sid, namespace=NAMESPACE)
        await self._sio.emit("callbacks", {"open": await self._callbacks.count_open()}, to=sid, namespace=NAMESPACE)

    async def _somebody_came_or_went(self) -> None:
        if self.on_presence is not None:
            self.on_presence()
        await self._sio.emit("team", {"changed": True}, room="leaders", namespace=NAMESPACE)

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

    async def _on_listen(self, sid: str, *arguments: Any) -> None:
        """Who leads hears a case of somebody else, or no longer."""
        data = arguments[0] if arguments else None
        if not isinstance(data, dict) or not isinstance(data.get("case_id"), str) or not data["case_id"].isascii():
            return
        try:
            if data.get("on") is True:
                await self._listen(sid, CaseId(data["case_id"]))
            else:
                await self._sio.leave_room(sid, case_room(data["case_id"]), namespace=NAMESPACE)
        except (DatabaseUnavailable, KeyError, ValueError):  # the page asks again; the others: the socket closed
            log.warning("listening_failed")

    async def _listen(self, sid: str, case_id: CaseId) -> None:
        session = await self._sockets.session(sid)
        case = await self._handoffs.get(case_id)
        if session is None or not session.agent.may_lead() or case is None:
            return
        if self.on_listen is not None:
            await self.on_listen(session.agent, case)
        await self._sio.enter_room(sid, case_room(case_id), namespace=NAMESPACE)
        await self._sio.emit("case", await self._views.summary(case, self._queue.places), to=sid, namespace=NAMESPACE)

    # -- agents hear --------------------------------------------------------------------------------------------------

    async def _case(self, case: Case) -> None:
        self._queue.touch(case.id)
        to = [agent_room(case.agent_id) if case.agent_id else "agents", case_room(case.id)]
        before = self._had.pop(case.id, None)
        if case.state == "taken" and case.agent_id:
            self._had[case.id] = case.agent_id
        if before is not None and before != case.agent_id:
            to.append(agent_room(before))  # who had it sees that it is somebody else's now
        await self._sio.emit("case", await self._views.summary(case, self._queue.places), room=to, namespace=NAMESPACE)
        await self._tell_offer(case)
        self._news.set()

    async def _tell_offer(self, case: Case) -> None:
        """Tell who is asked to take it, and who no longer is."""
        told = self._told_offers.get(case.id)
        now = (case.offered_to, case.offer_until) if case.state == "waiting" and case.offered_to else None
        if told == now:
            return
        if now is None:
            self._told_offers.pop(case.id, None)
        else:
            self._told_offers[case.id] = now
        if told is not None and (now is None or told[0] != now[0]):
            over = {"case_id": case.id}
            await self._sio.emit("offer_over", over, room=agent_room(told[0]), namespace=NAMESPACE)
        if now is not None:
            await self._sio.emit("offer", await self._offer(case), room=agent_room(now[0]), namespace=NAMESPACE)

    async def _offer(self, case: Case) -> dict[str, Any]:
        until = case.offer_until.isoformat() if case.offer_until else None
        return {"case": await self._views.summary(case, self._queue.places), "until": until}

    async def look(self) -> None:
        """Tell what another process changed: offers, and who waits in which order."""
        if not self._sockets.tokens:
            return
        line = await self._handoffs.line()
        offers = {case.id: (case.offered_to, case.offer_until) for case in line if case.offered_to}
        other = [id_ for id_ in {**self._told_offers, **offers} if self._told_offers.get(id_) != offers.get(id_)]
        found = {case.id: case for case in await self._handoffs.several(other)}
        for id_ in other:
            if id_ in found:
                await self._tell_offer(found[id_])
            else:
                self._told_offers.pop(id_, None)  # it was erased
        if not self._queue.knows(line):
            self._news.set()

    async def _tell_queue(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                async with self._telling:
                    await self._tell_changes()
                await self._sio.emit("team", {"changed": True}, room="leaders", namespace=NAMESPACE)
            except DatabaseUnavailable:
                self._news.set()
                log.error("database_unavailable", during="queue")
            except Exception:  # the next change must be told all the same
                log.exception("queue_not_told")
            await asyncio.sleep(TELL_QUEUE_EVERY)

    async def _tell_changes(self) -> None:
        news = await self._queue.changes()
        if news is not None:
            await self._sio.emit("queue", news, room="agents", namespace=NAMESPACE)

    async def tell_me(self, agent: dict[str, Any]) -> None:
        """The state of an agent changed: every screen of the agent follows, and who leads sees it."""
        await self._sio.emit("me", {"agent": agent}, room=agent_room(agent["id"]), namespace=NAMESPACE)
        await self._somebody_came_or_went()

    async def _message(self, conversation: Conversation, message: Message) -> None:
        if conversation.owner not in ("queue", "agent"):
            return
        case = await self._handoffs.of_conversation(conversation.id)
        if case is None:
            return
        self._queue.touch(case.id)
        to = [agent_room(case.agent_id) if case.agent_id else "agents", case_room(case.id)]
        wire = {"case_id": case.id, "message": message.as_wire()}
        await self._sio.emit("message", wire, room=to, namespace=NAMESPACE)
        await self._sio.emit("case", await self._views.summary(case, self._queue.places), room=to, namespace=NAMESPACE)

    async def _changed(self, conversation: Conversation, message: Message) -> None:
        """What a message shows has changed: by the customer, or its file was fetched."""
        case = await self._handoffs.of_conversation(conversation.id)
        if case is None or conversation.owner not in ("queue", "agent"):
            return
        self._queue.touch(case.id)
        to = [agent_room(case.agent_id) if case.agent_id else "agents", case_room(case.id)]
        wire = {"case_id": case.id, "message": message.as_wire()}
        await self._sio.emit("message_changed", wire, room=to, namespace=NAMESPACE)
        self._news.set()

    async def _receipt(self, conversation: Conversation, message: Message) -> None:
        if message.sender != "agent":
            return
        case = await self._handoffs.of_conversation(conversation.id)
        if case is not None and case.agent_id:
            receipt = {"case_id": case.id, "seq": message.seq, "state": message.state}
            if message.failure:
                receipt["failure"] = message.failure
            await self._sio.emit("receipt", receipt, room=agent_room(case.agent_id), namespace=NAMESPACE)

    async def customer_typing(self, conversation: Conversation, on: bool) -> None:
        """The customer types."""
        case = await self._handoffs.of_conversation(conversation.id)
        if case is not None and case.agent_id:
            data = {"case_id": case.id, "on": on}
            await self._sio.emit("customer_typing", data, room=agent_room(case.agent_id), namespace=NAMESPACE)

    def alarms_changed(self) -> None:
        """An alarm began or ended: tell every page."""
        told = {"alarms": list(self.alarms())}
        task = asyncio.create_task(self._sio.emit("alarms", told, room="agents", namespace=NAMESPACE))
        self._telling_alarms.add(task)  # a task that nobody holds may vanish
        task.add_done_callback(self._telling_alarms.discard)

    async def tell_callbacks(self) -> None:
        """Tell every agent how many callbacks are open."""
        self._told_callbacks = await self._callbacks.count_open()
        await self._sio.emit("callbacks", {"open": self._told_callbacks}, room="agents", namespace=NAMESPACE)

    async def tell_new_callbacks(self) -> None:
        """The same, when the bot noted one since it was told last: the action server is another process."""
        if await self._callbacks.count_open() != self._told_callbacks:
            await self.tell_callbacks()
