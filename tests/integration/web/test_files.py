"""A customer's file over HTTP: who may send, what is said when not, and how it reaches everybody."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from dichtbij.channels.web.limits import FILES_BURST
from dichtbij.conversations.model import ConversationId
from dichtbij.customers.demo_personas import PERSONAS
from tests.files import PDF, photo
from tests.running_counter import Agent, Running, Widget, handover, running

ADDRESS = "/widget/files"
Fields = dict[str, str]


async def send(
    counter: Running,
    session_id: str,
    content: bytes = PDF,
    name: str = "uitleg.pdf",
    *,
    message_id: str | None = None,
    **headers: str,
) -> tuple[int, Any, Any]:
    """Status, answer and headers."""
    form = aiohttp.FormData(quote_fields=False)  # as browsers do it
    form.add_field("session_id", session_id)
    form.add_field("message_id", message_id or str(uuid4()))
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    async with counter.http.post(ADDRESS, data=form, headers=headers) as response:
        return response.status, await response.json(), response.headers


async def code(counter: Running, session_id: str, *arguments: Any, **more: Any) -> tuple[int, str]:
    status, body, _ = await send(counter, session_id, *arguments, **more)
    assert body["error"]["message"].endswith("."), body
    return status, body["error"]["code"]


async def with_agent(counter: Running, **more: Any) -> tuple[Widget, Agent]:
    """A customer whom Fatima has."""
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_present()
    widget = await counter.widget(**more)
    await widget.say("mens")
    queue = await agent.until(
        "queue", lambda q: any(c["conversation_id"] == widget.conversation_id for c in q["cases"])
    )
    [case] = [one for one in queue["cases"] if one["conversation_id"] == widget.conversation_id]
    status, body = await agent.post(f"/desk/api/cases/{case['id']}/take")
    assert status == 200, body
    await widget.until("owner", lambda owner: owner["owner"] == "agent")
    return widget, agent


async def test_a_photo_reaches_the_agent_and_every_tab(counter: Running) -> None:
    widget, agent = await with_agent(counter)
    tab = await counter.widget(widget.session_id)
    status, body, _ = await send(counter, widget.session_id, photo(), "IMG_1.JPG", message_id="f-1")
    assert status == 201
    message = body["message"]
    assert (message["sender"], message["message_id"]) == ("customer", "f-1")
    assert message["attachment"]["type"] == "image"
    assert message["attachment"]["payload"].items() >= {"title": "IMG_1.jpg", "media_type": "image/jpeg"}.items()
    for ears in (widget, tab):
        heard = await ears.until("customer_uttered", lambda m: m.get("message_id") == "f-1")
        assert heard["id"] == message["id"]
    told = await agent.until("message", lambda m: m["message"]["id"] == message["id"])
    async with counter.http.get(told["message"]["attachment"]["payload"]["src"]) as picture:
        assert picture.status == 200
        assert picture.content_type == "image/jpeg"
        assert len(await picture.read()) == message["attachment"]["payload"]["size"]
    assert "IMG_1" not in [asked["text"] for asked in counter.bot.asked]
    await counter.quiet()
    assert [asked["text"] for asked in counter.bot.asked] == ["mens"], "the bot hears nothing of it"


async def test_a_link_says_what_it_is_and_can_do_nothing(counter: Running) -> None:
    widget, _ = await with_agent(counter)
    for content, name, kind in ((PDF, "één: brief.pdf", "attachment"), (photo("PNG"), "één: brief.png", "inline")):
        _, body, _ = await send(counter, widget.session_id, content, name)
        async with counter.http.get(body["message"]["attachment"]["payload"]["src"]) as found:
            assert found.status == 200
            said = found.headers["Content-Disposition"]
            assert said.startswith(f'{kind}; filename="__n_ brief.')
            assert "filename*=UTF-8''%C3%A9%C3%A9n_%20brief." in said
            assert found.headers["X-Content-Type-Options"] == "nosniff"
            assert found.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert found.headers["Cache-Control"] == "no-store"


async def test_a_link_is_over_after_half_an_hour_and_the_page_has_a_new_one(counter: Running) -> None:
    widget, _ = await with_agent(counter)
    _, body, _ = await send(counter, widget.session_id)
    counter.clock.forward(minutes=30)
    async with counter.http.get(body["message"]["attachment"]["payload"]["src"]) as over:
        assert over.status == 404
        assert (await over.json())["error"]["code"] == "link_over"
    again = await counter.widget(widget.session_id)
    [file] = [message["attachment"]["payload"] for message in again.replayed if "attachment" in message]
    async with counter.http.get(file["src"]) as found:
        assert await found.read() == PDF


async def test_the_same_message_id_stores_once_and_is_no_failure(counter: Running) -> None:
    widget, _ = await with_agent(counter)
    first = await asyncio.gather(*(send(counter, widget.session_id, message_id="f-1") for _ in range(3)))
    assert {status for status, _, _ in first} == {201}
    assert len({body["message"]["id"] for _, body, _ in first}) == 1
    course = await counter.parts.conversations.messages(ConversationId(widget.conversation_id))
    assert [message.channel_message_id for message in course if message.content.file] == ["f-1"]


async def test_an_answer_that_got_lost_is_given_again_also_after_the_agent_left(counter: Running) -> None:
    widget, agent = await with_agent(counter)
    _, first, _ = await send(counter, widget.session_id, message_id="f-1")
    case = (await agent.get("/desk/api/cases?state=mine"))[1]["cases"][0]
    assert (await agent.post(f"/desk/api/cases/{case['id']}/hand-back", {"note": "klaar"}))[0] == 200
    status, again, _ = await send(counter, widget.session_id, message_id="f-1")
    assert (status, again["message"]["id"]) == (201, first["message"]["id"])
    assert await code(counter, widget.session_id) == (409, "no_agent")


async def test_the_bot_takes_no_files_and_says_so(counter: Running) -> None:
    widget = await counter.widget()
    status, body, _ = await send(counter, widget.session_id)
    assert (status, body["error"]["code"]) == (409, "no_agent")
    assert "De digitale assistent kan geen bestanden bekijken" in body["error"]["message"]
    assert "je met een medewerker chat" in body["error"]["message"]
    formal = next(persona for persona in PERSONAS if persona.form_of_address == "u")
    known = await counter.widget(login_token=counter.token(formal.customer_number))
    _, body, _ = await send(counter, known.session_id)
    assert "als u met een medewerker chat" in body["error"]["message"]


async def test_every_refusal_has_its_code_and_words(counter: Running) -> None:
    widget, _ = await with_agent(counter)
    key = widget.session_id
    assert await code(counter, key, b"") == (400, "empty")
    assert await code(counter, key, b"<html>", "factuur.pdf") == (415, "unknown_kind")
    assert await code(counter, key, photo()[:300]) == (422, "broken")
    assert await code(counter, key, PDF + bytes(5 * 1024 * 1024)) == (413, "too_large")
    assert await code(counter, key, message_id="é") == (400, "bad_frame")
    assert await code(counter, key, message_id="x" * 65) == (400, "bad_frame")
    for other in ("", "verzonnen", f"{uuid4().hex}.{'0' * 32}", key[:-1] + ("0" if key[-1] != "0" else "1")):
        assert await code(counter, other) == (401, "no_session")


FORM = "multipart/form-data; boundary=x"
FIELD = b"--x\r\nContent-Disposition: form-data; name=a"
END = b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"file=a", "application/x-www-form-urlencoded"),
        (b"nonsense", FORM),
        (b"--x\r\n\r\n", FORM),
        (b"--x--\r\n", FORM),
        (FIELD + b"\r\n\r\n\xff\xfe" + END, FORM),
        (FIELD + b"\r\n\r\n" + b"a" * 5000 + END, FORM),
        ((FIELD + b"\r\n\r\nb\r\n") * 12 + END[2:], FORM),
        (FIELD + b"; filename=a\r\nContent-Length: -4\r\n\r\nb" + END, FORM),
        (b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nb\r\n--y--" + END, FORM),
    ],
)
async def test_what_is_no_form_with_a_file_is_refused_in_words(shared: Running, body: bytes, content_type: str) -> None:
    async with shared.http.post(ADDRESS, data=body, headers={"Content-Type": content_type}) as response:
        assert response.status in (400, 401), await response.text()
        error = (await response.json())["error"]
        assert error["code"] in ("bad_frame", "no_session")
        assert error["message"].endswith(".")


async def test_a_file_that_is_cut_off_leaves_nothing(counter: Running) -> None:
    widget, _ = await with_agent(counter)
    before = len(await counter.parts.conversations.messages(ConversationId(widget.conversation_id)))
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("session_id", widget.session_id), ("message_id", "f-1"))
    )
    body = f'{head}--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode() + PDF
    host, port = counter.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"POST {ADDRESS} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\nContent-Length: {len(body) + 5000}"
    writer.write(f"{head}\r\n\r\n".encode() + body)
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    _, answer, _ = await send(counter, widget.session_id, message_id="f-2")
    assert answer["message"]["seq"] == before + 1, "nothing of the first was stored"


async def test_too_many_at_once_have_to_wait(counter: Running) -> None:
    widget, _ = await with_agent(counter)
    for _ in range(FILES_BURST):
        assert (await send(counter, widget.session_id))[0] == 201
    assert await code(counter, widget.session_id) == (429, "too_fast")
    assert (await widget.say("en hallo?"))["ok"], "words are counted apart"
    counter.clock.forward(seconds=5)
    assert (await send(counter, widget.session_id))[0] == 201
    assert await code(counter, widget.session_id) == (429, "too_fast")


async def test_a_plain_rasa_widget_gets_an_agents_file_as_a_picture_or_a_link(counter: Running) -> None:
    widget, agent = await with_agent(counter)
    plain = await counter.connect()
    await plain.emit("session_request", {"session_id": widget.session_id})
    await plain.until("session_confirm")
    case = (await agent.get("/desk/api/cases?state=mine"))[1]["cases"][0]
    for content, name in ((photo("PNG"), "schema.png"), (PDF, "uitleg.pdf")):
        form = aiohttp.FormData()
        form.add_field("message_id", str(uuid4()))
        form.add_field("file", content, filename=name)
        path = f"/desk/api/cases/{case['id']}/files"
        async with agent.http.post(path, data=form, headers={"X-CSRF": agent.csrf}) as response:
            assert response.status == 201, await response.text()
    picture = await plain.until("bot_uttered", lambda m: "attachment" in m)
    assert list(picture) == ["attachment"]
    assert picture["attachment"]["payload"]["title"] == "schema.png"
    assert picture["attachment"]["payload"]["src"].startswith(f"{counter.url}/bestanden/")
    link = await plain.until("bot_uttered", lambda m: "uitleg.pdf" in m.get("text", ""))
    assert list(link) == ["text"]
    assert f"[uitleg.pdf]({counter.url}/bestanden/" in link["text"]


# -- from another site ----------------------------------------------------------------------------------------------

SITE = "https://www.dichtbij.example"


async def test_a_site_that_embeds_the_widget_may_ask_and_send(file: Any, clock: Any) -> None:
    async with running(file, clock=clock, allowed_origins=SITE) as counter:
        widget, _ = await with_agent(counter)
        async with counter.http.options(ADDRESS, headers={"Origin": SITE}) as asked:
            assert asked.status == 204
            assert asked.headers["Access-Control-Allow-Origin"] == SITE
            assert "POST" in asked.headers["Access-Control-Allow-Methods"]
            assert "Access-Control-Allow-Credentials" not in asked.headers
        status, _, headers = await send(counter, widget.session_id, Origin=SITE)
        assert (status, headers["Access-Control-Allow-Origin"], headers["Vary"]) == (201, SITE, "Origin")
        status, body, headers = await send(counter, widget.session_id, b"", Origin=SITE)
        assert (status, body["error"]["code"]) == (400, "empty")
        assert headers["Access-Control-Allow-Origin"] == SITE, "the page can read why not"
        for own in (counter.url, counter.url.replace("127.0.0.1", "localhost")):
            headers_of = {"Origin": own, "Host": own.removeprefix("http://")}
            assert (await send(counter, widget.session_id, **headers_of))[0] == 201


@pytest.mark.parametrize("origin", ["https://elders.example", "null", "https://www.dichtbij.example.elders.example"])
async def test_another_site_may_not(counter: Running, origin: str) -> None:
    widget, _ = await with_agent(counter)
    status, body, headers = await send(counter, widget.session_id, Origin=origin)
    assert (status, body["error"]["code"]) == (403, "origin")
    assert "Access-Control-Allow-Origin" not in headers
    async with counter.http.options(ADDRESS, headers={"Origin": origin}) as asked:
        assert asked.status == 403


async def test_logs_hold_no_name_of_a_file(counter: Running, capsys: pytest.CaptureFixture[str]) -> None:
    widget, _ = await with_agent(counter)
    await send(counter, widget.session_id, photo(), "rekening van Sanne.jpg")
    await send(counter, widget.session_id, b"<html>", "rekening van Sanne.jpg")
    said = "".join(capsys.readouterr())
    assert "Sanne.jpg" not in said, json.dumps(said)
