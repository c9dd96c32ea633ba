"""From the website to WhatsApp by a one-time reference: once, for a quarter of an hour, level 1 at most, and asked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from dichtbij.channels.whatsapp.tables import ReferenceRow
from dichtbij.conversations.model import Conversation, Message
from dichtbij.customers.model import Method
from tests.case_schema import problems
from tests.running_counter import KARIM, SANNE, Running, Time, Widget, free_port, handover, running
from tests.running_counter import file as file
from tests.running_counter import template as template
from tests.twilio_parts import OUR_WHATSAPP
from tests.twilio_stand_in import twilio
from tests.whatsapp_stand_in import connected

STRANGER, SANNES = "31685550001", "31612000101"
HERE, THERE, OVER = "Je gaat hier verder", "op WhatsApp verdergegaan", "Deze code werkt niet meer"
ASKED, YES, NO = "Dit is het gesprek van Sanne op de website", "Ja, dat ben ik", "Nee, dat ben ik niet"
READY = "Ik ga hier verder met mijn gesprek van de website (code {})."


async def begin(counter: Running, customer: str | None = None) -> Widget:
    """A conversation on the website, of somebody who logged in there or of nobody known."""
    more = {"login_token": counter.token(customer)} if customer else {}
    widget = await counter.widget(**more)
    await widget.say("mijn vraag op de website")
    await widget.hears("Je zei: mijn vraag op de website")
    return widget


async def link(widget: Widget) -> dict[str, Any]:
    invitation: dict[str, Any] = await widget.ask("to_phone", {})
    assert invitation["ok"], invitation
    return invitation


async def phone_conversation(counter: Running) -> Conversation:
    [(id_,)] = await rows(counter, "SELECT id FROM conversations WHERE channel = 'whatsapp'")
    found = await counter.parts.conversations.get(id_)
    assert found is not None
    return found


async def record(counter: Running) -> list[Message]:
    return await counter.parts.conversations.messages((await phone_conversation(counter)).id)


async def rows(counter: Running, query: str) -> list[tuple[Any, ...]]:
    async with counter.parts.database.reading() as session:
        return [tuple(row) for row in await session.execute(text(query))]


@pytest.fixture
def clock() -> Time:
    return Time()


async def test_who_is_known_on_the_website_is_known_on_the_phone(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter, SANNE)
        invitation = await link(widget)
        assert invitation["url"].startswith(f"https://wa.me/{meta.account.number}?text=")
        assert (invitation["number"], invitation["minutes"]) == (f"+{meta.account.number}", 15)
        phone = meta.phone(STRANGER, "Iemand")
        phone.say(READY.format(invitation["code"]))
        await meta.hears(phone, ASKED)
        phone.tap(YES)
        await meta.hears(phone, HERE)
        await widget.hears(THERE)
        conversation = await phone_conversation(counter)
        assert conversation.continues_id == widget.conversation_id
        identity = await counter.parts.identification.identity(conversation.id)
        web = await counter.parts.identification.identity(widget.conversation_id)
        assert (identity.level, identity.method, identity.customer_id) == (1, Method.CONTINUED, web.customer_id)
        assert web.level == 2, "the proof of the website stays there"
        assert [asked["text"] for asked in counter.bot.asked] == ["mijn vraag op de website"], "the code is no question"


@pytest.mark.parametrize("how", ["tap", "typed"])
async def test_a_link_that_somebody_else_was_sent_joins_nobody_who_says_no(file: Any, clock: Time, how: str) -> None:
    """Sanne sends a friend her own link; the friend presses send, and is not made Sanne."""
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter, SANNE)
        phone = meta.phone(STRANGER, "Een vriend")
        phone.say(f"{(await link(widget))['code']} wat zijn jullie openingstijden?")
        await meta.hears(phone, ASKED)
        conversation = await phone_conversation(counter)
        assert conversation.continues_id is None
        assert (await counter.parts.identification.identity(conversation.id)).level == 0, "before it is answered"
        asked = [one.as_wire()["phone"] for one in await record(counter) if one.sender == "customer"]
        assert asked == [{"kind": "verder_vraag"}], "and no name"
        if how == "tap":
            phone.tap(NO)
        else:
            phone.say("nee")
        await meta.hears(phone, "Je zei: wat zijn jullie openingstijden?")
        await meta.hears(phone, "dan staat dit los van dat gesprek")
        conversation = await phone_conversation(counter)
        assert conversation.continues_id is None
        assert (await counter.parts.identification.identity(conversation.id)).level == 0
        assert await counter.parts.identification.known_in([conversation.id]) == {}
        assert not any(THERE in message["text"] for message in widget.all("bot_uttered"))


async def test_a_typed_yes_is_the_answer_and_what_was_asked_with_the_code_is_answered(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter, SANNE)
        phone = meta.phone(STRANGER)
        phone.say(f"{(await link(widget))['code']} wat is mijn termijnbedrag")
        await meta.hears(phone, ASKED)
        phone.say("ja")
        await meta.hears(phone, HERE)
        await meta.hears(phone, "Je zei: wat is mijn termijnbedrag")
        assert (await phone_conversation(counter)).continues_id == widget.conversation_id
        phone.say("ja")
        await meta.hears(phone, "Je zei: ja")


async def test_a_yes_comes_too_late(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        phone = meta.phone(STRANGER)
        phone.say((await link(await begin(counter, SANNE)))["code"])
        await meta.hears(phone, ASKED)
        clock.forward(minutes=15)
        phone.tap(YES)
        await meta.hears(phone, OVER)
        assert await counter.parts.identification.known_in([(await phone_conversation(counter)).id]) == {}


async def test_who_has_the_number_on_file_is_not_asked(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter, SANNE)
        phone = meta.phone(SANNES, "Sanne")
        phone.say((await link(widget))["code"])
        await meta.hears(phone, HERE)
        conversation = await phone_conversation(counter)
        assert conversation.continues_id == widget.conversation_id
        assert (await counter.parts.identification.identity(conversation.id)).method is Method.WHATSAPP
        assert not any(ASKED in text for text in phone.texts)


async def test_what_was_typed_beside_it_is_answered(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        invitation = await link(await begin(counter))
        phone = meta.phone(STRANGER)
        phone.say(f"{invitation['code'].lower()} wat zijn jullie openingstijden?")
        await meta.hears(phone, HERE)
        await meta.hears(phone, "Je zei: wat zijn jullie openingstijden?")


@pytest.mark.parametrize("how", ["used", "over", "replaced", "invented"])
async def test_a_reference_that_is_worth_nothing(file: Any, clock: Time, how: str) -> None:
    async with connected(file, clock) as (meta, counter):
        widget = await begin(counter)
        code = (await link(widget))["code"]
        if how == "used":
            first = meta.phone("31685550003")
            first.say(code)
            await meta.hears(first, HERE)
        elif how == "over":
            clock.forward(minutes=15)
        elif how == "replaced":
            await link(widget)
        else:
            code = READY.format("ABCD-2345")
        phone = meta.phone(STRANGER)
        phone.say(code)
        await meta.hears(phone, OVER)
        [(joined,)] = await rows(counter, "SELECT count(*) FROM conversations WHERE continues_id IS NOT NULL")
        assert joined == (1 if how == "used" else 0)
        assert len([text for text in phone.texts if HERE in text]) == 0


@pytest.mark.parametrize(
    "said",
    [
        "mijn meterstanden zijn 4532-8823",
        "6234-5678",
        "het gaat om factuur 2025-4432-8875",
        "de tank is half-leeg",
        "test-test",
    ],
)
async def test_what_only_looks_like_a_reference_stays_what_it_was(file: Any, clock: Time, said: str) -> None:
    async with connected(file, clock) as (meta, counter):
        phone = meta.phone(STRANGER)
        phone.say(said)
        await meta.hears(phone, f"Je zei: {said}")
        [content] = [one.content for one in await record(counter) if one.sender == "customer"]
        assert (content.text, content.said) == (said, said)


async def test_a_reference_beside_something_that_looks_like_one(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        phone = meta.phone(STRANGER)
        code = (await link(await begin(counter)))["code"]
        phone.say(f"standen 4532-8823, code {code}")
        await meta.hears(phone, HERE)
        await meta.hears(phone, "Je zei: standen 4532-8823, code")


async def test_somebody_else_is_known_on_this_number(file: Any, clock: Time) -> None:
    """Also by the number alone, in the very first message: a partner's phone. A new code would not help."""
    async with connected(file, clock) as (meta, counter):
        phone = meta.phone(SANNES, "Sanne")
        phone.say((await link(await begin(counter, KARIM)))["code"])
        await meta.hears(phone, "Op dit telefoonnummer kennen we iemand anders")
        conversation = await phone_conversation(counter)
        assert conversation.continues_id is None
        assert (await counter.parts.identification.identity(conversation.id)).method is Method.WHATSAPP
        assert not any(OVER in text for text in phone.texts)


