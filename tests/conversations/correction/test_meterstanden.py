"""Readings: a slip is put right before the yes, and the day too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM, system_clock
from tests.conversations.books import Books
from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack

ONE_METER = (
    "(SELECT COUNT(*) FROM connections n JOIN meters m ON m.connection_id = n.id JOIN registers r ON r.meter_id = m.id"
    " WHERE n.address_id = a.id) = 2"
)
"""Electricity with one register, and gas."""


@pytest.mark.question("meterstand_doorgeven")
async def test_another_number_and_another_day(
    customer: NewCustomer, books: Books, stack: Stack, somebody: Somebody
) -> None:
    number = somebody(ONE_METER)
    stroom, gas = await books.meters.registers(books.id(number))
    today = system_clock().astimezone(AMSTERDAM).date()
    one = await customer(number)
    slip, right = int(gas.expected_today) + 1, int(gas.expected_today) + 3
    heard = await one.say(f"meterstanden doorgeven: stroom {int(stroom.expected_today) + 2} en gas {slip}")
    assert f"afgelezen op {dutch_date(today, year=True)}" in heard
    heard = await one.say(f"nee, gas is {right}")
    assert f"{right:,}".replace(",", ".") in heard
    assert f"{slip:,}".replace(",", ".") not in heard
    yesterday = today - timedelta(days=1)
    if yesterday > max(stroom.last_on, gas.last_on):
        heard = await one.say("ik heb het gisteren afgelezen")
        assert f"afgelezen op {dutch_date(yesterday, year=True)}" in heard
    assert "Opgeslagen" in await one.say("ja")
    assert stack.reading(gas.register_id) == (right, "klant")
