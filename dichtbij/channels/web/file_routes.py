"""Files over HTTP: a customer sends one, and whoever holds a link of half an hour opens one."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from aiohttp import web

from dichtbij.channels.web.limits import FILES_BURST, FILES_PER_SECOND, Limits
from dichtbij.channels.web.routes import CHANNEL
from dichtbij.channels.web.sessions import Sessions
from dichtbij.clock import Clock
from dichtbij.conversations.attachments import ANSWERS, Attachment, Attachments, Upload
from dichtbij.conversations.file_kinds import MAX_FILE, FileProblem, FileRefused
from dichtbij.conversations.model import is_client_id
from dichtbij.conversations.service import Conversations
from dichtbij.customers.identification import Identification
from dichtbij.customers.profiles import Profiles
from dichtbij.forms import BadForm, FileForm, TooLarge
from dichtbij.http import problem
from dichtbij.texts import Texts

_POLICY = "default-src 'none'; sandbox"
"""Content-Security-Policy of what somebody sent: should a browser ever take it for a page, it can do nothing."""


class FileRoutes:
    """POST /widget/files and GET /bestanden/{token}."""

    def __init__(
        self,
        attachments: Attachments,
        conversations: Conversations,
        sessions: Sessions,
        identification: Identification,
        profiles: Profiles,
        texts: Texts,
        clock: Clock,
        origins: Sequence[str],
    ) -> None:
        """`origins`: the sites that may send; the counter's own pages always may."""
        self._attachments = attachments
        self._conversations = conversations
        self._sessions = sessions
        self._identification = identification
        self._profiles = profiles
        self._texts = texts
        self._clock = clock
        self._origins = frozenset(origins)
        self._limits = Limits(FILES_BURST, FILES_PER_SECOND)

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        app.add_routes(
            [
                web.post("/widget/files", self.send),
                web.options("/widget/files", self.may_send),
                web.get("/bestanden/{token}", self.open),
            ]
        )

    async def may_send(self, request: web.Request) -> web.Response:
        """OPTIONS: a browser on another site asks first, because the widget shows how far the file is."""
        if not self._is_ours(request):
            return problem(403, "origin", "Vanaf deze site kan dit niet.")
        allowed = {"Access-Control-Allow-Methods": "POST", "Access-Control-Max-Age": "600"}
        return self._shared(request, web.Response(status=204, headers=allowed))

    async def send(self, request: web.Request) -> web.Response:
        """POST a form with session_id and message_id, and then the file: the same message_id stores once."""
        if not self._is_ours(request):
            return problem(403, "origin", "Vanaf deze site kan dit niet.")
        return self._shared(request, await self._take(request))

    async def _take(self, request: web.Request) -> web.Response:
        try:
            form = await FileForm.begin(request)
        except BadForm:
            return self._problem(400, "bad_frame", "niet_aangekomen")
        key, message_id = self._sessions.key(form.fields.get("session_id")), form.fields.get("message_id")
        if key is None:
            return problem(401, "no_session", "Begin opnieuw: ververs de pagina.")
        if message_id is None or not is_client_id(message_id):
            return self._problem(400, "bad_frame", "niet_aangekomen")
        if not self._limits.allow(key, self._clock()):
            return self._problem(429, "too_fast", "te_snel", await self._form_of_address(key))
        # Before the file is read: what nobody may send need not come in either.
        if not await self._attachments.may_receive(CHANNEL, key, message_id):
            return await self._refused(key, FileProblem.GEEN_MEDEWERKER)
        try:
            content = await form.file(MAX_FILE)
        except TooLarge:
            return await self._refused(key, FileProblem.TE_GROOT)
        except BadForm:
            return self._problem(400, "bad_frame", "niet_aangekomen")
        stored = await self._attachments.receive(CHANNEL, key, Upload(form.file_name, content, message_id))
        if isinstance(stored, FileRefused):
            return await self._refused(key, stored.reason)
        return web.json_response({"message": stored.as_wire()}, status=201)

    async def open(self, request: web.Request) -> web.Response:
        """GET: a file behind a signed link of half an hour."""
        found = await self._attachments.open(request.match_info["token"])
        if found is None:
            return self._problem(404, "link_over", "link_over")
        headers = {"Content-Disposition": _disposition(found), "Content-Security-Policy": _POLICY}
        return web.Response(body=found.content, content_type=found.media_type, headers=headers)

    # -- small things -------------------------------------------------------------------------------------------------

    async def _refused(self, key: str, reason: FileProblem) -> web.Response:
        status, code = ANSWERS[reason]
        return self._problem(status, code, reason.value, await self._form_of_address(key))

    def _problem(self, status: int, code: str, words: str, form_of_address: str | None = None) -> web.Response:
        return problem(status, code, self._texts.text(f"utter_bestand_{words}", form_of_address))

    async def _form_of_address(self, key: str) -> str | None:
        conversation = await self._conversations.latest(CHANNEL, key)
        identity = await self._identification.identity(conversation.id) if conversation else None
        customer = await self._profiles.short(identity.customer_id) if identity and identity.customer_id else None
        return customer.form_of_address if customer else None

    def _is_ours(self, request: web.Request) -> bool:
        """Whether the page that sends is one of ours, or on a site that may embed the widget."""
        origin = request.headers.get("Origin", "")
        return not origin or origin in self._origins or urlsplit(origin).netloc == request.host

    def _shared(self, request: web.Request, response: web.Response) -> web.Response:
        """Let the site's page read the answer."""
        if origin := request.headers.get("Origin"):
            response.headers.update({"Access-Control-Allow-Origin": origin, "Vary": "Origin"})
        return response


def _disposition(found: Attachment) -> str:
    """Pictures are shown, documents downloaded, under the name they came with."""
    plain = found.name.encode("ascii", "replace").decode().replace("?", "_")
    kind = "inline" if found.media_type.startswith("image/") else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name)}"
