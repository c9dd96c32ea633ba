"""A customer on WhatsApp at the desk: the window, templates, who signed off, what failed and why, what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from dichtbij.channels.whatsapp.model import PersonId
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.case_schema import problems, unfilled
from tests.files import photo
from tests.running_counter import SANNE, Agent, Running, clock, file, handover, template
from tests.whatsapp_stand_in import whatsapp_counter

__all__ = ["clock", "file", "template", "whatsapp_counter"]

Both = tuple[StandIn, Running]
PHONE = "31612000101"
"""Of Sanne."""


async def taken(meta: StandIn, counter: Running, *, number: str = PHONE) -> tuple[Agent, Phone, str]:
    """Fatima helps somebody on WhatsApp."""
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_busy()
    phone = meta.phone(number, "Sanne")
    phone.say("mens")
    row = await agent.until("case", lambda case: case["channel"] == "whatsapp")
    status, body = await agent.post(f"/desk/api/cases/{row['id']}/take")
    assert status == 200, body
    return agent, phone, str(row["id"])


async def full(agent: Agent, case_id: str) -> dict[str, Any]:
    status, body = await agent.get(f"/desk/api/cases/{case_id}")
    assert status == 200, body
    assert problems(body) == []
    return dict(body)


async def limits(agent: Agent, case_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await full(agent, case_id))["case"]["channel_limits"]
    return found


async def say(agent: Agent, case_id: str, words: str) -> tuple[int, Any]:
    return await agent.post(
        f"/desk/api/cases/{case_id}/messages", {"text": words, "message_id": words.replace(" ", "-")}
    )


async def wrote_long_ago(counter: Running, case: dict[str, Any]) -> None:
    """As if the customer's last message was a day and an hour ago."""
    conversation = await counter.parts.conversations.get(case["conversation_id"])
    assert conversation is not None
    person = PersonId(conversation.channel_key)
    await counter.parts.phone.people.note(person, last_in_at=counter.clock() - timedelta(hours=25))


