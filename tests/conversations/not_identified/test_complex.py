"""A complex question of somebody unknown, and with nobody at the desk."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("klacht_indienen", "terugbelverzoek")
async def test_a_complaint_without_a_name_and_a_call_that_knows_it(customer: NewCustomer, stack: Stack) -> None:
    await stack.aside(stack.until_nobody_is_at_the_desk)
    one = await customer()
    await one.say("waar kan ik bij jullie een klacht kwijt?")
    heard = await one.say("de chat viel gisteren drie keer weg")
    reference, subject = stack.rows(
        "SELECT reference, subject FROM complaints WHERE conversation_id = ?", one.conversation_id
    )[0]
    assert reference.startswith("K-")
    assert f"Je kenmerk is {reference}." in heard
    assert "Er is nu geen medewerker vrij in de chat." in heard
    await one.say("ja graag")
    await one.say("0612345678")
    shown = await one.tap("Ochtend")
    assert "de chat viel gisteren drie keer weg" in shown
    await one.tap("Ja, klopt")
    stored = stack.one("SELECT subject FROM callbacks WHERE conversation_id = ?", one.conversation_id)
    assert stored == subject, "nobody tells it twice"
