"""What helps an agent help, over HTTP: notes, canned answers, suggestions, quick actions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from dichtbij.conversations.model import clean_text
from dichtbij.desk.guard import Guard
from dichtbij.desk.helping.action_model import Wrong
from dichtbij.desk.helping.actions import QuickActions
from dichtbij.desk.helping.canned import Canned
from dichtbij.desk.helping.facts import Facts
from dichtbij.desk.helping.suggestions import Suggestions
from dichtbij.handoff.access import Sight, sight
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import Case, CaseId, Note
from dichtbij.handoff.notes import LONGEST_NOTE, Notes
from dichtbij.handoff.service import Handoffs
from dichtbij.http import json_body, problem

LONGEST_VALUE = 2_000
MOST_VALUES = 30

Found = Callable[[web.Request, DeskSession, Case], Awaitable[web.Response]]


@dataclass(frozen=True)
class Helping:
    """What these addresses need."""

    handoffs: Handoffs
    notes: Notes
    canned: Canned
    facts: Facts
    suggestions: Suggestions
    actions: QuickActions


class HelpingRoutes:
    """Everything but the notes is only for who handles the case now."""

    def __init__(self, guard: Guard, parts: Helping) -> None:
        self._guard = guard
        self._parts = parts
        self.on_callbacks: Callable[[], Awaitable[None]] | None = None
        """A call may have been promised."""

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        guard, case = self._guard, "/desk/api/cases/{id}"
        app.add_routes(
            [
                web.get(f"{case}/notes", guard(self.notes)),
                web.post(f"{case}/notes", guard(self.add_note)),
                web.get("/desk/api/answers", guard(self.answers)),
                web.get(f"{case}/suggestions", guard(self.suggestions)),
                web.get(f"{case}/actions", guard(self.actions)),
                web.post(f"{case}/actions/{{name}}", guard(self.act)),
            ]
        )

    # -- notes: for who may see the case -------------------------------------------------------------------------------

    async def notes(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: oldest first."""
        case = await self._seen(request.match_info["id"], session)
        if isinstance(case, web.Response):
            return case
        return _notes(await self._parts.notes.of(case.id))

    async def add_note(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {text}: for colleagues; the customer does not see it."""
        case = await self._seen(request.match_info["id"], session)
        if isinstance(case, web.Response):
            return case
        text = (await json_body(request)).get("text")
        text = clean_text(text) if isinstance(text, str) else ""
        if not text:
            return problem(400, "empty", "Deze notitie is leeg.")
        if len(text) > LONGEST_NOTE:
            return problem(400, "too_long", f"Een notitie heeft hoogstens {LONGEST_NOTE} tekens.")
        return _notes(await self._parts.notes.add(case.id, session.agent.name, text))

    async def _seen(self, id_: str, session: DeskSession) -> Case | web.Response:
        case = await self._parts.handoffs.get(CaseId(id_))
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if sight(case, session.agent) is Sight.NOTHING:
            return problem(403, "not_yours", "Dit gesprek is niet van jou.")
        return case

    # -- answers and actions: for who handles it -----------------------------------------------------------------------

    async def answers(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET ?case=: the canned answers for this customer, and those of which something is not known."""
        case = await self._mine(request.query.get("case", ""), session)
        if isinstance(case, web.Response):
            return case
        facts = await self._parts.facts.of(case, session.agent.name)
        form_of_address = await self._parts.facts.form_of_address(case)
        return web.json_response(
            {
                "answers": self._parts.canned.offered(facts, form_of_address),
                "missing": self._parts.canned.missing(facts),
            }
        )

    async def suggestions(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: answers to the customer's last question."""
        case = await self._mine(request.match_info["id"], session)
        if isinstance(case, web.Response):
            return case
        return web.json_response(await self._parts.suggestions.of(case, session.agent.name))

    async def actions(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: what can be arranged for this customer, and what can't with why."""
        case = await self._mine(request.match_info["id"], session)
        if isinstance(case, web.Response):
            return case
        return web.json_response(await self._parts.actions.offered(case))

    async def act(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {values, confirm}: what would happen, or with confirm: do it."""
        case = await self._mine(request.match_info["id"], session)
        if isinstance(case, web.Response):
            return case
        name = request.match_info["name"]
        if name not in self._parts.actions:
            return problem(404, "unknown", "Deze actie bestaat niet.")
        body = await json_body(request)
        values = _values(body.get("values"))
        if values is None:
            return problem(400, "bad_request", "Dit formulier kwam niet goed aan.")
        if body.get("confirm") is not True:
            checked = await self._parts.actions.check(case, name, values)
            if isinstance(checked, Wrong):
                return _wrong(checked)
            return web.json_response({"ok": False, "summary": checked.summary, "warnings": list(checked.warnings)})
        carried = await self._parts.actions.carry_out(case, session.agent, name, values)
        if isinstance(carried, Wrong):
            return _wrong(carried)
        if self.on_callbacks is not None:
            await self.on_callbacks()
        return web.json_response({"ok": True, "done": carried.done, "tell": carried.tell})

    async def _mine(self, id_: str, session: DeskSession) -> Case | web.Response:
        case = await self._parts.handoffs.get(CaseId(id_))
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if case.state != "taken" or case.agent_id != session.agent.id:
            return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
        return case


def _notes(notes: list[Note]) -> web.Response:
    shown = [
        {"at": note.at.isoformat(), "agent_name": note.agent_name, "kind": note.kind, "text": note.text}
        for note in notes
    ]
    return web.json_response({"notes": shown})


def _values(given: object) -> dict[str, str] | None:
    """What was filled in, as clean text; None when it is no form."""
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_VALUES:
        return None
    values: dict[str, str] = {}
    for name, value in given.items():
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, (str, int, float)) or len(str(value)) > LONGEST_VALUE:
            return None
        values[name] = clean_text(str(value))
    return values


def _wrong(wrong: Wrong) -> web.Response:
    """As problem(), with the field to put right."""
    status = 403 if wrong.code == "not_identified" else 422
    error = {"code": wrong.code, "message": wrong.message, "field": wrong.field}
    return web.json_response({"error": error}, status=status)
