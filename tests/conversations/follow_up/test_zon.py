"""Solar panels: going on about another year, in simpler words, and with a question besides."""

from __future__ import annotations

import pytest

from actions.words import number
from dichtbij.customers.model import UsagePeriod
from tests.conversations.books import Books
from tests.conversations.people import NewCustomer
from tests.stack import persona

KARIM = persona("Karim")


@pytest.mark.question("zonnepanelen")
async def test_another_year_and_simpler_words(customer: NewCustomer, books: Books) -> None:
    karim = await customer(KARIM)
    long = await karim.say("Wat leveren mijn zonnepanelen me op?")
    short = await karim.say("kan dat ook in eenvoudige woorden?")
    assert len(short.text) < len(long.text) / 3
    [home] = (await books.solar.report(books.id(KARIM))).homes
    assert f"Je gaf {number(home.feed_in.fed_in)} kWh terug aan het net." in short
    await karim.say("Wat leveren mijn zonnepanelen me op?")
    [before] = (await books.solar.report(books.id(KARIM), UsagePeriod.VORIG_JAAR)).homes
    heard = await karim.say("en wat was dat voor mijn panelen vorig jaar?")
    assert f"{number(before.feed_in.fed_in)} kWh terug" in heard


@pytest.mark.question("zonnepanelen")
async def test_a_question_about_a_battery_keeps_to_the_panels(customer: NewCustomer) -> None:
    karim = await customer(KARIM)
    await karim.say("Wat levert mijn zonnestroom op?")
    assert "Met een thuisbatterij bewaar je zonnestroom voor later." in await karim.say("en met zo'n batterij erbij?")
