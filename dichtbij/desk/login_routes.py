"""Logging in and out at the desk: with a password, or at the organisation's own log-in (OpenID Connect)."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web

from dichtbij.desk import people
from dichtbij.desk.guard import COOKIE, Guard
from dichtbij.errors import ProviderUnavailable
from dichtbij.handoff.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from dichtbij.handoff.agents import SESSION_LIFE, Agents, DeskSession, LoggedIn, LoginRefused
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.model import Agent
from dichtbij.handoff.oidc import WAY_LIFE, NotVouched, OpenIdConnect, Why
from dichtbij.http import json_body, problem
from dichtbij.organisation import Balie

log = structlog.get_logger()

OIDC = "/desk/api/login/oidc"
BACK = f"{OIDC}/back"
"""Where the provider sends the browser; register PUBLIC_URL with this behind it."""
WAY_COOKIE = "dichtbij_oidc"

_TOLD: Mapping[Why, str] = {
    "cancelled": "geannuleerd",
    "way_lost": "verlopen",
    "refused": "mislukt",
    "token": "mislukt",
}
"""What the page is told (`/desk?inloggen=…`) when the provider's log-in led nowhere; also geen_account and storing."""

_PASSWORD_REFUSED: Mapping[str, tuple[int, str, str]] = {
    "none": (409, "", "Je logt in via je organisatie. Daar wijzig je ook je wachtwoord."),
    "locked": (429, "", "Te vaak geprobeerd. Wacht vijf minuten."),
    "wrong": (422, "current", "Je huidige wachtwoord klopt niet."),
    "same": (422, "password", "Je nieuwe wachtwoord is hetzelfde. Kies een ander."),
    "weak": (
        422,
        "password",
        f"Kies een wachtwoord van minstens {SHORTEST_PASSWORD} tekens, dat niet makkelijk te raden is.",
    ),
}
"""Fault -> status, field that is wrong, words."""

About = Callable[[Agent], Awaitable[Mapping[str, Any]]]
"""What else an agent's screen needs to begin: teams and colleagues."""


def address_of(request: web.Request, proxies: int) -> str:
    """Where a request comes from; of IPv6 the network, for who has one has all its addresses. Empty when unknown.

    Args:
        proxies: how many of our own stand before us. What was in X-Forwarded-For before them anybody can make up.
    """
    known = request.remote or ""
    if proxies:
        told = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        known = told[-proxies] if len(told) >= proxies else ""
    try:
        address = ipaddress.ip_address(known.strip())
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


