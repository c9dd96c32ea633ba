"""An agent's file for the customer, and a customer's file at the desk."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import aiohttp

from dichtbij.conversations.model import ConversationId
from tests.files import PDF, SECRET_PLACE, photo
from tests.running_counter import Agent, Running, Widget, handover


async def taken(counter: Running) -> tuple[Widget, Agent, str]:
    """A customer whom Fatima has, and the case."""
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_present()
    widget = await counter.widget()
    await widget.say("mens")
    queue = await agent.until("queue", lambda q: q["cases"])
    case_id: str = queue["cases"][0]["id"]
    assert (await agent.post(f"/desk/api/cases/{case_id}/take"))[0] == 200
    await widget.until("owner", lambda owner: owner["owner"] == "agent")
    return widget, agent, case_id


async def send(
    agent: Agent, case_id: str, content: bytes = PDF, name: str = "uitleg.pdf", **more: Any
) -> tuple[int, Any]:
    form = aiohttp.FormData(quote_fields=False)
    file_first = more.get("file_first", False)
    if not file_first:
        form.add_field("message_id", more.get("message_id") or str(uuid4()))
    form.add_field("file", content, filename=name)
    if file_first:
        form.add_field("message_id", more.get("message_id") or str(uuid4()))
    headers = {"X-CSRF": more.get("csrf", agent.csrf)}
    async with agent.http.post(f"/desk/api/cases/{case_id}/files", data=form, headers=headers) as response:
        return response.status, await response.json()


async def test_the_customer_gets_the_agents_file_and_the_case_shows_it(counter: Running) -> None:
    widget, agent, case_id = await taken(counter)
    status, body = await send(agent, case_id, photo(), "schéma.jpeg", message_id="f-1")
    assert status == 201
    heard = await widget.until("bot_uttered", lambda m: "attachment" in m)
    assert (heard["id"], heard["sender"], heard["sender_name"]) == (body["message"]["id"], "agent", "Fatima")
    assert heard["attachment"]["payload"]["title"] == "schéma.jpg"
    async with counter.http.get(heard["attachment"]["payload"]["src"]) as picture:
        assert picture.status == 200
        assert SECRET_PLACE.encode() not in await picture.read()
    _, case = await agent.get(f"/desk/api/cases/{case_id}")
    assert case["messages"][-1]["attachment"]["payload"]["title"] == "schéma.jpg"
    await widget.settle()
    receipt = await agent.until("receipt", lambda r: r["seq"] == body["message"]["seq"])
    assert receipt["state"] == "sent"


async def test_the_fields_may_come_in_any_order_and_an_id_stores_once(counter: Running) -> None:
    widget, agent, case_id = await taken(counter)
    first = await send(agent, case_id, message_id="f-1", file_first=True)
    again = await send(agent, case_id, message_id="f-1")
    assert first[0] == again[0] == 201
    assert first[1]["message"]["id"] == again[1]["message"]["id"]
    course = await counter.parts.conversations.messages(ConversationId(widget.conversation_id))
    assert len([message for message in course if message.content.file]) == 1


async def test_the_customers_file_stands_in_the_queue_in_words(counter: Running) -> None:
    widget, agent, case_id = await taken(counter)
    form = aiohttp.FormData()
    form.add_field("session_id", widget.session_id)
    form.add_field("message_id", "c-1")
    form.add_field("file", photo("PNG"), filename="meterkast.png")
    async with counter.http.post("/widget/files", data=form) as response:
        assert response.status == 201, await response.text()
    case = await agent.until("case", lambda c: c["unread"] == 1 and c["last_message"]["sender"] == "customer")
    assert case["last_message"]["text"] == "Bestand: meterkast.png"
    told = await agent.until("message", lambda m: m["message"].get("attachment"))
    assert told["case_id"] == case_id


async def test_only_who_has_the_conversation_sends(counter: Running) -> None:
    widget, agent, case_id = await taken(counter)
    joost = await counter.agent("joost")
    assert (await send(joost, case_id))[1]["error"]["code"] == "not_yours"
    assert (await send(agent, "weg"))[0] == 404
    assert (await send(agent, case_id, csrf=""))[1]["error"]["code"] == "csrf"
    async with counter.http.post(f"/desk/api/cases/{case_id}/files", data=b"x") as stranger:
        assert stranger.status == 401
    assert (await agent.post(f"/desk/api/cases/{case_id}/hand-back", {"note": "klaar"}))[0] == 200
    status, body = await send(agent, case_id)
    assert (status, body["error"]["code"]) == (409, "not_yours")
    assert not [message for message in widget.all("bot_uttered") if "attachment" in message]


async def test_what_is_refused_is_said_in_words(counter: Running) -> None:
    _, agent, case_id = await taken(counter)
    for content, status, code in (
        (b"", 400, "empty"),
        (b"PK\x03\x04", 415, "unknown_kind"),
        (photo()[:200], 422, "broken"),
        (PDF + bytes(5 * 1024 * 1024), 413, "too_large"),
    ):
        answered, body = await send(agent, case_id, content, "Sanne de Wit.docx")
        assert (answered, body["error"]["code"]) == (status, code)
        assert body["error"]["message"].endswith(".")
        assert "Sanne" not in body["error"]["message"]
    assert (await agent.post(f"/desk/api/cases/{case_id}/files", {}))[1]["error"]["code"] == "bad_request"
    for message_id in ("é", "x" * 65):
        assert (await send(agent, case_id, message_id=message_id))[1]["error"]["code"] == "bad_request"
