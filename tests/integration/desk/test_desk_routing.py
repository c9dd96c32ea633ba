"""Offers, transfers, taking over and coming back, over HTTP and the socket, with real customers at the other side."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text, update

from dichtbij import app
from dichtbij.desk import sockets
from dichtbij.desk.router import AT_MOST_EVERY
from dichtbij.handoff.tables import AgentRow
from tests.running_counter import SECONDS, Agent, Ears, Running, Widget, handover

LOST = 130.0
"""Seconds after which an agent without a sign of life is surely gone, and the grace time over."""


async def set_agent(counter: Running, username: str, **columns: Any) -> None:
    async with counter.parts.database.writing() as session:
        await session.execute(update(AgentRow).where(AgentRow.username == username).values(**columns))


async def waits(counter: Running, text: str = "mens", intent: str = "", **session: Any) -> Widget:
    """A customer who was handed over."""
    [*before, last] = handover()
    last["custom"]["handover"]["intent"] = intent
    counter.bot.says[text] = [*before, last]
    widget = await counter.widget(**session)
    await widget.say(text)
    await widget.until("owner", lambda owner: owner["owner"] == "queue")
    return widget


async def present(counter: Running, *names: str) -> list[Agent]:
    return [await (await counter.agent(name)).be_present() for name in names]


def had_by(case: dict[str, Any], agent: Agent) -> bool:
    return (case["taken_by"] or {}).get("id") == agent.id


def of(widget: Widget) -> Any:
    return lambda offer: offer["case"]["conversation_id"] == widget.conversation_id


async def asked_first(widget: Widget, *agents: Agent) -> tuple[Agent, Agent, dict[str, Any]]:
    """Who of two was asked to take this customer, who was not, and the offer."""
    listening = [asyncio.create_task(agent.until("offer", of(widget))) for agent in agents]
    done, _ = await asyncio.wait(listening, return_when=asyncio.FIRST_COMPLETED)
    for task in listening:
        task.cancel()
    [first] = [agent for agent, task in zip(agents, listening, strict=True) if task in done]
    [other] = [agent for agent in agents if agent is not first]
    return first, other, first.all("offer")[-1]


async def accepted(counter: Running, widget: Widget, agent: Agent) -> str:
    """The agent takes the offer; gives the case's id."""
    offer = await agent.until("offer", of(widget))
    status, body = await agent.post(f"/desk/api/cases/{offer['case']['id']}/take")
    assert status == 200, body
    await widget.until("owner", lambda owner: owner["owner"] == "agent")
    case_id: str = offer["case"]["id"]
    return case_id


async def set_state(counter: Running, username: str, state: str) -> None:
    await set_agent(counter, username, state=state)


async def sign_of_life(counter: Running, agent: Agent) -> None:
    """The page is still open, after the clock was moved."""
    await counter.parts.agents.present(agent.cookie.split("dichtbij_desk=")[1].split(";")[0], True)


async def until_there(counter: Running, number: int) -> None:
    for _ in range(1500):
        if (await counter.parts.availability.now()).agents == number:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"not {number} at the desk")


async def gone(counter: Running, agent: Agent, *, left: Agent | None = None) -> None:
    """The agent's line is lost, and the grace time passes; who is left stays."""
    await agent.client.disconnect()
    await until_there(counter, 1 if left else 0)
    counter.clock.forward(seconds=61)
    if left is not None:
        await sign_of_life(counter, left)


