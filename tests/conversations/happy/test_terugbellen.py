"""Being called back."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewAgent, NewCustomer
from tests.stack import Stack


@pytest.mark.question("terugbelverzoek")
async def test_terugbelverzoek_is_stored_and_on_the_desk(customer: NewCustomer, agent: NewAgent, stack: Stack) -> None:
    somebody = await customer()
    assert "Op welk telefoonnummer kunnen we je bellen?" in await somebody.say("Kunnen jullie mij terugbellen?")
    assert "Wanneer kunnen we je het best bellen?" in await somebody.say("06 12 34 56 78")
    assert "Waar gaat het over?" in await somebody.tap("Middag")
    heard = await somebody.say("de jaarafrekening van mijn moeder")
    assert "Nummer: 06 12345678" in heard
    assert "Onderwerp: de jaarafrekening van mijn moeder" in heard
    heard = await somebody.tap("Ja, klopt")
    assert "Genoteerd." in heard
    assert "06 12345678" in heard
    query = "SELECT phone, slot, subject FROM callbacks WHERE conversation_id = ?"
    [(phone, slot, subject)] = stack.rows(query, somebody.conversation_id)
    assert (phone, slot, subject) == ("+31612345678", "middag", "de jaarafrekening van mijn moeder")
    fatima = await agent()
    [shown] = [
        row
        for row in (await fatima.get("callbacks"))["callbacks"]
        if row["conversation_id"] == somebody.conversation_id
    ]
    assert (shown["phone"], shown["subject"]) == (phone, subject)
    status, _ = await fatima.post(f"callbacks/{shown['id']}/done")
    assert status == 200
