"""Addresses for browsers and operators that belong to no topic: pages, downloads, health, figures."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from dichtbij.conversations.service import Conversations
from dichtbij.counter.bot import Bot
from dichtbij.customers.documents import Documents, LinkRefused
from dichtbij.errors import DatabaseUnavailable
from dichtbij.handoff.hours import Availability
from dichtbij.http import Handler, problem
from dichtbij.metrics import Metrics
from dichtbij.settings import ROOT

log = structlog.get_logger()

DIST = ROOT / "web" / "dist"


_FACT = re.compile(r"\{\{([\w.]+)\}\}")


def filled(page: str, facts: Mapping[str, str]) -> str:
    """A page with its facts in it. One that is unknown stays in sight as it is written."""
    return _FACT.sub(lambda found: html.escape(facts.get(found[1], found[0])), page)


def _not_built() -> web.Response:
    return problem(404, "not_built", "Deze pagina is nog niet gebouwd. Draai eerst: make build")


class Pages:
    """Static bundles, downloads, /healthz, /readyz and /metrics."""

    def __init__(
        self,
        documents: Documents,
        conversations: Conversations,
        availability: Availability,
        bot: Bot,
        metrics: Metrics,
        facts: Mapping[str, str],
        dist: Path = DIST,
        alarms: Callable[[], Sequence[str]] = list,
    ) -> None:
        """`alarms` names the providers of messages on a phone by which nothing goes out until somebody acts."""
        self._documents = documents
        self._conversations = conversations
        self._availability = availability
        self._bot = bot
        self._metrics = metrics
        self._facts = facts
        self._dist = dist
        self._alarms = alarms

    def add_to(self, app: web.Application, *, demo: bool, desk: bool = True, phone: bool = False) -> None:
        """Register every address; those of our own desk only with `desk`, the demo's phone with `phone`."""
        app.add_routes(
            [
                web.get("/healthz", self.health),
                web.get("/readyz", self.ready),
                web.get("/metrics", self.metrics),
                web.get("/documenten/{token}", self.document),
                web.get("/widget.js", self.file("widget.js", shared=True)),
            ]
        )
        if desk:
            app.add_routes(
                [
                    web.get("/desk", self.page("desk.html")),
                    web.get("/desk/", self.page("desk.html")),
                    web.get("/desk.js", self.file("desk.js")),
                    web.get("/desk.css", self.file("desk.css")),
                ]
            )
        if phone:
            app.add_routes(
                [
                    web.get("/whatsapp-demo", self.page("phone.html")),
                    web.get("/phone.js", self.file("phone.js")),
                    web.get("/phone.css", self.file("phone.css")),
                ]
            )
        if demo:
            app.add_routes(
                [
                    web.get("/", self.page("demo/index.html")),
                    web.get("/service", self.page("demo/service.html")),
                    web.get("/mijn", self.page("demo/mijn.html")),
                    web.get("/demo/mailbox", self.page("demo/mailbox.html")),
                ]
            )
            assets = self._dist / "assets"
            if assets.is_dir():
                app.router.add_static("/assets", assets)

    def page(self, name: str) -> Handler:
        """A handler for one built page, with what it names as {{fact}} filled in from organisatie.yml."""
        path = self._dist / name

        async def serve(request: web.Request) -> web.StreamResponse:
            if not path.is_file():
                return _not_built()
            text = filled(path.read_text(encoding="utf-8"), self._facts)
            return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-cache"})

        return serve

    def file(self, name: str, *, shared: bool = False) -> Handler:
        """A handler for one built file. `shared`: other sites may load it (the widget)."""
        path = self._dist / name

        async def serve(request: web.Request) -> web.StreamResponse:
            if not path.is_file():
                return _not_built()
            headers = {"Cache-Control": "no-cache"}  # revalidated each time: a new build is seen at once
            if shared:
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            return web.FileResponse(path, headers=headers)

        return serve

    async def document(self, request: web.Request) -> web.Response:
        """GET: a download or picture behind a signed link of half an hour."""
        found = await self._documents.open(request.match_info["token"])
        if isinstance(found, LinkRefused):
            return problem(404, "link_over", "Deze link werkt niet meer. Vraag ons om een nieuwe.")
        is_page = found.content_type == "text/html"
        kind = "inline" if is_page or found.content_type.startswith("image/") else "attachment"
        headers = {"Content-Disposition": f'{kind}; filename="{found.filename}"'}
        if found.policy:
            headers["Content-Security-Policy"] = found.policy
        charset = "utf-8" if is_page else None
        return web.Response(body=found.content, content_type=found.content_type, charset=charset, headers=headers)

    async def health(self, request: web.Request) -> web.Response:
        """GET: the process is alive."""
        return web.json_response({"alive": True})

    async def ready(self, request: web.Request) -> web.Response:
        """GET: the database answers and the bot really reads a message.

        An alarm of a provider ("alarms") does not make it unready: another process would have the same one.
        """
        try:
            await self._conversations.pending()
            database = True
        except DatabaseUnavailable:
            database = False
        bot = await self._bot.is_ready()
        ready = database and bot
        found: dict[str, object] = {"ready": ready, "database": database, "bot": bot}
        if alarms := list(self._alarms()):
            found |= {"degraded": True, "alarms": alarms}
        return web.json_response(found, status=200 if ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """GET: figures for Prometheus."""
        presence = await self._availability.now()
        self._metrics.waiting.set(presence.waiting)
        self._metrics.agents.set(presence.agents)
        for (after, score), count in (await self._conversations.ratings.counts()).items():
            self._metrics.ratings.labels(after, score).set(count)
        self._metrics.unhandled.set(len(await self._conversations.pending()))
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
