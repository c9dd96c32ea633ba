"""Accounts over HTTP, for who manages them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from dichtbij.conversations.model import clean_text
from dichtbij.desk import people
from dichtbij.desk.guard import AUDIT_DETAIL, Guard
from dichtbij.handoff.accounts import MOST_CASES, SHORTEST_PASSWORD, Account, AccountRefused, Accounts, Fault, Wanted
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import AgentId
from dichtbij.http import json_body
from dichtbij.organisation import Balie

_REFUSED: Mapping[Fault, tuple[int, str, str]] = {
    "name": (422, "name", "Vul een naam in van hoogstens 120 tekens."),
    "username": (422, "username", "Vul een gebruikersnaam in zonder spaties, hoogstens 64 tekens."),
    "username_taken": (409, "username", "Deze gebruikersnaam bestaat al. Kies een andere."),
    "role": (422, "role", "Kies medewerker, teamleider of beheerder."),
    "team": (422, "teams", "Dit team bestaat niet."),
    "max_cases": (422, "max_cases", f"Kies een aantal van 0 tot en met {MOST_CASES}. Bij 0 geldt het gewone aantal."),
    "password": (
        422,
        "password",
        f"Kies een wachtwoord van minstens {SHORTEST_PASSWORD} tekens, dat niet makkelijk te raden is.",
    ),
    "unknown": (404, "", "Dit account bestaat niet."),
    "last_admin": (409, "role", "Dit is de enige beheerder. Maak eerst iemand anders beheerder."),
    "own_account": (
        409,
        "role",
        "Je kunt je eigen account niet uitzetten of lager zetten. Vraag een andere beheerder.",
    ),
}
"""Fault -> status, field that is wrong, words."""

_CHANGES = ("name", "role", "teams", "max_cases", "active", "password", "unbind")


class AgentRoutes:
    """Accounts: list, add, change. They are never thrown away, only put out of use."""

    def __init__(self, guard: Guard, accounts: Accounts, balie: Balie) -> None:
        self._guard = guard
        self._accounts = accounts
        self._balie = balie
        self.on_changed: Callable[[AgentId], Awaitable[None]] | None = None

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        app.add_routes(
            [
                web.get("/desk/api/agents", self._guard(self.all, "beheerder")),
                web.post("/desk/api/agents", self._guard(self.add, "beheerder")),
                web.post("/desk/api/agents/{id}", self._guard(self.change, "beheerder")),
            ]
        )

    async def all(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: every account."""
        return web.json_response({"agents": [self._shown(one) for one in await self._accounts.all()]})

    async def add(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {name, username, role?, teams?, max_cases?, password?}: without a password only by OpenID Connect."""
        wanted = _wanted(await json_body(request))
        made = wanted if isinstance(wanted, AccountRefused) else await self._accounts.add(wanted)
        if isinstance(made, AccountRefused):
            return _refused(made)
        request[AUDIT_DETAIL] = f"{made.agent.username} ({made.agent.role})"
        return web.json_response({"agent": self._shown(made)}, status=201)

    async def change(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {name?, role?, teams?, max_cases?, active?, password?, unbind?}: what is not given stays."""
        body = await json_body(request)
        wanted = _wanted({**body, "username": None})
        agent_id = AgentId(request.match_info["id"])
        made = (
            wanted
            if isinstance(wanted, AccountRefused)
            else await self._accounts.change(agent_id, wanted, session.agent.id)
        )
        if isinstance(made, AccountRefused):
            return _refused(made)
        changed = ", ".join(_told(name, body[name]) for name in _CHANGES if body.get(name) is not None)
        request[AUDIT_DETAIL] = f"{made.agent.username}: {changed}"
        if self.on_changed is not None:
            await self.on_changed(agent_id)
        return web.json_response({"agent": self._shown(made)})

    def _shown(self, account: Account) -> dict[str, Any]:
        return {
            **people.agent(account.agent, self._balie),
            "max_cases": account.agent.max_cases,
            "active": account.active,
            "has_password": account.has_password,
            "oidc": account.bound,
        }


def _wanted(body: Mapping[str, Any]) -> Wanted | AccountRefused:
    """The wishes in a request, or the first that is none."""
    texts: tuple[Fault, ...] = ("name", "username", "role", "password")
    for text in texts:
        if body.get(text) is not None and not isinstance(body[text], str):
            return AccountRefused(text)
    teams, most = body.get("teams"), body.get("max_cases")
    if teams is not None and not (isinstance(teams, list) and all(isinstance(one, str) for one in teams)):
        return AccountRefused("team")
    if most is not None and (not isinstance(most, int) or isinstance(most, bool)):
        return AccountRefused("max_cases")
    name, username = body.get("name"), body.get("username")
    return Wanted(
        name=None if name is None else clean_text(name),
        username=None if username is None else clean_text(username).lower(),
        role=body.get("role"),
        teams=None if teams is None else tuple(teams),
        max_cases=most,
        active=body["active"] if isinstance(body.get("active"), bool) else None,
        password=body.get("password"),
        unbind=body.get("unbind") is True,
    )


def _told(name: str, value: object) -> str:
    """For the audit trail: what was changed, and to what; of a password only that."""
    if name in ("password", "name", "unbind"):
        return name
    return f"{name}={','.join(value) if isinstance(value, list) else value}"


def _refused(refused: AccountRefused) -> web.Response:
    status, field, words = _REFUSED[refused.fault]
    error = {"code": refused.fault, "message": words, **({"field": field} if field else {})}
    return web.json_response({"error": error}, status=status)
