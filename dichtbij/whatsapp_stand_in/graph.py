"""The Graph API as far as messages need it: /{version}/{phone_number_id}/messages and /media, /{version}/{media_id}."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from aiohttp import BodyPartReader, ClientError, web

from dichtbij.whatsapp_stand_in import limits
from dichtbij.whatsapp_stand_in.codes import CODES, NO_SUCH_OBJECT, Wrong, as_answer
from dichtbij.whatsapp_stand_in.faults import Fault, Faults, Rates
from dichtbij.whatsapp_stand_in.media import MB, TYPES
from dichtbij.whatsapp_stand_in.model import Bubble
from dichtbij.whatsapp_stand_in.notices import message_id
from dichtbij.whatsapp_stand_in.phone import Phone, World

Json = Mapping[str, Any]
MOST = 101 * MB


class Meta(World, Protocol):
    """What stands behind the API."""

    faults: Faults
    rates: Rates
    undocumented: list[str]

    def found(self, body: Json) -> Phone | None:
        """The phone that a message is for."""

    def template(self, content: Json) -> str:
        """The text of a template with its parameters in it.

        Raises:
            Wrong: it does not exist, or other parameters belong to it.
        """

    async def healed(self) -> None:
        """Wait until faults are taken away."""


class Graph:
    """Its addresses."""

    def __init__(self, meta: Meta) -> None:
        self._meta = meta
        self._prefix = ""

    def add_to(self, app: web.Application, prefix: str = "") -> None:
        """Register them, below a prefix."""
        self._prefix = prefix
        base = prefix + r"/{version:v\d+\.\d+}"
        app.add_routes(
            [
                web.post(base + r"/{number:\w+}/messages", self._guarded("messages", self.messages)),
                web.post(base + r"/{number:\w+}/media", self._guarded("media", self.upload)),
                web.get(base + r"/{id:\d+}", self._guarded("media", self.about)),
                web.delete(base + r"/{id:\d+}", self._guarded("media", self.delete)),
                web.get(prefix + "/download/{link}", self._guarded("media", self.download)),
            ]
        )

    # -- messages -----------------------------------------------------------------------------------------------------

    async def messages(self, request: web.Request) -> web.Response:
        """POST: send a message, or say that one was read."""
        self._own_number(request)
        body = await _json(request)
        if body.get("status") == "read":
            return self._read(body)
        self._meta.undocumented += limits.check(body)
        to = str(body.get("to") or body.get("recipient"))
        fault = self._fault("messages", _bare(to))
        if fault is not None and not _is_later(fault):
            return await self._go_wrong(request, fault, lambda: self._take(body, to, None))
        if not self._meta.rates.number():
            raise Wrong(130429)
        if not self._meta.rates.pair(_bare(to)):
            raise Wrong(131056)
        return web.json_response(self._take(body, to, fault))

    def _take(self, body: Json, to: str, fault: Fault | None) -> dict[str, Any]:
        found, meta = self._meta.found(body), self._meta
        phone = found or Phone(meta, _bare(to), "")  # nobody's: only its failure is told
        type_ = body.get("type", "text")
        content, failed = dict(body[type_]), (fault.code, "") if fault is not None else (0, "")
        if type_ == "template":
            content["text"] = meta.template(content)
        failed = failed if failed[0] else self._cant_arrive(found, type_, content)
        id_, reference = message_id(phone.key, ours=True), body.get("biz_opaque_callback_data", "")
        bubble = Bubble(id_, False, meta.now(), type_, content, reference=reference)
        bubble.answer_to = body.get("context", {}).get("message_id", "")
        if type_ == "reaction" and not failed[0]:
            self._react(phone, content)
        elif failed[0]:
            phone.fail(bubble, *failed)
        else:
            phone.show(bubble)
        about = {"input": to, **({"user_id": to} if body.get("recipient") else {"wa_id": phone.number or _bare(to)})}
        message = {"id": bubble.id} | ({"message_status": "accepted"} if type_ == "template" else {})
        return {"messaging_product": "whatsapp", "contacts": [about], "messages": [message]}

    def _cant_arrive(self, phone: Phone | None, type_: str, content: Json) -> tuple[int, str]:
        """What Meta finds out after it took a message: code and details; 0 when it can arrive."""
        if phone is None:
            return 131026, ""
        until = phone.window_until
        if type_ != "template" and (until is None or self._meta.now() >= until):
            return 131047, ""
        header = content.get("header", {})
        kind, media = (header["type"], header) if header.get("type", "text") != "text" else (type_, {type_: content})
        if kind in ("image", "document", "audio", "video", "sticker") and (id_ := media[kind].get("id")):
            file = self._meta.files.get(str(id_), self._meta.now())
            if file is None:
                return 131053, f"Media with ID {id_} does not exist."
            if kind != "document" and TYPES.get(file.media_type, ("document", 0))[0] != kind:
                return 131053, f"Unsupported {kind} mime type {file.media_type}."
        return 0, ""

    def _react(self, phone: Phone, content: Json) -> None:
        if bubble := phone.bubble(content["message_id"]):
            bubble.emoji = content["emoji"]
        self._meta.changed()

    def _read(self, body: Json) -> web.Response:
        self._meta.undocumented += sorted(
            body.keys() - {"messaging_product", "status", "message_id", "typing_indicator"}
        )
        id_ = limits.words(body, "message_id", 300)
        phone = self._meta.found({"message_id": id_})
        if phone is None or not phone.seen(id_):
            raise Wrong(131009, "message_id is not a message that was sent to this number.")
        if "typing_indicator" in body:
            phone.typing = True
            self._meta.changed()
        return web.json_response({"success": True})

    # -- media --------------------------------------------------------------------------------------------------------

    async def upload(self, request: web.Request) -> web.Response:
        """POST a form with messaging_product, type and file: keep a file, give its id."""
        self._own_number(request)
        fault = self._fault("media")
        fields, content = await _form(request)
        if fields.get("messaging_product") != "whatsapp":
            raise Wrong(100, "The parameter messaging_product is required.")
        if not fields.get("type"):
            raise Wrong(100, "The parameter type is required.")
        if content is None:
            raise Wrong(100, "The parameter file is required.")

        def keep() -> dict[str, Any]:
            return {"id": self._meta.files.upload(content, fields["type"], self._meta.now()).id}

        if fault is not None:
            return await self._go_wrong(request, fault, keep)
        return web.json_response(keep())

    async def about(self, request: web.Request) -> web.Response:
        """GET: where a file can be fetched for the next five minutes."""
        if fault := self._fault("media"):
            return await self._go_wrong(request, fault, dict)
        file = self._meta.files.get(request.match_info["id"], self._meta.now())
        if file is None:
            raise _no_such(request.match_info["id"])
        link = self._meta.files.link(file, self._meta.now())
        about = {
            "messaging_product": "whatsapp",
            "url": f"{request.url.origin()}{self._prefix}/download/{link}",
            "mime_type": file.media_type,
            "sha256": file.sha256,
            "file_size": len(file.content),
            "id": file.id,
        }
        return web.json_response(about)

    async def download(self, request: web.Request) -> web.Response:
        """GET: the file itself; the token is needed here too."""
        if fault := self._fault("download"):
            return await self._go_wrong(request, fault, dict)
        file = self._meta.files.by_link(request.match_info["link"], self._meta.now())
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, headers={"Content-Type": file.media_type})

    async def delete(self, request: web.Request) -> web.Response:
        """DELETE: throw a file away."""
        if not self._meta.files.forget(request.match_info["id"]):
            raise _no_such(request.match_info["id"])
        return web.json_response({"success": True})

    # -- around every request -----------------------------------------------------------------------------------------

    def _guarded(self, on: str, handler: Any) -> Any:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                if request.headers.get("Authorization") != f"Bearer {self._meta.account.token}":
                    raise Wrong(190)
                answer: web.StreamResponse = await handler(request)
            except Wrong as wrong:
                headers = {"Retry-After": f"{wrong.wait:g}"} if wrong.wait is not None else {}
                return web.json_response(as_answer(wrong), status=wrong.http, headers=headers)
            return answer

        guarded.__name__ = f"graph_{on}"
        return guarded

    def _own_number(self, request: web.Request) -> None:
        if request.match_info["number"] != self._meta.account.phone_number_id:
            raise _no_such(request.match_info["number"])

    def _fault(self, on: str, to: str = "") -> Fault | None:
        fault = self._meta.faults.next(on, to)
        if fault is not None:
            self._meta.changed()  # it may have been the last
        return fault

    async def _go_wrong(self, request: web.Request, fault: Fault, take: Any) -> web.Response:
        """Do what the fault says: `take` is what would have been done."""
        if fault.taken:
            take()
        if fault.how == "error":
            raise Wrong(fault.code, http=fault.http, wait=fault.wait)
        if fault.how == "page":
            return web.Response(status=fault.http or 502, text="<title>Sorry</title>", content_type="text/html")
        if fault.how == "silence":
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._meta.healed(), 120)
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)  # goes nowhere


def _is_later(fault: Fault) -> bool:
    if fault.how != "error":
        return False
    known = CODES.get(fault.code)
    return fault.later if fault.later is not None else known is not None and known.later


def _bare(to: str) -> str:
    """A number as digits; a user id stays as it is."""
    digits = "".join(letter for letter in to if letter.isdigit())
    return to if to[:2].isalpha() else digits


def _no_such(id_: str) -> Wrong:
    details = f"Object with ID '{id_}' does not exist, cannot be loaded due to missing permissions."
    return Wrong(100, details, subcode=NO_SUCH_OBJECT)


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise Wrong(100, "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Wrong(100, "The body is not an object.")
    return body


async def _form(request: web.Request) -> tuple[dict[str, str], bytes | None]:
    """Fields and the file, in any order. Read in pieces: the counter that hosts the demo takes small bodies only."""
    fields: dict[str, str] = {}
    content: bytes | None = None
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                raise Wrong(100, "The form can't be read.")
            read = bytearray()
            while chunk := await part.read_chunk(64 * 1024):
                read += chunk
                if len(read) > MOST:
                    raise Wrong(131053, "Media file size too big.")
            if part.name == "file":
                content = bytes(read)
            elif part.name:
                fields[part.name] = read.decode("utf-8", "replace")
    except (AssertionError, ClientError, ValueError, RuntimeError) as broken:
        raise Wrong(100, "The form can't be read.") from broken
    return fields, content
