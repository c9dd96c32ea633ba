"""What all HTTP edges share: one shape for errors, headers that keep pages safe, and faults as honest answers."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from dichtbij.errors import BotUnavailable, DatabaseUnavailable, ScanUnavailable

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
"""Content-Security-Policy of our own pages: nothing inline, nothing from elsewhere."""


_NOT_THERE = "Deze pagina of actie bestaat niet."
_WORDS = {400: "Dit verzoek klopt niet.", 405: "Dit kan hier niet.", 413: "Dit is te groot om te versturen."}


def problem(status: int, code: str, message: str) -> web.Response:
    """The one shape of an error: {"error": {"code", "message"}}; the message is Dutch and for the reader."""
    return web.json_response({"error": {"code": code, "message": message}}, status=status)


@web.middleware
async def faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Faults become answers; what we did not expect gets a number that stands in the log too."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400 or request.path.startswith("/socket.io"):
            raise
        answer = problem(error.status, error.reason.lower().replace(" ", "_"), _WORDS.get(error.status, _NOT_THERE))
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except DatabaseUnavailable:
        log.error("database_unavailable", during=request.method, route=_route(request))
        return problem(503, "unavailable", "Er is even een storing. Probeer het zo nog eens.")
    except BotUnavailable:
        return problem(503, "bot_unavailable", "De assistent is even weg. Probeer het zo nog eens.")
    except ScanUnavailable:
        log.error("scan_unavailable", route=_route(request))
        return problem(503, "scan_unavailable", "We kunnen dit bestand nu niet controleren. Probeer het zo nog eens.")
    except Exception:
        number = secrets.token_hex(4)
        log.exception("request_failed", number=number, route=_route(request))
        return problem(500, "fault", f"Er ging iets mis bij ons. Noem nummer {number} als je het meldt.")


async def safe_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Headers that keep a browser from doing more than it is told.

    For `on_response_prepare`, not a middleware: only then does a file know its type, and faults get them too.
    """
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if response.content_type == "text/html":
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    if request.path.startswith(("/desk/api", "/demo/api", "/documenten", "/bestanden", "/widget/")):
        response.headers.setdefault("Cache-Control", "no-store")


async def json_body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; an empty one when it is something else."""
    try:
        body = await request.json()
    except (ValueError, LookupError, RecursionError):  # not JSON, an unknown charset, brackets without end
        return {}
    return body if isinstance(body, dict) else {}


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""
