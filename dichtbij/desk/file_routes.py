"""The desk over HTTP: a file for the customer."""

from __future__ import annotations

from aiohttp import web

from dichtbij.conversations.attachments import ANSWERS, Attachments, Upload
from dichtbij.conversations.file_kinds import MAX_FILE, FileProblem, FileRefused
from dichtbij.conversations.model import is_client_id
from dichtbij.conversations.service import Conversations
from dichtbij.desk.guard import Guard
from dichtbij.desk.reachable import unreachable
from dichtbij.forms import BadForm, FileForm, TooLarge
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import CaseId
from dichtbij.handoff.reach import Reaching
from dichtbij.handoff.service import Handoffs
from dichtbij.http import problem
from dichtbij.texts import Texts


class DeskFiles:
    """POST /desk/api/cases/{id}/files. What a customer sent is in the messages of the case, with a link."""

    def __init__(
        self,
        guard: Guard,
        handoffs: Handoffs,
        conversations: Conversations,
        attachments: Attachments,
        texts: Texts,
        reaching: Reaching,
    ) -> None:
        self._guard = guard
        self._handoffs = handoffs
        self._conversations = conversations
        self._reaching = reaching
        self._attachments = attachments
        self._texts = texts

    def add_to(self, app: web.Application) -> None:
        """Register the address."""
        app.add_routes([web.post("/desk/api/cases/{id}/files", self._guard(self.send))])

    async def send(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST a form with message_id and one file: the same message_id stores once."""
        case = await self._handoffs.get(CaseId(request.match_info["id"]))
        if case is None:
            return problem(404, "unknown", "Dit gesprek bestaat niet (meer).")
        if (refused := await unreachable(self._reaching, self._conversations, case)) is not None:
            return refused
        try:
            form = await FileForm.begin(request)
            content = await form.file(MAX_FILE)
        except TooLarge:
            return self._refused(FileProblem.TE_GROOT)
        except BadForm:
            return problem(400, "bad_request", self._texts.text("utter_bestand_niet_aangekomen"))
        message_id = form.fields.get("message_id")
        if message_id is None or not is_client_id(message_id):
            return problem(400, "bad_request", self._texts.text("utter_bestand_niet_aangekomen"))
        stored = await self._attachments.send(
            case.conversation_id,
            Upload(form.file_name, content, message_id),
            agent_id=session.agent.id,
            agent_name=session.agent.name,
        )
        if isinstance(stored, FileRefused):
            return self._refused(stored.reason)
        return web.json_response({"message": stored.as_wire()}, status=201)

    def _refused(self, reason: FileProblem) -> web.Response:
        if reason is FileProblem.GEEN_MEDEWERKER:
            return problem(409, "not_yours", "Dit gesprek is niet (meer) van jou.")
        status, code = ANSWERS[reason]
        return problem(status, code, self._texts.text(f"utter_bestand_{reason.value}"))
