"""One customer, one history: what an agent reads of other channels, in whatever order they were used; and what not."""

from __future__ import annotations

from typing import Any

import pytest

from dichtbij.conversations.model import ConversationId
from dichtbij.customers.store import identity as identities
from dichtbij.privacy.model import Scope
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.case_schema import problems
from tests.running_counter import SANNE, Agent, Running, Widget, clock, file, handover, template
from tests.whatsapp_stand_in import whatsapp_counter

__all__ = ["clock", "file", "template", "whatsapp_counter"]

Both = tuple[StandIn, Running]
SANNES, STRANGER = "31612000101", "31685550001"
A_HUMAN = "een mens graag"


@pytest.fixture
async def fatima(whatsapp_counter: Both) -> Agent:
    _, counter = whatsapp_counter
    counter.bot.says[A_HUMAN] = handover()
    return await (await counter.agent()).be_busy()


async def case_of(agent: Agent, conversation_id: str) -> dict[str, Any]:
    """The whole case of a conversation that waits, once it was taken."""
    row = await agent.until(
        "case", lambda case: case["conversation_id"] == conversation_id and case["state"] == "waiting"
    )
    status, body = await agent.post(f"/desk/api/cases/{row['id']}/take")
    assert status == 200, body
    return await looked_up(agent, row["id"])


async def looked_up(agent: Agent, case_id: str) -> dict[str, Any]:
    _, body = await agent.get(f"/desk/api/cases/{case_id}")
    assert problems(body) == []
    return dict(body["case"])


async def asks(meta: StandIn, phone: Phone, words: str) -> None:
    phone.say(words)
    await meta.hears(phone, f"Je zei: {words}")


async def on_phone(counter: Running, number: str) -> ConversationId:
    """The conversation of a number."""
    person = await counter.parts.phone.people.by_number("whatsapp", number)
    assert person is not None
    conversation = await counter.parts.conversations.latest("whatsapp", person.id)
    assert conversation is not None
    return conversation.id


def linked(found: dict[str, Any] | None) -> tuple[str, list[str]]:
    assert found is not None
    return found["id"], [str(one.get("text")) for one in found["messages"]]


async def test_what_began_on_the_website_after_the_phone_is_read_too(whatsapp_counter: Both, fatima: Agent) -> None:
    """A conversation on a phone is long: what was said elsewhere meanwhile began later, and counts."""
    meta, counter = whatsapp_counter
    phone = meta.phone(SANNES)
    await asks(meta, phone, "waarom is mijn rekening zo hoog")
    counter.clock.forward(minutes=5)
    widget = await counter.widget(login_token=counter.token(SANNE))
    await widget.say("nog een vraag")
    await widget.hears("Je zei: nog een vraag")
    counter.clock.forward(minutes=5)
    phone.say(A_HUMAN)
    case = await case_of(fatima, await on_phone(counter, SANNES))
    assert [(one["id"], one["channel"]) for one in case["earlier_conversations"]] == [(widget.conversation_id, "web")]


async def test_from_the_website_a_phone_counts_once_a_code_was_given_there(
    whatsapp_counter: Both, fatima: Agent
) -> None:
    """The number on file is what somebody typed: until there was a code, the phone may be another's."""
    meta, counter = whatsapp_counter
    await asks(meta, meta.phone(SANNES), "mijn geheim")
    there = await on_phone(counter, SANNES)
    known = await counter.parts.identification.identity(there)
    assert (known.level, known.customer_id) == (1, await counter.parts.identification.customer_of_phone(SANNES))
    widget = await counter.widget(login_token=counter.token(SANNE))
    await widget.say(A_HUMAN)
    case = await case_of(fatima, widget.conversation_id)
    assert case["earlier_conversations"] == []

    assert known.customer_id is not None
    async with counter.parts.database.writing() as session:
        await identities.set_identity(session, there, known.customer_id, "mail_code", counter.clock())
    await counter.parts.identification.forget(there)
    case = await looked_up(fatima, case["id"])
    assert [(one["id"], one["channel"]) for one in case["earlier_conversations"]] == [(there, "whatsapp")]


async def test_who_comes_back_to_the_website_brings_what_was_said_on_the_phone(
    whatsapp_counter: Both, fatima: Agent
) -> None:
    meta, counter = whatsapp_counter
    widget = await counter.widget()
    await widget.say("mijn vraag op de website")
    await widget.hears("Je zei: mijn vraag op de website")
    phone = meta.phone(STRANGER)
    phone.say((await widget.ask("to_phone", {}))["code"])
    await widget.hears("op WhatsApp verdergegaan")
    await asks(meta, phone, "en dit op de telefoon")
    await widget.say(A_HUMAN)
    case = await case_of(fatima, widget.conversation_id)
    there, said = linked(case["continued_on"])
    assert there == await on_phone(counter, STRANGER)
    assert "en dit op de telefoon" in said
    assert case["continues"] is None


async def test_of_an_erased_conversation_nothing_is_left_to_go_on_from(whatsapp_counter: Both, fatima: Agent) -> None:
    meta, counter = whatsapp_counter
    widget = await counter.widget(login_token=counter.token(SANNE))
    await widget.say(A_HUMAN)
    first = await case_of(fatima, widget.conversation_id)
    assert (await fatima.post(f"/desk/api/cases/{first['id']}/hand-back", {"note": "Klaar"}))[0] == 200
    await widget.until("owner", lambda owner: owner["owner"] == "bot")
    code = (await widget.ask("to_phone", {}))["code"]
    phone = await goes_on(meta, widget, code)
    phone.say(A_HUMAN)
    there = await on_phone(counter, STRANGER)
    case = await case_of(fatima, there)
    assert linked(case["continues"])[0] == widget.conversation_id

    who = (await counter.parts.identification.identity(widget.conversation_id)).customer_id
    assert who is not None
    privacy = counter.parts.privacy
    await privacy.privacy.request_erasure(who, widget.conversation_id, Scope.GESPREK, "je")
    assert await privacy.eraser.carry_out_open() == 1
    left = await counter.parts.conversations.get(ConversationId(widget.conversation_id))
    assert left is not None, "as a shell, for its case"
    assert (await looked_up(fatima, case["id"]))["continues"] is None


async def goes_on(meta: StandIn, widget: Widget, code: str) -> Phone:
    """With a link of somebody known: asked first who it is."""
    phone = meta.phone(STRANGER)
    phone.say(code)
    await meta.hears(phone, "Dit is het gesprek van Sanne op de website")
    phone.tap("Ja, dat ben ik")
    await widget.hears("op WhatsApp verdergegaan")
    return phone
