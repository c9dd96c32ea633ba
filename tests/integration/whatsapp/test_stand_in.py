"""The stand-in itself: what it refuses, what it tells, and how it fails. Others' tests lean on it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from dichtbij.whatsapp_stand_in import Phone, StandIn
from dichtbij.whatsapp_stand_in.line import Habits
from tests.conftest import FakeClock
from tests.whatsapp_stand_in import challenge, stand_in, told_by_ids

NUMBER = "31612000101"
Json = dict[str, Any]


@dataclass
class Business:
    """A webhook that keeps what it was told, and a client of the API."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """What it says next; 200 when nothing is left."""
    asked: list[str] = field(default_factory=list)
    """The tokens with which it was asked whether it is ours."""
    insisted: asyncio.Event = field(default_factory=asyncio.Event)
    """It was asked several times."""
    knows: str = ""
    """The only token it says yes to; empty: to any."""

    async def verify(self, request: web.Request) -> web.Response:
        self.asked.append(request.query["hub.verify_token"])
        if len(self.asked) > 2:
            self.insisted.set()
        if self.knows not in ("", self.asked[-1]):
            return web.Response(status=403)
        return await challenge(request)

    async def hook(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        self.signatures.append(request.headers["X-Hub-Signature-256"])
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def values(self) -> list[Json]:
        return [
            change["value"]
            for body in self.bodies
            for entry in json.loads(body)["entry"]
            for change in entry["changes"]
        ]

    @property
    def messages(self) -> list[Json]:
        return [message for value in self.values for message in value.get("messages", ())]

    @property
    def statuses(self) -> list[Json]:
        return [status for value in self.values for status in value.get("statuses", ())]


@pytest_asyncio.fixture
async def business() -> AsyncIterator[Business]:
    hooked = Business()
    app = web.Application()
    app.router.add_get("/hook", hooked.verify)
    app.router.add_post("/hook", hooked.hook)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hooked.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hooked
    await runner.cleanup()


@pytest_asyncio.fixture
async def meta(business: Business, clock: FakeClock) -> AsyncIterator[StandIn]:
    async with stand_in(clock, business.url) as meta:
        yield meta


@pytest.fixture
def phone(meta: StandIn) -> Phone:
    return meta.phone(NUMBER, "Sanne")


async def call(meta: StandIn, path: str, body: object = None, *, token: str = "", data: Any = None) -> tuple[int, Json]:
    headers = {"Authorization": f"Bearer {token or meta.account.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        how = {"json": body} if body is not None else {"data": data} if data is not None else {}
        async with client.request("POST" if how else "GET", f"{meta.url}/{path}", **how) as answer:
            return answer.status, await answer.json()


async def send(meta: StandIn, type_: str = "text", content: object = None, **more: Any) -> tuple[int, Json]:
    content = {"body": "Dag"} if content is None else content
    body = {"messaging_product": "whatsapp", "to": NUMBER, "type": type_, type_: content, **more}
    return await call(meta, f"{meta.account.phone_number_id}/messages", body)


def buttons(*titles: str, text: str = "Kies") -> Json:
    made = [{"type": "reply", "reply": {"id": f"/{title}", "title": title}} for title in titles]
    return {"type": "button", "body": {"text": text}, "action": {"buttons": made}}


def rows(count: int, **first: str) -> Json:
    made: list[Json] = [{"id": f"/{number}", "title": f"Keuze {number}"} for number in range(count)]
    made[0] |= first
    return {"type": "list", "body": {"text": "Kies"}, "action": {"button": "Keuzes", "sections": [{"rows": made}]}}


# -- in: what a phone does ------------------------------------------------------------------------------------------


async def test_what_is_said_comes_in_signed_over_its_raw_bytes(meta: StandIn, phone: Phone, business: Business) -> None:
    id_ = phone.say("Dag é 🙂")
    await meta.settled()
    [message] = business.messages
    assert message["id"] == id_
    assert message["text"] == {"body": "Dag é 🙂"}
    assert message["from"] == NUMBER
    made = hmac.new(meta.account.app_secret.encode(), business.bodies[0], hashlib.sha256).hexdigest()
    assert business.signatures == [f"sha256={made}"]
    [value] = business.values
    assert value["contacts"][0] == {"profile": {"name": "Sanne"}, "wa_id": NUMBER, "user_id": phone.user_id}


async def test_a_hidden_number_comes_in_nowhere(meta: StandIn, phone: Phone, business: Business) -> None:
    phone.hides_number, phone.username = True, "sanne.dw"
    phone.say("Dag")
    await meta.settled()
    await send(meta, to="", recipient=phone.user_id)
    await meta.settled()
    assert not any(NUMBER.encode() in body for body in business.bodies)
    assert told_by_ids(str(business.bodies)) == {phone.user_id}
    assert business.messages[0]["from_user_id"] == phone.user_id
    assert business.statuses[-1]["recipient_user_id"] == phone.user_id


async def test_every_kind(meta: StandIn, phone: Phone, business: Business) -> None:
    first = phone.say("eerst")
    phone.send_picture(b"\xff\xd8jpeg", caption="de meter")
    phone.send_document(b"%PDF", "brief.pdf")
    phone.send_voice()
    phone.send_video(b"film")
    phone.send_sticker()
    phone.send_location(52.09, 5.12, name="Utrecht")
    phone.send_contact("Karim", "31612000102")
    phone.send_order()
    phone.send_unsupported()
    phone.send_unknown()
    phone.react(first, "👍")
    phone.edit(first, "eerste")
    phone.delete(first)
    phone.tap_template("Ja", "ja")
    phone.call()
    phone.change_number("31612000999")
    await meta.settled()
    assert [message["type"] for message in business.messages] == [
        *("text", "image", "document", "audio", "video", "sticker", "location", "contacts", "order"),
        *("unsupported", "hologram", "reaction", "edit", "revoke", "button", "system"),
    ]
    assert [call["event"] for value in business.values for call in value.get("calls", ())] == ["connect", "terminate"]
    assert business.messages[-1]["from"] == NUMBER
    assert business.messages[-1]["system"]["wa_id"] == "31612000999"
    assert meta.phone("31612000999") is phone


async def test_an_id_holds_the_number_of_the_other_side(meta: StandIn, phone: Phone) -> None:
    """As every id in Meta's pages does: kept or logged, it is the number."""
    of_meta = "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA"
    assert told_by_ids(f"event=sent id={of_meta}, and more") == {"16503879439"}
    said = phone.say("Dag")
    _, answer = await send(meta)
    ours = answer["messages"][0]["id"]
    assert len({len(of_meta), len(ours)}) == 1
    for id_ in (said, ours, phone.call()):
        assert NUMBER not in id_
        assert told_by_ids(id_) == {NUMBER}


