"""Being called back, and not after all."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import Stack


@pytest.mark.question("terugbelverzoek", "annuleren")
async def test_a_call_that_is_not_wanted_after_all_is_not_noted(customer: NewCustomer, stack: Stack) -> None:
    somebody = await customer()
    await somebody.say("kan er iemand mij opbellen morgen?")
    await somebody.say("06 12 34 56 78")
    await somebody.say("in de namiddag")
    assert "Klopt dit?" in await somebody.say("de eindafrekening")
    heard = await somebody.say("hoeft al niet meer")
    assert "Er is niets veranderd." in heard
    assert stack.rows("SELECT 1 FROM callbacks WHERE conversation_id = ?", somebody.conversation_id) == []
