"""The desk's socket: who may hear, what they hear, and that being connected is being present."""

from __future__ import annotations

import asyncio

import pytest
import socketio.exceptions

from tests.running_counter import Agent, Ears, Running, handover


async def _present(counter: Running) -> int:
    return (await counter.parts.availability.now()).agents


async def _until(counter: Running, agents: int) -> None:
    for _ in range(1500):
        if await _present(counter) == agents:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{await _present(counter)} present, not {agents}")


@pytest.mark.parametrize("cookie", ["", "dichtbij_desk=", "dichtbij_desk=mis", "dichtbij_desk=" + "x" * 3000, "a=b"])
async def test_nobody_comes_in_without_a_log_in(shared: Running, cookie: str) -> None:
    ears = Ears("/desk")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await shared.connect(ears, headers={"Cookie": cookie} if cookie else {})
    assert ears.heard == []


async def test_a_customers_socket_hears_nothing_of_the_desk(counter: Running) -> None:
    counter.bot.says["mens"] = handover()
    await (await counter.agent()).be_present()
    stranger, widget = await counter.widget(), await counter.widget()
    await widget.say("mens")
    await widget.until("owner", lambda owner: owner["owner"] == "queue")
    await stranger.settle()
    assert {name for name, _ in stranger.heard} == {"session_confirm", "session", "replay"}


async def test_the_cookie_counts_among_other_cookies(counter: Running) -> None:
    agent = await counter.agent()
    cookies = {"Cookie": f'odd[x]="a b"; {agent.cookie}; {{}}={{"a": 1}}'}
    async with counter.http.ws_connect("/socket.io/?EIO=4&transport=websocket", headers=cookies) as socket:
        await socket.receive_str()
        await socket.send_str("40/desk,")
        assert "queue" in await socket.receive_str(timeout=30)


async def test_the_queue_comes_at_once_and_with_every_change(counter: Running) -> None:
    counter.bot.says["mens"] = handover()
    fatima, joost = await (await counter.agent()).be_present(), await (await counter.agent("joost")).be_busy()
    assert fatima.all("queue") == [{"order": [], "cases": []}]
    widget = await counter.widget()
    await widget.say("mens")
    for agent in (fatima, joost):
        queue = await agent.until("queue", lambda q: q["cases"])
        assert queue["cases"][0]["conversation_id"] == widget.conversation_id
    case_id = queue["cases"][0]["id"]
    await fatima.post(f"/desk/api/cases/{case_id}/take")
    assert (await fatima.until("case", lambda c: c["state"] == "taken"))["taken_by"]["name"] == "Fatima"
    await joost.until("queue", lambda _: joost.all("queue")[-1] == {"order": [], "cases": []})
    # What the customer says from now on is for the one who has the case.
    await widget.say("Alleen voor Fatima")
    heard = await fatima.until("message", lambda m: m["message"]["text"] == "Alleen voor Fatima")
    assert heard["case_id"] == case_id
    assert (await fatima.until("case", lambda c: c["unread"] == 1))["last_message"]["text"] == "Alleen voor Fatima"
    assert "Alleen voor Fatima" not in str(joost.heard)


async def test_typing_reaches_the_customer_only_from_who_has_the_case(counter: Running) -> None:
    counter.bot.says["mens"] = handover()
    fatima, joost = await (await counter.agent()).be_present(), await (await counter.agent("joost")).be_busy()
    widget = await counter.widget()
    await widget.say("mens")
    case_id = (await fatima.until("queue", lambda q: q["cases"]))["cases"][0]["id"]
    await fatima.post(f"/desk/api/cases/{case_id}/take")
    await widget.until("owner", lambda owner: owner["owner"] == "agent")
    for odd in (None, "x", [], {}, {"case_id": 1}, {"case_id": "\ud800"}, {"case_id": "bestaat-niet", "on": True}):
        await fatima.ask("typing", odd)
    await joost.ask("typing", {"case_id": case_id, "on": True})
    await widget.settle()
    assert widget.all("agent_typing") == []
    await fatima.ask("typing", {"case_id": case_id, "on": True})
    await fatima.ask("typing", {"case_id": case_id, "on": False})
    await widget.until("agent_typing", lambda typing: typing == {"on": False})
    assert widget.all("agent_typing") == [{"on": True}, {"on": False}]


async def test_the_number_of_callbacks_follows(counter: Running) -> None:
    agent = await (await counter.agent()).be_present()
    asked = await counter.parts.callbacks.ask(
        name="Sanne", phone="+31612000101", slot="middag", subject="x", customer_id=None, conversation_id="c-1"
    )
    await counter.parts.live.tell_callbacks()
    await agent.until("callbacks", lambda c: c == {"open": 1})
    await agent.post(f"/desk/api/callbacks/{asked.id}/done")
    await agent.until("callbacks", lambda _: agent.all("callbacks")[-1] == {"open": 0})


async def test_being_connected_is_being_present(counter: Running) -> None:
    fatima = await counter.agent()
    assert await _present(counter) == 0  # logged in is not enough: the page must be open
    await fatima.be_present()
    await _until(counter, 1)
    second_tab = Ears("/desk")
    await counter.connect(second_tab, headers={"Cookie": fatima.cookie})
    await second_tab.until("callbacks")
    assert await _present(counter) == 1
    await second_tab.close()
    await asyncio.sleep(0.1)
    assert await _present(counter) == 1
    joost = await (await counter.agent("joost")).be_present()
    await _until(counter, 2)
    await fatima.client.disconnect()
    await _until(counter, 1)
    await joost.client.disconnect()
    await _until(counter, 0)


async def test_a_page_that_is_closed_while_it_is_let_in_is_not_present(
    counter: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the browser tests: an agent who had left stayed present, and customers waited for nobody."""
    fatima = await counter.agent()
    reached, go_on = asyncio.Event(), asyncio.Event()
    real = counter.parts.agents.present

    async def held(token: str, connected: bool) -> None:
        if not reached.is_set():
            reached.set()
            await go_on.wait()
        await real(token, connected)

    monkeypatch.setattr(counter.parts.agents, "present", held)
    coming = asyncio.create_task(fatima.be_present())
    await asyncio.wait_for(reached.wait(), 30)
    await fatima.client.eio.ws.close()  # as a closed window does
    coming.cancel()
    await asyncio.sleep(0.1)
    go_on.set()
    assert counter.parts.sockets.tokens  # python-socketio does not tell that this page has gone
    for _ in range(1500):
        if not counter.parts.sockets.tokens:  # who stands here is noted as present again and again
            break
        await asyncio.sleep(0.02)
    assert not counter.parts.sockets.tokens
    await _until(counter, 0)


async def test_a_page_that_gives_no_sign_of_life_is_not_counted(counter: Running) -> None:
    await (await counter.agent()).be_present()
    await _until(counter, 1)
    counter.clock.forward(seconds=61)
    assert await _present(counter) == 0


async def test_logging_out_closes_the_line_on_every_screen(counter: Running) -> None:
    fatima = await (await counter.agent()).be_present()
    await fatima.post("/desk/api/logout")
    for _ in range(1500):
        if not fatima.client.connected:
            break
        await asyncio.sleep(0.02)
    assert not fatima.client.connected
    await _until(counter, 0)


async def test_nobody_is_present_any_more_when_the_counter_stops(start: object, file: object) -> None:
    first = await start()  # type: ignore[operator]
    agent: Agent = await (await first.agent()).be_present()
    await _until(first, 1)
    await first.parts.sockets.stop()
    assert await _present(first) == 0
    assert agent.client.connected