async def test_another_number_is_another_user_id(meta: StandIn, phone: Phone, business: Business) -> None:
    hidden = meta.phone("31612000102", "Karim")
    hidden.hides_number = True
    before = {one: (one.number, one.user_id) for one in (phone, hidden)}
    phone.change_number("31612000998")
    hidden.change_number("31612000999")
    await meta.settled()
    of_number, of_id = (message["system"] for message in business.messages)
    assert (of_number["type"], of_number["wa_id"]) == ("user_changed_number", "31612000998")
    assert of_id["type"] == "user_changed_user_id"
    assert not {"wa_id", "from"} & (of_id.keys() | business.messages[1].keys())
    for one, told in ((phone, of_number), (hidden, of_id)):
        assert (told["previous_user_id"], told["user_id"]) == (before[one][1], one.user_id)
        assert one.user_id not in ("", before[one][1])
    assert "3161200099" not in str(business.messages[1])


async def test_nothing_is_delivered_before_the_webhook_says_that_it_is_ours(
    meta: StandIn, phone: Phone, business: Business
) -> None:
    business.knows = "a token that was set wrong"
    meta.line.verified = ""
    phone.say("Dag")

    await asyncio.wait_for(business.insisted.wait(), 30)
    assert business.bodies == []
    business.knows = meta.account.verify_token
    await meta.settled()
    assert [message["text"] for message in business.messages] == [{"body": "Dag"}]


