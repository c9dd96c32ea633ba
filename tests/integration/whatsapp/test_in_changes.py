"""What is changed or taken back: of a part of a burst, of a long text, and before the message itself came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dichtbij.channels.whatsapp.model import Kind, Media
from dichtbij.conversations.model import LATE, WITHDRAWN, Content, Draft
from dichtbij.counter.taps import tapped_on
from dichtbij.database import Database
from tests.conftest import FakeClock
from tests.integration.whatsapp.test_in_kinds import YES_NO, asked, deletion, edit
from tests.phone import Way, sent, words


@pytest.fixture
def way(database: Database, clock: FakeClock) -> Way:
    return Way(database, clock)


async def heard(way: Way) -> list[str]:
    return [turn.message.content.said for turn in await way.turns()]


async def later(way: Way, clock: FakeClock, **by: float) -> None:
    clock.forward(**by)
    await way.inbox.look()
    await way.idle()


# -- of a burst -------------------------------------------------------------------------------------------------------


async def test_what_is_taken_back_is_the_message_and_not_the_same_sign_in_another(way: Way) -> None:
    await way.brings(sent("mijn stand is 1254", "w1", second=1), sent("5", "w2", second=2))
    await way.brings(deletion("w2"))
    assert await heard(way) == ["mijn stand is 1254"]


async def test_what_is_changed_is_the_message_and_not_the_same_word_in_another(way: Way) -> None:
    await way.brings(sent("jammer", "w1", second=1), sent("ja", "w2", second=2), sent("dank", "w3", second=3))
    await way.brings(edit("w2", "nee"))
    assert await heard(way) == ["jammer\nnee\ndank"]


async def test_the_words_below_a_picture_are_taken_back_with_it_and_so_is_the_word_about_it(way: Way) -> None:
    photo = sent("de meter", "w1", second=1, kind=Kind.FILE, media=Media("1", "image/jpeg"))
    place = sent("", "w2", second=2, kind=Kind.LOCATION, details={"name": "Thuis"})
    await way.brings(photo, place, sent("klopt dit", "w3", second=3))
    await way.brings(deletion("w1"))
    [turn] = await way.turns()
    assert turn.message.content.said == "klopt dit"
    assert [mark for mark in turn.message.content.marks if mark.startswith("met:")] == ["met:locatie"]


async def test_a_burst_of_which_all_is_taken_back_waits_for_nothing(way: Way) -> None:
    await way.brings(sent("een", "w1", second=1), sent("twee", "w2", second=2))
    await way.brings(deletion("w2"))
    assert await heard(way) == ["een"]
    await way.brings(deletion("w1", second=10))
    assert await way.turns() == []


async def test_part_of_a_burst_longer_than_the_bot_reads_is_taken_back(way: Way) -> None:
    await way.brings(*(sent("x" * 300, f"w{n}", second=n) for n in range(25)), sent("GEHEIM", "w25", second=25))
    messages = await way.brings(deletion("w25", second=40))
    assert "GEHEIM" not in repr(messages)
    messages = await way.brings(deletion("w3", second=41))
    assert len(messages[-1].content.heard) == 4000
    assert WITHDRAWN in messages[3].content.marks


# -- of a long text ---------------------------------------------------------------------------------------------------


async def test_all_of_a_long_text_is_taken_back(way: Way) -> None:
    await way.brings(sent("a" * 4500 + "GEHEIM", "wamid.L"))
    messages = await way.brings(deletion("wamid.L"))
    assert words(messages) == ["Bericht ingetrokken"] * 2
    assert "GEHEIM" not in repr(messages)
    assert await way.turns() == []


async def test_all_of_a_long_text_is_changed(way: Way) -> None:
    await way.brings(sent("a" * 9000, "wamid.L"))
    messages = await way.brings(edit("wamid.L", "b" * 5000))
    assert words(messages) == ["b" * 4000, "b" * 1000, "De rest van dit bericht is weggehaald"]
    assert "".join(message.content.earlier for message in messages) == "a" * 9000
    [turn] = await way.turns()
    assert turn.message.content.said == "b" * 4000


# -- before the message itself ----------------------------------------------------------------------------------------


async def test_what_was_taken_back_long_before_it_came_is_never_stored(way: Way, clock: FakeClock) -> None:
    await way.brings(deletion("o1"))
    await later(way, clock, seconds=40)
    messages = await way.brings(sent("geheim" * 1000, "o1"))
    assert words(messages) == ["Bericht ingetrokken"]
    assert await way.turns() == []


async def test_what_was_changed_long_before_it_came_is_read_once(way: Way, clock: FakeClock) -> None:
    await way.brings(edit("o1", "verbeterd"))
    await later(way, clock, seconds=40)
    messages = await way.brings(sent("fout", "o1"))
    assert words(messages) == ["verbeterd"]
    assert await heard(way) == ["verbeterd"]


async def test_a_picture_of_which_the_words_were_changed_first_still_comes(way: Way, clock: FakeClock) -> None:
    changed = sent("de gasmeter", "e1", second=5, kind=Kind.EDIT, about="o1", details={"below": "image"})
    await way.brings(changed)
    await later(way, clock, seconds=40)
    messages = await way.brings(sent("de meter", "o1", kind=Kind.FILE, media=Media("1", "image/jpeg")))
    assert words(messages) == ["de gasmeter", "Stuurde een foto: de meter"]


# -- late, taps -------------------------------------------------------------------------------------------------------


async def test_late_is_when_it_is_handled_and_not_when_it_came(way: Way, clock: FakeClock) -> None:
    """The process fell right after acknowledging, and came back hours later."""
    way.hold()
    await way.take(sent("hallo", "w1", at=clock.now))
    clock.forward(hours=3)
    await way.release(clock)
    [message] = await way.record()
    assert LATE in message.content.marks


async def test_a_tap_tells_which_bubble_its_button_was_below(way: Way) -> None:
    question = await asked(way, quick_replies=YES_NO)
    tap = sent("Ja", "w.tap", second=30, kind=Kind.TAP, payload="/ja", about="wamid.ours")
    messages = await way.brings(tap)
    assert tapped_on(question.conversation_id, question.seq) in messages[-1].content.marks


async def test_signing_off_is_a_turn_of_its_own_whatever_is_typed_around_it(way: Way) -> None:
    typed = ("wat is mijn termijnbedrag", "Afmelden!", "dank je")
    await way.brings(*(sent(text, second=n) for n, text in enumerate(typed)))
    assert await heard(way) == list(typed)


async def test_an_edit_of_an_answered_message_keeps_what_was_read(way: Way, clock: FakeClock) -> None:
    await way.brings(sent("Ik wil 10", "w1"))
    [turn] = await way.turns()
    begun = await way.conversations.begin_turn(turn.conversation.id)
    assert begun is not None
    await way.conversations.finish_turn(begun, [Draft("bot", Content("Goed"))])
    clock.now += timedelta(seconds=5)
    messages = await way.brings(edit("w1", "Ik wil 100"))
    assert (messages[0].content.text, messages[0].content.said) == ("Ik wil 100", "Ik wil 10")
