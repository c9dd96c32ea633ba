"""Who writes: recognised by number, told once what we keep, and not written to unasked after signing off.

The whole way: phone, webhook, record, counter, Graph API, with a real stand-in for Meta's side.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import NoResultFound

from dichtbij.channels.whatsapp.model import Person, PersonId
from dichtbij.conversations.model import Content, Conversation, Draft, Message
from dichtbij.customers.model import Method
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.running_counter import Running, clock, file, handover, template
from tests.whatsapp_stand_in import whatsapp_counter

__all__ = ["clock", "file", "template", "whatsapp_counter"]

Both = tuple[StandIn, Running]
SANNE, STRANGER = "31612000101", "31685550001"
NOTHING_OPEN = [{"text": "Er is niets om te stoppen.", "utter_action": "utter_annuleren_niets"}]


async def conversation_of(counter: Running, phone: Phone) -> Conversation:
    """The latest of a phone."""
    async with counter.parts.database.reading() as session:
        found = await session.execute(
            text("SELECT id FROM phone_people WHERE number = :n OR user_id = :u"),
            {"n": phone.number, "u": phone.user_id},
        )
    latest = await counter.parts.conversations.latest("whatsapp", found.scalar_one())
    assert latest is not None
    return latest


async def person_of(counter: Running, phone: Phone) -> Person:
    found = await counter.parts.phone.people.get(PersonId((await conversation_of(counter, phone)).channel_key))
    assert found is not None
    return found


async def record_of(counter: Running, phone: Phone) -> list[Message]:
    return await counter.parts.conversations.messages((await conversation_of(counter, phone)).id)


# -- recognising ------------------------------------------------------------------------------------------------------


async def test_a_number_on_file_is_level_1_and_never_2(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(SANNE, "Iemand")
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    who = await counter.parts.identification.identity((await conversation_of(counter, phone)).id)
    assert (who.level, who.method) == (1, Method.WHATSAPP)
    customer = await counter.parts.profiles.short(who.customer_id)
    assert customer is not None
    assert customer.first_name == "Sanne"
    assert counter.bot.asked[-1]["metadata"]["aanspreekvorm"] == customer.form_of_address


async def test_the_mailed_code_proves_more_and_the_number_does_not_take_it_away(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(SANNE)
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    id_ = (await conversation_of(counter, phone)).id
    identification = counter.parts.identification
    await identification.request_code(id_, "10482913", "2011KD")
    await identification.settled()
    [mail] = await counter.parts.rooms.mailbox.list()
    assert mail.to.startswith("sanne.")
    code = re.search(r"\d{3} \d{3}", mail.text)
    assert code is not None
    await identification.check_code(id_, code[0])
    assert (await identification.identity(id_)).level == 2
    phone.say("en nu")
    await meta.hears(phone, "Je zei: en nu")
    assert (await identification.identity(id_)).method is Method.MAIL_CODE


@pytest.mark.parametrize("number", [STRANGER, ""])
async def test_who_is_not_on_file_or_hides_the_number_is_nobody(whatsapp_counter: Both, number: str) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(number or "31612000101")
    phone.hides_number = not number
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    who = await counter.parts.identification.identity((await conversation_of(counter, phone)).id)
    assert (who.level, who.customer_id) == (0, None)


async def test_a_number_of_two_customers_is_nobodys(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    async with counter.parts.database.writing() as session:
        await session.execute(
            text("UPDATE customers SET phone = :p WHERE customer_number = '10517264'"), {"p": f"+{SANNE}"}
        )
    phone = meta.phone(SANNE)
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    who = await counter.parts.identification.identity((await conversation_of(counter, phone)).id)
    assert who.level == 0


async def test_who_was_forgotten_in_a_conversation_is_not_recognised_in_it_again(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(SANNE)
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    id_ = (await conversation_of(counter, phone)).id
    await counter.parts.identification.forget(id_)
    phone.say("nog iets")
    await meta.hears(phone, "Je zei: nog iets")
    assert (await counter.parts.identification.identity(id_)).level == 0


# -- first contact ----------------------------------------------------------------------------------------------------


async def test_the_first_contact_says_that_it_is_a_bot_and_what_is_kept_in_one_bubble(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say("hallo")
    bubble = await meta.hears(phone, "Je zei: hallo")
    for part in ("digitale assistent van Duinlicht Energie", "https://www.duinlicht.example/privacy", "afmelden"):
        assert part in bubble.text
    assert bubble.titles == ["Medewerker"]
    phone.say("en nog iets")
    assert "digitale assistent" not in (await meta.hears(phone, "Je zei: en nog iets")).text
    await _until(counter, phone, lambda said: said[-1].state == "read")
    assert (await person_of(counter, phone)).told_privacy_at is not None


async def test_it_is_told_once_also_in_a_later_conversation(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say("hallo")
    await meta.hears(phone, "Je zei: hallo")
    first = await conversation_of(counter, phone)
    counter.clock.forward(hours=25)
    await counter.parts.conversations.close_idle()
    phone.say("goedemorgen")
    assert "digitale assistent" not in (await meta.hears(phone, "Je zei: goedemorgen")).text
    assert (await conversation_of(counter, phone)).id != first.id


async def test_what_never_arrived_is_told_at_the_next_occasion(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    meta.fail(131026, times=1)
    phone.say("hallo")
    await _until(counter, phone, lambda said: any(one.state == "failed" for one in said))
    assert (await person_of(counter, phone)).told_privacy_at is None
    counter.clock.forward(hours=25)
    await counter.parts.conversations.close_idle()
    phone.say("nog een keer")
    assert "digitale assistent" in (await meta.hears(phone, "Je zei: nog een keer")).text


# -- signing off ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["afmelden", "Afmelden.", "STOP BERICHTEN", "uitschrijven", "stop alles!", "unsubscribe"]
)
async def test_signing_off_is_confirmed_once_and_then_nothing_comes_unasked(whatsapp_counter: Both, words: str) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say(words)
    await meta.hears(phone, "Je bent afgemeld.")
    assert counter.bot.asked == []
    assert (await person_of(counter, phone)).opted_out_at is not None
    conversation = await conversation_of(counter, phone)
    await counter.parts.conversations.say(conversation.id, Draft("system", Content("Wist je dat?")))
    await _until(counter, phone, lambda said: said[-1].state == "failed")
    assert "afgemeld" in (await record_of(counter, phone))[-1].failure


async def test_who_writes_again_gets_an_answer_and_hears_once_how_to_sign_up(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say("afmelden")
    await meta.hears(phone, "Je bent afgemeld.")
    counter.clock.forward(seconds=5)
    phone.say("wat is mijn tarief?")
    assert "Typ dan start" in (await meta.hears(phone, "Je zei: wat is mijn tarief?")).text
    counter.clock.forward(seconds=5)
    phone.say("en gas?")
    assert "Typ dan start" not in (await meta.hears(phone, "Je zei: en gas?")).text
    counter.clock.forward(seconds=5)
    phone.say("Start")
    await meta.hears(phone, "Je bent weer aangemeld.")
    assert (await person_of(counter, phone)).opted_out_at is None


async def test_start_means_nothing_special_to_who_never_signed_off(whatsapp_counter: Both) -> None:
    meta, _ = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say("start")
    await meta.hears(phone, "Je zei: start")


async def test_a_question_about_signing_off_is_a_question(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say("ik wil me afmelden voor automatische incasso")
    await meta.hears(phone, "Je zei: ik wil me afmelden")
    assert (await person_of(counter, phone)).opted_out_at is None


async def test_a_bare_stop_signs_off_when_there_was_nothing_to_stop(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["stop"] = NOTHING_OPEN
    phone = meta.phone(STRANGER)
    phone.say("stop")
    await meta.hears(phone, "Je bent afgemeld.")
    assert not any("niets om te stoppen" in one.content.text for one in await record_of(counter, phone))


async def test_a_bare_stop_stops_the_form_that_is_open(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["stop"] = [{"text": "Ik ben gestopt.", "utter_action": "utter_annuleren"}]
    phone = meta.phone(STRANGER)
    phone.say("stop")
    await meta.hears(phone, "Ik ben gestopt.")
    assert (await person_of(counter, phone)).opted_out_at is None


async def test_who_signs_off_in_the_queue_waits_for_nobody(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_busy()
    phone = meta.phone(SANNE)
    phone.say("mens")
    row = await agent.until("case", lambda case: case["channel"] == "whatsapp")
    phone.say("afmelden")
    await meta.hears(phone, "afgemeld.")
    assert (await conversation_of(counter, phone)).owner == "bot"
    case = await counter.parts.handoffs.get(row["id"])
    assert case is not None
    assert case.state == "handed_back"


async def test_signing_off_is_heard_whatever_is_typed_around_it(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    phone = meta.phone(STRANGER)
    for words in ("wat is mijn tarief", "Afmelden", "dank je"):
        phone.say(words)
        counter.clock.forward(seconds=1)  # what is sent after signing off is answered
    await meta.hears(phone, "Je bent afgemeld.")
    await meta.hears(phone, "Je zei: dank je")
    assert [asked["text"] for asked in counter.bot.asked] == ["wat is mijn tarief", "dank je"]
    assert (await person_of(counter, phone)).opted_out_at is not None


async def test_a_bare_stop_signs_off_who_waits_for_a_human(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_busy()
    phone = meta.phone(SANNE)
    phone.say("mens")
    await agent.until("case", lambda case: case["channel"] == "whatsapp")
    phone.say("STOP")
    await meta.hears(phone, "afgemeld.")
    assert (await conversation_of(counter, phone)).owner == "bot"


async def test_danger_goes_before_signing_off(whatsapp_counter: Both) -> None:
    meta, _ = whatsapp_counter
    phone = meta.phone(STRANGER)
    phone.say("ik ruik gas in de keuken")
    phone.say("afmelden")
    await meta.hears(phone, "0800-9009")


async def test_nobody_signs_off_on_the_website(whatsapp_counter: Both) -> None:
    _, counter = whatsapp_counter
    widget = await counter.widget()
    await widget.say("afmelden")
    await widget.hears("Je zei: afmelden")


# -- small things -----------------------------------------------------------------------------------------------------


async def _until(counter: Running, phone: Phone, wanted: Callable[[list[Message]], object]) -> None:
    """Wait until what we said is so."""
    said: list[Message] = []
    for _ in range(1500):
        with suppress(NoResultFound, AssertionError):  # nothing of this phone was handled yet
            said = [one for one in await record_of(counter, phone) if one.sender != "customer"]
        if said and wanted(said):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"it did not become so: {[(one.content.text, one.state, one.failure) for one in said]}")
