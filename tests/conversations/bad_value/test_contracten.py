"""Days and contracts that can't be."""

from __future__ import annotations

from datetime import date

import pytest

from actions.words import dutch_date
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

PIETER = persona("Pieter")


@pytest.mark.question("contract_opzeggen")
async def test_past_far_and_unreadable_days(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    someone = await customer(somebody("k.kind = 'variabel' AND c.form_of_address = 'je'"))
    await someone.say("Ik wil van mijn contract af, hoe zeg ik op?")
    past = date.fromisoformat(stack.one("SELECT date('now', '-10 days')"))
    assert "Die dag is al voorbij." in await someone.say(f"per {dutch_date(past)}")
    far = date.fromisoformat(stack.one("SELECT date('now', '+900 days')"))
    assert "Het kan tot een jaar vooruit." in await someone.say(dutch_date(far, year=True))
    heard = await someone.say("als de bladeren vallen")
    assert "Het lukt niet zo goed." in heard
    await someone.tap("Nee, ga verder")
    await someone.say("stop")


@pytest.mark.question("contract_verlengen")
async def test_a_term_that_is_not_sold(customer: NewCustomer) -> None:
    pieter = await customer(PIETER)
    heard = await pieter.say("Ik wil mijn contract verlengen voor drie jaar vast")
    assert "Langer vast dan een jaar kan nu niet." in heard
    assert "een vast contract voor 1 jaar" in await pieter.say("dan 1 jaar vast")
    await pieter.say("stop")


@pytest.mark.question("opzegvergoeding")
async def test_a_fee_for_a_day_that_is_past(customer: NewCustomer) -> None:
    heard = await (await customer(PIETER)).say("Wat is mijn opzegvergoeding als ik gisteren was weggegaan?")
    assert "kost" in heard or "opzegvergoeding" in heard
