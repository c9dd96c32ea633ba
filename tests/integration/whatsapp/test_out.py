"""The way out, from record to phone and back: order, ticks, every way that sending fails, and two processes at once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from dichtbij.channels.whatsapp.files import OutgoingFile
from dichtbij.channels.whatsapp.model import Address, PersonId, StatusUpdate, TextPart
from dichtbij.channels.whatsapp.parcels import ABOUT_SIGNING_OFF, RETRY_WAITS
from dichtbij.channels.whatsapp.rendering import Place
from dichtbij.channels.whatsapp.store import parcels as store
from dichtbij.channels.whatsapp.telling import OWED, TOLD
from dichtbij.conversations.model import Content, Conversation, Draft
from dichtbij.database import Database
from dichtbij.organisation import Organisation
from dichtbij.texts import Texts
from dichtbij.whatsapp_stand_in import Phone, StandIn
from dichtbij.whatsapp_stand_in.faults import Fault
from dichtbij.whatsapp_stand_in.line import Habits
from tests.conftest import FakeClock
from tests.integration.whatsapp.outgoing import PNG, Hook, Process, way_out
from tests.whatsapp_stand_in import stand_in

NUMBER, OTHER = "31612000101", "31612000102"
Open = Callable[[], Database]


@pytest.fixture(scope="session")
def texts(organisation: Organisation) -> Texts:
    return Texts(organisation.facts())


@pytest.fixture
async def meta(clock: FakeClock) -> AsyncIterator[StandIn]:
    async with stand_in(clock) as meta:
        yield meta


@pytest.fixture
async def two(
    meta: StandIn, clock: FakeClock, open_database: Open, texts: Texts
) -> AsyncIterator[tuple[Process, Process, Hook]]:
    """Two processes on one database (SQLite and PostgreSQL), not started."""
    async with way_out(meta, clock, [open_database(), open_database()], texts) as ((one, other), hook):
        yield one, other, hook


@pytest.fixture
async def one(meta: StandIn, clock: FakeClock, sqlite: Database, texts: Texts) -> AsyncIterator[tuple[Process, Hook]]:
    """One process that runs, for what does not differ between databases."""
    async with way_out(meta, clock, [sqlite], texts) as ([process], hook):
        await process.outbound.start()
        yield process, hook


@pytest.fixture
def phone(meta: StandIn) -> Phone:
    phone = meta.phone(NUMBER, "Sanne")
    phone.say("hallo")
    return phone


async def eventually(look: Callable[[], Awaitable[Any]], what: str = "") -> Any:
    """Wait until something holds, and give it."""
    for _ in range(1500):
        if found := await look():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"it never came: {what}")


async def others_are_answered(meta: StandIn, process: Process) -> None:
    """Meta takes a message to somebody else, so that what it does not take is that message's own trouble."""
    neighbour = meta.phone(f"316120003{len(meta.phones):02d}", "Noor")
    neighbour.say("hoi")
    conversation = await process.begin(neighbour)
    await process.say(conversation, "voor Noor")
    await process.reach("read", conversation)


async def waits_for_its_time(process: Process, code: int) -> bool:
    """A parcel was refused with this code and is to be tried again."""
    return any(row.state == "waiting" and row.code == code for row in await process.parcels())


# -- going well -------------------------------------------------------------------------------------------------------


async def test_an_answer_goes_out_once_and_gets_its_ticks(
    meta: StandIn, phone: Phone, two: tuple[Process, Process, Hook]
) -> None:
    process, other, _ = two
    conversation = await process.begin(phone)
    await process.outbound.start()
    await other.outbound.start()
    await process.say(conversation, "Je betaalt 120 euro.")
    await process.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro."]
    [parcel] = await process.parcels()
    assert (parcel.state, parcel.content, parcel.tries) == ("read", None, 1)
    assert parcel.remote_id == phone.received[0].id