async def test_batches_hold_several_entries_changes_and_messages(
    meta: StandIn, phone: Phone, business: Business
) -> None:
    karim = meta.phone("31612000102", "Karim")
    meta.line.habits = Habits(batch=20)
    meta.line.hold()
    for word in ("een", "twee"):
        phone.say(word)
    karim.say("drie")
    phone.say("vier")
    meta.line.release()
    await meta.settled()
    [body] = [json.loads(body) for body in business.bodies]
    assert [len(entry["changes"]) for entry in body["entry"]] == [2, 1]
    assert [len(value["messages"]) for value in business.values] == [2, 1, 1]
    assert {value["contacts"][0]["profile"]["name"] for value in business.values} == {"Sanne", "Karim"}


async def test_copies_and_another_order(meta: StandIn, phone: Phone, business: Business) -> None:
    meta.line.habits = Habits(copies=2, chance=random.Random(3))
    meta.line.hold()
    sent = [phone.say(str(number)) for number in range(8)]
    meta.line.release()
    await meta.settled()
    came = [message["id"] for message in business.messages]
    assert sorted(came) == sorted(sent * 2)
    assert list(dict.fromkeys(came)) != sent


async def test_what_is_not_answered_with_200_comes_again(meta: StandIn, phone: Phone, business: Business) -> None:
    meta.line.habits.again = (0.01, 0.01)
    business.answers = [500, 403]
    id_ = phone.say("Dag")
    await meta.settled()
    assert [message["id"] for message in business.messages] == [id_] * 3
    business.answers = [500] * 3
    phone.say("nooit")
    await meta.settled()
    assert len(meta.line.lost) == 1


# -- out: what the API takes ----------------------------------------------------------------------------------------


async def test_what_is_sent_is_shown_and_its_statuses_come(meta: StandIn, phone: Phone, business: Business) -> None:
    phone.say("Dag")
    status, answer = await send(meta, biz_opaque_callback_data="parcel-1")
    id_ = answer["messages"][0]["id"]
    assert (status, answer["contacts"]) == (200, [{"input": NUMBER, "wa_id": NUMBER}])
    assert phone.texts == ["Dag"]
    await meta.settled()
    assert [one["status"] for one in business.statuses] == ["sent", "delivered", "read"]
    assert {(one["id"], one["biz_opaque_callback_data"]) for one in business.statuses} == {(id_, "parcel-1")}


async def test_a_phone_that_is_off_gets_it_later(meta: StandIn, phone: Phone, business: Business) -> None:
    phone.say("Dag")
    phone.on = phone.reads = False
    await send(meta)
    await meta.settled()
    assert (phone.texts, [one["status"] for one in business.statuses]) == ([], ["sent"])
    phone.turn_on()
    await meta.settled()
    assert phone.texts == ["Dag"]
    phone.look()
    await meta.settled()
    assert [one["status"] for one in business.statuses] == ["sent", "delivered", "read"]


async def test_taps(meta: StandIn, phone: Phone, business: Business) -> None:
    phone.say("Dag")
    await send(meta, "interactive", buttons("Ja", "Nee"))
    await send(meta, "interactive", rows(10, description="de eerste"))
    phone.tap("Nee")
    phone.tap("Keuze 0")
    await meta.settled()
    one, two = (message["interactive"] for message in business.messages[1:])
    assert one == {"type": "button_reply", "button_reply": {"id": "/Nee", "title": "Nee"}}
    assert two["list_reply"] == {"id": "/0", "title": "Keuze 0", "description": "de eerste"}
    assert business.messages[1]["context"]["id"] == phone.received[0].id


