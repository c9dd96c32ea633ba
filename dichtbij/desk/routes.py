"""The desk over HTTP: cases and callbacks. `guard` says who comes in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from dichtbij.conversations.model import Content, Draft, clean_text, is_client_id
from dichtbij.conversations.service import Conversations
from dichtbij.desk.guard import AUDIT_CUSTOMER, AUDIT_DETAIL, Guard
from dichtbij.desk.reachable import unreachable
from dichtbij.desk.views import Views, callback
from dichtbij.handoff.access import Sight, sight
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import Case, CaseId
from dichtbij.handoff.reach import Reaching
from dichtbij.handoff.service import Handoffs
from dichtbij.http import json_body, problem

MAX_TEXT = 4_000


class DeskRoutes:
    """The desk's HTTP interface."""

    def __init__(
        self,
        guard: Guard,
        handoffs: Handoffs,
        conversations: Conversations,
        callbacks: Callbacks,
        views: Views,
        reaching: Reaching,
    ) -> None:
        self._guard = guard
        self._handoffs = handoffs
        self._conversations = conversations
        self._callbacks = callbacks
        self._views = views
        self._reaching = reaching
        self.on_callbacks: Callable[[], Awaitable[None]] | None = None

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        guard = self._guard
        app.add_routes(
            [
                web.get("/desk/api/cases", guard(self.cases)),
                web.get("/desk/api/cases/{id}", guard(self.case)),
                web.post("/desk/api/cases/{id}/messages", guard(self.say)),
                web.post("/desk/api/cases/{id}/read", guard(self.read)),
                web.get("/desk/api/callbacks", guard(self.callbacks)),
                web.post("/desk/api/callbacks/{id}/done", guard(self.callback_done)),
            ]
        )

    # -- cases --------------------------------------------------------------------------------------------------------

    async def cases(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET ?state=waiting|mine|closed."""
        state = request.query.get("state", "waiting")
        if state == "waiting":
            found = await self._handoffs.waiting()
        elif state == "mine":
            found = await self._handoffs.mine(session.agent.id)
        elif state == "closed":
            found = await self._handoffs.ended(session.agent.id)
        else:
            return problem(400, "bad_request", "Onbekende lijst.")
        return web.json_response({"cases": await self._views.summaries(found)})

    async def case(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: everything about one case. A waiting case may be read by all; another's only by who leads."""
        case = await self._find(request)
        if case is not None and sight(case, session.agent) is Sight.NOTHING:
            who = f"{case.agent_name} heeft deze klant." if case.agent_name else "Deze klant wacht niet meer."
            return problem(403, "not_yours", who)
        full = await self._views.full(case) if case is not None else None
        return web.json_response(full) if full else problem(404, "unknown", "Dit gesprek bestaat niet (meer).")

    async def say(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {text, message_id}: the same message_id again stores nothing twice."""
        body = await json_body(request)
        text, message_id = body.get("text"), body.get("message_id")
        if not isinstance(text, str) or not is_client_id(message_id):
            return problem(400, "bad_request", "Dit bericht kwam niet goed aan.")
        text = clean_text(text)
        if not text:
            return problem(400, "empty", "Dit bericht is leeg.")
        if len(text) > MAX_TEXT:
            return problem(400, "too_long", "Dit bericht is te lang. Maak er twee berichten van.")
        case = await self._find(request)
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if (refused := await unreachable(self._reaching, self._conversations, case)) is not None:
            return refused
        message = await self._conversations.say(
            case.conversation_id,
            Draft("agent", Content(text=text), session.agent.name, message_id),
            dedupe_key=f"agent:{session.agent.id}:{message_id}",
            agent_id=session.agent.id,
        )
        if message is None:
            return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
        return web.json_response({"message": message.as_wire()}, status=201)

    async def read(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {seq}: the agent has seen up to here; so the customer's messages were read."""
        seq = (await json_body(request)).get("seq")
        if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq < 2**31:
            return problem(400, "bad_request", "Onbekend volgnummer.")
        await self._handoffs.read(CaseId(request.match_info["id"]), session.agent.id, seq)
        return web.json_response({"ok": True})

    # -- callbacks ----------------------------------------------------------------------------------------------------

    async def callbacks(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: calls still to be made."""
        return web.json_response({"callbacks": [callback(row) for row in await self._callbacks.open()]})

    async def callback_done(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST: the customer was called."""
        made = await self._callbacks.done(request.match_info["id"])
        if made is None:
            return problem(404, "unknown", "Dit terugbelverzoek bestaat niet.")
        if made.customer_id:
            request[AUDIT_CUSTOMER] = made.customer_id
        request[AUDIT_DETAIL] = f"terugbelverzoek {made.id}"
        if self.on_callbacks is not None:
            await self.on_callbacks()
        return web.json_response({"ok": True})

    # -- small things -------------------------------------------------------------------------------------------------

    async def _find(self, request: web.Request) -> Case | None:
        return await self._handoffs.get(CaseId(request.match_info["id"]))
