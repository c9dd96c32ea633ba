"""What our own protocol adds to Rasa's: acknowledgement, ids, replay, tabs, and what others can't do."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.running_counter import Running, handover

CHOICE = {
    "text": "Welk bedrag?",
    "buttons": [
        {"title": "€ 120", "payload": '/termijnbedrag_wijzigen{"bedrag": "120.00"}'},
        {"title": "Medewerker", "payload": "/medewerker_spreken"},
    ],
}


async def test_an_acknowledgement_names_the_stored_message(shared: Running) -> None:
    widget = await shared.widget()
    answer = await widget.say("Hallo")
    assert answer["ok"] is True
    assert answer["seq"] == 2
    assert answer["conversation_id"] == widget.conversation_id
    own = await widget.until("customer_uttered")
    assert (own["id"], own["text"], own["at"]) == (answer["id"], "Hallo", answer["at"])


async def test_the_same_message_id_again_is_the_same_message(shared: Running) -> None:
    widget = await shared.widget()
    first = await widget.say("Eén keer", message_id="m-1")
    again = await asyncio.gather(*(widget.say("Eén keer", message_id="m-1") for _ in range(5)))
    assert all(answer == first for answer in again)
    await widget.hears("Je zei: Eén keer")
    await shared.quiet()
    await widget.settle()
    assert len(widget.all("customer_uttered")) == 1
    assert len([m for m in widget.all("bot_uttered") if m["text"] == "Je zei: Eén keer"]) == 1


async def test_two_sessions_may_use_the_same_message_id(shared: Running) -> None:
    one, other = await shared.widget(), await shared.widget()
    a, b = await one.say("van mij", message_id="1"), await other.say("van een ander", message_id="1")
    assert a["id"] != b["id"]


async def test_after_a_break_everything_missed_comes_once_and_in_order(counter: Running) -> None:
    widget = await counter.widget()
    await widget.say("Eén")
    seen = await widget.hears("Je zei: Eén")
    await widget.close()
    key = widget.session_id.split(".")[0]
    for text in ("Twee", "Drie"):
        await counter.parts.conversations.receive("web", key, text)
    counter.parts.dispatcher.notify(seen["conversation_id"])
    await counter.quiet()
    after = {"conversation_id": seen["conversation_id"], "seq": seen["seq"]}
    back = await counter.widget(widget.session_id, after=after)
    assert back.session_id == widget.session_id
    # The customer's own words too, as another tab may have sent them; the answers come after both.
    assert sorted(m["text"] for m in back.replayed) == ["Drie", "Je zei: Drie", "Je zei: Twee", "Twee"]
    assert [m["seq"] for m in back.replayed] == [4, 5, 6, 7]
    assert back.all("bot_uttered") == []
    assert (await counter.widget(widget.session_id, after={**after, "seq": 7})).replayed == []


async def test_a_reload_shows_the_whole_conversation_once(shared: Running) -> None:
    widget = await shared.widget()
    await widget.say("Hallo")
    await widget.hears("Je zei: Hallo")
    again = await shared.widget(widget.session_id)
    assert [m["seq"] for m in again.replayed] == [1, 2, 3]
    assert again.conversation_id == widget.conversation_id


async def test_two_tabs_of_one_session_stay_the_same(shared: Running) -> None:
    one = await shared.widget()
    other = await shared.widget(one.session_id)
    sent = await one.say("Vanuit één tab")
    own = await other.until("customer_uttered")
    answer = await other.hears("Je zei: Vanuit één tab")
    assert own["id"] == sent["id"]
    assert await one.hears("Je zei") == answer
    await other.say("Vanuit de andere")
    assert (await one.until("customer_uttered", lambda m: m["seq"] == 4))["text"] == "Vanuit de andere"


def _forged(session_id: str) -> list[object]:
    name, _, signature = session_id.partition(".")
    return [
        "niet-van-ons",
        name,
        f"{name}.",
        f"{name}.{'0' * 32}",
        f"{name}.{signature[:-1]}",
        f"{name}.{signature}x",
        f"{name[:-1]}{'1' if name[-1] == '0' else '0'}.{signature}",
        f" {session_id}",
        session_id.upper(),
        "",
        "x" * 100_00,
        "é\ud800",
        42,
        True,
        [session_id],
        {"session_id": session_id},
    ]


async def test_an_unknown_or_altered_session_gets_a_new_one_and_nobody_elses_messages(shared: Running) -> None:
    victim = await shared.widget()
    await victim.say("Mijn geheim")
    for forged in _forged(victim.session_id):
        thief = await shared.widget(forged)  # type: ignore[arg-type]
        assert thief.session_id not in (forged, victim.session_id)
        assert thief.conversation_id != victim.conversation_id
        assert "geheim" not in str(thief.heard)
        await thief.say("Hallo", session_id=forged)
    await victim.settle()
    assert [m["text"] for m in victim.all("customer_uttered")] == ["Mijn geheim"]


async def test_another_session_can_neither_read_nor_mark(shared: Running) -> None:
    victim = await shared.widget()
    await victim.say("Mijn geheim")
    answer = await victim.hears("Je zei")
    here = {"conversation_id": victim.conversation_id, "seq": 0}
    thief = await shared.widget(after=here)
    assert "geheim" not in str(thief.heard)
    await thief.ask("read", {**here, "seq": answer["seq"]})
    states = [
        m.state for m in await shared.parts.conversations.messages(answer["conversation_id"]) if m.seq == answer["seq"]
    ]
    assert states == ["sent"]


async def test_reading_marks_what_was_read_and_only_that(shared: Running) -> None:
    widget = await shared.widget()
    for text in ("a", "b"):
        await widget.say(text)
        await widget.hears(f"Je zei: {text}")
    await widget.ask("read", {"conversation_id": widget.conversation_id, "seq": 3})
    again = await shared.widget(widget.session_id)
    assert {m["seq"]: m["state"] for m in again.replayed if m["sender"] != "customer"} == {
        1: "read",
        3: "read",
        5: "sent",
    }


async def test_a_socket_that_changes_its_session_no_longer_hears_the_old_one(shared: Running) -> None:
    old = await shared.widget()
    widget = await shared.widget(old.session_id)
    await widget.begin("niet-van-ons")
    assert widget.session_id != old.session_id
    await old.say("Alleen voor de oude")
    await old.hears("Je zei: Alleen")
    await widget.settle()
    assert "Alleen voor de oude" not in str(widget.heard)


@pytest.mark.parametrize("typed", ["/restart", "/medewerker_spreken", "/back", "/", "//", '/x{"a": 1}'])
async def test_a_typed_slash_is_plain_text(shared: Running, typed: str) -> None:
    widget = await shared.widget()
    answer = await widget.say(typed)
    await shared.quiet()
    assert (await widget.until("customer_uttered", lambda m: m["id"] == answer["id"]))["text"] == typed
    assert not shared.bot.asked[-1]["text"].startswith("/")
    assert "title" not in shared.bot.asked[-1]["metadata"]


async def test_a_payload_that_was_offered_counts_with_its_values(shared: Running) -> None:
    shared.bot.says["bedragen"] = [CHOICE]
    widget = await shared.widget()
    await widget.say("bedragen")
    offered = (await widget.hears("Welk bedrag?"))["quick_replies"]
    assert [set(reply) for reply in offered] == [{"content_type", "title", "payload"}] * 2
    await widget.say(offered[0]["payload"], title="€ 120")
    await shared.quiet()
    assert (await widget.until("customer_uttered", lambda m: m["seq"] == 4))["text"] == "€ 120"
    intent, _, values = shared.bot.asked[-1]["text"].partition("{")
    assert (intent, json.loads("{" + values)) == ("/termijnbedrag_wijzigen", {"bedrag": "120.00"})


async def test_a_payload_with_other_values_or_under_another_title_does_not_count(shared: Running) -> None:
    shared.bot.says["bedragen"] = [CHOICE]
    widget = await shared.widget()
    await widget.say("bedragen")
    await widget.hears("Welk bedrag?")
    for payload, title in (
        ('/termijnbedrag_wijzigen{"bedrag": "1.00"}', "€ 120"),
        ("/medewerker_spreken", "Iets heel anders"),
    ):
        await widget.say(payload, title=title)
        await shared.quiet()
        assert shared.bot.asked[-1]["text"] == title
    # What another was offered does not count here.
    stranger = await shared.widget()
    await stranger.say("/medewerker_spreken", title="Medewerker")
    await shared.quiet()
    assert shared.bot.asked[-1]["text"] == "Medewerker"


async def test_the_widget_follows_queue_agent_and_end(counter: Running) -> None:
    counter.bot.says["mens"] = handover(text="Goed.")
    agent = await (await counter.agent()).be_present()
    widget = await counter.widget()
    await widget.say("mens")
    bubble = await widget.hears("medewerker")
    assert bubble["text"].startswith("Goed.")
    assert (await widget.until("owner", lambda o: o["owner"] == "queue"))["conversation_id"] == widget.conversation_id
    case = (await agent.until("queue", lambda q: q["cases"]))["cases"][0]
    assert (await agent.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
    owner = await widget.until("owner", lambda o: o["owner"] == "agent")
    assert owner["agent_name"] == "Fatima"
    reloaded = await counter.widget(widget.session_id)
    assert reloaded.all("session")[-1]["agent_name"] == "Fatima"

    await agent.emit("typing", {"case_id": case["id"], "on": True})
    assert await widget.until("agent_typing") == {"on": True}
    await widget.emit("typing", {"on": True})
    assert await agent.until("customer_typing") == {"case_id": case["id"], "on": True}

    _, sent = await agent.post(f"/desk/api/cases/{case['id']}/messages", {"text": "Goedemiddag", "message_id": "a1"})
    heard = await widget.hears("Goedemiddag")
    assert (heard["id"], heard["sender"], heard["sender_name"]) == (sent["message"]["id"], "agent", "Fatima")
    assert (await agent.until("receipt", lambda r: r["state"] == "sent"))["seq"] == heard["seq"]
    await widget.ask("read", {"conversation_id": widget.conversation_id, "seq": heard["seq"]})
    assert (await agent.until("receipt", lambda r: r["state"] == "read"))["seq"] == heard["seq"]

    before = len(counter.bot.asked)
    await widget.say("Dank je")
    assert (await agent.until("message", lambda m: m["message"]["text"] == "Dank je"))["case_id"] == case["id"]
    await counter.quiet()
    assert len(counter.bot.asked) == before  # the bot does not talk over a human

    assert (await agent.post(f"/desk/api/cases/{case['id']}/close", {"note": "Opgelost"}))[0] == 200
    await widget.until("owner", lambda o: o["owner"] == "closed")
    answer = await widget.say("Nog een vraag")
    assert answer["conversation_id"] != widget.conversation_id
    await widget.hears("Je zei: Nog een vraag")


async def test_a_long_answer_shows_that_it_is_being_looked_up(
    counter: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dichtbij.counter.dispatcher.BUSY_AFTER", 0.05)
    counter.bot.gate = asyncio.Event()
    widget = await counter.widget()
    await widget.say("Hallo")
    assert await widget.until("bot_busy") == {"on": True}
    counter.bot.gate.set()
    await widget.until("bot_busy", lambda data: data == {"on": False})
    await widget.hears("Je zei: Hallo")