@pytest.mark.parametrize(
    ("type_", "content", "code"),
    [
        ("text", {"body": "a" * 4097}, 131009),
        ("text", {"body": " "}, 131009),
        ("text", {"body": "🙂" * 2049}, 131009),
        ("text", {}, 131008),
        ("interactive", buttons("a", "b", "c", "d"), 131009),
        ("interactive", buttons(), 131008),
        ("interactive", buttons("a" * 21), 131009),
        ("interactive", buttons("a", "a"), 131009),
        ("interactive", buttons("a", text="a" * 1025), 131009),
        ("interactive", buttons("a") | {"footer": {"text": "a" * 61}}, 131009),
        ("interactive", buttons("a") | {"header": {"type": "image"}}, 131008),
        ("interactive", rows(11), 131009),
        ("interactive", rows(2, title="a" * 25), 131009),
        ("interactive", rows(2, description="a" * 73), 131009),
        ("interactive", rows(2, id="a" * 201), 131009),
        ("interactive", rows(2, id="/1"), 131009),
        ("interactive", rows(2, id=" /1"), 131009),
        ("interactive", {"type": "carousel", "body": {"text": "a"}, "action": {}}, 131009),
        ("image", {}, 131008),
        ("image", {"id": "1", "link": "https://a.example"}, 131008),
        ("image", {"id": "1", "caption": "a" * 1025}, 131009),
        ("template", {"name": "geen", "language": {"code": "nl"}}, 132001),
        ("hologram", {"a": 1}, 100),
    ],
)
async def test_what_is_refused_at_once(meta: StandIn, phone: Phone, type_: str, content: Json, code: int) -> None:
    phone.say("Dag")
    status, answer = await send(meta, type_, content)
    assert (status >= 400, answer["error"]["code"]) == (True, code)
    assert answer["error"]["type"] == "OAuthException"
    assert phone.received == []


async def test_what_fits_exactly(meta: StandIn, phone: Phone) -> None:
    phone.say("Dag")
    for type_, content in (
        ("text", {"body": "a" * 4096}),
        ("interactive", buttons("a" * 20, "b", "c", text="a" * 1024)),
        ("interactive", rows(10, title="a" * 24, description="a" * 72, id="a" * 200)),
    ):
        assert (await send(meta, type_, content))[0] == 200
    assert len(phone.received) == 3


async def test_who_may_not(meta: StandIn, phone: Phone) -> None:
    path = f"{meta.account.phone_number_id}/messages"
    status, answer = await call(meta, path, {}, token="another")
    assert (status, answer["error"]["code"]) == (401, 190)
    status, answer = await call(meta, "99/messages", {})
    assert (status, answer["error"]["code"]) == (400, 100)
    status, answer = await send(meta, to="geen nummer")
    assert answer["error"]["code"] == 131009
    status, answer = await send(meta, to="")
    assert answer["error"]["code"] == 131008


async def test_after_24_hours_only_a_template(
    meta: StandIn, phone: Phone, business: Business, clock: FakeClock
) -> None:
    phone.say("Dag")
    clock.forward(hours=23, minutes=59)
    await send(meta)
    clock.forward(minutes=1)
    status, answer = await send(meta)
    assert status == 200, "it is taken, and fails afterwards"
    await meta.settled()
    failed = business.statuses[-1]
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131047)
    assert failed["id"] == answer["messages"][0]["id"]
    meta.approve("terug", "Dag {{1}}, we zijn er weer.")
    parameters = [{"type": "body", "parameters": [{"type": "text", "text": "Sanne"}]}]
    template = {"name": "terug", "language": {"code": "nl"}, "components": parameters}
    assert (await send(meta, "template", template))[0] == 200
    assert phone.texts == ["Dag", "Dag Sanne, we zijn er weer."]
    status, answer = await send(meta, "template", {**template, "components": []})
    assert answer["error"]["code"] == 132000


async def test_a_call_opens_the_window_too(meta: StandIn, phone: Phone) -> None:
    phone.call()
    assert (await send(meta))[0] == 200
    assert phone.texts == ["Dag"]


async def test_nobody_there(meta: StandIn, business: Business) -> None:
    assert (await send(meta, to="31699999999"))[0] == 200
    await meta.settled()
    assert business.statuses[-1]["errors"][0]["code"] == 131026


async def test_rates(meta: StandIn, phone: Phone) -> None:
    phone.say("Dag")
    now = [0.0]
    meta.rates.monotonic = lambda: now[0]
    meta.rates.pair_at_once, meta.rates.per_second = 2, 4
    answers = [await send(meta) for _ in range(3)]
    assert [status for status, _ in answers] == [200, 200, 400]
    assert answers[-1][1]["error"]["code"] == 131056
    now[0] = 6.0
    assert (await send(meta))[0] == 200
    other = [await send(meta, to="31612000102") for _ in range(4)]
    assert {answer["error"]["code"] for status, answer in other if status != 200} == {131056, 130429}


# -- media ------------------------------------------------------------------------------------------------------------


