"""The audit trail over HTTP, for who leads: who saw or changed which customer."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.desk.guard import AUDIT_CUSTOMER, AUDIT_DETAIL, Guard
from dichtbij.handoff.access import ACTION_TEXT, Entry
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.audit import PAGE, Audit
from dichtbij.http import problem

_ID = re.compile(r"[A-Za-z0-9_-]{1,36}")
"""What an id or a customer number looks like; a name, which the trail may not hold, has a space or a special sign."""
_NO_ID = "Vul een klantnummer in. Op naam zoeken kan hier niet."


class AuditRoutes:
    """Reading only: nobody writes or takes away a line."""

    def __init__(self, guard: Guard, audit: Audit, profiles: Profiles) -> None:
        self._guard = guard
        self._audit = audit
        self._profiles = profiles

    def add_to(self, app: web.Application) -> None:
        """Register the address."""
        app.add_routes([web.get("/desk/api/audit", self._guard(self.entries, "teamleider"))])

    async def entries(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET ?customer={id or customer number}&agent={id}&before={id}: a page of lines, the newest first."""
        before = request.query.get("before", "")
        if before and not (before.isascii() and before.isdigit() and len(before) < 10):
            return problem(400, "bad_request", "Onbekende bladzijde.")
        customer, agent = request.query.get("customer", "").strip(), request.query.get("agent", "").strip()
        if any(given and not _ID.fullmatch(given) for given in (customer, agent)):
            return problem(400, "bad_request", _NO_ID)
        customer_id = (await self._profiles.by_number(customer) or CustomerId(customer)) if customer else None
        found = await self._audit.entries(
            customer_id=customer_id, agent_id=agent or None, before=int(before) if before else None
        )
        names = {id_: await self._name(id_) for id_ in {entry.customer_id for entry in found} if id_}
        # Only what exists is noted: who types a name here must not write it into the trail, where it stays for years.
        if customer_id and (customer_id in names or await self._name(customer_id) is not None):
            request[AUDIT_CUSTOMER] = customer_id
        request[AUDIT_DETAIL] = f"van medewerker {agent}" if agent and found else ""
        more = found[-1].id if len(found) == PAGE else None
        return web.json_response({"entries": [_shown(entry, names) for entry in found], "before": more})

    async def _name(self, customer_id: str) -> str | None:
        customer = await self._profiles.short(CustomerId(customer_id))
        return customer.name if customer else None


def _shown(entry: Entry, names: dict[str, str | None]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "agent_id": entry.agent_id or None,
        "agent_name": entry.agent_name,
        "action": entry.action,
        "what": ACTION_TEXT.get(entry.action, entry.action),
        "customer_id": entry.customer_id,
        "customer_name": names.get(entry.customer_id) if entry.customer_id else None,
        "case_id": entry.case_id,
        "detail": entry.detail,
    }
