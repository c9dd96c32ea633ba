"""The customer's socket: Rasa's events (session_request, session_confirm, user_uttered, bot_uttered) and ours.

What a plain Rasa widget does not send (client, message_id, after, acknowledgements) is optional, so existing widgets
work unchanged: they get Rasa's own forms (rasa.py). docs/protocol.md describes every event.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import socketio
import structlog

from dichtbij.channels.web.frames import position, uttered
from dichtbij.channels.web.limits import Limits
from dichtbij.channels.web.rasa import as_rasa
from dichtbij.channels.web.sessions import Sessions
from dichtbij.clock import Clock
from dichtbij.conversations.model import Content, Conversation, ConversationId, Message, Refused
from dichtbij.conversations.service import Conversations
from dichtbij.counter.ratings import SCORES
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import PERSOONLIJKE_ANTWOORDEN, CustomerShort, Identity, Verified
from dichtbij.customers.profiles import Profiles
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.service import Handoffs
from dichtbij.texts import Texts

log = structlog.get_logger()

CHANNEL = "web"
_REASONS = {"empty": "utter_balie_leeg", "too_long": "utter_balie_te_lang"}


def room(session_key: str, *, plain: bool = False) -> str:
    """The socket.io room of one web session: all its tabs. Plain Rasa widgets have one of their own."""
    return f"{'rasa' if plain else 'web'}:{session_key}"


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
        *,
        base_url: str,
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
        self._base_url = base_url
        self._privacy_url = privacy_url
        self._limits = Limits()
        self.on_customer_typing: Callable[[Conversation, bool], Any] | None = None
        sio.on("connect", self._connect)
        self.invite: Callable[[ConversationId], Awaitable[Mapping[str, str | int]]] | None = None
        """Gives what a customer needs to go on on WhatsApp with a conversation; None: that can't be done."""
        for name in ("session_request", "user_uttered", "read", "typing", "logout", "to_phone"):
            sio.on(name, self._guarded(name))
        conversations.on_message(self.deliver)
        conversations.on_owner(self._tell_owner)

    # -- in -----------------------------------------------------------------------------------------------------------

    async def _connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        await self._sio.save_session(sid, {"key": None, "plain": True})

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
            except Exception:
                log.exception("event_failed", during=name)
            text = self._texts.text("utter_balie_storing")
            if name == "user_uttered":
                return await self._refuse(sid, "unavailable", text)
            await self._sio.emit("problem", {"code": "unavailable", "message": text}, to=sid)
            return _refusal("unavailable", text)

        return handle

    async def _session_request(self, sid: str, data: dict[str, Any]) -> None:
        session_id, key = self._known_or_new(data.get("session_id"))
        token = data.get("login_token")
        if isinstance(token, str) and token:
            session_id, key = await self._rightful(session_id, key, token)
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        if isinstance(token, str) and token:
            await self._recognise(conversation, token)
        plain = not data.get("client")
        await self._join(sid, key, plain=plain)
        await self._sio.emit("session_confirm", session_id, to=sid)
        after = position(data.get("after"))
        missed = await self._conversations.missed(CHANNEL, key, after)
        unsent = [message for message in missed if message.sender != "customer" and message.state == "stored"]
        if plain:
            # It keeps its own history, so it gets what was never sent anywhere.
            for message in unsent:
                await self._emit_plain(message, sid)
        else:
            if after is not None and not await self._is_of(key, after[0]):
                # Erased while this tab was away, or never this session's: nothing it shows is in the record.
                await self._sio.emit("erased", {"conversation_ids": []}, to=sid)
            await self._sio.emit("session", await self._state(conversation), to=sid)
            await self._sio.emit("replay", {"messages": [message.as_wire() for message in missed]}, to=sid)
        for message in unsent:
            await self._conversations.delivered(message.conversation_id, message.seq, "sent", only_seq=True)

    async def _user_uttered(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        joined = await self._joined(sid)
        key = self._sessions.key(data.get("session_id")) or joined["key"]
        if key is None:
            return await self._refuse(sid, "no_session", "Begin opnieuw: ververs de pagina.")
        frame = uttered(data)
        if frame is None:
            # Not said to a plain widget: rasa-webchat sends an empty first message by itself.
            return _refusal("bad_frame", "Dit bericht kwam niet goed aan.")
        if not self._limits.allow(key, self._clock()):
            return await self._refuse(sid, "too_fast", "Dat gaat wat snel. Wacht even en probeer het dan opnieuw.")
        if key != joined["key"]:
            await self._join(sid, key, plain=joined["plain"])
        text, payload, into = await self._as_read(key, frame.message, frame.title)
        received = await self._conversations.receive(
            CHANNEL,
            key,
            text,
            payload=payload,
            channel_message_id=frame.message_id,
            welcome=self._welcome(),
            into=into,
        )
        if isinstance(received, Refused):
            return await self._refuse(sid, received.reason, self._texts.text(_REASONS[received.reason]))
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
        key, upto = (await self._joined(sid))["key"], position(data)
        if key is None or upto is None:
            return
        if await self._is_of(key, upto[0]):
            await self._conversations.delivered(upto[0], upto[1], "read")

    async def _is_of(self, key: str, id_: ConversationId) -> bool:
        """Whether a conversation is of this session."""
        conversation = await self._conversations.get(id_)
        return conversation is not None and (conversation.channel, conversation.channel_key) == (CHANNEL, key)

    async def _typing(self, sid: str, data: dict[str, Any]) -> None:
        key = (await self._joined(sid))["key"]
        if key is None or self.on_customer_typing is None:
            return
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        if conversation.owner == "agent":
            await self.on_customer_typing(conversation, data.get("on") is True)

    async def _to_phone(self, sid: str, data: dict[str, Any]) -> dict[str, Any]:
        """The customer wants to go on on WhatsApp: a link with a one-time reference, for this session alone."""
        key = (await self._joined(sid))["key"]
        if key is None or self.invite is None:
            return _refusal("no_phone", self._texts.text("utter_verder_kan_niet"))
        if not self._limits.allow(key, self._clock()):
            return _refusal("too_fast", "Dat gaat wat snel. Wacht even en probeer het dan opnieuw.")
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        if conversation.owner != "bot":
            customer = await self._customer(await self._identification.identity(conversation.id))
            why = "utter_verder_wacht" if conversation.owner == "queue" else "utter_verder_met_medewerker"
            return _refusal("no_phone", self._texts.text(why, customer.form_of_address if customer else None))
        return {"ok": True, **await self.invite(conversation.id)}

    async def _logout(self, sid: str, data: dict[str, Any]) -> None:
        """The customer logged out of the host site: who comes next must find nothing of what was proved and said."""
        key = self._sessions.key(data.get("session_id")) or (await self._joined(sid))["key"]
        if key is None:
            return
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        if not await self._people(conversation):
            return
        await self._handoffs.abandon(conversation.id, "uitgelogd", "De klant logde uit.")
        await self._identification.forget(conversation.id)
        session_id, key = self._known_or_new(None)
        await self._join(sid, key, plain=(await self._joined(sid))["plain"])
        await self._sio.emit("session_confirm", session_id, to=sid)

    # -- who ----------------------------------------------------------------------------------------------------------

    def _known_or_new(self, session_id: object) -> tuple[str, str]:
        """The session that was asked for when it is ours, otherwise a new one: its id and its key."""
        key = self._sessions.key(session_id)
        if key is not None:
            return str(session_id), key
        new = self._sessions.new()
        key = self._sessions.key(new)
        assert key is not None
        return new, key

    async def _rightful(self, session_id: str, key: str, token: str) -> tuple[str, str]:
        """The session for whoever just logged in: a new one when somebody else was known in this one.

        The messages of the one before hold figures and addresses; on a shared computer the next must not get them.
        """
        customer_id = await self._identification.customer_of_login(token)
        conversation = await self._conversations.current(CHANNEL, key, self._welcome())
        if customer_id is None or await self._people(conversation) <= {customer_id}:
            return session_id, key
        await self._handoffs.abandon(conversation.id, "andere klant", "Een andere klant logde in op deze computer.")
        return self._known_or_new(None)

    async def _people(self, conversation: Conversation) -> set[str]:
        """Every customer who was known in this session, in its earlier conversations too."""
        people: set[str] = set()
        look: Conversation | None = conversation
        while look is not None:
            identity = await self._identification.identity(look.id)
            people |= {identity.customer_id} if identity.customer_id else set()
            look = await self._conversations.get(look.previous_id) if look.previous_id else None
        return people

    async def _recognise(self, conversation: Conversation, token: str) -> None:
        result = await self._identification.recognise_login(conversation.id, token)
        if not isinstance(result, Verified):
            log.info("login_token_refused", conversation=conversation.id, reason=result.reason.value)
        else:  # who waits or has an agent is somebody to the desk from now on
            await self._handoffs.changed(conversation.id)

    async def _join(self, sid: str, key: str, *, plain: bool) -> None:
        """From now on this socket hears one session, and no other."""
        before = await self._joined(sid)
        if before["key"] is not None:
            await self._sio.leave_room(sid, room(before["key"], plain=before["plain"]))
        await self._sio.save_session(sid, {"key": key, "plain": plain})
        await self._sio.enter_room(sid, room(key, plain=plain))

    async def _joined(self, sid: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = await self._sio.get_session(sid)
        except KeyError:  # the socket closed meanwhile
            return {"key": None, "plain": False}
        return found

    # -- out ----------------------------------------------------------------------------------------------------------

    async def deliver(self, conversation: Conversation, message: Message) -> None:
        """Send one stored message to every tab of the session."""
        if conversation.channel != CHANNEL:
            return
        ours, plain = room(conversation.channel_key), room(conversation.channel_key, plain=True)
        if message.sender == "customer":
            await self._sio.emit("customer_uttered", message.as_wire(), room=ours)
            return
        await self._sio.emit("bot_uttered", message.as_wire(), room=ours)
        await self._emit_plain(message, plain)
        rooms = self._sio.manager.rooms.get("/", {})
        if rooms.get(ours) or rooms.get(plain):
            await self._conversations.delivered(conversation.id, message.seq, "sent", only_seq=True)

    async def _emit_plain(self, message: Message, to: str) -> None:
        for event in as_rasa(message.content, self._base_url):
            await self._sio.emit("bot_uttered", event, to=to)

    async def _refuse(self, sid: str, code: str, message: str) -> dict[str, Any]:
        """Say that a message was not taken: in the acknowledgement, and to a plain widget as the bot's words."""
        if (await self._joined(sid))["plain"]:
            await self._sio.emit("bot_uttered", {"text": message}, to=sid)
        return _refusal(code, message)

    async def _tell_owner(self, conversation: Conversation) -> None:
        if conversation.channel == CHANNEL:
            state = await self._state(conversation)
            await self._sio.emit("owner", state, room=room(conversation.channel_key))

    async def tell_erased(self, channel: str, channel_key: str, conversation_ids: Sequence[str]) -> None:
        """Let every tab of a session take conversations off the screen and out of its storage."""
        if channel == CHANNEL:
            await self._sio.emit("erased", {"conversation_ids": list(conversation_ids)}, room=room(channel_key))

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

    async def _as_read(self, key: str, message: str, title: str | None) -> tuple[str, str, ConversationId | None]:
        """What the customer reads in the own window, what it means to the bot, and which conversation it rates.

        A payload counts only when it was offered where the customer can see it: a typed "/..." is just text.
        """
        if title is None and not message.startswith("/"):
            return message, "", None
        offered = await self._conversations.offering(CHANNEL, key, message, title)
        if offered is None:
            return title or message, "", None
        conversation, offered_title = offered
        return offered_title, message, conversation.id if message in SCORES else None

    async def _state(self, conversation: Conversation) -> dict[str, Any]:
        identity = await self._identification.identity(conversation.id)
        state: dict[str, Any] = {
            "conversation_id": conversation.id,
            "owner": conversation.owner,
            "level": identity.level,
        }
        if self.invite is not None:
            state["phone"] = True
        customer = await self._customer(identity)
        if customer and customer.has_consent.get(PERSOONLIJKE_ANTWOORDEN, True):
            state["name"] = customer.first_name if customer.form_of_address == "je" else customer.salutation
        if conversation.owner == "agent":
            case = await self._handoffs.of_conversation(conversation.id)
            if case:
                state["agent_name"] = case.agent_name
        return state

    async def _customer(self, who: Identity) -> CustomerShort | None:
        return await self._profiles.short(who.customer_id) if who.customer_id else None

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
