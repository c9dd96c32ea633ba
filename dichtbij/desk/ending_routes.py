"""The end of a case over HTTP: the wrap-up, back to the assistant, closed."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from dichtbij.conversations.model import Content
from dichtbij.conversations.service import Conversations
from dichtbij.counter.ratings import agent_may_ask, with_question
from dichtbij.customers.model import CustomerId
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.guard import Guard
from dichtbij.desk.helping.wrapup import BadEnding, Ending, WrapUps, read_ending
from dichtbij.desk.views import Views
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import Case, CaseId, NotYours
from dichtbij.handoff.reach import Reaching
from dichtbij.handoff.service import Contact, Handoffs
from dichtbij.http import json_body, problem
from dichtbij.texts import Texts


class EndingRoutes:
    """Only for who handles the case."""

    def __init__(
        self,
        guard: Guard,
        handoffs: Handoffs,
        conversations: Conversations,
        announcements: Announcements,
        wrap_ups: WrapUps,
        views: Views,
        texts: Texts,
        reaching: Reaching,
    ) -> None:
        self._guard = guard
        self._handoffs = handoffs
        self._conversations = conversations
        self._announcements = announcements
        self._wrap_ups = wrap_ups
        self._views = views
        self._texts = texts
        self._reaching = reaching

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        guard, case = self._guard, "/desk/api/cases/{id}"
        app.add_routes(
            [
                web.get(f"{case}/wrap-up", guard(self.wrap_up)),
                web.post(f"{case}/hand-back", guard(self.hand_back)),
                web.post(f"{case}/close", guard(self.close)),
            ]
        )

    async def wrap_up(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: the case in three lines, and what the customer would read as a summary."""
        case = await self._find(request)
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if case.state != "taken" or case.agent_id != session.agent.id:
            return _not_yours()
        return web.json_response(await self._wrap_ups.of(case))

    async def hand_back(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {note, outcome?, lesson?, summary_to_customer?}: back to the assistant."""
        return await self._end(request, session, to_bot=True)

    async def close(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {note?, outcome?, lesson?, summary_to_customer?}: the conversation is over."""
        return await self._end(request, session, to_bot=False)

    async def _end(self, request: web.Request, session: DeskSession, *, to_bot: bool) -> web.Response:
        ending = read_ending(await json_body(request), note_needed=to_bot)
        if isinstance(ending, BadEnding):
            return problem(400, ending.code, ending.message)
        case = await self._find(request)
        if case is None or case.state != "taken" or case.agent_id != session.agent.id:
            return _not_yours()
        words = await self._last_words(case, session.agent.name, ending, to_bot=to_bot)
        end = self._handoffs.hand_back if to_bot else self._handoffs.close
        result = await end(
            case.id,
            session.agent,
            ending.note,
            words,
            outcome=ending.outcome,
            lesson=ending.lesson,
            contact=await self._contact(case, f"{session.agent.name}: {ending.moment()}"),
        )
        if isinstance(result, NotYours):
            return _not_yours()
        return web.json_response({"case": await self._views.summary(result)})

    async def _contact(self, case: Case, words: str) -> Contact | None:
        customer_id = await self._guard.customer_of(case)
        return Contact(CustomerId(customer_id), words) if customer_id else None

    async def _last_words(self, case: Case, agent_name: str, ending: Ending, *, to_bot: bool) -> Content:
        """One bubble: the summary when it is wanted, who goes on, and at the end the question how it was."""
        name = "utter_balie_terug_bij_assistent" if to_bot else "utter_balie_gesprek_gesloten"
        words = await self._announcements.of(case, name, medewerker=agent_name)
        if ending.summary_to_customer:
            summary = await self._wrap_ups.for_customer(case)
            words = replace(words, text=f"{summary}\n\n{words.text}".strip())
        if to_bot:
            return words
        course = await self._conversations.messages(case.conversation_id)
        conversation = await self._conversations.get(case.conversation_id)
        if conversation is None or (await self._reaching.of(conversation)).signed_off:
            return words
        if not agent_may_ask(course, case.reason, str(case.context.get("intent", ""))):
            return words
        form = await self._announcements.form_of_address(case)
        return with_question(words, self._texts, form, conversation.channel)

    async def _find(self, request: web.Request) -> Case | None:
        return await self._handoffs.get(CaseId(request.match_info["id"]))


def _not_yours() -> web.Response:
    return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
