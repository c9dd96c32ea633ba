"""The customer's socket: Rasa's events (session_request, session_confirm, user_uttered, bot_uttered) and ours.

What a plain Rasa widget does not send (message_id, after, acknowledgements) is optional, so existing widgets work
unchanged. docs/protocol.md describes every event.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import socketio
import structlog

from dichtbij.channels.web.limits import BURST, Bucket
from dichtbij.channels.web.sessions import Sessions
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, ConversationId, Message, Refused
from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import Verified
from dichtbij.customers.profiles import Profiles
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.service import Handoffs
from dichtbij.texts import Texts

log = structlog.get_logger()

CHANNEL = "web"
_MAX_ID = 64
_REASONS = {"empty": "utter_balie_leeg", "too_long": "utter_balie_te_lang"}


def room(session_key: str) -> str:
    """The socket.io room of one web session: all its tabs."""
    return f"web:{session_key}"


class WebChannel:
    """Connects sockets to the record."""

    def __init__(
        self,
        sio: socketio.AsyncServer,
        sessions: Sessions,
        conversations: Conversations,
        handoffs: Handoffs,
        identification: Identification,
        profiles: Profiles,
        texts: Texts,
        clock: Clock,
        notify: Callable[[ConversationId], None],
        privacy_url: str,
    ) -> None:
        self._sio = sio
        self._sessions = sessions
        self._conversations = conversations
        self._handoffs = handoffs
        self._identification = identification
        self._profiles = profiles
        self._texts = texts
        self._clock = clock
        self._notify = notify
        self._privacy_url = privacy_url
        self._buckets: dict[str, Bucket] = {}
        self.on_customer_typing: Callable[[Conversation, bool], Any] | None = None
        sio.on("connect", self._connect)
        sio.on("disconnect", self._disconnect)
        for name in ("session_request", "user_uttered", "read", "typing", "logout"):
            sio.on(name, self._guarded(name))
        conversations.on_message(self.deliver)
        conversations.on_owner(self._tell_owner)

    # -- in -----------------------------------------------------------------------------------------------------------

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        await self._sio.save_session(sid, {"key": None})

    async def _disconnect(self, sid: str, reason: str = "") -> None:
        return None

    def _guarded(self, name: str) -> Callable[..., Any]:
        """Every event ends in an answer a widget understands, whatever was sent."""
        handler = getattr(self, f"_{name}")

        async def handle(sid: str, *arguments: Any) -> Any:
            data = arguments[0] if arguments else None
            if data is not None and not isinstance(data, dict):
                return _refusal("bad_frame", "Dit bericht kwam niet goed aan.")
            try:
                return await handler(sid, data or {})
            except DatabaseUnavailable:
                log.error("database_unavailable", during=name)
                problem = _refusal("unavailable", self._texts.text("utter_balie_storing"))
                await self._sio.emit("problem", problem["error"], to=sid)
                return problem

        return handle

    async def _session_request(self, sid: str, data: dict[str, Any]) -> None:
        given = data.get("session_id")
        key = self._sessions.key(given)
        session_id = str(given) if key else self._sessions.new()
        key = key or self._sessions.key(session_id)
        assert key is not None
        await self._sio.save_session(sid, {"key": key})
        await self._sio.enter_room(sid, room(key))
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        await self._recognise(conversation, data.get("login_token"), sid)
        await self._sio.emit("session_confirm", session_id, to=sid)
        await self._sio.emit("session", await self._state(conversation), to=sid)
        missed = await self._conversations.missed(CHANNEL, key, _after(data.get("after")))
        if data.get("client"):
            await self._sio.emit("replay", {"messages": [message.as_wire() for message in missed]}, to=sid)
        else:
            # A plain Rasa widget keeps its own history: it gets what was never sent anywhere.
            for message in missed:
                if message.sender != "customer" and message.state == "stored":
                    await self._sio.emit("bot_uttered", message.as_wire(), to=sid)
        waiting = [m.seq for m in missed if m.sender != "customer" and m.state == "stored"]
        if waiting:
            await self._conversations.delivered(conversation.id, max(waiting), "sent")

    async def _user_uttered(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        key = self._sessions.key(data.get("session_id")) or (await self._sio.get_session(sid)).get("key")
        if key is None:
            await self._sio.emit("problem", {"code": "no_session", "message": "Begin opnieuw: ververs de pagina."}, to=sid)
            return _refusal("no_session", "Begin opnieuw: ververs de pagina.")
        message, title, message_id = data.get("message"), data.get("title"), data.get("message_id")
        if not isinstance(message, str) or (title is not None and not isinstance(title, str)):
            return _refusal("bad_frame", "Dit bericht kwam niet goed aan.")
        if not isinstance(message_id, str) or not 0 < len(message_id) <= _MAX_ID:
            message_id = None
        now = self._clock()
        if not self._buckets.setdefault(key, Bucket(BURST, now)).take(now):
            return _refusal("too_fast", "Dat gaat wat snel. Wacht even en probeer het dan opnieuw.")
        text, payload = await self._as_read(key, message, title)
        received = await self._conversations.receive(
            CHANNEL, key, text, payload=payload, channel_message_id=message_id, welcome=self._welcome()
        )
        if isinstance(received, Refused):
            problem = {"code": received.reason, "message": self._texts.text(_REASONS[received.reason])}
            await self._sio.emit("problem", problem, to=sid)
            return {"ok": False, "error": problem}
        self._notify(received.conversation.id)
        stored = received.message
        return {
            "ok": True,
            "id": stored.id,
            "conversation_id": stored.conversation_id,
            "seq": stored.seq,
            "at": stored.at.isoformat(),
        }

    async def _read(self, sid: str, data: dict[str, Any]) -> None:
        key, after = (await self._sio.get_session(sid)).get("key"), _after(data)
        if key is None or after is None:
            return
        conversation = await self._conversations.get(after[0])
        if conversation and (conversation.channel, conversation.channel_key) == (CHANNEL, key):
            await self._conversations.delivered(conversation.id, after[1], "read")

    async def _typing(self, sid: str, data: dict[str, Any]) -> None:
        key = (await self._sio.get_session(sid)).get("key")
        if key is None or self.on_customer_typing is None:
            return
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        if conversation.owner == "agent":
            await self.on_customer_typing(conversation, bool(data.get("on")))

    async def _logout(self, sid: str, data: dict[str, Any]) -> None:
        """The customer logged out of the host site: what was proved no longer counts."""
        key = self._sessions.key(data.get("session_id"))
        if key is not None:
            conversation = await self._conversations.current(CHANNEL, key, self._welcome())
            await self._identification.forget(conversation.id)

    # -- out ----------------------------------------------------------------------------------------------------------

    async def deliver(self, conversation: Conversation, message: Message) -> None:
        """Send one stored message to every tab of the session."""
        if conversation.channel != CHANNEL:
            return
        to = room(conversation.channel_key)
        event = "customer_uttered" if message.sender == "customer" else "bot_uttered"
        await self._sio.emit(event, message.as_wire(), room=to)
        if message.sender != "customer" and self._sio.manager.rooms.get("/", {}).get(to):
            await self._conversations.delivered(conversation.id, message.seq, "sent", only_seq=True)

    async def _tell_owner(self, conversation: Conversation) -> None:
        if conversation.channel == CHANNEL:
            state = await self._state(conversation)
            await self._sio.emit("owner", state, room=room(conversation.channel_key))

    async def agent_typing(self, conversation: Conversation, on: bool) -> None:
        """Show the customer that a human types."""
        if conversation.channel == CHANNEL:
            await self._sio.emit("agent_typing", {"on": on}, room=room(conversation.channel_key))

    async def busy(self, id_: ConversationId, on: bool) -> None:
        """Show the customer that the answer is being looked up."""
        conversation = await self._conversations.get(id_)
        if conversation and conversation.channel == CHANNEL:
            await self._sio.emit("bot_busy", {"on": on}, room=room(conversation.channel_key))

    # -- small things -------------------------------------------------------------------------------------------------

    async def _as_read(self, key: str, message: str, title: str | None) -> tuple[str, str]:
        """What the customer reads in the own window, and what it means to the bot.

        A payload counts only when it was offered in this conversation: a typed "/..." is just text.
        """
        if not message.startswith("/"):
            return message, ""
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        for earlier in reversed(await self._conversations.messages(conversation.id)):
            for reply in earlier.content.quick_replies:
                if reply["payload"] == message and title in (None, reply["title"]):
                    return reply["title"], message
        return message, ""

    async def _recognise(self, conversation: Conversation, token: object, sid: str) -> None:
        if isinstance(token, str) and token:
            result = await self._identification.recognise_login(conversation.id, token)
            if not isinstance(result, Verified):
                log.info("login_token_refused", conversation=conversation.id, reason=result.reason.value)

    async def _state(self, conversation: Conversation) -> dict[str, Any]:
        identity = await self._identification.identity(conversation.id)
        state: dict[str, Any] = {
            "conversation_id": conversation.id,
            "owner": conversation.owner,
            "level": identity.level,
        }
        if identity.customer_id:
            customer = await self._profiles.short(identity.customer_id)
            if customer:
                state["name"] = customer.first_name if customer.form_of_address == "je" else customer.salutation
        if conversation.owner == "agent":
            case = await self._handoffs.of_conversation(conversation.id)
            if case:
                state["agent_name"] = case.agent_name
        return state

    def _welcome(self) -> Content:
        text = self._texts.render("utter_balie_welkom")
        return Content(
            text=text.text,
            quick_replies=text.buttons,
            links=({"title": "privacy", "url": self._privacy_url},),
            marks=("utter:utter_balie_welkom",),
        )


def _refusal(code: str, message: str) -> dict[str, Any]:
    return {"ok": False, "error": {"code": code, "message": message}}


def _after(data: object) -> tuple[ConversationId, int] | None:
    if not isinstance(data, dict):
        return None
    id_, seq = data.get("conversation_id"), data.get("seq")
    if not isinstance(id_, str) or len(id_) > _MAX_ID or not isinstance(seq, int) or isinstance(seq, bool):
        return None
    return ConversationId(id_), max(0, min(seq, 2**31))
