"""Canned answers and suggestions over HTTP: filled for this customer, as far as was proved who it is."""

from __future__ import annotations

from typing import Any

from dichtbij.counter.bot import Known
from dichtbij.errors import BotUnavailable
from tests.running_counter import SANNE, Running
from tests.taken_case import taken, waiting


async def _answers(counter: Running, **how: Any) -> tuple[dict[str, str], dict[str, str]]:
    agent, _, case_id = await taken(counter, **how)
    status, body = await agent.get(f"/desk/api/answers?case={case_id}")
    assert status == 200, body
    assert all(set(one) == {"id", "title", "text", "group"} for one in body["answers"])
    return {one["id"]: one["text"] for one in body["answers"]}, {one["id"]: one["why"] for one in body["missing"]}


async def test_answers_are_filled_from_the_profile(counter: Running) -> None:
    texts, _ = await _answers(counter, login_token=counter.token(SANNE))
    assert texts["begroeten"].startswith("Hallo, je spreekt met Fatima van Duinlicht Energie.")
    assert texts["klantnummer"] == f"Je klantnummer is {SANNE}."
    assert texts["termijnbedrag_nu"].startswith("Je betaalt nu € 185 per maand.")
    assert texts["wat_staat_open"].startswith("Er staat nog € 640 open.")
    assert not any("{" in text for text in texts.values())


async def test_a_stranger_gets_nothing_personal(counter: Running) -> None:
    texts, missing = await _answers(counter)
    assert not {"klantnummer", "termijnbedrag_nu", "wat_staat_open", "begroeten_met_naam"} & texts.keys()
    assert {"klantnummer", "termijnbedrag_nu", "wat_staat_open", "begroeten_met_naam"} <= missing.keys()
    assert "begroeten" in texts


async def test_who_is_only_recognised_is_not_told_what_takes_proof(counter: Running) -> None:
    agent, _, case_id = await taken(counter, login_token=counter.token(SANNE))
    counter.clock.forward(minutes=counter.parts.rooms.policies.identificatie.bewezen_minuten + 1)
    await agent.log_in("fatima")  # an agent's own log-in does not outlast that either
    _, body = await agent.get(f"/desk/api/answers?case={case_id}")
    offered = {one["id"] for one in body["answers"]}
    assert {"begroeten_met_naam", "termijnbedrag_nu"} <= offered
    assert not {"klantnummer", "wat_staat_open", "e_mail_nu"} & offered


async def test_only_who_handles_the_case_gets_them(counter: Running) -> None:
    agent, _, case_id = await waiting(counter)
    paths = (f"answers?case={case_id}", f"cases/{case_id}/suggestions", f"cases/{case_id}/actions",
             f"cases/{case_id}/wrap-up")  # fmt: skip
    for path in paths:
        assert (await agent.get(f"/desk/api/{path}"))[0] == 409, path
    await agent.post(f"/desk/api/cases/{case_id}/take")
    other = await counter.agent("joost")
    for path in paths:
        assert (await agent.get(f"/desk/api/{path}"))[0] == 200, path
        status, body = await other.get(f"/desk/api/{path}")
        assert (status, body["error"]["code"]) == (409, "not_yours"), path
    unknown = ("suggestions", "actions", "wrap-up", "notes")
    for path in ("answers", "answers?case=x", *(f"cases/x/{what}" for what in unknown)):
        assert (await agent.get(f"/desk/api/{path}"))[0] == 404, path


async def test_the_bots_own_answer_is_suggested_first_then_what_stands_ready(counter: Running) -> None:
    counter.bot.knows["Wat is mijn termijnbedrag?"] = [
        Known("termijnbedrag_opvragen", 0.94, "Je betaalt € 185 per maand."),
        Known("termijnbedrag_wijzigen", 0.31, ""),
    ]
    agent, widget, case_id = await taken(counter, "Wat is mijn termijnbedrag?", login_token=counter.token(SANNE))
    status, body = await agent.get(f"/desk/api/cases/{case_id}/suggestions")
    assert status == 200
    asked = next(m for m in (await agent.get(f"/desk/api/cases/{case_id}"))[1]["messages"] if "termijn" in m["text"])
    assert body["for_seq"] == asked["seq"]
    assert body["suggestions"][0] == {
        "title": "Mijn termijnbedrag",
        "text": "Je betaalt € 185 per maand.",
        "why": "De assistent leest: “Mijn termijnbedrag” (94% zeker)",
    }
    assert [one["title"] for one in body["suggestions"][1:]] == ["Termijnbedrag van nu", "Termijnbedrag aanpassen"]
    assert body["suggestions"][2]["why"] == "Standaardantwoord bij “Termijnbedrag wijzigen” (31% zeker)"
    # "mens" came after it and asks nothing the bot knows; so the message before it was looked at.
    assert [text for _, text, _ in counter.bot.looked_up] == ["mens", "Wat is mijn termijnbedrag?"]
    assert {(id_, form) for id_, _, form in counter.bot.looked_up} == {(widget.conversation_id, "je")}


async def test_suggestions_follow_the_newest_question(counter: Running) -> None:
    counter.bot.knows["Wanneer zijn jullie open?"] = [Known("openingstijden", 0.9, "We zijn er van 8 tot 20 uur.")]
    agent, widget, case_id = await taken(counter)
    assert (await agent.get(f"/desk/api/cases/{case_id}/suggestions"))[1]["suggestions"] == []
    said = await widget.say("Wanneer zijn jullie open?")
    _, body = await agent.get(f"/desk/api/cases/{case_id}/suggestions")
    assert body["for_seq"] == said["seq"]
    assert [one["title"] for one in body["suggestions"]] == ["Openingstijden", "Openingstijden"]


async def test_without_the_bot_there_are_simply_no_suggestions(counter: Running) -> None:
    agent, _, case_id = await taken(counter, "Wat is mijn termijnbedrag?")
    counter.bot.fault = BotUnavailable("ClientConnectorError")
    status, body = await agent.get(f"/desk/api/cases/{case_id}/suggestions")
    assert (status, body["suggestions"]) == (200, [])
    assert isinstance(body["for_seq"], int)


async def test_u_is_u(counter: Running) -> None:
    agent, _, case_id = await taken(counter, "Kunt u mij helpen?")
    _, body = await agent.get(f"/desk/api/answers?case={case_id}")
    texts = {one["id"]: one["text"] for one in body["answers"]}
    assert texts["nog_iets"] == "Is er nog iets waarmee ik u kan helpen?"
