"""Two ways to talk to the bot and wait for its answer: through the whole counter, and through Rasa's REST channel."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import socketio

ANSWER_WITHIN = 30.0
"""Seconds; an answer that takes longer counts as lost."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    seconds: float
    """From sending to the whole answer."""
    text: str


class Customer(Protocol):
    """Somebody in a conversation."""

    async def begin(self) -> None:
        """Open the conversation."""

    async def ask(self, text: str) -> Answer:
        """Say something and wait for the answer.

        Raises:
            asyncio.TimeoutError: no answer in time.
        """

    async def leave(self) -> None:
        """Close the connection."""


class CounterCustomer:
    """A browser: socket.io over a websocket, as the widget speaks it."""

    def __init__(self, url: str, login_token: str = "") -> None:
        self._url = url
        self._login_token = login_token
        self._session = ""
        self._client = socketio.AsyncClient(reconnection=False)
        self._replayed = asyncio.Event()
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._client.on("session_confirm", self._confirm)
        self._client.on("replay", self._replay)
        self._client.on("bot_uttered", self._heard)

    async def _confirm(self, session: str) -> None:
        self._session = session

    async def _replay(self, _: dict[str, Any]) -> None:
        self._replayed.set()

    async def _heard(self, message: dict[str, Any]) -> None:
        if message.get("sender") == "bot":
            self._answers.put_nowait(message)

    async def begin(self) -> None:
        """Connect and get a session."""
        await self._client.connect(self._url, transports=["websocket"], wait_timeout=10)
        request: dict[str, Any] = {"client": "dichtbij/1"}
        if self._login_token:
            request["login_token"] = self._login_token
        await self._client.emit("session_request", request)
        await asyncio.wait_for(self._replayed.wait(), ANSWER_WITHIN)

    async def ask(self, text: str) -> Answer:
        """See Customer. Stored, read, answered by bot and actions, stored again, received."""
        while not self._answers.empty():
            self._answers.get_nowait()
        begin = time.perf_counter()
        frame = {"message": text, "session_id": self._session, "message_id": str(uuid.uuid4())}
        await self._client.emit("user_uttered", frame)
        heard = await asyncio.wait_for(self._answers.get(), ANSWER_WITHIN)
        return Answer(time.perf_counter() - begin, str(heard.get("text", "")).strip())

    async def leave(self) -> None:
        """Disconnect."""
        await self._client.disconnect()


class RestCustomer:
    """Rasa's REST channel, straight to the bot: no record, no reading, no queue."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._sender = sender
        self._client: aiohttp.ClientSession | None = None

    async def begin(self) -> None:
        """One connection that is kept."""
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN))

    async def ask(self, text: str) -> Answer:
        """See Customer."""
        assert self._client is not None
        begin = time.perf_counter()
        async with self._client.post(self._url, json={"sender": self._sender, "message": text}) as response:
            answers = await response.json()
        if not answers:
            raise asyncio.TimeoutError
        seconds = time.perf_counter() - begin
        return Answer(seconds, "\n\n".join(answer["text"].strip() for answer in answers if answer.get("text")))

    async def leave(self) -> None:
        """Disconnect."""
        if self._client is not None:
            await self._client.close()


async def login_token(url: str, customer_number: str) -> str:
    """A token as the demo's Mijn Duinlicht gives it."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as client:
        async with client.post(f"{url}/demo/api/login", json={"customer_number": customer_number}) as response:
            return str((await response.json())["login_token"])


async def first_customer_number(url: str) -> str:
    """The first of the demo's named customers."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as client:
        async with client.get(f"{url}/demo/api/personas") as response:
            return str((await response.json())[0]["customer_number"])
