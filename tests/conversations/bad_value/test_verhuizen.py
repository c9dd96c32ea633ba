"""An address that does not exist: asked again, told differently, then a human."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Somebody
from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("verhuizing_doorgeven")
async def test_three_unknown_addresses(customer: NewCustomer, somebody: Somebody, stack: Stack) -> None:
    number = somebody("c.form_of_address = 'je'")
    mover = await customer(number)
    await mover.say("verhuizing doorgeven graag")
    await mover.say("over drie weken")
    assert "Bij 9999 XX nummer 3 vind ik geen adres." in await mover.say("9999 XX 3")
    assert "Ze staan in je koop- of huurcontract." in await mover.say("9998 XX 3")
    heard = await mover.say("9997 XX 3")
    assert "Zal ik er een medewerker bij halen?" in heard
    assert heard.titles == ["Ja, graag", "Nee, ga verder"]
    assert "Goed, dan gaan we verder." in await mover.tap("Nee, ga verder")
    assert "Genoteerd: Moerasdraak 8" in await mover.say("5213 RM 8")
    assert "Gestopt: verhuizing doorgeven." in await mover.say("stop")
    assert stack.rows("SELECT id FROM moves WHERE customer_id = ?", f"klant-{number}") == []
