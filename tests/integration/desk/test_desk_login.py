"""Who may come in at the desk, and how that is kept."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.running_counter import PASSWORD, Running


async def _try(counter: Running, username: object, password: object) -> tuple[int, dict[str, object]]:
    async with counter.http.post("/desk/api/login", json={"username": username, "password": password}) as response:
        return response.status, await response.json()


async def test_log_in_who_am_i_log_out(counter: Running) -> None:
    agent = await counter.agent()
    status, me = await agent.get("/desk/api/me")
    assert (status, me["csrf"], me["login"]) == (200, agent.csrf, {"oidc": False})
    assert (me["agent"]["id"], me["agent"]["name"], me["agent"]["username"]) == (agent.id, "Fatima", "fatima")
    assert (me["agent"]["role"], me["agent"]["teams"]) == ("medewerker", [])
    cookie = agent.cookie
    assert (await agent.post("/desk/api/logout"))[0] == 200
    async with counter.http.get("/desk/api/me", headers={"Cookie": cookie}) as response:
        assert response.status == 401


async def test_the_cookie_stays_out_of_reach_of_scripts_and_other_sites(shared: Running) -> None:
    async with shared.http.post("/desk/api/login", json={"username": "fatima", "password": PASSWORD}) as response:
        morsel = response.cookies["dichtbij_desk"]
        assert PASSWORD not in await response.text()
        assert morsel.value not in await response.text()
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["secure"]) == (True, "Strict", "/", "")
    assert 0 < int(morsel["max-age"]) <= 12 * 3600
    assert len(morsel.value) >= 40


async def test_over_https_the_cookie_never_goes_over_http(start: object) -> None:
    counter = await start(public_url="https://chat.duinlicht.example")  # type: ignore[operator]
    url = f"http://127.0.0.1:{counter.parts.settings.port}/desk/api/login"
    async with aiohttp.ClientSession() as http:
        async with http.post(url, json={"username": "fatima", "password": PASSWORD}) as response:
            assert response.cookies["dichtbij_desk"]["secure"] is True


async def test_names_are_forgiving_about_case_and_spaces(shared: Running) -> None:
    assert (await _try(shared, "  Fatima ", PASSWORD))[0] == 200


async def test_a_wrong_password_and_a_wrong_name_sound_the_same(counter: Running) -> None:
    wrong_password, wrong_name = await _try(counter, "fatima", "mis"), await _try(counter, "niemand", "mis")
    assert wrong_password == wrong_name
    assert wrong_password[0] == 401


async def test_odd_names_and_passwords_are_just_wrong(counter: Running) -> None:
    for username in ("\ud800", "\x00", "' OR 1=1 --", "x" * 10_000, ""):
        assert (await _try(counter, username, "x"))[0] == 401
    for password in ("", "\ud800", "\x00"):
        assert (await _try(counter, "fatima", password))[0] == 401


@pytest.mark.parametrize(("username", "password"), [(None, "x"), ("fatima", None), (1, 2), ("fatima", "x" * 300)])
async def test_what_is_no_name_or_password_is_a_400(shared: Running, username: object, password: object) -> None:
    assert (await _try(shared, username, password))[0] == 400


async def test_after_five_wrong_passwords_the_account_waits_also_for_the_right_one(counter: Running) -> None:
    assert [(await _try(counter, "fatima", "mis"))[0] for _ in range(5)] == [401] * 5
    status, body = await _try(counter, "fatima", PASSWORD)
    assert (status, body["error"]) == (429, {"code": "locked", "message": "Te vaak geprobeerd. Wacht vijf minuten."})
    assert (await _try(counter, "joost", PASSWORD))[0] == 200
    counter.clock.forward(minutes=6)
    assert (await _try(counter, "fatima", PASSWORD))[0] == 200


async def test_many_guesses_at_once_do_not_slip_past_the_lock(counter: Running) -> None:
    answers = await asyncio.gather(*(_try(counter, "fatima", f"mis {number}") for number in range(12)))
    assert [status for status, _ in answers].count(401) <= 5
    assert (await _try(counter, "fatima", PASSWORD))[0] == 429


async def test_a_right_password_forgets_the_wrong_ones(counter: Running) -> None:
    for _ in range(2):
        assert [(await _try(counter, "fatima", "mis"))[0] for _ in range(4)] == [401] * 4
        assert (await _try(counter, "fatima", PASSWORD))[0] == 200


async def test_a_log_in_ends_with_the_working_day(counter: Running) -> None:
    agent = await counter.agent()
    for _ in range(19):
        counter.clock.forward(minutes=29)
        assert (await agent.get("/desk/api/me"))[0] == 200
    counter.clock.forward(minutes=29)
    assert (await agent.get("/desk/api/me"))[0] == 200
    counter.clock.forward(minutes=21)
    assert (await agent.get("/desk/api/me"))[0] == 401, "ten hours"


async def test_a_log_in_without_a_sign_of_life_ends_after_half_an_hour(counter: Running) -> None:
    agent = await counter.agent()
    counter.clock.forward(minutes=31)
    assert (await agent.get("/desk/api/me"))[0] == 401


CHANGES = (
    "logout",
    "me/password",
    *(f"cases/x/{what}" for what in ("take", "messages", "hand-back", "close", "read")),
    "callbacks/x/done",
)


async def test_every_change_needs_the_csrf_header(counter: Running) -> None:
    agent, other = await counter.agent(), await counter.agent("joost")
    for path in CHANGES:
        for wrong in ("", "mis", other.csrf, agent.csrf + "x", agent.csrf.upper()):
            status, body = await agent.post(f"/desk/api/{path}", **{"X-CSRF": wrong})
            assert (status, body["error"]["code"]) == (403, "csrf")
    assert (await agent.get("/desk/api/me"))[0] == 200


@pytest.mark.parametrize("cookie", ["", "mis", "a=b; c", '"', "x" * 5000, "=;=;"], ids=lambda text: repr(text[:9]))
async def test_an_unknown_cookie_is_nobody(shared: Running, cookie: str) -> None:
    for header in (cookie, f"dichtbij_desk={cookie}", f"a[b]=c; dichtbij_desk={cookie}"):
        async with shared.http.get("/desk/api/cases", headers={"Cookie": header}) as response:
            assert response.status == 401


async def test_a_cookie_of_odd_bytes_is_nobody(shared: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", shared.parts.settings.port)
    writer.write(b"GET /desk/api/me HTTP/1.1\r\nHost: x\r\nCookie: dichtbij_desk=\xff\xfe\r\nConnection: close\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 401")
    writer.close()
