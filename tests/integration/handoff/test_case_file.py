"""The case, from conversations through the running counter: whole, true to its schema, and only for who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from dichtbij.conversations.model import Content, Draft, SentFile
from dichtbij.handoff.model import CaseId
from tests.case_schema import fields, problems, unfilled
from tests.running_counter import NOW, Agent, Running, Widget, clock, counter, file, handover, template

__all__ = ["clock", "counter", "file", "template"]

RACHID, SANNE, PIETER = "10375916", "10482913", "10296450"
"""Rachid has debts, is vulnerable, and was called before; Pieter's contract ends."""

WHY_SO_HIGH = "Waarom is mijn jaarafrekening zo hoog?"
ANSWER = {
    "text": "Je moet € 640 bijbetalen; € 305 daarvan is gas.",
    "utter_action": "utter_factuur_uitleg_bijbetalen",
    "image": "/documenten/grafiek",
    "buttons": [{"title": "In delen betalen", "payload": "/betaalregeling_aanvragen"}],
    "custom": {"alt": "Verbruik per maand", "links": [{"title": "Factuur", "url": "/documenten/factuur"}]},
}
CONTEXT = {
    "reason": "frustratie",
    "trigger": "reading",
    "intent": "betaalregeling_aanvragen",
    "ask": WHY_SO_HIGH,
    "evidence": [{"name": "scheldwoord", "label": "scheldt", "words": "waardeloze", "weight": 1.5}],
    "intents": [
        {"intent": "factuur_uitleg", "title": "Uitleg van mijn rekening", "confidence": 0.97, "at": NOW.timestamp()}
    ],
    "tried": [{"question": "Uitleg van mijn rekening", "answer": ANSWER["text"]}],
    "shown_figures": ["€ 640", "€ 305"],
    "slots": {"klantnummer": RACHID},
    "open_form": {
        "name": "betaalregeling_aanvragen",
        "title": "In delen betalen",
        "filled": {"factuurnummer": "2026-1"},
        "missing": ["aantal_maanden"],
    },
}
NOT_ON_THE_WEB = {
    "case.channel_limits.free_text_until",
    "case.continues",
    "case.continued_on",
    "case.channel_limits.why_not",
    "messages.phone",
    "messages.earlier",
    "messages.reaction",
    "messages.failure",
}
"""Only a phone has a window, and messages that are changed or fail (tests/integration/desk/test_whatsapp_desk.py)."""


async def _waits(counter: Running, widget: Widget, agent: Agent) -> dict[str, Any]:
    """Ask for a human; gives the row of the queue."""
    await widget.say("mens")
    row: dict[str, Any] = await agent.until(
        "case", lambda c: c["conversation_id"] == widget.conversation_id and c["id"] not in agent.seen
    )
    agent.seen.add(row["id"])
    return row


async def _is_asked(agent: Agent, case_id: str) -> None:
    await agent.until("offer", lambda offer: offer["case"]["id"] == case_id)


async def _document(agent: Agent, case_id: str) -> dict[str, Any]:
    status, body = await agent.get(f"/desk/api/cases/{case_id}")
    assert status == 200, body
    assert problems(body) == []
    return dict(body)


@pytest.fixture
async def joost(counter: Running) -> Agent:
    """The one agent at the desk."""
    counter.bot.says |= {WHY_SO_HIGH: [ANSWER], "mens": [{"custom": {"handover": CONTEXT}}]}
    agent = await (await counter.agent("joost")).be_present()
    agent.seen = set()
    return agent


async def _ended(agent: Agent, case_id: str, how: str, **body: str) -> None:
    status, answer = await agent.post(f"/desk/api/cases/{case_id}/{how}", body)
    assert status == 200, answer


