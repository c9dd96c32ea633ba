"""From delivery to record: each message once, in the order it was sent, and what belongs together as one turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from dichtbij.channels.whatsapp.inbox import Pace
from dichtbij.channels.whatsapp.model import KEPT, Address, Kind, Media
from dichtbij.channels.whatsapp.statuses import LEASE
from dichtbij.channels.whatsapp.store import arrivals as store
from dichtbij.channels.whatsapp.tables import ArrivalRow
from dichtbij.conversations.model import LATE, PART, Content, Draft
from dichtbij.database import Database
from tests.conftest import FakeClock
from tests.phone import PATIENT, QUICK, SANNE, Way, sent, words

Another = Callable[[], Database]


@pytest.fixture
def way(database: Database, clock: FakeClock) -> Way:
    return Way(database, clock)


@pytest.fixture
def patient(database: Database, clock: FakeClock) -> Way:
    return Way(database, clock, PATIENT)


async def test_one_message_is_one_turn(way: Way) -> None:
    [message] = await way.brings(sent("Hoi", "wamid.1"))
    assert (message.sender, message.channel_message_id, message.content.said) == ("customer", "wamid.1", "Hoi")
    [turn] = await way.turns()
    assert way.notified == [turn.conversation.id]


async def test_what_is_typed_below_each_other_is_one_turn_and_every_message_a_row(way: Way) -> None:
    messages = await way.brings(
        sent("Hoi", second=1), sent("ik heb een vraag", second=2), sent("over mijn factuur", second=3)
    )
    assert words(messages) == ["Hoi", "ik heb een vraag", "over mijn factuur"]
    assert [PART in message.content.marks for message in messages] == [True, True, False]
    [turn] = await way.turns()
    assert turn.message.content.said == "Hoi\nik heb een vraag\nover mijn factuur"
    assert [message.content.said for message in messages[:2]] == ["", ""]


async def test_deliveries_out_of_order_are_put_in_order(patient: Way) -> None:
    await patient.take(sent("drie", second=3))
    await patient.take(sent("een", second=1))
    await patient.take(sent("twee", second=2))
    await patient.idle()
    assert words(await patient.record()) == ["een", "twee", "drie"]


async def test_the_same_second_keeps_the_order_in_which_it_came(patient: Way) -> None:
    await patient.take(sent("b"), sent("a"))
    await patient.take(sent("d"))
    await patient.take(sent("c"))
    await patient.idle()
    assert words(await patient.record()) == ["b", "a", "d", "c"]


async def test_a_repetition_is_dropped_also_days_later(way: Way, clock: FakeClock) -> None:
    await way.brings(sent("Hoi", "wamid.1"))
    clock.forward(days=7, hours=1)
    await way.inbox.tidy()
    await way.take(sent("Hoi", "wamid.1"), sent("Hoi", "wamid.1"))
    await way.idle()
    assert words(await way.record()) == ["Hoi"]


async def test_ids_are_forgotten_when_no_repetition_can_come(way: Way, clock: FakeClock) -> None:
    await way.brings(sent("Hoi", "wamid.1"))
    clock.forward(days=KEPT.days, hours=1)
    await way.inbox.tidy()
    async with way.database.reading() as session:
        assert (await session.scalars(select(ArrivalRow))).all() == []


async def test_what_was_in_an_arrival_is_gone_once_it_was_handled(way: Way) -> None:
    await way.brings(sent("Mijn geheim", "wamid.1"))
    async with way.database.reading() as session:
        [row] = (await session.scalars(select(ArrivalRow))).all()
    assert (row.body, row.lease_by) == (None, None)
    assert row.handled_at is not None


async def test_two_people_are_two_conversations(way: Way) -> None:
    karim = Address("NL.2", "31612000102")
    await way.brings(sent("van Sanne"), sent("van Karim", address=karim))
    assert words(await way.record()) == ["van Sanne"]
    assert words(await way.record(karim)) == ["van Karim"]


async def test_a_tap_is_a_turn_of_its_own_with_the_whole_title(way: Way) -> None:
    await way.brings(sent("Hoi"))
    conversation = await way.conversation()
    assert conversation is not None
    offer = Content("Wilt u dat?", quick_replies=({"title": "Ja, regel dat maar meteen", "payload": "/bevestigen"},))
    await way.conversations.say(conversation.id, Draft("bot", offer))
    tap = sent("Ja, regel dat maar m", "wamid.tap", second=5, kind=Kind.TAP, payload="/bevestigen")
    messages = await way.brings(sent("even kijken", second=4), tap, sent("en dank", second=6))
    assert [(m.content.text, m.content.payload) for m in messages[2:]] == [
        ("even kijken", ""),
        ("Ja, regel dat maar meteen", "/bevestigen"),
        ("en dank", ""),
    ]
    assert len(await way.turns()) == 4


async def test_a_payload_that_nobody_offered_is_only_its_title(way: Way) -> None:
    [message] = await way.brings(sent("Alles wissen", kind=Kind.TAP, payload="/wissen"))
    assert (message.content.text, message.content.payload) == ("Alles wissen", "")


async def test_the_standing_button_always_counts(way: Way) -> None:
    [message] = await way.brings(sent("Medewerker", kind=Kind.TAP, payload="/medewerker_spreken"))
    assert message.content.payload == "/medewerker_spreken"


async def test_an_album_is_one_turn_of_which_each_picture_is_a_row(way: Way) -> None:
    pictures = [
        sent(
            "dit is de meter" if n == 2 else "",
            f"wamid.p{n}",
            second=n,
            kind=Kind.FILE,
            media=Media(f"m{n}", "image/jpeg"),
        )
        for n in range(3)
    ]
    messages = await way.brings(*pictures)
    assert words(messages) == ["Stuurde een foto", "Stuurde een foto", "Stuurde een foto: dit is de meter"]
    [turn] = await way.turns()
    assert turn.message.content.said == "dit is de meter"
    assert [mark for mark in turn.message.content.marks if mark.startswith("met:")] == ["met:bestand"]


async def test_a_text_that_is_too_long_is_kept_whole(way: Way) -> None:
    text = "".join(chr(97 + n % 26) for n in range(9_001))
    messages = await way.brings(sent(text, "wamid.long"))
    assert "".join(words(messages)) == text
    [turn] = await way.turns()
    assert "met:te_lang" in turn.message.content.marks


async def test_a_bsn_is_masked_in_the_row_and_in_what_the_bot_hears(way: Way) -> None:
    messages = await way.brings(sent("mijn bsn is 111222333", "wamid.1", second=1), sent("klopt dat", second=2))
    assert "111222333" not in repr(messages)


async def test_old_deliveries_are_marked_and_stand_apart_from_fresh_ones(way: Way, clock: FakeClock) -> None:
    old = sent("gisteren gevraagd", at=clock.now - timedelta(hours=20))
    messages = await way.brings(old, sent("en nu dit"))
    assert [LATE in message.content.marks for message in messages] == [True, False]
    assert f"verstuurd:{old.at.isoformat()}" in messages[0].content.marks
    assert [turn.message.content.said for turn in await way.turns()] == ["gisteren gevraagd", "en nu dit"]


async def test_a_message_from_nobody_is_left_out_and_holds_up_nothing(way: Way) -> None:
    await way.take(sent("van niemand", address=Address()))
    await way.idle()
    assert words(await way.brings(sent("Hoi"))) == ["Hoi"]


# -- settling ---------------------------------------------------------------------------------------------------------


async def test_a_quick_burst_in_deliveries_of_its_own_is_one_turn(patient: Way) -> None:
    for number in range(4):
        await patient.take(sent(f"regel {number}", second=number))
        await asyncio.sleep(0.01)
    await patient.idle()
    assert len(await patient.turns()) == 1


async def test_who_never_stops_typing_is_answered_after_the_longest_wait(database: Database, clock: FakeClock) -> None:
    way = Way(database, clock, Pace(settle=0.2, most=0.4, look=0.05))
    number = 0
    while not way.notified:
        await way.take(sent(f"regel {number}", second=number))
        number += 1
        assert number < 100, "nothing was handled while deliveries kept coming"
        await asyncio.sleep(0.05)
    await way.idle()
    assert words(await way.record()) == [f"regel {n}" for n in range(number)]


# -- several processes, crashes ---------------------------------------------------------------------------------------


async def test_a_burst_that_comes_in_at_two_processes_is_one_turn(open_database: Another, clock: FakeClock) -> None:
    one, other = Way(open_database(), clock, PATIENT), Way(open_database(), clock, PATIENT)
    await asyncio.gather(one.take(sent("a", second=1)), other.take(sent("b", second=2), sent("a", second=1)))
    await asyncio.gather(one.take(sent("c", second=3)), other.take(sent("c", second=3)))
    await asyncio.wait_for(asyncio.gather(one.inbox.idle(), other.inbox.idle()), 60)
    assert words(await one.record()) == ["a", "b", "c"]
    assert [turn.message.content.said for turn in await one.turns()] == ["a\nb\nc"]
    assert len(one.notified + other.notified) == 1


async def test_many_people_at_two_processes_at_once(open_database: Another, clock: FakeClock) -> None:
    ways = [Way(open_database(), clock, PATIENT), Way(open_database(), clock, PATIENT)]
    people = [Address(f"NL.{n}", f"3161200{n:04}") for n in range(12)]
    for second in range(3):
        await asyncio.gather(
            *(
                way.take(*(sent(f"{n}.{second}", second=second, address=one) for n, one in enumerate(people)))
                for way in ways
            )
        )
    await asyncio.gather(*(way.idle() for way in ways))
    for n, person in enumerate(people):
        assert words(await ways[0].record(person)) == [f"{n}.0", f"{n}.1", f"{n}.2"]


async def test_what_a_fallen_process_had_taken_is_handled_by_another(open_database: Another, clock: FakeClock) -> None:
    fallen = Way(open_database(), clock, replace(QUICK, settle=30.0, most=60.0))
    await fallen.take(sent("Hoi"))
    for task in fallen.inbox._running.values():
        task.cancel()
    async with fallen.database.writing() as session:  # it had just begun
        await store.claim(session, "cloud", SANNE.key, "fallen", clock.now, clock.now + LEASE)
    other = Way(open_database(), clock)
    clock.forward(seconds=10)
    await other.inbox.look()
    await other.idle()
    assert await other.record() == []
    clock.forward(seconds=LEASE.total_seconds())
    await other.inbox.look()
    await other.idle()
    assert words(await other.record()) == ["Hoi"]


async def test_handled_twice_after_a_fall_is_stored_once(way: Way, clock: FakeClock) -> None:
    """It fell between storing in the record and marking the arrival."""
    await way.take(sent("a", second=1), sent("b", second=2))
    async with way.database.writing() as session:
        kept = await store.claim(session, "cloud", SANNE.key, "fallen", clock.now, clock.now + LEASE)
    assert kept is not None
    await way.reception.handle("cloud", kept)
    clock.forward(minutes=1)
    await way.inbox.look()
    await way.idle()
    assert words(await way.record()) == ["a", "b"]
    assert len(await way.turns()) == 1


async def test_a_stop_gives_back_what_was_taken(open_database: Another, clock: FakeClock) -> None:
    stopped = Way(open_database(), clock, replace(QUICK, settle=30.0, most=60.0))
    await stopped.inbox.start()
    await stopped.take(sent("Hoi"))
    await stopped.inbox.stop()
    clock.forward(seconds=10)
    other = Way(open_database(), clock)
    await other.inbox.look()
    await other.idle()
    assert words(await other.record()) == ["Hoi"]
