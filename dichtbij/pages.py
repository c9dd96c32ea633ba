"""Addresses for browsers and operators that belong to no topic: pages, downloads, health, figures."""

from __future__ import annotations

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


class Pages:
    """Static bundles, downloads, /healthz, /readyz and /metrics."""

    def __init__(
        self,
        documents: Documents,
        conversations: Conversations,
        availability: Availability,
        bot: Bot,
        metrics: Metrics,
        dist: Path = DIST,
    ) -> None:
        self._documents = documents
        self._conversations = conversations
        self._availability = availability
        self._bot = bot
        self._metrics = metrics
        self._dist = dist

    def add_to(self, app: web.Application, *, demo: bool) -> None:
        """Register every address."""
        app.add_routes(
            [
                web.get("/healthz", self.health),
                web.get("/readyz", self.ready),
                web.get("/metrics", self.metrics),
                web.get("/documenten/{token}", self.document),
                web.get("/desk", self.file("desk.html")),
                web.get("/desk/", self.file("desk.html")),
                web.get("/widget.js", self.file("widget.js", shared=True)),
                web.get("/desk.js", self.file("desk.js")),
                web.get("/desk.css", self.file("desk.css")),
            ]
        )
        if demo:
            app.add_routes(
                [
                    web.get("/", self.file("demo/index.html")),
                    web.get("/service", self.file("demo/service.html")),
                    web.get("/mijn", self.file("demo/mijn.html")),
                    web.get("/demo/mailbox", self.file("demo/mailbox.html")),
                ]
            )
            assets = self._dist / "assets"
            if assets.is_dir():
                app.router.add_static("/assets", assets)

    def file(self, name: str, *, shared: bool = False) -> Handler:
        """A handler for one built file. `shared`: other sites may load it (the widget)."""
        path = self._dist / name

        async def serve(request: web.Request) -> web.StreamResponse:
            if not path.is_file():
                return problem(404, "not_built", "Deze pagina is nog niet gebouwd. Draai eerst: make build")
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
            return problem(404, "link_over", "Deze link werkt niet meer. Vraag in de chat om een nieuwe.")
        kind = "inline" if found.content_type.startswith("image/") else "attachment"
        return web.Response(
            body=found.content,
            content_type=found.content_type,
            headers={"Content-Disposition": f'{kind}; filename="{found.filename}"'},
        )

    async def health(self, request: web.Request) -> web.Response:
        """GET: the process is alive."""
        return web.json_response({"alive": True})

    async def ready(self, request: web.Request) -> web.Response:
        """GET: the database answers and the bot really reads a message."""
        try:
            await self._conversations.pending()
            database = True
        except DatabaseUnavailable:
            database = False
        bot = await self._bot.is_ready()
        ready = database and bot
        return web.json_response({"ready": ready, "database": database, "bot": bot}, status=200 if ready else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        """GET: figures for Prometheus."""
        presence = await self._availability.now()
        self._metrics.waiting.set(presence.waiting)
        self._metrics.agents.set(presence.agents)
        self._metrics.unhandled.set(len(await self._conversations.pending()))
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
