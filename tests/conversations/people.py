"""Who talks in a conversation test: a customer on the real socket, an agent at the real desk. Every wait is bounded."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import socketio

from dichtbij.customers.demo_personas import Persona
from tests.stack import PASSWORD, Stack

ANSWER_WITHIN = 60.0
"""Seconds a customer of a test waits for an answer before the test fails."""

Message = dict[str, Any]


async def until(condition: Callable[[], Any], what: str, seconds: float = ANSWER_WITHIN) -> Any:
    """The first true value of a condition that nobody announces; looks ten times a second."""
    begin = time.monotonic()
    while not (value := condition()):
        assert time.monotonic() - begin < seconds, f"not within {seconds:.0f} s: {what}"
        await asyncio.sleep(0.1)
    return value


@dataclass(frozen=True)
class Heard:
    """What a customer hears after one message: mostly one bubble."""

    messages: Sequence[Message]

    @property
    def text(self) -> str:
        """All that can be read, on lines."""
        return "\n".join(message.get("text", "") for message in self.messages)

    @property
    def titles(self) -> list[str]:
        """The buttons under the last bubble."""
        return [reply["title"] for reply in self.messages[-1].get("quick_replies", [])]

    @property
    def links(self) -> list[dict[str, str]]:
        """Downloads."""
        return [link for message in self.messages for link in message.get("links", [])]

    @property
    def image(self) -> dict[str, str]:
        """The picture: src and title (what it shows, in words)."""
        return next(message["attachment"]["payload"] for message in self.messages if "attachment" in message)

    @property
    def senders(self) -> list[str]:
        """Who said it."""
        return [message["sender"] for message in self.messages]

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def __repr__(self) -> str:
        return f"{self.text!r} {self.titles}"


class _Socket:
    """What customer and agent share: a socket, and waiting for what it brings."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._sio = self._client()
        self._news = asyncio.Event()

    def _client(self) -> socketio.AsyncClient:
        return socketio.AsyncClient(reconnection=False)

    def _heard(self) -> None:
        self._news.set()

    async def _wait(self, condition: Callable[[], Any], what: str, seconds: float = ANSWER_WITHIN) -> Any:
        """The first true value of a condition, looked at whenever the socket brings something."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            self._news.clear()
            left = end - time.monotonic()
            try:
                await asyncio.wait_for(self._news.wait(), max(left, 0.01))
            except asyncio.TimeoutError:
                raise AssertionError(f"not within {seconds:.0f} s: {what}\n{self}") from None
        return value

    async def leave(self) -> None:
        """Close the socket."""
        if self._sio.connected:
            await self._sio.disconnect()


@dataclass
class _Seen:
    """What one browser knows; survives a reload."""

    session_id: str | None = None
    messages: dict[str, Message] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


class Customer(_Socket):
    """Somebody in the chat of the website."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(stack)
        self.seen = _Seen()
        self.session: dict[str, Any] = {}
        self.owner = ""
        self.agent_name = ""
        self.agent_types = False
        self.problems: list[dict[str, str]] = []
        self._replayed = False

    # -- coming and going -----------------------------------------------------------------------------------------

    async def connect(self, token: str | None = None) -> Customer:
        """Open the page: a new session, or the one this browser remembers."""
        self._sio = self._client()
        for name in ("session_confirm", "session", "replay", "owner", "agent_typing", "problem"):
            self._sio.on(name, getattr(self, f"_on_{name}"))
        for name in ("bot_uttered", "customer_uttered"):
            self._sio.on(name, self._on_message)
        self._replayed = False
        await self._sio.connect(self.stack.url, transports=["websocket"], wait_timeout=60)
        request: dict[str, Any] = {"client": "dichtbij/1"}
        if self.seen.session_id:
            request["session_id"] = self.seen.session_id
        if self.transcript:
            last = self.transcript[-1]
            request["after"] = {"conversation_id": last["conversation_id"], "seq": last["seq"]}
        if token:
            request["login_token"] = token
        await self._sio.emit("session_request", request)
        await self._wait(lambda: self._replayed, "the session")
        return self

    async def login(self, who: Persona | str) -> Customer:
        """Open the page while logged in to Mijn Duinlicht."""
        number = who if isinstance(who, str) else who.customer_number
        await self.leave()
        await self.connect(self.stack.login_token(number))
        assert self.session["level"] == 2
        return self

    async def reload(self) -> None:
        """Refresh the page: the browser keeps the session and forgets what it showed."""
        await self.leave()
        self.seen = _Seen(self.seen.session_id)
        await self.connect()

    async def come_back(self, seconds: float = ANSWER_WITHIN) -> None:
        """The connection was lost: try until the counter is there again, and get what was missed."""
        await self.leave()
        end = time.monotonic() + seconds
        while True:
            try:
                await self.connect()
                return
            except socketio.exceptions.ConnectionError:
                assert time.monotonic() < end, f"the counter did not come back within {seconds:.0f} s"
                await asyncio.sleep(0.1)

    async def identify(self, who: Persona) -> Heard:
        """Answer the questions of the identification with the real mailed code; gives what is said after it."""
        before = len(self.stack.mails(who.email))
        assert "postcode" in await self.say(who.customer_number)
        assert "code" in await self.say(who.postcode)
        await until(lambda: len(self.stack.mails(who.email)) > before, "the mail with the code")
        return await self.say(self.stack.code_for(who.email))

    # -- talking --------------------------------------------------------------------------------------------------

    async def send(self, text: str, *, title: str | None = None, message_id: str | None = None) -> dict[str, Any]:
        """Send and wait until it was stored; gives the acknowledgement."""
        frame = {"message": text, "session_id": self.seen.session_id, "message_id": message_id or str(uuid.uuid4())}
        if title is not None:
            frame["title"] = title
        return dict(await self._sio.call("user_uttered", frame, timeout=60))

    async def tell(self, text: str, *, title: str | None = None) -> int:
        """Send without waiting for an answer; gives the sequence number."""
        stored = await self.send(text, title=title)
        assert stored["ok"], stored
        return int(stored["seq"])

    async def say(self, text: str, *, title: str | None = None) -> Heard:
        """Send, and wait for the answer."""
        return await self.hears(after=await self.tell(text, title=title))

    async def tap(self, title: str) -> Heard:
        """Tap a button that can be seen now."""
        return await self.say(self._payload(title), title=title)

    def _payload(self, title: str) -> str:
        for message in reversed(self.transcript):
            for reply in message.get("quick_replies", []):
                if reply["title"] == title:
                    return str(reply["payload"])
        raise AssertionError(f"there is no button {title!r}\n{self}")

    async def hears(self, *, after: int | None = None, count: int = 1, seconds: float = ANSWER_WITHIN) -> Heard:
        """What others say after a sequence number (or after the last own message), when there is enough of it."""
        if after is None:
            after = max((m["seq"] for m in self.transcript if m["sender"] == "customer"), default=0)

        def others() -> list[Message]:
            conversation = self.transcript[-1]["conversation_id"] if self.transcript else ""
            found = [m for m in self.transcript if m["sender"] != "customer" and m["seq"] > after]
            return [m for m in found if m["conversation_id"] == conversation]

        await self._wait(lambda: len(others()) >= count, f"{count} message(s) after number {after}", seconds)
        return Heard(others())

    async def sees_typing(self) -> None:
        """Wait for the sign that a human types."""
        await self._wait(lambda: self.agent_types, "the sign that a human types")

    async def shows(self, words: str, seconds: float = ANSWER_WITHIN) -> None:
        """Wait until somebody said this, whenever that was."""
        await self._wait(lambda: words in str(self), repr(words), seconds)

    async def until_stored(self, words: str) -> None:
        """Wait until somebody said this in the record; the page may be closed."""
        await until(lambda: words in str(self.stored()), f"{words!r} in the record")

    async def is_handled(self, seq: int) -> None:
        """Wait until the counter has done all it does with a message that needs no answer."""
        query = "SELECT handled_at FROM messages WHERE conversation_id = ? AND seq = ?"
        await until(lambda: self.stack.one(query, self.conversation_id, seq), "the message to be handled")

    async def becomes(self, owner: str) -> None:
        """Wait until the page shows another owner of the conversation."""
        await self._wait(lambda: self.owner == owner, f"owner {owner}, not {self.owner}")

    # -- what can be seen -----------------------------------------------------------------------------------------

    @property
    def transcript(self) -> list[Message]:
        """Every message on the screen, in order."""
        order = list(dict.fromkeys(m["conversation_id"] for m in self.seen.messages.values()))
        return sorted(self.seen.messages.values(), key=lambda m: (order.index(m["conversation_id"]), m["seq"]))

    @property
    def conversation_id(self) -> str:
        """The conversation of now."""
        return str(self.session["conversation_id"])

    def stored(self) -> list[tuple[int, str, str]]:
        """The record in the database: number, sender, text."""
        query = "SELECT seq, sender, content ->> '$.text' FROM messages WHERE conversation_id = ? ORDER BY seq"
        return [(seq, sender, text) for seq, sender, text in self.stack.rows(query, self.conversation_id)]

    def __str__(self) -> str:
        return "\n".join(f"{m['seq']:>3} {m['sender']}: {m.get('text', '')}" for m in self.transcript)

    # -- events ---------------------------------------------------------------------------------------------------

    def _on_session_confirm(self, session_id: str) -> None:
        self.seen.session_id = session_id

    def _on_session(self, state: dict[str, Any]) -> None:
        self.session = state
        self.owner = state["owner"]
        self.agent_name = state.get("agent_name", "")

    def _on_owner(self, state: dict[str, Any]) -> None:
        self.owner = state["owner"]
        self.agent_name = state.get("agent_name", "")
        self._heard()

    def _on_replay(self, data: dict[str, Any]) -> None:
        for message in data["messages"]:
            self.seen.messages[message["id"]] = message
        self._replayed = True
        self._heard()

    def _on_message(self, message: Message) -> None:
        self.seen.messages[message["id"]] = message
        self._heard()

    def _on_agent_typing(self, data: dict[str, Any]) -> None:
        self.agent_types = bool(data["on"])
        self._heard()

    def _on_problem(self, problem: dict[str, str]) -> None:
        self.problems.append(problem)
        self._heard()


