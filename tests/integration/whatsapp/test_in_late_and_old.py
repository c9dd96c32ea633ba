"""Old buttons, late messages and what nobody can read: what the customer hears, the whole way."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from dichtbij.whatsapp_stand_in import Phone
from dichtbij.whatsapp_stand_in.phone import VOICE as VOICE_NOTE
from tests.integration.whatsapp.test_in_whole_way import Both, both, hears, record, until
from tests.running_counter import Time, clock, file, handover, template

__all__ = ["both", "clock", "file", "template"]

NUMBER = "31612000101"
YES_NO = [{"title": "Ja", "payload": "/bevestigen"}, {"title": "Nee", "payload": "/ontkennen"}]


def questions(both: Both) -> list[str]:
    return [asked["text"] for asked in both[1].bot.asked]


async def answered(both: Both, phone: Phone) -> None:
    """All that was to be said before is said: what comes after it is."""
    number = sum(text.startswith("Je zei: en verder") for text in phone.texts)
    phone.say(f"en verder {number}")
    await hears(both, phone, f"Je zei: en verder {number}")


# -- old buttons ------------------------------------------------------------------------------------------------------


async def test_an_old_button_does_not_answer_the_question_that_is_open(both: Both, clock: Time) -> None:
    meta, counter = both
    phone = meta.phone(NUMBER)
    counter.bot.says["hallo"] = [{"text": "Wil je je stand doorgeven?", "buttons": YES_NO}]
    counter.bot.says["/bevestigen"] = [{"text": "Termijnbedrag naar 450 euro. Klopt dat?", "buttons": YES_NO}]
    phone.say("hallo")
    old = await meta.hears(phone, "stand doorgeven")
    phone.tap("Ja", old)
    await hears(both, phone, "450 euro")
    clock.forward(minutes=5)
    phone.tap("Ja", old)
    asked = await meta.hears(phone, "hoort bij een eerdere vraag")
    assert asked.titles[:2] == ["Ja", "Nee"]
    assert questions(both) == ["hallo", "/bevestigen"]
    phone.tap("Nee", asked)
    await hears(both, phone, "Je zei: /ontkennen")


async def test_a_button_that_is_tapped_twice_is_answered_once(both: Both) -> None:
    meta, counter = both
    phone = meta.phone(NUMBER)
    counter.bot.says["hallo"] = [{"text": "Wil je je stand doorgeven?", "buttons": YES_NO}]
    counter.bot.says["/bevestigen"] = [{"text": "Termijnbedrag naar 450 euro. Klopt dat?", "buttons": YES_NO}]
    phone.say("hallo")
    old = await meta.hears(phone, "stand doorgeven")
    phone.tap("Ja", old)
    phone.tap("Ja", old)
    await hears(both, phone, "450 euro")
    await until(counter, lambda found: sum(one.content.payload == "/bevestigen" for one in found) == 2)
    await answered(both, phone)
    assert questions(both) == ["hallo", "/bevestigen", "en verder 0"]
    assert not any("eerdere vraag" in said for said in phone.texts)


# -- late -------------------------------------------------------------------------------------------------------------


async def test_a_whole_outage_is_asked_about_once_and_answered_at_once(both: Both, clock: Time) -> None:
    meta, counter = both
    phone = meta.phone(NUMBER)
    counter.bot.says["hallo"] = [{"text": "Wil je je stand doorgeven?", "buttons": YES_NO}]
    phone.say("hallo")
    bubble = await meta.hears(phone, "stand doorgeven")
    meta.line.hold()
    phone.say("wat is mijn stroomprijs")
    phone.tap("Nee", bubble)
    phone.say("en gas")
    clock.forward(hours=20)
    meta.line.release()
    said = await hears(both, phone, "nu pas bij ons binnen")
    assert "“wat is mijn stroomprijs” en “Nee” en “en gas”" in said
    phone.tap("Ja, graag")
    await hears(both, phone, "Je zei: wat is mijn stroomprijs")
    assert questions(both) == ["hallo", "wat is mijn stroomprijs\nNee\nen gas"]
    assert sum("nu pas bij ons binnen" in one for one in phone.texts) == 1


async def test_a_late_picture_is_no_question_and_an_older_one_is_not_answered_for_it(both: Both, clock: Time) -> None:
    meta, _ = both
    phone = meta.phone(NUMBER)
    meta.line.hold()
    phone.send_voice()
    clock.forward(hours=3)
    meta.line.release()
    await hears(both, phone, "spraakberichten")
    await answered(both, phone)
    assert not any("nu pas" in said for said in phone.texts)


# -- what nobody can read ---------------------------------------------------------------------------------------------


async def test_the_same_word_is_not_said_twice_within_two_minutes(both: Both, clock: Time) -> None:
    """Pictures of an album come after each other on a slow network."""
    meta, counter = both
    phone = meta.phone(NUMBER)
    phone.send_sticker()
    await hears(both, phone, "sticker")
    phone.send_sticker()
    await until(counter, lambda found: len(found) == 2)
    await answered(both, phone)
    assert sum("sticker" in said for said in phone.texts) == 1
    clock.forward(minutes=3)
    phone.send_sticker()
    await until(counter, lambda found: len(found) == 4)
    await answered(both, phone)
    assert sum("sticker" in said for said in phone.texts) == 2


async def with_a_human(both: Both) -> Phone:
    meta, counter = both
    await (await counter.agent()).be_busy()
    phone = meta.phone(NUMBER)
    counter.bot.says["een mens"] = handover()
    phone.say("een mens")
    await hears(both, phone, "medewerker")
    return phone


async def test_an_agent_can_listen_to_a_voice_note(both: Both) -> None:
    phone = await with_a_human(both)
    phone.send_voice(VOICE_NOTE)
    messages = await until(both[1], lambda found: found[-1].content.file is not None)
    file = messages[-1].content.file
    assert file is not None
    assert (file.name, file.media_type, file.size) == ("spraakbericht.ogg", "audio/ogg", len(VOICE_NOTE))


async def test_a_video_for_a_human_gets_an_honest_word(both: Both) -> None:
    phone = await with_a_human(both)
    phone.send_video(b"video")
    await hears(both, phone, "geen video's bekijken")


@pytest.mark.parametrize("owner", ["agent", "queue"])
async def test_a_sticker_for_a_human_needs_no_word(both: Both, owner: str) -> None:
    phone = await with_a_human(both)
    _, counter = both
    async with counter.parts.database.writing() as session:
        await session.execute(text("UPDATE conversations SET owner = :o WHERE owner = 'queue'"), {"o": owner})
    phone.send_sticker()
    await until(counter, lambda found: found[-1].content.text == "Stuurde een sticker")
    await counter.quiet()
    [conversation] = await counter.parts.conversations.several([(await record(counter))[0].conversation_id])
    course = await counter.parts.conversations.messages(conversation.id)
    assert not any("sticker" in one.content.text for one in course if one.sender != "customer")
