"""Who is at the desk while it is measured: agents with the page open and customers who wait, over real sockets."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import socketio
from yarl import URL

from benchmarks.customer import ANSWER_WITHIN, CounterCustomer
from dichtbij.errors import DichtbijError

CONNECT_WITHIN = 30
"""Seconds for a socket to open."""


class WaitingCustomer(CounterCustomer):
    """A widget whose customer asks for a human and stays."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.conversation_id = ""
        self.heard: dict[str, float] = {}
        """What agents said, and when it was here (time.perf_counter)."""
        self._client.on("session", self._named)

    async def say(self, text: str) -> None:
        """Write without waiting for an answer.

        Raises:
            DichtbijError: the counter did not take it.
        """
        frame = {"message": text, "session_id": self._session, "message_id": str(uuid.uuid4())}
        answer = await self._client.call("user_uttered", frame, timeout=int(ANSWER_WITHIN))
        if not (isinstance(answer, dict) and answer.get("ok")):
            raise DichtbijError(f"a customer's message was refused: {answer}")

    async def _named(self, session: dict[str, Any]) -> None:
        self.conversation_id = str(session["conversation_id"])

    async def _heard(self, message: dict[str, Any]) -> None:
        if message.get("sender") == "agent":
            self.heard[str(message["text"])] = time.perf_counter()
        await super()._heard(message)


@dataclass(frozen=True)
class Seen:
    """A case on an agent's screen."""

    at: float
    """When (time.perf_counter)."""
    after_decision: float
    """Seconds since the handover was decided, by the clock of this machine."""
    case_id: str


class DeskAgent:
    """An agent: logged in over HTTP, with the page's socket open."""

    def __init__(self, url: str, username: str) -> None:
        self._url = url
        self._username = username
        self._csrf = ""
        # With compression, as a browser asks for it: the counter does that work for every page.
        self._client = socketio.AsyncClient(reconnection=False, websocket_extra_options={"compress": 15})
        self._http = aiohttp.ClientSession(
            url, cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        )
        self.seen: dict[str, Seen] = {}
        """The waiting cases that came on the screen, by conversation."""
        self._client.on("queue", self._queue, namespace="/desk")
        self._client.on("case", self._case, namespace="/desk")
        self._client.on("offer", self._offer, namespace="/desk")

    async def begin(self, password: str) -> None:
        """Log in and open the page's socket.

        Raises:
            DichtbijError: refused.
        """
        await self.log_in(password)
        cookies = self._http.cookie_jar.filter_cookies(URL(self._url))
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        await self._client.connect(
            self._url,
            namespaces=["/desk"],
            transports=["websocket"],
            headers={"Cookie": cookie},
            wait_timeout=CONNECT_WITHIN,
        )

    async def log_in(self, password: str) -> None:
        """Log in alone: the own page is open elsewhere.

        Raises:
            DichtbijError: refused.
        """
        who = {"username": self._username, "password": password}
        async with self._http.post("/desk/api/login", json=who) as response:
            if response.status != 200:
                raise DichtbijError(f"an agent could not log in: {response.status}")
            self._csrf = (await response.json())["csrf"]

    async def conversation_of(self, case_id: str) -> str:
        """The conversation of a case."""
        async with self._http.get(f"/desk/api/cases/{case_id}") as response:
            return str((await response.json())["case"]["conversation_id"])

    async def take(self, case_id: str) -> int:
        """Make a waiting case this agent's; gives the status of the answer."""
        return await self._post(f"/desk/api/cases/{case_id}/take", {})

    async def say(self, case_id: str, text: str) -> None:
        """Send the customer of a case a message.

        Raises:
            DichtbijError: refused.
        """
        status = await self._post(
            f"/desk/api/cases/{case_id}/messages", {"text": text, "message_id": str(uuid.uuid4())}
        )
        if status != 201:
            raise DichtbijError(f"an agent's message was refused: {status}")

    async def set_state(self, state: str) -> None:
        """Be beschikbaar, bezet or on a pauze."""
        await self._post("/desk/api/state", {"state": state})

    async def leave(self) -> None:
        """Close the page."""
        await self._client.disconnect()
        await self._http.close()

    async def _post(self, path: str, body: dict[str, Any]) -> int:
        async with self._http.post(path, json=body, headers={"X-CSRF": self._csrf}) as response:
            await response.read()
            return response.status

    async def _queue(self, data: dict[str, Any]) -> None:
        for case in data["cases"]:
            self._note(case)

    async def _case(self, case: dict[str, Any]) -> None:
        self._note(case)

    async def _offer(self, data: dict[str, Any]) -> None:
        self._note(data["case"])

    def _note(self, case: dict[str, Any]) -> None:
        if case["state"] == "waiting" and case["conversation_id"] not in self.seen:
            decided = datetime.fromisoformat(case["waiting_since"]).timestamp()
            self.seen[case["conversation_id"]] = Seen(time.perf_counter(), time.time() - decided, case["id"])


async def until_seen(agents: list[DeskAgent], conversation_id: str) -> list[Seen]:
    """Wait until a case is on the screen of all agents.

    Raises:
        asyncio.TimeoutError: it did not come in time.
    """

    async def look() -> list[Seen]:
        while not all(conversation_id in agent.seen for agent in agents):  # noqa: ASYNC110 - each has news of its own
            await asyncio.sleep(0.005)
        return [agent.seen[conversation_id] for agent in agents]

    return await asyncio.wait_for(look(), ANSWER_WITHIN)
