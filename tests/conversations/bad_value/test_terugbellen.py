"""Being called back on a number that cannot be."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer


@pytest.mark.question("terugbelverzoek")
async def test_a_number_that_is_too_short_is_asked_again_with_a_word_why(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("graag wil ik teruggebeld worden")
    heard = await somebody.say("0612")
    assert "nummer" in heard
    assert "Wanneer" not in heard
    assert "Wanneer kunnen we je het best bellen?" in await somebody.say("0031 6 1234 5678")
    await somebody.say("stop")
