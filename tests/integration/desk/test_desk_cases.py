"""The queue and a case over HTTP: who gets it, who may do what with it, and what it shows."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.running_counter import SANNE, Agent, Running, Widget, handover


async def _case(counter: Running, **session: Any) -> tuple[Widget, dict[str, Any]]:
    """A customer who waits, and the case as the queue shows it. Somebody is at the desk."""
    counter.bot.says["mens"] = handover(text="Ik begrijp het.")
    watcher = await (await counter.agent("joost")).be_busy()
    widget = await counter.widget(**session)
    await widget.say("Wat een hoge rekening")
    await widget.hears("Je zei: Wat een hoge")
    await widget.say("mens")
    await widget.until("owner", lambda owner: owner["owner"] == "queue")
    summary = await watcher.until("case", lambda c: c["conversation_id"] == widget.conversation_id)
    return widget, summary


async def _taken(counter: Running, **session: Any) -> tuple[Agent, Widget, str]:
    widget, summary = await _case(counter, **session)
    agent = await counter.agent()
    status, body = await agent.post(f"/desk/api/cases/{summary['id']}/take")
    assert status == 200, body
    return agent, widget, summary["id"]


async def test_the_queue_lists_who_waits_with_reason_and_last_words(counter: Running) -> None:
    widget, _ = await _case(counter, login_token=counter.token(SANNE))
    agent = await counter.agent()
    status, body = await agent.get("/desk/api/cases")
    [case] = body["cases"]
    assert (status, case["conversation_id"]) == (200, widget.conversation_id)
    assert (case["state"], case["reason"], case["reason_text"]) == (
        "waiting",
        "verzoek",
        "De klant vraagt om een medewerker",
    )
    assert (case["customer_name"], case["level"], case["channel"]) == ("Sanne de Wit", 2, "web")
    assert case["taken_by"] is None
    assert set(case["last_message"]) == {"sender", "text", "at"}
    assert (await agent.get("/desk/api/cases?state=mine"))[1] == {"cases": []}
    assert (await agent.get("/desk/api/cases?state=alles"))[0] == 400


async def test_a_case_shows_conversation_customer_and_why(counter: Running) -> None:
    agent, _, case_id = await _taken(counter, login_token=counter.token(SANNE))
    _, body = await agent.get(f"/desk/api/cases/{case_id}")
    case = body["case"]
    assert (case["schema"], case["trigger"], case["level"], case["method"]) == (
        "dichtbij.case/2", "medewerker_spreken", 2, "login_token",
    )  # fmt: skip
    assert case["evidence"][0]["label"] == "vraagt om een medewerker"
    assert case["taken_by"] == {"id": agent.id, "name": "Fatima"}
    assert body["customer"]["customer_number"] == SANNE
    assert [m["seq"] for m in body["messages"]] == list(range(1, len(body["messages"]) + 1))
    assert "Wat een hoge rekening" in [m["text"] for m in body["messages"]]


async def test_of_an_unknown_customer_no_profile_is_shown(counter: Running) -> None:
    agent, _, case_id = await _taken(counter)
    _, body = await agent.get(f"/desk/api/cases/{case_id}")
    assert body["customer"] is None
    assert body["case"]["customer_name"] is None


async def test_of_two_who_take_at_once_one_gets_it_and_the_other_hears_who(counter: Running) -> None:
    _, summary = await _case(counter)
    agents = [await counter.agent("fatima"), await counter.agent("joost")]
    answers = await asyncio.gather(*(agent.post(f"/desk/api/cases/{summary['id']}/take") for agent in agents))
    assert sorted(status for status, _ in answers) == [200, 409]
    winner = 0 if answers[0][0] == 200 else 1
    error = answers[1 - winner][1]["error"]
    name = ("Fatima", "Joost")[winner]
    assert error == {"code": "already_taken", "message": f"{name} heeft deze klant al."}
    # A second click of the winner is no mistake.
    assert (await agents[winner].post(f"/desk/api/cases/{summary['id']}/take"))[0] == 200


async def test_the_customer_hears_once_that_a_human_takes_over(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter)
    await agent.post(f"/desk/api/cases/{case_id}/take")
    await widget.hears("Fatima neemt het gesprek over")
    await widget.settle()
    assert len([m for m in widget.all("bot_uttered") if "neemt het gesprek over" in m["text"]]) == 1


async def test_a_message_is_stored_once_and_only_by_who_has_the_case(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter)
    body = {"text": "Goedemiddag <b>Sanne</b>", "message_id": "a-1"}
    first = await agent.post(f"/desk/api/cases/{case_id}/messages", body)
    again = await agent.post(f"/desk/api/cases/{case_id}/messages", body)
    assert (first[0], again[0]) == (201, 201)
    assert first[1]["message"]["id"] == again[1]["message"]["id"]
    assert (await widget.hears("Goedemiddag"))["text"] == "Goedemiddag <b>Sanne</b>"
    await widget.settle()
    assert len([m for m in widget.all("bot_uttered") if m["sender"] == "agent"]) == 1

    other = await counter.agent("joost")
    status, refused = await other.post(f"/desk/api/cases/{case_id}/messages", {"text": "Ik ook", "message_id": "b-1"})
    assert (status, refused["error"]["code"]) == (409, "not_yours")


NO_MESSAGES: list[dict[str, object]] = [
    {}, {"text": "a"}, {"message_id": "1"}, {"text": 1, "message_id": "1"}, {"text": "a", "message_id": 1},
    {"text": "a", "message_id": "x" * 65}, {"text": "", "message_id": "1"}, {"text": " \x00 ", "message_id": "1"},
    {"text": "a" * 4001, "message_id": "1"}, {"text": "a", "message_id": "\ud800"},
]  # fmt: skip


async def test_a_message_that_is_none_is_a_400(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter)
    for body in NO_MESSAGES:
        assert (await agent.post(f"/desk/api/cases/{case_id}/messages", body))[0] == 400
    await widget.settle()
    assert [m for m in widget.all("bot_uttered") if m["sender"] == "agent"] == []


async def test_a_case_of_another_agent_is_closed_to_me(counter: Running) -> None:
    _, _, case_id = await _taken(counter)
    other = await counter.agent("joost")
    status, body = await other.get(f"/desk/api/cases/{case_id}")
    assert (status, body["error"]) == (403, {"code": "not_yours", "message": "Fatima heeft deze klant."})
    for what in ("hand-back", "close"):
        assert (await other.post(f"/desk/api/cases/{case_id}/{what}", {"note": "x"}))[0] == 409


async def test_an_unknown_case_is_a_404(counter: Running) -> None:
    agent = await counter.agent()
    assert (await agent.get("/desk/api/cases/bestaat-niet"))[0] == 404
    assert (await agent.post("/desk/api/cases/bestaat-niet/take"))[0] == 404
    say = await agent.post("/desk/api/cases/bestaat-niet/messages", {"text": "a", "message_id": "1"})
    assert say[0] == 404


async def test_a_customer_who_stopped_waiting_is_said_so(counter: Running) -> None:
    widget, summary = await _case(counter)
    await widget.say("/terug_naar_assistent", title="Verder met de bot")
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    agent = await counter.agent()
    status, body = await agent.post(f"/desk/api/cases/{summary['id']}/take")
    assert (status, body["error"]["message"]) == (409, "Deze klant wacht niet meer.")
    status, body = await agent.get(f"/desk/api/cases/{summary['id']}")
    assert (status, body["error"]["message"]) == (403, "Deze klant wacht niet meer.")


async def test_handing_back_needs_a_note_and_the_bot_says_that_it_is_a_bot(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter, login_token=counter.token(SANNE))
    for note in ("", "  ", None, 1, "x" * 2001):
        status, body = await agent.post(f"/desk/api/cases/{case_id}/hand-back", {"note": note})
        assert (status, body["error"]["code"]) == (400, "note_needed")
    status, body = await agent.post(f"/desk/api/cases/{case_id}/hand-back", {"note": "Regeling afgesproken"})
    assert (status, body["case"]["state"]) == (200, "handed_back")
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    await widget.hears("digitale assistent, dus niet met een mens")
    await widget.say("En hoe nu verder?")
    await widget.hears("Je zei: En hoe nu verder?")
    customer = await counter.parts.identification.customer_of_login(counter.token(SANNE))
    assert customer is not None
    moments = await counter.parts.profiles.contact_moments(customer)
    assert "Fatima: Regeling afgesproken" in [moment.summary for moment in moments]
    assert (await agent.post(f"/desk/api/cases/{case_id}/hand-back", {"note": "Nog eens"}))[0] == 409
    [ended] = (await agent.get("/desk/api/cases?state=closed"))[1]["cases"]
    assert ended["id"] == case_id
    assert (await agent.get(f"/desk/api/cases/{case_id}"))[1]["case"]["note"] == "Regeling afgesproken"


async def test_a_second_handover_of_the_same_conversation_works_like_the_first(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter)
    await agent.post(f"/desk/api/cases/{case_id}/hand-back", {"note": "Klaar"})
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    await widget.say("mens")
    await counter.quiet()
    [again] = (await agent.get("/desk/api/cases"))[1]["cases"]
    assert again["id"] != case_id
    assert (await agent.post(f"/desk/api/cases/{again['id']}/take"))[0] == 200


async def test_closing_without_a_note_is_fine_and_ends_the_conversation(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter)
    assert (await agent.post(f"/desk/api/cases/{case_id}/close"))[0] == 200
    await widget.hears("heeft het gesprek afgesloten")
    await widget.until("owner", lambda owner: owner["owner"] == "closed")


async def test_reading_takes_the_unread_count_down(counter: Running) -> None:
    agent, widget, case_id = await _taken(counter)
    sent = await widget.say("Bent u daar?")
    await counter.quiet()
    assert (await agent.get("/desk/api/cases?state=mine"))[1]["cases"][0]["unread"] == 1
    assert (await agent.post(f"/desk/api/cases/{case_id}/read", {"seq": sent["seq"]}))[0] == 200
    assert (await agent.get("/desk/api/cases?state=mine"))[1]["cases"][0]["unread"] == 0
    for seq in (None, "1", -1, 2**31, True, 1.5):
        assert (await agent.post(f"/desk/api/cases/{case_id}/read", {"seq": seq}))[0] == 400


async def test_callbacks_are_listed_and_done_once_for_all(counter: Running) -> None:
    asked = await counter.parts.callbacks.ask(
        name="Sanne", phone="+31612000101", slot="middag", subject="Afrekening", customer_id=None, conversation_id="c-1"
    )
    agent = await counter.agent()
    [row] = (await agent.get("/desk/api/callbacks"))[1]["callbacks"]
    assert (row["id"], row["name"], row["phone"], row["done"]) == (asked.id, "Sanne", "+31612000101", False)
    assert row["slot"].endswith("in de middag")
    assert (await agent.post(f"/desk/api/callbacks/{asked.id}/done"))[0] == 200
    assert (await agent.post(f"/desk/api/callbacks/{asked.id}/done"))[0] == 200
    assert (await agent.post("/desk/api/callbacks/bestaat-niet/done"))[0] == 404
    assert (await agent.get("/desk/api/callbacks"))[1] == {"callbacks": []}
