"""Twilio, the whole way: its webhooks in, the counter, its API out, and everything that goes wrong in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from dichtbij.channels.whatsapp.tables import ParcelRow, PersonRow
from dichtbij.conversations.model import Message
from tests.running_counter import FakeBot, Running, Time, free_port, running
from tests.running_counter import clock as clock
from tests.running_counter import file as file
from tests.running_counter import template as template
from tests.twilio_parts import OUR_WHATSAPP, TwilioPhone
from tests.twilio_stand_in import EVERY, SECONDS, Twilio, twilio

NUMBER = "31612000199"
CHOICES = [{"title": "Ja", "payload": "/bevestigen"}, {"title": "Nee, iets anders", "payload": "/ontkennen"}]


@dataclass
class Line:
    """A counter and Twilio, connected."""

    twilio: Twilio
    counter: Running
    clock: Time

    def whatsapp(self, number: str = NUMBER, **more: Any) -> TwilioPhone:
        return self.twilio.phone(number, "Sanne", **more)

    def sms(self, number: str = NUMBER) -> TwilioPhone:
        return self.twilio.phone(number, channel="sms")

    async def rows(self, table: Any) -> list[Any]:
        async with self.counter.parts.database.reading() as session:
            return list(await session.scalars(select(table)))

    async def record(self, channel: str = "whatsapp") -> list[Message]:
        """What the record has of everybody on a channel."""
        conversations = self.counter.parts.conversations
        people = [row for row in await self.rows(PersonRow) if row.channel == channel]
        found: list[Message] = []
        for person in people:
            latest = await conversations.latest(channel, person.id)
            found += await conversations.messages(latest.id) if latest else []
        return found

    async def until(self, wanted: Callable[[list[Message]], object], channel: str = "whatsapp") -> list[Message]:
        """Wait until the record is so; the clock stands still."""
        until = asyncio.get_running_loop().time() + SECONDS
        messages: list[Message] = []
        while asyncio.get_running_loop().time() < until:
            messages = await self.record(channel)
            if wanted(messages):
                return messages
            await asyncio.sleep(EVERY)
        told = [(one.sender, one.content.text, one.state, one.failure) for one in messages]
        parcels = [(row.state, row.code, row.reason, row.tries) for row in await self.rows(ParcelRow)]
        raise AssertionError(f"it did not become so: {told} {parcels}")

    async def refused(self, code: int) -> None:
        """Wait until it is stored that a message was refused and waits for its next try."""
        until = asyncio.get_running_loop().time() + SECONDS
        while asyncio.get_running_loop().time() < until:
            if [(row.state, row.code) for row in await self.rows(ParcelRow)] == [("waiting", code)]:
                return
            await asyncio.sleep(EVERY)
        raise AssertionError(f"no message waits after {code}")


@pytest_asyncio.fixture
async def line(file: Path, clock: Time) -> AsyncIterator[Line]:
    async with twilio(clock) as stand_in:
        port = free_port()
        bot = FakeBot(says={"klopt dit?": [{"text": "Klopt dit?", "buttons": CHOICES}]})
        async with running(file, clock=clock, port=port, bot=bot, **stand_in.settings()) as counter:
            stand_in.hook = f"http://127.0.0.1:{port}"
            yield Line(stand_in, counter, clock)
            await stand_in.settled()


def ours(messages: list[Message]) -> list[Message]:
    """The bot's answer, without the words of welcome before it."""
    return [one for one in messages if one.sender == "bot" and "Je zei:" in one.content.text]


# -- when all goes well -----------------------------------------------------------------------------------------------


async def test_whatsapp_there_and_back(line: Line) -> None:
    phone = line.whatsapp(user_id="NL.13491208655302741918")
    await phone.say("hallo")
    heard = await line.twilio.hears(phone, "Je zei: hallo")
    assert heard.text.endswith('Of typ "Medewerker".')
    await line.until(lambda said: [one.state for one in ours(said)] == ["delivered"])
    [person] = await line.rows(PersonRow)
    assert (person.channel, person.provider, person.name) == ("whatsapp", "twilio", "Sanne")
    assert (person.number, person.user_id) == (NUMBER, "NL.13491208655302741918")
    assert line.twilio.asked[0]["From"] == f"whatsapp:{OUR_WHATSAPP}"


async def test_sms_there_and_back(line: Line) -> None:
    phone = line.sms()
    await phone.say("hallo")
    await line.twilio.hears(phone, "Je zei: hallo")
    await line.until(lambda said: [one.state for one in ours(said)] == ["delivered"], "sms")
    [person] = await line.rows(PersonRow)
    assert (person.channel, person.provider) == ("sms", "twilio_sms")


async def test_a_hidden_number_is_answered_by_its_id(line: Line) -> None:
    phone = line.whatsapp(user_id="NL.13491208655302741918")
    phone.hides_number = True
    await phone.say("hallo")
    await line.twilio.hears(phone, "Je zei: hallo")
    assert line.twilio.asked[0]["To"] == "whatsapp:NL.13491208655302741918"