async def test_offer_accept_transfer_and_back_after_a_lost_line(counter: Running) -> None:
    """The whole way of one customer."""
    fatima, joost = await present(counter, "fatima", "joost")
    widget = await waits(counter)
    first, other, offer = await asked_first(widget, fatima, joost)
    case_id = offer["case"]["id"]
    assert offer["until"] == "2026-11-23T10:00:45+00:00"
    assert offer["case"]["offered"]["to"]["id"] == first.id

    status, refused = await other.post(f"/desk/api/cases/{case_id}/take")
    assert (status, refused["error"]["code"]) == (409, "offered")
    assert (await first.post(f"/desk/api/cases/{case_id}/take"))[0] == 200
    await widget.hears("neemt het gesprek over")
    await first.until("offer_over", lambda over: over == {"case_id": case_id})

    transfer = {"to_agent": other.id, "note": "Weet alles van gas."}
    status, body = await first.post(f"/desk/api/cases/{case_id}/transfer", transfer)
    assert (status, body["case"]["taken_by"]["id"]) == (200, other.id)
    await widget.hears("hoeft niets te herhalen")
    await other.until("case", lambda case: had_by(case, other))
    await first.until("case", lambda case: had_by(case, other))
    say = {"text": "Hallo", "message_id": "m1"}
    assert (await first.post(f"/desk/api/cases/{case_id}/messages", say))[0] == 409
    assert (await other.post(f"/desk/api/cases/{case_id}/messages", say))[0] == 201

    await gone(counter, other, left=first)
    await widget.hears("is niet meer bereikbaar")
    await widget.until("owner", lambda _: widget.all("owner")[-1]["owner"] == "queue")
    await first.until("offer", lambda again: again["until"] > offer["until"])


async def test_who_am_i_tells_teams_and_colleagues(counter: Running) -> None:
    await set_agent(counter, "joost", teams=["schulden"], max_cases=2)
    fatima = await counter.agent()
    await present(counter, "joost")
    _, me = await fatima.get("/desk/api/me")
    assert {team["key"] for team in me["teams"]} == set(counter.parts.organisation.balie.teams)
    [joost] = [one for one in me["colleagues"] if one["name"] == "Joost"]
    assert (joost["state"], joost["present"], joost["open"]) == ("beschikbaar", True, 0)
    assert joost["teams"] == [{"key": "schulden", "naam": "Betalen en schulden"}]
    assert fatima.id not in {one["id"] for one in me["colleagues"]}
    assert (me["agent"]["state"], me["agent"]["max_cases"]) == ("beschikbaar", 4)