async def test_the_window_is_shown_and_typing_ends_with_it(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    agent, phone, case_id = await taken(meta, counter)
    open_ = await limits(agent, case_id)
    assert open_["free_text_until"] == (counter.clock() + timedelta(hours=24)).isoformat()
    assert (open_["can_write"], open_["templates"], open_["signed_off"]) == (True, False, False)
    assert (await say(agent, case_id, "Dag met Fatima"))[0] == 201
    await meta.hears(phone, "Dag met Fatima")
    assert (await agent.get(f"/desk/api/cases/{case_id}/templates"))[1] == {"templates": []}

    await wrote_long_ago(counter, (await full(agent, case_id))["case"])
    over = await limits(agent, case_id)
    assert (over["can_write"], over["templates"]) == (False, True)
    assert "24 uur" in over["why_not"]
    status, refused = await say(agent, case_id, "Bent u er nog")
    assert (status, refused["error"]["code"]) == (409, "unreachable")
    assert "Bent u er nog" not in [one.get("text") for one in (await full(agent, case_id))["messages"]]


async def test_a_template_arrives_after_the_window_in_the_customers_form_of_address(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    for name, body in counter.parts.phone.templates.bodies.items():
        meta.approve(name, body)
    agent, phone, case_id = await taken(meta, counter)
    address = f"/desk/api/cases/{case_id}/templates"
    early = {"template": "antwoord_klaar", "values": {"onderwerp": "de rekening"}, "message_id": "t-0"}
    assert (await agent.post(address, early))[1]["error"]["code"] == "not_now"

    await wrote_long_ago(counter, (await full(agent, case_id))["case"])
    _, found = await agent.get(address)
    offered = {one["id"]: one for one in found["templates"]}
    customer = await counter.parts.profiles.short(await counter.parts.profiles.by_number(SANNE))
    says_u = customer.form_of_address == "u"
    assert ("uw vraag" in offered["antwoord_klaar"]["text"]) is says_u
    status, wrong = await agent.post(address, {**early, "values": {}})
    assert (status, wrong["error"]["field"]) == (422, "onderwerp")
    sent = {**early, "values": {"onderwerp": "uw rekening" if says_u else "je rekening"}, "message_id": "t-1"}
    for _ in range(2):
        status, body = await agent.post(address, sent)
        assert status == 201, body
    bubble = await meta.hears(phone, "rekening")
    assert bubble.type == "template"
    messages = (await full(agent, case_id))["messages"]
    assert [one["phone"] for one in messages if one["sender"] == "agent"] == [{"template": True}]

    counter.clock.forward(seconds=5)
    phone.say("fijn, vertel")
    await agent.until("message", lambda news: news["message"].get("text") == "fijn, vertel")
    assert (await limits(agent, case_id))["can_write"] is True


async def test_templates_are_only_for_who_handles_the_case(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    _, _, case_id = await taken(meta, counter)
    joost = await counter.agent("joost")
    address = f"/desk/api/cases/{case_id}/templates"
    assert (await joost.get(address))[0] == 409
    body = {"template": "afgerond", "values": {"onderwerp": "x"}, "message_id": "t-1"}
    assert (await joost.post(address, body))[0] == 409
    assert (await joost.post(address, {**body, "values": [1]}))[0] == 400
    assert (await joost.get("/desk/api/cases/geen/templates"))[0] == 404


async def test_who_signed_off_is_answered_only_after_writing_again_and_not_asked_how_it_was(
    whatsapp_counter: Both,
) -> None:
    meta, counter = whatsapp_counter
    agent, phone, case_id = await taken(meta, counter)
    phone.say("afmelden")
    await meta.hears(phone, "afgemeld.")
    shut = await limits(agent, case_id)
    assert (shut["can_write"], shut["signed_off"], shut["templates"]) == (False, True, False)
    status, refused = await say(agent, case_id, "Toch nog even")
    assert (status, refused["error"]["code"]) == (409, "unreachable")
    assert "afgemeld" in refused["error"]["message"]

    counter.clock.forward(seconds=5)
    phone.say("hoe zit het nu?")
    await agent.until("message", lambda news: news["message"].get("text") == "hoe zit het nu?")
    again = await limits(agent, case_id)
    assert (again["can_write"], again["signed_off"]) == (True, True)
    assert (await say(agent, case_id, "Het is geregeld"))[0] == 201
    await meta.hears(phone, "Het is geregeld")
    await agent.post(f"/desk/api/cases/{case_id}/close", {"note": "Klaar", "outcome": "opgelost"})
    last = await meta.hears(phone, "Fatima")
    assert "Medewerker" not in last.titles
    assert not [title for bubble in phone.received for title in bubble.titles if "geholpen" in title.lower()]


async def test_a_failure_is_told_with_its_reason_and_what_was_tried_instead(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    agent, _, case_id = await taken(meta, counter)
    meta.fail(131026)
    await say(agent, case_id, "Komt dit aan")
    receipt = await agent.until("receipt", lambda one: one["state"] == "failed" and "mail" in one.get("failure", ""))
    assert "131026" in receipt["failure"]
    failed = (await full(agent, case_id))["messages"][-1]
    assert (failed["state"], failed["failure"]) == ("failed", receipt["failure"])
    mails = await counter.parts.rooms.mailbox.list()
    assert [mail.to.split("@")[0] for mail in mails] == ["sanne.dewit"]
    assert "Komt dit aan" not in mails[0].text


async def test_what_came_in_and_what_was_changed_is_seen_at_once(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    agent, phone, case_id = await taken(meta, counter)
    await say(agent, case_id, "Waar is de meter")
    asked = await meta.hears(phone, "Waar is de meter")
    phone.send_location(52.09, 5.12, "Meterkast")
    place = await agent.until("message", lambda news: "locatie" in news["message"].get("text", ""))
    assert place["message"]["phone"] == {"kind": "locatie"}
    phone.react(asked.id, "👍")
    await agent.until("message_changed", lambda news: news["message"].get("reaction") == "👍")
    typed = phone.say("in de gang", at=counter.clock() - timedelta(minutes=30), referral=ADVERTISEMENT)
    told = await agent.until("message", lambda news: news["message"].get("text") == "in de gang")
    assert told["message"]["phone"]["came_by"] == "Overstappen?"
    assert told["message"]["phone"]["sent_at"] == (counter.clock() - timedelta(minutes=30)).isoformat()
    phone.edit(typed, "in de schuur")
    changed = await agent.until("message_changed", lambda news: news["message"].get("text") == "in de schuur")
    assert changed["message"]["earlier"] == "in de gang"
    phone.delete(typed)
    gone = await agent.until("message_changed", lambda news: news["message"].get("phone", {}).get("withdrawn"))
    assert "schuur" not in str(gone["message"])
    phone.send_picture(photo(), "image/jpeg", "Dit is hem")
    await agent.until("message_changed", lambda news: news["message"].get("attachment"))


async def test_what_was_taken_back_is_not_what_the_customer_wants(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    agent, phone, case_id = await taken(meta, counter)
    typed = phone.say("dit had ik niet willen zeggen")
    await agent.until("message", lambda news: "willen zeggen" in news["message"].get("text", ""))
    phone.delete(typed)
    await agent.until("message_changed", lambda news: news["message"].get("phone", {}).get("withdrawn"))
    summary = (await full(agent, case_id))["case"]["summary"]
    assert "ingetrokken" not in str(summary)
    assert "Nog niet beantwoord" not in str(summary)


ADVERTISEMENT = {"source_type": "ad", "source_id": "1", "headline": "Overstappen?", "source_url": "https://fb.me/x"}


async def test_a_dead_token_is_told_to_every_agent_until_it_works_again(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    agent, phone, case_id = await taken(meta, counter)
    meta.fail(190)
    await say(agent, case_id, "Komt later")
    alarm = await agent.until("alarms", lambda told: told["alarms"])
    assert [one["channel"] for one in alarm["alarms"]] == ["whatsapp"]
    joost = await (await counter.agent("joost")).be_present()
    assert joost.all("alarms") == [alarm]
    counter.clock.forward(seconds=61)
    await meta.hears(phone, "Komt later")
    await joost.until("alarms", lambda told: not told["alarms"])


async def test_website_and_phone_are_one_history(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    widget = await counter.widget(login_token=counter.token(SANNE))
    await widget.say("wat is mijn termijnbedrag")
    await widget.hears("Je zei: wat is mijn termijnbedrag")
    counter.clock.forward(seconds=5)
    agent, _, case_id = await taken(meta, counter)
    case = (await full(agent, case_id))["case"]
    assert (case["level"], case["method"]) == (1, "whatsapp")
    assert [(one["id"], one["channel"]) for one in case["earlier_conversations"]] == [(widget.conversation_id, "web")]


async def test_what_another_customer_said_on_this_phone_is_not_shown(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(PHONE)
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    async with counter.parts.database.writing() as session:
        await session.execute(
            text("UPDATE customers SET phone = '+31600000000' WHERE customer_number = :n"), {"n": SANNE}
        )
        await session.execute(
            text("UPDATE customers SET phone = :p WHERE customer_number = '10517264'"), {"p": f"+{PHONE}"}
        )
    counter.clock.forward(hours=25)
    await counter.parts.conversations.close_idle()
    agent, _, case_id = await taken(meta, counter)
    assert (await full(agent, case_id))["case"]["earlier_conversations"] == []


async def test_every_field_that_only_a_phone_has_can_be_filled(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    agent, phone, case_id = await taken(meta, counter)
    first = phone.say("een", at=counter.clock() - timedelta(hours=2), referral=ADVERTISEMENT)
    await agent.until("message", lambda news: news["message"].get("text") == "een")
    phone.edit(first, "twee")
    await agent.until("message_changed", lambda news: news["message"].get("text") == "twee")
    phone.send_voice()
    withdrawn = phone.say("weg")
    await agent.until("message", lambda news: news["message"].get("text") == "weg")
    phone.delete(withdrawn)
    await agent.until("message_changed", lambda news: news["message"].get("phone", {}).get("withdrawn"))
    await say(agent, case_id, "Dag")
    phone.react((await meta.hears(phone, "Dag")).id, "👍")
    await agent.until("message_changed", lambda news: news["message"].get("reaction"))
    meta.fail(131026)
    await say(agent, case_id, "Komt niet aan")
    await agent.until("receipt", lambda one: one["state"] == "failed")
    await wrote_long_ago(counter, (await full(agent, case_id))["case"])
    body = {"template": "afgerond", "values": {"onderwerp": "alles"}, "message_id": "t-1"}
    assert (await agent.post(f"/desk/api/cases/{case_id}/templates", body))[0] == 201
    assert of_a_phone(unfilled([await full(agent, case_id)])) == []


def of_a_phone(fields: Sequence[str] | set[str]) -> list[str]:
    """Those that no website fills."""
    only = ("messages.phone", "messages.earlier", "messages.reaction", "messages.failure", "case.channel_limits")
    return sorted(name for name in fields if name.startswith(only))
