"""/whatsapp-demo without a browser: what its page asks for, and the whole way round through webhook and Graph API."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from dichtbij.phone_demo import HIDDEN, MAX_FILE, STRANGER, TROUBLES, PhoneDemo
from dichtbij.settings import Settings
from dichtbij.whatsapp_stand_in.media import KEPT_BYTES
from tests.running_counter import SECONDS, SECRETS, Running
from tests.running_counter import clock as clock
from tests.running_counter import counter as counter
from tests.running_counter import file as file
from tests.running_counter import start as start
from tests.running_counter import template as template

SANNE = "31612000101"
API = "/whatsapp-demo/api"
Json = dict[str, Any]


async def get(counter: Running, path: str) -> tuple[int, Json]:
    async with counter.http.get(API + path) as answer:
        return answer.status, await answer.json()


async def post(counter: Running, path: str, body: object = None) -> tuple[int, Json]:
    async with counter.http.post(API + path, json=body or {}) as answer:
        return answer.status, await answer.json()


async def shows(counter: Running, number: str, wanted: Callable[[Json], bool]) -> Json:
    """Wait, as the page does, until the phone shows such a message."""

    async def look() -> Json:
        after = ""
        while True:
            _, screen = await get(counter, f"/phones/{number}{after}")
            for bubble in screen["bubbles"]:
                if wanted(bubble):
                    return dict(bubble)
            after = f"?after={screen['version']}"

    return await asyncio.wait_for(look(), SECONDS)


async def test_the_whole_way_round(counter: Running) -> None:
    assert (await post(counter, f"/phones/{SANNE}/text", {"text": "hallo"}))[0] == 200
    answer = await shows(counter, SANNE, lambda one: not one["mine"] and "Je zei: hallo" in one["text"])
    assert answer["state"] in ("delivered", "read")
    mine = await shows(counter, SANNE, lambda one: one["mine"] and one["state"] in ("delivered", "read"))
    assert mine["text"] == "hallo"
    assert counter.parts.phone_demo is not None
    assert counter.parts.phone_demo.meta.undocumented == []


async def test_buttons_and_a_list(counter: Running) -> None:
    choices = [{"title": f"Keuze {number}", "payload": f"/keuze_{number}"} for number in range(5)]
    counter.bot.says["kiezen"] = [{"text": "Wat wil je?", "buttons": choices[:2]}]
    counter.bot.says["meer"] = [{"text": "Wat nog meer?", "buttons": choices}]
    await post(counter, f"/phones/{SANNE}/text", {"text": "kiezen"})
    few = await shows(counter, SANNE, lambda one: "Wat wil je?" in one["text"])
    assert (few["list"], [one["title"] for one in few["choices"]][:2]) == ("", ["Keuze 0", "Keuze 1"])
    status, _ = await post(counter, f"/phones/{SANNE}/tap", {"bubble": few["id"], "id": few["choices"][1]["id"]})
    assert status == 200
    await shows(counter, SANNE, lambda one: one["id"] == few["id"] and one["tapped"] == few["choices"][1]["id"])
    await shows(counter, SANNE, lambda one: "Je zei: /keuze_1" in one["text"])
    await post(counter, f"/phones/{SANNE}/text", {"text": "meer"})
    many = await shows(counter, SANNE, lambda one: "Wat nog meer?" in one["text"])
    assert many["list"]
    assert len(many["choices"]) >= 5


async def test_every_trouble_passes(counter: Running) -> None:
    """Whatever is set, what is said is answered once, when it is set right again."""
    for name in TROUBLES:
        assert (await post(counter, "/trouble", {"name": name}))[1] == {"trouble": name}
    await post(counter, "/trouble", {"name": "dubbel"})
    await post(counter, f"/phones/{SANNE}/text", {"text": "een keer"})
    await shows(counter, SANNE, lambda one: "Je zei: een keer" in one["text"])
    _, screen = await get(counter, f"/phones/{SANNE}")
    assert screen["trouble"] == "dubbel"
    assert sum("Je zei: een keer" in one["text"] for one in screen["bubbles"]) == 1


async def test_what_went_wrong_is_over_when_it_is_used_up(counter: Running) -> None:
    """And can then be chosen again: the page shows how it is, not what was chosen last."""
    assert counter.parts.phone_demo is not None
    meta = counter.parts.phone_demo.meta
    for text in ("een", "twee"):
        await post(counter, "/trouble", {"name": "kwijt"})
        assert (await get(counter, "/phones"))[1]["trouble"] == "kwijt"
        await post(counter, f"/phones/{STRANGER}/text", {"text": text})
        await meta.hears(meta.phones[STRANGER], f"Je zei: {text}") if text == "een" else await meta.until(
            lambda: meta.is_well
        )
        assert (await get(counter, f"/phones/{STRANGER}"))[1]["trouble"] == "geen"


async def test_what_is_sent_cannot_fill_the_memory(counter: Running) -> None:
    assert counter.parts.phone_demo is not None
    large = bytes(MAX_FILE)
    path = f"{API}/phones/{STRANGER}/file?name=groot.pdf"
    for content, status in ((large + b"x", 413), *[(large, 200)] * (KEPT_BYTES // MAX_FILE + 2)):
        async with counter.http.post(path, data=content, headers={"Content-Type": "application/pdf"}) as answer:
            assert answer.status == status
    _, screen = await get(counter, f"/phones/{STRANGER}")
    there = [bool(one["file"]["url"]) for one in screen["bubbles"] if one["mine"]]
    assert there == [False] * 2 + [True] * (KEPT_BYTES // MAX_FILE)


async def test_voice_place_file_and_taking_back(counter: Running) -> None:
    for what in ("voice", "location"):
        assert (await post(counter, f"/phones/{STRANGER}/{what}"))[0] == 200
    async with counter.http.post(
        f"{API}/phones/{STRANGER}/file?name=foto.png", data=b"\x89PNG", headers={"Content-Type": "image/png"}
    ) as answer:
        assert answer.status == 200
    _, screen = await get(counter, f"/phones/{STRANGER}")
    voice, place, picture = (one for one in screen["bubbles"] if one["mine"])
    assert (voice["kind"], place["place"]["name"], picture["kind"]) == ("audio", "Domplein", "image")
    async with counter.http.get(picture["file"]["url"]) as answer:
        assert (await answer.read(), answer.headers["Content-Type"]) == (b"\x89PNG", "image/png")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (await post(counter, f"/phones/{STRANGER}/delete", {"bubble": voice["id"]}))[0] == 200
    assert (await post(counter, f"/phones/{STRANGER}/delete", {"bubble": voice["id"]}))[0] == 404


async def test_a_phone_that_is_off(counter: Running) -> None:
    await post(counter, f"/phones/{SANNE}/text", {"text": "tot zo"})
    await post(counter, f"/phones/{SANNE}/power", {"on": False})
    assert counter.parts.phone_demo is not None
    phone = counter.parts.phone_demo.meta.phones[SANNE]
    await counter.parts.phone_demo.meta.until(lambda: any(not one.mine for one in phone.bubbles))
    _, screen = await get(counter, f"/phones/{SANNE}")
    assert (screen["on"], [one["mine"] for one in screen["bubbles"]]) == (False, [True])
    await post(counter, f"/phones/{SANNE}/power", {"on": True})
    await shows(counter, SANNE, lambda one: "Je zei: tot zo" in one["text"])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/phones/31600000000/text", {"text": "hallo"}, 404),
        (f"/phones/{SANNE}/text", {"text": "  "}, 400),
        (f"/phones/{SANNE}/text", {"text": "a" * 4097}, 400),
        (f"/phones/{SANNE}/text", {"text": ["hallo"]}, 400),
        (f"/phones/{SANNE}/tap", {"bubble": "geen", "id": "x"}, 404),
        (f"/phones/{SANNE}/tap", {"bubble": {}, "id": []}, 404),
        (f"/phones/{SANNE}/file", {}, 200),
        (f"/phones/{SANNE}/delete", {"bubble": "geen"}, 404),
        ("/trouble", {"name": "oorlog"}, 400),
        ("/trouble", {"name": []}, 400),
    ],
)
async def test_bad_input_has_an_answer(counter: Running, path: str, body: Json, status: int) -> None:
    answered, said = await post(counter, path, body)
    assert answered == status
    assert status == 200 or said["error"]["message"]


async def test_people(counter: Running) -> None:
    _, about = await get(counter, "/phones")
    numbers = [one["number"] for one in about["phones"]]
    assert numbers[0] == SANNE
    assert {STRANGER, HIDDEN} < set(numbers)
    assert [one["name"] for one in about["troubles"]] == list(TROUBLES)


async def test_the_graph_api_is_closed_to_others(counter: Running) -> None:
    assert counter.parts.phone_demo is not None
    number = counter.parts.settings.whatsapp_phone_number_id
    async with counter.http.post(f"/whatsapp-demo/graph/v23.0/{number}/messages", json={}) as answer:
        assert answer.status == 401


async def test_a_page_that_waits_does_not_hold_up_the_end(start: Callable[..., Any]) -> None:
    counter = await start()
    _, screen = await get(counter, f"/phones/{SANNE}")
    waiting = asyncio.ensure_future(get(counter, f"/phones/{SANNE}?after={screen['version']}"))
    await asyncio.sleep(0)
    assert counter.parts.phone_demo is not None
    await counter.parts.phone_demo._let_go(None)  # type: ignore[arg-type]
    assert (await asyncio.wait_for(waiting, 5))[0] == 200


@pytest.mark.parametrize(
    "values", [{"demo": False}, {"whatsapp_phone_number_id": "106540352242922"}, {"port": 0}], ids=str
)
def test_only_in_a_demo_without_a_number(values: dict[str, Any]) -> None:
    given = {"demo": True, "port": 8080, **SECRETS}
    assert PhoneDemo.wanted(Settings(_env_file=None, **given))
    assert not PhoneDemo.wanted(Settings(_env_file=None, **{**given, **values}))
