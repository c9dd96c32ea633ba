"""From the record to parcels: what can't go out stands in nobody's way, and the rest of a list finds its message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from dichtbij.channels.whatsapp.model import PersonId
from dichtbij.channels.whatsapp.rendering import Place, read_more
from dichtbij.channels.whatsapp.store import record
from dichtbij.channels.whatsapp.tables import ParcelRow
from dichtbij.conversations.model import Content, Conversation, Draft, Message
from dichtbij.database import Database
from dichtbij.organisation import Organisation
from dichtbij.texts import Texts
from dichtbij.whatsapp_stand_in import Phone, StandIn
from tests.conftest import FakeClock
from tests.integration.whatsapp.outgoing import Process, way_out
from tests.whatsapp_stand_in import stand_in

NUMBER, OTHER = "31612000101", "31612000102"
FOURTEEN = tuple({"title": f"Factuur {number}", "payload": f"/f{number}"} for number in range(1, 15))


@pytest.fixture(scope="session")
def texts(organisation: Organisation) -> Texts:
    return Texts(organisation.facts())


@pytest.fixture
async def meta(clock: FakeClock) -> AsyncIterator[StandIn]:
    async with stand_in(clock) as meta:
        yield meta


@pytest.fixture
async def process(meta: StandIn, clock: FakeClock, sqlite: Database, texts: Texts) -> AsyncIterator[Process]:
    """One process, not started."""
    async with way_out(meta, clock, [sqlite], texts) as ([process], _):
        yield process


def phone_of(meta: StandIn, number: str) -> Phone:
    phone = meta.phone(number, "Sanne")
    phone.say("hallo")
    return phone


async def waiting(process: Process, clock: FakeClock) -> list[str]:
    """Conversations that every look would look at."""
    async with process.database.reading() as session:
        return list(await record.waiting(session, record.oldest_kept(clock())))


async def left_behind(process: Process, conversation: Conversation, *texts: str) -> None:
    """Said, and not told of: as a crash leaves it."""
    async with process.database.writing() as session:
        await process.conversations.append_in(session, conversation.id, [Draft("bot", Content(one)) for one in texts])


# -- choices in steps -------------------------------------------------------------------------------------------------


async def test_the_rest_of_a_list_is_found_by_what_its_last_row_names(meta: StandIn, process: Process) -> None:
    """Though it is not the last message of its bubble, and another conversation has begun meanwhile."""
    phone = phone_of(meta, NUMBER)
    conversation = await process.begin(phone)
    await process.outbound.start()
    async with process.database.writing() as session:
        drafts = [Draft("bot", Content("Welke?", quick_replies=FOURTEEN)), Draft("bot", Content("Typen mag ook."))]
        messages = await process.conversations.append_in(session, conversation.id, drafts)
    await process.conversations.announce(conversation, messages)
    bubble = await meta.hears(phone, "Welke?\n\nTypen mag ook.")
    wanted = read_more(bubble.choices[-1]["id"])
    assert wanted is not None
    async with process.database.writing() as session:
        await process.conversations.change_owner(session, conversation.id, "bot", "closed", who="system", why="klaar")
    await process.conversations.receive("whatsapp", conversation.channel_key, "nog iets", channel_message_id="2")

    assert await process.outbound.more(PersonId(conversation.channel_key), *wanted)
    bubble = await meta.hears(phone, "Dit zijn de andere keuzes.")
    assert bubble.titles == [f"Factuur {number}" for number in range(10, 15)]


async def test_nobody_is_shown_the_choices_of_somebody_else(meta: StandIn, process: Process) -> None:
    theirs = await process.begin(phone_of(meta, NUMBER))
    mine = await process.begin(phone_of(meta, OTHER))
    await process.say(theirs, "Welke?", quick_replies=FOURTEEN)
    assert not await process.outbound.more(PersonId(mine.channel_key), Place(theirs.id, 2), 9)
    assert await process.parcels() == []
    assert await process.outbound.more(PersonId(theirs.channel_key), Place(theirs.id, 2), 9)


# -- what can't go out ------------------------------------------------------------------------------------------------


async def test_without_a_provider_a_message_fails_and_the_agent_reads_why(
    meta: StandIn, clock: FakeClock, process: Process
) -> None:
    """Twilio was taken out of the settings: a hundred such conversations would hide what waits behind them."""
    conversation = await process.begin(phone_of(meta, NUMBER))
    await process.person(conversation, provider="twilio")
    told: list[Message] = []

    async def tells(_: Conversation, message: Message) -> None:
        told.append(message)

    process.conversations.on_delivery(tells)
    await process.say(conversation, "Je bent aan de beurt.", "Waarmee help ik je?", sender="agent")
    await process.outbound.packer.look()
    failed = [(one.state, one.failure) for one in await process.messages(conversation)]
    assert failed == [("failed", "De klant is hier niet meer te bereiken.")] * 2
    assert [(one.seq, one.state) for one in told] == [(2, "failed"), (3, "failed")]
    assert await waiting(process, clock) == []


async def test_what_cannot_be_shown_fails_alone(meta: StandIn, clock: FakeClock, process: Process) -> None:
    phone = phone_of(meta, NUMBER)
    conversation = await process.begin(phone)
    await process.say(conversation, "Eerst dit.", sender="agent")
    await process.say(conversation, "Stuk.", sender="agent", links=({"url": "/documenten/zonder-titel"},))
    await process.say(conversation, "Dan dit.", sender="agent")
    await process.outbound.start()
    await meta.hears(phone, "Dan dit.")
    assert phone.texts == ["Eerst dit.", "Dan dit."]
    [_, broken, _] = await process.messages(conversation)
    assert broken.state == "failed"
    assert broken.failure.startswith("Niet bezorgd")
    assert await waiting(process, clock) == []


async def test_a_parcel_of_a_newer_version_fails_alone(meta: StandIn, process: Process) -> None:
    """In the middle of an update, or after going back: it was claimed again every second, and nobody's went."""
    phone, other = phone_of(meta, NUMBER), phone_of(meta, OTHER)
    conversation, others = await process.begin(phone), await process.begin(other)
    await process.say(conversation, "Een hologram.", sender="agent")
    await process.say(others, "Gewoon tekst.")
    await process.outbound.packer.look()
    async with process.database.writing() as session:
        [row] = [one for one in await process.parcels() if one.conversation_id == conversation.id]
        stored = await session.get(ParcelRow, row.id)
        assert stored is not None
        stored.content = {"kind": "hologram", "text": "Een hologram.", "depth": 3}
    await process.outbound.start()
    await process.reach("failed", conversation)
    await meta.hears(other, "Gewoon tekst.")
    assert phone.texts == []


async def test_what_was_left_behind_is_found_while_much_is_said(meta: StandIn, process: Process) -> None:
    """Messages that keep coming must not keep the look from ever coming."""
    busy, quiet = await process.begin(phone_of(meta, NUMBER)), await process.begin(phone := phone_of(meta, OTHER))
    await process.say(busy, "Druk.")
    [message] = await process.messages(busy)
    await process.outbound.start()

    async def talk() -> None:
        while True:
            await process.outbound.packer.on_message(busy, message)
            await asyncio.sleep(0)

    talking = asyncio.create_task(talk())
    try:
        await process.reach("read", busy)  # the first look is over
        await left_behind(process, quiet, "Van voor de storing.")
        await meta.hears(phone, "Van voor de storing.")
    finally:
        talking.cancel()