async def test_a_state_is_kept_told_to_the_other_screens_and_counts(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    for state in ("pauze", "bezet", "beschikbaar"):
        status, body = await fatima.post("/desk/api/state", {"state": state})
        assert (status, body["agent"]["state"]) == (200, state)
        await fatima.until("me", lambda me, state=state: me["agent"]["state"] == state)
        assert (await counter.parts.availability.now()).agents == (0 if state == "pauze" else 1)
        assert (await fatima.get("/desk/api/me"))[1]["agent"]["state"] == state
    for odd in (None, "vrij", 1, [], "\ud800"):
        assert (await fatima.post("/desk/api/state", {"state": odd}))[0] == 400


async def test_an_offer_that_is_declined_or_not_answered_goes_to_the_next(counter: Running) -> None:
    fatima, joost = await present(counter, "fatima", "joost")
    widget = await waits(counter)
    first, other, offer = await asked_first(widget, fatima, joost)
    case_id = offer["case"]["id"]
    assert (await other.post(f"/desk/api/cases/{case_id}/decline"))[0] == 409
    assert (await first.post(f"/desk/api/cases/{case_id}/decline"))[0] == 200
    await first.until("offer_over", lambda over: over["case_id"] == case_id)
    await other.until("offer", of(widget))
    assert (await first.post(f"/desk/api/cases/{case_id}/take"))[1]["error"]["code"] == "offered"

    before = len(first.all("offer"))
    counter.clock.forward(seconds=46)  # both pages gave a sign of life less than a minute ago
    await other.until("offer_over", lambda over: over["case_id"] == case_id)
    counter.clock.forward(seconds=31)  # both passed: they are asked again, but not at once
    for agent in (fatima, joost):
        await sign_of_life(counter, agent)
    await first.until("offer", lambda _: len(first.all("offer")) > before)
    assert (await counter.parts.conversations.get(widget.conversation_id)).owner == "queue"


async def test_a_page_that_opens_while_asked_shows_the_offer_again(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    widget = await waits(counter)
    await fatima.until("offer", of(widget))
    second = Ears("/desk")
    await counter.connect(second, headers={"Cookie": fatima.cookie})
    await second.until("offer", of(widget))


async def test_a_customer_who_stops_waiting_takes_the_offer_along_and_keeps_the_place(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    widget = await waits(counter)
    offer = await fatima.until("offer", of(widget))
    await widget.say("/terug_naar_assistent", title="Verder met de bot")
    await widget.hears("Dan krijg je je plek in de rij terug")
    await fatima.until("offer_over", lambda over: over["case_id"] == offer["case"]["id"])
    counter.clock.forward(seconds=30)
    later = await waits(counter, "later")
    await widget.say("mens")
    await fatima.until("queue", lambda queue: len(queue.get("order", [])) == 2)
    again = (await fatima.get("/desk/api/cases?state=waiting"))[1]["cases"]
    assert [case["conversation_id"] for case in again] == [widget.conversation_id, later.conversation_id]
    assert [case["place"] for case in again] == [1, 2]
    assert fatima.all("queue")[-1]["order"] == [case["id"] for case in again]
    assert again[0]["first_waited"] < again[0]["waiting_since"]


async def test_passing_on_to_a_team_tells_the_customer_the_place(counter: Running) -> None:
    await set_agent(counter, "joost", teams=["schulden"])
    fatima, _ = await present(counter, "fatima", "joost")
    await set_state(counter, "joost", "bezet")
    widget = await waits(counter)
    case_id = await accepted(counter, widget, fatima)
    status, body = await fatima.post(
        f"/desk/api/cases/{case_id}/transfer", {"to_team": "schulden", "note": "Schulden."}
    )
    assert (status, body["case"]["state"], body["case"]["team"]["key"]) == (200, "waiting", "schulden")
    told = await widget.hears("onze collega's van Betalen en schulden")
    assert told["text"].endswith("Je bent de eerste in de rij.")
    await widget.until("owner", lambda _: widget.all("owner")[-1]["owner"] == "queue")
    say = {"text": "Hallo", "message_id": "m1"}
    assert (await fatima.post(f"/desk/api/cases/{case_id}/messages", say))[0] == 409


ODD_TRANSFERS: list[dict[str, object]] = [
    {}, {"note": "x"}, {"to_agent": "a", "to_team": "b", "note": "x"}, {"to_agent": 1, "note": "x"},
    {"to_team": "schulden"}, {"to_team": "schulden", "note": " "}, {"to_team": "schulden", "note": 1},
    {"to_team": "schulden", "note": "x" * 2001}, {"to_team": "bestaat-niet", "note": "x"},
    {"to_agent": "bestaat-niet", "note": "x"}, {"to_agent": "\ud800", "note": "x"},
]  # fmt: skip


async def test_a_transfer_that_is_none_says_what_is_wrong_and_changes_nothing(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    widget = await waits(counter)
    case_id = await accepted(counter, widget, fatima)
    for body in ODD_TRANSFERS:
        status, answer = await fatima.post(f"/desk/api/cases/{case_id}/transfer", body)
        assert (status, bool(answer["error"]["message"])) == (400, True), body
    to_myself = {"to_agent": fatima.id, "note": "x"}
    assert (await fatima.post(f"/desk/api/cases/{case_id}/transfer", to_myself))[1]["error"]["code"] == "self"
    away = {"to_agent": (await counter.agent("joost")).id, "note": "x"}
    status, answer = await fatima.post(f"/desk/api/cases/{case_id}/transfer", away)
    assert (status, answer["error"]) == (409, {"code": "absent", "message": "Joost is er nu niet. Kies iemand anders."})
    assert (await fatima.post("/desk/api/cases/bestaat-niet/transfer", {"to_team": "schulden", "note": "x"}))[0] == 404
    assert [case["id"] for case in (await fatima.get("/desk/api/cases?state=mine"))[1]["cases"]] == [case_id]


async def test_who_leads_sees_the_team_listens_in_and_takes_over(counter: Running) -> None:
    await set_agent(counter, "joost", role="teamleider")
    fatima, joost = await present(counter, "fatima", "joost")
    await set_state(counter, "joost", "bezet")
    widget = await waits(counter)
    case_id = await accepted(counter, widget, fatima)
    status, team = await joost.get("/desk/api/team")
    assert status == 200
    [row] = [one for one in team["agents"] if one["id"] == fatima.id]
    assert [case["id"] for case in row["open"]] == [case_id]
    assert team["waiting"] == []

    await joost.emit("listen", {"case_id": case_id, "on": True})
    await joost.until("case", lambda case: case["id"] == case_id and had_by(case, fatima))
    await widget.say("Dit hoort Joost ook")
    await joost.until("message", lambda one: one["message"]["text"] == "Dit hoort Joost ook")
    assert (await joost.get(f"/desk/api/cases/{case_id}"))[0] == 200
    await joost.ask("listen", {"case_id": case_id, "on": False})
    await widget.say("Dit niet meer")
    await fatima.until("message", lambda one: one["message"]["text"] == "Dit niet meer")
    assert "Dit niet meer" not in str(joost.all("message"))

    assert (await joost.post(f"/desk/api/cases/{case_id}/take-over", {"note": "Je ging eten."}))[0] == 200
    await widget.hears("Joost neemt het gesprek over")
    await fatima.until("case", lambda case: case["id"] == case_id and had_by(case, joost))
    assert (await fatima.get("/desk/api/cases?state=mine"))[1]["cases"] == []


async def test_who_does_not_lead_neither_sees_the_team_nor_listens_nor_takes_over(counter: Running) -> None:
    fatima, joost = await present(counter, "fatima", "joost")
    await set_state(counter, "joost", "bezet")
    widget = await waits(counter)
    case_id = await accepted(counter, widget, fatima)
    assert (await joost.get("/desk/api/team"))[0] == 403
    assert (await joost.post(f"/desk/api/cases/{case_id}/take-over"))[0] == 403
    assert (await joost.get(f"/desk/api/cases/{case_id}"))[0] == 403
    for odd in ({"case_id": case_id, "on": True}, None, [], {"case_id": 1}, {"case_id": "\ud800", "on": True}):
        await joost.ask("listen", odd)
    await widget.say("Alleen voor Fatima")
    await fatima.until("message", lambda one: one["message"]["text"] == "Alleen voor Fatima")
    assert "Alleen voor Fatima" not in str(joost.heard)
    assert joost.all("team") == []


async def test_an_agent_whose_line_is_lost_in_the_middle_and_comes_back_finds_all_that_was_said(
    counter: Running,
) -> None:
    [fatima] = await present(counter, "fatima")
    widget = await waits(counter)
    case_id = await accepted(counter, widget, fatima)
    await gone(counter, fatima)
    await widget.hears("Fatima is niet meer bereikbaar")
    await widget.say("Bent u er nog?")
    again = await (await counter.agent()).be_present()
    await again.until("offer", of(widget))
    status, full = await again.post(f"/desk/api/cases/{case_id}/take")
    assert status == 200
    texts = [message.get("text", "") for message in full["messages"]]
    assert "Bent u er nog?" in texts
    assert [message["seq"] for message in full["messages"]] == list(range(1, len(texts) + 1))
    await widget.until("owner", lambda _: len(widget.all("owner")) == 4)
    assert [owner["owner"] for owner in widget.all("owner")] == ["queue", "agent", "queue", "agent"]


async def test_two_counters_share_one_desk(start: Any) -> None:
    """Each customer is offered once, whichever process the customer and the agent are with."""
    one, two = await start(), await start()
    fatima = await (await one.agent("fatima")).be_present()
    joost = await (await two.agent("joost")).be_present()
    widgets = [await waits(which) for which in (one, two)]
    taken = []
    for agent in (fatima, joost):
        offer = await agent.until("offer")
        taken.append(offer["case"]["conversation_id"])
        assert (await agent.post(f"/desk/api/cases/{offer['case']['id']}/take"))[0] == 200
    assert sorted(taken) == sorted(widget.conversation_id for widget in widgets)


async def test_when_the_last_agent_leaves_who_waits_hears_it_once(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    await set_state(counter, "fatima", "bezet")
    widget = await waits(counter)
    await fatima.client.disconnect()
    await until_there(counter, 0)
    counter.clock.forward(seconds=25)
    for _ in range(3):
        await counter.parts.waiting.look()
    told = await widget.hears("er is nu geen medewerker meer in de chat")
    assert [reply["title"] for reply in told["quick_replies"]] == [
        "Bel mij terug",
        "Ik blijf wachten",
        "Verder met de bot",
    ]
    counter.clock.forward(hours=11)  # the desk is closed
    for _ in range(3):
        await counter.parts.waiting.look()
    await widget.settle()
    assert len([one for one in widget.all("bot_uttered") if "geen medewerker meer" in one["text"]]) == 1


async def test_a_long_wait_is_said_with_the_place(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    await set_state(counter, "fatima", "bezet")
    widget = await waits(counter)
    counter.clock.forward(minutes=3.1)
    await sign_of_life(counter, fatima)
    told = await widget.hears("je wacht al een tijdje")
    assert "Je bent de eerste in de rij." in told["text"]


async def test_the_routing_stops_when_it_is_woken_at_that_very_moment(counter: Running) -> None:
    """wait_for gives what it waited for and forgets that it was cancelled: the counter once never came to its end."""
    router = counter.parts.router
    for _ in range(5):
        await asyncio.sleep(1.5 * AT_MOST_EVERY)  # it looked, found nothing and waits
        router.wake()
        stopping = asyncio.ensure_future(router.stop())
        assert await asyncio.wait([stopping], timeout=SECONDS) == ({stopping}, set())
        await router.start()


async def spoil(counter: Running, table: str, column: str, where: str) -> None:
    """A row that can't be read any more."""
    async with counter.parts.database.writing() as session:
        await session.execute(text(f"UPDATE {table} SET {column} = 'kapot' WHERE {where}"))


async def test_a_case_that_can_not_be_read_keeps_no_other_customer_from_being_offered(counter: Running) -> None:
    [fatima] = await present(counter, "fatima")
    spoilt = await waits(counter)
    case_id = await accepted(counter, spoilt, fatima)
    await spoil(counter, "cases", "opened_at", f"id = '{case_id}'")  # who looks for lost agents fails on it

    widget = await waits(counter, "nog een mens")

    await fatima.until("offer", of(widget))


async def test_a_case_that_can_not_be_read_keeps_nothing_else_from_being_tidied(
    start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_TIDY_EVERY", 0.05)
    counter = await start()
    [fatima] = await present(counter, "fatima")
    await waits(counter)
    await spoil(counter, "cases", "waiting_since", "state = 'waiting'")  # who tells that it takes long fails on it
    await counter.agent("joost")
    await fatima.client.disconnect()
    counter.clock.forward(hours=11)  # the working day is over

    for _ in range(1500):
        async with counter.parts.database.reading() as session:
            if not await session.scalar(text("SELECT count(*) FROM desk_sessions")):
                return
        await asyncio.sleep(0.02)
    raise AssertionError("log-ins that are over stay")


@pytest.mark.parametrize("roles", [("teamleider", "medewerker"), ("medewerker", "teamleider")])
async def test_who_gets_another_role_in_another_process_is_let_in_anew(
    start: Any, monkeypatch: pytest.MonkeyPatch, roles: tuple[str, str]
) -> None:
    """Who leads no longer must not go on listening in."""
    monkeypatch.setattr(sockets, "SIGN_OF_LIFE", 0.1)
    counter = await start()
    await set_agent(counter, "joost", role=roles[0])
    fatima, joost = await present(counter, "fatima", "joost")
    gone = asyncio.Event()
    joost.client.on("disconnect", lambda *_: gone.set(), namespace="/desk")
    assert not gone.is_set()

    await set_agent(counter, "joost", role=roles[1])

    await asyncio.wait_for(gone.wait(), SECONDS)
    await asyncio.sleep(0)
    assert fatima.client.connected
    await until_there(counter, 1)
