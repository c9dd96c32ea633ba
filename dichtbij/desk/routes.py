"""The desk over HTTP. Everything but the log-in needs the cookie; every change needs the CSRF header too."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from dichtbij.conversations.model import Content, Draft, clean_text, is_client_id
from dichtbij.conversations.service import Conversations
from dichtbij.counter.ratings import agent_may_ask, with_question
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.desk.views import Views, callback
from dichtbij.handoff.agents import SESSION_LIFE, Agents, DeskSession, LoginRefused
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.model import AlreadyTaken, Case, CaseId, NotYours
from dichtbij.handoff.service import Handoffs
from dichtbij.http import json_body, problem
from dichtbij.texts import Texts

COOKIE = "dichtbij_desk"
MAX_TEXT = 4_000
MAX_NOTE = 2_000

Handler = Callable[[web.Request, DeskSession], Awaitable[web.StreamResponse]]


class DeskRoutes:
    """The desk's HTTP interface."""

    def __init__(
        self,
        agents: Agents,
        handoffs: Handoffs,
        conversations: Conversations,
        callbacks: Callbacks,
        profiles: Profiles,
        views: Views,
        texts: Texts,
        *,
        secure_cookie: bool,
    ) -> None:
        self._agents = agents
        self._handoffs = handoffs
        self._conversations = conversations
        self._callbacks = callbacks
        self._profiles = profiles
        self._views = views
        self._texts = texts
        self._secure_cookie = secure_cookie
        self.on_callbacks: Callable[[], Awaitable[None]] | None = None
        self.on_log_out: Callable[[str], Awaitable[None]] | None = None

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        guard = self._guard
        app.add_routes(
            [
                web.post("/desk/api/login", self.log_in),
                web.post("/desk/api/logout", guard(self.log_out)),
                web.get("/desk/api/me", guard(self.me)),
                web.get("/desk/api/cases", guard(self.cases)),
                web.get("/desk/api/cases/{id}", guard(self.case)),
                web.post("/desk/api/cases/{id}/take", guard(self.take)),
                web.post("/desk/api/cases/{id}/messages", guard(self.say)),
                web.post("/desk/api/cases/{id}/hand-back", guard(self.hand_back)),
                web.post("/desk/api/cases/{id}/close", guard(self.close)),
                web.post("/desk/api/cases/{id}/read", guard(self.read)),
                web.get("/desk/api/callbacks", guard(self.callbacks)),
                web.post("/desk/api/callbacks/{id}/done", guard(self.callback_done)),
            ]
        )

    def _guard(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            session = await self._agents.session(request.cookies.get(COOKIE, ""))
            if session is None:
                return problem(401, "not_logged_in", "Log eerst in.")
            given = request.headers.get("X-CSRF", "").encode("utf-8", "replace")
            if request.method not in ("GET", "HEAD") and not hmac.compare_digest(given, session.csrf.encode()):
                return problem(403, "csrf", "Dit verzoek kwam niet van deze pagina. Ververs de pagina.")
            return await handler(request, session)

        return guarded

    # -- who ----------------------------------------------------------------------------------------------------------

    async def log_in(self, request: web.Request) -> web.Response:
        """POST {username, password}."""
        body = await json_body(request)
        username, password = body.get("username"), body.get("password")
        if not isinstance(username, str) or not isinstance(password, str) or len(password) > 256:
            return problem(400, "bad_request", "Vul je naam en wachtwoord in.")
        result = await self._agents.log_in(username.strip().lower()[:64], password)
        if isinstance(result, LoginRefused):
            if result.locked:
                return problem(429, "locked", "Te vaak geprobeerd. Wacht vijf minuten.")
            return problem(401, "wrong", "Deze naam en dit wachtwoord horen niet bij elkaar.")
        response = web.json_response({"agent": _agent(result.agent), "csrf": result.csrf})
        response.set_cookie(
            COOKIE,
            result.token,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="Strict",
            secure=self._secure_cookie,
            path="/",
        )
        return response

    async def log_out(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST."""
        token = request.cookies.get(COOKIE, "")
        await self._agents.log_out(token)
        if self.on_log_out is not None:
            await self.on_log_out(token)
        response = web.json_response({"ok": True})
        response.del_cookie(COOKIE, path="/")
        return response

    async def me(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: who is logged in."""
        return web.json_response({"agent": _agent(session.agent), "csrf": session.csrf})

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
        return web.json_response({"cases": [await self._views.summary(case) for case in found]})

    async def case(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: everything about one case. A waiting case may be read by all; another's not."""
        case = await self._find(request)
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if case.state != "waiting" and case.agent_id != session.agent.id:
            who = f"{case.agent_name} heeft deze klant." if case.agent_name else "Deze klant wacht niet meer."
            return problem(403, "not_yours", who)
        return web.json_response(await self._views.full(case))

    async def take(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST: make it mine."""
        if await self._find(request) is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        text = await self._announcement(request, "utter_balie_medewerker_neemt_over", session.agent.name)
        result = await self._handoffs.take(CaseId(request.match_info["id"]), session.agent, text)
        if isinstance(result, AlreadyTaken):
            who = f"{result.by} heeft deze klant al." if result.by else "Deze klant wacht niet meer."
            return problem(409, "already_taken", who)
        return web.json_response(await self._views.full(result.case))

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
        message = await self._conversations.say(
            case.conversation_id,
            Draft("agent", Content(text=text), session.agent.name, message_id),
            dedupe_key=f"agent:{session.agent.id}:{message_id}",
            agent_id=session.agent.id,
        )
        if message is None:
            return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
        return web.json_response({"message": message.as_wire()}, status=201)

    async def hand_back(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {note}: back to the assistant."""
        return await self._end(request, session, to_bot=True)

    async def close(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {note}: the conversation is over."""
        return await self._end(request, session, to_bot=False)

    async def _end(self, request: web.Request, session: DeskSession, *, to_bot: bool) -> web.Response:
        note = (await json_body(request)).get("note")
        note = clean_text(note) if isinstance(note, str) else ""
        if (to_bot and not note) or len(note) > MAX_NOTE:
            return problem(400, "note_needed", "Schrijf in een paar woorden op wat er is afgesproken.")
        case_id = CaseId(request.match_info["id"])
        name = "utter_balie_terug_bij_assistent" if to_bot else "utter_balie_gesprek_gesloten"
        text = await self._announcement(request, name, session.agent.name)
        if not to_bot:
            text = await self._perhaps_asking_how_it_was(request, text)
        end = self._handoffs.hand_back if to_bot else self._handoffs.close
        result = await end(case_id, session.agent, note, text)
        if isinstance(result, NotYours):
            return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
        if result.customer_id:
            await self._profiles.add_contact_moment(
                CustomerId(result.customer_id),
                "chat",
                f"{session.agent.name}: {note or 'gesprek afgesloten'}",
                result.ended_at,
            )
        return web.json_response({"case": await self._views.summary(result)})

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
        if not await self._callbacks.done(request.match_info["id"]):
            return problem(404, "unknown", "Dit terugbelverzoek bestaat niet.")
        if self.on_callbacks is not None:
            await self.on_callbacks()
        return web.json_response({"ok": True})

    # -- small things -------------------------------------------------------------------------------------------------

    async def _find(self, request: web.Request) -> Case | None:
        return await self._handoffs.get(CaseId(request.match_info["id"]))

    async def _announcement(self, request: web.Request, name: str, agent_name: str) -> Content:
        text = self._texts.render(name, await self._form_of_address(request), medewerker=agent_name)
        return Content(text=text.text, quick_replies=text.buttons, marks=(f"utter:{name}",))

    async def _perhaps_asking_how_it_was(self, request: web.Request, content: Content) -> Content:
        """The last words to the customer, with the question for a rating when that is fit."""
        case = await self._find(request)
        if case is None:
            return content
        course = await self._conversations.messages(case.conversation_id)
        if not agent_may_ask(course, case.reason, str(case.context.get("intent", ""))):
            return content
        return with_question(content, self._texts, await self._form_of_address(request))

    async def _form_of_address(self, request: web.Request) -> str:
        case = await self._find(request)
        customer = (
            await self._profiles.short(CustomerId(case.customer_id)) if case is not None and case.customer_id else None
        )
        return customer.form_of_address if customer else "je"


def _agent(agent: Any) -> dict[str, str]:
    return {"id": agent.id, "name": agent.name, "username": agent.username}