async def test_every_field_of_the_schema_is_filled_by_a_real_conversation(counter: Running, joost: Agent) -> None:
    await _a_conversation_of_yesterday(counter, joost)
    widget = await counter.widget(login_token=counter.token(RACHID))
    await widget.say(WHY_SO_HIGH)
    await widget.say("ik ruik gas in de keuken!")
    await widget.say("WAT EEN WAARDELOZE KLOTEBOT, IK BEN HIER ZO KLAAR MEE, STELLETJE PRUTSERS!!!")
    first = await _waits(counter, widget, joost)
    await joost.post(f"/desk/api/cases/{first['id']}/take")
    await _ended(joost, first["id"], "hand-back", note="Joost belt de incasso", outcome="afspraak")
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    await _promises(counter, widget.conversation_id)

    second = await _waits(counter, widget, joost)
    await _is_asked(joost, second["id"])
    waiting = await _document(joost, second["id"])
    status, taken = await joost.post(f"/desk/api/cases/{second['id']}/take")
    assert (status, problems(taken)) == (200, [])
    await _files_and_words(counter, widget, joost, second["id"])
    talking = await _document(joost, second["id"])
    await _ended(joost, second["id"], "close", note="Uitgelegd", outcome="opgelost", lesson="Weet niets van beslag")
    await counter.parts.conversations.ratings.rate(first["conversation_id"], "agent", "matig")
    over = await _document(joost, second["id"])
    pieter = await _waits(counter, await counter.widget(login_token=counter.token(PIETER)), joost)
    _, with_an_end = await joost.post(f"/desk/api/cases/{pieter['id']}/take")

    assert problems(with_an_end) == []
    assert unfilled([waiting, talking, over, with_an_end]) == NOT_ON_THE_WEB


async def _a_conversation_of_yesterday(counter: Running, joost: Agent) -> None:
    """Of the same customer in another browser: answered, helped, ended and rated."""
    widget = await counter.widget(login_token=counter.token(RACHID))
    await widget.say(WHY_SO_HIGH)
    row = await _waits(counter, widget, joost)
    await joost.post(f"/desk/api/cases/{row['id']}/take")
    await _ended(joost, row["id"], "close", note="Regeling geweigerd", outcome="niet_opgelost")
    await widget.until("owner", lambda owner: owner["owner"] == "closed")
    await widget.say("/beoordeling_slecht", title="Niet geholpen")
    await counter.quiet()
    counter.clock.forward(seconds=1)


async def _promises(counter: Running, conversation_id: str) -> None:
    who = (await counter.parts.identification.identity(conversation_id)).customer_id
    await counter.parts.rooms.complaints.register(
        conversation_id, who, "Niemand belt terug", "Klacht", "Een medewerker bekijkt de klacht."
    )
    await counter.parts.callbacks.ask(
        name="Rachid", phone="+31612000109", slot="middag", subject="de regeling", customer_id=who,
        conversation_id=conversation_id,
    )  # fmt: skip


async def _files_and_words(counter: Running, widget: Widget, joost: Agent, case_id: str) -> None:
    await joost.post(f"/desk/api/cases/{case_id}/messages", {"text": "Dag, met Joost.", "message_id": "j-1"})
    letter = SentFile("f-1", "brief.pdf", "application/pdf", 1200)
    await counter.parts.conversations.say(widget.conversation_id, Draft("agent", Content(file=letter), "Joost"))
    await widget.say("Dank je, ik kijk even")
    await counter.quiet()


