"""Approved texts over HTTP, for a customer on WhatsApp who wrote longer than a day ago (docs/rules/whatsapp.md)."""

from __future__ import annotations

from aiohttp import web

from dichtbij.conversations.model import Draft, is_client_id
from dichtbij.conversations.service import Conversations
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.guard import Guard
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import Case, CaseId
from dichtbij.handoff.reach import NotComposed, Reaching
from dichtbij.handoff.service import Handoffs
from dichtbij.http import json_body, problem

NOT_NOW = "Een sjabloon kan nu niet. Ververs het gesprek."


class TemplateRoutes:
    """Only for who handles the case, and only while free text does not arrive."""

    def __init__(
        self,
        guard: Guard,
        handoffs: Handoffs,
        conversations: Conversations,
        announcements: Announcements,
        reaching: Reaching,
    ) -> None:
        self._guard = guard
        self._handoffs = handoffs
        self._conversations = conversations
        self._announcements = announcements
        self._reaching = reaching

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        address, guard = "/desk/api/cases/{id}/templates", self._guard
        app.add_routes([web.get(address, guard(self.offered)), web.post(address, guard(self.send))])

    async def offered(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: the texts in this customer's form of address; none while free text arrives."""
        case = await self._mine(request, session)
        if isinstance(case, web.Response):
            return case
        found = []
        if await self._may_send(case):
            form = await self._announcements.form_of_address(case)
            found = [one.as_dict() for one in self._reaching.templates(form)]
        return web.json_response({"templates": found})

    async def send(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {template, values, message_id}: the same message_id again stores nothing twice."""
        body = await json_body(request)
        template, message_id, values = body.get("template"), body.get("message_id"), body.get("values") or {}
        is_form = isinstance(values, dict) and all(isinstance(value, str) for value in values.values())
        if not isinstance(template, str) or not is_client_id(message_id) or not is_form:
            return problem(400, "bad_request", "Dit sjabloon kwam niet goed aan.")
        case = await self._mine(request, session)
        if isinstance(case, web.Response):
            return case
        if not await self._may_send(case):
            return problem(409, "not_now", NOT_NOW)
        form = await self._announcements.form_of_address(case)
        content = self._reaching.compose(template, form, values)
        if isinstance(content, NotComposed):
            error = {"code": "wrong_value", "message": content.message, "field": content.field}
            return web.json_response({"error": error}, status=422)
        message = await self._conversations.say(
            case.conversation_id,
            Draft("agent", content, session.agent.name, message_id),
            dedupe_key=f"agent:{session.agent.id}:{message_id}",
            agent_id=session.agent.id,
        )
        if message is None:
            return _not_yours()
        return web.json_response({"message": message.as_wire()}, status=201)

    async def _may_send(self, case: Case) -> bool:
        conversation = await self._conversations.get(case.conversation_id)
        return conversation is not None and (await self._reaching.of(conversation)).templates

    async def _mine(self, request: web.Request, session: DeskSession) -> Case | web.Response:
        case = await self._handoffs.get(CaseId(request.match_info["id"]))
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if case.state != "taken" or case.agent_id != session.agent.id:
            return _not_yours()
        return case


def _not_yours() -> web.Response:
    return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
