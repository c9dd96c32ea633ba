"""A phone, the stand-in for Meta, the real counter: what a customer who sends this hears, and what agents see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from dichtbij.conversations.model import Message
from dichtbij.conversations.tables import ConversationRow
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.files import PDF, photo
from tests.running_counter import Running, Time, handover
from tests.running_counter import clock as clock
from tests.running_counter import file as file
from tests.running_counter import template as template
from tests.whatsapp_stand_in import connected

SECONDS = 60.0
Both = tuple[StandIn, Running]


@pytest_asyncio.fixture
async def both(file: Path, clock: Time) -> AsyncIterator[Both]:
    async with connected(file, clock) as both:
        yield both


async def record(counter: Running) -> list[Message]:
    """What the customer sent in the one conversation there is on WhatsApp."""
    async with counter.parts.database.reading() as session:
        query = select(ConversationRow.id).where(ConversationRow.channel == "whatsapp")
        [id_] = await session.scalars(query.order_by(ConversationRow.created_at.desc()).limit(1))
    messages = await counter.parts.conversations.messages(id_)
    return [message for message in messages if message.sender == "customer"]


async def until(counter: Running, wanted: Callable[[list[Message]], bool]) -> list[Message]:
    """The record, once it is so."""

    async def look() -> list[Message]:
        while True:
            messages = await record(counter)
            if wanted(messages):
                return messages
            await asyncio.sleep(0.05)

    return await asyncio.wait_for(look(), SECONDS)


async def hears(both: Both, phone: Phone, part: str) -> str:
    return (await both[0].hears(phone, part, seconds=SECONDS)).text


async def test_a_burst_is_asked_once_and_answered_in_one_bubble(both: Both) -> None:
    meta, counter = both
    phone = meta.phone("31612000101", "Sanne")
    for text in ("hallo", "ik heb een vraag", "over mijn factuur"):
        phone.say(text)
    await hears(both, phone, "Je zei: hallo")
    await meta.settled()
    assert [asked["text"] for asked in counter.bot.asked] == ["hallo\nik heb een vraag\nover mijn factuur"]
    messages = await record(counter)
    assert [one.content.text for one in messages] == [
        "hallo",
        "ik heb een vraag",
        "over mijn factuur",
    ]


async def test_what_the_bot_cannot_read_gets_an_honest_word(both: Both) -> None:
    meta, counter = both
    sends: list[tuple[Callable[[Phone], object], str]] = [
        (lambda phone: phone.send_voice(), "spraakberichten"),
        (lambda phone: phone.send_sticker(), "sticker"),
        (lambda phone: phone.send_location(52.1, 4.3), "locatie"),
        (lambda phone: phone.send_contact("Jan", "31600000000"), "contactkaart"),
        (lambda phone: phone.send_video(b"video"), "video"),
        (lambda phone: phone.send_picture(photo()), "foto's of bestanden"),
        (lambda phone: phone.send_unsupported(), "kan ik niet lezen"),
        (lambda phone: phone.send_unknown(), "kan ik niet lezen"),
        (lambda phone: phone.send_order(), "kan ik niet lezen"),
    ]
    phones = [meta.phone(f"3161200{number:04}") for number in range(len(sends))]
    for phone, (send, _) in zip(phones, sends, strict=True):
        send(phone)
    for phone, (_, words) in zip(phones, sends, strict=True):
        await hears(both, phone, words)
    assert counter.bot.asked == []


async def test_who_calls_hears_where_that_can_be_done(both: Both) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    phone.call()  # the first that we hear of this person: a call opens the window as a message does
    await hears(both, phone, "Bellen via WhatsApp")
    await meta.settled()
    assert sum("Bellen via WhatsApp" in text for text in phone.texts) == 1  # ringing and hanging up are one call
    assert counter.bot.asked == []


@pytest.mark.parametrize("hidden", [False, True])
async def test_who_goes_on_under_another_number_stays_the_same_person(both: Both, hidden: bool) -> None:
    meta, counter = both
    phone = meta.phone("31685550009")
    phone.hides_number = hidden
    phone.say("hallo")
    await hears(both, phone, "Je zei: hallo")
    phone.change_number("31685550010")
    # What comes from the new number before Meta's word of it was handled is from somebody who is not known yet.
    await meta.settled()
    await counter.parts.phone.inbox.idle()
    phone.say("daar ben ik weer")
    await hears(both, phone, "Je zei: daar ben ik weer")
    assert len({asked["conversation_id"] for asked in counter.bot.asked}) == 1


async def test_words_below_a_picture_are_answered_and_the_picture_in_the_same_bubble(both: Both) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    phone.send_picture(photo(), caption="wat kost dit")
    said = await hears(both, phone, "Je zei: wat kost dit")
    assert "foto's of bestanden" in said
    assert [asked["text"] for asked in counter.bot.asked] == ["wat kost dit"]


async def test_an_album_gets_one_word(both: Both) -> None:
    meta, _ = both
    phone = meta.phone("31612000101")
    for _ in range(3):
        phone.send_picture(photo())
    await hears(both, phone, "foto's of bestanden")
    await meta.settled()
    assert sum("foto's of bestanden" in text for text in phone.texts) == 1


async def test_a_picture_sent_to_the_bot_is_there_for_the_agent(both: Both) -> None:
    meta, counter = both
    await (await counter.agent()).be_busy()
    phone = meta.phone("31612000101")
    phone.send_picture(photo(), caption="kijk")
    await hears(both, phone, "Je zei: kijk")
    counter.bot.says["een mens"] = handover()
    phone.say("een mens")
    await hears(both, phone, "medewerker")
    messages = await until(counter, lambda found: found[0].content.file is not None)
    shown = messages[0].content
    assert shown.file is not None
    assert (shown.file.media_type, shown.text) == ("image/jpeg", "Stuurde een foto: kijk")
    phone.send_document(PDF, "nota.pdf")
    messages = await until(counter, lambda found: found[-1].content.file is not None)
    assert messages[-1].content.file is not None
    assert messages[-1].content.file.media_type == "application/pdf"


async def test_a_file_that_is_no_picture_or_pdf_is_refused_and_both_hear_so(both: Both) -> None:
    meta, counter = both
    await (await counter.agent()).be_busy()
    phone = meta.phone("31612000101")
    counter.bot.says["een mens"] = handover()
    phone.say("een mens")
    await hears(both, phone, "medewerker")
    phone.send_document(b"MZ not at all a document", "nota.pdf")
    await hears(both, phone, "Dit soort bestand")
    messages = await record(counter)
    assert any("niet te bekijken" in message.content.text for message in messages)


async def test_a_late_message_is_asked_about_and_answered_after_yes(both: Both, clock: Time) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    meta.line.hold()
    phone.say("wat is mijn stroomprijs")
    clock.forward(hours=20)
    meta.line.release()
    said = await hears(both, phone, "nu pas bij ons binnen")
    assert "wat is mijn stroomprijs" in said
    assert counter.bot.asked == []
    phone.tap("Ja, graag")
    await hears(both, phone, "Je zei: wat is mijn stroomprijs")


async def test_a_late_message_is_let_go_after_a_typed_no(both: Both, clock: Time) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    meta.line.hold()
    phone.say("wat is mijn stroomprijs")
    clock.forward(hours=2)
    meta.line.release()
    await hears(both, phone, "nu pas bij ons binnen")
    phone.say("nee")
    await hears(both, phone, "verder mee helpen")
    assert counter.bot.asked == []


async def test_late_danger_gets_the_fixed_text_first(both: Both, clock: Time) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    meta.line.hold()
    phone.say("ik ruik gas in de keuken")
    clock.forward(hours=3)
    meta.line.release()
    await hears(both, phone, "0800-9009")
    assert counter.bot.asked == []


async def test_a_tap_means_what_its_button_means(both: Both) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    buttons = [{"title": "Ja, dat klopt helemaal zo", "payload": "/bevestigen"}]
    counter.bot.says["hallo"] = [{"text": "Klopt dat?", "buttons": buttons}]
    phone.say("hallo")
    bubble = await meta.hears(phone, "Klopt dat?", seconds=SECONDS)
    title = bubble.choices[0].title if hasattr(bubble.choices[0], "title") else bubble.choices[0]["title"]
    phone.tap(title, bubble)
    await hears(both, phone, "Je zei: /bevestigen")
    tapped = next(one for one in await record(counter) if one.content.payload == "/bevestigen")
    assert tapped.content.text == "Ja, dat klopt helemaal zo"


async def test_every_copy_in_any_order_is_answered_once(both: Both) -> None:
    meta, counter = both
    meta.line.habits.copies = 3
    phone = meta.phone("31612000101")
    phone.say("een")
    await hears(both, phone, "Je zei: een")
    phone.say("twee")
    await hears(both, phone, "Je zei: twee")
    await meta.settled()
    await counter.parts.phone.inbox.idle()
    assert [asked["text"] for asked in counter.bot.asked] == ["een", "twee"]
    assert sum("Je zei" in text for text in phone.texts) == 2


async def test_edited_and_deleted_at_the_agents_desk(both: Both) -> None:
    meta, counter = both
    phone = meta.phone("31612000101")
    first = phone.say("mijn meterstand is 100")
    await hears(both, phone, "Je zei: mijn meterstand is 100")
    phone.edit(first, "mijn meterstand is 1000")
    messages = await until(counter, lambda found: found[0].content.earlier != "")
    assert (messages[0].content.text, messages[0].content.earlier) == (
        "mijn meterstand is 1000",
        "mijn meterstand is 100",
    )
    phone.delete(first)
    messages = await until(counter, lambda found: found[0].content.text == "Bericht ingetrokken")
    assert "meterstand" not in repr(messages[0])