async def test_the_case_says_what_happened_and_what_is_promised(counter: Running, joost: Agent) -> None:
    await _a_conversation_of_yesterday(counter, joost)
    widget = await counter.widget(login_token=counter.token(RACHID))
    await widget.say(WHY_SO_HIGH)
    first = await _waits(counter, widget, joost)
    await joost.post(f"/desk/api/cases/{first['id']}/take")
    await _ended(joost, first["id"], "hand-back", note="Joost belt de incasso", outcome="afspraak")
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    await _promises(counter, widget.conversation_id)
    second = await _waits(counter, widget, joost)
    await joost.post(f"/desk/api/cases/{second['id']}/take")
    await widget.say("Ben je er?")
    await counter.quiet()
    case = (await _document(joost, second["id"]))["case"]

    [complaint] = case["arranged"]
    assert case["summary"]["wants"] == f"In delen betalen: “{WHY_SO_HIGH}”"
    assert case["summary"]["done"] == (
        f"Genoteerd: Klacht ({complaint['reference']}). Eerder geholpen door Joost: “Joost belt de incasso”."
        " Beantwoord: Uitleg van mijn rekening (€ 640 en € 305)."
    )
    assert case["summary"]["open"].startswith(
        "In delen betalen was niet klaar: aantal maanden ontbreekt nog. Toegezegd: bellen op 23 november 2026 in de"
    )
    assert [one["kind"] for one in case["promised"]] == ["terugbellen", "aanvraag", "afspraak"]
    assert [(one["agent_name"], one["outcome"]) for one in case["earlier_handovers"]] == [("Joost", "afspraak")]
    [before] = case["earlier_conversations"]
    assert before["about"] == ["Uitleg van mijn rekening"]
    assert (before["helped_by"], before["note"], before["rating"]) == (["Joost"], "Regeling geweigerd", "slecht")
    assert (case["method_text"], case["level"]) == ("ingelogd op de site", 2)
    assert case["proved_until"] > case["proved_at"]
    assert case["slot_labels"] == {
        "klantnummer": "klantnummer", "factuurnummer": "welke factuur", "aantal_maanden": "aantal maanden",
    }  # fmt: skip


async def test_before_it_is_taken_nothing_of_the_profile_is_shown(counter: Running, joost: Agent) -> None:
    await _a_conversation_of_yesterday(counter, joost)
    widget = await counter.widget(login_token=counter.token(RACHID))
    row = await _waits(counter, widget, joost)
    await _promises(counter, widget.conversation_id)
    await _is_asked(joost, row["id"])
    document = await _document(joost, row["id"])
    case = document["case"]
    assert (document["customer"], case["arranged"], case["earlier_conversations"]) == (None, [], [])
    assert [one["kind"] for one in case["promised"]] == ["terugbellen", "klacht"], "said in this conversation"
    assert case["vulnerable"] is True
    assert (case["customer_name"], case["place"]) == ("Rachid Bouali", 1)
    assert case["offered"]["to"] == {"id": joost.id, "name": "Joost"}

    found = await counter.parts.handoffs.get(CaseId(row["id"]))
    sent = await counter.parts.case_files.of(found, profile=True)  # what another desk is given
    assert problems(sent) == []
    assert sent["customer"]["customer_number"] == RACHID


async def test_what_came_after_a_case_is_not_for_who_had_it(counter: Running, joost: Agent) -> None:
    widget = await counter.widget(login_token=counter.token(RACHID))
    await widget.say(WHY_SO_HIGH)
    row = await _waits(counter, widget, joost)
    await joost.post(f"/desk/api/cases/{row['id']}/take")
    await _ended(joost, row["id"], "hand-back", note="Joost belt de incasso")
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    await counter.quiet()
    at_the_end = await _document(joost, row["id"])

    counter.clock.forward(minutes=5)
    await widget.say("ik ruik gas in de keuken! En mijn man mag dit niet weten")
    await counter.quiet()
    await _promises(counter, widget.conversation_id)
    await counter.parts.conversations.ratings.rate(widget.conversation_id, "bot", "goed")
    later = await _document(joost, row["id"])

    assert later["messages"] == at_the_end["messages"]
    assert "mag dit niet weten" not in str(later)
    for field in ("safety", "signals", "promised", "ratings", "last_customer_at", "summary", "mood"):
        assert later["case"][field] == at_the_end["case"][field], field


