"""A conversation far longer than the bot's working memory, and a memory that can't be reached for a while."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM
from dichtbij.nlu.tracker import TURNS
from tests.conversations.conftest import Somebody
from tests.conversations.people import Customer, NewCustomer, until
from tests.stack import SECRET, Stack, persona

IN_BETWEEN = (
    "wat zijn jullie openingstijden?",
    "wat is een dynamisch contract?",
    "hoe kan ik energie besparen?",
    "ben je een robot?",
)


class Line:
    """The counter's own line to the bot, about a conversation of a customer.

    Through the counter a customer may say one thing a second: too slow for a test of a hundred messages.
    """

    def __init__(self, stack: Stack, who: Customer, http: aiohttp.ClientSession) -> None:
        self._url = f"{stack.bot.environment['RASA_URL']}/webhooks/counter/webhook"
        self._who = who
        self._http = http

    async def ask(self, text: str, *, message_id: str = "", retry: bool = False) -> dict[str, Any]:
        """What the bot says to a message: {answers, repeated}."""
        metadata = {"reading": {"level": "kalm", "advice": "none"}, "channel": "web", "aanspreekvorm": "je"}
        body = {
            "sender": self._who.conversation_id,
            "message": text,
            "message_id": message_id or str(uuid.uuid4()),
            "retry": retry,
            "metadata": metadata,
        }
        async with self._http.post(self._url, json=body, headers={"Authorization": f"Bearer {SECRET}"}) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def far(self, times: int) -> list[str]:
        """Ask so many questions that `times` memories are full of them; gives the last words after each."""
        last = []
        for number in range(times * TURNS):
            answers = (await self.ask(IN_BETWEEN[number % len(IN_BETWEEN)]))["answers"]
            last.append(str(answers[-1].get("text", "")))
        return last


@pytest.fixture
async def line(stack: Stack) -> AsyncIterator[Callable[[Customer], Line]]:
    async with aiohttp.ClientSession() as http:
        yield lambda who: Line(stack, who, http)


def memory(stack: Stack, who: Customer) -> tuple[int, int, str]:
    """What the bot remembers of a conversation: version, number of events, their text."""
    file = stack.settings.tracker_url.removeprefix("sqlite:///")
    query = "SELECT version, size, events FROM working_memory WHERE conversation_id = ?"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        [(version, size, events)] = connection.execute(query, (who.conversation_id,))
    return int(version), int(size), str(events)


@contextmanager
def held(stack: Stack) -> Iterator[None]:
    """Somebody holds the bot's database, so that nothing can be remembered."""
    file = stack.settings.tracker_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


NewLine = Callable[[Customer], Line]


@pytest.mark.question("verhuizing_doorgeven", "openingstijden", "dynamisch_contract", "besparen")
async def test_a_form_is_completed_after_several_memories_full_of_other_questions_and_a_restart(
    customer: NewCustomer, somebody: Somebody, stack: Stack, line: NewLine
) -> None:
    number = somebody("c.form_of_address = 'je' AND k.kind = 'variabel'")
    keys = datetime.now(AMSTERDAM).date() + timedelta(days=40)
    mover = await customer(number)
    heard = await mover.say(f"We verhuizen op {dutch_date(keys, year=True)} naar 4817 PK 22, wat moet ik doen?")
    assert "Genoteerd: Turfschuit 22, Breda." in heard
    asked = heard.messages[-1]["text"].splitlines()[-1]

    after = await line(mover).far(3)
    assert all(asked in words for words in after), "after every answer the form goes on with its own question"
    assert "We verhuizen op" not in memory(stack, mover)[2], "the words themselves are long forgotten"
    heard = await mover.say("dezelfde dag")
    assert "Nieuw adres: Turfschuit 22, 4817 PK Breda" in heard
    assert f"Sleutels en levering vanaf: {dutch_date(keys, year=True)}" in heard

    await line(mover).far(2)
    await stack.aside(stack.restart, stack.bot)
    heard = await mover.say("ja, klopt")
    assert f"Geregeld. Vanaf {dutch_date(keys)} krijg je energie op Turfschuit 22, 4817 PK Breda." in heard
    [(state, reference)] = stack.rows("SELECT state, reference FROM moves WHERE customer_id = ?", f"klant-{number}")
    assert state == "gepland"
    assert reference in heard
    assert (await mover.say("dankjewel")).text.startswith("Graag gedaan."), "and the form is closed"


@pytest.mark.question("herhalen", "termijnbedrag_opvragen", "verbruik_inzien")
async def test_what_looks_back_still_does_so_beyond_the_bound(
    customer: NewCustomer, stack: Stack, line: NewLine
) -> None:
    sanne = await customer(persona("Sanne"))
    await sanne.say("hallo")
    await line(sanne).far(2)
    _, size, _ = memory(stack, sanne)

    said = await sanne.say("wat is mijn termijnbedrag?")
    assert (await sanne.say("kun je dat nog een keer zeggen?")).text == said.text
    await sanne.say("hoeveel gas heb ik gebruikt?")
    assert "In 20" in await sanne.say("en vorig jaar?"), "it goes on with the question before"

    await line(sanne).far(2)
    assert memory(stack, sanne)[1] == pytest.approx(size, rel=0.25), "nothing grows"
    assert json.loads(memory(stack, sanne)[2])[0]["event"] == "session_started"


@pytest.mark.question("termijnbedrag_opvragen")
async def test_a_message_that_comes_again_gets_the_same_answer_and_does_nothing_twice(
    customer: NewCustomer, stack: Stack, line: NewLine
) -> None:
    sanne = await customer(persona("Sanne"))
    await line(sanne).far(2)
    first = await line(sanne).ask("wat is mijn termijnbedrag?", message_id="bericht-x")
    version, _, _ = memory(stack, sanne)

    again = await line(sanne).ask("wat is mijn termijnbedrag?", message_id="bericht-x", retry=True)

    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again["answers"] == first["answers"]
    assert memory(stack, sanne)[0] == version


@pytest.mark.question("betaaldatum_wijzigen")
async def test_a_memory_that_is_away_costs_time_and_no_open_form(customer: NewCustomer, stack: Stack) -> None:
    """Rasa by itself would go on with an empty memory: "de 7e" would be a loose value."""
    tom = await customer(persona("Tom"))
    await tom.say("ik wil mijn betaaldag wijzigen")
    with held(stack):
        seq = await tom.tell("de 7e")
        query = "SELECT attempts FROM messages WHERE conversation_id = ? AND seq = ?"
        await until(lambda: stack.one(query, tom.conversation_id, seq) > 1, "the counter to try again")
        assert [sender for number, sender, _ in tom.stored() if number > seq and sender == "bot"] == []

    await tom.shows("op de 7e van de maand")
    answers = [text for number, sender, text in tom.stored() if number > seq and sender == "bot"]
    assert len(answers) == 1, "said once"
    assert "bot_memory_failed" in stack.bot.log.read_text(encoding="utf-8")
    await tom.say("stop")


@pytest.mark.question("hulp")
async def test_two_messages_at_once_about_one_conversation_are_handled_one_after_the_other(
    customer: NewCustomer, stack: Stack, line: NewLine
) -> None:
    somebody = await customer()
    await somebody.say("hallo")
    asked: list[Awaitable[dict[str, Any]]] = [line(somebody).ask(words) for words in IN_BETWEEN]

    answers = await asyncio.gather(*asked)

    assert all(answer["answers"] for answer in answers)
    events = json.loads(memory(stack, somebody)[2])
    assert sorted(e["text"] for e in events if e["event"] == "user") == sorted(["hallo", *IN_BETWEEN])
