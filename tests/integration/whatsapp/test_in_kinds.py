"""What changes something said before, and what each kind looks like in the record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dichtbij.channels.whatsapp.kinds import MEDIA
from dichtbij.channels.whatsapp.model import Address, Incoming, Kind, Media, PersonId
from dichtbij.channels.whatsapp.rendering import Place, more_payload, tap_id
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.channels.whatsapp.tables import ParcelRow
from dichtbij.conversations.model import WITHDRAWN, Content, ConversationId, Draft, Message
from dichtbij.database import Database
from tests.conftest import FakeClock
from tests.phone import Way, sent, words


@pytest.fixture
def way(database: Database, clock: FakeClock) -> Way:
    return Way(database, clock)


def edit(about: str, text: str, second: int = 9) -> Incoming:
    return sent(text, f"wamid.edit.{about}.{text}", second=second, kind=Kind.EDIT, about=about)


def deletion(about: str, second: int = 9) -> Incoming:
    return sent("", f"wamid.deletion.{about}", second=second, kind=Kind.DELETION, about=about)


# -- kinds ------------------------------------------------------------------------------------------------------------

LINES = [
    (sent("", kind=Kind.VOICE), "Stuurde een spraakbericht", "spraak"),
    (sent("", kind=Kind.STICKER), "Stuurde een sticker", "sticker"),
    (sent("hoor je dat", kind=Kind.VIDEO), "Stuurde een video: hoor je dat", "video"),
    (
        sent("", kind=Kind.FILE, media=Media("1", "application/pdf", "nota.pdf")),
        "Stuurde een document (nota.pdf)",
        "bestand",
    ),
    (
        sent("", kind=Kind.LOCATION, details={"latitude": 52.1, "longitude": 4.3, "name": "Thuis"}),
        "Stuurde een locatie: Thuis (52.1, 4.3)",
        "locatie",
    ),
    (
        sent("", kind=Kind.CONTACTS, details={"cards": [{"name": "Jan", "phones": ["06 1"]}, {"name": "Piet"}]}),
        "Stuurde een contact: Jan 06 1; Piet",
        "contact",
    ),
    (sent("twee", kind=Kind.ORDER), "Stuurde een bestelling: twee", "onleesbaar"),
    (sent("", kind=Kind.CALL), "Belde via WhatsApp", "bellen"),
    (sent("", kind=Kind.UNSUPPORTED), "Stuurde iets dat wij niet kunnen lezen", "onleesbaar"),
    (sent("", kind=Kind.UNKNOWN), "Stuurde iets dat wij niet kunnen lezen", "onleesbaar"),
]


@pytest.mark.parametrize(("message", "line", "kind"), LINES, ids=lambda value: value if isinstance(value, str) else "")
async def test_every_kind_has_a_line_and_a_mark(way: Way, message: Incoming, line: str, kind: str) -> None:
    [stored] = await way.brings(message)
    assert stored.content.text == line
    assert {f"soort:{kind}", f"met:{kind}"} <= set(stored.content.marks)
    assert stored.content.said == message.text
    assert len(await way.turns()) == 1


async def test_a_picture_waits_at_the_provider(way: Way) -> None:
    [stored] = await way.brings(sent("", kind=Kind.FILE, media=Media("123", "image/jpeg")))
    assert any(mark.startswith(MEDIA) for mark in stored.content.marks)
    assert stored.content.file is None


async def test_an_advertisement_is_kept_for_the_agent(way: Way) -> None:
    [stored] = await way.brings(sent("Ik wil dat", details={"referral": {"headline": "Zonnig aanbod"}}))
    assert (stored.content.said, "advertentie:Zonnig aanbod" in stored.content.marks) == ("Ik wil dat", True)


# -- edits ------------------------------------------------------------------------------------------------------------


async def test_an_edit_in_the_same_burst_is_read_as_changed(way: Way) -> None:
    [stored] = await way.brings(sent("Ik wil 10", "wamid.1"), edit("wamid.1", "Ik wil 100"))
    assert (stored.content.text, stored.content.earlier) == ("Ik wil 100", "Ik wil 10")


async def test_an_edit_before_it_was_answered_is_what_the_bot_reads(way: Way) -> None:
    await way.brings(sent("Ik wil 10", "wamid.1", second=1), sent("per maand", second=2))
    messages = await way.brings(edit("wamid.1", "Ik wil 100"))
    assert (messages[0].content.text, messages[0].content.earlier) == ("Ik wil 100", "Ik wil 10")
    [turn] = await way.turns()
    assert turn.message.content.said == "Ik wil 100\nper maand"


async def test_an_edit_after_the_answer_changes_only_what_is_shown(way: Way) -> None:
    await way.brings(sent("Ik wil 10", "wamid.1", second=1), sent("per maand", second=2))
    changed: list[Message] = []

    async def hear(_: object, message: Message) -> None:
        changed.append(message)

    way.conversations.on_change(hear)
    [turn] = await way.turns()
    begun = await way.conversations.begin_turn(turn.conversation.id)
    assert begun is not None
    await way.conversations.finish_turn(begun, [Draft("bot", Content("Goed"))])
    messages = await way.brings(edit("wamid.1", "Ik wil 100"))
    assert words(messages) == ["Ik wil 100", "per maand", "Goed"]
    assert messages[1].content.said == "Ik wil 10\nper maand"
    assert [message.content.text for message in changed] == ["Ik wil 100"]
    assert await way.turns() == []


async def test_a_caption_that_changes_keeps_the_line_before_it(way: Way) -> None:
    photo = sent("de meter", "wamid.1", kind=Kind.FILE, media=Media("1", "image/jpeg"))
    await way.brings(photo)
    [stored] = await way.brings(edit("wamid.1", "de gasmeter"))
    assert stored.content.text == "Stuurde een foto: de gasmeter"
    assert stored.content.said == "de gasmeter"


async def test_the_same_edit_twice_changes_nothing(way: Way) -> None:
    await way.brings(sent("een", "wamid.1"))
    await way.brings(edit("wamid.1", "twee"))
    [stored] = await way.brings(edit("wamid.1", "twee", second=10))
    assert (stored.content.text, stored.content.earlier) == ("twee", "een")


async def test_an_edit_that_comes_first_waits_for_its_message(way: Way, clock: FakeClock) -> None:
    assert await way.brings(edit("wamid.1", "Ik wil 100")) == []
    clock.forward(seconds=10)
    [stored] = await way.brings(sent("Ik wil 10", "wamid.1"))
    assert (stored.content.text, stored.content.earlier) == ("Ik wil 100", "Ik wil 10")


async def test_an_edit_of_what_never_came_is_a_message_in_the_end(way: Way, clock: FakeClock) -> None:
    assert await way.brings(edit("wamid.1", "Ik wil 100")) == []
    clock.forward(seconds=31)
    await way.inbox.look()
    await way.idle()
    assert words(await way.record()) == ["Ik wil 100"]


# -- deletions --------------------------------------------------------------------------------------------------------


async def test_what_is_taken_back_leaves_nothing_in_the_record(way: Way) -> None:
    await way.brings(sent("Mijn geheim", "wamid.1", second=1), sent("en meer", second=2))
    [turn] = await way.turns()
    await way.conversations.keep_reading(turn.message.id, {"evidence": [{"words": "Mijn geheim"}]})
    messages = await way.brings(deletion("wamid.1"))
    assert words(messages) == ["Bericht ingetrokken", "en meer"]
    assert "geheim" not in repr(messages)
    assert WITHDRAWN in messages[0].content.marks
    [turn] = await way.turns()
    assert turn.message.content.said == "en meer"


async def test_what_is_taken_back_before_the_answer_is_not_answered(way: Way) -> None:
    await way.brings(sent("Laat maar", "wamid.1"))
    await way.brings(deletion("wamid.1"))
    assert await way.turns() == []


async def test_taken_back_in_the_same_burst_was_never_read(way: Way) -> None:
    messages = await way.brings(sent("oeps", "wamid.1", second=1), sent("Hoi", second=2), deletion("wamid.1"))
    assert words(messages) == ["Bericht ingetrokken", "Hoi"]
    [turn] = await way.turns()
    assert turn.message.content.said == "Hoi"
    assert "oeps" not in repr([message.content for message in messages])


async def test_the_one_that_carries_a_burst_is_taken_back_and_the_rest_is_still_read(way: Way) -> None:
    await way.brings(sent("Hoi", second=1), sent("oeps", "wamid.2", second=2))
    messages = await way.brings(deletion("wamid.2"))
    assert words(messages) == ["Hoi", "Bericht ingetrokken"]
    [turn] = await way.turns()
    assert turn.message.content.said == "Hoi"


async def test_a_message_of_somebody_else_cannot_be_taken_back(way: Way, clock: FakeClock) -> None:
    await way.brings(sent("Hoi", "wamid.1"))
    karim = Address("NL.2", "31612000102")
    await way.take(sent("", "wamid.d", kind=Kind.DELETION, about="wamid.1", address=karim))
    await way.idle()
    assert words(await way.record()) == ["Hoi"]


# -- reactions --------------------------------------------------------------------------------------------------------


async def asked(way: Way, **content: object) -> Message:
    """A question of the bot that stands on the phone as wamid.ours."""
    await way.brings(sent("Hoi"))
    conversation = await way.conversation()
    assert conversation is not None
    said = await way.conversations.say(conversation.id, Draft("bot", Content("Klopt dat?", **content)))  # type: ignore[arg-type]
    assert said is not None
    parcel = {"from_seq": said.seq, "to_seq": said.seq, "part": 0, "state": "delivered", "remote_id": "wamid.ours"}
    async with way.database.writing() as session:
        session.add(ParcelRow(id="p-1", person_id=conversation.channel_key, conversation_id=conversation.id, **parcel))
    return said


def reaction(emoji: str, second: int = 20) -> Incoming:
    details = {"emoji": emoji} if emoji else {}
    return sent("", f"wamid.r{second}", second=second, kind=Kind.REACTION, about="wamid.ours", details=details)


YES_NO = ({"title": "Ja", "payload": "/ja"}, {"title": "Nee", "payload": "/nee"})


async def test_a_reaction_is_kept_with_its_message_and_is_no_turn(way: Way) -> None:
    await asked(way)
    messages = await way.brings(reaction("👍"))
    assert [message.content.reaction for message in messages] == ["", "👍"]
    assert len(await way.turns()) == 1
    messages = await way.brings(reaction("", second=21))
    assert [message.content.reaction for message in messages] == ["", ""]


async def test_a_thumb_on_an_open_question_is_asked_about_once(way: Way) -> None:
    await asked(way, quick_replies=YES_NO)
    messages = await way.brings(reaction("👍"), reaction("👍"))
    assert [message.sender for message in messages] == ["customer", "bot", "system"]
    assert messages[-1].content.quick_replies == YES_NO


async def test_a_reaction_to_what_we_do_not_know_is_dropped_in_the_end(way: Way, clock: FakeClock) -> None:
    await way.brings(sent("Hoi"))
    await way.take(reaction("👍"))
    await way.idle()
    clock.forward(seconds=31)
    await way.inbox.look()
    await way.idle()
    assert words(await way.record()) == ["Hoi"]
    async with way.database.reading() as session:
        assert await store.left_behind(session, clock.now + timedelta(days=1), clock.now + timedelta(days=1)) == []


async def test_a_button_of_which_the_payload_did_not_fit_is_found_by_its_fingerprint(way: Way) -> None:
    long = "/kies" + "x" * 400
    await asked(way, quick_replies=({"title": "Die", "payload": long},))
    messages = await way.brings(sent("Die", second=30, kind=Kind.TAP, payload=tap_id(long, 256)))
    assert messages[-1].content.payload == long


async def test_the_last_row_of_a_list_asks_for_the_rest_and_says_nothing(way: Way) -> None:
    """Of the message that it names, also when another conversation has begun; what shows nothing is read as words."""
    await way.brings(sent("Hoi"))
    asked_for: list[tuple[PersonId, Place, int]] = []
    place = Place(ConversationId("0b9c9a3e-3f0e-4f43-9d0c-6a4e3a2f1b7d"), 3)

    async def more(person: PersonId, place: Place, start: int) -> bool:
        asked_for.append((person, place, start))
        return len(asked_for) == 1

    way.reception.on_more = more
    for number in (1, 2):
        tap = sent("Meer keuzes", f"wamid.more{number}", second=number, kind=Kind.TAP, payload=more_payload(place, 9))
        messages = await way.brings(tap)
        assert words(messages) == ["Hoi", "Meer keuzes"][:number]
    conversation = await way.conversations.get(messages[0].conversation_id)
    assert conversation is not None
    assert asked_for == [(conversation.channel_key, place, 9)] * 2
