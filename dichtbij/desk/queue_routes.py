"""Getting a customer and giving them to somebody else: take, pass, transfer, take over."""

from __future__ import annotations

from aiohttp import web

from dichtbij.conversations.model import clean_text
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.guard import AUDIT_DETAIL, Guard
from dichtbij.desk.views import Views
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import AgentId, AlreadyTaken, Case, CaseId, Full, NobodyThere, NotYours, OfferedToAnother
from dichtbij.handoff.offers import Offers
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.states import States
from dichtbij.handoff.transfers import Transfers
from dichtbij.http import json_body, problem
from dichtbij.organisation import Balie

MAX_NOTE = 2_000

_NOBODY = {
    "unknown": (400, "Deze collega of dit team bestaat niet."),
    "self": (400, "Dit gesprek is al van jou."),
    "absent": (409, "{name} is er nu niet. Kies iemand anders."),
    "busy": (409, "{name} neemt nu geen nieuwe gesprekken aan. Kies iemand anders."),
    "full": (409, "{name} heeft al genoeg gesprekken. Kies iemand anders."),
    "closed": (409, "{name} is nu gesloten. Kies iemand anders, of plan een terugbelafspraak."),
}


class QueueRoutes:
    """Every answer with a case in it says who has it now."""

    def __init__(
        self,
        guard: Guard,
        handoffs: Handoffs,
        offers: Offers,
        transfers: Transfers,
        states: States,
        announcements: Announcements,
        views: Views,
        balie: Balie,
    ) -> None:
        self._guard = guard
        self._handoffs = handoffs
        self._offers = offers
        self._transfers = transfers
        self._states = states
        self._announcements = announcements
        self._views = views
        self._balie = balie

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        guard = self._guard
        app.add_routes(
            [
                web.post("/desk/api/cases/{id}/take", guard(self.take)),
                web.post("/desk/api/cases/{id}/decline", guard(self.decline)),
                web.post("/desk/api/cases/{id}/transfer", guard(self.transfer)),
                web.post("/desk/api/cases/{id}/take-over", guard(self.take_over, "teamleider")),
            ]
        )

    async def take(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST: make it mine, whether it was offered to me or I picked it."""
        case = await self._find(request)
        if case is None:
            return _unknown()
        text = await self._announcements.of(case, "utter_balie_medewerker_neemt_over", medewerker=session.agent.name)
        result = await self._handoffs.take(case.id, session.agent, text)
        if isinstance(result, OfferedToAnother):
            return problem(409, "offered", f"Deze klant is net aan {result.to} gevraagd. Kijk zo nog eens.")
        if isinstance(result, Full):
            return problem(409, "full", f"Je hebt al {result.most} gesprekken. Rond er eerst een af.")
        if isinstance(result, AlreadyTaken):
            return _taken(result)
        return await self._full(result.case)

    async def decline(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST: pass an offer on to the next."""
        if not await self._offers.decline(CaseId(request.match_info["id"]), session.agent.id):
            return problem(409, "not_offered", "Deze klant wordt je niet (meer) gevraagd.")
        return web.json_response({"ok": True})

    async def transfer(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {to_agent or to_team, note}: give the customer to a colleague or to a team's queue."""
        body = await json_body(request)
        to_agent, to_team, note = body.get("to_agent"), body.get("to_team"), _note(body.get("note"))
        one = [to for to in (to_agent, to_team) if to]
        if len(one) != 1 or not isinstance(one[0], str):
            return problem(400, "bad_request", "Kies een collega of een team.")
        if not note or len(note) > MAX_NOTE:
            return problem(400, "note_needed", "Schrijf in een paar woorden op wat je collega moet weten.")
        case = await self._find(request)
        if case is None:
            return _unknown()
        if to_agent:
            result = await self._to_agent(case, session, to_agent, note)
        else:
            result = await self._to_team(case, session, one[0], note)
        if isinstance(result, NobodyThere):
            status, words = _NOBODY[result.why]
            return problem(status, result.why, words.format(name=result.name))
        if isinstance(result, NotYours):
            return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
        request[AUDIT_DETAIL] = result.agent_name or result.team
        return web.json_response({"case": await self._views.summary(result)})

    async def _to_agent(self, case: Case, session: DeskSession, to: str, note: str) -> Case | NotYours | NobodyThere:
        colleague = next((one.agent for one in await self._states.everybody() if one.agent.id == to), None)
        if colleague is None:
            return NobodyThere("unknown")
        text = await self._announcements.of(
            case, "utter_balie_doorgezet_collega", medewerker=session.agent.name, collega=colleague.name
        )
        return await self._transfers.to_agent(case.id, session.agent, AgentId(to), note, text)

    async def _to_team(self, case: Case, session: DeskSession, to: str, note: str) -> Case | NotYours | NobodyThere:
        team = self._balie.teams.get(to)
        if team is None:
            return NobodyThere("unknown")
        place = await self._announcements.place(case, await self._handoffs.behind(case))
        text = await self._announcements.of(
            case, "utter_balie_doorgezet_team", medewerker=session.agent.name, team=team.naam, wachttijd=place
        )
        return await self._transfers.to_team(case.id, session.agent, to, note, text)

    async def take_over(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {note?}: take a customer from a colleague, or out of the queue."""
        note = _note((await json_body(request)).get("note"))
        if len(note) > MAX_NOTE:
            return problem(400, "too_long", "Deze notitie is te lang.")
        case = await self._find(request)
        if case is None:
            return _unknown()
        text = await self._announcements.of(case, "utter_balie_medewerker_neemt_over", medewerker=session.agent.name)
        result = await self._transfers.take_over(case.id, session.agent, note, text)
        if isinstance(result, AlreadyTaken):
            return _taken(result)
        return await self._full(result.case)

    async def _full(self, case: Case) -> web.Response:
        full = await self._views.full(case)
        return web.json_response(full) if full else _unknown()

    async def _find(self, request: web.Request) -> Case | None:
        return await self._handoffs.get(CaseId(request.match_info["id"]))


def _note(value: object) -> str:
    return clean_text(value) if isinstance(value, str) else ""


def _unknown() -> web.Response:
    return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")


def _taken(result: AlreadyTaken) -> web.Response:
    who = f"{result.by} heeft deze klant al." if result.by else "Deze klant wacht niet meer."
    return problem(409, "already_taken", who)
