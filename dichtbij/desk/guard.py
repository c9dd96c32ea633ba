"""The door of the desk: from our own pages only, logged in, with the role it takes, and noted in the audit trail.

Every address of the desk goes through `Guard`. A test holds that each is noted (NOTED) or says why not (NOT_NOTED), so
a new one can't be forgotten.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from dichtbij.handoff.access import Action
from dichtbij.handoff.agents import Agents, DeskSession
from dichtbij.handoff.audit import Audit
from dichtbij.handoff.model import Case, CaseId, Role
from dichtbij.handoff.service import Handoffs
from dichtbij.http import json_body, problem

COOKIE = "dichtbij_desk"
OWN_ORIGIN = web.AppKey("own_origin", str)
"""The counter's public origin, as PUBLIC_URL says."""
AUDIT_DETAIL = web.RequestKey("audit_detail", str)
"""A handler may put a word under this name in its request: which team, which account."""
AUDIT_CUSTOMER = web.RequestKey("audit_customer", str)
"""The same: whom it was about, when that is no case's customer."""

Handler = Callable[[web.Request, DeskSession], Awaitable[web.StreamResponse]]
CustomerOf = Callable[[Case], Awaitable[str | None]]
"""Who the customer of a case is, as far as known now."""

_CASE = "/desk/api/cases/{id}"
NOTED: Mapping[tuple[str, str], Action] = {
    ("POST", "/desk/api/logout"): "uitloggen",
    ("POST", "/desk/api/me/password"): "wachtwoord_gewijzigd",
    ("GET", _CASE): "gezien",
    ("POST", f"{_CASE}/take"): "aangenomen",
    ("POST", f"{_CASE}/decline"): "voorbij_laten_gaan",
    ("POST", f"{_CASE}/transfer"): "doorgezet",
    ("POST", f"{_CASE}/take-over"): "overgenomen",
    ("POST", f"{_CASE}/hand-back"): "teruggegeven",
    ("POST", f"{_CASE}/close"): "afgesloten",
    ("POST", f"{_CASE}/notes"): "notitie",
    ("POST", f"{_CASE}/files"): "bestand",
    ("POST", f"{_CASE}/actions/{{name}}"): "snelle_actie",
    ("GET", "/desk/api/callbacks"): "terugbellijst_bekeken",
    ("POST", "/desk/api/callbacks/{id}/done"): "teruggebeld",
    ("GET", "/desk/api/audit"): "verslag_bekeken",
    ("POST", "/desk/api/agents"): "account_gemaakt",
    ("POST", "/desk/api/agents/{id}"): "account_gewijzigd",
}
"""What is noted after it went well, before the answer leaves: without a line in the trail nothing is shown."""

NOT_NOTED: Mapping[tuple[str, str], str] = {
    ("POST", "/desk/api/login"): "notes itself, also when it is refused",
    ("GET", "/desk/api/login/oidc"): "nobody is logged in yet",
    ("GET", "/desk/api/login/oidc/back"): "notes itself, also when it is refused",
    ("GET", "/desk/api/me"): "no customer",
    ("POST", "/desk/api/state"): "no customer",
    ("GET", "/desk/api/team"): "lines of the queue",
    ("GET", "/desk/api/cases"): "lines of the queue: everybody at the desk has to see who waits",
    ("POST", f"{_CASE}/messages"): "stands in the conversation itself, with the agent's name",
    ("POST", f"{_CASE}/templates"): "stands in the conversation itself, with the agent's name",
    ("GET", f"{_CASE}/templates"): "approved texts: no customer",
    ("POST", f"{_CASE}/read"): "how far one scrolled",
    ("GET", f"{_CASE}/notes"): "of a case whose opening was noted",
    ("GET", f"{_CASE}/suggestions"): "of a case whose opening was noted",
    ("GET", f"{_CASE}/actions"): "of a case whose opening was noted",
    ("GET", f"{_CASE}/wrap-up"): "of a case whose opening was noted",
    ("GET", "/desk/api/answers"): "of a case whose opening was noted",
    ("GET", "/desk/api/agents"): "no customer",
}

_RANK: Mapping[Role, int] = {"medewerker": 0, "teamleider": 1, "beheerder": 2}
_ONLY: Mapping[Role, str] = {
    "teamleider": "Dit mag alleen een teamleider.",
    "beheerder": "Dit mag alleen een beheerder.",
}


def from_own_page(request: web.Request) -> bool:
    """Whether a request comes from a page of ours, or from no browser at all.

    Browsers say where a request was made from, and no script can change it: `Sec-Fetch-Site`, and `Origin` with every
    change and every websocket. What neither names (curl, a monitor) carries no cookie that a page could misuse.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None or origin == request.app.get(OWN_ORIGIN):
        return True
    return origin in (f"http://{request.host}", f"https://{request.host}")


@web.middleware
async def own_pages_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what another site asks of the desk. The organisation's own log-in sends browsers here from its site."""
    is_desk = request.path.startswith("/desk/api/") and not request.path.startswith("/desk/api/login/oidc")
    if is_desk and not from_own_page(request):
        return problem(403, "other_site", "Dit verzoek kwam niet van deze pagina. Ververs de pagina.")
    return await handler(request)


class Guard:
    """Lets in who is logged in and may do it, and notes what was seen and changed."""

    def __init__(self, agents: Agents, handoffs: Handoffs, audit: Audit, customer_of: CustomerOf) -> None:
        self._agents = agents
        self._handoffs = handoffs
        self._audit = audit
        self.customer_of = customer_of

    def __call__(self, handler: Handler, at_least: Role = "medewerker") -> Callable[..., Awaitable[Any]]:
        """A handler for aiohttp.

        Args:
            at_least: the lowest role that may do this.
        """

        async def guarded(request: web.Request) -> web.StreamResponse:
            session = await self._agents.session(request.cookies.get(COOKIE, ""))
            if session is None:
                return problem(401, "not_logged_in", "Log eerst in.")
            given = request.headers.get("X-CSRF", "").encode("utf-8", "replace")
            if request.method not in ("GET", "HEAD") and not hmac.compare_digest(given, session.csrf.encode()):
                return problem(403, "csrf", "Dit verzoek kwam niet van deze pagina. Ververs de pagina.")
            if _RANK[session.agent.role] < _RANK[at_least]:
                return problem(403, "not_allowed", _ONLY[at_least])
            response = await handler(request, session)
            if response.status < 400:
                await self._note(request, session)
            return response

        return guarded

    async def _note(self, request: web.Request, session: DeskSession) -> None:
        resource = request.match_info.route.resource
        path = resource.canonical if resource else ""
        action = NOTED.get((request.method.replace("HEAD", "GET"), path))
        if action is None or (action == "snelle_actie" and (await json_body(request)).get("confirm") is not True):
            return  # an action that is only tried out changes nothing
        case_id, customer_id = None, request.get(AUDIT_CUSTOMER)
        if path.startswith(_CASE):
            case_id = CaseId(request.match_info["id"])
            case = await self._handoffs.get(case_id)
            customer_id = await self.customer_of(case) if case else None
            if case and action == "gezien" and case.state == "taken" and case.agent_id != session.agent.id:
                action = "meegeluisterd"
        detail = request.get(AUDIT_DETAIL) or request.match_info.get("name", "")
        await self._audit.note(session.agent, action, case_id=case_id, customer_id=customer_id, detail=detail)
