"""An agent changes the own password: the current one is asked, and whoever else was in with it is out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dichtbij.handoff.accounts import Account, Wanted
from tests.running_counter import PASSWORD, Agent, Running, Time

NEW = "paarden grazen op de dijk"
ADDRESS = "/desk/api/me/password"


async def _change(agent: Agent, current: object = PASSWORD, password: object = NEW) -> tuple[int, Any]:
    return await agent.post(ADDRESS, {"current": current, "password": password})


async def _out(agent: Agent) -> None:
    """Wait until the line of this page was closed."""
    for _ in range(1500):
        if not agent.client.connected:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("still connected")


async def test_the_new_password_counts_and_the_old_one_no_longer(counter: Running) -> None:
    fatima = await counter.agent()
    assert (await fatima.get("/desk/api/me"))[1]["has_password"] is True
    assert await _change(fatima) == (200, {"ok": True})
    assert (await fatima.get("/desk/api/me"))[0] == 200, "who changes it stays"
    other = await counter.agent("joost")
    assert (await other.post("/desk/api/login", {"username": "fatima", "password": PASSWORD}))[0] == 401
    await other.log_in("fatima", NEW)
    [line] = [one for one in await counter.parts.audit.entries() if one.action == "wachtwoord_gewijzigd"]
    assert (line.agent_name, line.detail) == ("Fatima", "")
    assert NEW not in str(await counter.parts.audit.entries())


async def test_every_other_log_in_of_the_agent_ends_with_its_line(counter: Running) -> None:
    here, elsewhere = await (await counter.agent()).be_present(), await (await counter.agent()).be_present()
    joost = await (await counter.agent("joost")).be_present()
    assert (await _change(here))[0] == 200
    await _out(elsewhere)
    assert (await elsewhere.get("/desk/api/me"))[0] == 401
    assert (await here.get("/desk/api/me"))[0] == 200
    assert here.client.connected, "the own page goes on without a hitch"
    assert joost.client.connected
    assert (await joost.get("/desk/api/me"))[0] == 200


@pytest.mark.parametrize(
    ("current", "password", "status", "code", "field"),
    [
        ("niet dit", NEW, 422, "wrong", "current"),
        (PASSWORD, "te kort", 422, "weak", "password"),
        (PASSWORD, "a" * 20, 422, "weak", "password"),
        (PASSWORD, "ik ben fatima zelf", 422, "weak", "password"),
        (PASSWORD, "x1y2z" * 70, 422, "weak", "password"),
        (PASSWORD, PASSWORD, 422, "same", "password"),
        (None, NEW, 400, "bad_request", None),
        (PASSWORD, 12, 400, "bad_request", None),
        ("x" * 257, NEW, 400, "bad_request", None),
        ("\ud800", NEW, 422, "wrong", "current"),
    ],
)
async def test_what_is_wrong_is_said_in_dutch_and_changes_nothing(
    counter: Running, current: object, password: object, status: int, code: str, field: str | None
) -> None:
    fatima, elsewhere = await counter.agent(), await counter.agent()
    answer, body = await _change(fatima, current, password)
    assert (answer, body["error"]["code"], body["error"].get("field")) == (status, code, field)
    assert body["error"]["message"].endswith(".")
    assert (await elsewhere.get("/desk/api/me"))[0] == 200
    await elsewhere.log_in("fatima")


async def test_who_finds_an_open_page_can_not_guess_without_end(counter: Running, clock: Time) -> None:
    fatima = await counter.agent()
    for _ in range(5):
        assert (await _change(fatima, "gok"))[1]["error"]["code"] == "wrong"
    assert (await _change(fatima))[0] == 429, "also with the right one"
    lines = [one.action for one in await counter.parts.audit.entries() if one.agent_name == "Fatima"]
    assert lines.count("wachtwoord_geweigerd") == 6
    clock.forward(minutes=6)
    assert (await _change(fatima))[0] == 200


async def test_two_changes_at_once_leave_one_password(counter: Running) -> None:
    one, two = await counter.agent(), await counter.agent()
    wanted = [f"{NEW} links", f"{NEW} rechts"]
    answers = await asyncio.gather(
        *(_change(each, PASSWORD, new) for each, new in zip((one, two), wanted, strict=True))
    )
    assert sorted(status for status, _ in answers)[0] == 200
    assert [status for status, _ in answers].count(200) == 1
    winner = wanted[[status for status, _ in answers].index(200)]
    await (await counter.agent("joost")).log_in("fatima", winner)


async def test_who_logs_in_at_the_organisation_is_told_where_to_change_it(counter: Running) -> None:
    fatima = await counter.agent()
    made = await counter.parts.accounts.named("fatima")
    assert isinstance(made, Account)
    await counter.parts.accounts.add(Wanted(name="Samira", username="samira@duinlicht.example"))
    came_in = await counter.parts.agents.log_in_as("u-1", "samira@duinlicht.example")
    token = getattr(came_in, "token", "")
    session = await counter.parts.agents.session(token)
    assert session is not None
    assert session.has_password is False
    refused = await counter.parts.agents.change_password(token, "", NEW)
    assert refused is not None
    assert refused.fault == "none"
    assert (await fatima.get("/desk/api/me"))[0] == 200