async def test_a_typed_number_is_the_tap(line: Line) -> None:
    phone = line.whatsapp()
    await phone.say("klopt dit?")
    heard = await line.twilio.hears(phone, "Klopt dit?")
    assert 'Kies een nummer:\n1. Ja\n2. Nee, iets anders\nOf typ "Medewerker".' in heard.text
    await phone.say("2")
    await line.twilio.hears(phone, "ontkennen")
    tapped = [one for one in await line.record() if one.sender == "customer"][-1]
    assert (tapped.content.text, tapped.content.payload) == ("Nee, iets anders", "/ontkennen")


async def test_a_number_is_a_tap_only_once_and_only_where_it_was_offered(line: Line) -> None:
    phone = line.whatsapp()
    await phone.say("2")
    await line.twilio.hears(phone, "Je zei: 2")
    await phone.say("klopt dit?")
    await line.twilio.hears(phone, "Klopt dit?")
    await phone.say("3")
    await line.twilio.hears(phone, "Je zei: 3")
    await phone.say("1")
    await line.twilio.hears(phone, "Je zei: 1")


# -- when it does not -------------------------------------------------------------------------------------------------


async def test_what_comes_twice_is_answered_once_and_statuses_may_come_backwards(line: Line) -> None:
    phone = line.whatsapp()
    line.twilio.copies, line.twilio.backwards = 2, True
    await phone.say("hallo")
    await line.until(lambda said: [one.state for one in ours(said)] == ["delivered"])
    await line.twilio.settled()
    assert [one.text.count("Je zei: hallo") for one in phone.seen] == [1]
    assert set(line.twilio.answers) == {200}


async def test_a_message_whose_answer_was_lost_is_not_sent_twice(line: Line) -> None:
    """Twilio took it, and its status brings our reference back."""
    phone = line.whatsapp()
    line.twilio.cut = 1
    await phone.say("hallo")
    await line.until(lambda said: [one.state for one in ours(said)] == ["delivered"])
    line.clock.forward(minutes=10)
    await phone.say("nog iets")
    await line.twilio.hears(phone, "Je zei: nog iets")
    assert [one.text.count("Je zei: hallo") for one in phone.seen] == [1, 0]


@pytest.mark.parametrize("code", [20429, 20500])
async def test_what_passes_is_tried_again(line: Line, code: int) -> None:
    phone = line.whatsapp()
    line.twilio.fails, line.twilio.retry_after = [code], 30
    await phone.say("hallo")
    await line.refused(code)
    assert phone.seen == []
    line.clock.forward(seconds=31)
    await line.twilio.hears(phone, "Je zei: hallo")


@pytest.mark.parametrize(
    ("code", "words"),
    [(63016, "langer dan 24 uur"), (63024, "niet te bereiken"), (63049, "tegengehouden"), (63021, "klopt iets")],
)
async def test_what_can_not_arrive_says_why(line: Line, code: int, words: str) -> None:
    phone = line.whatsapp()
    phone.blocked = code
    await phone.say("hallo")
    [failed] = ours(await line.until(lambda said: any(one.state == "failed" for one in said)))
    assert words in failed.failure
    assert NUMBER not in failed.failure


async def test_who_signed_off_at_twilio_gets_no_sms(line: Line) -> None:
    phone = line.sms()
    phone.signed_off = True
    await phone.say("hallo")
    [failed] = ours(await line.until(lambda said: any(one.state == "failed" for one in said), "sms"))
    assert "21610" in failed.failure
    assert len(line.twilio.asked) == 1


async def test_a_dead_token_is_an_alarm_and_nothing_is_lost(line: Line) -> None:
    phone = line.whatsapp()
    line.twilio.fails = [20003]
    await phone.say("hallo")
    await line.refused(20003)
    outbound = line.counter.parts.phone.outbound
    assert [(alarm.provider, alarm.code) for alarm in outbound.alarms] == [("twilio", 20003)]
    line.clock.forward(seconds=61)
    await line.twilio.hears(phone, "Je zei: hallo")
    await line.until(lambda said: [one.state for one in ours(said)] == ["delivered"])
    assert outbound.alarms == []


async def test_what_somebody_else_sends_is_refused(line: Line) -> None:
    form = {"From": f"whatsapp:+{NUMBER}", "Body": "hallo", "MessageSid": "SM1"}
    assert await line.twilio.call("whatsapp", form, token="guessed") == 401
    assert await line.rows(PersonRow) == []


async def test_sms_set_to_the_address_of_whatsapp_is_refused_loudly(line: Line) -> None:
    assert await line.twilio.call("whatsapp", {"From": f"+{NUMBER}", "Body": "hallo", "MessageSid": "SM1"}) == 400
