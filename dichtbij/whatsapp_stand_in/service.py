"""Everything of the stand-in put together: the account, the phones, the Graph API, and the line to our webhook."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

from aiohttp import web

from dichtbij.whatsapp_stand_in.codes import Wrong
from dichtbij.whatsapp_stand_in.faults import Fault, Faults, Rates
from dichtbij.whatsapp_stand_in.graph import Graph
from dichtbij.whatsapp_stand_in.line import Habits, Line
from dichtbij.whatsapp_stand_in.media import Files
from dichtbij.whatsapp_stand_in.model import Account, Bubble, user_id_of
from dichtbij.whatsapp_stand_in.notices import Notice
from dichtbij.whatsapp_stand_in.phone import Phone

_HOLE = re.compile(r"\{\{(\w+)\}\}")
TEMPLATE_TEXT = 1024
"""Longest body of a template with its parameters in it."""


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class StandIn:
    """One business number at a Meta of our own."""

    def __init__(self, account: Account | None = None, clock: Callable[[], datetime] = _utc_now) -> None:
        self.account = account or Account()
        self._clock = clock
        self.files = Files()
        self.faults = Faults()
        self.rates = Rates()
        self.line = Line(self.account)
        self.line.on_taken = self._taken
        self.phones: dict[str, Phone] = {}
        """By number; who changes it stays findable by the old one, as the API keeps taking it for a while."""
        self.templates: dict[tuple[str, str], str] = {}
        self.undocumented: list[str] = []
        """What we sent that Meta does not document; tests expect it empty."""
        self.version = 0
        """Goes up whenever something changed on a phone."""
        self.url = ""
        """Of the Graph API, with its version: WHATSAPP_GRAPH_URL."""
        self._news = asyncio.Event()
        self._healed = asyncio.Event()
        self._runner: web.AppRunner | None = None

    # -- running ------------------------------------------------------------------------------------------------------

    async def start(self, webhook: str = "", port: int = 0) -> StandIn:
        """Serve the Graph API on a port of our own (0: a free one), and deliver to a webhook."""
        app = web.Application(client_max_size=2 * 1024 * 1024)
        Graph(self).add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/{self.account.version}"
        self.line.url = webhook
        await self.line.start()
        return self

    async def stop(self) -> None:
        """Stop serving and delivering."""
        self.heal()
        await self.line.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def join(self, app: web.Application, prefix: str) -> None:
        """Serve the Graph API below an address of somebody else's application, who calls line.start and stop."""
        Graph(self).add_to(app, prefix)

    def settings(self) -> dict[str, str]:
        """What belongs in our settings (dichtbij.settings.Settings) to talk to this."""
        return {
            "whatsapp_graph_url": self.url,
            "whatsapp_phone_number_id": self.account.phone_number_id,
            "whatsapp_access_token": self.account.token,
            "whatsapp_app_secret": self.account.app_secret,
            "whatsapp_verify_token": self.account.verify_token,
            "whatsapp_number": self.account.number,
        }

    # -- phones -------------------------------------------------------------------------------------------------------

    def phone(self, number: str, name: str = "Iemand", user_id: str | None = None, username: str = "") -> Phone:
        """The phone with this number, made when there is none.

        Args:
            user_id: business-scoped id; one is made up when not given, and "" is a webhook from before usernames.
        """
        if number not in self.phones:
            user_id = user_id_of(number) if user_id is None else user_id
            self.phones[number] = Phone(self, number, name, user_id, username)
        return self.phones[number]

    def approve(self, name: str, body: str, language: str = "nl") -> None:
        """Approve a template; {{1}} or {{name}} in its body are filled by parameters."""
        self.templates[name, language] = body

    # -- going wrong --------------------------------------------------------------------------------------------------

    def fail(self, code: int, *, times: int = 1, to: str = "", later: bool | None = None, on: str = "messages",
             http: int = 0, wait: float | None = None) -> None:  # fmt: skip
        """Let the next requests end in one of Meta's errors.

        Args:
            to: only for this number or user id.
            later: the message is taken, and fails by a status afterwards. None: as Meta does it with this code.
            on: "messages", "media", "download", or "" for all.
            wait: seconds in a Retry-After header.
        """
        self.faults.waiting.append(Fault("error", code, later, http=http, wait=wait, on=on, to=to, times=times))

    def hang(self, *, times: int = 1, taken: bool = False, on: str = "messages") -> None:
        """Give no answer. `taken`: what was asked is done all the same."""
        self._healed.clear()
        self.faults.waiting.append(Fault("silence", taken=taken, on=on, times=times))

    def cut(self, *, times: int = 1, taken: bool = False, on: str = "messages") -> None:
        """Break the connection instead of an answer: with `taken`, the answer was lost after the message was taken."""
        self.faults.waiting.append(Fault("cut", taken=taken, on=on, times=times))

    def page(self, http: int = 502, *, times: int = 1, taken: bool = False, on: str = "messages") -> None:
        """Answer with a page of HTML, as something between us and Meta may."""
        self.faults.waiting.append(Fault("page", taken=taken, on=on, times=times, http=http))

    @property
    def is_well(self) -> bool:
        """Nothing will go wrong: faults are used up by requests, habits stay."""
        return not self.faults.waiting and self.line.habits == Habits()

    def heal(self) -> None:
        """Everything works again; who still waits for an answer is cut off."""
        self.faults.waiting.clear()
        self.line.habits = Habits()
        self._healed.set()

    # -- waiting ------------------------------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Wait until something is so on the phones.

        Raises:
            AssertionError: it did not become so in time.
        """

        async def look() -> None:
            while not condition():
                await self._news.wait()

        try:
            await asyncio.wait_for(look(), seconds)
        except asyncio.TimeoutError:
            shown = {number: phone.texts[-3:] for number, phone in self.phones.items()}
            raise AssertionError(f"it did not happen; the phones show {shown}, faults left {self.faults}") from None

    async def hears(self, phone: Phone, part: str, *, times: int = 1, seconds: float = 30.0) -> Bubble:
        """Wait until a phone shows a message of the business with this in it; gives the newest such."""
        await self.until(lambda: sum(part in text for text in phone.texts) >= times, seconds)
        return [one for one in phone.received if part in one.text][-1]

    async def changed_since(self, version: int, seconds: float) -> int:
        """Wait until something changed, or the time is over; gives the version of now."""
        if version == self.version:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), seconds)
        return self.version

    async def settled(self, seconds: float = 30.0) -> None:
        """Every webhook was delivered and answered."""
        await self.line.settled(seconds)

    # -- for phones and the API (World, Meta) -------------------------------------------------------------------------

    def now(self) -> datetime:
        return self._clock()

    def tell(self, notice: Notice) -> None:
        self.line.tell(notice)

    def changed(self) -> None:
        self.version += 1
        self._news.set()
        self._news = asyncio.Event()

    def renumbered(self, phone: Phone, before: str) -> None:
        self.phones[phone.number] = phone
        self.changed()

    def found(self, body: Mapping[str, Any]) -> Phone | None:
        """By message, by user id, or by number."""
        if id_ := body.get("message_id"):
            return next((phone for phone in self.phones.values() if phone.bubble(id_)), None)
        if user_id := body.get("recipient"):
            return next((phone for phone in self.phones.values() if phone.user_id == user_id), None)
        number = "".join(letter for letter in str(body.get("to", "")) if letter.isdigit())
        return self.phones.get(number)

    def template(self, content: Mapping[str, Any]) -> str:
        name, language = content["name"], content["language"]["code"]
        body = self.templates.get((name, language))
        if body is None:
            raise Wrong(132001, f"template name ({name}) does not exist in {language}")
        parameters = [
            parameter
            for component in content.get("components", ())
            if component.get("type") == "body"
            for parameter in component.get("parameters", ())
        ]
        holes = list(dict.fromkeys(_HOLE.findall(body)))
        if len(parameters) != len(holes):
            raise Wrong(132000, f"body: number of localizable_params ({len(parameters)}) does not match "
                                f"the expected number of params ({len(holes)})")  # fmt: skip
        values = dict(zip(holes, (str(parameter.get("text", "")) for parameter in parameters), strict=True))
        text = _HOLE.sub(lambda hole: values[hole[1]], body)
        if len(text) > TEMPLATE_TEXT:
            raise Wrong(132005)
        return text

    async def healed(self) -> None:
        await self._healed.wait()

    def _taken(self, notices: Sequence[Notice]) -> None:
        """The business has these: its owner sees two ticks."""
        for notice in notices:
            phone = self.phones.get(notice.person) if notice.what == "messages" else None
            bubble = phone.bubble(str(notice.item["id"])) if phone else None
            if bubble is not None and bubble.state == "waiting":
                bubble.state = "delivered"
                self.changed()
