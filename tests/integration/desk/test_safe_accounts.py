"""Accounts over HTTP: made and changed by who manages them, and felt at once by whose they are."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from tests.running_counter import PASSWORD, Agent, Running

NEW = {"name": "Mo van den Berg", "username": "mo", "password": "een ander lang wachtwoord", "role": "medewerker"}


@pytest_asyncio.fixture
async def bas(counter: Running) -> Agent:
    """Who manages accounts."""
    await counter.parts.agents.add("bas", "Bas", PASSWORD, "beheerder")
    return await counter.agent("bas")


async def _account(bas: Agent, username: str) -> dict[str, Any]:
    agents = (await bas.get("/desk/api/agents"))[1]["agents"]
    [found] = [one for one in agents if one["username"] == username]
    return dict(found)


async def test_a_new_account_can_log_in_and_everybody_stands_in_the_list(counter: Running, bas: Agent) -> None:
    status, body = await bas.post(
        "/desk/api/agents", {**NEW, "username": " Mo ", "teams": ["facturen"], "max_cases": 2}
    )
    assert status == 201, body
    agent = body["agent"]
    assert (agent["username"], agent["name"], agent["role"]) == ("mo", "Mo van den Berg", "medewerker")
    assert (agent["teams"], agent["max_cases"]) == ([{"key": "facturen", "naam": "Facturen en betalen"}], 2)
    assert (agent["active"], agent["has_password"], agent["oidc"]) == (True, True, False)
    assert NEW["password"] not in str(body)
    listed = (await bas.get("/desk/api/agents"))[1]["agents"]
    assert {one["username"] for one in listed} == {"fatima", "joost", "bas", "mo"}
    mo = await counter.agent("bas")
    await mo.log_in("mo", NEW["password"])
    [entry] = [one for one in await counter.parts.audit.entries() if one.action == "account_gemaakt"]
    assert (entry.agent_name, entry.detail) == ("Bas", "mo (medewerker)")


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"name": ""}, 422, "name"), ({"name": "x" * 121}, 422, "name"), ({"name": 1}, 422, "name"),
    ({"name": None}, 422, "name"), ({"username": ""}, 422, "username"), ({"username": "m o"}, 422, "username"),
    ({"username": "x" * 65}, 422, "username"), ({"username": None}, 422, "username"),
    ({"username": "Fatima"}, 409, "username_taken"), ({"role": "baas"}, 422, "role"), ({"role": []}, 422, "role"),
    ({"teams": ["bestaat niet"]}, 422, "team"), ({"teams": "facturen"}, 422, "team"), ({"teams": [1]}, 422, "team"),
    ({"max_cases": -1}, 422, "max_cases"), ({"max_cases": 21}, 422, "max_cases"),
    ({"max_cases": True}, 422, "max_cases"), ({"max_cases": "2"}, 422, "max_cases"),
    ({"password": "te kort"}, 422, "password"), ({"password": "a" * 20}, 422, "password"),
    ({"password": "x1y2" * 70}, 422, "password"),
    ({"username": "mohammed", "password": "mohammed 12345"}, 422, "password"),
]  # fmt: skip


async def test_an_account_that_makes_no_sense_is_said_so_in_dutch(bas: Agent) -> None:
    for wrong, status, code in WRONG:
        answer = await bas.post("/desk/api/agents", {**NEW, **wrong})
        assert (answer[0], answer[1]["error"]["code"]) == (status, code), wrong
        assert answer[1]["error"]["message"].endswith(".")
        assert answer[1]["error"]["field"]
    assert len((await bas.get("/desk/api/agents"))[1]["agents"]) == 3
    status, body = await bas.post("/desk/api/agents/bestaat-niet", {"name": "X"})
    assert (status, body["error"]["code"]) == (404, "unknown")


async def test_who_is_put_out_of_use_is_out_at_once(counter: Running, bas: Agent) -> None:
    fatima = await (await counter.agent()).be_present()
    account = await _account(bas, "fatima")
    assert (await bas.post(f"/desk/api/agents/{account['id']}", {"active": False}))[0] == 200
    assert (await fatima.get("/desk/api/me"))[0] == 401
    for _ in range(1500):
        if not fatima.client.connected:
            break
        await asyncio.sleep(0.02)
    assert not fatima.client.connected
    assert (await fatima.post("/desk/api/login", {"username": "fatima", "password": PASSWORD}))[0] == 401
    assert (await _account(bas, "fatima"))["active"] is False, "kept: the audit trail names it"
    assert (await bas.post(f"/desk/api/agents/{account['id']}", {"active": True}))[0] == 200
    await fatima.log_in("fatima")


async def test_another_role_counts_from_the_next_request(counter: Running, bas: Agent) -> None:
    joost = await counter.agent("joost")
    assert (await joost.get("/desk/api/audit"))[0] == 403
    account = await _account(bas, "joost")
    await bas.post(f"/desk/api/agents/{account['id']}", {"role": "teamleider"})
    assert (await joost.get("/desk/api/audit"))[0] == 200
    await bas.post(f"/desk/api/agents/{account['id']}", {"role": "medewerker"})
    assert (await joost.get("/desk/api/audit"))[0] == 403
    lines = [one.detail for one in await counter.parts.audit.entries() if one.action == "account_gewijzigd"]
    assert lines == ["joost: role=medewerker", "joost: role=teamleider"]


async def test_another_password_ends_every_log_in_and_stands_nowhere(counter: Running, bas: Agent) -> None:
    joost = await counter.agent("joost")
    account = await _account(bas, "joost")
    password = "een heel nieuw wachtwoord"
    status, body = await bas.post(f"/desk/api/agents/{account['id']}", {"password": password})
    assert (status, password in str(body)) == (200, False)
    assert (await joost.get("/desk/api/me"))[0] == 401
    assert (await joost.post("/desk/api/login", {"username": "joost", "password": PASSWORD}))[0] == 401
    await joost.log_in("joost", password)
    assert password not in str(await counter.parts.audit.entries())


async def test_what_is_not_named_stays(bas: Agent) -> None:
    before = await _account(bas, "joost")
    await bas.post(f"/desk/api/agents/{before['id']}", {"teams": ["facturen"], "max_cases": 3})
    changed = await _account(bas, "joost")
    assert {name for name in before if before[name] != changed[name]} == {"teams", "max_cases"}
    await bas.post(f"/desk/api/agents/{before['id']}", {"teams": [], "max_cases": 0, "username": "anders"})
    assert await _account(bas, "joost") == before


@pytest.mark.parametrize("change", [{"active": False}, {"role": "medewerker"}, {"role": "teamleider"}])
async def test_nobody_takes_the_own_role_away(counter: Running, bas: Agent, change: dict[str, Any]) -> None:
    await counter.parts.agents.add("eva", "Eva", PASSWORD, "beheerder")
    status, body = await bas.post(f"/desk/api/agents/{bas.id}", change)
    assert (status, body["error"]["code"]) == (409, "own_account")
    assert (await bas.get("/desk/api/agents"))[0] == 200