async def test_two_processes_keep_the_order_and_send_nothing_twice(
    meta: StandIn, phone: Phone, two: tuple[Process, Process, Hook]
) -> None:
    """An agent types faster than Meta answers, and either process may take the next one."""
    process, other, hook = two
    hook.to = [process, other]
    conversation = await process.begin(phone)
    for each in (process, other):
        await each.outbound.start()
    said = [f"regel {number}" for number in range(12)]
    for number, text in enumerate(said):
        await (process, other)[number % 2].say(conversation, text, sender="agent")
    await process.reach("read", conversation)
    assert phone.texts == said
    assert [parcel.tries for parcel in await process.parcels()] == [1] * 12


async def test_what_waits_together_is_one_bubble(meta: StandIn, phone: Phone, one: tuple[Process, Hook]) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    await process.say(conversation, "Je betaalt 120 euro.", "Ik heb je nummer verborgen.")
    await process.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro.\n\nIk heb je nummer verborgen."]
    assert phone.received[0].titles == ["Medewerker"]


async def test_a_welcome_waits_for_the_first_answer(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    async with process.database.writing() as session:
        await process.conversations.change_owner(session, conversation.id, "bot", "closed", who="bot", why="klaar")
    welcome = Content("Ik ben een chatbot.", marks=("utter:utter_whatsapp_welkom",))
    received = await process.conversations.receive("whatsapp", conversation.channel_key, "tarieven?", welcome=welcome)
    fresh: Conversation = received.conversation  # type: ignore[union-attr]
    await process.outbound.packer.look()
    assert [row.conversation_id for row in await process.parcels()] == []
    turn = await process.conversations.begin_turn(fresh.id)
    assert turn is not None
    messages = await process.conversations.finish_turn(turn, [Draft("bot", Content("Dit zijn de tarieven."))])
    await process.conversations.announce(fresh, messages)
    await process.reach("read", fresh)
    assert phone.texts == ["Ik ben een chatbot.\n\nDit zijn de tarieven."]


async def test_danger_goes_before_everything_that_waits(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(131016)
    await process.say(conversation, "Dat zoek ik op.")
    await eventually(lambda: waits_for_its_time(process, 131016))
    await process.say(conversation, "Ga naar buiten.", sender="system", marks=("utter:utter_gaslucht",))
    await meta.hears(phone, "Ga naar buiten.")
    assert phone.texts == ["Ga naar buiten."]
    clock.forward(seconds=10)
    await meta.hears(phone, "Dat zoek ik op.")


async def test_more_choices_than_a_list_holds_are_asked_in_steps(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    replies = tuple({"title": f"Factuur {number}", "payload": f"/f{number}"} for number in range(1, 13))
    await process.say(conversation, "Welke factuur?", quick_replies=replies)
    bubble = await meta.hears(phone, "Welke factuur?")
    assert bubble.titles == [*(f"Factuur {number}" for number in range(1, 10)), "Meer keuzes"]
    person, question = PersonId(conversation.channel_key), Place(conversation.id, 2)
    assert await process.outbound.more(person, question, 9)
    bubble = await meta.hears(phone, "Dit zijn de andere keuzes.")
    assert bubble.titles == ["Factuur 10", "Factuur 11", "Factuur 12"]
    assert await process.outbound.more(person, question, 9)  # tapped again: answered again
    await meta.hears(phone, "Dit zijn de andere keuzes.", times=2)
    assert not await process.outbound.more(person, question, 12)
    await process.reach("read", conversation)


async def test_a_chart_is_uploaded_and_stands_above_its_buttons(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    process.files["/documenten/abc"] = OutgoingFile("verbruik.png", "image/png", PNG)
    conversation = await process.begin(phone)
    image = {"src": "/documenten/abc", "title": "Een grafiek."}
    await process.say(conversation, "2.900 kWh", image=image)
    bubble = await meta.hears(phone, "2.900 kWh")
    uploaded = meta.files.get(bubble.content["header"]["image"]["id"], meta.now())
    assert uploaded is not None
    assert uploaded.content == PNG


async def test_a_picture_that_is_gone_leaves_its_words(meta: StandIn, phone: Phone, one: tuple[Process, Hook]) -> None:
    """A link to a document lives half an hour; a message may wait longer."""
    process, _ = one
    conversation = await process.begin(phone)
    image = {"src": "/documenten/x", "title": "Een grafiek."}
    await process.say(conversation, "2.900 kWh", sender="agent", image=image)
    bubble = await meta.hears(phone, "2.900 kWh")
    assert bubble.type == "text"
    assert bubble.text == "2.900 kWh\n\nEen grafiek."


async def test_statuses_in_any_order_and_twice_end_at_the_latest(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, hook = one
    meta.line.habits = Habits(copies=2, chance=random.Random(7), in_order=False)
    conversation = await process.begin(phone)
    for number in range(5):
        await process.say(conversation, f"regel {number}", sender="agent")
    await process.reach("read", conversation)
    await meta.settled()
    assert all(one.state == "read" for one in await process.messages(conversation))
    assert len(hook.seen) == 5 * 3 * 2


# -- going wrong ------------------------------------------------------------------------------------------------------


async def test_what_meta_has_trouble_with_is_tried_again_ever_later(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    await others_are_answered(meta, process)
    meta.fail(131000, times=2)
    await process.say(conversation, "Je betaalt 120 euro.")
    for tries, wait in ((1, 2), (2, 10)):
        await eventually(lambda: waits_for_its_time(process, 131000))
        [parcel] = [row for row in await process.parcels() if row.state == "waiting"]
        assert parcel.tries == tries
        assert parcel.next_at == clock() + timedelta(seconds=wait)
        clock.forward(seconds=wait)
        process.outbound.sender.notify()
        if tries == 1:
            await eventually(lambda: _tried(process, 2))
    await process.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro."]


async def _tried(process: Process, times: int) -> bool:
    return any(row.tries == times and row.state == "waiting" for row in await process.parcels())


async def test_what_never_works_is_given_up_and_told_to_the_agent(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(131000, times=100, to=NUMBER)
    await others_are_answered(meta, process)
    await process.say(conversation, "Je betaalt 120 euro.", sender="agent")
    for tries, wait in enumerate(RETRY_WAITS, 1):
        await eventually(lambda tries=tries: _tried(process, tries))  # type: ignore[misc]
        clock.forward(seconds=wait - 1)
        await others_are_answered(meta, process)
        clock.forward(seconds=1)
        process.outbound.sender.notify()
    await process.reach("failed", conversation)
    [message] = await process.messages(conversation)
    assert message.failure.startswith("Niet bezorgd: het lukte niet")
    assert phone.texts == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (131047, "langer dan 24 uur geleden"),
        (131026, "hier niet te bereiken (131026)"),
        (131009, "klopt iets niet aan het bericht (131009)"),
    ],
)
async def test_a_failure_is_told_with_its_reason_and_the_person_elsewhere(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook], code: int, words: str
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(code, times=2)
    await process.say(conversation, "Ik bel je morgen.", sender="agent")
    await process.until(lambda said: "mail" in said[0].failure, conversation)
    [message] = await process.messages(conversation)
    assert message.state == "failed"
    assert words in message.failure
    assert message.failure.endswith("De klant kreeg een mail dat er een bericht is.")
    assert phone.texts == []
    # The next one fails too, and nobody is told twice within a few hours.
    await process.say(conversation, "Toch niet morgen.", sender="agent")
    await process.reach("failed", conversation)
    assert process.elsewhere.told == [conversation.id]
    assert [row.content for row in await process.parcels()] == [None, None]


async def test_what_the_person_may_not_want_is_told_nobody_elsewhere(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(131049)
    await process.say(conversation, "Ik bel je morgen.", sender="agent")
    await process.reach("failed", conversation)
    [message] = await process.messages(conversation)
    assert message.failure.endswith("tegengehouden, of de klant wil het niet (131049).")
    [parcel] = await process.parcels()
    assert not parcel.reason.startswith(OWED)


async def test_a_mail_server_that_hangs_holds_up_nothing(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    process.elsewhere.hangs = True
    conversation = await process.begin(phone)
    phones = [meta.phone(f"3161200020{number}", "Karim") for number in range(4)]
    for each in phones:
        each.say("hoi")
    meta.fail(131026, to=NUMBER)
    await process.say(conversation, "Ik bel je morgen.", sender="agent")
    await eventually(lambda: _asked_elsewhere(process, 1))
    for each in phones:
        others = await process.begin(each)
        await process.say(others, "Je betaalt 120 euro.")
        await process.reach("read", others)
    [message] = await process.messages(conversation)
    assert message.failure.endswith("(131026).")
    process.elsewhere.healed.set()
    await process.until(lambda said: "mail" in said[0].failure, conversation)
    assert process.elsewhere.told == [conversation.id]


async def _asked_elsewhere(process: Process, times: int) -> bool:
    return len(process.elsewhere.told) == times


async def test_who_could_not_be_told_elsewhere_is_tried_again_with_the_next_message(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook]
) -> None:
    """A mail server that is down does not count as told for six hours."""
    process, _ = one
    process.elsewhere.how = ""
    conversation = await process.begin(phone)
    meta.fail(131026, times=2)
    await process.say(conversation, "Ik bel je morgen.", sender="agent")
    await process.until(lambda said: "ook niet op een andere manier" in said[0].failure, conversation)
    process.elsewhere.how = "mail"
    await process.say(conversation, "Toch niet morgen.", sender="agent")
    await process.until(lambda said: "kreeg een mail" in said[-1].failure, conversation)
    assert sorted(parcel.reason.startswith(TOLD) for parcel in await process.parcels()) == [False, True]


async def test_who_was_not_told_before_a_crash_is_told_once_by_another_process(
    meta: StandIn, clock: FakeClock, phone: Phone, two: tuple[Process, Process, Hook]
) -> None:
    crashed, other, _ = two
    conversation = await crashed.begin(phone)
    meta.fail(131026, times=2)
    for part in (crashed.outbound.packer, crashed.outbound.sender):  # all but the telling
        await part.start()
    await crashed.say(conversation, "Ik bel je morgen.", sender="agent")
    clock.forward(seconds=1)
    await crashed.say(conversation, "Of overmorgen.", sender="agent")
    await crashed.reach("failed", conversation)
    assert [parcel.reason.startswith(OWED) for parcel in await crashed.parcels()] == [True, True]
    first, then = [parcel.id for parcel in await crashed.parcels()]

    crashed.elsewhere.hangs = True
    lost = asyncio.create_task(crashed.outbound.telling.tell(first))
    await eventually(lambda: _asked_elsewhere(crashed, 1))
    lost.cancel()  # and the process with it
    assert not await other.outbound.telling.tell(first)  # perhaps somebody is at it
    assert not await other.outbound.telling.tell(then)  # the same person
    clock.forward(minutes=4)
    await other.outbound.start()
    # Once for the two, beside whichever of them came first; two are looked at side by side.
    await other.until(lambda said: any("kreeg een mail" in message.failure for message in said), conversation)
    await eventually(lambda: _none_owed(other))
    assert other.elsewhere.told == [conversation.id]


async def _none_owed(process: Process) -> bool:
    return not any(parcel.reason.startswith(OWED) for parcel in await process.parcels())


async def test_an_answer_of_the_bot_that_fails_is_told_nobody_elsewhere(
    meta: StandIn, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(131026)
    await process.say(conversation, "Je betaalt 120 euro.")
    await process.reach("failed", conversation)
    assert process.elsewhere.told == []


async def test_after_24_hours_nothing_is_even_tried(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, hook = one
    conversation = await process.begin(phone)
    clock.forward(hours=24)
    await process.say(conversation, "Ik heb het uitgezocht.", sender="agent")
    await process.reach("failed", conversation)
    [message] = await process.messages(conversation)
    assert "langer dan 24 uur geleden" in message.failure
    assert hook.seen == []


async def test_who_signed_off_gets_the_confirmation_and_nothing_more(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    await process.person(conversation, opted_out_at=clock())
    await process.say(conversation, "Je bent afgemeld.", sender="system", marks=(ABOUT_SIGNING_OFF,))
    await process.say(conversation, "Toch nog iets.", sender="agent")
    await process.until(lambda said: said[-1].state == "failed" and said[0].state == "read", conversation)
    assert phone.texts == ["Je bent afgemeld."]
    assert (await process.messages(conversation))[-1].failure.startswith("Niet verstuurd: de klant heeft zich afgemeld")
    assert process.elsewhere.told == []
    clock.forward(seconds=60)
    await process.person(conversation, last_in_at=clock())
    await process.say(conversation, "We zijn open tot vijf uur.")
    await meta.hears(phone, "open tot vijf uur")


async def test_too_much_to_one_person_holds_up_nobody_else(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    neighbour = meta.phone(OTHER, "Karim")
    neighbour.say("hoi")
    slow, quick = await process.begin(phone), await process.begin(neighbour)
    meta.fail(131056, to=NUMBER)
    await process.say(slow, "een", sender="agent")
    await eventually(lambda: waits_for_its_time(process, 131056))
    await process.say(slow, "twee", sender="agent")
    await process.say(quick, "voor Karim")
    await meta.hears(neighbour, "voor Karim")
    assert phone.texts == []
    clock.forward(seconds=4)
    await meta.hears(phone, "twee")
    assert phone.texts == ["een", "twee"]


async def test_too_much_from_our_number_makes_everything_wait(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    neighbour = meta.phone(OTHER, "Karim")
    neighbour.say("hoi")
    mine, theirs = await process.begin(phone), await process.begin(neighbour)
    meta.fail(130429, wait=30)
    await process.say(mine, "een", sender="agent")
    await eventually(lambda: waits_for_its_time(process, 130429))
    await process.say(theirs, "voor Karim")
    clock.forward(seconds=29)
    process.outbound.sender.notify()
    await eventually(lambda: _packed(process, 2))
    assert (phone.texts, neighbour.texts) == ([], [])
    clock.forward(seconds=1)
    await meta.hears(neighbour, "voor Karim")
    await meta.hears(phone, "een")
    assert [parcel.tries for parcel in await process.parcels()] == [1, 1]


async def _packed(process: Process, count: int) -> bool:
    return len(await process.parcels()) == count


async def test_a_dead_token_is_an_alarm_and_nothing_is_lost(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    heard: list[int] = []
    process.outbound.on_alarm(lambda: heard.append(len(process.outbound.alarms)))
    meta.fail(190, times=2)
    await process.say(conversation, "een", sender="agent")
    await eventually(lambda: waits_for_its_time(process, 190))
    [alarm] = process.outbound.alarms
    assert (alarm.provider, alarm.code) == ("cloud", 190)
    assert process.figure("dichtbij_channel_alarm", provider="cloud") == 1
    await process.say(conversation, "twee", sender="agent")
    clock.forward(seconds=60)  # tried again, and still dead
    await eventually(lambda: _used_up(meta))
    clock.forward(seconds=61)
    await meta.hears(phone, "twee")
    assert phone.texts == ["een", "twee"]
    assert process.outbound.alarms == []
    assert heard == [1, 0]
    assert process.figure("dichtbij_channel_alarm", provider="cloud") == 0


async def _used_up(meta: StandIn) -> bool:
    return not meta.faults.waiting


# -- not knowing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["cut", "page"])
async def test_an_answer_that_got_lost_is_not_sent_again(
    meta: StandIn, clock: FakeClock, phone: Phone, two: tuple[Process, Process, Hook], how: str
) -> None:
    """The status brings our reference back, and with it the message's id."""
    process, other, _ = two
    conversation = await process.begin(phone)
    getattr(meta, how)(taken=True)
    for each in (process, other):
        await each.outbound.start()
    await process.say(conversation, "Je betaalt 120 euro.")
    await process.reach("read", conversation)
    clock.forward(minutes=5)
    await process.say(conversation, "Nog iets?")
    await meta.hears(phone, "Nog iets?")
    assert phone.texts == ["Je betaalt 120 euro.", "Nog iets?"]


async def test_what_was_not_taken_is_sent_again_after_the_doubt(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.cut()
    await process.say(conversation, "Je betaalt 120 euro.")
    await eventually(lambda: _in_doubt(process))
    clock.forward(seconds=59)
    process.outbound.sender.notify()
    await process.say(conversation, "Nog iets?")
    await eventually(lambda: _packed(process, 2))
    assert phone.texts == []
    clock.forward(seconds=2)
    await meta.hears(phone, "Nog iets?")
    assert phone.texts == ["Je betaalt 120 euro.", "Nog iets?"]


async def _in_doubt(process: Process) -> bool:
    return any(row.state == "sending" and row.lease_by is None for row in await process.parcels())


async def test_a_message_that_never_gets_an_answer_is_given_up(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.faults.waiting.append(Fault("page", http=504, times=100, to=NUMBER))
    await others_are_answered(meta, process)
    await process.say(conversation, "Je betaalt 120 euro.", sender="agent")
    for _ in range(2):
        await eventually(lambda: _in_doubt(process))
        clock.forward(seconds=58)
        await others_are_answered(meta, process)
        clock.forward(seconds=3)
        process.outbound.sender.notify()
    await process.reach("failed", conversation)
    [message] = await process.messages(conversation)
    assert message.failure.startswith("We weten niet of dit is aangekomen")


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
async def test_after_a_crash_between_sending_and_storing(
    meta: StandIn, clock: FakeClock, phone: Phone, two: tuple[Process, Process, Hook], taken: bool
) -> None:
    """The process that sent is gone; the other waits for a status, and sends only when none came."""
    crashed, other, hook = two
    hook.to = [other]
    conversation = await crashed.begin(phone)
    await crashed.say(conversation, "Je betaalt 120 euro.")
    await crashed.outbound.packer.look()
    async with crashed.database.writing() as session:
        ids = await store.firsts(session, "cloud", clock(), 10)
        [parcel] = await store.claim(session, ids, crashed.conversations.process_id, clock())
    if taken:
        assert isinstance(parcel.part, TextPart) or parcel.part is not None
        await crashed.provider.send(Address(number=NUMBER), parcel.part, parcel.id)
    await other.outbound.start()
    if taken:
        await other.reach("read", conversation)
    clock.forward(seconds=61)
    other.outbound.sender.notify()
    await other.reach("read", conversation)
    await other.say(conversation, "Nog iets?")
    await meta.hears(phone, "Nog iets?")
    assert phone.texts == ["Je betaalt 120 euro.", "Nog iets?"]


async def test_what_a_crash_left_unpacked_is_found(
    meta: StandIn, phone: Phone, two: tuple[Process, Process, Hook]
) -> None:
    process, other, hook = two
    hook.to = [other]
    conversation = await process.begin(phone)
    await process.say(conversation, "Je betaalt 120 euro.")  # nobody runs
    await other.outbound.start()
    await other.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro."]


async def test_a_failure_that_comes_as_a_status_is_tried_again(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(131000, later=True)
    await process.say(conversation, "Je betaalt 120 euro.")
    await eventually(lambda: waits_for_its_time(process, 131000))
    clock.forward(seconds=2)
    await process.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro."]


async def test_a_sent_that_is_told_after_its_failure_changes_nothing(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    """Statuses come in any order; what failed has to be sent again all the same."""
    process, _ = one
    conversation = await process.begin(phone)
    meta.fail(131000, later=True)
    await process.say(conversation, "Je betaalt 120 euro.")
    await eventually(lambda: waits_for_its_time(process, 131000))
    [parcel] = await process.parcels()
    await process.outbound.on_status(StatusUpdate("wamid.of-the-first", clock(), "sent", reference=parcel.id))
    clock.forward(seconds=2)
    await process.reach("read", conversation)
    assert phone.texts == ["Je betaalt 120 euro."]


async def test_what_is_erased_while_it_is_under_way_breaks_nothing(
    meta: StandIn, clock: FakeClock, phone: Phone, one: tuple[Process, Hook]
) -> None:
    process, _ = one
    neighbour = meta.phone(OTHER, "Karim")
    neighbour.say("hoi")
    mine, theirs = await process.begin(phone), await process.begin(neighbour)
    meta.fail(131016, to=NUMBER)
    await process.say(mine, "een")
    await eventually(lambda: waits_for_its_time(process, 131016))
    async with process.database.writing() as session:
        from dichtbij.channels.whatsapp.tables import PersonRow

        await session.delete(await session.get(PersonRow, mine.channel_key))
    clock.forward(seconds=10)
    await process.say(mine, "twee")  # for nobody
    await process.say(theirs, "voor Karim")
    await meta.hears(neighbour, "voor Karim")
    assert phone.texts == []
