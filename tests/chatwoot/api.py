"""The addresses that we call: what they answer, and what they refuse (docs: developers.chatwoot.com/api-reference)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import web

from tests.chatwoot import rules, shapes
from tests.chatwoot.rules import ACCOUNT, INBOX, refuse, refused, unknown
from tests.chatwoot.shapes import Row

if TYPE_CHECKING:
    from tests.chatwoot.account import Chatwoot


class Refusal(Exception):
    """What was asked is refused with this answer."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(str(answer.status))
        self.answer = answer


class Api:
    """The application API of one account."""

    def __init__(self, chatwoot: Chatwoot) -> None:
        self._all = chatwoot

    def application(self) -> web.Application:
        app = web.Application(middlewares=[self._gate], client_max_size=2 * rules.LARGEST_FILE)
        base = f"/api/v1/accounts/{ACCOUNT}"
        app.add_routes(
            [
                web.post(f"{base}/contacts", self._create_contact),
                web.get(f"{base}/contacts/search", self._search),
                web.put(base + "/contacts/{id}", self._update_contact),
                web.delete(base + "/contacts/{id}", self._delete_contact),
                web.get(base + "/contacts/{id}/conversations", self._conversations_of),
                web.post(base + "/contacts/{id}/contact_inboxes", self._add_inbox),
                web.get(base + "/inbox_members/{id}", self._members),
                web.post(f"{base}/conversations", self._create_conversation),
                web.get(base + "/conversations/{id}", self._show_conversation),
                web.delete(base + "/conversations/{id}", self._delete_conversation),  # conversations_controller.rb
                web.post(base + "/conversations/{id}/custom_attributes", self._attributes),
                web.post(base + "/conversations/{id}/toggle_status", self._toggle_status),
                web.post(base + "/conversations/{id}/toggle_priority", self._toggle_priority),
                web.get(base + "/conversations/{id}/messages", self._messages),
                web.post(base + "/conversations/{id}/messages", self._create_message),
            ]
        )
        return app

    # -- what holds for every call ------------------------------------------------------------------------------------

    @web.middleware
    async def _gate(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        asked = f"{request.method} {request.path}"
        self._all.asked.append(asked)
        if self._all.down:
            return refuse(502, "down")
        if request.headers.get("api_access_token") != rules.TOKEN:  # access_token_auth_helper.rb
            return refuse(401, "Invalid Access Token")
        if request.can_read_body and request.content_type not in rules.CONTENT_TYPES:
            self._all.undocumented.append(f"{asked}: {request.content_type}")
        if self._all.held and re.search(self._all.held[0], asked):
            (_, waits, go_on), self._all.held = self._all.held, None
            waits.set()
            await go_on.wait()
        fault = next((one for one in self._all.faults if re.search(one.path, asked)), None)
        if fault is not None:
            self._all.faults.remove(fault)
            if fault.after:
                await self._answer(request, handler)
            return web.json_response({"error": "fault"}, status=fault.status, headers=fault.headers)
        return await self._answer(request, handler)

    async def _answer(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        try:
            answer: web.StreamResponse = await handler(request)
        except Refusal as refusal:
            return refusal.answer
        except web.HTTPException:
            self._all.undocumented.append(f"{request.method} {request.path}")
            raise
        return answer

    async def _body(self, request: web.Request, kind: str, *, whole: bool = True) -> Row:
        body: Row = await (request.json() if request.content_type == "application/json" else _form(request))
        self._all.undocumented += [f"{kind}.{name}" for name in body.keys() - rules.FIELDS[kind]]
        refusal = refused(kind, body, whole=whole)
        if refusal is not None:
            raise Refusal(refusal)
        return body

    def _query(self, request: web.Request, kind: str) -> None:
        self._all.undocumented += [f"{kind}?{name}" for name in request.query.keys() - rules.QUERIES[kind]]

    def _find(self, request: web.Request, among: dict[int, Row]) -> Row:
        number = request.match_info["id"]
        if not number.isdigit() or int(number) not in among:
            raise Refusal(unknown())
        return among[int(number)]

    def _contact(self, request: web.Request) -> Row:
        return self._find(request, self._all.contacts)

    def _conversation(self, request: web.Request) -> Row:
        return self._find(request, self._all.conversations)

    # -- people -------------------------------------------------------------------------------------------------------

    async def _create_contact(self, request: web.Request) -> web.Response:
        body = await self._body(request, "contact")
        if body["inbox_id"] != INBOX:
            return unknown()
        known = [one["identifier"] for one in self._all.contacts.values()]
        if body.get("identifier") in known:  # app/models/contact.rb: unique within the account
            return refuse(422, "Identifier has already been taken", "identifier")
        contact = {"custom_attributes": {}, **body, "id": next(self._all.numbers), "source_ids": [str(uuid4())]}
        self._all.contacts[contact["id"]] = contact
        inbox = {"source_id": contact["source_ids"][0], "inbox": {"id": INBOX}}
        return web.json_response({"payload": {"contact": shapes.contact(contact), "contact_inbox": inbox}})

    async def _search(self, request: web.Request) -> web.Response:
        self._query(request, "search")
        if not request.query.get("q"):  # contacts_controller.rb: search
            return refuse(422, "Specify search string with parameter q")
        everybody = self._all.contacts.values()
        found = [shapes.contact(one) for one in everybody if request.query["q"] in one["identifier"]]
        return web.json_response({"meta": {"count": len(found), "current_page": 1}, "payload": found})

    async def _update_contact(self, request: web.Request) -> web.Response:
        body, contact = await self._body(request, "contact", whole=False), self._contact(request)
        contact["custom_attributes"] = {**contact["custom_attributes"], **body.get("custom_attributes", {})}
        contact["name"] = body.get("name", contact["name"])
        return web.json_response({"payload": shapes.contact(contact)})

    async def _delete_contact(self, request: web.Request) -> web.Response:
        contact = self._contact(request)
        del self._all.contacts[contact["id"]]
        for number in [one["id"] for one in self._all.conversations.values() if one["contact_id"] == contact["id"]]:
            self._all.lose(number)
        return web.Response()

    async def _conversations_of(self, request: web.Request) -> web.Response:
        contact = self._contact(request)
        mine = [one["id"] for one in self._all.conversations.values() if one["contact_id"] == contact["id"]]
        return web.json_response({"payload": [self._all.shown(number) for number in mine]})

    async def _add_inbox(self, request: web.Request) -> web.Response:
        body, contact = await self._body(request, "contact_inbox"), self._contact(request)
        if body["inbox_id"] != INBOX:
            return unknown()
        contact["source_ids"].append(body.get("source_id") or str(uuid4()))
        return web.json_response({"source_id": contact["source_ids"][-1], "inbox": {"id": INBOX}})

    async def _members(self, request: web.Request) -> web.Response:
        if request.match_info["id"] != str(INBOX):
            return unknown()
        return web.json_response({"payload": self._all.agents})

    # -- conversations ------------------------------------------------------------------------------------------------

    async def _create_conversation(self, request: web.Request) -> web.Response:
        body = await self._body(request, "conversation")
        contact = self._all.contacts.get(body.get("contact_id", 0))
        if contact is None or body["source_id"] not in contact["source_ids"] or body["inbox_id"] != INBOX:
            return unknown()
        number = self._all.begin(contact["id"], body)
        return web.json_response({"id": number, "account_id": ACCOUNT, "inbox_id": INBOX})

    async def _show_conversation(self, request: web.Request) -> web.Response:
        return web.json_response(self._all.shown(self._conversation(request)["id"]))

    async def _delete_conversation(self, request: web.Request) -> web.Response:
        self._all.lose(self._conversation(request)["id"])
        return web.Response()

    async def _attributes(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "attributes"), self._conversation(request)
        found["custom_attributes"] = body["custom_attributes"]
        self._all.webhooks.tell("conversation_updated", self._all.shown(found["id"]))
        return web.json_response({"custom_attributes": body["custom_attributes"]})

    async def _toggle_status(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "status"), self._conversation(request)
        self._all.set_status(found["id"], body["status"])
        shown = {"success": True, "current_status": body["status"], "conversation_id": found["id"]}
        return web.json_response({"meta": {}, "payload": shown})

    async def _toggle_priority(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "priority"), self._conversation(request)
        found["priority"] = body["priority"]
        return web.Response()

    # -- messages -----------------------------------------------------------------------------------------------------

    async def _messages(self, request: web.Request) -> web.Response:
        self._query(request, "messages")
        number, after = self._conversation(request)["id"], request.query.get("after")
        rows = self._all.messages[number]
        if after is None:
            rows = rows[-rules.LATEST_MESSAGES :]
        else:
            rows = [row for row in rows if row["id"] > int(after)][: rules.MESSAGES_AFTER]
        return web.json_response({"meta": {}, "payload": [shapes.message(row, number) for row in rows]})

    async def _create_message(self, request: web.Request) -> web.Response:
        body, found = await self._body(request, "message"), self._conversation(request)
        if not isinstance(body["content"], str) or not (body["content"] or body.get("attachments[]")):
            return refuse(422, "Content can't be blank", "content")
        kind, contact = body.get("message_type", "outgoing"), self._all.contacts[found["contact_id"]]
        sender = {"id": contact["id"], "name": contact["name"], "type": "contact"}
        if kind == "outgoing":  # message_builder.rb: whose token it is
            sender = {"id": 1, "name": "Beheerder", "email": "beheer@voorbeeld.example", "type": "user"}
        message = self._all.add(
            found["id"], body["content"], kind, private=body.get("private", False), sender=sender,
            source_id=body.get("source_id"), attachments=body.get("attachments[]", ()),
        )  # fmt: skip
        return web.json_response(shapes.message(message, found["id"]))


async def _form(request: web.Request) -> Row:
    """A message with files: multipart/form-data."""
    form = await request.post()
    files = [file for file in form.getall("attachments[]", []) if isinstance(file, web.FileField)]
    sent = [{"file_type": file.content_type, "name": file.filename, "size": len(file.file.read())} for file in files]
    if len(sent) > rules.MOST_FILES or any(one["size"] > rules.LARGEST_FILE for one in sent):
        raise Refusal(refuse(422, "Attachments size is too big", "attachments"))
    texts = {name: str(value) for name, value in form.items() if name != "attachments[]"}
    return {**texts, **({"attachments[]": sent} if sent else {})}
