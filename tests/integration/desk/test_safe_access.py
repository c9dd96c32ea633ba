"""Who may do what at the desk, from where, and what is kept of it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
import pytest_asyncio
import socketio.exceptions

from dichtbij.desk.guard import NOT_NOTED, NOTED
from dichtbij.handoff.access import ACTION_TEXT
from tests.running_counter import PASSWORD, SANNE, Agent, Ears, Running, Widget, handover

Start = Callable[..., Awaitable[Running]]


@pytest_asyncio.fixture
async def counter(counter: Running) -> Running:
    """With somebody who leads, and somebody who manages accounts."""
    await counter.parts.agents.add("noor", "Noor", PASSWORD, "teamleider")
    await counter.parts.agents.add("bas", "Bas", PASSWORD, "beheerder")
    return counter


async def _waiting(counter: Running, **session: Any) -> tuple[Widget, str]:
    """A customer who waits, and the case."""
    counter.bot.says["mens"] = handover(text="Ik begrijp het.")
    watcher = await (await counter.agent("joost")).be_present()
    await watcher.post("/desk/api/state", {"state": "bezet"})  # is offered nothing
    widget = await counter.widget(**session)
    await widget.say("mens")
    await widget.until("owner", lambda owner: owner["owner"] == "queue")
    queue = await watcher.until("queue", lambda q: q["cases"])
    return widget, queue["cases"][0]["id"]


async def _taken(counter: Running, **session: Any) -> tuple[Agent, str]:
    _, case_id = await _waiting(counter, **session)
    fatima = await counter.agent()
    status, body = await fatima.post(f"/desk/api/cases/{case_id}/take")
    assert status == 200, body
    return fatima, case_id


async def _trail(counter: Running, **of: Any) -> list[tuple[str, str]]:
    """Who did what, in the order in which it happened, without log-ins."""
    entries = await counter.parts.audit.entries(**of)
    return [(one.agent_name, one.action) for one in reversed(entries) if not one.action.startswith("inlog")]


# -- the audit trail ------------------------------------------------------------------------------------------------


def test_every_address_of_the_desk_is_noted_or_says_why_not(shared: Running) -> None:
    known = set(NOTED) | set(NOT_NOTED)
    assert not set(NOTED) & set(NOT_NOTED)
    assert all(reason for reason in NOT_NOTED.values())
    assert set(NOTED.values()) <= set(ACTION_TEXT)
    served = {one for one in shared.addresses if one[1].startswith("/desk/api/") and one[0] != "HEAD"}
    optional = {one for one in known if "/login/oidc" in one[1]}  # served with OIDC_ISSUER only
    assert served - known == set(), "give it a line in NOTED or NOT_NOTED of dichtbij/desk/guard.py"
    assert known - served - optional == set(), "nothing is served there any more"


async def test_who_saw_and_changed_a_customer_stands_in_the_trail(counter: Running) -> None:
    fatima, case_id = await _taken(counter, login_token=counter.token(SANNE))
    customer = await counter.parts.profiles.by_number(SANNE)
    await fatima.get(f"/desk/api/cases/{case_id}")
    await fatima.post(f"/desk/api/cases/{case_id}/notes", {"text": "Belt liever"})
    await fatima.post(f"/desk/api/cases/{case_id}/close", {"note": "Klaar", "outcome": "opgelost"})
    assert await _trail(counter, customer_id=customer) == [
        ("Fatima", "aangenomen"),
        ("Fatima", "gezien"),
        ("Fatima", "notitie"),
        ("Fatima", "afgesloten"),
    ]
    entries = await counter.parts.audit.entries(customer_id=customer)
    assert {entry.case_id for entry in entries} == {case_id}
    assert "Belt liever" not in str(entries)


async def test_looking_again_is_noted_once_an_hour(counter: Running) -> None:
    fatima, case_id = await _taken(counter)
    for _ in range(3):
        await fatima.get(f"/desk/api/cases/{case_id}")
    assert (await _trail(counter)).count(("Fatima", "gezien")) == 1
    for _ in range(3):
        counter.clock.forward(minutes=21)
        assert (await fatima.get(f"/desk/api/cases/{case_id}"))[0] == 200
    assert (await _trail(counter)).count(("Fatima", "gezien")) == 2


async def test_a_customer_who_is_proved_later_is_found_in_the_trail(counter: Running) -> None:
    widget, case_id = await _waiting(counter)
    fatima = await counter.agent()
    await fatima.post(f"/desk/api/cases/{case_id}/take")
    await fatima.get(f"/desk/api/cases/{case_id}")
    customer = await counter.parts.profiles.by_number(SANNE)
    assert await _trail(counter, customer_id=customer) == []
    await widget.begin(widget.session_id, login_token=counter.token(SANNE))
    await fatima.get(f"/desk/api/cases/{case_id}")
    assert await _trail(counter, customer_id=customer) == [("Fatima", "gezien")]


async def test_who_saw_the_list_of_calls_and_who_called_a_customer_stands_in_the_trail(counter: Running) -> None:
    customer = await counter.parts.profiles.by_number(SANNE)
    wish = {"name": "Sanne de Wit", "phone": "+31612000101", "slot": "middag", "subject": "Afrekening"}
    known = await counter.parts.callbacks.ask(**wish, customer_id=customer, conversation_id="c-1")
    unknown = await counter.parts.callbacks.ask(**wish, customer_id=None, conversation_id="c-2")
    fatima, joost = await counter.agent(), await counter.agent("joost")
    for _ in range(3):
        assert (await fatima.get("/desk/api/callbacks"))[0] == 200
    assert (await joost.get("/desk/api/callbacks"))[0] == 200
    looked = ["Fatima", "Joost"]
    assert await _trail(counter) == [(name, "terugbellijst_bekeken") for name in looked], "once, not at every refresh"
    for call in (known, unknown):
        assert (await fatima.post(f"/desk/api/callbacks/{call.id}/done"))[0] == 200
    [line] = await counter.parts.audit.entries(customer_id=customer)
    assert (line.agent_name, line.action, line.detail) == ("Fatima", "teruggebeld", f"terugbelverzoek {known.id}")
    newest = (await counter.parts.audit.entries())[0]
    assert (newest.customer_id, newest.detail) == (None, f"terugbelverzoek {unknown.id}")
    assert "Sanne" not in str(await counter.parts.audit.entries())
    assert (await joost.post("/desk/api/callbacks/bestaat-niet/done"))[0] == 404
    assert ("Joost", "teruggebeld") not in await _trail(counter)


async def test_what_was_refused_is_no_change(counter: Running) -> None:
    _, case_id = await _taken(counter)
    joost = await counter.agent("joost")
    await joost.get(f"/desk/api/cases/{case_id}")
    for what in ("take", "close", "hand-back", "notes", "transfer", "take-over"):
        assert (await joost.post(f"/desk/api/cases/{case_id}/{what}", {"note": "x", "text": "x"}))[0] >= 400, what
    assert "Joost" not in [name for name, _ in await _trail(counter)]


async def test_listening_in_and_taking_over_stand_in_the_trail(counter: Running) -> None:
    _, case_id = await _taken(counter)
    noor = await counter.agent("noor")
    assert (await noor.get(f"/desk/api/cases/{case_id}"))[0] == 200
    status, body = await noor.post(f"/desk/api/cases/{case_id}/take-over", {"note": "Ik neem het over"})
    assert status == 200, body
    assert [line for line in await _trail(counter) if line[0] == "Noor"] == [
        ("Noor", "meegeluisterd"),
        ("Noor", "overgenomen"),
    ]


async def test_listening_live_stands_in_the_trail(counter: Running) -> None:
    _, case_id = await _taken(counter)
    noor = await (await counter.agent("noor")).be_present()
    await noor.emit("listen", {"case_id": case_id, "on": True})
    await noor.until("case", lambda case: case["id"] == case_id)
    assert ("Noor", "meegeluisterd") in await _trail(counter)


async def test_log_ins_stand_in_the_trail_also_those_that_failed(counter: Running) -> None:
    fatima = await counter.agent()
    await fatima.post("/desk/api/login", {"username": "fatima", "password": "mis"})
    await fatima.post("/desk/api/login", {"username": "mijn wachtwoord is geheim", "password": "mis"})
    await fatima.post("/desk/api/logout")
    entries = await counter.parts.audit.entries()
    assert [(one.agent_name, one.action, one.detail) for one in reversed(entries)] == [
        ("Fatima", "inloggen", "wachtwoord"),
        ("Fatima", "inloggen_mislukt", "wachtwoord"),
        ("onbekend", "inloggen_mislukt", "wachtwoord"),
        ("Fatima", "uitloggen", ""),
    ]
    assert "geheim" not in str(entries), "people type passwords where the name goes"


async def test_when_the_trail_can_not_be_written_nothing_is_shown(
    counter: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dichtbij.errors import DatabaseUnavailable

    fatima, case_id = await _taken(counter, login_token=counter.token(SANNE))

    async def broken(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("disk full")

    monkeypatch.setattr(counter.parts.audit, "note", broken)
    status, body = await fatima.get(f"/desk/api/cases/{case_id}")
    assert (status, body["error"]["code"]) == (503, "unavailable")
    assert "Sanne" not in str(body)


async def test_the_trail_is_read_by_who_leads_page_by_page(counter: Running) -> None:
    _, case_id = await _taken(counter, login_token=counter.token(SANNE))
    noor, fatima = await counter.agent("noor"), await counter.agent()
    status, body = await noor.get(f"/desk/api/audit?customer={SANNE}")
    [line] = body["entries"]
    assert status == 200
    assert (line["agent_name"], line["action"], line["what"]) == ("Fatima", "aangenomen", "nam het gesprek aan")
    assert (line["customer_name"], line["case_id"], body["before"]) == ("Sanne de Wit", case_id, None)
    by_id = await noor.get(f"/desk/api/audit?customer={line['customer_id']}")
    assert line in by_id[1]["entries"], "by our own id too"
    mine = (await noor.get(f"/desk/api/audit?agent={fatima.id}"))[1]["entries"]
    assert {one["agent_name"] for one in mine} == {"Fatima"}
    for _ in range(110):
        await counter.parts.audit.note(None, "inloggen_mislukt")
    first = (await noor.get("/desk/api/audit"))[1]
    rest = (await noor.get(f"/desk/api/audit?before={first['before']}"))[1]
    assert len(first["entries"]) == 100
    ids = [one["id"] for one in first["entries"] + rest["entries"]]
    assert ids == sorted(set(ids), reverse=True)
    assert rest["before"] is None
    assert ("Noor", "verslag_bekeken") in await _trail(counter, customer_id=line["customer_id"])


async def test_a_question_for_the_trail_that_makes_no_sense_is_a_400(counter: Running) -> None:
    noor = await counter.agent("noor")
    for query in ("before=x", "before=-1", "before=9999999999", "before=%D9%A1", "customer=%00", "agent=%00"):
        assert (await noor.get(f"/desk/api/audit?{query}"))[0] == 400, query
    for query in ("customer=bestaat-niet", "agent=bestaat-niet", "customer=Vries", "agent=Fatima", "before=0"):
        assert (await noor.get(f"/desk/api/audit?{query}"))[1]["entries"] == [], query


async def test_words_typed_in_the_search_of_the_trail_do_not_come_into_it(counter: Running) -> None:
    noor, fatima = await counter.agent("noor"), await counter.agent()
    for words in ("Jan de Vries", "jan@voorbeeld.nl", "Müller", "0612000101 Jan", "x" * 41):
        for name in ("customer", "agent"):
            status, body = await noor.get(f"/desk/api/audit?{name}={quote(words)}")
            assert (status, body["error"]["code"]) == (400, "bad_request"), words
            assert "klantnummer" in body["error"]["message"]
    for query in ("customer=Vries", "agent=Vries", "customer=Vries&agent=Vries"):
        assert (await noor.get(f"/desk/api/audit?{query}"))[1]["entries"] == []
    assert (await noor.get(f"/desk/api/audit?customer={SANNE}&agent={fatima.id}"))[0] == 200
    assert (await noor.get(f"/desk/api/audit?agent={fatima.id}"))[0] == 200
    looked = [one for one in await counter.parts.audit.entries() if one.action == "verslag_bekeken"]
    customer = await counter.parts.profiles.by_number(SANNE)
    assert {(one.customer_id, one.detail) for one in looked} == {
        (None, ""), (customer, ""), (None, f"van medewerker {fatima.id}"),
    }  # fmt: skip


async def test_an_id_that_only_the_trail_knows_is_noted(counter: Running) -> None:
    noor = await counter.agent("noor")
    await counter.parts.audit.note(None, "gezien", customer_id="klant-die-gewist-is")
    assert len((await noor.get("/desk/api/audit?customer=klant-die-gewist-is"))[1]["entries"]) == 1
    assert ("Noor", "verslag_bekeken") in await _trail(counter, customer_id="klant-die-gewist-is")


# -- roles, and what opens a profile --------------------------------------------------------------------------------

LEADS = [("GET", "team"), ("POST", "cases/x/take-over"), ("GET", "audit")]
MANAGES = [("GET", "agents"), ("POST", "agents"), ("POST", "agents/x")]


async def test_a_role_may_do_what_is_its_own_and_what_is_below_it(counter: Running) -> None:
    people = {name: await counter.agent(name) for name in ("fatima", "noor", "bas")}
    for addresses, may in ((LEADS, {"noor", "bas"}), (MANAGES, {"bas"})):
        for method, path in addresses:
            for name, agent in people.items():
                ask = agent.get if method == "GET" else agent.post
                status, body = await ask(f"/desk/api/{path}")
                allowed = body.get("error", {}).get("code") != "not_allowed"
                assert allowed == (name in may), (name, path, status, body)
                assert allowed or status == 403


async def test_the_profile_opens_only_for_who_handles_the_case(counter: Running) -> None:
    _, case_id = await _waiting(counter, login_token=counter.token(SANNE))
    fatima, joost, noor = await counter.agent(), await counter.agent("joost"), await counter.agent("noor")

    async def sees(agent: Agent) -> tuple[int, bool, bool]:
        status, body = await agent.get(f"/desk/api/cases/{case_id}")
        return status, "messages" in body, bool(body.get("customer"))

    for agent in (fatima, joost, noor):
        assert await sees(agent) == (200, True, False), "waiting: to choose from, without the profile"
    await fatima.post(f"/desk/api/cases/{case_id}/take")
    assert await sees(fatima) == (200, True, True)
    assert await sees(joost) == (403, False, False)
    assert await sees(noor) == (200, True, True), "who leads listens in, and that is noted"
    await fatima.post(f"/desk/api/cases/{case_id}/hand-back", {"note": "Klaar", "outcome": "opgelost"})
    assert await sees(fatima) == (200, True, False), "it is over"
    assert await sees(joost) == (403, False, False)


# -- from where -----------------------------------------------------------------------------------------------------

OTHERS = [
    {"Origin": "https://kwaad.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "http://["},
    {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "onzin"},
]  # fmt: skip


async def test_another_site_can_do_nothing_at_the_desk(counter: Running) -> None:
    fatima = await counter.agent()
    for other in OTHERS:
        async with fatima.http.get("/desk/api/me", headers=other) as response:
            assert response.status == 403
            assert (await response.json())["error"]["code"] == "other_site"
        for path in ("login", "logout", "state", "cases/x/take"):
            assert (await fatima.post(f"/desk/api/{path}", {"state": "pauze"}, **other))[0] == 403, (path, other)
    assert (await fatima.get("/desk/api/me"))[0] == 200


async def test_our_own_pages_can(start: Start) -> None:
    counter = await start(public_url="https://chat.duinlicht.example", allowed_origins="https://www.duinlicht.example")
    url = f"http://127.0.0.1:{counter.parts.settings.port}"
    async with aiohttp.ClientSession() as http:
        for headers, status in (
            ({"Origin": "https://chat.duinlicht.example"}, 200),
            ({"Origin": url}, 200),
            ({"Sec-Fetch-Site": "same-origin", "Origin": "https://chat.duinlicht.example"}, 200),
            ({"Sec-Fetch-Site": "none"}, 200),
            ({}, 200),
            ({"Origin": "https://www.duinlicht.example"}, 403),  # may embed the chat; the desk is not theirs
        ):
            body = {"username": "fatima", "password": PASSWORD}
            async with http.post(f"{url}/desk/api/login", json=body, headers=headers) as response:
                assert response.status == status, headers


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_another_site_can_not_listen_to_the_desk(counter: Running, other: dict[str, str]) -> None:
    fatima = await counter.agent()
    ears = Ears("/desk")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await counter.connect(ears, headers={"Cookie": fatima.cookie, **other})
    assert ears.heard == []


async def test_a_site_that_may_embed_the_chat_can_not_listen_to_the_desk(start: Start) -> None:
    counter = await start(allowed_origins="https://www.duinlicht.example")
    fatima = await counter.agent()
    widget = Widget()
    await counter.connect(widget, headers={"Origin": "https://www.duinlicht.example"})
    ears = Ears("/desk")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await counter.connect(ears, headers={"Cookie": fatima.cookie, "Origin": "https://www.duinlicht.example"})
    ours = Ears("/desk")
    await counter.connect(ours, headers={"Cookie": fatima.cookie, "Origin": counter.url})
    await ours.until("queue")


# -- guessing -------------------------------------------------------------------------------------------------------


async def _guess(counter: Running, username: str, address: str, password: str = "mis") -> tuple[int, Any]:
    body = {"username": username, "password": password}
    headers = {"X-Forwarded-For": address}
    async with counter.http.post("/desk/api/login", json=body, headers=headers) as response:
        return response.status, await response.json()


async def test_a_name_without_an_account_is_answered_like_one_with(counter: Running) -> None:
    for name in ("fatima", "niemand"):
        answers = [await _guess(counter, name, "203.0.113.7") for _ in range(6)]
        assert [status for status, _ in answers] == [401] * 5 + [429], name
        if name == "fatima":
            known = answers
    assert answers == known


async def test_one_address_can_not_try_the_whole_staff(start: Start) -> None:
    counter = await start(proxies=1)
    for number in range(30):
        assert (await _guess(counter, f"naam-{number}", "1.2.3.4, 203.0.113.7"))[0] == 401
    # What somebody writes before our own proxy's word changes nothing.
    assert (await _guess(counter, "fatima", "9.9.9.9, 203.0.113.7", PASSWORD))[0] == 429
    assert (await _guess(counter, "fatima", "203.0.113.7, 203.0.113.8", PASSWORD))[0] == 200


async def test_without_a_proxy_of_ours_nobody_writes_an_own_address(counter: Running) -> None:
    for number in range(30):
        assert (await _guess(counter, f"naam-{number}", f"203.0.113.{number}"))[0] == 401
    assert (await _guess(counter, "fatima", "203.0.113.99", PASSWORD))[0] == 429


async def test_who_has_one_ipv6_address_has_all_of_its_network(start: Start) -> None:
    counter = await start(proxies=1)
    for number in range(30):
        assert (await _guess(counter, f"naam-{number}", f"2001:db8:1:2::{number:x}"))[0] == 401
    assert (await _guess(counter, "fatima", "2001:db8:1:2:ffff::1", PASSWORD))[0] == 429
    assert (await _guess(counter, "fatima", "2001:db8:1:3::1", PASSWORD))[0] == 200


@pytest.mark.parametrize("address", ["", "x", "\u00e9", "1.2.3.4:80", ",", "unknown", "1" * 2000])
async def test_an_address_that_is_none_counts_for_nobody(start: Start, address: str) -> None:
    counter = await start(proxies=1)
    assert (await _guess(counter, "fatima", address, PASSWORD))[0] == 200


def test_the_words_of_the_trail_read_as_a_sentence() -> None:
    for action, text in ACTION_TEXT.items():
        assert re.fullmatch(r"[a-z ]+", text), action
        assert len(action) <= 32
