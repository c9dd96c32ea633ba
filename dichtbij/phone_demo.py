"""/whatsapp-demo: a phone on screen that talks to the stand-in for WhatsApp, which talks to us as Meta does.

Served in the demo when no real number is set. The Graph API of the stand-in hangs below /whatsapp-demo/graph, behind a
token that this process made up; the connector reaches it over HTTP, and is called back over HTTP with real signatures.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web
from pydantic import SecretStr

from dichtbij.clock import Clock
from dichtbij.customers.demo_personas import PERSONAS
from dichtbij.http import json_body, problem
from dichtbij.settings import Settings
from dichtbij.whatsapp_stand_in import Account, Bubble, Phone, StandIn

PAGE = "/whatsapp-demo"
GRAPH = f"{PAGE}/graph"
WEBHOOK = "/webhooks/whatsapp"
PATIENCE = 20.0
"""Seconds that a page waits for news before it asks again."""
MAX_TEXT = 4096
MAX_FILE = 5 * 1024 * 1024
STRANGER, HIDDEN = "31685550001", "31685550002"
_SHOWN = ("image/jpeg", "image/png", "image/webp")
_PLACE = (52.0907, 5.1214, "Domplein", "Domplein 29, Utrecht")

TROUBLES: Mapping[str, tuple[str, Callable[[StandIn], None]]] = {
    "geen": ("Alles werkt", lambda meta: None),
    "druk": ("Te druk bij Meta (130429), drie keer", lambda meta: meta.fail(130429, times=3)),
    "persoon": ("Te veel naar deze persoon (131056)", lambda meta: meta.fail(131056)),
    "venster": ("24 uur voorbij (131047)", lambda meta: meta.fail(131047)),
    "onbereikbaar": ("Niet te bezorgen (131026)", lambda meta: meta.fail(131026)),
    "sleutel": ("Toegang ingetrokken (190)", lambda meta: meta.fail(190, times=2)),
    "storing": ("Meta geeft een foutpagina (503)", lambda meta: meta.page(503, times=2)),
    "stil": ("Meta geeft geen antwoord", lambda meta: meta.hang()),
    "kwijt": ("Verstuurd, maar het antwoord raakt kwijt", lambda meta: meta.cut(taken=True)),
    "dubbel": ("Alles komt twee keer aan", lambda meta: _habits(meta, copies=2)),
    "volgorde": ("Vertraagd en in een andere volgorde", lambda meta: _habits(meta, delay=1.5, chance=random.Random())),
}
"""What the page can let go wrong: name → words and what it does."""


def _habits(meta: StandIn, **habits: Any) -> None:
    for name, value in habits.items():
        setattr(meta.line.habits, name, value)


class PhoneDemo:
    """The phones of the demo customers, and what the page asks for."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Only where `wanted` says so."""
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104 - compared only
        host = f"[{host}]" if ":" in host else host
        here = f"http://{host}:{settings.port}"
        self.meta = StandIn(Account(), clock)
        self.meta.url = f"{here}{GRAPH}/{self.meta.account.version}"
        self.meta.line.url = f"{here}{WEBHOOK}"
        self.meta.line.deliveries = deque(maxlen=100)  # for tests; here it would only be memory
        self._trouble = "geen"
        self._stopping = False
        self._stories: dict[str, str] = {}
        for persona in PERSONAS:
            self._add(persona.phone.lstrip("+"), persona.name, persona.story)
        self._add(STRANGER, "Onbekend nummer", "Dit nummer staat bij geen enkele klant.")
        hidden = self._add(HIDDEN, "Nummer verborgen", "Gebruikt een gebruikersnaam; het nummer komt niet mee.")
        hidden.hides_number, hidden.username = True, "lotte.v"

    @staticmethod
    def wanted(settings: Settings) -> bool:
        """In the demo, as long as no real number is set."""
        return settings.demo and not settings.whatsapp_phone_number_id and settings.port != 0

    def in_settings(self, settings: Settings) -> Settings:
        """The settings with the stand-in in the place of Meta."""
        account = self.meta.account
        return settings.model_copy(
            update={
                "whatsapp_graph_url": self.meta.url,
                "whatsapp_phone_number_id": account.phone_number_id,
                "whatsapp_access_token": SecretStr(account.token),
                "whatsapp_app_secret": SecretStr(account.app_secret),
                "whatsapp_verify_token": SecretStr(account.verify_token),
                "whatsapp_number": account.number,
            }
        )

    @staticmethod
    def link(text: str) -> str:
        """Where the website sends a customer who goes on by phone; a wa.me link would lead to a real WhatsApp."""
        return f"{PAGE}?text={quote(text)}"

    def approve(self, templates: Mapping[str, str]) -> None:
        """Templates by name, as Meta would have approved them."""
        for name, body in templates.items():
            self.meta.approve(name, body)

    def add_to(self, app: web.Application) -> None:
        """Register every address but the page itself, and run while the application runs."""
        self.meta.join(app, GRAPH)
        phone = f"{PAGE}/api/phones/{{number}}"
        app.add_routes(
            [
                web.get(f"{PAGE}/api/phones", self.people),
                web.get(phone, self.state),
                web.post(f"{phone}/text", self.say),
                web.post(f"{phone}/tap", self.tap),
                web.post(f"{phone}/file", self.file),
                web.post(f"{phone}/voice", self.voice),
                web.post(f"{phone}/location", self.location),
                web.post(f"{phone}/power", self.power),
                web.post(f"{phone}/delete", self.delete),
                web.post(f"{PAGE}/api/trouble", self.trouble),
                web.get(f"{PAGE}/api/files/{{id}}", self.open),
            ]
        )
        app.cleanup_ctx.append(self._run)
        app.on_shutdown.append(self._let_go)

    async def _run(self, app: web.Application) -> AsyncIterator[None]:
        await self.meta.line.start()
        yield
        await self.meta.stop()

    async def _let_go(self, app: web.Application) -> None:
        """Pages that wait for news must not hold up the end."""
        self._stopping = True
        self.meta.heal()
        self.meta.changed()

    def _add(self, number: str, name: str, story: str) -> Phone:
        phone = self.meta.phone(number, name)
        phone.reads = False
        self._stories[number] = story
        return phone

    # -- what the page asks for ---------------------------------------------------------------------------------------

    async def people(self, request: web.Request) -> web.Response:
        """GET: whose phone it can be, and what can go wrong."""
        phones = [
            {"number": number, "name": self.meta.phones[number].name, "story": story}
            for number, story in self._stories.items()
        ]
        troubles = [{"name": name, "words": words} for name, (words, _) in TROUBLES.items()]
        return _answer({"phones": phones, "troubles": troubles, "trouble": self._trouble_now})

    async def state(self, request: web.Request) -> web.Response:
        """GET ?after=version: what is on a phone's screen, once it differs from that version. Who looks, reads."""
        phone = self._phone(request)
        if phone is None:
            return _nobody()
        after = request.query.get("after", "")
        if after.isdigit() and not self._stopping:
            await self.meta.changed_since(int(after), PATIENCE)
        phone.look()
        until = phone.window_until
        shown = {
            "version": self.meta.version,
            "on": phone.on,
            "typing": phone.typing,
            "window_until": until.isoformat() if until else None,
            "trouble": self._trouble_now,
            "bubbles": [self._bubble(one) for one in phone.bubbles if one.mine or one.state in ("delivered", "read")],
        }
        return _answer(shown)

    async def say(self, request: web.Request) -> web.Response:
        """POST {text}: type something."""
        phone, text = self._phone(request), (await json_body(request)).get("text")
        if phone is None:
            return _nobody()
        if not isinstance(text, str) or not text.strip():
            return problem(400, "empty", "Typ eerst een bericht.")
        if len(text) > MAX_TEXT:
            return problem(400, "too_long", f"Een bericht heeft hoogstens {MAX_TEXT} tekens.")
        return _answer({"id": phone.say(text.strip())})

    async def tap(self, request: web.Request) -> web.Response:
        """POST {bubble, id}: tap a button or a row."""
        phone, body = self._phone(request), await json_body(request)
        if phone is None:
            return _nobody()
        bubble = phone.bubble(str(body.get("bubble", "")))
        titles = [one["title"] for one in bubble.choices if one["id"] == body.get("id")] if bubble else []
        if bubble is None or not titles:
            return problem(404, "unknown", "Deze knop bestaat niet meer.")
        return _answer({"id": phone.tap(titles[0], bubble)})

    async def file(self, request: web.Request) -> web.Response:
        """POST ?name= a picture or document, with its type as Content-Type."""
        phone = self._phone(request)
        if phone is None:
            return _nobody()
        content = bytearray()
        async for chunk in request.content.iter_chunked(64 * 1024):
            content += chunk
            if len(content) > MAX_FILE:
                return problem(413, "too_large", "Dit bestand is te groot voor deze telefoon (hoogstens 5 MB).")
        if not content:
            return problem(400, "empty", "Dit bestand is leeg.")
        if request.content_type in ("image/jpeg", "image/png"):
            return _answer({"id": phone.send_picture(bytes(content), request.content_type)})
        name = request.query.get("name", "")[:120] or "bestand"
        return _answer({"id": phone.send_document(bytes(content), name, request.content_type)})

    async def voice(self, request: web.Request) -> web.Response:
        """POST: speak a voice note (a prepared one)."""
        phone = self._phone(request)
        return _answer({"id": phone.send_voice()}) if phone else _nobody()

    async def location(self, request: web.Request) -> web.Response:
        """POST: send a place (a prepared one)."""
        phone = self._phone(request)
        return _answer({"id": phone.send_location(*_PLACE)}) if phone else _nobody()

    async def power(self, request: web.Request) -> web.Response:
        """POST {on}: switch the phone off, or on again."""
        phone, on = self._phone(request), (await json_body(request)).get("on") is True
        if phone is None:
            return _nobody()
        if on and not phone.on:
            phone.turn_on()
        phone.on = on
        self.meta.changed()
        return _answer({"on": on})

    async def delete(self, request: web.Request) -> web.Response:
        """POST {bubble}: take an own message back."""
        phone, body = self._phone(request), await json_body(request)
        if phone is None:
            return _nobody()
        bubble = phone.bubble(str(body.get("bubble", "")))
        if bubble is None or not bubble.mine or bubble.deleted:
            return problem(404, "unknown", "Dit bericht is niet meer in te trekken.")
        return _answer({"id": phone.delete(bubble.id)})

    async def trouble(self, request: web.Request) -> web.Response:
        """POST {name}: let something go wrong, instead of what went wrong before."""
        name = (await json_body(request)).get("name")
        if not isinstance(name, str) or name not in TROUBLES:
            return problem(400, "bad_request", "Deze storing bestaat niet.")
        self.meta.heal()
        TROUBLES[name][1](self.meta)
        self._trouble = name
        self.meta.changed()
        return _answer({"trouble": name})

    async def open(self, request: web.Request) -> web.Response:
        """GET: a picture or document that is on a phone."""
        file = self.meta.files.get(request.match_info["id"], self.meta.now())
        if file is None:
            return problem(404, "gone", "Dit bestand is er niet meer.")
        shown = file.media_type in _SHOWN
        headers = {
            "Content-Type": file.media_type
            if shown or file.media_type == "application/pdf"
            else "application/octet-stream",
            "Content-Disposition": "inline" if shown else "attachment",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        }
        return web.Response(body=file.content, headers=headers)

    # -- small things -------------------------------------------------------------------------------------------------

    @property
    def _trouble_now(self) -> str:
        return "geen" if self.meta.is_well else self._trouble

    def _phone(self, request: web.Request) -> Phone | None:
        number = request.match_info["number"]
        return self.meta.phones[number] if number in self._stories else None

    def _bubble(self, one: Bubble) -> dict[str, Any]:
        """A message as the page shows it."""
        header = one.content.get("header", {})
        kind = header["type"] if header.get("type", "text") != "text" else one.type
        media = header.get(kind) if header.get(kind) else one.content
        answered = one.content.get("action", {})
        return {
            "id": one.id,
            "mine": one.mine,
            "at": one.at.isoformat(),
            "kind": kind,
            "text": one.text,
            "choices": one.choices,
            "list": str(answered.get("button", "")) if one.is_list else "",
            "tapped": one.tapped,
            "file": self._file(media) if kind in ("image", "document", "audio", "video", "sticker") else None,
            "place": {name: one.content[name] for name in ("latitude", "longitude", "name") if name in one.content}
            if kind == "location"
            else None,
            "state": one.state,
            "deleted": one.deleted,
            "emoji": one.emoji,
        }

    def _file(self, media: Mapping[str, Any]) -> dict[str, Any]:
        id_ = str(media.get("id", ""))
        file = self.meta.files.get(id_, self.meta.now())
        return {
            "url": f"{PAGE}/api/files/{id_}" if file else "",
            "name": str(media.get("filename", "")),
            "size": len(file.content) if file else 0,
        }


def _answer(body: Mapping[str, Any]) -> web.Response:
    return web.json_response(body, headers={"Cache-Control": "no-store"})


def _nobody() -> web.Response:
    return problem(404, "unknown", "Deze telefoon bestaat niet.")