class AgentAt(_Socket):
    """Somebody at the desk."""

    def __init__(self, stack: Stack, username: str) -> None:
        super().__init__(stack)
        self.username = username
        self._http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._csrf = ""
        self._rows: dict[str, dict[str, Any]] = {}
        self._order: list[str] = []
        self.asked: dict[str, str] = {}
        """The cases that this agent is asked to take now, each with until when (ISO 8601)."""
        self.messages: list[dict[str, Any]] = []
        self.receipts: list[dict[str, Any]] = []
        self.customer_types = False
        self.open_callbacks = -1

    def __str__(self) -> str:
        return f"{self.username} sees {self.queue}"

    async def log_in(self) -> AgentAt:
        """Log in and open the desk: from here on an agent is present."""
        async with self._http.post(
            f"{self.stack.url}/desk/api/login", json={"username": self.username, "password": PASSWORD}
        ) as response:
            assert response.status == 200, await response.text()
            self._csrf = (await response.json())["csrf"]
        await self.open_desk()
        return self

    async def open_desk(self) -> None:
        """Open the live connection of the desk's page."""
        self._sio = self._client()
        self._sio.on("queue", self._on_queue, namespace="/desk")
        self._sio.on("offer", self._on_offer, namespace="/desk")
        self._sio.on("offer_over", self._on_offer_over, namespace="/desk")
        self._sio.on("message", self._on_message, namespace="/desk")
        self._sio.on("receipt", self._on_receipt, namespace="/desk")
        self._sio.on("customer_typing", self._on_typing, namespace="/desk")
        self._sio.on("callbacks", self._on_callbacks, namespace="/desk")
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in self._http.cookie_jar)
        await self._sio.connect(
            self.stack.url, headers={"Cookie": cookies}, namespaces=["/desk"], transports=["websocket"], wait_timeout=60
        )

    async def finish(self) -> None:
        """Close every conversation and be asked for none."""
        await self.be("bezet")
        for case in (await self.get("cases?state=mine"))["cases"]:
            await self.close(case["id"])

    async def empty_the_queue(self) -> None:
        """Leave nobody waiting to whoever comes next."""
        end = time.monotonic() + ANSWER_WITHIN
        while waiting := (await self.get("cases?state=waiting"))["cases"]:
            assert time.monotonic() < end, f"somebody keeps waiting: {waiting}"
            for case in waiting:  # 409 while another is asked, who passes because of being busy
                if (await self.post(f"cases/{case['id']}/take"))[0] == 200:
                    await self.close(case["id"])

    async def lose_line(self) -> None:
        """The connection is cut off, without a word to the counter."""
        await self._sio.eio.ws.close()
        await super().leave()

    async def come_back(self, seconds: float = ANSWER_WITHIN) -> None:
        """The connection was lost: try with the log-in of before until the counter is there again."""
        await super().leave()
        end = time.monotonic() + seconds
        while True:
            try:
                await self.open_desk()
                return
            except socketio.exceptions.ConnectionError:
                assert time.monotonic() < end, f"the counter did not come back within {seconds:.0f} s"
                await asyncio.sleep(0.1)

    async def leave(self) -> None:
        """Close the page."""
        await super().leave()
        await self._http.close()

    # -- doing ----------------------------------------------------------------------------------------------------

    async def get(self, path: str) -> Any:
        """A GET that must succeed."""
        async with self._http.get(f"{self.stack.url}/desk/api/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        """A POST: status and body."""
        headers = {"X-CSRF": self._csrf}
        async with self._http.post(f"{self.stack.url}/desk/api/{path}", json=body or {}, headers=headers) as response:
            return response.status, await response.json()

    async def sees(self, customer: Customer) -> dict[str, Any]:
        """Wait until the customer's case is in the queue on the screen; gives its summary."""

        def found() -> dict[str, Any] | None:
            return next((case for case in self.queue if case["conversation_id"] == customer.conversation_id), None)

        return dict(await self._wait(found, "the case in the queue"))

    async def case(self, customer: Customer) -> dict[str, Any]:
        """All that the desk shows of a waiting customer: nothing of the profile."""
        return dict(await self.get(f"cases/{(await self.sees(customer))['id']}"))

    async def opened(self, customer: Customer) -> dict[str, Any]:
        """All that the desk shows of a customer once taken: the profile too."""
        return dict(await self.get(f"cases/{await self.take(customer)}"))

    async def be(self, state: str) -> None:
        """beschikbaar, bezet (there, and asked for nobody) or pauze."""
        status, body = await self.post("state", {"state": state})
        assert status == 200, body

    async def is_asked(self, customer: Customer) -> str:
        """Wait until this agent is asked to take the customer; gives the case's id."""
        case_id = str((await self.sees(customer))["id"])
        await self._wait(lambda: case_id in self.asked, "to be asked")
        return case_id

    async def take(self, customer: Customer) -> str:
        """Take a waiting customer; gives the case's id."""
        case_id = str((await self.sees(customer))["id"])
        status, body = await self.post(f"cases/{case_id}/take")
        assert status == 200, body
        return case_id

    async def say(self, case_id: str, text: str) -> dict[str, Any]:
        """Write to the customer."""
        status, body = await self.post(f"cases/{case_id}/messages", {"text": text, "message_id": str(uuid.uuid4())})
        assert status == 201, body
        return dict(body["message"])

    async def hand_back(self, case_id: str, note: str) -> None:
        """Back to the assistant."""
        status, body = await self.post(f"cases/{case_id}/hand-back", {"note": note})
        assert status == 200, body

    async def close(self, case_id: str, note: str = "") -> None:
        """The question is solved."""
        status, body = await self.post(f"cases/{case_id}/close", {"note": note})
        assert status == 200, body

    async def reads(self, text: str) -> dict[str, Any]:
        """Wait until a message comes in live."""

        def found() -> dict[str, Any] | None:
            return next((m for m in self.messages if m["message"].get("text") == text), None)

        return dict(await self._wait(found, f"the message {text!r}"))

    async def type(self, case_id: str, on: bool = True) -> None:
        """Show the customer that something is being typed."""
        await self._sio.emit("typing", {"case_id": case_id, "on": on}, namespace="/desk")

    async def wait_for(self, condition: Callable[[], Any], what: str) -> Any:
        """Wait for anything the desk hears."""
        return await self._wait(condition, what)

    # -- events ---------------------------------------------------------------------------------------------------

    @property
    def queue(self) -> list[dict[str, Any]]:
        """The waiting cases on the screen, next one first."""
        return [self._rows[id_] for id_ in self._order]

    def _on_queue(self, data: dict[str, Any]) -> None:
        self._rows |= {case["id"]: case for case in data["cases"]}
        self._order = data.get("order", self._order)
        self._heard()

    def _on_offer(self, data: dict[str, Any]) -> None:
        self.asked[data["case"]["id"]] = data["until"]
        self._heard()

    def _on_offer_over(self, data: dict[str, Any]) -> None:
        self.asked.pop(data["case_id"], None)
        self._heard()

    def _on_message(self, data: dict[str, Any]) -> None:
        self.messages.append(data)
        self._heard()

    def _on_receipt(self, data: dict[str, Any]) -> None:
        self.receipts.append(data)
        self._heard()

    def _on_typing(self, data: dict[str, Any]) -> None:
        self.customer_types = bool(data["on"])
        self._heard()

    def _on_callbacks(self, data: dict[str, Any]) -> None:
        self.open_callbacks = int(data["open"])
        self._heard()


NewCustomer = Callable[..., Awaitable[Customer]]
NewAgent = Callable[..., Awaitable[AgentAt]]