async def test_a_summary_does_not_say_that_nothing_was_done_to_who_can_not_know(counter: Running, joost: Agent) -> None:
    """The bot noted something a minute ago; who chooses from the queue may not see the profile that says so."""
    nothing = "Nog niets: de assistent heeft niets beantwoord of geregeld."
    counter.bot.says["mens"] = handover()
    stranger = await _waits(counter, await counter.widget(), joost)
    assert (await _document(joost, stranger["id"]))["case"]["summary"]["done"] == nothing, (
        "nobody known: nothing hidden"
    )

    widget = await counter.widget(login_token=counter.token(SANNE))
    row = await _waits(counter, widget, joost)
    await _promises(counter, widget.conversation_id)
    assert (await _document(joost, row["id"]))["case"]["summary"]["done"] != nothing
    status, taken = await joost.post(f"/desk/api/cases/{row['id']}/take")
    assert status == 200
    assert taken["case"]["summary"]["done"].startswith("Genoteerd: Klacht (")
    await _ended(joost, row["id"], "close", note="Klaar")
    assert (await _document(joost, row["id"]))["case"]["summary"]["done"] != nothing


async def test_of_somebody_unknown_no_conversation_of_another_is_shown(counter: Running, joost: Agent) -> None:
    """The same browser: first nobody, then Sanne, who logs out; then nobody again."""
    widget = await counter.widget()
    await widget.say("Hoe laat zijn jullie open?")
    row = await _waits(counter, widget, joost)
    _, body = await joost.post(f"/desk/api/cases/{row['id']}/take")
    assert problems(body) == []
    case = body["case"]
    assert (body["customer"], case["level"], case["method"], case["proved_at"]) == (None, 0, "none", None)
    assert case["earlier_conversations"] == []
    await _ended(joost, row["id"], "close", note="Klaar")
    await widget.until("owner", lambda owner: owner["owner"] == "closed")
    counter.clock.forward(seconds=1)

    again = await counter.widget(widget.session_id)
    row = await _waits(counter, again, joost)
    _, body = await joost.post(f"/desk/api/cases/{row['id']}/take")
    assert [one["id"] for one in body["case"]["earlier_conversations"]] == [widget.conversation_id]

    known = await counter.parts.identification.customer_of_login(counter.token(SANNE))
    assert known is not None
    await counter.parts.identification.recognise_login(widget.conversation_id, counter.token(SANNE))
    found = await counter.parts.handoffs.get(CaseId(row["id"]))
    later = await counter.parts.case_files.of(found, profile=True)
    assert later["case"]["earlier_conversations"] == [], "that one is Sanne's"


async def test_with_the_bot_out_of_reach_the_record_alone_makes_a_case(counter: Running, joost: Agent) -> None:
    counter.bot.says["mens"] = [{"custom": {"handover": {"reason": "storing_bot", "trigger": "bot_unavailable"}}}]
    widget = await counter.widget()
    await widget.say(WHY_SO_HIGH)
    row = await _waits(counter, widget, joost)
    case = (await _document(joost, row["id"]))["case"]
    assert (case["intents"], case["tried"], case["slots"], case["open_form"]) == ([], [], {}, None)
    assert case["summary"]["done"] == "Beantwoord: Uitleg van mijn rekening.", "known by what the bot said"


def test_every_field_of_the_schema_says_what_it_is() -> None:
    named = dict(fields())
    assert len(named) > 150
    assert [name for name, field in named.items() if not field.get("description")] == []


def test_a_case_that_is_not_as_the_schema_says_is_seen() -> None:
    assert problems({"case": {}, "customer": None, "messages": []})
    assert "case" in unfilled([{}])


async def test_handing_over_a_plain_case_still_works(counter: Running, joost: Agent) -> None:
    """What the bot sent before a version of the case knew more."""
    counter.bot.says["mens"] = handover()
    widget = await counter.widget()
    row = await _waits(counter, widget, joost)
    assert (await _document(joost, row["id"]))["case"]["summary"]["wants"] == "“Ik wil een mens”"