async def test_while_a_human_has_it_on_the_website(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        fatima = await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        widget = await begin(counter)
        code = (await link(widget))["code"]
        await widget.say("een mens graag")
        await widget.until("owner", lambda state: state["owner"] == "queue")
        refused = (await widget.ask("to_phone", {}))["error"]
        assert (refused["code"], "Je wacht hier op een medewerker" in refused["message"]) == ("no_phone", True)
        phone = meta.phone(STRANGER)
        phone.say(code)
        await meta.hears(phone, "Op de website helpt een medewerker je")
        assert (await phone_conversation(counter)).continues_id is None
        case = await fatima.until("case", lambda case: case["channel"] == "web")
        assert (await fatima.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
        await widget.until("owner", lambda state: state["owner"] == "agent")
        assert "Een medewerker helpt je hier" in (await widget.ask("to_phone", {}))["error"]["message"]


async def test_who_is_addressed_formally_reads_so_why_there_is_no_code(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (_, counter):
        await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        async with counter.parts.database.writing() as session:
            await session.execute(text(f"UPDATE customers SET form_of_address = 'u' WHERE customer_number = '{SANNE}'"))
        widget = await begin(counter, SANNE)
        await widget.say("een mens graag")
        await widget.until("owner", lambda state: state["owner"] == "queue")
        assert "U wacht hier op een medewerker" in (await widget.ask("to_phone", {}))["error"]["message"]


async def test_with_a_human_on_the_phone_the_agent_judges(file: Any, clock: Time) -> None:
    """Who waits here is asked nothing by us: the case shows the other conversation at once, and stays of nobody."""
    async with connected(file, clock) as (meta, counter):
        fatima = await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        widget = await begin(counter, SANNE)
        code = (await link(widget))["code"]
        phone = meta.phone(STRANGER)
        phone.say("een mens graag")
        case = await fatima.until("case", lambda case: case["channel"] == "whatsapp")
        before = len(fatima.all("case"))
        phone.say(code)
        await widget.hears(THERE)
        await fatima.until("case", lambda _: len(fatima.all("case")) > before)
        assert (await fatima.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
        _, document = await fatima.get(f"/desk/api/cases/{case['id']}")
        assert document["case"]["continues"]["id"] == widget.conversation_id
        assert document["case"]["level"] == 0


async def test_a_case_that_waits_hears_who_it_is(file: Any, clock: Time) -> None:
    """The number comes on file while its owner waits: the next message recognises, and the desk hears so."""
    async with connected(file, clock) as (meta, counter):
        fatima = await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        phone = meta.phone(STRANGER)
        phone.say("een mens graag")
        await fatima.until("case", lambda case: case["channel"] == "whatsapp" and case["level"] == 0)
        async with counter.parts.database.writing() as session:
            await session.execute(text(f"UPDATE customers SET phone = '+{STRANGER}' WHERE customer_number = '{SANNE}'"))
        phone.say("ben je er al?")
        await fatima.until("case", lambda case: case["channel"] == "whatsapp" and case["level"] == 1)


async def test_the_agent_reads_both(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        fatima = await (await counter.agent()).be_busy()
        counter.bot.says["een mens graag"] = handover()
        widget = await begin(counter, SANNE)
        phone = meta.phone(STRANGER)
        phone.say((await link(widget))["code"])
        await meta.hears(phone, ASKED)
        phone.tap(YES)
        await meta.hears(phone, HERE)
        phone.say("een mens graag")
        await fatima.until("case", lambda case: case["channel"] == "whatsapp")
        [case] = [one for one in fatima.all("case") if one["channel"] == "whatsapp"][-1:]
        assert (await fatima.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
        _, document = await fatima.get(f"/desk/api/cases/{case['id']}")
        assert problems(document) == []
        continues = document["case"]["continues"]
        assert (continues["id"], continues["channel"]) == (widget.conversation_id, "web")
        how = (document["case"]["level"], document["case"]["method_text"])
        assert how == (1, "verdergegaan vanaf de website"), "we don't know this number"
        assert "mijn vraag op de website" in [one.get("text") for one in continues["messages"]]


async def test_the_same_message_twice_joins_once(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (meta, counter):
        meta.line.habits.copies = 2
        phone = meta.phone(STRANGER)
        phone.say((await link(await begin(counter)))["code"])
        await meta.hears(phone, HERE)
        await meta.settled()
        await counter.parts.phone.inbox.idle()
        assert len([text for text in phone.texts if HERE in text]) == 1


async def test_by_sms_the_same_and_a_typed_number_is_the_tap(file: Any, clock: Time) -> None:
    async with twilio(clock) as line:
        port = free_port()
        settings = {**line.settings(), "whatsapp_number": OUR_WHATSAPP.lstrip("+")}
        async with running(file, clock=clock, port=port, **settings) as counter:
            line.hook = counter.url = f"http://127.0.0.1:{port}"
            widget = await begin(counter, SANNE)
            phone = line.phone(STRANGER, channel="sms")
            await phone.say((await link(widget))["code"])
            asked = await line.hears(phone, ASKED)
            assert f"1. {YES}" in asked.text
            await phone.say("1")
            await line.hears(phone, HERE)
            await widget.hears("Je bent per sms verdergegaan")
            [(continues,)] = await rows(counter, "SELECT continues_id FROM conversations WHERE channel = 'sms'")
            assert continues == widget.conversation_id
            await line.settled()


async def test_only_who_has_the_session_gets_a_link(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (_, counter):
        widget = Widget()
        await counter.connect(widget)
        assert (await widget.ask("to_phone", {}))["error"]["code"] == "no_phone"
        await widget.begin()
        assert widget.all("session")[-1]["phone"] is True


async def test_without_a_number_nothing_is_offered(file: Any, clock: Time) -> None:
    async with connected(file, clock, whatsapp_number="") as (_, counter):
        widget = await counter.widget()
        assert "phone" not in widget.all("session")[-1]
        assert (await widget.ask("to_phone", {}))["error"]["code"] == "no_phone"


async def test_many_links_at_once_are_too_many(file: Any, clock: Time) -> None:
    async with connected(file, clock) as (_, counter):
        widget = await counter.widget()
        answers = [await widget.ask("to_phone", {}) for _ in range(21)]
        assert [answer["ok"] for answer in answers] == [True] * 20 + [False]
        async with counter.parts.database.reading() as session:
            until = list(await session.scalars(select(ReferenceRow.expires_at)))
        assert [at > clock() for at in until].count(True) == 1, "of the last one"