async def upload(meta: StandIn, content: bytes, media_type: str) -> tuple[int, Json]:
    form = aiohttp.FormData()
    form.add_field("messaging_product", "whatsapp")
    form.add_field("type", media_type)
    form.add_field("file", content, filename="bestand", content_type=media_type)
    return await call(meta, f"{meta.account.phone_number_id}/media", data=form)


async def test_a_picture_goes_up_and_is_shown(meta: StandIn, phone: Phone) -> None:
    phone.say("Dag")
    status, answer = await upload(meta, b"\x89PNG", "image/png")
    assert status == 200
    await send(meta, "image", {"id": answer["id"], "caption": "je verbruik"})
    assert phone.texts == ["je verbruik"]
    for content, media_type in ((b"x", "application/zip"), (bytes(5 * 1024 * 1024 + 1), "image/png")):
        assert (await upload(meta, content, media_type))[0] == 400


async def test_what_is_no_picture_fails_as_one(meta: StandIn, phone: Phone, business: Business) -> None:
    phone.say("Dag")
    _, answer = await upload(meta, b"%PDF", "application/pdf")
    for id_ in (answer["id"], "123"):
        await send(meta, "image", {"id": id_})
    await meta.settled()
    assert [one["errors"][0]["code"] for one in business.statuses] == [131053, 131053]


async def test_a_file_of_a_phone_can_be_fetched_for_a_while(
    meta: StandIn, phone: Phone, business: Business, clock: FakeClock
) -> None:
    phone.send_picture(b"\xff\xd8jpeg")
    await meta.settled()
    id_ = business.messages[0]["image"]["id"]
    status, about = await call(meta, id_)
    assert (status, about["file_size"]) == (200, 6)
    assert about["sha256"] == hashlib.sha256(b"\xff\xd8jpeg").hexdigest()
    async with aiohttp.ClientSession() as client:
        token = {"Authorization": f"Bearer {meta.account.token}"}
        async with client.get(about["url"], headers=token) as answer:
            assert (await answer.read(), answer.content_type) == (b"\xff\xd8jpeg", "image/jpeg")
        async with client.get(about["url"]) as answer:
            assert answer.status == 401
        clock.forward(minutes=5)
        async with client.get(about["url"], headers=token) as answer:
            assert answer.status == 404
    clock.now += timedelta(days=7)
    assert (await call(meta, id_))[1]["error"]["code"] == 100


# -- going wrong ------------------------------------------------------------------------------------------------------


async def test_errors_on_order(meta: StandIn, phone: Phone, business: Business) -> None:
    phone.say("Dag")
    meta.fail(130429, wait=3)
    meta.fail(131026)
    meta.fail(131047, later=False)
    status, answer = await send(meta)
    assert (status, answer["error"]["code"]) == (429, 130429)
    assert (await send(meta))[0] == 200, "taken, and fails afterwards"
    status, answer = await send(meta)
    assert (status, answer["error"]["code"]) == (400, 131047)
    await meta.settled()
    assert [one["errors"][0]["code"] for one in business.statuses] == [131026]
    assert (await send(meta))[0] == 200


async def test_only_one_of_two_people(meta: StandIn, phone: Phone) -> None:
    phone.say("Dag")
    meta.phone("31612000102", "Karim").say("Dag")
    meta.fail(131056, to="31612000102")
    assert (await send(meta))[0] == 200
    assert (await send(meta, to="31612000102"))[0] == 400


@pytest.mark.parametrize("taken", [False, True])
async def test_the_answer_gets_lost(meta: StandIn, phone: Phone, taken: bool) -> None:
    phone.say("Dag")
    meta.cut(taken=taken)
    with pytest.raises(aiohttp.ClientError):
        await send(meta)
    assert phone.texts == (["Dag"] if taken else [])


async def test_no_answer_at_all(meta: StandIn, phone: Phone) -> None:
    phone.say("Dag")
    meta.hang(taken=True)
    waiting = asyncio.ensure_future(send(meta))
    await meta.hears(phone, "Dag")
    assert not waiting.done()
    meta.heal()
    with pytest.raises(aiohttp.ClientError):
        await waiting


async def test_a_page_instead_of_an_answer(meta: StandIn, phone: Phone) -> None:
    phone.say("Dag")
    meta.page(503)
    with pytest.raises(aiohttp.ContentTypeError) as raised:
        await send(meta)
    assert raised.value.status == 503
