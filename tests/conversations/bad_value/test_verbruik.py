"""Usage that we do not have: said honestly, with what there is."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import persona

YARA, SANNE = persona("Yara"), persona("Sanne")


@pytest.mark.question("verbruik_inzien")
async def test_days_are_not_pretended(customer: NewCustomer) -> None:
    heard = await (await customer(SANNE)).say("Wat heb ik de afgelopen week aan stroom verbruikt?")
    assert "Ik zie je verbruik per maand, niet per week of dag." in heard


@pytest.mark.question("verbruik_inzien")
async def test_gas_of_who_has_no_gas_and_a_yes_to_what_there_is(customer: NewCustomer) -> None:
    yara = await customer(YARA)
    assert "Dat verbruik zie ik niet bij je." in await yara.say("Hoeveel kuub gas heb ik verbruikt?")
    assert "kWh" in await yara.say("ja is goed")
