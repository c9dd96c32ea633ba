"""Usage: each short question builds on the one before."""

from __future__ import annotations

import pytest

from actions.words import number
from dichtbij.customers.model import UsageKind, UsagePeriod
from tests.conversations.books import Books
from tests.conversations.helpers import fetch
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

JOLANDA, SANNE = persona("Jolanda"), persona("Sanne")


@pytest.mark.question("verbruik_inzien")
async def test_gas_then_january_then_the_year_before(customer: NewCustomer, books: Books) -> None:
    report = await books.usage.usage(books.id(SANNE))
    gas = report.of(UsageKind.GAS)
    assert gas is not None
    sanne = await customer(SANNE)
    first = await sanne.say("Wat heb ik de laatste tijd verbruikt?")
    assert f"{number(gas.total)} m³" in first
    assert "gemiddelde woning" in first
    heard = await sanne.say("en alleen het gas?")
    assert f"{number(gas.total)} m³" in heard
    assert "kWh" not in heard
    january = next(month for month in gas.months if month.month.month == 1)
    heard = await sanne.say("en in januari?")
    assert heard.text.startswith(f"In januari {january.month.year}")
    assert f"{number(january.used)} m³" in heard  # type: ignore[arg-type]
    heard = await sanne.say("en vorig jaar?")
    last_year = (await books.usage.usage(books.id(SANNE), UsagePeriod.VORIG_JAAR)).of(UsageKind.GAS)
    assert last_year is not None
    assert f"- gas: {number(last_year.months[0].used)} m³" in heard  # type: ignore[arg-type]


@pytest.mark.question("verbruik_inzien")
async def test_one_of_several_addresses_with_its_own_picture(customer: NewCustomer, books: Books, stack: Stack) -> None:
    whole = await books.usage.usage(books.id(JOLANDA))
    street = next(one for one in whole.addresses if one.address.startswith("Industrieweg"))
    there = await books.usage.usage(books.id(JOLANDA), UsagePeriod.JAAR, street.address_id)
    jolanda = await customer(JOLANDA)
    heard = await jolanda.say("Wat is ons verbruik van het laatste jaar?")
    assert "op uw 3 adressen samen" in heard
    assert len(heard.titles) == 3
    heard = await jolanda.say("en voor de Industrieweg?")
    for kind in there.kinds:
        assert f"{number(kind.total)} {kind.unit}" in heard
    status, content_type, _ = await fetch(stack, heard.image["src"])
    assert (status, content_type) == (200, "image/png")
    assert number(there.kinds[0].total) in heard.image["title"]


@pytest.mark.question("verbruik_inzien", "besparen")
async def test_a_yes_after_a_strong_rise_gives_tips(customer: NewCustomer) -> None:
    sanne = await customer(SANNE)
    assert "Wil je tips die bij je passen?" in await sanne.say("Laat mijn verbruik van het jaar eens zien")
    assert "Dit levert bij jou het meeste op:" in await sanne.say("ja, doe maar")