class LoginRoutes:
    """Who is at the desk."""

    def __init__(
        self,
        agents: Agents,
        audit: Audit,
        guard: Guard,
        balie: Balie,
        oidc: OpenIdConnect | None = None,
        *,
        secure_cookie: bool,
        proxies: int = 0,
    ) -> None:
        self._agents = agents
        self._audit = audit
        self._guard = guard
        self._balie = balie
        self._oidc = oidc
        self._secure_cookie = secure_cookie
        self._proxies = proxies
        self.about: About | None = None
        self.on_log_out: Callable[[str], Awaitable[None]] | None = None
        self.on_password: Callable[[str, str], Awaitable[None]] | None = None
        """The agent, and the one log-in that stays."""

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        self._me = self._guard(self._who)
        app.add_routes(
            [
                web.post("/desk/api/login", self.log_in),
                web.post("/desk/api/logout", self._guard(self.log_out)),
                web.get("/desk/api/me", self.me),
                web.post("/desk/api/me/password", self._guard(self.change_password)),
            ]
        )
        if self._oidc is not None:
            app.add_routes(
                [web.get(OIDC, self.leave, allow_head=False), web.get(BACK, self.come_back, allow_head=False)]
            )

    # -- with a password ----------------------------------------------------------------------------------------------

    async def log_in(self, request: web.Request) -> web.Response:
        """POST {username, password}."""
        body = await json_body(request)
        username, password = body.get("username"), body.get("password")
        if not isinstance(username, str) or not isinstance(password, str) or len(password) > LONGEST_PASSWORD:
            return problem(400, "bad_request", "Vul je naam en wachtwoord in.")
        where = address_of(request, self._proxies)
        result = await self._agents.log_in(username.strip().lower()[:64], password, where)
        if isinstance(result, LoginRefused):
            if result.locked:
                log.warning("login_slowed")
                return problem(429, "locked", "Te vaak geprobeerd. Wacht vijf minuten.")
            await self._audit.note(result.agent, "inloggen_mislukt", detail="wachtwoord")
            return problem(401, "wrong", "Deze naam en dit wachtwoord horen niet bij elkaar.")
        await self._audit.note(result.agent, "inloggen", detail="wachtwoord")
        response = web.json_response({"agent": people.agent(result.agent, self._balie), "csrf": result.csrf})
        self._remember(response, result)
        return response

    def _remember(self, response: web.StreamResponse, logged_in: LoggedIn) -> None:
        life = int(SESSION_LIFE.total_seconds())
        response.set_cookie(
            COOKIE,
            logged_in.token,
            max_age=life,
            httponly=True,
            samesite="Strict",
            secure=self._secure_cookie,
            path="/",
        )

    async def log_out(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST."""
        token = request.cookies.get(COOKIE, "")
        await self._agents.log_out(token)
        if self.on_log_out is not None:
            await self.on_log_out(token)
        response = web.json_response({"ok": True})
        response.del_cookie(COOKIE, path="/")
        return response

    async def change_password(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {current, password}: the own password. Every other log-in of this agent ends."""
        body = await json_body(request)
        current, wanted = body.get("current"), body.get("password")
        if not isinstance(current, str) or not isinstance(wanted, str) or len(current) > LONGEST_PASSWORD:
            return problem(400, "bad_request", "Vul je huidige en je nieuwe wachtwoord in.")
        token = request.cookies.get(COOKIE, "")
        refused = await self._agents.change_password(token, current, wanted, address_of(request, self._proxies))
        if refused is not None:
            if refused.fault in ("wrong", "locked"):
                await self._audit.note(session.agent, "wachtwoord_geweigerd")
            status, field, words = _PASSWORD_REFUSED[refused.fault]
            error = {"code": refused.fault, "message": words, **({"field": field} if field else {})}
            return web.json_response({"error": error}, status=status)
        if self.on_password is not None:
            await self.on_password(session.agent.id, token)
        return web.json_response({"ok": True})

    # -- at the organisation's own log-in -----------------------------------------------------------------------------

    async def leave(self, request: web.Request) -> web.Response:
        """GET: on to the provider."""
        assert self._oidc is not None
        try:
            leaving = await self._oidc.leave()
        except ProviderUnavailable:
            return self._to_desk("storing")
        response = web.Response(status=302, headers={"Location": leaving.url})
        # Lax: it has to come along when the provider sends the browser back.
        response.set_cookie(
            WAY_COOKIE,
            leaving.way,
            max_age=int(WAY_LIFE.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=self._secure_cookie,
            path=OIDC,
        )
        return response

    async def come_back(self, request: web.Request) -> web.Response:
        """GET: the provider's answer."""
        assert self._oidc is not None
        try:
            found = await self._oidc.come_back(request.query, request.cookies.get(WAY_COOKIE, ""))
        except ProviderUnavailable:
            return self._to_desk("storing")
        if isinstance(found, NotVouched):
            log.warning("oidc_login_refused", why=found.why)
            return self._to_desk(_TOLD[found.why])
        result = await self._agents.log_in_as(found.subject, found.username)
        if isinstance(result, LoginRefused):
            await self._audit.note(result.agent, "inloggen_mislukt", detail="OpenID Connect")
            return self._to_desk("geen_account")
        await self._audit.note(result.agent, "inloggen", detail="OpenID Connect")
        response = self._to_desk()
        self._remember(response, result)
        return response

    def _to_desk(self, told: str = "") -> web.Response:
        response = web.Response(status=303, headers={"Location": f"/desk?inloggen={told}" if told else "/desk"})
        response.del_cookie(WAY_COOKIE, path=OIDC)
        return response

    # -- who ----------------------------------------------------------------------------------------------------------

    async def me(self, request: web.Request) -> web.StreamResponse:
        """GET: who is logged in, and what the screen needs to begin; of nobody how one may log in."""
        response: web.StreamResponse = await self._me(request)
        if response.status != 401 or not isinstance(response, web.Response):
            return response
        return web.json_response({**json.loads(response.text or "{}"), "login": self._login()}, status=401)

    async def _who(self, request: web.Request, session: DeskSession) -> web.Response:
        more = await self.about(session.agent) if self.about is not None else {}
        agent = people.agent(session.agent, self._balie)
        return web.json_response(
            {"agent": agent, "csrf": session.csrf, "has_password": session.has_password, **more, "login": self._login()}
        )

    def _login(self) -> dict[str, bool]:
        return {"oidc": self._oidc is not None}
