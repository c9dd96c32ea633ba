"""The end of a case over HTTP: notes, wrap-up, outcome, lesson, the summary for the customer, the contact moment."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dichtbij.customers.model import VERBETERING, CustomerId
from dichtbij.handoff.lessons import Lessons
from dichtbij.handoff.model import CaseId
from tests.running_counter import SANNE, Agent, Running
from tests.taken_case import taken, waiting

ENDING = {"note": "Termijnbedrag besproken", "outcome": "opgelost", "lesson": "Dat een betaalpauze kan"}


async def _moment(counter: Running, number: str = SANNE) -> str:
    customer = await counter.parts.profiles.by_number(number)
    assert customer is not None
    return (await counter.parts.profiles.contact_moments(customer, 1))[0].summary


async def _end(agent: Agent, case_id: str, how: str = "close", **more: Any) -> tuple[int, Any]:
    return await agent.post(f"/desk/api/cases/{case_id}/{how}", {**ENDING, **more})


# -- notes ------------------------------------------------------------------------------------------------------------


async def test_notes_are_for_colleagues_and_never_for_the_customer(counter: Running) -> None:
    agent, widget, case_id = await taken(counter)
    status, body = await agent.post(f"/desk/api/cases/{case_id}/notes", {"text": " Let op: <b>doof</b> "})
    assert status == 200
    assert [(one["agent_name"], one["kind"], one["text"]) for one in body["notes"]] == [
        ("Fatima", "notitie", "Let op: <b>doof</b>")
    ]
    await agent.post(f"/desk/api/cases/{case_id}/notes", {"text": "En nog iets"})
    _, body = await agent.get(f"/desk/api/cases/{case_id}/notes")
    assert [one["text"] for one in body["notes"]] == ["Let op: <b>doof</b>", "En nog iets"]
    await widget.settle()
    assert "doof" not in str(widget.heard)
    assert "doof" not in str((await agent.get(f"/desk/api/cases/{case_id}"))[1]["messages"])


@pytest.mark.parametrize(("text", "code"), [(None, "empty"), (" \n", "empty"), (1, "empty"), ("x" * 2001, "too_long")])
async def test_what_is_no_note_is_a_400(counter: Running, text: object, code: str) -> None:
    agent, _, case_id = await taken(counter)
    status, body = await agent.post(f"/desk/api/cases/{case_id}/notes", {"text": text})
    assert (status, body["error"]["code"]) == (400, code)
    assert (await agent.get(f"/desk/api/cases/{case_id}/notes"))[1] == {"notes": []}


async def test_notes_of_a_case_that_waits_are_for_all_and_of_a_taken_one_for_who_has_it(counter: Running) -> None:
    agent, _, case_id = await waiting(counter)
    other = await counter.agent("joost")
    assert (await other.post(f"/desk/api/cases/{case_id}/notes", {"text": "Iets voor schulden"}))[0] == 200
    await agent.post(f"/desk/api/cases/{case_id}/take")
    assert len((await agent.get(f"/desk/api/cases/{case_id}/notes"))[1]["notes"]) == 1
    for status, body in (
        await other.get(f"/desk/api/cases/{case_id}/notes"),
        await other.post(f"/desk/api/cases/{case_id}/notes", {"text": "x"}),
    ):
        assert (status, body["error"]["code"]) == (403, "not_yours")


# -- the wrap-up ------------------------------------------------------------------------------------------------------


async def test_the_wrap_up_says_in_three_lines_what_happened_and_what_follows(counter: Running) -> None:
    agent, _, case_id = await taken(counter, intent="termijnbedrag_wijzigen", login_token=counter.token(SANNE))
    act = f"/desk/api/cases/{case_id}/actions"
    await agent.post(f"{act}/termijnbedrag_wijzigen", {"values": {"termijnbedrag": "200"}, "confirm": True})
    call = {"terugbelnummer": "06 12345678", "dagdeel": "ochtend", "belwens": "2026-11-25", "onderwerp": "Controle"}
    await agent.post(f"{act}/terugbelverzoek", {"values": call, "confirm": True})
    await agent.post(f"{act}/klacht_indienen", {"values": {"klacht": "Ik wachtte lang"}, "confirm": True})
    status, body = await agent.get(f"/desk/api/cases/{case_id}/wrap-up")
    assert status == 200
    assert len(body["summary"].splitlines()) == 3
    assert "Termijnbedrag naar € 200" in body["summary"].splitlines()[1]
    told = body["customer_summary"]
    assert told.startswith("Hier is je samenvatting van dit gesprek.\n\nJe vraag ging over: Termijnbedrag wijzigen.")
    assert "- Termijnbedrag naar € 200,00 (kenmerk A-2026-" in told
    assert "- We bellen op 25 november 2026 in de ochtend, op nummer 06 12345678" in told
    assert "- Klacht: Een medewerker bekijkt de klacht en neemt contact op." in told
    assert "{" not in told


async def test_without_anything_to_tell_there_is_no_summary(counter: Running) -> None:
    agent, widget, case_id = await taken(counter)
    _, body = await agent.get(f"/desk/api/cases/{case_id}/wrap-up")
    assert body["customer_summary"] == ""
    assert (await _end(agent, case_id, "close", summary_to_customer=True))[0] == 200
    assert not (await widget.hears("afgesloten"))["text"].startswith(("Hier is", "\n"))


async def test_the_customer_gets_the_summary_only_when_the_agent_says_so(counter: Running) -> None:
    for how, part in (("close", "afgesloten"), ("hand-back", "weer met de digitale assistent")):
        for wanted in (False, True):
            agent, widget, case_id = await taken(counter, intent="termijnbedrag_wijzigen")
            assert (await _end(agent, case_id, how, summary_to_customer=wanted))[0] == 200
            last = (await widget.hears(part))["text"]
            assert last.startswith("Hier is je samenvatting") is wanted
            assert "betaalpauze" not in str(widget.heard), "a lesson is not for the customer"
            assert "Termijnbedrag besproken" not in str(widget.heard)
            await agent.client.disconnect()


async def test_outcome_and_lesson_are_kept_and_the_contact_moment_says_how_it_ended(counter: Running) -> None:
    agent, _, case_id = await taken(counter, login_token=counter.token(SANNE))
    assert (await _end(agent, case_id))[0] == 200
    case = await counter.parts.handoffs.get(CaseId(case_id))
    assert case is not None
    assert (case.state, case.note, case.outcome, case.lesson) == ("closed", *ENDING.values())
    assert await _moment(counter) == "Fatima: Termijnbedrag besproken (opgelost)"


async def test_who_was_recognised_after_the_handover_has_had_contact_too(counter: Running) -> None:
    """By logging in on the site meanwhile: the desk hears at once who it is, and the ending is noted for them."""
    for how in ("close", "hand-back"):
        agent, widget, case_id = await taken(counter)
        again = await counter.widget(widget.session_id, login_token=counter.token(SANNE))
        assert again.conversation_id == widget.conversation_id
        told = await agent.until("case", lambda case, id_=case_id: case["id"] == id_ and case["level"] == 2)
        assert told["customer_name"] == "Sanne de Wit"
        note = f"Na het inloggen: {how}"
        assert (await _end(agent, case_id, how, note=note))[0] == 200
        assert await _moment(counter) == f"Fatima: {note} (opgelost)"
        assert (await _end(agent, case_id, how, note="Nog eens"))[0] == 409
        assert await _moment(counter) == f"Fatima: {note} (opgelost)"
        await agent.client.disconnect()


async def test_an_ending_needs_no_more_than_before(counter: Running) -> None:
    agent, _, case_id = await taken(counter, login_token=counter.token(SANNE))
    assert (await agent.post(f"/desk/api/cases/{case_id}/close"))[0] == 200
    assert await _moment(counter) == "Fatima: gesprek afgesloten"


WRONG: list[tuple[str, dict[str, object], str]] = [
    ("close", {"outcome": "gelukt"}, "bad_outcome"),
    ("close", {"outcome": 3}, "bad_outcome"),
    ("hand-back", {"outcome": ["opgelost"]}, "bad_outcome"),
    ("close", {"lesson": "x" * 1001}, "too_long"),
    ("close", {"note": "x" * 2001}, "note_needed"),
    ("hand-back", {"note": " "}, "note_needed"),
]


async def test_a_wrong_ending_ends_nothing(counter: Running) -> None:
    agent, _, case_id = await taken(counter)
    for how, more, code in WRONG:
        status, body = await _end(agent, case_id, how, **more)
        assert (status, body["error"]["code"]) == (400, code)
    case = await counter.parts.handoffs.get(CaseId(case_id))
    assert case is not None
    assert case.state == "taken"


# -- what the assistant should have known -----------------------------------------------------------------------------


async def test_lessons_come_out_as_lines_without_whose_they_are(counter: Running) -> None:
    agent, _, case_id = await taken(counter, intent="schulden", login_token=counter.token(SANNE))
    await _end(agent, case_id, lesson="Een betaalpauze kan. BSN 111222333 hoort hier niet")
    lessons = Lessons(counter.parts.database, counter.clock)
    [line] = await lessons.lines()
    assert json.loads(line) == {
        "at": "2026-11-23",
        "intent": "schulden",
        "title": "Schulden",
        "reason": "verzoek",
        "outcome": "opgelost",
        "lesson": json.loads(line)["lesson"],
        "ask": None,
    }
    assert "111222333" not in line
    assert "betaalpauze" in line
    customer = await counter.parts.profiles.by_number(SANNE)
    assert customer is not None
    await counter.parts.rooms.consents.set(CustomerId(customer), VERBETERING, True)
    assert json.loads((await lessons.lines())[0])["ask"] == "Ik wil een mens"


async def test_no_lesson_no_line(counter: Running) -> None:
    agent, _, case_id = await taken(counter)
    await agent.post(f"/desk/api/cases/{case_id}/close", {"note": "klaar"})
    assert await Lessons(counter.parts.database, counter.clock).lines() == []
